// What differs between two versions of a book: chapters that were added, taken out, moved or renamed; in them paragraphs; in those words, or characters of Chinese.
import type { Book, Chapter } from './book.js';
import { diff, Numbering } from './diff.js';

export interface Piece { kind: 'same' | 'added' | 'removed'; text: string }
/** `before` and `after` are numbers of lines in their chapter, from 0. */
export type ParagraphChange =
  | { kind: 'added'; after: number; text: string }
  | { kind: 'removed'; before: number; text: string }
  | { kind: 'changed'; before: number; after: number; pieces: Piece[] };
export interface ChapterChange {
  kind: 'same' | 'changed' | 'added' | 'removed';
  /** It stands before or after others than it did. */
  moved: boolean;
  /** Its place in each version, from 0. */
  before: number | undefined;
  after: number | undefined;
  titleBefore: string | undefined;
  titleAfter: string | undefined;
  paragraphs: ParagraphChange[];
}
export interface BookComparison {
  /** In the order of the later version; what was taken out stands where it was. */
  chapters: ChapterChange[];
  /** UTF-16 units. */
  added: number;
  removed: number;
}

const isIdeographic = (code: number): boolean => (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xf900 && code <= 0xfaff) || code >= 0xff00;
const letter = /[\p{L}\p{N}\p{M}'’]/u;
const isLetter = (code: number): boolean => (code < 0x80 ? (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x27 : !isIdeographic(code) && (code & 0xf800) !== 0xd800 && letter.test(String.fromCharCode(code)));
const isSpace = (code: number): boolean => code === 0x20 || code === 9 || code === 0xa0;

/** Words, runs of spaces, and every other character by itself. */
function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at), kind = isLetter(code) ? isLetter : isSpace(code) ? isSpace : undefined;
    let end = at + 1;
    if (kind) while (end < text.length && kind(text.charCodeAt(end))) end++;
    else if ((code & 0xfc00) === 0xd800 && (text.charCodeAt(end) & 0xfc00) === 0xdc00) end++;
    tokens.push(text.slice(at, end));
    at = end;
  }
  return tokens;
}
/** How much of two texts is alike from the beginning, up to where no word goes on. */
function commonStart(before: string, after: string): number {
  let at = 0;
  while (at < before.length && before.charCodeAt(at) === after.charCodeAt(at)) at++;
  while (at > 0 && at < Math.max(before.length, after.length) && !isIdeographic(before.charCodeAt(at - 1))) at--;
  return at;
}

/** The words that changed in a paragraph. */
export function compareParagraph(before: string, after: string): Piece[] {
  const start = commonStart(before, after), a = tokensOf(before.slice(start)), b = tokensOf(after.slice(start)), numbers = new Numbering(), pieces: Piece[] = [];
  const push = (kind: Piece['kind'], text: string): void => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') pieces.push({ kind, text });
  };
  let at = 0;
  push('same', before.slice(0, start));
  for (const { beginBefore, endBefore, beginAfter, endAfter } of diff(numbers.of(a), numbers.of(b))) {
    push('same', a.slice(at, beginBefore).join(''));
    push('removed', a.slice(beginBefore, endBefore).join(''));
    push('added', b.slice(beginAfter, endAfter).join(''));
    at = endBefore;
  }
  push('same', a.slice(at).join(''));
  return pieces;
}

/** How many pairs of neighbouring characters two paragraphs share: 0 to 1 (Dice). */
function likeness(before: Uint32Array, after: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    if (before[i] === after[j]) { shared++; i++; j++; }
    else if (before[i]! < after[j]!) i++;
    else j++;
  }
  return before.length + after.length === 0 ? 0 : (2 * shared) / (before.length + after.length);
}
/** The pairs in order, so that two lists of them are compared in one walk. */
function pairsOf(text: string): Uint32Array {
  const pairs = new Uint32Array(Math.max(0, Math.min(text.length, 4000) - 1));
  for (let at = 0; at < pairs.length; at++) pairs[at] = text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1);
  return pairs.sort();
}

const kLikeness = 0.4;
/** Which removed paragraph became which added one: the ordered pairs of the greatest likeness, where there are few enough to try all. */
function pairUp(removed: readonly string[], added: readonly string[]): [number, number][] {
  const a = removed.map(pairsOf), b = added.map(pairsOf), pairs: [number, number][] = [];
  if (removed.length * added.length > 2_500) {
    for (let at = 0; at < Math.min(a.length, b.length); at++) if (likeness(a[at]!, b[at]!) >= kLikeness) pairs.push([at, at]);
    return pairs;
  }
  const width = b.length + 1, best = new Float64Array((a.length + 1) * width), alike = new Float64Array(a.length * b.length);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const like = alike[i * b.length + j] = likeness(a[i]!, b[j]!);
      best[i * width + j] = Math.max(best[(i + 1) * width + j]!, best[i * width + j + 1]!, like >= kLikeness ? like + best[(i + 1) * width + j + 1]! : 0);
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const like = alike[i * b.length + j]!;
    if (like >= kLikeness && best[i * width + j] === like + best[(i + 1) * width + j + 1]!) pairs.push([i++, j++]);
    else if (best[i * width + j] === best[(i + 1) * width + j]!) i++;
    else j++;
  }
  return pairs;
}

