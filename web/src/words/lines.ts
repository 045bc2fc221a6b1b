// The open chapter as its lines: what the layer of marks and the proofreader work by, so that a key press costs one line and not the chapter.
import type { Mark } from './tools.js';

export interface Line {
  readonly text: string;
  /** Of the line as the field wraps it, in CSS pixels; below 0 where nobody has measured it. */
  height: number;
  /** Ranges within the line. Undefined: not proofread yet. */
  marks: readonly Mark[] | undefined;
  /** The marks are those of the line before its last change: shown until the new ones come. */
  stale: boolean;
}
export interface Edit { at: number; removed: string; inserted: string }

const fresh = (text: string): Line => ({ text, height: -1, marks: undefined, stale: true });

/** The one place where two texts differ: what was typed, pasted, cut or corrected. Undefined where they are the same. */
export function editBetween(before: string, after: string): Edit | undefined {
  if (before === after) return undefined;
  const least = Math.min(before.length, after.length);
  let head = 0, tail = 0;
  while (head < least && before.charCodeAt(head) === after.charCodeAt(head)) ++head;
  while (tail < least - head && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) ++tail;
  return { at: head, removed: before.slice(head, before.length - tail), inserted: after.slice(head, after.length - tail) };
}

export class Lines {
  private items: Line[] = [fresh('')];
  private starts = new Float64Array(0);
  private tops = new Float64Array(0);
  /** Up to which line the sums hold. */
  private startsTo = 0;
  private topsTo = 0;

  set(text: string): void {
    this.items = text.split('\n').map(fresh);
    this.startsTo = this.topsTo = 0;
  }
  get count(): number { return this.items.length; }
  get all(): readonly Line[] { return this.items; }
  at(index: number): Line { return this.items[index]!; }

  /** Where a line begins in the text. */
  start(index: number): number {
    if (this.starts.length < this.items.length + 1) this.starts = grown(this.starts, this.items.length + 1);
    for (; this.startsTo < index; ++this.startsTo) this.starts[this.startsTo + 1] = this.starts[this.startsTo]! + this.items[this.startsTo]!.text.length + 1;
    return this.starts[index]!;
  }
  /** The line that holds a place of the text. */
  indexAt(offset: number): number {
    this.start(this.items.length);
    return lastNotAbove(this.starts, this.items.length, offset);
  }
  /** How far below the first line a line begins; undefined where a line above it has no height yet. */
  top(index: number): number | undefined {
    if (this.tops.length < this.items.length + 1) this.tops = grown(this.tops, this.items.length + 1);
    for (; this.topsTo < index; ++this.topsTo) {
      const { height } = this.items[this.topsTo]!;
      if (height < 0) return undefined;
      this.tops[this.topsTo + 1] = this.tops[this.topsTo]! + height;
    }
    return this.tops[index]!;
  }
  /** The line that is so far down; the last that has a place where those below have none. */
  indexAtTop(y: number): number {
    this.top(this.items.length);
    return lastNotAbove(this.tops, this.topsTo, y);
  }
  /** The first line without a height. */
  get measuredTo(): number {
    this.top(this.items.length);
    return this.topsTo;
  }
  measured(index: number, height: number): void {
    this.items[index]!.height = height;
    this.topsTo = Math.min(this.topsTo, index);
  }
  /** The field has another width: no height holds. */
  unmeasure(): void {
    for (const line of this.items) line.height = -1;
    this.topsTo = 0;
  }
  /** Other rules or words: every line is to be read again, and what is marked stays until then. */
  unread(): void {
    for (const line of this.items) line.stale = true;
  }

  /** Puts the edit into the lines; gives the first line that is new and how many are. */
  edit({ at, removed, inserted }: Edit): { index: number; count: number } {
    const index = this.indexAt(at), last = this.indexAt(at + removed.length), from = at - this.start(index), first = this.items[index]!;
    const text = first.text.slice(0, from) + inserted + this.items[last]!.text.slice(at + removed.length - this.start(last));
    const lines = text.split('\n').map(fresh);
    if (index === last && lines.length === 1 && first.marks) lines[0]!.marks = moved(first.marks, from, removed.length, inserted.length);
    // One splice of many arguments would overflow the stack where a book is pasted.
    if (lines.length < 10_000) this.items.splice(index, last - index + 1, ...lines);
    else this.items = [...this.items.slice(0, index), ...lines, ...this.items.slice(last + 1)];
    this.startsTo = Math.min(this.startsTo, index);
    this.topsTo = Math.min(this.topsTo, index);
    return { index, count: lines.length };
  }
}

/** What was marked beside the place that was written at stays marked; what it touches goes. */
const moved = (marks: readonly Mark[], at: number, removed: number, inserted: number): Mark[] => marks.flatMap((mark) => {
  if (mark.end < at) return [mark];
  if (mark.begin > at + removed) return [{ ...mark, begin: mark.begin + inserted - removed, end: mark.end + inserted - removed }];
  return [];
});

function grown(sums: Float64Array, least: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(64, least * 2));
  larger.set(sums);
  return larger;
}
/** The last of the first `count` sums that is not above `value`. */
function lastNotAbove(sums: Float64Array, count: number, value: number): number {
  let low = 0, high = Math.max(0, count - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sums[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
