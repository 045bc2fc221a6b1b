// Reading texts: Chinese words beside python3-jieba, a whole book's reading beside retext-keywords and text-readability, in this run and on the same texts.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import readability from 'text-readability';
import { retext } from 'retext';
import retextKeywords from 'retext-keywords';
import { importSource, root, wordsModule } from '../support/core.mjs';
import { dataFile, hasCorpora, makeData, shakespeareWords, tangBook } from '../support/reading.mjs';

if (!hasCorpora()) {
  console.log('reading: skipped, it needs ../shared/data');
  process.exit(0);
}
const rounds = 7;
/** The least CPU time of several runs, after one that warms up. */
async function milliseconds(work, times = rounds) {
  let least = Infinity;
  for (let i = 0; i <= times; ++i) {
    const begin = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(begin);
    if (i > 0 || times === 0) least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
const line = (name, ours, peer, theirs) => console.log(`${name}: ${ours.toFixed(1)} CPU-ms; PEER ${peer} ${theirs.toFixed(1)} CPU-ms; ratio ${(theirs / ours).toFixed(1)}`);

await makeData();
const { WordsCore } = await importSource('words-core');
const { WordsReader } = await importSource('../words/reading');
const core = WordsCore.instantiate(wordsModule());
const reader = new WordsReader({ core: () => core, data: async (name) => dataFile(name) });

const folder = mkdtempSync(join(tmpdir(), 'reading-'));
/** jieba's words of a text, and the least CPU time of three cuts. */
function jieba(text) {
  const path = join(folder, 'text');
  writeFileSync(path, text);
  const script = `
import jieba, json, logging, sys, time
jieba.setLogLevel(logging.ERROR)
jieba.initialize()
text = open(sys.argv[1], encoding="utf-8", newline="").read()
least = 1e9
for _ in range(3):
    begin = time.process_time()
    words = list(jieba.cut(text))
    least = min(least, time.process_time() - begin)
print(json.dumps([least * 1000, words]))`;
  const [least, words] = JSON.parse(execFileSync('python3', ['-c', script, path], { maxBuffer: 1 << 28 }));
  return { least, words };
}
/** Of words with a Han character in both. */
function agreement(text, ends, words) {
  const spans = (lengths) => {
    const found = new Set();
    let begin = 0;
    for (const end of lengths) {
      if (/\p{Script=Han}/u.test(text.slice(begin, end))) found.add(`${begin}-${end}`);
      begin = end;
    }
    return found;
  };
  let at = 0;
  const ours = spans(ends), theirs = spans(words.map((word) => (at += word.length))), same = [...ours].filter((span) => theirs.has(span)).length;
  return (2 * same) / (ours.size + theirs.size);
}

const tang = tangBook(84_000, 1e9)[0];
const prose = ['README.zh-CN.md', 'docs/explanation/trust.zh-CN.md', 'tests/fixtures/words/story.zh.txt'].map((name) => readFileSync(join(root, name), 'utf8').replaceAll('\r', '')).join('\n');
const begin = performance.now();
await reader.words('载入', 'zh-Hans');
console.log(`reading_dictionary_loaded: ${(performance.now() - begin).toFixed(0)} ms, unpacked and read from ${dataFile('reading-zh.words.gz').length} bytes`);
for (const [name, text] of [['tang', tang], ['modern_prose', prose]]) {
  const theirs = jieba(text), ours = await milliseconds(() => reader.words(text, 'zh-Hans'));
  line(`reading_chinese_words_${name}, ${text.length} characters`, ours, 'python3-jieba', theirs.least);
  console.log(`reading_chinese_words_${name}: F1 ${agreement(text, await reader.words(text, 'zh-Hans'), theirs.words).toFixed(4)} of jieba's words`);
}
line('reading_chinese_words_tang, looked up as simplified', await milliseconds(() => reader.words(tang, 'zh-Hant')), 'python3-jieba, as it is', jieba(tang).least);

const english = shakespeareWords(100_000);
const whole = await milliseconds(() => reader.read([english], 'en'));
// Without retext-pos it finds no nouns: its time is that of reading the text into a tree.
line('reading_english_100k_words, keywords and all else', whole, 'retext-keywords', await milliseconds(() => retext().use(retextKeywords).process(english), 1));
line('reading_english_100k_words, keywords and all else', whole, 'text-readability, five formulas', await milliseconds(() => {
  for (const formula of ['fleschReadingEase', 'fleschKincaidGrade', 'gunningFog', 'colemanLiauIndex', 'automatedReadabilityIndex']) readability[formula](english);
}, 1));
const book = tangBook(300_000);
console.log(`reading_book_300k_characters: ${(await milliseconds(() => reader.read(book, 'zh-Hant'))).toFixed(1)} CPU-ms, ${book.length} chapters`);
rmSync(folder, { recursive: true });
