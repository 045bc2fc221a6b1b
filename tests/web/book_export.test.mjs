// Books as files: EPUB as epubcheck judges it, the code on the last page as jsQR reads it, and everything that the format holds as importBook finds it again.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { importSource, random, root, sha256 } from '../support/core.mjs';
import { bookOf, corpusBook, everythingBook, fileOf, hostileTexts, png, proof, sampleBook, shakespeareBook, svg, tangBook, withoutCorpora } from '../support/books.mjs';
import { readCode } from '../support/qr.mjs';

const { canonicalText, exportEpub, exportMarkdown, exportTxt, importBook, qrSvg } = await importSource('../words/books');
const { unzipSync, strFromU8 } = await import('fflate');
const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());
const partsOf = async (blob) => Object.fromEntries(Object.entries(unzipSync(await bytesOf(blob))).map(([name, bytes]) => [name, strFromU8(bytes)]));

/** What a file keeps of a text: the marks as they are written anew, without what no file can hold. */
const kept = (text) => canonicalText(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(/\p{Cs}/gu, '\ufffd').replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\u202d\u202e]/g, ''));
const hostile = bookOf({
  title: `Hostile ${hostileTexts.join(' ')}`, language: 'x-no-language-at-all-and-too-long-to-be-one', subtitle: ']]><script>', names: [{ name: '\u202eevil</dc:creator>', role: 'author' }], licence: '"><', edition: '&#x0;',
  ai: { level: 'generated', note: hostileTexts.join(' ') }, chapters: hostileTexts.map((text, at) => ({ id: at % 2 ? `h ${at} <"'&>` : `H${at}`, title: at % 3 ? text : '', text })),
});
const rtl = bookOf({ title: 'ספר', language: 'he', chapters: [{ id: 'a', title: 'פרק', text: 'שלום *עולם*' }] });
const french = bookOf({ title: 'L’œuvre', language: 'fr-CA', chapters: [{ id: 'A', title: '', text: 'Été — « oui »' }, { id: 'a', title: 'b', text: '' }] });

const books = {
  everything: [everythingBook(), { proof }], vertical: [everythingBook('vertical'), {}], poems: [sampleBook(), { proof, modified: '2026-12-01T10:00:00+08:00' }], hostile: [hostile, { proof }], rtl: [rtl, {}], french: [french, {}],
  empty: [bookOf({ title: '', chapters: [] }), {}], pictures: [bookOf({ title: 'P', cover: svg('c.svg'), images: [png('A.png'), png('a.PNG'), svg('a b.svg')], chapters: [{ id: 'x', title: 'P', text: '![one](A.png)\n![two](a.PNG)\n![three](a b.svg)' }] }), {}],
};
if (!withoutCorpora) Object.assign(books, { tang: [tangBook(), { proof }], shakespeare: [shakespeareBook(), { proof }], corpus: [corpusBook(), {}] });

const jar = '/usr/share/java/epubcheck.jar', run = promisify(execFile);
for (const [name, [book, options]] of Object.entries(books)) {
  test(`epubcheck finds no error and no warning: ${name}`, { skip: existsSync(jar) ? false : 'epubcheck is not installed (./dev has it)' }, async () => {
    const folder = join(root, 'build/tests/epub'), path = join(folder, `${name}.epub`);
    mkdirSync(folder, { recursive: true });
    // A package whose spine had only the title and the colophon would be no book; epubcheck still takes it.
    writeFileSync(path, await bytesOf(await exportEpub(book, options)));
    const { stdout, stderr } = await run('java', ['-Xss8m', '-XX:TieredStopAtLevel=1', '-jar', jar, path], { maxBuffer: 2 ** 26 }).catch((thrown) => thrown);
    assert.match(`${stdout}${stderr}`, /0 fatals \/ 0 errors \/ 0 warnings/, `${stdout}${stderr}`.slice(0, 4000));
  });
}

