// Drafts: what is open is kept on this device at every pause, is listed on the first view, and can be saved as a file at any time.
import { download } from '../element/dom.js';
import type { Keeper, KeeperHost, Snapshot } from '../element/keeper.js';
import { uuidV7 } from '../sdk/uuid.js';
import { draftFile, readDraft } from './file.js';
import { holdDraft, type Held } from './lock.js';
import { DraftStore, type DraftRecord } from './store.js';
import { Sync } from './sync.js';
import { syncRow } from './sync_view.js';
import { thumbnailOf } from './thumbnail.js';
import { DraftsView, type Kept } from './view.js';

const pauseMs = 700;

interface Open extends Held {
  /** The file in the store: written again only where it is another. */
  stored: Blob | undefined;
  registered: string | undefined;
}

export class Drafts {
  private store: DraftStore | undefined;
  private open: Open | undefined;
  /** The draft that the work which is being opened belongs to. */
  private resuming: Open | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> = Promise.resolve();
  private sync: Sync | undefined;
  private readonly view: DraftsView<DraftRecord, Blob>;
  private readonly news = 'BroadcastChannel' in globalThis ? new BroadcastChannel('colophon-drafts') : undefined;
  private readonly onHide = (): void => { if (document.visibilityState === 'hidden') this.flush(); };
  private readonly onRegistered = (event: Event): void => {
    if (!this.open) return;
    this.open.registered = (event as CustomEvent<{ work: string }>).detail.work;
    this.changed();
  };

  constructor(private readonly host: KeeperHost, private readonly keeper: Keeper) {
    this.view = new DraftsView(keeper.list, keeper.status, {
      messages: host.messages, announce: host.announce,
      title: (draft) => draft.fields?.title || draft.name, thumbnail: (draft) => draft.thumbnail ?? (draft.type === 'text' ? '¶' : ''),
      facts: (draft, words) => {
        const state = draft.history?.states[draft.history.at], changes = state?.steps.length ?? 0;
        return [host.messages().kinds[draft.type === 'text' ? 'text' : state?.kind ?? 'photo'], changes > 0 && words.changes(changes)];
      },
      open: (draft) => this.resume(draft), save: (draft) => this.saveStored(draft),
      remove: (draft) => this.remove(draft), restore: (draft, file) => this.restore(draft, file), saveOpen: () => this.saveOpen(),
    });
  }

  private get space(): string { return this.host.element.getAttribute('drafts') ?? ''; }

  async start(): Promise<void> {
    try {
      this.store = await DraftStore.open();
    } catch (thrown) {
      this.view.kept({ state: 'blocked', thrown });
    }
    document.addEventListener('visibilitychange', this.onHide);
    addEventListener('pagehide', this.onHide);
    this.host.element.addEventListener('colophon-registered', this.onRegistered);
    if (this.news) this.news.onmessage = () => void this.list();
    this.meetSite();
    await this.list();
  }
  stop(): void {
    document.removeEventListener('visibilitychange', this.onHide);
    removeEventListener('pagehide', this.onHide);
    this.host.element.removeEventListener('colophon-registered', this.onRegistered);
    this.news?.close();
    this.sync?.stop();
    const { store } = this;
    void this.saving.finally(() => store?.close());
  }
  show(): void { this.view.show(); }

  /** The site may have another address now, or somebody else may be signed in. */
  meetSite(): void {
    const site = this.host.site(), { store, space } = this;
    this.sync?.stop();
    this.sync = undefined;
    this.view.foot = undefined;
    if (site && store) {
      const row = syncRow(() => this.view.words, this.host.messages, new URL(site.server).host, (on) => void this.sync!.turn(on));
      this.sync = new Sync({
        site, store, space, open: () => this.open?.id, leave: () => this.leave(),
        changed: () => { this.news?.postMessage('changed'); void this.list(); },
        said: (state) => { row.said(state); this.view.withSite = this.sync!.on; this.view.show(); },
      });
      row.said({ state: this.sync.on ? 'busy' : 'off' });
      this.view.withSite = this.sync.on;
      this.view.foot = () => row.show();
      void this.sync.run();
    }
    this.view.show();
  }
  /** What is open becomes a draft of its own: another device changed the one that it was. */
  private leave(): void {
    if (!this.open) return;
    this.open.free();
    this.open = { id: uuidV7(), stored: undefined, registered: this.open.registered, free: () => undefined };
    void holdDraft(this.open);
    this.host.announce(this.view.words.parted);
    this.view.kept({ state: 'copy' });
    this.flush();
  }

