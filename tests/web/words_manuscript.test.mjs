// The manuscript without a page: lines, undo, counts, passages, prompts.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { random, root } from '../support/core.mjs';

let words;
before(async () => {
  mkdirSync(join(root, 'build/tests'), { recursive: true });
  const outfile = join(root, `build/tests/words-manuscript-${process.pid}.mjs`), source = join(root, 'web/src/words');
  const names = ['lines', 'manuscript', 'count', 'passages', 'prompts', 'prompts.en', 'prompts.zh', 'book'];
  await build({ stdin: { contents: names.map((name) => `export * from './${name}.js';`).join('\n'), resolveDir: source, loader: 'ts' }, outfile, bundle: true, format: 'esm', logLevel: 'warning' });
  words = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
});
const pieces = ['a', 'b', '\n', '春', '江潮', '\ud83d\ude00', '\ud800', 'word ', '\n\n', ''];
const pick = (next, list) => list[Math.floor(next() * list.length)];
/** A random change of a text: what is removed, and what comes in its place. */
function change(next, text) {
  const at = Math.floor(next() * (text.length + 1)), removed = text.slice(at, at + Math.floor(next() * next() * 12)), inserted = Array.from({ length: Math.floor(next() * 4) }, () => pick(next, pieces)).join('');
  return { at, removed, inserted };
}
const applied = (text, { at, removed, inserted }) => text.slice(0, at) + inserted + text.slice(at + removed.length);

test('the place where two texts differ makes the one of the other', () => {
  for (let seed = 1; seed <= 300; ++seed) {
    const { next } = random(seed), before = Array.from({ length: 12 }, () => pick(next, pieces)).join(''), after = applied(before, change(next, before)), edit = words.editBetween(before, after);
    if (before === after) assert.equal(edit, undefined);
    else assert.equal(applied(before, edit), after);
  }
});

test('lines under any edits are those of the text, with the places and heights that a whole count gives', () => {
  for (let seed = 1; seed <= 60; ++seed) {
    const { next } = random(seed), lines = new words.Lines();
    let text = Array.from({ length: 20 }, () => pick(next, pieces)).join('');
    lines.set(text);
    for (let step = 0; step < 40; ++step) {
      const edit = change(next, text);
      text = applied(text, edit);
      lines.edit(edit);
      const expected = text.split('\n');
      assert.deepEqual(lines.all.map((line) => line.text), expected);
      lines.all.forEach((line, index) => { if (line.height < 0) lines.measured(index, 10 + (line.text.length % 3)); });
      let start = 0, top = 0;
      expected.forEach((line, index) => {
        assert.equal(lines.start(index), start);
        assert.equal(lines.top(index), top);
        assert.equal(lines.indexAt(start), index);
        assert.equal(lines.indexAt(start + line.length), index);
        start += line.length + 1;
        top += 10 + (line.length % 3);
      });
    }
  }
});

test('marks beside an edit move with their letters; those that it touches go', () => {
  const lines = new words.Lines(), mark = (begin, end) => ({ begin, end, rule: 'r', kind: 'spelling', reason: '', fixes: [] });
  lines.set('one two three');
  lines.at(0).marks = [mark(0, 3), mark(4, 7), mark(8, 13)];
  lines.edit({ at: 5, removed: 'w', inserted: 'WWW' });
  assert.deepEqual(lines.at(0).marks.map(({ begin, end }) => [begin, end]), [[0, 3], [10, 15]]);
});

