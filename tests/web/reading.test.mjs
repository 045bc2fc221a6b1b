// The reader over the shipped module and the shipped data: against jieba, ICU and text-readability on whole texts, and on input that is bad.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import readability from 'text-readability';
import { importSource, random, root, wordsModule } from '../support/core.mjs';
import { dataFile, hasCorpora, makeData, shakespeareBook, tangBook } from '../support/reading.mjs';

const needsCorpora = { skip: !hasCorpora() && 'needs ../shared/data' };
const bytes = (text) => new TextEncoder().encode(text);
const lengthsOf = (chapters) => new Uint8Array(new Int32Array(chapters.map(({ length }) => length)).buffer);
let core, reader, asked;
before(async () => {
  await makeData();
  const { WordsCore } = await importSource('words-core');
  const { WordsReader } = await importSource('../words/reading');
  core = await WordsCore.instantiate(wordsModule());
  asked = [];
  reader = new WordsReader({ core: async () => core, data: async (name) => { asked.push(name); return dataFile(name); } });
});

const pieces = (text, ends) => Array.from(ends, (end, i) => text.slice(i === 0 ? 0 : ends[i - 1], end));

/** jieba's own words, by its Python package. */
function jieba(text) {
  const folder = mkdtempSync(join(tmpdir(), 'jieba-')), path = join(folder, 'text');
  writeFileSync(path, text);
  const script = 'import jieba,json,logging,sys\njieba.setLogLevel(logging.ERROR)\nprint(json.dumps(list(jieba.cut(open(sys.argv[1],encoding="utf-8",newline="").read()))))';
  const words = JSON.parse(execFileSync('python3', ['-c', script, path], { maxBuffer: 1 << 28 }));
  rmSync(folder, { recursive: true });
  return words;
}
/** F1 over the words that have a Han character. */
function agreement(text, ends, words) {
  const spans = (all) => {
    let begin = 0;
    return new Set([...all].map((end) => { const span = [begin, end]; begin = end; return span; }).filter(([a, b]) => /\p{Script=Han}/u.test(text.slice(a, b))).map(String));
  };
  let at = 0;
  const ours = spans(ends), theirs = spans(words.map((word) => (at += word.length)));
  return (2 * [...ours].filter((span) => theirs.has(span)).length) / (ours.size + theirs.size);
}

test('modern Chinese prose is parted as jieba parts it', async () => {
  const text = ['README.zh-CN.md', 'docs/explanation/trust.zh-CN.md', 'tests/fixtures/words/story.zh.txt'].map((name) => readFileSync(join(root, name), 'utf8')).join('\n');
  const found = agreement(text, await reader.words(text, 'zh-Hans'), jieba(text));
  assert.ok(found > 0.999, `F1 ${found}`);
});

test('Tang poems: nearly jieba’s words, and as many again in traditional form', needsCorpora, async () => {
  const [text] = tangBook(40_000, 1e9);
  // The difference: where jieba’s model meets a character that it does not know, it leaves the rest of the run in single characters.
  const found = agreement(text, await reader.words(text, 'zh-Hans'), jieba(text));
  assert.ok(found > 0.97, `F1 ${found}`);
});

test('graphemes and English words are ICU’s', needsCorpora, async () => {
  const [play] = shakespeareBook(1, 100);
  const samples = [play, 'e\u0301 👩‍👩‍👧 🇩🇪🇫🇷 각 नमस्ते\r\n👍🏽', 'It’s 3,141.59 — “so-called” A.B.C. foo_bar'];
  for (const text of samples) {
    const graphemes = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
    const words = [...new Intl.Segmenter('en', { granularity: 'word' }).segment(text)].map(({ segment }) => segment);
    assert.deepEqual(pieces(text, await reader.segments(text, 'grapheme')), graphemes);
    assert.deepEqual(pieces(text, await reader.segments(text, 'word')), words);
  }
});

test('readability is text-readability’s, within what its own counting explains', needsCorpora, async () => {
  const compare = async (text, tolerances) => {
    const { readability: ours } = await reader.read([text], 'en');
    for (const [name, [formula, tolerance]] of Object.entries(tolerances)) {
      const value = ours.find((each) => each.name === name).value, theirs = readability[formula](text);
      assert.ok(Math.abs(value - theirs) <= tolerance, `${name}: ours ${value}, theirs ${theirs}`);
    }
  };
  // The same words and sentences for both: what is left is a syllable here and there, their rounding of means to a tenth, and that they count marks of
  // punctuation as characters. Their fog takes only words that are on no list of easy words, and each once: it is no peer of Gunning's.
  const plain = `The harbour lies in a narrow bay between two hills. In winter the fishing boats remain there for weeks because the sea outside is too dangerous.
Every morning the men walk down to the water and examine their nets. An old captain explained that his grandfather had built the first wooden pier with his own hands.
Nobody remembers exactly when the lighthouse was finished. Today a young engineer looks after the electric lamp and reports the weather to the nearest airport.`.replaceAll('\n', ' ');
  await compare(plain, {
    flesch_reading_ease: ['fleschReadingEase', 5], flesch_kincaid_grade: ['fleschKincaidGrade', 0.7],
    coleman_liau: ['colemanLiauIndex', 0.5], automated_readability_index: ['automatedReadabilityIndex', 1],
  });
  // On a play they have fewer sentences, as they drop those of two words.
  await compare(shakespeareBook(1, 200)[0], {
    flesch_reading_ease: ['fleschReadingEase', 4], flesch_kincaid_grade: ['fleschKincaidGrade', 1], smog: ['smogIndex', 1],
    coleman_liau: ['colemanLiauIndex', 1], automated_readability_index: ['automatedReadabilityIndex', 2.6], dale_chall: ['daleChallReadabilityScore', 1],
  });
});

