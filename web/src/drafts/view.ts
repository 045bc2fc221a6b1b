// The drafts on the first view, and beside an open work how its draft is kept.
import { h, put } from '../element/dom.js';
import { alertBox } from '../element/parts.js';
import type { Messages } from '../element/texts.js';
import { draftsEn, type DraftsMessages } from '../locales/panels/drafts.en.js';
import { draftsZh } from '../locales/panels/drafts.zh-CN.js';

export type Kept =
  | { state: 'saving' } | { state: 'kept'; at: number } | { state: 'copy' }
  | { state: 'full' | 'blocked' | 'failed'; thrown: unknown };

/** What every list of drafts shows of one. */
export interface Listed { updated: number; registered: string | undefined }
/** `D`: a draft; `C`: what lies in it, for taking a deletion back. */
export interface ViewHost<D extends Listed, C> {
  messages(): Messages;
  announce(text: string): void;
  title(draft: D): string;
  /** Beside the time: what it is, and how much was done. */
  facts(draft: D, words: DraftsMessages): (string | false | undefined)[];
  thumbnail(draft: D): Blob | string;
  open(draft: D): Promise<void>;
  save(draft: D): Promise<void>;
  saveOpen(): Promise<void>;
  remove(draft: D): Promise<C | undefined>;
  restore(draft: D, content: C): Promise<void>;
}

export class DraftsView<D extends Listed, C> {
  private found: readonly D[] = [];
  private state: Kept | undefined;
  private copied = false;
  private removed: { draft: D; content: C } | undefined;
  private thrown: unknown;
  /** What stands below the list: the way to keep drafts with the site. */
  foot: (() => HTMLElement) | undefined;
  withSite = false;

  constructor(private readonly list: HTMLElement, private readonly status: HTMLElement, private readonly host: ViewHost<D, C>) {}

  get words(): DraftsMessages { return this.host.messages().code === 'en' ? draftsEn : draftsZh; }

  drafts(found: readonly D[]): void {
    this.found = found;
    this.thrown = undefined;
    this.showList();
  }
  kept(state: Kept): void {
    if (state.state === 'copy') this.copied = true;
    // Without a place for drafts nothing is being kept.
    if (this.state?.state === 'blocked') return this.showStatus();
    this.state = state;
    this.showStatus();
  }
  failed(thrown: unknown): void {
    this.thrown = thrown;
    this.showList();
  }
  /** Another work is open. */
  reset(): void { this.copied = false; }
  show(): void {
    this.showList();
    this.showStatus();
  }

  private showList(): void {
    const { words, removed, thrown } = this;
    if (this.found.length === 0 && !removed && thrown === undefined && !this.foot) return put(this.list);
    put(this.list, h('section', { class: 'drafts', part: 'drafts', 'aria-label': words.title },
      (this.found.length > 0 || removed) && h('h3', null, words.title), this.found.length > 0 && !this.withSite && h('p', { class: 'hint' }, words.hint),
      thrown !== undefined && alertBox(this.host.messages(), thrown),
      removed && h('p', { class: 'note row', role: 'status' }, words.removed(this.host.title(removed.draft)),
        h('button', { type: 'button', onclick: () => void this.takeBack(removed) }, words.undo)),
      this.found.length > 0 && h('ul', null, ...this.found.map((draft) => this.row(draft))), this.foot?.()));
  }

  private row(draft: D): HTMLElement {
    const { words } = this, title = this.host.title(draft), messages = this.host.messages();
    const when = new Intl.DateTimeFormat(messages.code, { dateStyle: 'medium', timeStyle: 'short' }).format(draft.updated);
    const facts = [when, ...this.host.facts(draft, words), draft.registered && words.registered];
    return h('li', null, this.picture(draft),
      h('div', null, h('b', null, title), h('p', { class: 'small soft' }, facts.filter(Boolean).join(' · '))),
      h('div', { class: 'row' },
        h('button', { type: 'button', 'aria-label': `${words.open}: ${title}`, onclick: () => void this.host.open(draft) }, words.open),
        h('button', { type: 'button', class: 'quiet', 'aria-label': `${words.save}: ${title}`, onclick: () => void this.host.save(draft).catch((thrown: unknown) => this.failed(thrown)) }, words.save),
        h('button', { type: 'button', class: 'quiet', 'aria-label': `${words.remove}: ${title}`, onclick: () => void this.remove(draft) }, words.remove)));
  }
  private picture(draft: D): HTMLElement {
    const thumbnail = this.host.thumbnail(draft);
    if (typeof thumbnail === 'string') return h('span', { class: 'draft-thumb', 'aria-hidden': 'true' }, thumbnail);
    // Given back once it was read: the list is often drawn again before.
    const address = URL.createObjectURL(thumbnail), free = (): void => URL.revokeObjectURL(address);
    return h('img', { class: 'draft-thumb', onload: free, onerror: free, src: address, alt: '' });
  }

  private async remove(draft: D): Promise<void> {
    try {
      const content = await this.host.remove(draft);
      this.removed = content && { draft, content };
      this.showList();
      this.host.announce(this.words.removed(this.host.title(draft)));
      this.list.querySelector<HTMLElement>('.note button')?.focus();
    } catch (thrown) {
      this.failed(thrown);
    }
  }
  private async takeBack({ draft, content }: { draft: D; content: C }): Promise<void> {
    this.removed = undefined;
    await this.host.restore(draft, content).catch((thrown: unknown) => this.failed(thrown));
    this.list.querySelector<HTMLElement>('button')?.focus();
  }

  private showStatus(): void {
    const { words, state } = this;
    if (!state) return;
    const bad = state.state === 'full' || state.state === 'blocked' || state.state === 'failed';
    const said = state.state === 'saving' ? words.saving
      : state.state === 'kept' ? words.kept(new Intl.DateTimeFormat(this.host.messages().code, { timeStyle: 'short' }).format(state.at))
        : state.state === 'copy' ? '' : words[state.state];
    put(this.status,
      this.copied && h('p', { class: 'note' }, words.copy),
      h('div', { class: bad ? 'alert row' : 'row small soft', role: bad ? 'alert' : undefined }, h('span', null, said),
        h('button', { type: 'button', class: bad ? '' : 'quiet', part: 'save-draft', onclick: () => void this.host.saveOpen() }, words.saveOpen)));
  }
}
