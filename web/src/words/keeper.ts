// The drafts of books: what is open is kept on this device at every pause, is listed on the first view, and can be saved as a file.
import { bookDraftFile, type BookSnapshot } from '../drafts/book_file.js';
import { BookStore, versionsMax, type BookDraft, type BookVersion } from '../drafts/books.js';
import { holdDraft, type Held } from '../drafts/lock.js';
import { DraftsView } from '../drafts/view.js';
import { download, h } from '../element/dom.js';
import { integer, type Messages } from '../element/texts.js';
import type { ManuscriptMessages } from '../locales/panels/manuscript.en.js';
import { uuidV7 } from '../sdk/uuid.js';
import type { Book } from './book.js';
import type { Versions } from './host.js';
import { fileNameOf } from './panels/export.js';

const pauseMs = 700;

/** The book that is open, as it is to be kept. */
export interface OpenBook extends BookSnapshot { chapter: string; words: number }
export interface KeeperHost {
  readonly element: HTMLElement;
  messages(): Messages;
  words(): ManuscriptMessages;
  open(): OpenBook | undefined;
  restore(snapshot: BookSnapshot & { chapter: string }): Promise<void>;
  emit(name: string, detail: Record<string, unknown>): void;
  announce(text: string): void;
}
interface Kept extends Held {
  registered: string | undefined;
  /** What lies in the store. */
  book: Book | undefined;
  rulings: string;
}
type Content = { book: Book; versions: BookVersion[] };

export class BookKeeper implements Versions {
  readonly drafts = h('div');
  readonly status = h('div');
  private store: BookStore | undefined;
  private current: Kept | undefined;
  private resuming: Kept | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> = Promise.resolve();
  private starting: Promise<void> | undefined;
  private said = '';
  private readonly view: DraftsView<BookDraft, Content>;
  private news: BroadcastChannel | undefined;
  private readonly onHide = (): void => { if (document.visibilityState === 'hidden') this.flush(); };
  private readonly onRegistered = (event: Event): void => {
    if (!this.current) return;
    this.current.registered = (event as CustomEvent<{ work: string }>).detail.work;
    this.changed();
  };

  constructor(private readonly host: KeeperHost) {
    this.view = new DraftsView(this.drafts, this.status, {
      messages: host.messages, announce: host.announce,
      title: (draft) => draft.title || host.words().untitled, thumbnail: () => '¶',
      facts: (draft) => [host.words().chapters.count(draft.chapters, integer(host.words().code, draft.chapters)), host.words().words(integer(host.words().code, draft.words))],
      open: (draft) => this.resume(draft), save: (draft) => this.saveStored(draft),
      remove: (draft) => this.removeDraft(draft), restore: (draft, content) => this.putBack(draft, content), saveOpen: () => this.saveOpen(),
    });
  }
  private get space(): string { return this.host.element.getAttribute('drafts') ?? ''; }
  get working(): boolean { return this.store !== undefined; }

  start(): Promise<void> {
    if (this.space === 'off') return Promise.resolve();
    return (this.starting ??= this.begun());
  }
  private async begun(): Promise<void> {
    try {
      this.store = await BookStore.open();
    } catch (thrown) {
      this.view.kept({ state: 'blocked', thrown });
    }
    this.news = 'BroadcastChannel' in globalThis ? new BroadcastChannel('colophon-drafts') : undefined;
    if (this.news) this.news.onmessage = () => void this.showList();
    document.addEventListener('visibilitychange', this.onHide);
    addEventListener('pagehide', this.onHide);
    this.host.element.addEventListener('colophon-registered', this.onRegistered);
    await this.showList();
    if (this.host.open() && !this.current) this.begin();
  }
  stop(): void {
    document.removeEventListener('visibilitychange', this.onHide);
    removeEventListener('pagehide', this.onHide);
    this.host.element.removeEventListener('colophon-registered', this.onRegistered);
    this.news?.close();
    const { store } = this;
    this.store = this.starting = undefined;
    void this.saving.finally(() => store?.close());
  }
  localise(): void { this.view.show(); }

  // ---- The book that is open

