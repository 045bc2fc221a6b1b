// The text of the open chapter: the page's own textarea, and behind it a layer that draws marks under the same letters. Only lines
// that are seen and have something marked are in that layer; where they lie is known from the height of each line above them.
import { h } from '../element/dom.js';
import { editBetween, Lines, type Edit, type Line } from './lines.js';

/** A range of the text that is shown: what was found, or what a panel points at. */
export interface Highlight { begin: number; end: number; kind: 'found' | 'current' }
export interface SurfaceHost {
  edited(edit: Edit): void;
  undo(): void;
  redo(): void;
  /** The caret or the selection is elsewhere. */
  moved(): void;
  /** Other lines are seen. */
  scrolled(): void;
}

/** All that decides where a line wraps and how high it is. */
const copied = ['fontFamily', 'fontSize', 'fontWeight', 'fontStyle', 'fontStretch', 'fontKerning', 'fontVariantEastAsian', 'fontFeatureSettings', 'letterSpacing', 'wordSpacing', 'lineHeight', 'tabSize', 'textAlign', 'textIndent', 'textTransform', 'direction', 'wordBreak', 'lineBreak', 'overflowWrap', 'textRendering', 'textSpacingTrim'] as const;
const measuredUnits = 6000, measuredLines = 160;
/** So long a line is not set twice at every key. */
const longLine = 4000;
const restMs = 160;

const whenIdle = (act: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: 120 });
  else setTimeout(act, 16);
};

export class Surface {
  readonly lines = new Lines();
  readonly element: HTMLElement;
  private readonly layer = h('div', { class: 'layer', 'aria-hidden': 'true' });
  private readonly rows = h('div', { class: 'rows' });
  private readonly ruler = h('div', { class: 'ruler' });
  private readonly drawn = new Map<Line, { row: HTMLElement; key: unknown }>();
  private readonly observer: ResizeObserver | undefined;
  private text = '';
  private composing = false;
  private frame = 0;
  private measuring = false;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private width = -1;
  private paddingTop = 0;
  private highlights: readonly Highlight[] = [];
  private shownVersion = 0;

  constructor(private readonly field: HTMLTextAreaElement, slot: HTMLSlotElement, private readonly host: SurfaceHost, signal: AbortSignal) {
    this.layer.append(this.rows, this.ruler);
    this.element = h('div', { class: 'surface', part: 'surface' }, this.layer, slot);
    const on = <K extends keyof HTMLElementEventMap>(name: K, act: (event: HTMLElementEventMap[K]) => void): void => field.addEventListener(name, act as EventListener, { signal });
    on('compositionstart', () => { this.composing = true; });
    on('compositionend', () => {
      this.composing = false;
      this.take();
    });
    on('beforeinput', (event) => this.before(event));
    on('input', () => { if (!this.composing) this.take(); });
    on('scroll', () => {
      this.draw();
      this.host.scrolled();
    });
    for (const name of ['keyup', 'pointerup', 'focus', 'select'] as const) on(name, () => { if (!this.composing) this.host.moved(); });
    if ('ResizeObserver' in globalThis) {
      this.observer = new ResizeObserver(() => this.resized());
      this.observer.observe(field);
      signal.addEventListener('abort', () => this.observer!.disconnect(), { once: true });
    }
    signal.addEventListener('abort', () => cancelAnimationFrame(this.frame), { once: true });
  }

  /** While an input method is at work nothing may touch the field. */
  get busy(): boolean { return this.composing; }
  get value(): string { return this.text; }
  get selection(): { begin: number; end: number } { return { begin: this.field.selectionStart, end: this.field.selectionEnd }; }

  open(text: string, lang: string): void {
    this.composing = false;
    this.field.value = text;
    // The field knows one kind of line end only.
    this.text = this.field.value;
    this.field.lang = lang;
    this.field.scrollTop = 0;
    this.field.setSelectionRange(0, 0);
    this.lines.set(this.text);
    this.highlights = [];
    this.clear();
    this.resized();
  }

