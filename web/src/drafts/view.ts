// The drafts on the first view, and beside an open work how its draft is kept.
import { h, put } from '../element/dom.js';
import { alertBox } from '../element/parts.js';
import type { Messages } from '../element/texts.js';
import { draftsEn, type DraftsMessages } from '../locales/panels/drafts.en.js';
import { draftsZh } from '../locales/panels/drafts.zh-CN.js';
import type { DraftRecord } from './store.js';

export type Kept =
  | { state: 'saving' } | { state: 'kept'; at: number } | { state: 'copy' }
  | { state: 'full' | 'blocked' | 'failed'; thrown: unknown };

export interface ViewHost {
  messages(): Messages;
  announce(text: string): void;
  open(draft: DraftRecord): Promise<void>;
  save(draft: DraftRecord): Promise<void>;
  saveOpen(): Promise<void>;
  /** Gives the file, for taking the deletion back. */
  remove(draft: DraftRecord): Promise<Blob | undefined>;
  restore(draft: DraftRecord, file: Blob): Promise<void>;
}

export class DraftsView {
  private found: readonly DraftRecord[] = [];
  private state: Kept | undefined;
  private copied = false;
  private removed: { draft: DraftRecord; file: Blob } | undefined;
  private thrown: unknown;
  private addresses: string[] = [];

  constructor(private readonly list: HTMLElement, private readonly status: HTMLElement, private readonly host: ViewHost) {}

  get words(): DraftsMessages { return this.host.messages().code === 'en' ? draftsEn : draftsZh; }

  drafts(found: readonly DraftRecord[]): void {
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
    for (const address of this.addresses.splice(0)) URL.revokeObjectURL(address);
    const { words, removed, thrown } = this;
    if (this.found.length === 0 && !removed && thrown === undefined) return put(this.list);
    put(this.list, h('section', { class: 'drafts', part: 'drafts', 'aria-label': words.title },
      h('h3', null, words.title), h('p', { class: 'hint' }, words.hint),
      thrown !== undefined && alertBox(this.host.messages(), thrown),
      removed && h('p', { class: 'note row', role: 'status' }, words.removed(removed.draft.name),
        h('button', { type: 'button', onclick: () => void this.takeBack(removed) }, words.undo)),
      h('ul', null, ...this.found.map((draft) => this.row(draft)))));
  }

  private row(draft: DraftRecord): HTMLElement {
    const { words } = this, title = draft.fields?.title || draft.name, messages = this.host.messages();
    const when = new Intl.DateTimeFormat(messages.code, { dateStyle: 'medium', timeStyle: 'short' }).format(draft.updated);
    const changes = draft.history?.states[draft.history.at]?.steps.length ?? 0;
    const facts = [when, messages.kinds[draft.type === 'text' ? 'text' : draft.history?.states[draft.history.at]?.kind ?? 'photo'], changes > 0 && words.changes(changes), draft.registered && words.registered];
    return h('li', null, this.picture(draft),
      h('div', null, h('b', null, title), h('p', { class: 'small soft' }, facts.filter(Boolean).join(' · '))),
      h('div', { class: 'row' },
        h('button', { type: 'button', 'aria-label': `${words.open}: ${title}`, onclick: () => void this.host.open(draft) }, words.open),
        h('button', { type: 'button', class: 'quiet', 'aria-label': `${words.save}: ${title}`, onclick: () => void this.host.save(draft).catch((thrown: unknown) => this.failed(thrown)) }, words.save),
        h('button', { type: 'button', class: 'quiet', 'aria-label': `${words.remove}: ${title}`, onclick: () => void this.remove(draft) }, words.remove)));
  }
  private picture(draft: DraftRecord): HTMLElement {
    if (!draft.thumbnail) return h('span', { class: 'draft-thumb', 'aria-hidden': 'true' }, draft.type === 'text' ? '¶' : '');
    const address = URL.createObjectURL(draft.thumbnail);
    this.addresses.push(address);
    return h('img', { class: 'draft-thumb', src: address, alt: '' });
  }

  private async remove(draft: DraftRecord): Promise<void> {
    try {
      const file = await this.host.remove(draft);
      this.removed = file && { draft, file };
      this.showList();
      this.host.announce(this.words.removed(draft.fields?.title || draft.name));
      this.list.querySelector<HTMLElement>('.note button')?.focus();
    } catch (thrown) {
      this.failed(thrown);
    }
  }
  private async takeBack({ draft, file }: { draft: DraftRecord; file: Blob }): Promise<void> {
    this.removed = undefined;
    await this.host.restore(draft, file).catch((thrown: unknown) => this.failed(thrown));
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
