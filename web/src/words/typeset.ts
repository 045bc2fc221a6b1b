// A chapter as set pages: its marks become blocks, the blocks paragraphs in lines, the lines pages. A paragraph that stays as it was is not set again.
import { type FontHandle, type PageBlock, type ParagraphOptions, paragraphDefaults, type SetParagraph, type TextSpan, type Typesetter } from './layout.js';
import { type Block, type Inline, parseText } from './marks.js';
import { KnownText, type TextMeasure, type TextStyle, unitsPerPx } from './measure.js';
import type { BookLanguage, Direction } from './book.js';

/** A page, and how it is set. Lengths are CSS pixels. */
export interface PageStyle {
  width: number;
  height: number;
  margins: { top: number; bottom: number; inner: number; outer: number };
  family: string;
  sizePx: number;
  linePx: number;
  language: BookLanguage;
  direction: Direction;
  /** Punctuation may stand outside the measure. */
  hanging: boolean;
}
export interface ImageSize { width: number; height: number }
export interface ChapterText { title: string; text: string }

/** What is on a page, from the start of its type area: across the lines by `y`, along them by `x`. */
export type PageItem =
  | { kind: 'line'; y: number; height: number; sizePx: number; pieces: Piece[]; rubies: RubyPiece[]; role: BlockRole }
  | { kind: 'image'; y: number; height: number; x: number; along: number; name: string; description: string };
export interface Piece { text: string; x: number; advance: number; bold: boolean; italic: boolean; dotted: boolean; rotated: boolean; combined: boolean }
export interface RubyPiece { text: string; x: number; advance: number; sizePx: number }
/** A chapter that was set, here or in a worker. */
export interface PagesOfChapter { readonly pages: number; page(index: number): PageItem[] | Promise<PageItem[]> }
/** What sets chapters in one style: a ChapterSetter, or one in a worker. */
export interface PageSource { readonly style: PageStyle; set(chapter: ChapterText): PagesOfChapter | Promise<PagesOfChapter> }
export type BlockRole = 'title' | 'heading' | 'paragraph' | 'quote' | 'verse' | 'break' | 'image';

const isChinese = (language: string): boolean => /^zh\b/i.test(language);
const headingScales = { title: 1.6, 1: 1.35, 2: 1.15, 3: 1 } as const;
const rubyMilli = 500;
/** No word is as long: headings and verse are not hyphenated. */
const whole = 1_000;
/** Styles of a font: bit 0 emphasis, bit 1 strong. */
const emphasis = 1, strong = 2;

/** Text of inlines without marks, and what the marks were. */
interface Flat { text: string; spans: TextSpan[]; readings: string }
function flatten(inlines: readonly Inline[], base = 0): Flat {
  const flat: Flat = { text: '', spans: [], readings: '' };
  let last: Extract<TextSpan, { kind: 'style' }> | undefined;
  const add = (text: string, style: number): void => {
    const begin = flat.text.length;
    flat.text += text;
    if (style === 0 || text === '') return;
    if (last?.style === style && last.end === begin) last.end = flat.text.length;
    else flat.spans.push((last = { kind: 'style', begin, end: flat.text.length, style }));
  };
  const walk = (list: readonly Inline[], style: number): void => {
    for (const inline of list) {
      if (inline.kind === 'text') add(inline.text, style);
      else if (inline.kind === 'ruby') {
        const begin = flat.text.length, readingBegin = flat.readings.length;
        add(inline.base, style);
        flat.readings += inline.reading;
        if (flat.text.length > begin && inline.reading !== '') flat.spans.push({ kind: 'ruby', begin, end: flat.text.length, readingBegin, readingEnd: flat.readings.length });
      } else walk(inline.inlines, style | (inline.kind === 'strong' ? strong : emphasis));
    }
  };
  walk(inlines, base);
  flat.spans.sort((a, b) => a.begin - b.begin || a.end - b.end);
  return flat;
}

