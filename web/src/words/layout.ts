// Setting text in lines and pages, by core's layout in colophon-words.wasm: typed calls and typed results. core/include/colophon/layout says what all means.
// Lengths are integers of one unit, of which the em has as many as the font says. Ranges are [begin, end) in UTF-16 units.
import type { WordsCore, WordsHandle } from '../sdk/words-core.js';
import { parseBytes } from '../sdk/loader.js';

export interface FontStyle {
  /** The advance of a character that is not listed and is not wide; a wide one (Han, kana, full-width) has an em. */
  other: number;
  /** Code point and advance. */
  advances: Iterable<readonly [number, number]>;
  /** Left and right code point, and what is added between them. */
  kerning?: Iterable<readonly [number, number, number]>;
}
export interface FontTable { em: number; styles: readonly FontStyle[] }
export type FontHandle = WordsHandle & { readonly font: unique symbol };

/** Not to be changed once it was used: another measure is another object. */
export interface ParagraphOptions {
  readonly width: number;
  /** Of the first line; below 0 the other lines are moved instead. */
  indent: number;
  script: 'western' | 'simplified' | 'traditional';
  alignment: 'justified' | 'start' | 'centre' | 'end';
  /** CLREQ's sets of what may not begin or end a line. */
  rules: 'none' | 'basic' | 'gb' | 'strict';
  /** Whether marks give up their blank half beside others and at the ends of lines. */
  marks: 'full' | 'adjusted';
  vertical: boolean;
  hanging: boolean;
  combineDigitsMax: number;
  rubyMilli: number;
  spaceStretchMilli: number;
  spaceShrinkMilli: number;
  hyphenPenalty: number;
  doubleHyphenDemerits: number;
  finalHyphenDemerits: number;
  adjacentDemerits: number;
  /** The loosest line of the pass without hyphens, in thousandths; below 0: no such pass. */
  pretoleranceMilli: number;
  toleranceMilli: number;
  hyphenatedUnitsMin: number;
  /** Else only where lines begin and end, which is all that pages are made from. */
  placed: boolean;
}

/** Core's defaults, for a measure of one's own. */
export const paragraphDefaults: Omit<ParagraphOptions, 'width'> = {
  indent: 0, script: 'western', alignment: 'justified', rules: 'gb', marks: 'adjusted', vertical: false, hanging: false, combineDigitsMax: 2, rubyMilli: 500,
  spaceStretchMilli: 500, spaceShrinkMilli: 333, hyphenPenalty: 50, doubleHyphenDemerits: 10_000, finalHyphenDemerits: 5_000, adjacentDemerits: 10_000,
  pretoleranceMilli: 1_000, toleranceMilli: 1_260, hyphenatedUnitsMin: 5, placed: true,
};

export type TextSpan =
  | { kind: 'style'; begin: number; end: number; style: number }
  | { kind: 'ruby'; begin: number; end: number; readingBegin: number; readingEnd: number };

export interface SetLine {
  begin: number;
  end: number;
  x: number;
  width: number;
  ratioMilli: number;
  hyphenated: boolean;
  overfull: boolean;
  last: boolean;
  hung: boolean;
  underfull: boolean;
  hasRuby: boolean;
}
/** A piece that is drawn at one place of its line. */
export interface SetRun {
  begin: number;
  end: number;
  x: number;
  advance: number;
  style: number;
  /** A hyphen is drawn after it. */
  hyphen: boolean;
  /** In vertical lines: turned clockwise, or its characters side by side in one cell. */
  rotated: boolean;
  combined: boolean;
  /** The character's vertical form, where it has one. */
  form: string;
}
export interface SetRuby { line: number; baseBegin: number; baseEnd: number; begin: number; end: number; x: number; advance: number }

const lineFields = 8, runFields = 7, rubyFields = 7;
const flagged = (flags: number, flag: number): boolean => (flags & flag) !== 0;

/** A paragraph as core gave it; lines and runs are read when they are asked for, so that a long book costs no objects. */
export class SetParagraph {
  readonly lines: number;
  readonly overfull: number;
  private readonly runs: number;
  private readonly rubies: number;

