// Find and replace over a book: what is found where, what a replacement means, and expressions that would never end.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { importSource, root } from '../support/core.mjs';
import { bookOf } from '../support/books.mjs';

const { compileQuery, findInBook, findInWorker, mayRunAway, replaceAll, replaceInWorker, replaceMatch } = await importSource('../words/books');
const book = bookOf({ chapters: [{ id: 'a', title: 'The Cat', text: 'The cat sat.\nA Cat, a category: cat\u2019s.\n$1 (x) [y] a-b' }, { id: 'b', title: '明月', text: '床前明月光，疑是地上霜。\n举头望明月' }] });
const spans = (query) => findInBook(book, query).matches.map(({ chapter, field, begin, end }) => `${chapter}.${field}[${begin},${end})`);

test('plain text is found as it stands, in titles and texts, with its case where that is asked for', () => {
  assert.deepEqual(spans({ text: 'cat' }), ['a.title[4,7)', 'a.text[4,7)', 'a.text[15,18)', 'a.text[22,25)', 'a.text[32,35)'].map((one) => one));
  assert.deepEqual(spans({ text: 'Cat', matchCase: true }), ['a.title[4,7)', 'a.text[15,18)']);
  assert.deepEqual(spans({ text: '明月' }), ['b.title[0,2)', 'b.text[2,4)', 'b.text[16,18)']);
  for (const text of ['$1', '(x)', '[y]', 'a-b', '.']) assert.ok(findInBook(book, { text }).matches.length > 0, text);
  assert.deepEqual(spans({ text: 'zebra' }), []);
});
test('a whole word has no letter before or after it; Chinese has no such ends', () => {
  assert.deepEqual(spans({ text: 'cat', wholeWord: true }), ['a.title[4,7)', 'a.text[4,7)', 'a.text[15,18)', 'a.text[32,35)']);
  assert.equal(findInBook(book, { text: '明月', wholeWord: true }).matches.length, 3);
  assert.equal(findInBook(bookOf({ chapters: [{ id: 'a', title: '', text: '看Cat吗 cats' }] }), { text: 'cat', wholeWord: true }).matches.length, 1);
});
test('an expression is tried line by line, and ^ and $ are the ends of a paragraph', () => {
  assert.deepEqual(spans({ text: '^.', regex: true }), ['a.title[0,1)', 'a.text[0,1)', 'a.text[13,14)', 'a.text[39,40)', 'b.title[0,1)', 'b.text[0,1)', 'b.text[13,14)']);
  assert.equal(findInBook(book, { text: 'sat\\.\\sA', regex: true }).matches.length, 0);
  assert.equal(findInBook(book, { text: '\\p{Script=Han}{5}', regex: true }).matches.length, 3);
});
test('all matches are replaced, plain text as it stands, and the book that was given stays', () => {
  const changed = replaceAll(book, { text: 'cat', wholeWord: true, matchCase: true }, '$& dog');
  assert.equal(changed.count, 2);
  assert.equal(changed.book.chapters[0].text, 'The $& dog sat.\nA Cat, a category: $& dog\u2019s.\n$1 (x) [y] a-b');
  assert.match(book.chapters[0].text, /^The cat/);
  assert.equal(replaceAll(book, { text: 'zebra' }, 'x').book, book, 'nothing found, nothing new');
});
test('an expression’s replacement knows its groups and \\n', () => {
  assert.equal(replaceAll(book, { text: '(\\w+) sat', regex: true }, '$1\\n$&').book.chapters[0].text.split('\n').slice(0, 2).join('|'), 'The cat|cat sat.');
  assert.equal(replaceAll(book, { text: '(?<first>明)月', regex: true }, '$<first>日').book.chapters[1].title, '明日');
  assert.equal(replaceAll(book, { text: '^', regex: true }, '\u3000\u3000').book.chapters[1].text, '\u3000\u3000床前明月光，疑是地上霜。\n\u3000\u3000举头望明月');
  assert.equal(replaceAll(book, { text: '明', regex: true }, 'a\\nb').book.chapters[1].title, 'a b月', 'a title stays one line');
});
test('one match is replaced where it is, and no other; a text that has changed since is left alone', () => {
  const query = { text: '(明)月', regex: true }, { matches } = findInBook(book, query), changed = replaceMatch(book, query, matches[2], '$1日');
  assert.equal(changed.chapters[1].text, '床前明月光，疑是地上霜。\n举头望明日');
  assert.equal(replaceMatch(book, { text: 'cat' }, { chapter: 'a', field: 'text', begin: 4, end: 7 }, 'dog').chapters[0].text.slice(0, 12), 'The dog sat.');
  assert.throws(() => replaceMatch(changed, query, matches[2], 'x'), { code: 'conflict', reason: 'matchGone' });
  assert.throws(() => replaceMatch(book, query, { ...matches[0], chapter: 'gone' }, 'x'), { code: 'conflict' });
});
test('what cannot be searched for is said', () => {
  assert.throws(() => compileQuery({ text: '' }), { code: 'missing_field', field: 'query.text' });
  assert.throws(() => compileQuery({ text: '(', regex: true }), { code: 'invalid_argument', reason: 'pattern' });
  assert.throws(() => compileQuery({ text: 'a)(b', regex: true }), { reason: 'pattern' });
  assert.throws(() => compileQuery({ text: 'x'.repeat(1_001) }), { code: 'limit_exceeded' });
  assert.deepEqual(findInBook(book, { text: 'a' }, { matchesMax: 2 }).matches.length, 2);
  assert.equal(findInBook(book, { text: 'a' }, { matchesMax: 2 }).truncated, true);
});
test('expressions that may run away are known before they run', () => {
  for (const source of ['(a+)+$', '(a*)*', '(?:a|aa)+$', '([a-z]+)*x', '(.*)(.*)(.*)=', '(x+x+)+y', '(a{1,30}){2,}', '((a|b)*c)*']) assert.equal(mayRunAway(source), true, source);
  for (const source of ['a+b', '[*+]{2}', '(ab)+', '\\(a+\\)\\+', '^\\s+|\\s+$', '第[一二三]+章', '(a|b)c', 'x{3}', '(?<=a)b+']) assert.equal(mayRunAway(source), false, source);
  assert.throws(() => findInBook(book, { text: '(a+)+$', regex: true }), { code: 'invalid_argument', reason: 'patternSlow' });
});

