// Setting texts into a block: as large as they fit, smaller, then broken inside words, and then a refusal. Nothing ever overflows.
import { ColophonError } from '../sdk/errors.js';
import { breakAnywhere, breakLines, graphemes, isHan, pieces } from './break.js';
import type { Align, Block, Box, PlacedText, Role, TextStyle } from './types.js';

export const kFonts = {
  serif: "'Iowan Old Style', 'Palatino Nova', Palatino, 'Source Serif 4', 'Noto Serif', 'Songti SC', 'Noto Serif CJK SC', 'Noto Serif SC', SimSun, Georgia, serif",
  sans: "Inter, 'Helvetica Neue', 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif",
} as const;

/** At size 1 in that style, without tracking: how far the pen goes, and how far the ink of the letters swings out of that at either end. */
export interface Extent { advance: number; over: number }
export type MeasureFont = (text: string, style: TextStyle, lang: string) => Extent;

const kSample = 100;
/** By the browser's own shaping, where there is one; elsewhere by wide averages, that a cover made there fits too. */
export function measurer(): MeasureFont {
  const known = new Map<string, Extent>();
  const context = typeof OffscreenCanvas === 'function' ? new OffscreenCanvas(1, 1).getContext('2d') : globalThis.document?.createElement('canvas').getContext('2d');
  return (text, style) => {
    if (!context) return { advance: graphemes(text).reduce((sum, one) => sum + (/[\u1100-\uffff]|\p{Extended_Pictographic}/u.test(one) ? 1.02 : /[A-ZmwMW@%]/.test(one) ? 0.86 : 0.62), 0), over: 0 };
    const key = `${style.font}${style.weight}${style.italic ? 'i' : ''}${text}`;
    let width = known.get(key);
    if (width === undefined) {
      context.font = `${style.italic && !isHan(text) ? 'italic ' : ''}${style.weight} ${kSample}px ${kFonts[style.font]}`;
      const drawn = context.measureText(text);
      width = { advance: drawn.width / kSample, over: Math.max(0, drawn.actualBoundingBoxRight - drawn.width, drawn.actualBoundingBoxLeft) / kSample };
      known.set(key, width);
    }
    return width;
  };
}

/** Of the letters above and below the baseline, parts of the size. */
export const kAscent = 0.86, kDescent = 0.24;
const kGap: Record<Role, number> = { title: 0.4, subtitle: 0.75, author: 1.0, mark: 0.5 };

export type Fitted = Omit<PlacedText, 'colour' | 'contrast_milli' | 'required_milli'> & { style: TextStyle };
interface Set { role: Role; style: TextStyle; size: number; lines: string[]; height: number; vertical: boolean }
export interface FitOptions { measure: MeasureFont; lang: string; unit: number; align: Align; scale: number }

function setText(role: Role, text: string, style: TextStyle, width: number, height: number, { measure, lang, unit, scale }: FitOptions): Set | undefined {
  const parts = pieces(text, isHan(text) ? 'zh' : lang), han = isHan(text) && role === 'title' && [...text].length <= 12;
  // A short Han title has few, square characters: it may be larger than as many letters.
  const [least, most] = [style.size[0] * unit, style.size[1] * unit * (role === 'title' ? scale : 1) * (han ? 1.22 : 1)];
  const known = new Map<string, number>();
  const at = (part: string): number => {
    let width = known.get(part);
    if (width === undefined) known.set(part, (width = measure(part, style, lang).advance + (graphemes(part).length * style.tracking) / 1000));
    return width;
  };
  // The last letter's tracking is in the advance and not in the ink.
  const inked = (line: string): number => at(line) - Math.min(0, style.tracking / 1000) + 2 * measure(line, style, lang).over;
  const leading = isHan(text) ? style.leading + 0.1 : style.leading;
  const attempt = (size: number, breaker: typeof breakLines): Set | undefined => {
    const lines = breaker(parts, width / size, style.lines, at);
    const tall = lines && ((lines.length - 1) * leading + kAscent + kDescent) * size;
    return lines && tall! <= height && lines.every((line) => inked(line) * size <= width) ? { role, style: { ...style, leading }, size, lines, height: tall!, vertical: false } : undefined;
  };
  const top = Math.max(least, most), floor = Math.max(least, most * 0.42);
  for (let size = top; size >= floor; size *= 0.965) { const set = attempt(size, breakLines); if (set) return set; }
  for (let size = floor; size >= least * 0.999; size = size > least ? Math.max(least, size * 0.965) : 0) {
    const set = attempt(size, breakLines) ?? attempt(size, breakAnywhere);
    if (set) return set;
  }
  return undefined;
}

