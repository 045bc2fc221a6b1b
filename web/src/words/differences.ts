// What changed from one state of a book to another, by chapters and paragraphs, with the words within a paragraph.
import type { Book } from './book.js';

export interface Piece { kind: 'same' | 'added' | 'removed'; text: string }
export interface Change { before: string; after: string; pieces: Piece[] | undefined; /** In the present text. */ begin: number }
export interface ChapterDifference {
  chapter: string;
  title: string;
  states: ('added' | 'removed' | 'moved' | 'renamed' | 'changed')[];
  changes: Change[];
  /** Of all changes; `changes` holds the first of them. */
  total: number;
}
const changesMax = 200, unitsMax = 4000;

/** Longest common subsequence of the middles that differ, by Myers' greedy steps; beyond `costMax` the middle is one change. */
function common<T>(a: readonly T[], b: readonly T[], costMax = 2000): [number, number][] {
  let head = 0, tail = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) ++head;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) ++tail;
  const pairs: [number, number][] = Array.from({ length: head }, (_, i) => [i, i]);
  const n = a.length - head - tail, m = b.length - head - tail, limit = Math.min(n + m, costMax), trace: Int32Array[] = [];
  let reach = new Int32Array(2 * limit + 3);
  search: for (let d = 0; d <= limit && n > 0 && m > 0; ++d) {
    trace.push(reach.slice());
    for (let k = -d; k <= d; k += 2) {
      const at = k + limit + 1;
      let x = k === -d || (k !== d && reach[at - 1]! < reach[at + 1]!) ? reach[at + 1]! : reach[at - 1]! + 1;
      while (x < n && x - k < m && a[head + x] === b[head + x - k]) ++x;
      reach[at] = x;
      if (x >= n && x - k >= m) {
        pairs.push(...walk(trace, n, m, limit).map(([i, j]): [number, number] => [head + i, head + j]));
        break search;
      }
    }
  }
  for (let i = tail; i > 0; --i) pairs.push([a.length - i, b.length - i]);
  return pairs;
}
function walk(trace: readonly Int32Array[], n: number, m: number, limit: number): [number, number][] {
  const pairs: [number, number][] = [];
  let x = n, y = m;
  for (let d = trace.length - 1; d >= 0; --d) {
    const reach = trace[d]!, k = x - y, at = k + limit + 1;
    const before = k === -d || (k !== d && reach[at - 1]! < reach[at + 1]!) ? k + 1 : k - 1, fromX = d === 0 ? 0 : reach[before + limit + 1]!, fromY = fromX - before;
    while (x > fromX && y > (d === 0 ? 0 : fromY)) pairs.push([--x, --y]);
    if (d === 0) break;
    x = fromX;
    y = fromY;
  }
  return pairs.reverse();
}

const tokens = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}'’]+?(?=[^\p{L}\p{M}\p{N}'’]|$)|[^]/gu)?.flatMap((token) => (/\p{Script=Han}/u.test(token) ? [...token] : [token])) ?? [];
function piecesOf(before: string, after: string): Piece[] {
  const a = tokens(before), b = tokens(after), pieces: Piece[] = [];
  const push = (kind: Piece['kind'], text: string): void => {
    if (text === '') return;
    if (pieces.at(-1)?.kind === kind) pieces.at(-1)!.text += text;
    else pieces.push({ kind, text });
  };
  let i = 0, j = 0;
  for (const [x, y] of [...common(a, b), [a.length, b.length]] as [number, number][]) {
    push('removed', a.slice(i, x).join(''));
    push('added', b.slice(j, y).join(''));
    if (x < a.length) push('same', a[x]!);
    [i, j] = [x + 1, y + 1];
  }
  return pieces;
}

function changesOf(before: string, after: string): { changes: Change[]; total: number } {
  const a = before.split('\n'), b = after.split('\n'), starts: number[] = [], changes: Change[] = [];
  let start = 0, total = 0, i = 0, j = 0;
  for (const line of b) {
    starts.push(start);
    start += line.length + 1;
  }
  starts.push(Math.max(0, start - 1));
  for (const [x, y] of [...common(a, b), [a.length, b.length]] as [number, number][]) {
    for (; i < x || j < y; ++i, ++j) {
      const old = i < x ? a[i]! : '', now = j < y ? b[j]! : '';
      if (++total <= changesMax) changes.push({ before: old, after: now, begin: starts[Math.min(j, y)]!, pieces: i < x && j < y && old.length + now.length <= unitsMax ? piecesOf(old, now) : undefined });
    }
    [i, j] = [x + 1, y + 1];
  }
  return { changes, total };
}

export async function differences(before: Book, after: Book): Promise<ChapterDifference[]> {
  const old = new Map(before.chapters.map((chapter) => [chapter.id, chapter])), ids = new Set(after.chapters.map(({ id }) => id)), found: ChapterDifference[] = [];
  const order = before.chapters.map(({ id }) => id).filter((id) => ids.has(id)), stayed = new Set(common(order, after.chapters.map(({ id }) => id).filter((id) => old.has(id))).map(([i]) => order[i]!));
  for (const chapter of after.chapters) {
    const was = old.get(chapter.id), { changes, total } = was?.text === chapter.text ? { changes: [], total: 0 } : changesOf(was?.text ?? '', chapter.text);
    const states: ChapterDifference['states'] = [...(!was ? ['added' as const] : []), ...(was && !stayed.has(chapter.id) ? ['moved' as const] : []), ...(was && was.title !== chapter.title ? ['renamed' as const] : []), ...(was && total > 0 ? ['changed' as const] : [])];
    if (states.length > 0) found.push({ chapter: chapter.id, title: chapter.title, states, changes: was ? changes : changes.slice(0, 20), total });
    // A long book is compared chapter by chapter, and keys come in between.
    if (total > 0) await new Promise((resolve) => setTimeout(resolve));
  }
  for (const chapter of before.chapters) if (!ids.has(chapter.id)) found.push({ chapter: chapter.id, title: chapter.title, states: ['removed'], ...changesOf(chapter.text, '') });
  return found;
}
