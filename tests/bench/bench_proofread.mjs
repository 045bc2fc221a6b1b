// Proofreading 10,000 words of English: the module beside harper.js, both warm, in this run; and how many of the lists' errors each finds, and how often each marks clean prose.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LocalLinter } from 'harper.js';
import { binaryInlined } from 'harper.js/binaryInlined';
import { importSource, root, wordsModule } from '../support/core.mjs';
import { cleanEnglish, errorsOf, wordsOf } from '../support/proofread_lists.mjs';

const folder = join(root, 'build/tests/words');
mkdirSync(folder, { recursive: true });
execFileSync(process.execPath, [join(root, 'web/words/data/make_english.mjs'), folder]);
const dictionary = new Uint8Array(readFileSync(join(folder, 'proofread-en.bin')));

const { WordsCore } = await importSource('words-core');
const core = await WordsCore.instantiate(wordsModule());
const { handle } = core.open('proofreader_open', dictionary);
const marks = (text) => JSON.parse(Buffer.from(core.call('proofreader_read', handle, text, 0)).toString());

const linter = new LocalLinter({ binary: binaryInlined });
await linter.setup();
const lints = (text) => linter.lint(text, { language: 'plaintext' });

async function milliseconds(work, times) {
  let least = Infinity;
  for (let i = 0; i <= times; ++i) {
    const begin = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(begin);
    if (i > 0) least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

const prose = cleanEnglish(), all = prose.split(/(?<=\s)/);
const tenThousand = Array.from({ length: Math.ceil(10_000 / all.length) }, () => prose).join('\n').split(/(?<=\s)/).slice(0, 10_000).join('');
const ours = await milliseconds(async () => marks(tenThousand), 5), theirs = await milliseconds(() => lints(tenThousand), 1);
console.log(`proofread_10k_words: ${ours.toFixed(1)} CPU-ms; PEER harper.js ${theirs.toFixed(1)} CPU-ms; ratio ${(theirs / ours).toFixed(1)}`);
console.log(`proofread_dictionary: ${Math.round(gzipSync(dictionary, { level: 9 }).length / 1000)} kB gz, ${dictionary.length} bytes`);

const meets = (error) => ({ begin, end }) => (error.begin === error.end ? begin <= error.begin && end >= error.begin : begin < error.end && end > error.begin);
for (const list of ['en', 'en_second', 'en_third', 'en_fourth']) {
  let found = 0, fixed = 0, peer = 0;
  const errors = errorsOf(list);
  for (const error of errors) {
    const here = marks(error.text), right = error.text.slice(0, error.begin) + error.right + error.text.slice(error.end);
    found += here.some(meets(error));
    fixed += here.some((mark) => mark.fixes.some((fix) => error.text.slice(0, mark.begin) + fix + error.text.slice(mark.end) === right));
    const spans = (await lints(error.text)).map((lint) => ({ begin: lint.span().start, end: lint.span().end }));
    peer += spans.some(meets(error));
  }
  console.log(`proofread_recall_${list}: ${found} of ${errors.length} (right correction ${fixed}); PEER harper.js ${peer} of ${errors.length}; ratio ${(found / peer).toFixed(2)}`);
}
const words = wordsOf(prose), per = (count) => ((1000 * count) / words).toFixed(2);
const clean = marks(prose).length, peerClean = (await lints(prose)).length;
console.log(`proofread_false_alarms: ${per(clean)} a 1,000 words; PEER harper.js ${per(peerClean)} a 1,000 words; ratio ${(peerClean / clean).toFixed(2)}`);
