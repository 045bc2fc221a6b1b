// Where a work comes in: dropped, chosen, or pasted.
import { h, mark, put } from './dom.js';
import type { Messages } from './texts.js';

const accepted = 'image/jpeg,image/png,text/plain,text/markdown,.txt,.md,.json';

export interface IntakeHost {
  open(file: File): void;
  openText(text: string): void;
  announce(text: string): void;
}

export class Intake {
  readonly element = h('div');
  /** Further ways in, below the drop zone: the drafts. */
  readonly more = h('div');
  readonly file = h('input', { type: 'file', accept: accepted, hidden: true, onchange: () => this.picked() });
  private readonly start = h('div');
  private readonly paste = h('div', { class: 'paste', hidden: true });
  private messages!: Messages;
  private drags = 0;

  /** `frame` takes what is dropped; `slot` shows the page's own text field. */
  constructor(private readonly frame: HTMLElement, private readonly slot: HTMLSlotElement, private readonly textarea: HTMLTextAreaElement, private readonly host: IntakeHost) {
    put(this.element, this.start, this.paste, this.more);
    frame.addEventListener('dragenter', (event) => this.drag(event, 1));
    frame.addEventListener('dragleave', (event) => this.drag(event, -1));
    frame.addEventListener('dragover', (event) => event.preventDefault());
    frame.addEventListener('drop', (event) => this.dropped(event));
  }

  localise(messages: Messages): void {
    this.messages = messages;
    const { drop } = messages;
    put(this.start, h('div', { class: 'drop', part: 'drop' }, mark(), h('h2', null, drop.title), h('p', { class: 'soft' }, drop.hint),
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'main', part: 'button-main', onclick: () => this.file.click() }, drop.choose),
        h('button', { type: 'button', part: 'button', onclick: () => this.showPaste(true) }, drop.paste))));
    this.file.setAttribute('aria-label', drop.choose);
    this.textarea.setAttribute('aria-label', drop.textLabel);
    const empty = h('p', { class: 'wrong', role: 'status' });
    const pasting = !this.paste.hidden;
    put(this.paste, h('h3', { 'aria-hidden': 'true' }, drop.textLabel), pasting && this.slot, h('p', { class: 'hint' }, drop.textHint), empty,
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'main', onclick: () => this.measure(empty) }, drop.measure),
        h('button', { type: 'button', class: 'quiet', onclick: () => this.showPaste(false) }, drop.back)));
  }

  /** Ready for the next work. */
  reset(focus: boolean): void {
    this.element.hidden = this.start.hidden = false;
    this.paste.hidden = true;
    if (focus) this.start.querySelector('button')?.focus();
  }

  private showPaste(on: boolean): void {
    this.paste.hidden = !on;
    if (!on) return this.start.querySelector('button')?.focus();
    this.paste.firstElementChild!.after(this.slot);
    this.textarea.value = '';
    this.textarea.focus();
  }
  private measure(empty: HTMLElement): void {
    const text = this.textarea.value;
    empty.textContent = text.trim() === '' ? this.messages.drop.empty : '';
    if (text.trim() !== '') this.host.openText(text);
  }

  private drag(event: DragEvent, step: number): void {
    event.preventDefault();
    this.drags = Math.max(0, this.drags + step);
    this.frame.classList.toggle('over', this.drags > 0);
  }
  private dropped(event: DragEvent): void {
    event.preventDefault();
    this.drags = 0;
    this.frame.classList.remove('over');
    const files = event.dataTransfer?.files, text = event.dataTransfer?.getData('text/plain') ?? '';
    if (files?.[0]) {
      this.host.open(files[0]);
      if (files.length > 1) this.host.announce(this.messages.drop.many);
    } else if (text.trim() !== '') this.host.openText(text);
  }
  private picked(): void {
    const file = this.file.files?.[0];
    this.file.value = '';
    if (file) this.host.open(file);
  }
}
