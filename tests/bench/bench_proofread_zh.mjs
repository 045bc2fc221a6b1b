// Proofreading Chinese: how many errors of the lists are found, how often clean prose is marked, and how long a book of 300,000 characters takes. No peer reads Chinese in a browser.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { importSource, root, wordsModule } from '../support/core.mjs';
import { errorsOf } from '../support/proofread_lists.mjs';

const folder = join(root, 'build/tests/words');
mkdirSync(folder, { recursive: true });
execFileSync(process.execPath, [join(root, 'web/words/data/proofread_zh.mjs'), folder]);
const dictionary = new Uint8Array(readFileSync(join(folder, 'proofread-zh.bin')));
const { WordsCore } = await importSource('words-core');
const core = await WordsCore.instantiate(wordsModule());
let begin = process.cpuUsage();
const since = () => { const { user, system } = process.cpuUsage(begin); return (user + system) / 1000; };
const { handle } = core.open('proofreader_open', dictionary);
console.log(`proofread_zh_load: ${since().toFixed(0)} CPU-ms, ${Math.round(gzipSync(dictionary, { level: 9 }).length / 1000)} kB gz`);
const marks = (text) => JSON.parse(Buffer.from(core.call('proofreader_read', handle, text, 0)).toString());

for (const list of ['zh', 'zh_second', 'zh_third']) {
  const errors = errorsOf(list);
  let found = 0, fixed = 0;
  for (const { begin: from, end: to, right, text } of errors) {
    const here = marks(text), whole = text.slice(0, from) + right + text.slice(to);
    found += here.some((mark) => mark.begin < to && mark.end > from);
    fixed += here.some((mark) => mark.fixes.some((fix) => text.slice(0, mark.begin) + fix + text.slice(mark.end) === whole));
  }
  console.log(`proofread_zh_recall_${list}: ${found} of ${errors.length} (right correction ${fixed})`);
}
const prose = readFileSync(join(root, 'tests/fixtures/proofread/zh_clean.txt'), 'utf8'), characters = prose.match(/\p{Script=Han}/gu).length;
console.log(`proofread_zh_false_alarms: ${((1000 * marks(prose).length) / characters).toFixed(2)} a 1,000 characters`);
const book = prose.repeat(Math.ceil(300_000 / prose.length)).slice(0, 300_000);
let least = Infinity;
for (let i = 0; i < 3; ++i) { begin = process.cpuUsage(); marks(book); least = Math.min(least, since()); }
console.log(`proofread_zh_300k_characters: ${least.toFixed(0)} CPU-ms`);
