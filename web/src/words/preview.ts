// A chapter as set pages, two side by side where there is room: pages turn by keys, buttons and swipes, in the direction of the book. Works under a strict
// Content-Security-Policy: no style attribute is written as text, nothing is parsed as HTML.
import css from '../styles/preview.css';
import { adoptStyles } from '../element/sheet.js';
import { h, put } from '../element/dom.js';
import type { ChapterText, PageItem, PageSource, PageStyle, PagesOfChapter, Piece } from './typeset.js';

export interface PreviewWords {
  /** "Pages 4 and 5 of 12" and "Page 4 of 12". */
  pages(first: number, second: number | undefined, all: number): string;
  previous: string;
  next: string;
  /** Of the pages together, for who does not see them. */
  region: string;
}
export const previewWords: Record<'en' | 'zh-CN', PreviewWords> = {
  en: { pages: (first, second, all) => (second === undefined ? `Page ${first} of ${all}` : `Pages ${first} and ${second} of ${all}`), previous: 'Previous page', next: 'Next page', region: 'Set pages' },
  'zh-CN': { pages: (first, second, all) => (second === undefined ? `第 ${first} 页，共 ${all} 页` : `第 ${first}、${second} 页，共 ${all} 页`), previous: '上一页', next: '下一页', region: '排好的书页' },
};

export interface PreviewOptions {
  words: PreviewWords;
  /** Addresses of the book's images, which the page's policy must allow. */
  images?: ReadonlyMap<string, string>;
  /** Two pages side by side; else one. */
  spreads?: boolean;
  /** For style elements, where a browser has no constructable sheets. */
  nonce?: string;
}

export class PagePreview {
  readonly element: HTMLElement;
  private readonly spread = h('div', { class: 'spread', tabindex: '0', role: 'group' });
  private readonly status = h('span', { role: 'status' });
  private readonly back: HTMLButtonElement;
  private readonly forth: HTMLButtonElement;
  private chapter: PagesOfChapter | undefined;
  private at = 0;
  /** Counts what was asked for: an answer that comes after a later question is of no more use. */
  private asked = 0;
  private swipe: number | undefined;

  constructor(private source: PageSource, private readonly options: PreviewOptions) {
    // The child, which its shadow hides, is for style sheets around it that leave out what is empty.
    this.element = h('div', { class: 'colophon-pages' }, h('span', { hidden: true }));
    const root = this.element.attachShadow({ mode: 'open' });
    adoptStyles(root, options.nonce ?? '', css);
    this.back = h('button', { type: 'button', 'aria-label': options.words.previous, onclick: () => void this.turn(-1) });
    this.forth = h('button', { type: 'button', 'aria-label': options.words.next, onclick: () => void this.turn(1) });
    root.append(this.spread, h('nav', null, this.back, this.status, this.forth));
    this.spread.setAttribute('aria-label', options.words.region);
    this.spread.addEventListener('keydown', (event) => this.key(event));
    this.spread.addEventListener('pointerdown', (event) => { this.swipe = event.clientX; });
    this.spread.addEventListener('pointerup', (event) => this.released(event.clientX));
  }

  private get style(): PageStyle { return this.source.style; }
  private get vertical(): boolean { return this.style.direction === 'vertical'; }
  private get step(): number { return this.options.spreads === false ? 1 : 2; }
  get pages(): number { return this.chapter?.pages ?? 0; }
  /** The first page that is shown, from 0. */
  get page(): number { return this.at; }

  /** Another style: the chapter must be shown anew. */
  use(source: PageSource): void { this.source = source; }
  /** Sets the chapter and shows the page that was shown, as far as there still is one. */
  async show(chapter: ChapterText): Promise<void> {
    const asked = ++this.asked, set = await this.source.set(chapter);
    if (asked !== this.asked) return;
    this.chapter = set;
    await this.go(this.at);
  }
  async go(page: number): Promise<void> {
    const last = Math.max(0, this.pages - 1), wanted = Math.min(Math.max(0, page), last);
    this.at = wanted - wanted % this.step;
    await this.draw();
  }
  turn(by: number): Promise<void> { return this.go(this.at + by * this.step); }

