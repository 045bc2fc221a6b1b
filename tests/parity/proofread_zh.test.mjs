// Proofreading Chinese by the shipped module and the whole dictionary: how many of published errors are found, and how often clean prose is marked.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { importSource, root, wordsModule } from '../support/core.mjs';
import { errorsOf } from '../support/proofread_lists.mjs';

const folder = join(root, 'build/tests/words');
let tool;
const options = { language: 'zh-Hans', locale: 'zh-CN', ignoredRules: [], words: [] };
before(async () => {
  mkdirSync(folder, { recursive: true });
  execFileSync(process.execPath, [join(root, 'web/words/data/proofread_zh.mjs'), folder]);
  const { WordsCore } = await importSource('words-core');
  const { proofreadTool } = await importSource('../words/proofread');
  const core = await WordsCore.instantiate(wordsModule());
  tool = await proofreadTool({ core: async () => core, data: async (name) => new Uint8Array(readFileSync(join(folder, name))) });
});

for (const [list, least] of [['zh', 0.8], ['zh_second', 0.8], ['zh_third', 0.8]]) {
  test(`of the errors of ${list}.tsv at least ${least * 100}% are found`, async () => {
    const missed = [], errors = errorsOf(list);
    for (const error of errors) {
      const marks = await tool.marks(error.text, options);
      if (!marks.some(({ begin, end }) => begin < error.end && end > error.begin)) missed.push(error.text);
    }
    assert.ok(errors.length >= 40);
    assert.ok(missed.length <= errors.length * (1 - least), missed.join('\n'));
  });
}

test('clean modern prose has at most 5 marks in 1,000 characters', async () => {
  const text = readFileSync(join(root, 'tests/fixtures/proofread/zh_clean.txt'), 'utf8'), marks = await tool.marks(text, options);
  const characters = text.match(/\p{Script=Han}/gu).length;
  assert.ok(characters > 1_500, `${characters} characters`);
  assert.ok(marks.length <= characters / 200, `${marks.length} in ${characters} characters: ${marks.map(({ begin, end }) => text.slice(begin, end)).join(', ')}`);
});

test('a mark has its reason in both languages; traditional characters get traditional corrections', async () => {
  const [mark] = await tool.marks('他高興的說：「我門在次見面了。」', { ...options, language: 'zh-Hant', locale: 'en' });
  assert.deepEqual([mark.rule, mark.fixes[0]], ['zh.de', '地']);
  assert.match(mark.reason, /verb/);
  const [frame] = await tool.marks('這部電影的畫面令人震憾。', { ...options, language: 'zh-Hant' });
  assert.deepEqual(frame.fixes, ['震撼']);
  assert.match(frame.reason, /震撼/);
});

test('ignored rules and personal words are not marked, names are learnt', async () => {
  assert.equal((await tool.marks('我己经写完了作业。', { ...options, ignoredRules: ['zh.yi'] })).length, 0);
  const text = '这批泊来品很受欢迎。';
  assert.equal((await tool.marks(text, options)).length, 1);
  assert.equal((await tool.marks(text, { ...options, words: ['泊来品'] })).length, 0);
  assert.ok((await tool.names('闫砚走进来。大家看着闫砚。闫砚笑了。', 'zh-Hans')).includes('闫砚'));
});
