// Find and replace over the chapter or the whole book. Ctrl and F opens it, Ctrl and H with the field for what is put in its place.
import { h, put } from '../element/dom.js';
import { integer } from '../element/texts.js';
import type { ManuscriptMessages } from '../locales/panels/manuscript.en.js';
import type { Book } from './book.js';
import { findIn, replaceIn, WrongPattern, type FindOptions, type Found } from './find_text.js';
import { inLight } from './light.js';

export interface FindBarHost {
  readonly element: HTMLElement;
  words(): ManuscriptMessages;
  book(): Book;
  open(): string;
  selection(): { begin: number; end: number };
  selected(): string;
  goTo(chapter: string, range: { begin: number; end: number }): void;
  show(found: readonly Found[], current: Found | undefined): void;
  replace(after: Book): void;
  focusText(): void;
  announce(text: string): void;
}
const pauseMs = 180;

export class FindBar {
  readonly element = h('form', { class: 'find', part: 'find', role: 'search', hidden: true, novalidate: true, onsubmit: (event: Event) => event.preventDefault() });
  private readonly query = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: '2000' });
  private readonly replacement = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: '2000' });
  private readonly where = h('select', { onchange: () => this.search() }, h('option', { value: 'here' }), h('option', { value: 'everywhere' }));
  private readonly ticks = { matchCase: h('input', { type: 'checkbox' }), wholeWord: h('input', { type: 'checkbox' }), pattern: h('input', { type: 'checkbox' }) };
  private readonly said = h('p', { class: 'small soft', role: 'status' });
  private readonly replacing = h('div', { class: 'row' });
  private found: Found[] = [];
  private current: Found | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: FindBarHost) {
    for (const field of [this.query, this.replacement]) {
      field.addEventListener('keydown', (event) => this.key(event, field));
      field.addEventListener('input', (event) => { if (!(event as InputEvent).isComposing) this.later(); });
      field.addEventListener('compositionend', () => this.later());
    }
    for (const tick of Object.values(this.ticks)) tick.addEventListener('change', () => this.search());
    this.element.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !event.isComposing) this.close(); });
  }

  get opened(): boolean { return !this.element.hidden; }
  localise(): void {
    const { find } = this.host.words(), [here, everywhere] = this.where.options;
    this.element.setAttribute('aria-label', find.label);
    this.query.setAttribute('aria-label', find.find);
    this.query.placeholder = find.find;
    this.replacement.setAttribute('aria-label', find.replace);
    this.replacement.placeholder = find.replace;
    this.where.setAttribute('aria-label', find.where);
    here!.textContent = find.here;
    everywhere!.textContent = find.everywhere;
    const button = (label: string, act: () => void, className = 'slim'): HTMLElement => h('button', { type: 'button', class: className, onclick: act }, label);
    const tick = (name: keyof typeof this.ticks): HTMLElement => h('label', { class: 'tick-label small' }, this.ticks[name], find[name]);
    put(this.replacing, inLight(this.host.element, this.replacement), button(find.replaceOne, () => this.replaceOne()), button(find.replaceAll, () => this.replaceAll()));
    put(this.element,
      h('div', { class: 'row' }, inLight(this.host.element, this.query), button(find.previous, () => this.step(-1)), button(find.next, () => this.step(1)), button(find.close, () => this.close(), 'quiet slim')),
      this.replacing,
      h('div', { class: 'row' }, this.where, tick('matchCase'), tick('wholeWord'), tick('pattern'), this.said));
    if (this.opened) this.tell();
  }

  openWith(replace: boolean): void {
    this.element.hidden = false;
    this.replacing.hidden = !replace && this.replacing.hidden && !this.opened;
    if (replace) this.replacing.hidden = false;
    const selected = this.host.selected();
    if (selected !== '' && selected.length < 200 && !selected.includes('\n')) this.query.value = selected;
    this.query.focus();
    this.query.select();
    this.search();
  }
  close(): void {
    if (!this.opened) return;
    this.element.hidden = true;
    this.found = [];
    this.current = undefined;
    this.host.show([], undefined);
    this.host.focusText();
  }
  /** The text is another. */
  changed(): void { if (this.opened) this.later(); }
  dispose(): void {
    clearTimeout(this.timer);
    this.query.remove();
    this.replacement.remove();
  }
  /** From the text: the next of what was sought. */
  again(step: 1 | -1): void {
    if (this.query.value !== '') this.step(step);
  }

  private get options(): FindOptions {
    const { matchCase, wholeWord, pattern } = this.ticks;
    return { matchCase: matchCase.checked, wholeWord: wholeWord.checked, pattern: pattern.checked };
  }
  private get scope(): string | undefined { return this.where.value === 'here' ? this.host.open() : undefined; }
  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), pauseMs);
  }
  private search(): void {
    clearTimeout(this.timer);
    try {
      this.found = this.query.value === '' ? [] : findIn(this.host.book(), this.query.value, this.options, this.scope);
    } catch (thrown) {
      if (!(thrown instanceof WrongPattern)) throw thrown;
      this.found = [];
      this.said.textContent = thrown.slow ? this.host.words().find.slow : this.host.words().find.wrong;
      return this.host.show([], undefined);
    }
    if (this.current) this.current = this.found.find((one) => one.chapter === this.current!.chapter && one.begin === this.current!.begin);
    this.tell();
    this.host.show(this.found, this.current);
  }
  private tell(): void {
    const { find, code } = this.host.words(), all = integer(code, this.found.length);
    const at = this.current ? this.found.indexOf(this.current) + 1 : 0;
    this.said.textContent = this.query.value === '' ? '' : this.found.length === 0 ? find.none : at > 0 ? find.at(integer(code, at), all) : find.more(all);
  }
  private step(step: 1 | -1): void {
    this.search();
    if (this.found.length === 0) return;
    const open = this.host.open(), order = this.host.book().chapters.map(({ id }) => id), { begin, end } = this.host.selection(), at = order.indexOf(open);
    const ahead = (one: Found): boolean => {
      const chapter = order.indexOf(one.chapter);
      if (chapter !== at) return step > 0 ? chapter > at : chapter < at;
      return step > 0 ? one.begin >= end && !(one.begin === begin && one.end === end) : one.end <= begin;
    };
    const next = step > 0 ? this.found.find(ahead) ?? this.found[0]! : this.found.filter(ahead).at(-1) ?? this.found.at(-1)!;
    this.current = next;
    this.host.goTo(next.chapter, next);
    // Another chapter came into view: the places in it are shown anew.
    this.current = this.found.find((one) => one.chapter === next.chapter && one.begin === next.begin);
    this.host.show(this.found, this.current);
    this.tell();
  }
  private replaceOne(): void {
    const { current } = this;
    if (!current) return this.step(1);
    const { book } = replaceIn(this.host.book(), this.query.value, this.replacement.value, this.options, [current]);
    this.host.replace(book);
    this.step(1);
  }
  private replaceAll(): void {
    this.search();
    if (this.found.length === 0) return;
    const { book, count } = replaceIn(this.host.book(), this.query.value, this.replacement.value, this.options, this.found);
    this.current = undefined;
    this.host.replace(book);
    this.search();
    const { find, code } = this.host.words();
    this.said.textContent = find.replaced(integer(code, count));
  }
  private key(event: KeyboardEvent, field: HTMLInputElement): void {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') this.close();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (field === this.replacement) this.replaceOne();
    else this.step(event.shiftKey ? -1 : 1);
    field.focus();
  }
}
