// Simplified and traditional Chinese: the examples of OpenCC's own test suite, and what a book keeps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importSource } from '../support/core.mjs';
import { bookOf, everythingBook, png } from '../support/books.mjs';

const { convertBook, convertLine, loadConverter } = await importSource('../words/books');

// Sentences of OpenCC's test/testcases (Apache-2.0), by its configurations s2t, s2twp, s2hk, t2s and tw2sp.
for (const [from, to, before, after] of [
  ['cn', 't', '我干什么不干你事。', '我幹什麼不干你事。'], ['cn', 't', '太后的头发很干燥。', '太后的頭髮很乾燥。'], ['cn', 't', '夸夸其谈', '誇誇其談'],
  ['cn', 't', '乾、坤、震、巽、坎、離、艮、兌', '乾、坤、震、巽、坎、離、艮、兌'], ['cn', 't', '潮湿灶台', '潮溼竈臺'],
  ['cn', 'twp', '鼠标里面的硅二极管坏了，导致光标分辨率降低。', '滑鼠裡面的矽二極體壞了，導致游標解析度降低。'],
  ['cn', 'twp', '我们在老挝的服务器的硬盘需要使用互联网算法软件解决异步的问题。', '我們在寮國的伺服器的硬碟需要使用網際網路演算法軟體解決非同步的問題。'],
  ['cn', 'twp', '为什么你在床里面睡着？', '為什麼你在床裡面睡著？'],
  ['cn', 'hk', '为什么你在床里面睡着？', '為什麼你在牀裏面睡着？'], ['cn', 'hk', '赞叹', '讚歎'],
  ['t', 'cn', '曾經有一份真誠的愛情放在我面前，我沒有珍惜，等我失去的時候我才後悔莫及。', '曾经有一份真诚的爱情放在我面前，我没有珍惜，等我失去的时候我才后悔莫及。'],
  ['twp', 'cn', '滑鼠裡面的矽二極體壞了，導致游標解析度降低。', '鼠标里面的硅二极管坏了，导致光标分辨率降低。'],
]) {
  test(`${from} to ${to}: ${before}`, async () => assert.equal((await loadConverter(from, to))(before), after));
}

test('marks stay, and a word that a mark cuts in two is still one word', async () => {
  const convert = await loadConverter('cn', 't');
  for (const [line, expected] of [
    ['# 干燥的头发', '# 乾燥的頭髮'], ['他的头**发**很干*燥*。', '他的頭**髮**很乾*燥*。'], ['{头发|tóu fa}乱了', '{頭髮|tóu fa}亂了'], ['> 说', '> 說'], ['| 汉', '| 漢'], ['***', '***'], ['', ''],
    ['![头发](头发.png)', '![頭髮](头发.png)'], ['\\*汉\\*', '\\*漢*'], ['\\# 汉', '\\# 漢'],
  ]) assert.equal(convertLine(line, convert), expected);
  const words = await loadConverter('cn', 'twp');
  assert.equal(convertLine('**鼠标**和*服务器*', words), '**滑鼠**和*伺服器*');
});

test('a book is converted whole, and its ids, pictures and licence stay', async () => {
  const book = bookOf({ title: '头发', subtitle: '干燥', language: 'zh-Hans', edition: '第 2 版', licence: '头发许可', names: [{ name: '张发', role: 'author' }], images: [png('头发.png')], chapters: [{ id: '头', title: '说发', text: '他的头发。\n![头发](头发.png)' }] });
  const converted = await convertBook(book, 'cn', 'tw');
  assert.deepEqual(converted.chapters, [{ id: '头', title: '說發', text: '他的頭髮。\n![頭髮](头发.png)' }]);
  assert.deepEqual([converted.title, converted.subtitle, converted.language, converted.licence, converted.images], ['頭髮', '乾燥', 'zh-Hant', '头发许可', book.images]);
  assert.deepEqual(await convertBook(converted, 'tw', 'cn').then(({ language }) => language), 'zh-Hans');
  assert.equal(book.title, '头发', 'the book that was given is as it was');
  const seen = [];
  await convertBook(everythingBook(), 'cn', 'hk', { progress: (done) => seen.push(done) });
  assert.equal(seen.at(-1), 1);
});

test('a kind of Chinese that there is not is refused by name', async () => {
  await assert.rejects(loadConverter('cn', 'sg'), { code: 'invalid_argument', field: 'to' });
});