/** What a block is set as. */
interface Plan { role: BlockRole; flat: Flat; scale: number; options: ParagraphOptions; inset: number; page: Omit<PageBlock, 'lines' | 'lineHeight'>; image?: { name: string; description: string } }
interface Made { plan: Plan; set: SetParagraph | undefined; lineHeight: number; along: number }

export class SetChapter implements PagesOfChapter {
  constructor(private readonly blocks: readonly Made[], private readonly pieces: readonly { page: number; block: number; firstLine: number; lines: number; y: number }[],
    readonly pages: number, private readonly style: PageStyle, private readonly setAgain: (made: Made) => SetParagraph) {}

  /** Which page shows this place of the chapter's plain blocks; -1 where none does. */
  pageOfBlock(block: number): number { return this.pieces.find((piece) => piece.block === block)?.page ?? -1; }

  page(index: number): PageItem[] {
    const items: PageItem[] = [];
    for (const piece of this.pieces) {
      if (piece.page !== index) continue;
      const made = this.blocks[piece.block]!, y = piece.y / unitsPerPx, height = made.lineHeight / unitsPerPx;
      if (made.plan.image !== undefined) {
        items.push({ kind: 'image', y, height, x: 0, along: made.along / unitsPerPx, ...made.plan.image });
        continue;
      }
      const set = this.setAgain(made);
      for (let n = 0; n < piece.lines; ++n) items.push(this.line(made, set, piece.firstLine + n, y + n * height, height));
    }
    return items;
  }

  private line(made: Made, set: SetParagraph, index: number, y: number, height: number): PageItem {
    const { flat, scale, inset, role } = made.plan, sizePx = this.style.sizePx * scale, chinese = isChinese(this.style.language);
    const px = (units: number): number => units / unitsPerPx;
    return {
      kind: 'line', y, height, sizePx, role,
      pieces: set.runsOf(index).map((run) => {
        const text = flat.text.slice(run.begin, run.end).replaceAll('\u00ad', '');
        const turned = run.form !== '' && /^[“”‘’]$/.test(text) ? run.form : text;
        const dotted = chinese && (run.style & emphasis) !== 0;
        return {
          text: run.hyphen ? `${turned}-` : turned, x: px(run.x + inset), advance: px(run.advance), bold: (run.style & strong) !== 0, italic: !chinese && (run.style & emphasis) !== 0, dotted,
          rotated: run.rotated, combined: run.combined,
        };
      }),
      rubies: set.rubiesOf(index).map((ruby) => ({ text: flat.readings.slice(ruby.begin, ruby.end), x: px(ruby.x + inset), advance: px(ruby.advance), sizePx: sizePx * rubyMilli / 1000 })),
    };
  }
}

/** Sets chapters in one style. Holds its fonts until `end`, and the paragraphs of the chapter that it set last. */
export class ChapterSetter implements PageSource {
  private readonly known = new KnownText();
  private readonly fonts = new Map<number, FontHandle>();
  private readonly options = new Map<string, ParagraphOptions>();
  private outlines = new Map<string, SetParagraph>();
  private placedSets = new Map<string, SetParagraph>();

  constructor(private readonly typesetter: Typesetter, private readonly measure: TextMeasure, readonly style: PageStyle, private readonly images: ReadonlyMap<string, ImageSize> = new Map()) {}

  private get vertical(): boolean { return this.style.direction === 'vertical'; }
  private get chinese(): boolean { return isChinese(this.style.language); }
  /** Along the lines and across them, in units. */
  get measureUnits(): number {
    const { width, height, margins } = this.style;
    const along = this.vertical ? height - margins.top - margins.bottom : width - margins.inner - margins.outer;
    // A Chinese line has whole ems, so that characters stand under each other.
    const em = this.emUnits(1), units = Math.floor(along * unitsPerPx);
    return this.chinese ? Math.max(em, Math.floor(units / em) * em) : units;
  }
  private get acrossUnits(): number {
    const { width, height, margins, linePx } = this.style;
    const across = this.vertical ? width - margins.inner - margins.outer : height - margins.top - margins.bottom;
    return Math.max(1, Math.floor(across / linePx)) * this.lineUnits;
  }
  private get lineUnits(): number { return Math.round(this.style.linePx * unitsPerPx); }
  private emUnits(scale: number): number { return Math.round(this.style.sizePx * scale * unitsPerPx); }