test('a book comes back from its EPUB as it was', async () => {
  for (const [name, [book, options]] of Object.entries(books)) {
    if (name === 'hostile' || name === 'empty') continue;
    const { book: back, notes } = await importBook(await exportEpub(book, options)), { images, cover, chapters, ...rest } = book;
    const { images: backImages, cover: backCover, chapters: backChapters, ...backRest } = back;
    assert.deepEqual(backRest, rest, name);
    assert.deepEqual(backChapters, chapters.map((chapter) => ({ ...chapter, text: canonicalText(chapter.text) })), name);
    assert.deepEqual(backImages.map(({ name: image, type }) => [image, type]), images.map(({ name: image, type }) => [image, type]), name);
    assert.equal(backCover?.name, cover?.name);
    for (const [at, { data }] of images.entries()) if (images[at].type === 'image/png') assert.deepEqual(await bytesOf(backImages[at].data), await bytesOf(data));
    assert.deepEqual(notes, [], name);
  }
});
test('hostile texts come back without what no file can hold', async () => {
  const { book } = await importBook(await exportEpub(hostile));
  assert.deepEqual(book.chapters.map(({ id, text }) => [id, text]), hostile.chapters.map(({ id, text }) => [id, kept(text)]));
  assert.equal(book.ai.level, 'generated');
});

test('the same book gives the same bytes, whenever and wherever, and another time other ones', async () => {
  const hash = async (options) => sha256(await bytesOf(await exportEpub(everythingBook(), options)));
  const first = await hash({ proof }), zone = process.env.TZ;
  process.env.TZ = 'Pacific/Kiritimati';
  assert.equal(await hash({ proof }), first);
  if (zone === undefined) delete process.env.TZ; else process.env.TZ = zone;
  assert.notEqual(await hash({ proof, modified: '2026-12-02T00:00:00Z' }), first);
});

test('mimetype is the first file, stored, at the bytes where OCF wants it', async () => {
  const bytes = Buffer.from(await bytesOf(await exportEpub(sampleBook())));
  assert.equal(bytes.subarray(30, 58).toString('latin1'), 'mimetypeapplication/epub+zip');
  assert.equal(bytes.readUInt16LE(8), 0);
});

test('a chapter keeps its address when others move', async () => {
  const book = sampleBook(), before = await partsOf(await exportEpub(book)), after = await partsOf(await exportEpub({ ...book, chapters: [...book.chapters].reverse() }));
  for (const { id } of book.chapters) assert.equal(after[`OEBPS/c-${id}.xhtml`], before[`OEBPS/c-${id}.xhtml`]);
});