  // ---- The draft that is open

  begin(): void {
    this.open = this.resuming ?? { id: uuidV7(), stored: undefined, registered: undefined, free: () => undefined };
    if (!this.resuming) void holdDraft(this.open);
    this.resuming = undefined;
    this.view.reset();
    this.changed();
  }
  changed(): void {
    if (!this.open) return;
    this.view.kept({ state: 'saving' });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pauseMs);
  }
  end(): void {
    if (!this.open) return;
    if (this.timer !== undefined) this.flush();
    const { open } = this;
    this.open = undefined;
    void this.saving.finally(open.free);
  }

  /** Writes what is open now. Writes go one after the other, so that an older state never covers a newer one. */
  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { open, store } = this, snapshot = this.keeper.snapshot();
    if (!open || !snapshot || !store) return;
    const work = this.host.work(), preview = work?.type === 'image' ? work.current.preview : undefined;
    this.saving = this.saving.then(async () => {
      try {
        const draft: DraftRecord = {
          id: open.id, space: this.space, name: snapshot.name, type: snapshot.type, updated: Date.now(), history: snapshot.history, fields: snapshot.fields, cover: snapshot.cover,
          thumbnail: preview && await thumbnailOf(preview), registered: open.registered,
        };
        await store.put(draft, open.stored === snapshot.file ? undefined : snapshot.file);
        open.stored = snapshot.file;
        this.view.kept({ state: 'kept', at: draft.updated });
        this.host.emit('draft', { id: open.id, updated: draft.updated });
        this.news?.postMessage('changed');
        this.sync?.soon();
      } catch (thrown) {
        const full = (thrown as DOMException | null)?.name === 'QuotaExceededError';
        this.view.kept({ state: full ? 'full' : 'failed', thrown });
        this.host.emit('error', { code: full ? 'storage_full' : 'unavailable', field: 'drafts', detail: String(thrown) });
      }
      await this.list();
    });
  }

  private async saveOpen(): Promise<void> {
    const snapshot = this.keeper.snapshot();
    if (snapshot) download(fileName(snapshot.name), await draftFile(snapshot));
  }

  /** Whether it was a draft's file; what is wrong with one is thrown to the view. */
  async takes(file: File): Promise<boolean> {
    try {
      const snapshot = await readDraft(file);
      if (!snapshot) return false;
      await this.host.restore(snapshot);
    } catch (thrown) {
      this.view.failed(thrown);
    }
    return true;
  }

  // ---- The list

  private async list(): Promise<void> {
    try {
      if (this.store) this.view.drafts(await this.store.list(this.space));
    } catch (thrown) {
      this.view.failed(thrown);
    }
  }

  private async resume(draft: DraftRecord): Promise<void> {
    try {
      const file = await this.store!.file(draft.id);
      if (!file) return await this.list();
      const open: Open = { id: draft.id, stored: file, registered: draft.registered, free: () => undefined };
      const mine = await holdDraft(open);
      // Two tabs that write into one draft would each lose what the other did.
      if (!mine) this.host.announce(this.view.words.elsewhere);
      this.resuming = mine ? open : undefined;
      await this.host.restore({ name: draft.name, type: draft.type, file, history: draft.history, fields: draft.fields, cover: draft.cover });
      if (!mine) this.view.kept({ state: 'copy' });
      // It could not be opened: the next work is not this draft.
      if (this.resuming) open.free();
      this.resuming = undefined;
    } catch (thrown) {
      this.view.failed(thrown);
    }
  }

  private async saveStored(draft: DraftRecord): Promise<void> {
    const file = await this.store!.file(draft.id);
    if (!file) return this.list();
    download(fileName(draft.name), await draftFile({ name: draft.name, type: draft.type, file, history: draft.history, fields: draft.fields, cover: draft.cover } satisfies Snapshot));
  }
  private async remove(draft: DraftRecord): Promise<Blob | undefined> {
    const file = await this.store!.file(draft.id);
    await this.store!.remove(draft.id);
    this.sync?.removed(draft);
    this.news?.postMessage('changed');
    await this.list();
    return file;
  }
  private async restore(draft: DraftRecord, file: Blob): Promise<void> {
    // The site was told that it is gone.
    await this.store!.put({ ...draft, synced: undefined }, file);
    this.sync?.restored(draft);
    this.news?.postMessage('changed');
    await this.list();
  }
}

export type { Kept };

const fileName = (name: string): string => `${name.replace(/\.[A-Za-z0-9]{1,8}$/, '').replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').slice(0, 80) || 'draft'}.colophon.json`;