  set(chapter: ChapterText): SetChapter {
    const plans = this.plans(chapter);
    let fresh = false;
    for (const { flat } of plans) fresh = this.known.add(flat.text) || this.known.add(flat.readings) || fresh;
    if (fresh) this.closeFonts();
    const outlines = new Map<string, SetParagraph>();
    const blocks = plans.map((plan) => this.make(plan, outlines));
    this.outlines = outlines;
    this.placedSets = new Map();
    const { pages, pieces } = this.typesetter.pages(blocks.map(({ plan, set, lineHeight }) => ({ ...plan.page, lines: set?.lines ?? 1, lineHeight })), { height: this.acrossUnits, grid: this.lineUnits });
    return new SetChapter(blocks, pieces, pages, this.style, (made) => this.placed(made));
  }
  end(): void {
    this.closeFonts();
    this.outlines.clear();
    this.placedSets.clear();
  }

  private plans({ title, text }: ChapterText): Plan[] {
    const plans: Plan[] = [], blocks = parseText(text), em = this.emUnits(1);
    if (title !== '') plans.push(this.heading([{ kind: 'text', text: title }], 'title'));
    let first = true, verseBefore = false, gap = false;
    blocks.forEach((block, i) => {
      const before = plans.length;
      switch (block.kind) {
        case 'empty': gap = true; return;
        case 'heading': plans.push(this.heading(block.inlines, block.level)); break;
        case 'break': plans.push(this.plan('break', [{ kind: 'text', text: this.chinese ? '＊　＊　＊' : '*   *   *' }], { alignment: 'centre' }, 0, { keepWithPrevious: true, before: this.lineUnits / 2, after: this.lineUnits / 2 })); break;
        case 'image': this.addImage(plans, block); break;
        case 'verse': {
          const begins = !verseBefore || gap, ends = blocks[i + 1]?.kind !== 'verse';
          plans.push(this.plan('verse', block.inlines, { alignment: 'start', indent: -em, hyphenatedUnitsMin: whole }, 2 * em, { keepWithNext: begins && !ends, keepWithPrevious: ends && !begins, before: begins ? this.lineUnits / 2 : 0, after: ends ? this.lineUnits / 2 : 0 }));
          break;
        }
        case 'quote': plans.push(this.plan('quote', block.inlines, { indent: this.chinese ? 2 * em : 0 }, 2 * em, { before: this.lineUnits / 2, after: this.lineUnits / 2 })); break;
        case 'paragraph': plans.push(this.plan('paragraph', block.inlines, { indent: this.chinese ? 2 * em : first ? 0 : em }, 0, {})); break;
      }
      verseBefore = block.kind === 'verse';
      gap = false;
      // In English what follows a heading or a break begins flush.
      if (plans.length > before) first = block.kind === 'heading' || block.kind === 'break';
    });
    return plans;
  }
  private heading(inlines: readonly Inline[], level: 'title' | 1 | 2 | 3): Plan {
    const title = level === 'title', line = this.lineUnits;
    const plan = this.plan(title ? 'title' : 'heading', inlines, { alignment: this.chinese && level !== 3 ? 'centre' : 'start', indent: 0, hyphenatedUnitsMin: whole }, 0,
      { keepWithNext: true, whole: true, newPage: title, before: title ? 0 : level === 3 ? line : 2 * line, after: title ? 2 * line : level === 3 ? 0 : line }, headingScales[level]);
    return { ...plan, flat: flatten(inlines, strong) };
  }
  private plan(role: BlockRole, inlines: readonly Inline[], options: Partial<ParagraphOptions>, inset: number, page: Plan['page'], scale = 1): Plan {
    const script = !this.chinese ? 'western' : /hant|tw|hk|mo/i.test(this.style.language) ? 'traditional' : 'simplified';
    const wanted: ParagraphOptions = {
      // The patterns are English: words of other languages are divided by their own soft hyphens alone.
      ...paragraphDefaults, hyphenatedUnitsMin: this.chinese || /^en\b/i.test(this.style.language) ? paragraphDefaults.hyphenatedUnitsMin : whole, width: Math.max(this.emUnits(scale), this.measureUnits - 2 * inset), script, vertical: this.vertical, hanging: this.style.hanging, rubyMilli,
      ...options, placed: false,
    };
    const key = JSON.stringify(wanted);
    const shared = this.options.get(key) ?? wanted;
    this.options.set(key, shared);
    return { role, flat: flatten(inlines), scale, options: shared, inset, page };
  }
  private addImage(plans: Plan[], block: Extract<Block, { kind: 'image' }>): void {
    if (!this.images.has(block.name)) return;
    plans.push({ ...this.plan('image', [], {}, 0, { whole: true, before: this.lineUnits / 2, after: this.lineUnits / 2 }), image: { name: block.name, description: block.description } });
  }