  /** Changes the text as the writer would, but for telling the host. */
  apply({ at, removed, inserted }: Edit, selection: { begin: number; end: number }): void {
    const { scrollTop } = this.field;
    this.field.setRangeText(inserted, at, at + removed.length, 'end');
    this.changed({ at, removed, inserted });
    this.field.scrollTop = scrollTop;
    this.field.setSelectionRange(selection.begin, selection.end);
  }

  /** Selects a range and brings it into view. */
  select(begin: number, end: number, focus: boolean): void {
    if (focus) this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(begin, end);
    this.reveal(begin);
    this.host.moved();
  }
  reveal(offset: number): void {
    const index = this.lines.indexAt(offset), { scrollTop, clientHeight } = this.field;
    this.measureTo(index + 1);
    const y = this.paddingTop + (this.lines.top(index) ?? 0) + this.downTheLine(index, offset);
    if (y < scrollTop + 24 || y > scrollTop + clientHeight - 72) this.field.scrollTop = Math.max(0, y - clientHeight / 3);
    this.draw();
  }

  show(highlights: readonly Highlight[]): void {
    this.highlights = highlights;
    ++this.shownVersion;
    this.draw();
  }
  /** Lines have other marks. */
  draw(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }
  /** The first and the last line that are seen. */
  get seen(): [first: number, last: number] {
    const top = this.field.scrollTop - this.paddingTop;
    return [this.lines.indexAtTop(top), this.lines.indexAtTop(top + this.field.clientHeight)];
  }

  // ---- What the writer does

  private before(event: InputEvent): void {
    if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return;
    // The field's own memory knows nothing of corrections, chapters and replacements: ours is the one.
    event.preventDefault();
    if (event.inputType === 'historyUndo') this.host.undo();
    else this.host.redo();
  }
  private take(): void {
    const edit = editBetween(this.text, this.field.value);
    if (!edit) return;
    this.changed(edit);
    this.host.edited(edit);
  }
  private changed(edit: Edit): void {
    this.text = this.field.value;
    const { index, count } = this.lines.edit(edit);
    this.highlights = [];
    if (count <= measuredLines && this.text.length < 10 * measuredUnits * measuredLines && this.lines.at(index).text.length <= longLine) this.measure(index, index + count);
    else this.restLater(index);
    this.draw();
    if (this.lines.measuredTo < this.lines.count) this.measureLater();
  }

  // ---- Where lines lie

  private resized(): void {
    const style = getComputedStyle(this.field), left = parseFloat(style.paddingLeft), right = parseFloat(style.paddingRight), top = parseFloat(style.paddingTop);
    const width = this.field.clientWidth - left - right;
    if (width <= 0) return;
    for (const name of copied) this.layer.style[name as 'fontFamily'] = style[name as 'fontFamily'];
    this.layer.lang = this.field.lang;
    this.paddingTop = top;
    this.rows.style.left = this.ruler.style.left = `${left + this.field.clientLeft}px`;
    this.rows.style.width = this.ruler.style.width = `${width}px`;
    this.layer.style.width = `${this.field.clientWidth + this.field.clientLeft}px`;
    if (this.width !== width) {
      this.width = width;
      this.lines.unmeasure();
      this.clear();
    }
    this.measureTo(Math.min(this.lines.count, 40));
    this.measureLater();
    this.draw();
  }

