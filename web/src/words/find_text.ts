// Places of a book where something stands, and the book with something else there.
import type { Book } from './book.js';

export interface FindOptions { matchCase: boolean; wholeWord: boolean; pattern: boolean }
export interface Found { chapter: string; begin: number; end: number }
export class WrongPattern extends Error {
  constructor(readonly slow: boolean) { super(slow ? 'The pattern takes too long.' : 'This is not a regular expression.'); }
}
const foundMax = 100_000;
/** Between two places: an expression that runs away inside one place cannot be stopped on the page. */
const limitMs = 1500;

function expressionOf(query: string, { matchCase, wholeWord, pattern }: FindOptions): RegExp {
  const source = pattern ? query : query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  // Han characters stand beside each other without spaces: there only letters and digits of other scripts make a word longer.
  const edge = '(?!\\p{Script=Han}|\\p{Script=Hiragana}|\\p{Script=Katakana})[\\p{L}\\p{N}_]';
  try {
    return new RegExp(wholeWord ? `(?<!${edge})(?:${source})(?!${edge})` : source, `gum${matchCase ? '' : 'i'}`);
  } catch {
    throw new WrongPattern(false);
  }
}

/** In the book's order; of `chapter` alone where one is named. Places without a letter are passed over. */
export function findIn(book: Book, query: string, options: FindOptions, chapter?: string): Found[] {
  const expression = expressionOf(query, options), found: Found[] = [], began = performance.now();
  for (const { id, text } of book.chapters) {
    if (chapter !== undefined && id !== chapter) continue;
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match; match = expression.exec(text)) {
      if (match[0] === '') ++expression.lastIndex;
      else if (found.push({ chapter: id, begin: match.index, end: match.index + match[0].length }) >= foundMax) return found;
      if (performance.now() - began > limitMs) throw new WrongPattern(true);
    }
  }
  return found;
}

/** With a pattern, $1 and the like stand for its groups. */
export function replaceIn(book: Book, query: string, replacement: string, options: FindOptions, places: readonly Found[]): { book: Book; count: number } {
  const expression = expressionOf(query, options), by = new Map<string, Found[]>();
  for (const place of places) {
    const own = by.get(place.chapter);
    if (own) own.push(place);
    else by.set(place.chapter, [place]);
  }
  let count = 0;
  const chapters = book.chapters.map((chapter) => {
    const own = by.get(chapter.id);
    if (!own) return chapter;
    const pieces: string[] = [];
    let at = 0;
    for (const { begin, end } of own) {
      const old = chapter.text.slice(begin, end);
      expression.lastIndex = begin;
      pieces.push(chapter.text.slice(at, begin), options.pattern ? old.replace(new RegExp(expression.source, expression.flags.replace('g', '')), replacement) : replacement);
      at = end;
      ++count;
    }
    return { ...chapter, text: pieces.join('') + chapter.text.slice(at) };
  });
  return { book: { ...book, chapters }, count };
}
