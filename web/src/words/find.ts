// Find and replace over a book, as pure functions that give a new one. An expression is tried line by line: ^ and $ are the ends of a paragraph, and no match spans two.
import type { Book, Chapter } from './book.js';
import { BookError } from './problems.js';

export interface Query {
  text: string;
  /** A regular expression of JavaScript, Unicode mode; plain text otherwise. */
  regex?: boolean;
  matchCase?: boolean;
  /** Letters may not go on at either end. Chinese, which has no spaces between words, is found anywhere. */
  wholeWord?: boolean;
}
/** [begin, end) in UTF-16 units of the chapter's text, or of its title. */
export interface Match { chapter: string; field: 'title' | 'text'; begin: number; end: number }
export interface Found { matches: Match[]; /** There are more than were asked for. */ truncated: boolean }

export const findLimits = { queryUnitsMax: 1_000, matchesMax: 100_000, timeMs: 2_000 } as const;

export interface FindOptions {
  matchesMax?: number;
  /** After this the search ends with an error; it is looked at between lines. */
  timeMs?: number;
  /** The search runs where it can be stopped from outside (findInWorker), so that every expression may be tried. */
  stoppable?: boolean;
}

const letter = String.raw`(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}\p{M}_])`;

/** Whether an expression may take more than about the square of a line's length: a repeated group with a repetition or a choice in it, or more than two repetitions. */
export function mayRunAway(source: string): boolean {
  const groups: { repeats: boolean; chooses: boolean }[] = [{ repeats: false, chooses: false }];
  let repetitions = 0;
  const form = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<\w+>))?|\)|\||[*+]|\{\d+,?\d*\}/gsu;
  let closed: { repeats: boolean; chooses: boolean; end: number } | undefined;
  for (const { 0: token, index } of source.matchAll(form)) {
    const top = groups.at(-1)!;
    if (token.startsWith('(')) groups.push({ repeats: false, chooses: false });
    else if (token === ')' && groups.length > 1) {
      closed = { ...groups.pop()!, end: index + 1 };
      groups.at(-1)!.repeats ||= closed.repeats;
      groups.at(-1)!.chooses ||= closed.chooses;
    } else if (token === '|') top.chooses = true;
    else if (/^[*+{]/.test(token)) {
      const long = /^[*+]|,\}$/.test(token) || Number(/\d+\}$/.exec(token)?.[0].slice(0, -1) ?? 0) > 20;
      if (closed?.end === index && long && (closed.repeats || closed.chooses)) return true;
      if (long && ++repetitions > 2) return true;
      if (long) top.repeats = true;
    }
  }
  return false;
}

export function compileQuery({ text, regex, matchCase, wholeWord }: Query, stoppable = false): RegExp {
  if (text === '') throw new BookError('queryEmpty');
  if (text.length > findLimits.queryUnitsMax) throw new BookError('queryLong', { limit: findLimits.queryUnitsMax });
  const body = regex ? `(?:${text})` : text.replace(/[\\^$.*+?()[\]{}|/-]/g, (one) => (one === '-' ? '\\x2d' : `\\${one}`));
  const starts = !wholeWord ? '' : regex || new RegExp(`^${letter}`, 'u').test(text) ? `(?<!${letter})` : '';
  const ends = !wholeWord ? '' : regex || new RegExp(`${letter}$`, 'u').test(text) ? `(?!${letter})` : '';
  try {
    if (regex) void new RegExp(text, 'u');
    const compiled = new RegExp(`${starts}${body}${ends}`, matchCase ? 'gu' : 'giu');
    if (regex && !stoppable && mayRunAway(text)) throw new BookError('patternSlow');
    return compiled;
  } catch (thrown) {
    if (thrown instanceof BookError) throw thrown;
    throw new BookError('pattern', { what: (thrown as Error).message.replace(/^Invalid regular expression: /, '') }, { cause: thrown });
  }
}

