// Find and replace over the chapter or the whole book. Ctrl and F opens it, Ctrl and H with the field for what is put in its place.
import { h, put } from '../element/dom.js';
import { integer } from '../element/texts.js';
import type { ManuscriptMessages } from '../locales/panels/manuscript.en.js';
import type { Book } from './book.js';
import { findInBook, replaceAll, replaceMatch, type Match, type Query } from './find.js';
import { findInWorker, replaceInWorker, type StoppableWorker } from './find_worker.js';
import { inLight } from './light.js';
import { tellBook } from './problems.js';

export interface FindBarHost {
  readonly element: HTMLElement;
  words(): ManuscriptMessages;
  book(): Book;
  open(): string;
  selection(): { begin: number; end: number };
  selected(): string;
  goTo(match: Match): void;
  show(found: readonly Match[], current: Match | undefined): void;
  replace(after: Book): void;
  focusText(): void;
  /** For expressions: ended where one runs away. */
  newWorker(): StoppableWorker;
  announce(text: string): void;
}
const pauseMs = 180;
const same = (a: Match, b: Match): boolean => a.chapter === b.chapter && a.field === b.field && a.begin === b.begin;

export class FindBar {
  readonly element = h('form', { class: 'find', part: 'find', role: 'search', hidden: true, novalidate: true, onsubmit: (event: Event) => event.preventDefault() });
  private readonly query = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: '2000' });
  private readonly replacement = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: '2000' });
  private readonly where = h('select', { onchange: () => void this.search() }, h('option', { value: 'here' }), h('option', { value: 'everywhere' }));
  private readonly ticks = { matchCase: h('input', { type: 'checkbox' }), wholeWord: h('input', { type: 'checkbox' }), pattern: h('input', { type: 'checkbox' }) };
  private readonly said = h('p', { class: 'small soft', role: 'status' });
  private readonly replacing = h('div', { class: 'row' });
  private found: readonly Match[] = [];
  private current: Match | undefined;
  /** Ends the search whose answer nobody waits for any more. */
  private searching = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: FindBarHost) {
    for (const field of [this.query, this.replacement]) {
      field.addEventListener('keydown', (event) => this.key(event, field));
      field.addEventListener('input', (event) => { if (!(event as InputEvent).isComposing) this.later(); });
      field.addEventListener('compositionend', () => this.later());
    }
    for (const tick of Object.values(this.ticks)) tick.addEventListener('change', () => void this.search());
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
    put(this.replacing, inLight(this.host.element, this.replacement), button(find.replaceOne, () => void this.replaceOne()), button(find.replaceAll, () => void this.replaceAll()));
    put(this.element,
      h('div', { class: 'row' }, inLight(this.host.element, this.query), button(find.previous, () => void this.step(-1)), button(find.next, () => void this.step(1)), button(find.close, () => this.close(), 'quiet slim')),
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
    void this.search();
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
    this.searching.abort();
    this.query.remove();
    this.replacement.remove();
  }
  /** From the text: the next of what was sought. */
  again(step: 1 | -1): void {
    if (this.query.value !== '') void this.step(step);
  }

  private get asked(): Query {
    const { matchCase, wholeWord, pattern } = this.ticks;
    return { text: this.query.value, matchCase: matchCase.checked, wholeWord: wholeWord.checked, regex: pattern.checked };
  }
  /** The book, or of it the chapter that is searched. */
  private get scope(): Book {
    const book = this.host.book();
    return this.where.value === 'here' ? { ...book, chapters: book.chapters.filter(({ id }) => id === this.host.open()) } : book;
  }
  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.search(), pauseMs);
  }
  /** Plain words are found at once, expressions where they can be stopped. */
  private async search(): Promise<boolean> {
    clearTimeout(this.timer);
    this.searching.abort();
    const { signal } = (this.searching = new AbortController()), { asked, scope } = this;
    try {
      const { matches } = asked.text === '' ? { matches: [] } : asked.regex ? await findInWorker(() => this.host.newWorker(), scope, asked, { signal }) : findInBook(scope, asked);
      if (signal.aborted) return false;
      this.found = matches;
    } catch (thrown) {
      if (signal.aborted) return false;
      this.found = [];
      this.current = undefined;
      this.tellWrong(thrown);
      this.host.show([], undefined);
      return false;
    }
    if (this.current) this.current = this.found.find((one) => same(one, this.current!));
    this.tell();
    this.host.show(this.found, this.current);
    return true;
  }
  private tellWrong(thrown: unknown): void { this.said.textContent = tellBook(this.host.words().code, thrown)?.message ?? String((thrown as Error).message); }
  private tell(): void {
    const { find, code } = this.host.words(), all = integer(code, this.found.length), at = this.current ? this.found.indexOf(this.current) + 1 : 0;
    this.said.textContent = this.query.value === '' ? '' : this.found.length === 0 ? find.none : at > 0 ? find.at(integer(code, at), all) : find.more(all);
  }
  private async step(step: 1 | -1): Promise<void> {
    if (!(await this.search()) || this.found.length === 0) return;
    const open = this.host.open(), order = new Map(this.host.book().chapters.map(({ id }, index) => [id, index])), { begin, end } = this.host.selection(), at = order.get(open)!;
    const { current } = this, index = current ? this.found.indexOf(current) : -1;
    const ahead = (one: Match): boolean => {
      const chapter = order.get(one.chapter)!;
      if (chapter !== at || one.field === 'title') return step > 0 ? chapter > at : chapter < at || (chapter === at && one.field === 'title' && begin > 0);
      return step > 0 ? one.begin >= end && !(one.begin === begin && one.end === end) : one.end <= begin;
    };
    // From a place that was found the next is its neighbour; from elsewhere the nearest to the caret.
    const beside = index >= 0 && (current!.field === 'title' || (current!.chapter === open && current!.begin === begin && current!.end === end)) ? this.found[index + step] : step > 0 ? this.found.find(ahead) : this.found.filter(ahead).at(-1);
    this.current = beside ?? (step > 0 ? this.found[0]! : this.found.at(-1)!);
    this.host.goTo(this.current);
    this.host.show(this.found, this.current);
    this.tell();
  }
  private async replaceOne(): Promise<void> {
    const { current, asked } = this;
    if (!current) return this.step(1);
    try {
      this.host.replace(replaceMatch(this.host.book(), asked, current, this.replacement.value, { stoppable: asked.regex === true }));
      this.current = undefined;
      await this.step(1);
    } catch (thrown) {
      this.tellWrong(thrown);
    }
  }
  private async replaceAll(): Promise<void> {
    const { asked, scope } = this, book = this.host.book();
    try {
      const { book: after, count } = asked.regex ? await replaceInWorker(() => this.host.newWorker(), scope, asked, this.replacement.value) : replaceAll(scope, asked, this.replacement.value);
      // Whoever wrote meanwhile keeps what was written.
      if (count === 0 || this.host.book() !== book) return void (await this.search());
      const changed = new Map(after.chapters.map((chapter) => [chapter.id, chapter]));
      this.current = undefined;
      this.host.replace({ ...book, chapters: book.chapters.map((chapter) => changed.get(chapter.id) ?? chapter) });
      await this.search();
      const { find, code } = this.host.words();
      this.said.textContent = find.replaced(integer(code, count));
    } catch (thrown) {
      this.tellWrong(thrown);
    }
  }
  private key(event: KeyboardEvent, field: HTMLInputElement): void {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') this.close();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void (field === this.replacement ? this.replaceOne() : this.step(event.shiftKey ? -1 : 1)).then(() => field.focus());
  }
}