test('a vertical book turns its pages from the right, and says its writing mode', async () => {
  const vertical = await partsOf(await exportEpub(everythingBook('vertical'))), horizontal = await partsOf(await exportEpub(everythingBook()));
  assert.match(vertical['OEBPS/package.opf'], /<spine toc="ncx" page-progression-direction="rtl">/);
  assert.match(vertical['OEBPS/style.css'], /writing-mode: vertical-rl/);
  assert.doesNotMatch(horizontal['OEBPS/package.opf'], /page-progression-direction/);
  assert.match(horizontal['OEBPS/style.css'], /html \{ -epub-writing-mode: horizontal-tb/);
});

test('jsQR reads the address of the check from the page, short or long', async () => {
  const { 'OEBPS/colophon.xhtml': page } = await partsOf(await exportEpub(everythingBook(), { proof }));
  assert.equal(readCode(/<svg[\s\S]*?<\/svg>/.exec(page)[0]), proof.checkUrl);
  for (const length of [1, 40, 150, 300, 570]) {
    const address = `https://colophon.example/${'a%E4%B8%80'.repeat(length).slice(0, length)}`;
    assert.equal(readCode(qrSvg(address, 'x')), address);
  }
});

test('the colophon page says what is declared and proven, in the language of the book', async () => {
  const page = async (book, options) => (await partsOf(await exportEpub(book, options)))['OEBPS/colophon.xhtml'].replace(/<svg[\s\S]*<\/svg>/, '').replace(/<[^>]+>/g, '|').replace(/\|[|\s]*/g, '|');
  assert.match(await page(everythingBook(), { proof }), /版权页\|书名\|Everything &#38; &#60;more&#62; “全部”\|副题\|A book of all marks\|出版者\|Colophon Press\|作者\|王小明\|译者\|Ada &#60;Okafor&#62;\|.*\|版次\|第 2 版\|许可\|CC-BY-4.0\|人工智能参与（作者声明）\|人工智能辅助：Spelling; 插图草稿\|ISCC\|ISCC:KACYPXW4.*\|作品编号\|01931b6c-.*\|登记时间\|2026-12-01 08:00:00 UTC\|扫码/s);
  assert.match(await page(sampleBook()), /版權頁\|.*授權\|版權所有.*本書尚未登記/s);
  assert.match(await page(bookOf({})), /Colophon\|Title\|A Book\|Licence\|All rights reserved\|Use of AI, as declared\|None\|This book is not registered/);
});

test('Markdown holds a whole book but its pictures', async () => {
  for (const [name, [book]] of Object.entries(books)) {
    if (name === 'hostile' || name === 'empty') continue;
    const { images: _images, cover: _cover, chapters, ...rest } = book, { book: back } = await importBook(fileOf(exportMarkdown(book), 'a.md'));
    const { images: _backImages, cover: _backCover, chapters: backChapters, ...backRest } = back;
    assert.deepEqual({ ...backRest, title: rest.title }, rest, name);
    // An id that no address in Markdown can be is made anew.
    assert.deepEqual(backChapters.map(({ title, text }) => [title, text]), chapters.map(({ title, text }) => [title, canonicalText(text)]), name);
    backChapters.forEach(({ id }, at) => { if (/^[\w.:-]+$/.test(chapters[at].id)) assert.equal(id, chapters[at].id); });
  }
  const { book: back } = await importBook(fileOf(exportMarkdown(hostile), 'a.md'));
  assert.deepEqual(back.chapters.map(({ text }) => text), hostile.chapters.map(({ text }) => kept(text)));
});

test('plain text is for reading: no marks, readings in parentheses', () => {
  const text = exportTxt(everythingBook());
  assert.match(text, /^Everything & <more> “全部”\nA book of all marks\n出版者：Colophon Press\n作者：王小明\n/);
  assert.match(text, /第一章 \*星\* & <b>\n\n　　段落一，有重点和粗体，也有两者，重点里有粗体的，反之亦然。\n/);
  assert.match(text, /汉字（hàn zì）与東京（とうきょう）。/);
  assert.match(exportTxt(bookOf({ chapters: [{ id: 'a', title: 'T', text: 'one\n*two*\n| three\n| four' }] })), /one\n\ntwo\n\n {4}three\n {4}four\n$/);
});

test('a chapter of random marks comes back from EPUB and Markdown with every mark', async () => {
  const { below } = random(41), pieces = ['*', '**', '***', '\\', '{', '|', '}', '#', '>', ' ', 'a', 'b', '中', '。', '!', '[', ']', '(x.png)', '\n', '\u3000', '{a|b}', '&', '<', '_', '`', '-', '1.', '~'];
  const chapters = Array.from({ length: 2_000 }, (_, at) => ({ id: `c${at}`, title: `t${at}`, text: canonicalText(Array.from({ length: 1 + below(14) }, () => pieces[below(pieces.length)]).join('')) }));
  const texts = ({ book }) => book.chapters.map(({ text }) => text), wanted = chapters.map(({ text }) => text);
  assert.deepEqual(texts(await importBook(await exportEpub(bookOf({ chapters })))), wanted);
  assert.deepEqual(texts(await importBook(fileOf(exportMarkdown(bookOf({ chapters })), 'a.md'))), wanted);
});

test('an export says how far it is and ends where it is cancelled', async () => {
  const seen = [], controller = new AbortController(), book = bookOf({ chapters: Array.from({ length: 2_000 }, (_, at) => ({ id: `c${at}`, title: `T${at}`, text: 'words '.repeat(200) })) });
  await exportEpub(book, { progress: (done) => seen.push(done) });
  assert.equal(seen.at(-1), 1);
  assert.deepEqual(seen, [...seen].sort((a, b) => a - b));
  await assert.rejects(exportEpub(book, { signal: controller.signal, progress: () => controller.abort() }), { code: 'cancelled' });
});