/** Ends a search that takes too long, between two lines. */
class Clock {
  private readonly end: number;
  constructor(private readonly limit: number) { this.end = performance.now() + limit; }
  check(): void { if (performance.now() > this.end) throw new BookError('searchTime', { limit: this.limit }); }
}
const fields = ['title', 'text'] as const;

function* linesOf(text: string): Generator<{ line: string; begin: number }> {
  for (let begin = 0; begin <= text.length;) {
    const next = text.indexOf('\n', begin), end = next < 0 ? text.length : next;
    yield { line: text.slice(begin, end), begin };
    begin = end + 1;
  }
}

export function findInBook(book: Pick<Book, 'chapters'>, query: Query, { matchesMax = findLimits.matchesMax, timeMs = findLimits.timeMs, stoppable = false }: FindOptions = {}): Found {
  const form = compileQuery(query, stoppable), clock = new Clock(timeMs), matches: Match[] = [];
  for (const chapter of book.chapters) {
    for (const field of fields) {
      for (const { line, begin } of linesOf(chapter[field])) {
        clock.check();
        for (const found of line.matchAll(form)) {
          if (matches.length >= matchesMax) return { matches, truncated: true };
          matches.push({ chapter: chapter.id, field, begin: begin + found.index, end: begin + found.index + found[0].length });
        }
      }
    }
  }
  return { matches, truncated: false };
}

/** In an expression $1, $<name>, $& and \n mean what they do elsewhere; in plain text nothing does. A title stays one line. */
function substitute(query: Query, replacement: string, field: 'title' | 'text'): (line: string, form: RegExp) => string {
  const oneLine = (text: string): string => (field === 'title' ? text.replace(/\n/g, ' ') : text);
  if (!query.regex) return (line, form) => line.replace(form, () => oneLine(replacement));
  const prepared = oneLine(replacement.replace(/\\(n|\\)/g, (_, one: string) => (one === 'n' ? '\n' : '\\')));
  return (line, form) => line.replace(form, prepared);
}

export function replaceAll(book: Book, query: Query, replacement: string, { timeMs = findLimits.timeMs, stoppable = false }: FindOptions = {}): { book: Book; count: number } {
  const form = compileQuery(query, stoppable), clock = new Clock(timeMs);
  let count = 0;
  const chapters = book.chapters.map((chapter): Chapter => {
    const changed = { ...chapter };
    for (const field of fields) {
      const write = substitute(query, replacement, field), lines: string[] = [];
      let here = 0;
      for (const { line } of linesOf(chapter[field])) {
        clock.check();
        let found = 0;
        for (const _ of line.matchAll(form)) found++;
        lines.push(found > 0 ? write(line, form) : line);
        here += found;
      }
      if (here > 0) changed[field] = lines.join('\n');
      count += here;
    }
    return changed;
  });
  return count > 0 ? { book: { ...book, chapters }, count } : { book, count };
}

/** One match, where it still is. */
export function replaceMatch(book: Book, query: Query, { chapter: id, field, begin, end }: Match, replacement: string, { stoppable = false }: FindOptions = {}): Book {
  const at = book.chapters.findIndex((chapter) => chapter.id === id), text = book.chapters[at]?.[field];
  if (text === undefined || begin < 0 || end > text.length) throw new BookError('matchGone');
  const form = compileQuery(query, stoppable), lineBegin = text.lastIndexOf('\n', begin - 1) + 1, next = text.indexOf('\n', begin), lineEnd = next < 0 ? text.length : next;
  const sticky = new RegExp(form.source, `${form.flags.replace('g', '')}y`), line = text.slice(lineBegin, lineEnd);
  sticky.lastIndex = begin - lineBegin;
  if (sticky.exec(line)?.[0].length !== end - begin) throw new BookError('matchGone');
  sticky.lastIndex = begin - lineBegin;
  const changed = substitute(query, replacement, field)(line, sticky);
  const chapters = book.chapters.map((chapter, index) => (index === at ? { ...chapter, [field]: text.slice(0, lineBegin) + changed + text.slice(lineEnd) } : chapter));
  return { ...book, chapters };
}