/** Columns from right to left: each character stands on its own. */
function setVertical(text: string, style: TextStyle, box: Box, { unit, scale }: FitOptions): { size: number; columns: string[][] } | undefined {
  const letters = graphemes(text.replace(/\s+/gu, ''));
  for (let size = style.size[1] * unit * scale * 1.1; size >= style.size[0] * unit; size *= 0.965) {
    const perColumn = Math.floor(box[3] / (size * 1.1)), columns = Math.ceil(letters.length / perColumn);
    if (perColumn < 1 || columns * size * 1.35 - size * 0.35 > box[2]) continue;
    const each = Math.ceil(letters.length / columns);
    return { size, columns: Array.from({ length: columns }, (_, i) => letters.slice(i * each, (i + 1) * each)) };
  }
  return undefined;
}

const refuse = (role: Role): never => {
  throw new ColophonError({ code: 'limit_exceeded', field: role, detail: `The ${role} is too long for this cover even at its smallest size: shorten it, or choose another layout.` });
};

/** The texts of one block, placed. `box` is the block's room in the cover's units. */
export function fitBlock(block: Block, box: Box, texts: Partial<Record<Role, string>>, type: Record<Role, TextStyle>, options: FitOptions): Fitted[] {
  const items = block.items.filter((role) => texts[role]), [x0, y0, w, h] = box, { align } = options;
  if (items.length === 0) return [];
  if (block.vertical) {
    const role = items[0]!, style = type[role], set = setVertical(texts[role]!, style, box, options) ?? refuse(role);
    const pitch = set.size * 1.35, across = (set.columns.length - 1) * pitch + set.size, right = x0 + (w + across) / 2;
    const lines = set.columns.flatMap((column, c) => column.map((text, i) => ({ text, x: right - c * pitch - set.size / 2, y: y0 + i * set.size * 1.1 + set.size * kAscent, width: set.size })));
    return [{ role, lines, size: set.size, align: 'middle', vertical: true, room: box, box: [right - across, y0, across, set.columns[0]!.length * set.size * 1.1], style }];
  }
  const gapOf = (role: Role, index: number): number => (index === 0 ? 0 : kGap[role] * type[role].size[1] * options.unit);
  const gaps = items.reduce((sum, role, index) => sum + gapOf(role, index), 0);
  // The small ones first: the title takes what they leave, and they become smaller where that is nothing.
  const order = [...items].sort((one, other) => Number(one === 'title') - Number(other === 'title'));
  const attempt = (scale: number): { sets: Map<Role, Set>; left: number } | Role => {
    const sets = new Map<Role, Set>();
    let left = h - gaps;
    for (const role of order) {
      const { size: [least, most] } = type[role], title = role === 'title', style = title ? type[role] : { ...type[role], size: [least, Math.max(least, most * scale)] as const };
      const set = setText(role, texts[role]!, style, w, title || !items.includes('title') ? left : Math.min(left, h * 0.42), options);
      if (!set) return role;
      sets.set(role, set);
      left -= set.height;
    }
    return { sets, left };
  };
  let found = attempt(1);
  for (const scale of [0.85, 0.7, 0.5]) { if (typeof found !== 'string') break; found = attempt(scale); }
  if (typeof found === 'string') return refuse(found);
  const { sets, left } = found;
  let y = y0 + (block.valign === 'top' ? 0 : block.valign === 'middle' ? left / 2 : left);
  return items.map((role, index) => {
    const { size, lines, style, height } = sets.get(role)!;
    y += gapOf(role, index);
    const top = y;
    y += height;
    const placed = lines.map((text, i) => {
      const width = (options.measure(text, style, options.lang).advance + (graphemes(text).length * style.tracking) / 1000) * size;
      return { text, width, x: align === 'start' ? x0 : align === 'middle' ? x0 + w / 2 : x0 + w, y: top + (kAscent + i * style.leading) * size };
    });
    const widest = Math.max(...placed.map(({ width }) => width));
    const bx = align === 'start' ? x0 : align === 'middle' ? x0 + (w - widest) / 2 : x0 + w - widest;
    return { role, lines: placed, size, align, vertical: false, room: box, box: [bx, top, widest, height] as Box, style };
  });
}