  constructor(private readonly numbers: Int32Array) {
    [this.lines, this.runs, this.rubies, this.overfull] = [numbers[0]!, numbers[1]!, numbers[2]!, numbers[3]!];
  }

  line(index: number): SetLine {
    const [begin, end, x, width, ratioMilli, flags] = this.fields(4 + index * lineFields, lineFields) as [number, number, number, number, number, number];
    return {
      begin, end, x, width, ratioMilli, hyphenated: flagged(flags, 1), overfull: flagged(flags, 2), last: flagged(flags, 4), hung: flagged(flags, 8),
      underfull: flagged(flags, 16), hasRuby: flagged(flags, 32),
    };
  }
  runsOf(line: number): SetRun[] {
    const at = 4 + line * lineFields, first = this.numbers[at + 6]!, end = this.numbers[at + 7]!;
    return Array.from({ length: end - first }, (_, i) => {
      const fields = this.fields(4 + this.lines * lineFields + (first + i) * runFields, runFields) as [number, number, number, number, number, number, number];
      const [begin, stop, x, advance, style, flags, form] = fields;
      return { begin, end: stop, x, advance, style, hyphen: flagged(flags, 1), rotated: flagged(flags, 2), combined: flagged(flags, 4), form: form === 0 ? '' : String.fromCodePoint(form) };
    });
  }
  rubiesOf(line: number): SetRuby[] {
    const found: SetRuby[] = [];
    for (let i = 0; i < this.rubies; ++i) {
      const fields = this.fields(4 + this.lines * lineFields + this.runs * runFields + i * rubyFields, rubyFields) as [number, number, number, number, number, number, number];
      const [of, baseBegin, baseEnd, begin, end, x, advance] = fields;
      if (of === line) found.push({ line: of, baseBegin, baseEnd, begin, end, x, advance });
    }
    return found;
  }
  private fields(at: number, count: number): ArrayLike<number> { return this.numbers.subarray(at, at + count); }
}

export interface PageBlock {
  lines: number;
  lineHeight: number;
  before?: number;
  after?: number;
  keepWithNext?: boolean;
  keepWithPrevious?: boolean;
  whole?: boolean;
  newPage?: boolean;
  newRecto?: boolean;
}
export interface PageTemplate { height: number; orphans?: number; widows?: number; grid?: number }
/** Lines of one block on one page. */
export interface PagePiece { page: number; block: number; firstLine: number; lines: number; y: number }
export interface SetPages { pages: number; overfull: number; pieces: PagePiece[] }

const order = {
  script: ['western', 'simplified', 'traditional'], alignment: ['justified', 'start', 'centre', 'end'], rules: ['none', 'basic', 'gb', 'strict'], marks: ['full', 'adjusted'],
} as const;
const bytesOf = (numbers: readonly number[] | Int32Array): Uint8Array => {
  const packed = numbers instanceof Int32Array ? numbers : Int32Array.from(numbers);
  return new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength);
};
const none = new Uint8Array();
const numbersOf = (bytes: Uint8Array): Int32Array => new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);

/** Options are objects that many paragraphs share. */
const packedOptions = new WeakMap<ParagraphOptions, Uint8Array>();
function bytesOfOptions(options: ParagraphOptions): Uint8Array {
  let bytes = packedOptions.get(options);
  if (bytes === undefined) packedOptions.set(options, (bytes = bytesOf(packOptions(options))));
  return bytes;
}

function packOptions(o: ParagraphOptions): Int32Array {
  return Int32Array.from([
    o.width, o.indent, order.script.indexOf(o.script), order.alignment.indexOf(o.alignment), order.rules.indexOf(o.rules), order.marks.indexOf(o.marks), Number(o.vertical), Number(o.hanging),
    o.combineDigitsMax, o.rubyMilli, o.spaceStretchMilli, o.spaceShrinkMilli, o.hyphenPenalty, o.doubleHyphenDemerits, o.finalHyphenDemerits, o.adjacentDemerits, o.pretoleranceMilli,
    o.toleranceMilli, o.hyphenatedUnitsMin, Number(o.placed),
  ]);
}

