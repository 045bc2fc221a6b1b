// The left-hand side: the work itself, what it is, and the way back and forth through what was done to it.
import { h, put } from './dom.js';
import { Picture } from './picture.js';
import { integer, type Messages } from './texts.js';
import type { Pixels } from '../sdk/types.js';
import type { OpenWork } from './work.js';

export interface StageHost {
  undo(): void;
  redo(): void;
  another(): void;
}

export class Stage {
  readonly element: HTMLElement;
  readonly picture = new Picture();
  /** Says how the draft is kept. */
  readonly draft = h('div', { class: 'draft' });
  private readonly writing = h('div', { class: 'writing' });
  private readonly name = h('h2', { class: 'name small', tabindex: '-1' });
  private readonly facts = h('p', { class: 'facts' });
  private readonly undoButton: HTMLButtonElement;
  private readonly redoButton: HTMLButtonElement;
  private readonly another: HTMLButtonElement;

  constructor(private readonly slot: HTMLSlotElement, host: StageHost) {
    this.undoButton = h('button', { type: 'button', part: 'undo', onclick: () => host.undo() });
    this.redoButton = h('button', { type: 'button', part: 'redo', onclick: () => host.redo() });
    this.another = h('button', { type: 'button', class: 'quiet', onclick: () => host.another() });
    this.element = h('div', { class: 'stage', part: 'stage' },
      h('div', { class: 'held' }, this.picture.element, this.writing,
        h('div', null, this.name, this.facts), h('div', { class: 'row' }, this.undoButton, this.redoButton, this.another), this.draft));
  }

  localise(messages: Messages): void {
    this.picture.localise(messages);
    this.undoButton.textContent = messages.history.undo;
    this.redoButton.textContent = messages.history.redo;
    this.another.textContent = messages.another;
  }

  open(work: OpenWork): void {
    const text = work.type === 'text';
    this.picture.element.hidden = this.undoButton.hidden = this.redoButton.hidden = text;
    this.writing.hidden = !text;
    if (text) this.writing.append(this.slot);
  }

  show(messages: Messages, work: OpenWork, busy: boolean): void {
    this.name.textContent = work.name;
    if (work.type === 'text') {
      return put(this.facts, h('span', null, messages.kinds['text']), h('span', null, messages.characters(integer(messages.code, work.features.characters))));
    }
    const { current, original, repairs } = work;
    put(this.facts, h('span', null, messages.size(integer(messages.code, current.width), integer(messages.code, current.height))),
      repairs.length > 0 && h('span', null, messages.repair.applied(repairs.map((name) => messages.repair[name]).join(' · '))));
    this.picture.show(current.preview, current === original ? undefined : original.preview, work.name);
    this.undoButton.disabled = busy || !work.canUndo;
    this.redoButton.disabled = busy || !work.canRedo;
  }

  /** A view of what is being tried: the next show() puts the work in its place. */
  preview(pixels: Pixels, work: OpenWork): void {
    if (work.type === 'image') this.picture.show(pixels, work.original.preview, work.name);
  }
  focus(): void { this.name.focus(); }
  /** After an act: where it can be taken back. */
  focusHistory(): void { (this.undoButton.disabled ? this.redoButton.disabled ? this.name : this.redoButton : this.undoButton).focus(); }
}

/** As everywhere: Ctrl or Command with Z, and with Shift or Y forward again. A text field keeps its own. */
export function undoKey(event: KeyboardEvent, host: Pick<StageHost, 'undo' | 'redo'>): void {
  const key = event.key.toLowerCase(), field = event.composedPath()[0];
  if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return;
  if (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === 'text') || (field as HTMLElement).slot) return;
  event.preventDefault();
  if (key === 'y' || event.shiftKey) host.redo();
  else host.undo();
}