export function compareTexts(before: string, after: string): ParagraphChange[] {
  if (before === after) return [];
  const a = before.split('\n'), b = after.split('\n'), numbers = new Numbering(), changes: ParagraphChange[] = [];
  for (const { beginBefore, endBefore, beginAfter, endAfter } of diff(numbers.of(a), numbers.of(b))) {
    const pairs = pairUp(a.slice(beginBefore, endBefore), b.slice(beginAfter, endAfter));
    let i = beginBefore, j = beginAfter;
    for (const [x, y] of [...pairs, [endBefore - beginBefore, endAfter - beginAfter] as const]) {
      for (; i < beginBefore + x; i++) changes.push({ kind: 'removed', before: i, text: a[i]! });
      for (; j < beginAfter + y; j++) changes.push({ kind: 'added', after: j, text: b[j]! });
      if (i < endBefore && j < endAfter) changes.push({ kind: 'changed', before: i, after: j, pieces: compareParagraph(a[i++]!, b[j++]!) });
    }
  }
  return changes;
}

/** The place in the later version of each chapter of the earlier: by id, else the same text, else the same title, else most of its lines. */
function matchChapters(before: readonly Chapter[], after: readonly Chapter[]): (number | undefined)[] {
  const places: (number | undefined)[] = before.map(() => undefined), taken = new Set<number>();
  const match = (key: (chapter: Chapter) => string): void => {
    const byKey = new Map<string, number[]>();
    after.forEach((chapter, at) => { if (!taken.has(at) && key(chapter) !== '') byKey.set(key(chapter), [...(byKey.get(key(chapter)) ?? []), at]); });
    before.forEach((chapter, at) => {
      const place = places[at] === undefined ? byKey.get(key(chapter))?.shift() : undefined;
      if (place === undefined) return;
      places[at] = place;
      taken.add(place);
    });
  };
  match(({ id }) => id);
  match(({ text }) => text);
  match(({ title }) => title);
  matchByLines(before, after, places, taken);
  return places;
}
function matchByLines(before: readonly Chapter[], after: readonly Chapter[], places: (number | undefined)[], taken: Set<number>): void {
  const owners = new Map<string, number[]>();
  after.forEach(({ text }, at) => {
    if (taken.has(at)) return;
    for (const line of new Set(text.split('\n'))) if (line.length > 8) owners.set(line, [...(owners.get(line) ?? []), at]);
  });
  if (owners.size === 0) return;
  before.forEach(({ text }, at) => {
    if (places[at] !== undefined) return;
    const shared = new Map<number, number>(), lines = [...new Set(text.split('\n'))].filter((line) => line.length > 8);
    for (const line of lines) for (const owner of (owners.get(line) ?? []).slice(0, 8)) if (!taken.has(owner)) shared.set(owner, (shared.get(owner) ?? 0) + 1);
    const [place, count] = [...shared].sort((a, b) => b[1] - a[1])[0] ?? [];
    if (place === undefined || count! * 2 < lines.length) return;
    places[at] = place;
    taken.add(place);
  });
}

/** Of the places in their old order, those that need not be moved: a longest rising sequence. */
function steady(places: readonly (number | undefined)[]): Set<number> {
  const ends: number[] = [], previous: (number | undefined)[] = [], at = places.map((place, index) => ({ place, index })).filter((one): one is { place: number; index: number } => one.place !== undefined);
  at.forEach(({ place }, index) => {
    let low = 0, high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at[ends[middle]!]!.place < place) low = middle + 1;
      else high = middle;
    }
    previous[index] = ends[low - 1];
    ends[low] = index;
  });
  const kept = new Set<number>();
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) kept.add(at[index]!.place);
  return kept;
}

const unitsOf = (texts: readonly { text: string }[]): number => texts.reduce((units, { text }) => units + text.length, 0);
const count = (changes: readonly ParagraphChange[], kind: 'added' | 'removed'): number =>
  changes.reduce((sum, change) => sum + (change.kind === 'changed' ? unitsOf(change.pieces.filter((piece) => piece.kind === kind)) : change.kind === kind ? change.text.length : 0), 0);

function addedChapter({ title, text }: Chapter, place: number): ChapterChange {
  const paragraphs = text.split('\n').map((words, line): ParagraphChange => ({ kind: 'added', after: line, text: words }));
  return { kind: 'added', moved: false, before: undefined, after: place, titleBefore: undefined, titleAfter: title, paragraphs };
}
function removedChapter({ title, text }: Chapter, place: number): ChapterChange {
  const paragraphs = text.split('\n').map((words, line): ParagraphChange => ({ kind: 'removed', before: line, text: words }));
  return { kind: 'removed', moved: false, before: place, after: undefined, titleBefore: title, titleAfter: undefined, paragraphs };
}

/** What became of `before`, as data. */
export function compareBooks(before: Pick<Book, 'chapters'>, after: Pick<Book, 'chapters'>): BookComparison {
  const places = matchChapters(before.chapters, after.chapters), kept = steady(places), sources = new Map(places.map((place, at) => [place, at]));
  const chapters = after.chapters.map((chapter, place): ChapterChange => {
    const at = sources.get(place), source = at === undefined ? undefined : before.chapters[at]!;
    if (!source) return addedChapter(chapter, place);
    const paragraphs = compareTexts(source.text, chapter.text), kind = paragraphs.length > 0 || source.title !== chapter.title ? 'changed' : 'same';
    return { kind, moved: !kept.has(place), before: at, after: place, titleBefore: source.title, titleAfter: chapter.title, paragraphs };
  });
  before.chapters.forEach((chapter, at) => {
    if (places[at] !== undefined) return;
    const follows = chapters.findIndex((change) => change.before !== undefined && change.before > at && !change.moved);
    chapters.splice(follows < 0 ? chapters.length : follows, 0, removedChapter(chapter, at));
  });
  const all = chapters.flatMap(({ paragraphs }) => paragraphs);
  return { chapters, added: count(all, 'added'), removed: count(all, 'removed') };
}
