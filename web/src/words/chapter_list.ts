// The chapters: opened by a click, moved by dragging or by Alt with the arrow keys, each with its length.
import { h } from '../element/dom.js';
import { integer } from '../element/texts.js';
import type { ManuscriptMessages } from '../locales/panels/manuscript.en.js';
import type { Chapter } from './book.js';
import type { Counts } from './count.js';

export interface ChapterListHost {
  words(): ManuscriptMessages;
  open(id: string): void;
  add(): void;
  remove(id: string): void;
  move(from: number, to: number): void;
}
const dragType = 'text/x-colophon-chapter';

interface Row { element: HTMLLIElement; button: HTMLButtonElement; name: HTMLElement; count: HTMLElement; remove: HTMLButtonElement }

export class ChapterList {
  readonly element: HTMLElement;
  private readonly list = h('ol', { class: 'chapters' });
  private readonly total = h('p', { class: 'small soft', part: 'total' });
  private readonly label = h('h3');
  private readonly addButton = h('button', { type: 'button', part: 'button', onclick: () => this.host.add() });
  private readonly hint = h('p', { class: 'hint' });
  private readonly toggle = h('button', { type: 'button', class: 'quiet toggle', 'aria-expanded': 'false', onclick: () => this.fold() });
  private readonly rows = new Map<string, Row>();
  private chapters: readonly Chapter[] = [];
  private opened = '';
  private dragged: string | undefined;

  constructor(private readonly host: ChapterListHost, private readonly counts: Counts) {
    this.element = h('nav', { class: 'contents', part: 'chapters' }, h('div', { class: 'contents-head' }, this.label, this.toggle), this.total, this.list, h('div', { class: 'row' }, this.addButton), this.hint);
    this.list.addEventListener('click', (event) => this.clicked(event));
    this.list.addEventListener('keydown', (event) => this.key(event));
    for (const name of ['dragstart', 'dragover', 'dragleave', 'dragend', 'drop'] as const) this.list.addEventListener(name, (event) => this.drag(name, event));
  }

  localise(): void {
    const { chapters } = this.host.words();
    this.label.textContent = chapters.label;
    this.element.setAttribute('aria-label', chapters.label);
    this.addButton.textContent = chapters.add;
    this.hint.textContent = chapters.move;
    this.showToggle();
    for (const row of this.rows.values()) row.name.textContent = '';
    this.show(this.chapters, this.opened);
  }

  /** Puts the rows in order, and only those anew that are. */
  show(chapters: readonly Chapter[], opened: string): void {
    const ids = new Set(chapters.map(({ id }) => id));
    for (const [id, row] of this.rows) {
      if (ids.has(id)) continue;
      row.element.remove();
      this.rows.delete(id);
    }
    const moved = chapters.length !== this.chapters.length || chapters.some(({ id }, index) => id !== this.chapters[index]?.id);
    chapters.forEach((chapter, index) => {
      let row = this.rows.get(chapter.id);
      const fresh = row === undefined;
      row ??= this.make(chapter.id);
      if ((moved || fresh) && this.list.children[index] !== row.element) this.list.insertBefore(row.element, this.list.children[index] ?? null);
      this.name(row, chapter, index);
    });
    this.chapters = chapters;
    if (this.opened !== opened) this.rows.get(opened)?.element.scrollIntoView({ block: 'nearest' });
    this.opened = opened;
    for (const [id, { button }] of this.rows) {
      if (id === opened) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    }
  }
  /** Lengths, at a pause: counting is not for every key. */
  count(chapters: readonly Chapter[]): void {
    const words = this.host.words();
    this.chapters = chapters;
    let all = 0;
    for (const { id, text } of this.chapters) {
      const count = this.counts.of(id, text), row = this.rows.get(id);
      all += count;
      const shown = integer(words.code, count);
      if (row && row.count.textContent !== shown) row.count.textContent = shown;
    }
    this.total.textContent = words.chapters.total(words.chapters.count(this.chapters.length, integer(words.code, this.chapters.length)), integer(words.code, all));
  }
  titleOf(chapter: Chapter, index: number): string { return chapter.title.trim() || this.host.words().chapter(integer(this.host.words().code, index + 1)); }
  focus(id: string): void { this.rows.get(id)?.button.focus(); }

  private make(id: string): Row {
    const name = h('span', { class: 'chapter-name' }), count = h('span', { class: 'num small soft' });
    const button = h('button', { type: 'button', class: 'chapter', 'data-id': id }, name, count);
    const remove = h('button', { type: 'button', class: 'quiet slim', 'data-remove': id }, '×');
    const row = { element: h('li', { draggable: 'true', 'data-id': id }, button, remove), button, name, count, remove };
    this.rows.set(id, row);
    return row;
  }
  private name(row: Row, chapter: Chapter, index: number): void {
    const title = this.titleOf(chapter, index);
    if (row.name.textContent === title) return;
    row.name.textContent = title;
    row.remove.setAttribute('aria-label', this.host.words().chapters.remove(title));
    row.remove.title = this.host.words().chapters.remove(title);
  }
  private fold(): void {
    this.element.classList.toggle('unfolded');
    this.showToggle();
  }
  private showToggle(): void {
    const open = this.element.classList.contains('unfolded'), { chapters } = this.host.words();
    this.toggle.textContent = open ? chapters.hide : chapters.show;
    this.toggle.setAttribute('aria-expanded', String(open));
  }

  private clicked(event: Event): void {
    const button = (event.target as Element).closest('button');
    const { id, remove } = button?.dataset ?? {};
    if (remove !== undefined) this.host.remove(remove);
    else if (id !== undefined) this.host.open(id);
  }
  private key(event: KeyboardEvent): void {
    const id = (event.target as HTMLElement).closest('li')?.dataset['id'], at = this.chapters.findIndex((chapter) => chapter.id === id);
    if (id === undefined || at < 0 || event.ctrlKey || event.metaKey) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const to = at + step;
      if (to < 0 || to >= this.chapters.length) return;
      if (event.altKey) {
        this.host.move(at, to);
        this.focus(id);
      } else this.focus(this.chapters[to]!.id);
    } else if (event.key === 'Delete') {
      event.preventDefault();
      this.host.remove(id);
    }
  }
  private drag(name: string, event: DragEvent): void {
    const row = (event.target as Element).closest?.('li'), id = row?.dataset['id'];
    if (name === 'dragstart' && id !== undefined) {
      this.dragged = id;
      event.dataTransfer?.setData(dragType, id);
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
      return;
    }
    for (const each of this.list.querySelectorAll('.above, .below')) each.classList.remove('above', 'below');
    if (name === 'dragend') this.dragged = undefined;
    if (this.dragged === undefined || id === undefined || (name !== 'dragover' && name !== 'drop')) return;
    event.preventDefault();
    event.stopPropagation();
    const box = row!.getBoundingClientRect(), below = event.clientY > box.top + box.height / 2;
    if (name === 'dragover') return void row!.classList.add(below ? 'below' : 'above');
    const from = this.chapters.findIndex((chapter) => chapter.id === this.dragged), target = this.chapters.findIndex((chapter) => chapter.id === id) + (below ? 1 : 0);
    this.dragged = undefined;
    const to = target > from ? target - 1 : target;
    if (to !== from && from >= 0) this.host.move(from, to);
  }
}