test('a Shakespeare chapter and the Tang corpus are about what they are about', needsCorpora, async () => {
  const play = await reader.read(shakespeareBook(3, 100), '');
  assert.equal(play.language, 'en');
  assert.deepEqual(play.keywords.slice(0, 5).map(({ text }) => text), ['Marcius', 'Rome', 'Aufidius', 'Caius Marcius', 'Corioli']);
  const tang = await reader.read(tangBook(84_000), '');
  assert.equal(tang.language, 'zh-Hant');
  assert.deepEqual(tang.keywords.slice(0, 4).map(({ text }) => text), ['春風', '萬國', '漢宮', '無疆']);
  assert.deepEqual(tang.themes.slice(0, 3).map(({ name }) => name), ['nature', 'journey', 'war']);
});

test('what is loaded is what the language asks for, and a failure is not kept', async () => {
  const own = [];
  let failing = true;
  const { WordsReader } = await importSource('../words/reading');
  const fresh = new WordsReader({
    core: async () => core,
    data: async (name) => { own.push(name); if (failing) throw new Error('offline'); return dataFile(name); },
  });
  await assert.rejects(fresh.read(['The end.'], 'en'), /offline/);
  failing = false;
  assert.equal((await fresh.read(['The end.'], 'en')).words, 2);
  await fresh.read(['Again.'], 'en');
  assert.deepEqual(own, ['reading-en.txt', 'reading-en.txt']);
});

test('the verbs refuse what is no text, no dictionary and no division into chapters', async () => {
  assert.throws(() => core.call('text_segments', new Uint8Array(3), 0), { code: 'invalid_encoding', field: 'text' });
  assert.throws(() => core.call('text_segments', 'text', 3), { code: 'invalid_argument', field: 'kind' });
  assert.throws(() => core.call('text_language', new Uint8Array(1)), { code: 'invalid_encoding' });
  assert.throws(() => core.open('reader_open', bytes('a dictionary that is none, but long enough'), new Uint8Array()), { code: 'unknown_format', field: 'dictionary' });
  assert.throws(() => core.open('reader_open', new Uint8Array(), Uint8Array.of(0xff)), { code: 'invalid_encoding', field: 'familiar' });
  const { handle } = core.open('reader_open', new Uint8Array(), new Uint8Array());
  const read = (text, lengths) => core.call('reader_read', handle, text, lengths, bytes('en'));
  assert.throws(() => read('abc', lengthsOf(['ab'])), { code: 'invalid_argument', field: 'lengths' });
  assert.throws(() => read('abc', lengthsOf(['abcd'])), { code: 'invalid_argument' });
  assert.throws(() => read('abc', new Uint8Array(3)), { code: 'invalid_argument' });
  assert.throws(() => read('', lengthsOf(Array(10_001).fill(''))), { code: 'invalid_argument' });
  assert.throws(() => read(new Uint8Array((16 << 20) + 2), new Uint8Array()), { code: 'limit_exceeded', field: 'text' });
  const broken = '\udc00 \ud800"\u202e‘\ud83d';
  assert.equal(JSON.parse(Buffer.from(read(broken, lengthsOf([broken])))).chapters[0].units, broken.length);
  core.end('reader_free', handle);
  assert.equal(core.dead, false);
});

test('300 readings, opened and closed, and the memory does not grow', async () => {
  const { below } = random(3), dictionary = readFileSync(join(root, 'tests/fixtures/words/small.words')), chapters = ['“Go!” she said, and the old iron gate shut.', '我来到北京清华大学。'];
  const round = () => {
    const { handle } = core.open('reader_open', new Uint8Array(dictionary), bytes('go\ngate\n'));
    core.call('reader_read', handle, chapters.join(''), lengthsOf(chapters), bytes(['en', 'zh-Hans', ''][below(3)]));
    core.call('reader_words', handle, chapters[1], 1);
    core.end('reader_free', handle);
  };
  for (let i = 0; i < 20; ++i) round();
  const memory = core.memoryBytes;
  for (let i = 0; i < 300; ++i) round();
  assert.equal(core.memoryBytes, memory);
});
