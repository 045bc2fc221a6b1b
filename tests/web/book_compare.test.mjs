// Two versions of a book: what became of its chapters, paragraphs and words. Every comparison must give the later version back when it is applied to the earlier.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importSource, random } from '../support/core.mjs';
import { bookOf, corpusBook, cpuMs, sampleBook, withoutCorpora } from '../support/books.mjs';

const { compareBooks, compareParagraph, compareTexts } = await importSource('../words/books');
const chapters = (...texts) => ({ chapters: texts.map(([id, title, text]) => ({ id, title, text })) });

/** The later text, made from the earlier and the changes. */
function apply(before, changes) {
  const lines = new Map(before.split('\n').map((line, at) => [at, line])), later = [];
  for (const change of changes) {
    if (change.kind !== 'added') lines.delete(change.before);
    if (change.kind === 'changed') assert.equal(change.pieces.filter(({ kind }) => kind !== 'added').map(({ text }) => text).join(''), before.split('\n')[change.before]);
    if (change.kind !== 'removed') later.push([change.after, change.kind === 'added' ? change.text : change.pieces.filter(({ kind }) => kind !== 'removed').map(({ text }) => text).join('')]);
  }
  const kept = [...lines.values()], placed = new Map(later), whole = [];
  while (kept.length > 0 || placed.size > 0) {
    const next = placed.get(whole.length);
    if (next !== undefined) placed.delete(whole.length);
    else if (kept.length === 0) assert.fail('a place is left empty');
    whole.push(next ?? kept.shift());
  }
  return whole.join('\n');
}

test('words of English and characters of Chinese are what changes', () => {
  assert.deepEqual(compareParagraph('The quick brown fox', 'The slow brown fox'), [{ kind: 'same', text: 'The ' }, { kind: 'removed', text: 'quick' }, { kind: 'added', text: 'slow' }, { kind: 'same', text: ' brown fox' }]);
  assert.deepEqual(compareParagraph('床前明月光', '床前看月光。'), [{ kind: 'same', text: '床前' }, { kind: 'removed', text: '明' }, { kind: 'added', text: '看' }, { kind: 'same', text: '月光' }, { kind: 'added', text: '。' }]);
  assert.deepEqual(compareParagraph('', ''), []);
});

test('Myers’ own example has the shortest edit of five', () => {
  // The paper's ABCABBA to CBABAC, a line each.
  const changes = compareTexts([...'ABCABBA'].join('\n'), [...'CBABAC'].join('\n'));
  assert.equal(changes.reduce((sum, { kind }) => sum + (kind === 'changed' ? 2 : 1), 0), 5);
});

test('a paragraph that was rewritten is changed, one that has nothing in common was removed and added', () => {
  assert.deepEqual(compareTexts('one\nthe cat sat on the mat\nthree', 'one\nthe cat lay on the mat\nthree').map(({ kind }) => kind), ['changed']);
  assert.deepEqual(compareTexts('one\nthe cat sat\nthree', 'one\nzyx wvu\nthree').map(({ kind }) => kind), ['removed', 'added']);
  assert.deepEqual(compareTexts('a\nthe cat sat on the mat\nb', 'a\nnew first line\nthe cat sat on a mat\nb').map(({ kind, after }) => [kind, after]), [['added', 1], ['changed', 2]]);
  assert.deepEqual(compareTexts('same', 'same'), []);
});

test('chapters are the same, changed, moved, renamed, added and removed', () => {
  const before = chapters(['a', 'A', 'alpha'], ['b', 'B', 'beta'], ['c', 'C', 'gamma'], ['d', 'D', 'delta']), after = chapters(['c', 'C', 'gamma'], ['a', 'A', 'alpha'], ['b', 'B2', 'beta'], ['e', 'E', 'epsilon']);
  const { chapters: found, added, removed } = compareBooks(before, after);
  assert.deepEqual(found.map(({ kind, moved, before: from, after: to, titleBefore, titleAfter }) => [kind, moved, from, to, titleBefore, titleAfter]), [
    ['same', true, 2, 0, 'C', 'C'], ['same', false, 0, 1, 'A', 'A'], ['changed', false, 1, 2, 'B', 'B2'], ['added', false, undefined, 3, undefined, 'E'], ['removed', false, 3, undefined, 'D', undefined],
  ]);
  assert.deepEqual([added, removed], ['epsilon'.length, 'delta'.length]);
});

test('a book that was imported anew, with other ids, is known by its texts, titles and lines', () => {
  const lines = (...numbers) => numbers.map((number) => `a sufficiently long line of number ${number}`).join('\n');
  const before = chapters(['1', 'A', lines(1, 2, 3)], ['2', 'B', 'beta'], ['3', 'C', lines(4, 5, 6)]), after = chapters(['x', 'Other', lines(1, 2, 3)], ['y', 'B', 'beta changed'], ['z', 'New', lines(4, 5, 7)]);
  assert.deepEqual(compareBooks(before, after).chapters.map(({ kind, before: from }) => [kind, from]), [['changed', 0], ['changed', 1], ['changed', 2]]);
});

test('applied to the earlier version, the changes give the later one: random texts', () => {
  const { below } = random(17), line = () => Array.from({ length: below(6) }, () => ['the', 'cat', '月', '光', '。', ' '][below(6)]).join('');
  for (let round = 0; round < 3_000; round++) {
    const before = Array.from({ length: 1 + below(12) }, line), after = [...before];
    for (let change = below(6); change > 0; change--) after.splice(below(after.length + 1), below(3), ...(below(2) ? [line()] : []));
    assert.equal(apply(before.join('\n'), compareTexts(before.join('\n'), after.join('\n'))), after.join('\n'), JSON.stringify([before, after]));
  }
});

test('the same for a whole book, edited here and there, and for one that has nothing in common', { skip: withoutCorpora }, () => {
  const before = corpusBook(), { below } = random(23);
  const after = { ...before, chapters: before.chapters.map((chapter) => ({ ...chapter, text: chapter.text.split('\n').flatMap((line) => (below(40) === 0 ? [] : below(30) === 0 ? [line, `${line}！`] : below(20) === 0 ? [line.replace('，', '、')] : [line])).join('\n') })) };
  for (const [at, change] of compareBooks(before, after).chapters.entries()) assert.equal(apply(before.chapters[at].text, change.paragraphs), after.chapters[at].text);
  const one = before.chapters.map(({ text }) => text).join('\n'), other = [...one].reverse().join('');
  const begin = cpuMs();
  assert.equal(apply(one, compareTexts(one, other)), other);
  assert.ok(cpuMs() - begin < 10_000, `${cpuMs() - begin} ms`);
});

test('a book compared with itself has no changes', () => {
  const { chapters: found, added, removed } = compareBooks(sampleBook(), sampleBook());
  assert.ok(found.every(({ kind, moved }) => kind === 'same' && !moved));
  assert.deepEqual([added, removed], [0, 0]);
  assert.deepEqual(compareBooks(bookOf({ chapters: [] }), bookOf({ chapters: [] })).chapters, []);
});
