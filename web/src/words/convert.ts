// Simplified and traditional Chinese, with the words of the region, by OpenCC's rules (opencc-js, MIT; its dictionaries, Apache-2.0). The dictionaries, about 0.4 MB
// packed, are fetched at the first conversion only.
import { cancelled } from '../sdk/errors.js';
import type { Book, Chapter } from './book.js';
import { parseLine, writeBlock, type Inline } from './marks.js';
import { BookError } from './problems.js';

/** Mainland; OpenCC's standard of traditional characters; Taiwan and Hong Kong, and with p their own words for things as well. */
export const chineseVariants = ['cn', 't', 'tw', 'twp', 'hk', 'hkp'] as const;
export type ChineseVariant = (typeof chineseVariants)[number];
export type ConvertText = (text: string) => string;

/** A converter takes longer to make than a book to convert: it is kept. */
const loaded = new Map<string, ConvertText>();

/** OpenCC's converter between two kinds of Chinese. */
export async function loadConverter(from: ChineseVariant, to: ChineseVariant): Promise<ConvertText> {
  for (const [name, value] of [['from', from], ['to', to]] as const) if (!chineseVariants.includes(value)) throw new BookError('variant', { name, value: String(value) });
  if (from === to) return (text) => text;
  const { Converter } = from === 'cn' ? await import('opencc-js/cn2t') : to === 'cn' ? await import('opencc-js/t2cn') : await import('opencc-js');
  const convert = loaded.get(`${from} ${to}`) ?? Converter({ from, to });
  loaded.set(`${from} ${to}`, convert);
  return convert;
}

interface Leaf { text: string; set(text: string): void }
function leavesOf(inlines: Inline[]): Leaf[] {
  return inlines.flatMap((one): Leaf[] => {
    if (one.kind === 'text') return [{ text: one.text, set: (text) => { one.text = text; } }];
    if (one.kind === 'ruby') return [{ text: one.base, set: (text) => { one.base = text; } }];
    return leavesOf(one.inlines);
  });
}
function convertReadings(inlines: Inline[], convert: ConvertText): void {
  for (const one of inlines) {
    if (one.kind === 'ruby') one.reading = convert(one.reading);
    else if (one.kind !== 'text') convertReadings(one.inlines, convert);
  }
}

/** A line with its marks. Words that a mark cuts in two are still read as one, as long as the whole line keeps its number of characters. */
export function convertLine(line: string, convert: ConvertText): string {
  if (!/[*{\\!]/.test(line)) return convert(line);
  const block = parseLine(line);
  if (block.kind === 'image') return writeBlock({ ...block, description: convert(block.description) });
  if (!('inlines' in block)) return line;
  const leaves = leavesOf(block.inlines), whole = [...convert(leaves.map(({ text }) => text).join(''))];
  const lengths = leaves.map(({ text }) => [...text].length), fits = lengths.reduce((sum, length) => sum + length, 0) === whole.length;
  let at = 0;
  leaves.forEach(({ text, set }, index) => {
    set(fits ? whole.slice(at, at + lengths[index]!).join('') : convert(text));
    at += lengths[index]!;
  });
  convertReadings(block.inlines, convert);
  return writeBlock(block);
}

/** Lines without marks go to the converter together: no word of its dictionaries holds a line's end. */
export function convertText(text: string, convert: ConvertText): string {
  if (!/[*{\\!]/.test(text)) return convert(text);
  const lines = text.split('\n'), converted: string[] = [];
  for (let at = 0; at < lines.length;) {
    let end = at;
    while (end < lines.length && !/[*{\\!]/.test(lines[end]!)) end++;
    if (end > at) converted.push(convert(lines.slice(at, end).join('\n')));
    if (end < lines.length) converted.push(convertLine(lines[end++]!, convert));
    at = end;
  }
  return converted.join('\n');
}

export interface ConvertOptions { signal?: AbortSignal; progress?: (done: number) => void }

/** The same book in the other script: marks, ids, names of pictures and the licence stay; titles, names of people and texts are converted. */
export async function convertBook(book: Book, from: ChineseVariant, to: ChineseVariant, { signal, progress }: ConvertOptions = {}): Promise<Book> {
  const convert = await loadConverter(from, to), chapters: Chapter[] = [];
  let last = performance.now();
  for (const [at, { id, title, text }] of book.chapters.entries()) {
    if (signal?.aborted) throw cancelled(signal.reason);
    chapters.push({ id, title: convert(title), text: convertText(text, convert) });
    if (performance.now() - last > 16) {
      progress?.(at / book.chapters.length);
      await new Promise((resolve) => setTimeout(resolve));
      last = performance.now();
    }
  }
  progress?.(1);
  return {
    ...book, chapters, title: convert(book.title), subtitle: convert(book.subtitle), edition: convert(book.edition), language: to === 'cn' ? 'zh-Hans' : 'zh-Hant',
    names: book.names.map(({ name, role }) => ({ name: convert(name), role })), ai: { ...book.ai, note: convert(book.ai.note) },
  };
}