const folder = join(root, 'build/tests');
mkdirSync(folder, { recursive: true });
const entry = join(folder, `find-worker-${process.pid}.mjs`);
await build({ stdin: { contents: "import { parentPort } from 'node:worker_threads'; import { answerSearch } from './find_worker.js'; parentPort.on('message', (request) => parentPort.postMessage(answerSearch(request)));", resolveDir: join(root, 'web/src/words'), loader: 'ts' }, bundle: true, platform: 'node', format: 'esm', outfile: entry, logLevel: 'warning' });
let ended = 0;
function make() {
  const worker = new Worker(entry), view = { onmessage: null, onerror: null, postMessage: (message) => worker.postMessage(message), terminate: () => { ended++; return worker.terminate(); } };
  worker.on('message', (data) => view.onmessage?.({ data }));
  worker.on('error', (thrown) => view.onerror?.(thrown));
  return view;
}
test('in a worker every expression may be tried, and is stopped when it takes too long', async () => {
  const slow = bookOf({ chapters: [{ id: 'a', title: '', text: `${'a'.repeat(40)}!` }] }), begin = performance.now();
  await assert.rejects(findInWorker(make, slow, { text: '(a|aa)+$', regex: true }, { timeMs: 1_000 }), { code: 'limit_exceeded', reason: 'searchTime' });
  assert.ok(performance.now() - begin < 5_000);
  assert.equal((await findInWorker(make, book, { text: '(?:明|月)+', regex: true }, { timeMs: 10_000 })).matches.length, 3);
  const { book: changed, count } = await replaceInWorker(make, book, { text: '明月' }, '新月', { timeMs: 10_000 });
  assert.deepEqual([count, changed.chapters[1].title, changed.title], [3, '新月', book.title]);
  await assert.rejects(findInWorker(make, book, { text: '(', regex: true }, { timeMs: 10_000 }), { reason: 'pattern', code: 'invalid_argument' });
  await assert.rejects(findInWorker(make, book, { text: 'x' }, { signal: AbortSignal.abort() }), { code: 'cancelled' });
  assert.equal(ended, 4, 'each worker was ended');
});