test('undo takes every act back, whatever was written, moved or replaced, and redo brings it again', () => {
  for (let seed = 1; seed <= 60; ++seed) {
    const { next } = random(seed), first = { ...words.emptyBook('en', 'c0'), chapters: ['c0', 'c1', 'c2'].map((id) => ({ id, title: id, text: 'begin\nend' })) }, manuscript = new words.Manuscript(first);
    let now = 0;
    for (let step = 0; step < 60; ++step) {
      now += next() < 0.7 ? 100 : 2000;
      const { chapters } = manuscript.book, chapter = pick(next, chapters);
      if (next() < 0.8) manuscript.write(chapter.id, change(next, chapter.text), now);
      else if (next() < 0.5) manuscript.act('move', words.moveChapter(manuscript.book, Math.floor(next() * 3), Math.floor(next() * 3)), chapter.id, chapter.id, now);
      else manuscript.act('rename', words.renameChapter(manuscript.book, chapter.id, `title ${step}`), chapter.id, chapter.id, now);
    }
    const last = JSON.stringify(manuscript.book);
    while (manuscript.canUndo) manuscript.undo();
    assert.deepEqual(manuscript.book, first, `seed ${seed}`);
    while (manuscript.canRedo) manuscript.redo();
    assert.equal(JSON.stringify(manuscript.book), last, `seed ${seed}`);
  }
});

test('writing without a pause is one act, a pause begins another', () => {
  const manuscript = new words.Manuscript(words.emptyBook('en', 'c'));
  [...'word'].forEach((letter, index) => manuscript.write('c', { at: index, removed: '', inserted: letter }, index * 50));
  manuscript.write('c', { at: 4, removed: '', inserted: '!' }, 5000);
  manuscript.undo();
  assert.equal(manuscript.book.chapters[0].text, 'word');
  manuscript.undo();
  assert.equal(manuscript.book.chapters[0].text, '');
});

test('counts are those of a writer: Han characters one by one, words of other scripts whole', () => {
  for (const [text, count] of [['', 0], ['The sea.', 2], ['It’s a well-known fact', 4], ['春江潮水连海平', 7], ['春 river 江', 3], ['3.14 is π', 4], ['\ud800', 0], ['𠀀𠀁', 2], ['안녕하세요 세계', 2], ['...', 0]]) assert.equal(words.countWords(text), count, text);
});

test('passages that two texts share are found whatever stands between their letters; chance is none', async () => {
  const rest = async () => undefined;
  const found = await words.passagesOf('他说：春江潮水，连海平；海上明月共潮生。完', '诗云「春江潮水连海平 海上明月共潮生」者', rest);
  assert.equal(found.length, 1);
  assert.equal('他说：春江潮水，连海平；海上明月共潮生。完'.slice(found[0].a, found[0].a + found[0].length), '春江潮水，连海平；海上明月共潮生');
  assert.deepEqual(await words.passagesOf('The sea was calm and nobody came.', 'The sea was wild and everybody left.', rest), []);
  const long = 'It was the best of times, it was the worst of times, it was the age of wisdom';
  assert.equal((await words.passagesOf(`Once. ${long}. Then`, `“${long.toUpperCase()}”`, rest)).length, 1);
});

test('prompts are the same for the same seed, each another, filled to the last brace, with the book’s own words', () => {
  for (const [language, own] of [['en', ['lighthouse', 'keeper', 'clock']], ['zh-Hans', ['灯塔', '守灯人', '钟']]]) {
    const grammar = words.grammarOf(language);
    for (const genre of words.genres) {
      for (let seed = 1; seed <= 40; ++seed) {
        const made = words.makePrompts(grammar, genre, own, seed, 4);
        assert.deepEqual(made, words.makePrompts(grammar, genre, own, seed, 4));
        assert.equal(new Set(made).size, 4);
        for (const text of made) assert.doesNotMatch(text, /[{}]|undefined/);
        assert.ok(made.some((text) => own.some((word) => text.toLowerCase().includes(word))), made.join('\n'));
      }
      assert.equal(words.makePrompts(grammar, genre, [], 1, 4).length, 4, 'a book without words has prompts too');
    }
  }
  assert.deepEqual(words.frequentWords('The lighthouse and the keeper. A lighthouse, a keeper, the sea.', 'en'), ['lighthouse', 'keeper']);
});
