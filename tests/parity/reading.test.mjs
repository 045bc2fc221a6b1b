// The same texts read natively and in WebAssembly: the same bytes, though means, deviations and formulas are computed in floating point.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { importSource, random, root, sha256, wordsModule } from '../support/core.mjs';
import { hasCorpora, shakespeareBook, tangBook } from '../support/reading.mjs';

const native = process.env.COLOPHON_ABI_DUMP ?? join(root, 'build/native/bin/abi_dump'), dictionary = join(root, 'tests/fixtures/words/small.words');

test('readings, words and segments are the same bytes', async () => {
  assert.ok(existsSync(native), 'build/native/bin/abi_dump is not built: ./dev cmake --build --preset native --target abi_dump');
  const { WordsCore } = await importSource('words-core'), core = await WordsCore.instantiate(wordsModule());
  const { below } = random(11);
  const texts = ['README.md', 'README.zh-CN.md', 'docs/explanation/trust.md', 'tests/fixtures/words/story.zh.txt'].map((name) => readFileSync(join(root, name), 'utf8'));
  if (hasCorpora()) texts.push(...shakespeareBook(2, 300), ...tangBook(40_000));
  // Any units at all, lone surrogates among them.
  for (let i = 0; i < 20; ++i) texts.push(String.fromCharCode(...Array.from({ length: 400 }, () => [below(0x80), below(0x10000), 0x4e00 + below(0x5000), 0xd800 + below(0x800), 0x300 + below(0x70)][below(5)])));
  const folder = mkdtempSync(join(tmpdir(), 'reading-'));
  const rows = texts.map((text, i) => {
    const path = join(folder, `${i}`);
    writeFileSync(path, Buffer.from(text, 'utf16le'));
    return ['reading', path, dictionary].join('\t');
  });
  writeFileSync(join(folder, 'cases'), rows.join('\n'));
  const expected = execFileSync(native, [join(folder, 'cases')], { encoding: 'utf8', maxBuffer: 1 << 26 }).trimEnd().split('\n');
  rmSync(folder, { recursive: true });
  const { handle } = core.open('reader_open', new Uint8Array(readFileSync(dictionary)), new Uint8Array());
  texts.forEach((text, i) => {
    const length = new Uint8Array(new Int32Array([text.length]).buffer);
    const bytes = Buffer.concat([core.call('reader_read', handle, text, length, new Uint8Array()), core.call('reader_words', handle, text, 1), ...[0, 1, 2].map((kind) => core.call('text_segments', text, kind))]);
    assert.equal(`0\t${bytes.length}\t${sha256(bytes)}`, expected[i], `text ${i}`);
  });
});
