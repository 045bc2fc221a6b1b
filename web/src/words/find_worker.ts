// The same search where it can be stopped: a worker is ended when an expression takes too long, for nothing else ends one in the middle of a line.
import { asColophonError, cancelled, type ErrorRecord } from '../sdk/errors.js';
import type { Book, Chapter } from './book.js';
import { findInBook, findLimits, replaceAll, type FindOptions, type Found, type Query } from './find.js';
import { BookError, type BookProblem, type Values } from './problems.js';

export interface SearchRequest { search: { chapters: Chapter[]; query: Query; replacement: string | undefined; options: FindOptions } }
type Answer = { found: Found } | { chapters: Chapter[]; count: number } | { error: ErrorRecord & { reason?: BookProblem; values?: Values } };

/** What a worker answers to a request; its entry calls this for each message. */
export function answerSearch({ search: { chapters, query, replacement, options } }: SearchRequest): Answer {
  try {
    const all = { ...options, stoppable: true };
    if (replacement === undefined) return { found: findInBook({ chapters }, query, all) };
    const changed = replaceAll({ chapters } as Book, query, replacement, all);
    return { chapters: changed.book.chapters, count: changed.count };
  } catch (thrown) {
    return { error: thrown instanceof BookError ? thrown.toRecord() : asColophonError(thrown).toRecord() };
  }
}

export interface StoppableWorker {
  postMessage(message: unknown): void;
  terminate(): unknown;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: unknown) => void) | null;
}
export interface StoppableOptions extends FindOptions { signal?: AbortSignal }

/** One request to a worker of its own, which is ended with it. */
async function ask(make: () => StoppableWorker, request: SearchRequest, { timeMs = findLimits.timeMs, signal }: StoppableOptions): Promise<Exclude<Answer, { error: unknown }>> {
  if (signal?.aborted) throw cancelled(signal.reason);
  const worker = make();
  let timer: ReturnType<typeof setTimeout> | undefined, stop: (() => void) | undefined;
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data as Answer);
      worker.onerror = (event) => reject(asColophonError((event as { message?: string })?.message ?? 'The worker of the search failed.'));
      timer = setTimeout(() => reject(new BookError('searchTime', { limit: timeMs })), timeMs);
      stop = () => reject(cancelled(signal?.reason));
      signal?.addEventListener('abort', stop);
      worker.postMessage(request);
    });
    if (!('error' in answer)) return answer;
    if (answer.error.reason) throw new BookError(answer.error.reason, answer.error.values);
    throw asColophonError(answer.error.detail);
  } finally {
    clearTimeout(timer);
    if (stop) signal?.removeEventListener('abort', stop);
    worker.terminate();
  }
}

/** findInBook in a worker that `make` makes, whose entry answers with answerSearch. */
export async function findInWorker(make: () => StoppableWorker, book: Pick<Book, 'chapters'>, query: Query, options: StoppableOptions = {}): Promise<Found> {
  const { signal: _, ...rest } = options;
  return (await ask(make, { search: { chapters: book.chapters, query, replacement: undefined, options: rest } }, options) as { found: Found }).found;
}

/** replaceAll in such a worker. */
export async function replaceInWorker(make: () => StoppableWorker, book: Book, query: Query, replacement: string, options: StoppableOptions = {}): Promise<{ book: Book; count: number }> {
  const { signal: _, ...rest } = options;
  const { chapters, count } = await ask(make, { search: { chapters: book.chapters, query, replacement, options: rest } }, options) as { chapters: Chapter[]; count: number };
  return { book: count > 0 ? { ...book, chapters } : book, count };
}
