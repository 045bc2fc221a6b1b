// The marks of a manuscript (docs/formats/manuscript.md): what each line means, and that writing keeps what reading found.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importSource, random } from '../support/core.mjs';
import { cpuMs, everythingBook, hostileTexts } from '../support/books.mjs';

const { canonicalText, parseLine, parseText, plainText, writeBlock, writeText } = await importSource('../words/books');
const text = (words) => ({ kind: 'text', text: words }), em = (...inlines) => ({ kind: 'emphasis', inlines }), strong = (...inlines) => ({ kind: 'strong', inlines }), ruby = (base, reading) => ({ kind: 'ruby', base, reading });

test('a line is the block that its beginning says', () => {
  for (const [line, block] of [
    ['', { kind: 'empty' }], ['***', { kind: 'break' }], ['words', { kind: 'paragraph', inlines: [text('words')] }],
    ['# One', { kind: 'heading', level: 1, inlines: [text('One')] }], ['### Three', { kind: 'heading', level: 3, inlines: [text('Three')] }],
    ['#### four', { kind: 'paragraph', inlines: [text('#### four')] }], ['#tag', { kind: 'paragraph', inlines: [text('#tag')] }],
    ['> said', { kind: 'quote', inlines: [text('said')] }], ['>', { kind: 'quote', inlines: [] }], ['>said', { kind: 'paragraph', inlines: [text('>said')] }],
    ['| 床前明月光', { kind: 'verse', inlines: [text('床前明月光')] }], ['|', { kind: 'verse', inlines: [] }],
    ['![a cat](cat.png)', { kind: 'image', description: 'a cat', name: 'cat.png' }], ['![](猫.svg)', { kind: 'image', description: '', name: '猫.svg' }],
    ['![a cat](a/cat.png)', { kind: 'paragraph', inlines: [text('![a cat](a/cat.png)')] }], ['see ![a](b.png)', { kind: 'paragraph', inlines: [text('see ![a](b.png)')] }],
    ['\\# not', { kind: 'paragraph', inlines: [text('# not')] }], ['\\***', { kind: 'paragraph', inlines: [text('***')] }],
  ]) assert.deepEqual(parseLine(line), block, line);
});

test('within a line there are emphasis, strong and ruby, and what closes nothing is itself', () => {
  for (const [line, ...inlines] of [
    ['a *b* c', text('a '), em(text('b')), text(' c')], ['**b**', strong(text('b'))], ['***b***', strong(em(text('b')))],
    ['*a **b***', em(text('a '), strong(text('b')))], ['***a** b*', em(strong(text('a')), text(' b'))], ['***a* b**', strong(em(text('a')), text(' b'))],
    ['2 * 3 * 4', text('2 * 3 * 4')], ['a* b*', text('a* b*')], ['*a', text('*a')], ['****', text('****')], ['**a*', text('**a*')],
    ['中文*重点*中文', text('中文'), em(text('重点')), text('中文')],
    ['{東京|とうきょう}', ruby('東京', 'とうきょう')], ['*{漢|hàn}*', em(ruby('漢', 'hàn'))], ['{a}', text('{a}')], ['{a|}', text('{a|}')], ['{a|b|c}', text('{a|b|c}')],
    ['\\*a\\*', text('*a*')], ['\\{a|b}', text('{a|b}')], ['{a\\|b|c}', ruby('a|b', 'c')], ['a\\b', text('a\\b')], ['\\\\*a*', text('\\'), em(text('a'))],
  ]) assert.deepEqual(parseLine(line).inlines, inlines, line);
});

test('what was read is written so that it is read again, with no backslash too many', () => {
  const canonical = ['a *b* **c** {d|e}', '3 * 4 = 12', 'f(x) { return x | y; }', '\\# no heading', 'C:\\dir', '*a **b***', '***a** b*'];
  for (const line of canonical) assert.equal(writeBlock(parseLine(line)), line);
  for (const whole of [...hostileTexts, ...everythingBook().chapters.map((chapter) => chapter.text)]) {
    assert.deepEqual(parseText(canonicalText(whole)), parseText(whole));
    assert.equal(canonicalText(canonicalText(whole)), canonicalText(whole));
  }
});

test('writing any text keeps its blocks, over random lines of marks', () => {
  const { below } = random(11), pieces = ['*', '**', '***', '\\', '{', '|', '}', '#', '>', ' ', 'a', 'b', '中', '。', '!', '[', ']', '(x.png)', '\n', '\u3000', '****', '\ud83d\ude00'];
  for (let round = 0; round < 20_000; round++) {
    const whole = Array.from({ length: 1 + below(14) }, () => pieces[below(pieces.length)]).join('');
    assert.deepEqual(parseText(canonicalText(whole)).map((block) => ('inlines' in block ? plainText(block.inlines) : block)), parseText(whole).map((block) => ('inlines' in block ? plainText(block.inlines) : block)), JSON.stringify(whole));
    assert.equal(canonicalText(canonicalText(whole)), canonicalText(whole), JSON.stringify(whole));
  }
});

test('any words can stand in any block', () => {
  const { below } = random(5), letters = ['*', '\\', '{', '|', '}', '#', '>', ' ', 'a', '中', '!', '[x](y)'];
  for (let round = 0; round < 5_000; round++) {
    const words = Array.from({ length: 1 + below(10) }, () => letters[below(letters.length)]).join('');
    for (const block of [{ kind: 'paragraph', inlines: [text(words)] }, { kind: 'verse', inlines: [text(words)] }, { kind: 'paragraph', inlines: [em(text(`x${words}x`))] }, { kind: 'paragraph', inlines: [ruby(words, words)] }]) {
      assert.equal(plainText(parseLine(writeText([block])).inlines ?? []), plainText(block.inlines), JSON.stringify(words));
    }
  }
});

test('marks that never end take time linear in the line', () => {
  for (const piece of ['*', '**a', '*a **b ', '{', '{a|', '\\', '***a *', '{a\\']) {
    const begin = cpuMs();
    parseText(piece.repeat(200_000));
    assert.ok(cpuMs() - begin < 2_000, `${piece}: ${cpuMs() - begin} ms`);
  }
});