  private make(plan: Plan, outlines: Map<string, SetParagraph>): Made {
    if (plan.image !== undefined) {
      const { width, height } = this.images.get(plan.image.name)!;
      const [along, across] = this.vertical ? [height, width] : [width, height];
      const factor = Math.min(1, this.measureUnits / (along * unitsPerPx), this.acrossUnits * 0.7 / (across * unitsPerPx));
      return { plan, set: undefined, lineHeight: Math.ceil(across * unitsPerPx * factor / this.lineUnits) * this.lineUnits, along: Math.round(along * unitsPerPx * factor) };
    }
    const key = keyOf(plan), set = outlines.get(key) ?? this.outlines.get(key) ?? this.paragraph(plan, plan.options);
    outlines.set(key, set);
    return { plan, set, lineHeight: Math.max(1, Math.ceil(plan.scale * this.style.sizePx * 1.1 / this.style.linePx)) * this.lineUnits, along: 0 };
  }
  /** A paragraph with all that is on its lines; those of the pages that are looked at are kept. */
  private placed({ plan }: Made): SetParagraph {
    const key = keyOf(plan);
    let set = this.placedSets.get(key);
    if (set === undefined) {
      const optionsKey = `${JSON.stringify(plan.options)}placed`, options = this.options.get(optionsKey) ?? { ...plan.options, placed: true };
      this.options.set(optionsKey, options);
      if (this.placedSets.size > 500) this.placedSets.clear();
      this.placedSets.set(key, (set = this.paragraph(plan, options)));
    }
    return set;
  }
  private paragraph({ flat, scale }: Plan, options: ParagraphOptions): SetParagraph {
    return this.typesetter.paragraph(this.font(scale), flat.text, options, flat.spans, flat.readings);
  }
  private font(scale: number): FontHandle {
    let font = this.fonts.get(scale);
    if (font === undefined) {
      const sizePx = this.style.sizePx * scale;
      const styles = [0, emphasis, strong, emphasis | strong].map((bits): TextStyle => ({ family: this.style.family, sizePx, weight: bits & strong ? 700 : 400, italic: !this.chinese && (bits & emphasis) !== 0 }));
      this.fonts.set(scale, (font = this.typesetter.openFont({ em: this.emUnits(scale), styles: styles.map((style) => this.measure.style(style, this.known)) })));
    }
    return font;
  }
  private closeFonts(): void {
    for (const font of this.fonts.values()) this.typesetter.closeFont(font);
    this.fonts.clear();
  }
}

const optionsIds = new WeakMap<ParagraphOptions, number>();
let optionsCount = 0;
/** Paragraphs that are set alike. */
function keyOf({ flat, scale, options }: Plan): string {
  let id = optionsIds.get(options);
  if (id === undefined) optionsIds.set(options, (id = ++optionsCount));
  return `${id} ${scale} ${flat.spans.length === 0 ? '' : JSON.stringify(flat.spans)} ${flat.readings}\n${flat.text}`;
}
