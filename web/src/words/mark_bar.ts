// What the proofreader says of the place where the caret is, and what can be done about it with one key.
import { h, put } from '../element/dom.js';
import type { ManuscriptMessages } from '../locales/panels/manuscript.en.js';
import type { Placed } from './checker.js';
import type { Lines } from './lines.js';

export interface MarkBarHost {
  words(): ManuscriptMessages;
  readonly lines: Lines;
  caret(): number;
  select(begin: number, end: number): void;
  fix(placed: Placed, text: string): void;
  ignore(placed: Placed): void;
  learn(placed: Placed): void;
  on(): boolean;
}
const fixesMax = 4;

/** The mark that holds a place; of several the narrowest. */
export function markAt(lines: Lines, offset: number): Placed | undefined {
  const index = lines.indexAt(offset), start = lines.start(index);
  const held = (lines.at(index).marks ?? []).filter((mark) => start + mark.begin <= offset && offset <= start + mark.end);
  const [mark] = held.sort((a, b) => a.end - a.begin - (b.end - b.begin));
  return mark && { mark, begin: start + mark.begin, end: start + mark.end };
}
/** The next mark behind a place, or the one before it, around the ends. */
export function markBeside(lines: Lines, offset: number, step: 1 | -1): Placed | undefined {
  const from = lines.indexAt(offset);
  for (let turn = 0; turn <= lines.count; ++turn) {
    const index = (((from + turn * step) % lines.count) + lines.count) % lines.count, start = lines.start(index), marks = [...(lines.at(index).marks ?? [])].sort((a, b) => (a.begin - b.begin) * step);
    const mark = marks.find((one) => turn > 0 || (step > 0 ? start + one.begin > offset : start + one.begin < offset));
    if (mark) return { mark, begin: start + mark.begin, end: start + mark.end };
  }
  return undefined;
}

export class MarkBar {
  readonly element = h('div', { class: 'mark-bar', part: 'mark', role: 'region' });
  private readonly said = h('div', { class: 'said', 'aria-live': 'polite' });
  private readonly fixes = h('div', { class: 'row' });
  private readonly previous = h('button', { type: 'button', class: 'quiet slim', onclick: () => this.go(-1) }, '‹');
  private readonly next = h('button', { type: 'button', class: 'quiet slim', onclick: () => this.go(1) }, '›');
  private key = '';

  constructor(private readonly host: MarkBarHost) {
    this.element.append(h('div', { class: 'row ways' }, this.previous, this.next), this.said, this.fixes);
  }
  localise(): void {
    const { marks } = this.host.words();
    this.element.setAttribute('aria-label', marks.keys);
    this.previous.title = marks.previous;
    this.previous.setAttribute('aria-label', marks.previous);
    this.next.title = marks.next;
    this.next.setAttribute('aria-label', marks.next);
    this.key = '';
    this.update();
  }
  update(): void {
    this.element.hidden = !this.host.on();
    if (this.element.hidden) return;
    const placed = markAt(this.host.lines, this.host.caret()), key = placed ? `${placed.begin} ${placed.end} ${placed.mark.rule} ${placed.mark.fixes.join()}` : '-';
    if (key === this.key) return;
    this.key = key;
    const { marks } = this.host.words();
    if (!placed) {
      put(this.said, h('span', { class: 'soft small' }, marks.none));
      return put(this.fixes);
    }
    const { mark } = placed;
    put(this.said, h('b', { class: `kind ${mark.kind}` }, marks.kinds[mark.kind] ?? mark.kind), ' ', h('span', null, mark.reason));
    put(this.fixes,
      ...mark.fixes.slice(0, fixesMax).map((text, index) => h('button', { type: 'button', class: index === 0 ? 'slim main' : 'slim', part: 'fix', 'aria-label': text === '' ? marks.remove : marks.fix(text), onclick: () => this.host.fix(placed, text) }, text === '' ? marks.remove : text)),
      mark.kind === 'spelling' && h('button', { type: 'button', class: 'quiet slim', onclick: () => this.host.learn(placed) }, marks.learn),
      h('button', { type: 'button', class: 'quiet slim', onclick: () => this.host.ignore(placed) }, marks.ignore));
  }
  go(step: 1 | -1): void {
    const found = markBeside(this.host.lines, this.host.caret(), step);
    if (found) this.host.select(found.begin, found.end);
  }
  /** The first correction of the mark at the caret, or of the next one. */
  fixFirst(): void {
    const placed = markAt(this.host.lines, this.host.caret());
    if (!placed) return this.go(1);
    const [text] = placed.mark.fixes;
    if (text !== undefined) this.host.fix(placed, text);
  }
}