  private key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const forward = this.vertical ? 'ArrowLeft' : 'ArrowRight', backward = this.vertical ? 'ArrowRight' : 'ArrowLeft';
    const act = { [forward]: () => this.turn(1), [backward]: () => this.turn(-1), PageDown: () => this.turn(1), PageUp: () => this.turn(-1), Home: () => this.go(0), End: () => this.go(this.pages) }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    void act();
  }
  private released(x: number): void {
    if (this.swipe === undefined) return;
    const moved = x - this.swipe;
    this.swipe = undefined;
    if (Math.abs(moved) > 40) void this.turn((moved < 0) === this.vertical ? -1 : 1);
  }

  private async draw(): Promise<void> {
    const { words } = this.options, { chapter, at } = this, all = this.pages, second = this.step === 2 && at + 1 < all ? at + 2 : undefined;
    const items = await Promise.all(Array.from({ length: this.step }, (_, i) => (at + i < all ? chapter?.page(at + i) : undefined)));
    // Another page, or another text, was asked for in the meantime.
    if (chapter !== this.chapter || at !== this.at) return;
    const shown = items.map((list, i) => this.drawPage(at + i, list));
    this.spread.classList.toggle('vertical', this.vertical);
    this.spread.lang = this.style.language;
    put(this.spread, ...shown);
    this.status.textContent = all === 0 ? '' : words.pages(this.at + 1, second, all);
    [this.back.textContent, this.forth.textContent] = this.vertical ? ['→', '←'] : ['←', '→'];
    this.back.disabled = this.at === 0;
    this.forth.disabled = this.at + this.step >= all;
  }

  private drawPage(index: number, items: readonly PageItem[] | undefined): HTMLElement {
    const { width, height, margins } = this.style;
    const page = h('div', { class: items === undefined ? 'page blank' : 'page' });
    place(page, { width, height });
    if (items === undefined) return page;
    page.setAttribute('role', 'group');
    page.setAttribute('aria-label', this.options.words.pages(index + 1, undefined, this.pages));
    // The first page of a spread lies left, in a vertical book right: its outer margin is there.
    const firstOfSpread = index % 2 === 0, outerLeft = this.step === 1 || firstOfSpread !== this.vertical;
    const area = h('div', { class: 'area' });
    const left = outerLeft ? margins.outer : margins.inner, right = outerLeft ? margins.inner : margins.outer;
    place(area, { left, top: margins.top, width: width - left - right, height: height - margins.top - margins.bottom });
    area.style.fontFamily = this.style.family;
    area.append(...items.map((item) => this.drawItem(item, width - left - right)));
    const folio = h('span', { class: 'folio', 'aria-hidden': 'true' }, index + 1);
    place(folio, { [outerLeft ? 'left' : 'right']: outerLeft ? left : right, bottom: Math.max(8, margins.bottom / 2 - 8) });
    page.append(area, folio);
    return page;
  }

  private drawItem(item: PageItem, areaWidth: number): HTMLElement {
    if (item.kind === 'image') return this.drawImage(item, areaWidth);
    const line = h('div', { class: 'line' });
    line.style.fontSize = `${item.sizePx}px`;
    line.style.lineHeight = `${item.height}px`;
    if (this.vertical) place(line, { left: areaWidth - item.y - item.height, top: 0, width: item.height, height: this.style.height });
    else place(line, { left: 0, top: item.y, width: areaWidth, height: item.height });
    if (item.role === 'title' || item.role === 'heading') line.style.fontWeight = '700';
    for (const piece of item.pieces) line.append(this.drawPiece(piece, item.height, item.sizePx));
    for (const ruby of item.rubies) {
      const reading = h('span', { class: 'reading' }, ruby.text), beside = (item.height - item.sizePx) / 2;
      reading.style.fontSize = `${ruby.sizePx}px`;
      if (this.vertical) place(reading, { top: ruby.x, left: beside + item.sizePx + 1 });
      else place(reading, { left: ruby.x, top: beside - ruby.sizePx * 1.3 });
      line.append(reading);
    }
    return line;
  }
  private drawPiece(piece: Piece, height: number, sizePx: number): HTMLElement {
    const run = h('span', { class: ['run', piece.bold && 'bold', piece.italic && 'italic', piece.dotted && 'dotted', piece.combined && 'combined'].filter(Boolean).join(' ') }, piece.text);
    const across = piece.dotted ? (height - sizePx) / 2 : 0;
    place(run, this.vertical ? { top: piece.x, left: across } : { left: piece.x, top: across });
    return run;
  }
  private drawImage(item: Extract<PageItem, { kind: 'image' }>, areaWidth: number): HTMLElement {
    const image = h('img', { alt: item.description, src: this.options.images?.get(item.name) });
    if (this.vertical) place(image, { left: areaWidth - item.y - item.height, top: 0, width: item.height, height: item.along });
    else place(image, { left: (areaWidth - item.along) / 2, top: item.y, width: item.along, height: item.height });
    return image;
  }
}

/** Lengths in CSS pixels as properties: a policy forbids style attributes, not these. */
function place(element: HTMLElement, lengths: Partial<Record<'left' | 'right' | 'top' | 'bottom' | 'width' | 'height', number>>): void {
  for (const [name, value] of Object.entries(lengths)) element.style.setProperty(name, `${value}px`);
}
