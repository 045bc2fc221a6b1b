// Breaking a title into lines: Han between characters but for what may not begin or end a line, Latin between words, lines of even length.

/** The width of a text at size 1, its tracking included. */
export type Measure = (text: string) => number;

const kNoStart = /^[、。，．！？：；）〕】》」』”’…‥·・～ー々%‰℃,.!?:;)\]}]/u;
const kNoEnd = /[（〔【《「『“‘([{]$/u;
const kWide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u;
/** A line that ends with one of these reads badly. */
const kLean = /^(?:a|an|the|of|to|in|on|at|by|and|or|for|from|with|as|is)$/i;

export const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);
const segmenters = new Map<string, Intl.Segmenter>();
function segmenter(lang: string, granularity: 'grapheme' | 'word'): Intl.Segmenter {
  const key = granularity + lang, known = segmenters.get(key) ?? new Intl.Segmenter(lang, { granularity });
  segmenters.set(key, known);
  return known;
}
export const graphemes = (text: string): string[] => [...segmenter('und', 'grapheme').segment(text)].map(({ segment }) => segment);

interface Piece { text: string; /** A space before it, when it does not begin a line. */ space: boolean; /** What it costs to begin a line here. */ cost: number }

/** Pieces between which a line may end. */
export function pieces(text: string, lang: string): Piece[] {
  const found: Piece[] = [];
  let space = false;
  for (const { segment } of segmenter(lang, 'word').segment(text)) {
    if (/^\s+$/u.test(segment)) { space = true; continue; }
    // Inside a word a line breaks last; before a single character, often the end of the word before it, not gladly.
    graphemes(segment).forEach((one, index) => {
      const last = found.at(-1), wide = kWide.test(one);
      // Letters, digits and what stands close to them stay together; so does punctuation with what it belongs to.
      const stays = last && !space && (kNoStart.test(one) || kNoEnd.test(last.text) || (!wide && !kWide.test(last.text.at(-1)!)));
      if (stays) last.text += one;
      else found.push({ text: one, space, cost: wide && index > 0 ? 0.35 : wide && segment === one && last && !space ? 0.2 : last && kLean.test(last.text) ? 0.25 : 0 });
      space = false;
    });
  }
  return found;
}

const joined = (parts: readonly Piece[]): string => parts.map(({ text, space }, index) => (space && index > 0 ? ' ' : '') + text).join('');

/** The fewest lines that fit into `width`, as even as they come; undefined where one piece is too wide, or more than `most` are needed. */
export function breakLines(parts: readonly Piece[], width: number, most: number, measure: Measure): string[] | undefined {
  // Sums of the pieces: what kerning between two of them changes is looked at when the lines are there.
  const count = parts.length, spaces = parts.map(({ space }) => (space ? measure(' ') : 0)), sums = [0];
  parts.forEach(({ text }, index) => sums.push(sums[index]! + spaces[index]! + measure(text)));
  const widthOf = (from: number, to: number): number => sums[to]! - sums[from]! - spaces[from]!;
  let needed = 1;
  for (let from = 0, to = 0; to < count;) {
    if (widthOf(from, to + 1) <= width) { to++; continue; }
    if (to === from || ++needed > most) return undefined;
    from = to;
  }
  if (needed === 1) return [joined(parts)];
  const even = Math.min(width, (widthOf(0, count) / needed) * 1.04);
  // best[k][i]: the cost of the first i pieces on k lines.
  const best: number[][] = [Array.from({ length: count + 1 }, (_, i) => (i === 0 ? 0 : Infinity))], from: number[][] = [[]];
  for (let k = 1; k <= needed; k++) {
    best[k] = Array.from({ length: count + 1 }, () => Infinity);
    from[k] = [];
    for (let end = k; end <= count; end++) {
      for (let start = end - 1; start >= k - 1; start--) {
        const w = widthOf(start, end);
        if (w > width) break;
        const cost = best[k - 1]![start]! + ((w - even) / width) ** 2 + (start > 0 ? parts[start]!.cost ** 2 : 0);
        if (cost < best[k]![end]!) { best[k]![end] = cost; from[k]![end] = start; }
      }
    }
  }
  if (best[needed]![count] === Infinity) return undefined;
  const lines: string[] = [];
  for (let k = needed, end = count; k > 0; k--) {
    const start = from[k]![end]!;
    lines.unshift(joined(parts.slice(start, end)));
    end = start;
  }
  return lines;
}

/** As breakLines, and a word that is wider than a line is cut between its letters, with a hyphen. */
export function breakAnywhere(parts: readonly Piece[], width: number, most: number, measure: Measure): string[] | undefined {
  const cut: Piece[] = [];
  for (const piece of parts) {
    if (measure(piece.text) <= width) { cut.push(piece); continue; }
    const letters = graphemes(piece.text);
    let first = true;
    while (letters.length > 0) {
      let take = '';
      const fits = (text: string): boolean => measure(text) <= width;
      while (letters.length > 0 && fits(take + letters[0]! + (letters.length > 1 && /\p{L}$/u.test(letters[0]!) ? '-' : ''))) take += letters.shift()!;
      if (take === '') return undefined;
      const hyphen = letters.length > 0 && /\p{L}$/u.test(take) && /^\p{L}/u.test(letters[0]!) && !kWide.test(take) ? '-' : '';
      cut.push({ text: take + hyphen, space: first && piece.space, cost: 0 });
      first = false;
    }
  }
  return breakLines(cut, width, most, measure);
}