  private measure(from: number, to: number): void {
    if (this.width <= 0) return;
    const rows = Array.from({ length: to - from }, (_, index) => h('div', null, this.lines.at(from + index).text || '\u200b'));
    this.ruler.replaceChildren(...rows);
    rows.forEach((row, index) => this.lines.measured(from + index, row.getBoundingClientRect().height));
    this.ruler.replaceChildren();
  }
  private measureTo(to: number): void {
    if (this.width <= 0) return;
    for (let from = this.lines.measuredTo; from < to; from = this.lines.measuredTo) this.measureSome(from);
  }
  private measureSome(from: number): void {
    let to = from, units = 0;
    while (to < this.lines.count && to - from < measuredLines && units < measuredUnits && (to === from || this.lines.at(to).height < 0)) units += this.lines.at(to++).text.length;
    this.measure(from, to);
  }
  /** In pieces, when nothing else is to be done. */
  private measureLater(): void {
    if (this.measuring || this.width <= 0) return;
    this.measuring = true;
    whenIdle(() => {
      this.measuring = false;
      if (!this.field.isConnected || this.composing) return;
      const from = this.lines.measuredTo;
      if (from >= this.lines.count) return this.draw();
      if (this.lines.at(from).text.length <= longLine || this.rest === undefined) this.measureSome(from);
      this.measureLater();
    });
  }
  /** A very long line is set again once its writer rests; until then it is as high as it was. */
  private restLater(index: number): void {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.rest = undefined;
      if (index < this.lines.count) this.measureLater();
    }, restMs);
  }
  /** How far below the line's top a place in it is. */
  private downTheLine(index: number, offset: number): number {
    const { text } = this.lines.at(index), row = h('div', null, text || '\u200b'), range = document.createRange();
    this.ruler.replaceChildren(row);
    const at = Math.min(offset - this.lines.start(index), text.length);
    range.setStart(row.firstChild!, at);
    range.setEnd(row.firstChild!, Math.min(at + 1, Math.max(text.length, 1)));
    const down = range.getBoundingClientRect().top - row.getBoundingClientRect().top;
    this.ruler.replaceChildren();
    return Math.max(0, down);
  }

  // ---- The layer

  private clear(): void {
    this.drawn.clear();
    this.rows.replaceChildren();
  }
  private paint(): void {
    if (this.width <= 0) return;
    const { scrollTop, clientHeight } = this.field, [first] = this.seen, wanted = new Map<Line, { row: HTMLElement; key: unknown }>();
    this.rows.style.transform = `translateY(${this.paddingTop - scrollTop}px)`;
    for (let index = first; index < this.lines.count; ++index) {
      const top = this.lines.top(index), line = this.lines.at(index);
      if (top === undefined || top + this.paddingTop > scrollTop + clientHeight) break;
      const begin = this.lines.start(index), end = begin + line.text.length;
      const found = this.highlights.filter((one) => one.end > begin && one.begin <= end);
      if (found.length === 0 && !line.marks?.length) continue;
      if (line.text.length > longLine && this.rest !== undefined) continue;
      const key = found.length > 0 ? this.shownVersion : line.marks, kept = this.drawn.get(line);
      const drawn = kept && kept.key === key ? kept : { row: rowOf(line, found, begin), key };
      drawn.row.style.top = `${top}px`;
      wanted.set(line, drawn);
    }
    for (const [line, { row }] of this.drawn) if (wanted.get(line)?.row !== row) row.remove();
    for (const [line, drawn] of wanted) {
      if (drawn.row.parentNode !== this.rows) this.rows.append(drawn.row);
      this.drawn.set(line, drawn);
    }
    for (const line of [...this.drawn.keys()]) if (!wanted.has(line)) this.drawn.delete(line);
  }
}

/** The line's letters, unseen, in pieces that carry what is marked. */
function rowOf(line: Line, found: readonly Highlight[], begin: number): HTMLElement {
  const ranges = [
    ...(line.marks ?? []).map((mark) => ({ begin: mark.begin, end: mark.end, name: `mark ${mark.kind}` })),
    ...found.map((one) => ({ begin: Math.max(0, one.begin - begin), end: Math.min(line.text.length, one.end - begin), name: one.kind })),
  ].filter((one) => one.begin < one.end && one.end <= line.text.length);
  const cuts = [...new Set([0, line.text.length, ...ranges.flatMap((one) => [one.begin, one.end])])].sort((a, b) => a - b);
  const row = h('div', { class: 'line' });
  for (let i = 0; i + 1 < cuts.length; ++i) {
    const from = cuts[i]!, to = cuts[i + 1]!, names = ranges.filter((one) => one.begin <= from && one.end >= to).map((one) => one.name), piece = line.text.slice(from, to);
    row.append(names.length === 0 ? piece : h('span', { class: names.join(' ') }, piece));
  }
  return row;
}