export function packFont({ em, styles }: FontTable): Int32Array {
  const numbers = [em, styles.length];
  for (const style of styles) {
    const advances = [...style.advances], kerning = [...(style.kerning ?? [])];
    numbers.push(style.other, advances.length, kerning.length);
    for (const pair of advances) numbers.push(...pair);
    for (const pair of kerning) numbers.push(...pair);
  }
  return Int32Array.from(numbers);
}

function packSpans(spans: readonly TextSpan[]): Int32Array {
  return Int32Array.from(spans.flatMap((span) => (span.kind === 'style' ? [span.begin, span.end, 0, span.style, 0, 0] : [span.begin, span.end, 1, 0, span.readingBegin, span.readingEnd])));
}

/** Sets paragraphs and pages; holds the patterns and the fonts that it was given until `end`. */
export class Typesetter {
  private hyphenation: WordsHandle | undefined;
  private readonly fonts = new Set<FontHandle>();

  constructor(private readonly core: WordsCore) {}

  /** The file that web/words/data/make_hyphenation.mjs makes; without one no word is divided but by its own soft hyphens. */
  loadHyphenation(file: Uint8Array): { left: number; right: number } {
    const { handle, info } = this.core.open('hyphenation_new', file);
    if (this.hyphenation !== undefined) this.core.end('hyphenation_free', this.hyphenation);
    this.hyphenation = handle;
    return parseBytes(info);
  }
  /** Where words of at least `unitsMin` units may be divided: indices of the units that would follow the hyphens. */
  hyphenate(text: string, unitsMin = 5): Uint32Array {
    if (this.hyphenation === undefined) return new Uint32Array();
    const bytes = this.core.call('hyphenate', this.hyphenation, text, unitsMin);
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  }

  openFont(table: FontTable): FontHandle {
    const font = this.core.open('font_new', bytesOf(packFont(table))).handle as FontHandle;
    this.fonts.add(font);
    return font;
  }
  closeFont(font: FontHandle): void {
    if (this.fonts.delete(font)) this.core.end('font_free', font);
  }

  paragraph(font: FontHandle, text: string, options: ParagraphOptions, spans: readonly TextSpan[] = [], readings = ''): SetParagraph {
    const hyphenation = options.script === 'western' || /[A-Za-z]/.test(text) ? this.hyphenation : undefined;
    return new SetParagraph(numbersOf(this.core.call('set_paragraph', font, hyphenation ?? 0, text, spans.length === 0 ? none : bytesOf(packSpans(spans)), readings, bytesOfOptions(options))));
  }

  pages(blocks: readonly PageBlock[], template: PageTemplate): SetPages {
    const packed = blocks.flatMap((block) => [block.lines, block.lineHeight, block.before ?? 0, block.after ?? 0,
      Number(block.keepWithNext ?? false) | Number(block.keepWithPrevious ?? false) << 1 | Number(block.whole ?? false) << 2 | Number(block.newPage ?? false) << 3 | Number(block.newRecto ?? false) << 4]);
    const numbers = numbersOf(this.core.call('set_pages', bytesOf(packed), bytesOf([template.height, template.orphans ?? 2, template.widows ?? 2, template.grid ?? 0])));
    const pieces = Array.from({ length: numbers[2]! }, (_, i) => {
      const at = 3 + i * 5;
      return { page: numbers[at]!, block: numbers[at + 1]!, firstLine: numbers[at + 2]!, lines: numbers[at + 3]!, y: numbers[at + 4]! };
    });
    return { pages: numbers[0]!, overfull: numbers[1]!, pieces };
  }

  end(): void {
    for (const font of [...this.fonts]) this.closeFont(font);
    if (this.hyphenation !== undefined) this.core.end('hyphenation_free', this.hyphenation);
    this.hyphenation = undefined;
  }
}
