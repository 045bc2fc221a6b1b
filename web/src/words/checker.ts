// Proofreading as the writer goes: after a pause, the lines that are seen first, a piece at a time, and never while a key waits.
import type { Lines, Line } from './lines.js';
import type { Mark, Proofreader, ProofreadOptions } from './tools.js';

const pauseMs = 250;
/** Of one question to the worker: a few milliseconds of its time. */
const unitsMax = 6000, contextUnits = 24;

export interface CheckerHost {
  seen(): [first: number, last: number];
  options(): ProofreadOptions;
  /** Lines have other marks. */
  marked(): void;
  failed(thrown: unknown): void;
}
/** What is asked about: a line, or the beginning of one that only says how the line before it goes on. */
interface Piece { text: string; line: Line | undefined }
/** A mark with its place in the whole text. */
export interface Placed { mark: Mark; begin: number; end: number }

export class Checker {
  private proofreader: Proofreader | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  /** Answers to a question of before a restart are no answers. */
  private generation = 0;
  private stopped = false;

  constructor(private readonly lines: Lines, private readonly host: CheckerHost) {}

  get on(): boolean { return this.proofreader !== undefined; }
  /** Whether lines still wait to be read. */
  get busy(): boolean { return this.on && this.lines.all.some((line) => line.stale); }
  use(proofreader: Proofreader | undefined): void {
    this.proofreader = proofreader;
    this.touch();
  }
  /** Something was written, or other lines are seen. */
  touch(): void {
    if (!this.proofreader || this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), pauseMs);
  }
  /** Other rules, words or language. */
  restart(): void {
    ++this.generation;
    this.lines.unread();
    this.touch();
  }
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** All marks of the text, in its order. */
  placed(): Placed[] {
    return this.lines.all.flatMap((line, index) => {
      if (!line.marks?.length) return [];
      const start = this.lines.start(index);
      return line.marks.map((mark) => ({ mark, begin: start + mark.begin, end: start + mark.end }));
    });
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (let batch = this.next(); batch.length > 0 && this.proofreader && !this.stopped; batch = this.next()) {
        const { generation } = this;
        const marks = await this.proofreader.marks(batch.map(({ text }) => text).join('\n'), this.host.options());
        if (generation !== this.generation) continue;
        this.place(batch, marks);
        this.host.marked();
      }
    } catch (thrown) {
      // Without its words nothing is marked; writing goes on.
      this.proofreader = undefined;
      this.host.failed(thrown);
    } finally {
      this.running = false;
    }
  }

  /** The next lines that were not read: those that are seen before all others. Where the line behind one is not among them its beginning is: a
   * paragraph that opens with a quotation mark tells whether the one before it has to close its own. */
  private next(): Piece[] {
    const [first, last] = this.host.seen(), batch: Piece[] = [];
    let units = 0;
    const collect = (from: number, to: number): void => {
      for (let index = from; index < to && units < unitsMax; ++index) {
        const line = this.lines.at(index);
        if (!line.stale) continue;
        if (line.text === '') {
          Object.assign(line, { marks: [], stale: false });
          continue;
        }
        batch.push({ text: line.text, line });
        units += line.text.length;
        const behind = this.behind(index);
        if (behind && (!behind.stale || units >= unitsMax)) batch.push({ text: behind.text.slice(0, contextUnits), line: undefined });
      }
    };
    collect(first, Math.min(last + 1, this.lines.count));
    if (batch.length === 0) collect(0, this.lines.count);
    return batch;
  }
  private behind(index: number): Line | undefined {
    for (let next = index + 1; next < Math.min(this.lines.count, index + 4); ++next) if (this.lines.at(next).text !== '') return this.lines.at(next);
    return undefined;
  }
  private place(batch: readonly Piece[], marks: readonly Mark[]): void {
    let start = 0, next = 0;
    const sorted = [...marks].sort((a, b) => a.begin - b.begin);
    for (const { text, line } of batch) {
      const end = start + text.length, own: Mark[] = [];
      for (; next < sorted.length && sorted[next]!.begin <= end; ++next) {
        const mark = sorted[next]!;
        if (mark.begin >= start && mark.end <= end) own.push({ ...mark, begin: mark.begin - start, end: mark.end - start });
      }
      if (line) Object.assign(line, { marks: own, stale: false });
      start = end + 1;
    }
  }
}
