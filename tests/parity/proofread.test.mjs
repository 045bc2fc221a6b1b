// Proofreading by the shipped module and the whole dictionary: how many of published errors are found, and how often clean prose is marked.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { importSource, root, wordsModule } from '../support/core.mjs';
import { cleanEnglish, errorsOf, wordsOf } from '../support/proofread_lists.mjs';

const folder = join(root, 'build/tests/words');
let tool;
const options = { language: 'en', locale: 'en', ignoredRules: [], words: [] };
before(async () => {
  mkdirSync(folder, { recursive: true });
  execFileSync(process.execPath, [join(root, 'web/words/data/make_english.mjs'), folder]);
  const { WordsCore } = await importSource('words-core');
  const { proofreadTool } = await importSource('../words/proofread');
  const core = await WordsCore.instantiate(wordsModule());
  tool = await proofreadTool({ core: async () => core, data: async (name) => new Uint8Array(readFileSync(join(folder, name))) });
});

for (const [list, least] of [['en', 0.8], ['en_second', 0.8], ['en_third', 0.8], ['en_fourth', 0.8]]) {
  test(`of the errors of ${list}.tsv at least ${least * 100}% are found`, async () => {
    const missed = [];
    const errors = errorsOf(list);
    for (const error of errors) {
      const marks = await tool.marks(error.text, options);
      if (!marks.some(({ begin, end }) => (error.begin === error.end ? begin <= error.begin && end >= error.end : begin < error.end && end > error.begin))) missed.push(error.text);
    }
    assert.ok(errors.length >= 40);
    assert.ok(missed.length <= errors.length * (1 - least), missed.join('\n'));
  });
}

test('clean modern prose has at most 5 marks in 1,000 words', async () => {
  const text = cleanEnglish(), marks = await tool.marks(text, options), words = wordsOf(text);
  assert.ok(words > 5_000, `${words} words`);
  assert.ok(marks.length <= words / 200, `${marks.length} in ${words} words: ${marks.map(({ begin, end }) => text.slice(begin, end)).join(', ')}`);
});

test('a mark has its reason in both languages, a fix, and the place in the whole text', async () => {
  const text = 'All is well.\nHe could of done it.';
  const [mark] = await tool.marks(text, options), [chinese] = await tool.marks(text, { ...options, locale: 'zh-CN' });
  assert.deepEqual([text.slice(mark.begin, mark.end), mark.fixes[0], mark.rule, mark.kind], ['of', 'have', 'en.have', 'confusion']);
  assert.match(mark.reason, /have/);
  assert.match(chinese.reason, /[\u4e00-\u9fff]/);
});

test('ignored rules and personal words are not marked, names are learnt', async () => {
  assert.equal((await tool.marks('He could of done it.', { ...options, ignoredRules: ['en.have'] })).length, 0);
  const text = 'We went to see the grommitz. I met Ambrolia there, and Ambrolia smiled.';
  assert.deepEqual((await tool.marks(text, options)).map(({ begin, end }) => text.slice(begin, end)), ['grommitz']);
  assert.equal((await tool.marks(text, { ...options, words: ['grommitz'] })).length, 0);
  assert.deepEqual(await tool.names(text, 'en'), ['Ambrolia']);
});