  begin(): void {
    if (this.space === 'off') return;
    this.current = this.resuming ?? { id: uuidV7(), registered: undefined, book: undefined, rulings: '', free: () => undefined };
    if (!this.resuming) void holdDraft(this.current);
    this.resuming = undefined;
    this.view.reset();
    this.said = '';
    this.changed();
  }
  /** At every key: nothing is done before a pause but to say that it will be. */
  changed(): void {
    if (!this.current) return;
    if (this.said !== 'saving') this.view.kept({ state: 'saving' });
    this.said = 'saving';
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pauseMs);
  }
  end(): void {
    if (!this.current) return;
    if (this.timer !== undefined) this.flush();
    const { current } = this;
    this.current = undefined;
    void this.saving.finally(current.free);
  }

  /** Writes go one after the other, so that an older state never covers a newer one. */
  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { current, store } = this, open = this.host.open();
    if (!current || !open || !store) return;
    this.saving = this.saving.then(async () => {
      const rulings = JSON.stringify([open.dictionary, open.ignoredRules, open.chapter, open.proof, current.registered]);
      try {
        const draft: BookDraft = {
          id: current.id, space: this.space, title: open.book.title, updated: Date.now(), chapters: open.book.chapters.length, words: open.words, open: open.chapter,
          dictionary: open.dictionary, ignoredRules: open.ignoredRules, proof: open.proof, registered: current.registered,
        };
        if (current.book !== open.book || current.rulings !== rulings) await store.put(draft, open.book);
        Object.assign(current, { book: open.book, rulings });
        this.tell('kept', draft.updated, undefined);
        this.host.emit('draft', { id: current.id, updated: draft.updated });
        this.news?.postMessage('changed');
      } catch (thrown) {
        const full = (thrown as DOMException | null)?.name === 'QuotaExceededError';
        this.tell(full ? 'full' : 'failed', 0, thrown);
        this.host.emit('error', { code: full ? 'storage_full' : 'unavailable', field: 'drafts', detail: String(thrown) });
      }
      await this.showList();
    });
  }
  private tell(state: 'kept' | 'full' | 'failed', at: number, thrown: unknown): void {
    // Something was written meanwhile: that is not kept yet.
    if (this.timer !== undefined && state === 'kept') return;
    this.said = state;
    this.view.kept(state === 'kept' ? { state, at } : { state, thrown });
  }

  async saveOpen(): Promise<void> {
    const open = this.host.open();
    if (open) download(fileNameOf(open.book.title || this.host.words().untitled, 'colophon.json'), await bookDraftFile(open));
  }

  // ---- Versions

  async list(): Promise<BookVersion[]> { return this.current ? ((await this.store?.versions(this.current.id)) ?? []) : []; }
  async keep(name: string): Promise<BookVersion> {
    const open = this.host.open()!, version: BookVersion = { id: uuidV7(), draft: this.current!.id, name, made: Date.now(), words: open.words, book: open.book };
    await this.store!.putVersions([version]);
    for (const old of (await this.list()).slice(versionsMax)) await this.store!.removeVersion(old.id);
    this.news?.postMessage('changed');
    return version;
  }
  async remove(id: string): Promise<void> { await this.store!.removeVersion(id); }

  // ---- The list

  private async showList(): Promise<void> {
    try {
      if (this.store) this.view.drafts(await this.store.list(this.space));
    } catch (thrown) {
      this.view.failed(thrown);
    }
  }
  private async resume(draft: BookDraft): Promise<void> {
    try {
      const book = await this.store!.book(draft.id);
      if (!book) return await this.showList();
      const kept: Kept = { id: draft.id, registered: draft.registered, book, rulings: '', free: () => undefined };
      const mine = await holdDraft(kept);
      if (!mine) this.host.announce(this.view.words.elsewhere);
      this.resuming = mine ? kept : undefined;
      await this.host.restore({ book, dictionary: draft.dictionary, ignoredRules: draft.ignoredRules, proof: draft.proof, chapter: draft.open });
      if (!mine) this.view.kept({ state: 'copy' });
      if (this.resuming) kept.free();
      this.resuming = undefined;
    } catch (thrown) {
      this.view.failed(thrown);
    }
  }
  private async saveStored(draft: BookDraft): Promise<void> {
    const book = await this.store!.book(draft.id);
    if (!book) return this.showList();
    download(fileNameOf(draft.title || this.host.words().untitled, 'colophon.json'), await bookDraftFile({ book, dictionary: draft.dictionary, ignoredRules: draft.ignoredRules, proof: draft.proof }));
  }
  private async removeDraft(draft: BookDraft): Promise<Content | undefined> {
    const book = await this.store!.book(draft.id), versions = await this.store!.remove(draft.id);
    this.news?.postMessage('changed');
    await this.showList();
    return book && { book, versions };
  }
  private async putBack(draft: BookDraft, { book, versions }: Content): Promise<void> {
    await this.store!.put(draft, book);
    await this.store!.putVersions(versions);
    this.news?.postMessage('changed');
    await this.showList();
  }
}
