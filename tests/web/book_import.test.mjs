// Books from files: what the readers of each kind find. Word documents are judged by mammoth, on its own samples.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { importSource } from '../support/core.mjs';
import { fileOf, pixelPng, shakespeareBook, tangBook, withoutCorpora, zipOf } from '../support/books.mjs';

const { chapterWords, importBook, tellNote } = await importSource('../words/books');
let ids = 0;
const read = (bytes, name, options) => importBook(fileOf(bytes, name), { newId: () => `id-${++ids}`, ...options });
const titles = ({ book }) => book.chapters.map(({ title }) => title);
const kinds = ({ notes }) => notes.map(({ kind }) => kind);

const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"';
const relation = (id, type, target) => `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
const relations = (...all) => `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`;
const docx = (body, more = {}) => zipOf({
  '[Content_Types].xml': '<Types/>', '_rels/.rels': relations(relation('r1', 'officeDocument', 'word/document.xml')),
  'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document ${w}><w:body>${body}</w:body></w:document>`,
  'word/styles.xml': `<w:styles ${w}>${[['a', 'heading 1'], ['b', 'heading 2'], ['t', 'Title'], ['q', 'Quote'], ['v', 'Poem']].map(([id, name]) => `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`).join('')}<w:style w:type="paragraph" w:styleId="c"><w:name w:val="My chapter"/><w:basedOn w:val="a"/></w:style><w:style w:type="character" w:styleId="E"><w:name w:val="Emphasis"/></w:style></w:styles>`,
  'word/_rels/document.xml.rels': relations(relation('i1', 'image', 'media/image1.png'), relation('i2', 'image', 'media/odd.emf')),
  'word/media/image1.png': pixelPng, 'word/media/odd.emf': 'EMF', 'docProps/core.xml': '<cp:coreProperties xmlns:dc="x" xmlns:cp="y"><dc:creator>王小明</dc:creator></cp:coreProperties>', ...more,
});
const p = (text, style = '', run = '') => `<w:p><w:pPr>${style && `<w:pStyle w:val="${style}"/>`}</w:pPr><w:r><w:rPr>${run}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
const picture = (id) => `<w:p><w:r><w:drawing><wp:inline><wp:docPr descr="a dot"/><a:blip r:embed="${id}"/></wp:inline></w:drawing></w:r></w:p>`;

test('a Word document: title, chapters by styles and styles based on them, emphasis, ruby, quotations, verse, pictures', async () => {
  const ruby = '<w:p><w:r><w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>字</w:t></w:r></w:p>';
  const result = await read(docx([p('我的书', 't'), p('第一章', 'a'), p('重', '', '<w:i/>').replace('</w:p>', '<w:r><w:rPr><w:b w:val="0"/><w:rStyle w:val="E"/></w:rPr><w:t>点</w:t></w:r><w:r><w:t>*</w:t></w:r></w:p>'), p('粗', '', '<w:b/>'), `<w:p>${[['斜', '<w:i/>'], ['又粗', '<w:i/><w:b/>'], ['斜', '<w:i/>']].map(([words, run]) => `<w:r><w:rPr>${run}</w:rPr><w:t>${words}</w:t></w:r>`).join('')}</w:p>`, ruby, p('小节', 'b'), p('引', 'q'), p('诗', 'v'), p('* * *'),
    picture('i1'), picture('i2'), p('第二章', 'c'), '<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:footnoteReference w:id="1"/><w:br/><w:t>行</w:t></w:r></w:p>'].join('')), 'book.docx');
  assert.equal(result.format, 'docx');
  assert.equal(result.book.title, '我的书');
  assert.equal(result.book.language, 'zh-Hans');
  assert.deepEqual(result.book.names, [{ name: '王小明', role: 'author' }]);
  assert.deepEqual(titles(result), ['第一章', '第二章']);
  assert.equal(result.book.chapters[0].text, ['*重点*\\*', '**粗**', '*斜**又粗**斜*', '{汉|hàn}字', '# 小节', '> 引', '| 诗', '***', '![a dot](image1.png)'].join('\n'));
  assert.equal(result.book.chapters[1].text, '新\n行');
  assert.deepEqual(result.book.images.map(({ name, type }) => [name, type]), [['image1.png', 'image/png']]);
  assert.deepEqual(Object.fromEntries(result.notes.map(({ kind, count }) => [kind, count])), { deletions: 1, footnotes: 1, images: 1, chaptersByHeadings: 2 });
});

test('a Word document without heading styles has its chapters by their words', async () => {
  const result = await read(docx([p('第一章 开始'), p('一。'), p('第二章 结束'), p('二。')].join('')), 'a.docx');
  assert.deepEqual(titles(result), ['第一章 开始', '第二章 结束']);
  assert.ok(kinds(result).includes('chaptersByWords'));
});

test('mammoth finds the same words in its own samples', async () => {
  const require = createRequire(import.meta.url), mammoth = require('mammoth'), folder = join(dirname(require.resolve('mammoth/package.json')), 'test/test-data');
  const words = (text) => text.normalize('NFC').replace(/[\s•*\\#{}|>]+/g, '');
  let compared = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.docx') && !['empty.docx', 'external-picture.docx'].includes(file))) {
    const bytes = readFileSync(join(folder, name)), { value } = await mammoth.extractRawText({ buffer: bytes });
    if (words(value) === '') continue;
    const { book } = await read(bytes, name);
    // A heading that became the chapter's title, or the book's, is text as well.
    const ours = words(book.chapters.map(({ title, text }) => `${title}\n${chapterWords(text)}`).join('\n'));
    // Notes are said to be left out; mammoth puts them at the end.
    assert.ok(/footnote|endnote|comment/.test(name) ? words(value).startsWith(ours.replace(/\[\d+\]/g, '').slice(0, 8)) : ours === words(value), `${name}: ${ours.slice(0, 200)} | ${words(value).slice(0, 200)}`);
    compared++;
  }
  assert.ok(compared >= 8, `${compared} compared`);
});

const container = '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>';
const xhtml = (body) => `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title><style>p{}</style></head><body>${body}</body></html>`;
const epub2 = (more = {}) => zipOf({
  mimetype: 'application/epub+zip', 'META-INF/container.xml': container,
  'OEBPS/book.opf': '<package xmlns="http://www.idpf.org/2007/opf" version="2.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf"><dc:title>Old Book</dc:title><dc:creator opf:role="aut">A. Writer</dc:creator><dc:contributor opf:role="trl">T. Ranslator</dc:contributor><dc:language>en-GB</dc:language><dc:rights>CC0</dc:rights><meta name="cover" content="cov"/></metadata><manifest><item id="cov" href="img/cover.png" media-type="image/png"/><item id="c" href="cover.html" media-type="application/xhtml+xml"/><item id="a" href="one%20a.html" media-type="application/xhtml+xml"/><item id="b" href="two.html" media-type="application/xhtml+xml"/><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest><spine toc="ncx"><itemref idref="c"/><itemref idref="a"/><itemref idref="b"/></spine></package>',
  'OEBPS/toc.ncx': '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Chapter 1: Dawn</text></navLabel><content src="one%20a.html"/></navPoint><navPoint><navLabel><text>Chapter 2</text></navLabel><content src="two.html#x2"/></navPoint><navPoint><navLabel><text>Chapter 3</text></navLabel><content src="two.html#x3"/></navPoint></navMap></ncx>',
  'OEBPS/cover.html': xhtml('<div><img src="img/cover.png" alt="cover"/></div>'), 'OEBPS/img/cover.png': pixelPng,
  'OEBPS/one a.html': xhtml('<h1>Chapter 1</h1><h2>Dawn</h2><p>Fish &amp; chips&nbsp;&mdash; <i>hot</i>,\n   <b>very</b>.</p><p>&#160;</p><blockquote><p>A saying.</p></blockquote><div class="poem">One<br/>Two</div><hr/><ul><li>item</li></ul><p>See <a href="http://x.example/">this</a><a epub:type="noteref" href="#n">1</a>.</p><h3>Inside</h3><p><ruby>漢<rt>hàn</rt>字<rt>zì</rt></ruby><ruby><rb>東</rb><rb>京</rb><rt>とう</rt><rt>きょう</rt></ruby></p><script>alert(1)</script><aside epub:type="footnote" id="n">note</aside>'),
  'OEBPS/two.html': xhtml('<div id="x2"><h2>Chapter 2</h2><p>Two.</p></div><div id="x3"><h2>Chapter 3</h2><p>Three<br>and more.<p>Unclosed'), ...more,
});

test('an EPUB 2 book: metadata, chapters by the NCX and its fragments, what its markup means, and what is not well formed', async () => {
  const result = await read(epub2(), 'old.epub');
  assert.deepEqual([result.book.title, result.book.language, result.book.licence], ['Old Book', 'en', 'CC0']);
  assert.deepEqual(result.book.names, [{ name: 'A. Writer', role: 'author' }, { name: 'T. Ranslator', role: 'translator' }]);
  assert.deepEqual(titles(result), ['Chapter 1: Dawn', 'Chapter 2', 'Chapter 3']);
  assert.equal(result.book.chapters[0].text, ['Fish & chips\u00a0— *hot*, **very**.', '', '> A saying.', '| One', '| Two', '***', '• item', 'See this.', '## Inside', '{漢|hàn}{字|zì}{東|とう}{京|きょう}'].join('\n'));
  assert.equal(result.book.chapters[2].text, 'Three\nand more.\nUnclosed');
  assert.equal(result.book.cover?.name, 'cover.png');
  assert.ok(['malformed', 'links', 'footnotes', 'lists'].every((kind) => kinds(result).includes(kind)), kinds(result).join());
});

test('an EPUB 3 book: chapters by its nav, a chapter over two files, vertical from its pages', async () => {
  const files = {
    mimetype: 'application/epub+zip', 'META-INF/container.xml': container,
    'OEBPS/book.opf': '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>新書</dc:title><dc:language>zh-TW</dc:language></metadata><manifest><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest><spine page-progression-direction="rtl"><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/></spine></package>',
    'OEBPS/nav.xhtml': xhtml('<nav epub:type="toc"><ol><li><a href="a.xhtml">第一回</a></li><li><a href="c.xhtml">第二回</a></li></ol></nav>'),
    'OEBPS/a.xhtml': xhtml('<h1>第一回</h1><p>上</p>'), 'OEBPS/b.xhtml': xhtml('<p>下</p>'), 'OEBPS/c.xhtml': xhtml('<p>二</p>'),
  };
  const { book } = await read(zipOf(files), 'new.epub');
  assert.deepEqual([book.direction, book.language], ['vertical', 'zh-Hant']);
  assert.deepEqual(book.chapters.map(({ title, text }) => [title, text]), [['第一回', '上\n下'], ['第二回', '二']]);
});

test('Markdown: front matter, headings of both kinds, what stands in a line, and what a manuscript has no mark for', async () => {
  const source = ['---', 'title: A Walk', 'author: Ada Okafor', '---', '', '# One', '', 'Soft', 'wrapped _lines_, a `*code*`, a [link](http://x.example) and <b>tags</b> &copy; \\# \\*.', '', 'hard  ', 'break', '', 'Setext', '------', '', '> quoted', '> on', '', '- item', '1. first', '', '* * *', '', '中文', '换行', '', '# Two', '', '```', '*raw*', '```', '', '![pic](img/a%20b.png)', '<ruby>漢<rt>hàn</rt></ruby>', '<!-- gone -->'].join('\n');
  const result = await read(source, 'walk.md');
  assert.equal(result.book.title, 'A Walk');
  assert.deepEqual(result.book.names, [{ name: 'Ada Okafor', role: 'author' }]);
  assert.deepEqual(titles(result), ['One', 'Two']);
  assert.equal(result.book.chapters[0].text, ['Soft wrapped *lines*, a \\*code\\*, a link and tags © # \\*.', 'hard', 'break', '# Setext', '> quoted on', '• item', '1. first', '***', '中文换行'].join('\n'));
  assert.equal(result.book.chapters[1].text, ['\\*raw*', '![pic](a b.png)', '{漢|hàn}'].join('\n'));
});

// The bytes are literal where Node's decoder and ours would share a mistake: 第一章 and a line of Li Bai in each encoding.
const line = '床前明月光，疑是地上霜。舉頭望明月，低頭思故鄉。這是一個人在這裡說的話，他們都不知道。';
const simplifiedLine = '床前明月光，疑是地上霜。举头望明月，低头思故乡。这是一个人在这里说的话，他们都不知道。';
const { execFileSync } = await import('node:child_process');
const encoded = (text, encoding) => execFileSync('iconv', ['-f', 'UTF-8', '-t', encoding], { input: text });
for (const [name, text, encoding, note, label] of [
  ['UTF-8', simplifiedLine, 'UTF-8', 'encoding', 'UTF-8'], ['UTF-8 with its mark', `\ufeff${simplifiedLine}`, 'UTF-8', 'encoding', 'UTF-8'],
  ['UTF-16 with its mark', simplifiedLine, 'UTF-16', 'encoding', 'UTF-16 LE'], ['UTF-16 BE with its mark', `\ufeff${simplifiedLine}`, 'UTF-16BE', 'encoding', 'UTF-16 BE'],
  ['UTF-16 without', simplifiedLine, 'UTF-16LE', 'encodingGuessed', 'UTF-16 LE'], ['English UTF-16 without', 'It was a dark and stormy night.', 'UTF-16BE', 'encodingGuessed', 'UTF-16 BE'],
  ['GB18030', simplifiedLine, 'GB18030', 'encodingGuessed', 'GB18030'], ['traditional text in GB18030', line, 'GB18030', 'encodingGuessed', 'GB18030'],
  ['Big5', line, 'BIG5', 'encodingGuessed', 'Big5'], ['Windows-1252', 'It’s “café” — naïve, he said to her.', 'WINDOWS-1252', 'encodingGuessed', 'Windows-1252'],
]) {
  test(`plain text is found to be ${name}`, async () => {
    const result = await read(encoded(`${text}\n${text.replace('\ufeff', '')}\n`, encoding), 'a.txt'), clean = text.replace('\ufeff', '');
    assert.deepEqual(result.notes.filter(({ kind }) => /^encoding/.test(kind)).map(({ kind, name: found }) => [kind, found]), [[note, label]]);
    assert.equal(result.book.chapters[0].text, `${clean}\n${clean}`);
    assert.match(tellNote('zh-CN', result.notes[0]), /编码/);
  });
}

test('an encoding that the reader chose is taken as said', async () => {
  const { book } = await read(encoded('价', 'GB18030'), 'a.txt', { encoding: 'gb18030' });
  assert.equal(book.chapters[0].text, '价');
});

test('chapters of a Chinese text: by their lines, not by sentences that begin alike, without the table of contents before them', async () => {
  const text = ['星河', '作者：王小明', '', '第一章 起', '第二章 承', '第三章 转', '', '第一章 起', '　　正文一。', '　　第一节课后，他走了。', '第二章 承', '　　正文二。', '第三章 转', '　　正文三。', '尾声', '　　完。'].join('\n');
  const result = await read(text, 'x.txt');
  assert.deepEqual(titles(result), ['第一章 起', '第二章 承', '第三章 转', '尾声']);
  assert.deepEqual([result.book.title, result.book.names], ['星河', [{ name: '王小明', role: 'author' }]]);
  assert.equal(result.book.chapters[0].text, '正文一。\n第一节课后，他走了。');
  assert.equal(result.notes.find(({ kind }) => kind === 'contents').count, 3);
});

test('a sentence before the first chapter is no subtitle: it stays in the text, and the chapters are counted without a page of titles', async () => {
  const rest = ['第一章 起', '　　正文一，他走了很远的路。', '第二章 承', '　　正文二，她没有回头。'];
  const preface = await read(['山河', '这本书写了三年，献给我的母亲和她的村庄。', '', ...rest].join('\n'), 'a.txt');
  assert.deepEqual([preface.book.title, preface.book.subtitle, titles(preface)], ['山河', '', ['', '第一章 起', '第二章 承']]);
  assert.equal(preface.book.chapters[0].text, '这本书写了三年，献给我的母亲和她的村庄。');
  const second = await read(['山河', '一个村庄的百年', '', ...rest].join('\n'), 'a.txt');
  assert.deepEqual([second.book.title, second.book.subtitle, titles(second)], ['山河', '一个村庄的百年', ['第一章 起', '第二章 承']]);
  assert.equal(second.notes.find(({ kind }) => kind === 'chaptersByWords').count, 2);
});

test('chapters of an English text, its empty lines and its broken lines', async () => {
  const wide = 'It was the best of times, it was the worst of times, it was the age of\nwisdom, it was the age of foolishness, it was the epoch of belief, it was\nthe epoch of incredulity, it was the season of Light, it was the season of\nDarkness, it was the spring of hope.';
  const result = await read(`Chapter I. The Period\n\n${wide}\n\n${wide}\n\nCHAPTER 2\n\n${wide}\n`, 'tale.txt');
  assert.deepEqual(titles(result), ['Chapter I. The Period', 'CHAPTER 2']);
  assert.equal(result.book.chapters[0].text, `${wide.replaceAll('\n', ' ')}\n${wide.replaceAll('\n', ' ')}`);
  assert.equal(result.book.title, 'tale');
  assert.ok(kinds(result).includes('unwrapped'));
});

test('what is in the file counts, not its name, and it is said', async () => {
  assert.ok(kinds(await read(docx(p('x')), 'a.txt')).includes('fileIsDocx'));
  assert.ok(kinds(await read(epub2(), 'a.docx')).includes('fileIsEpub'));
});

test('the verses of a Tang book and the speeches of a play come back from plain text', { skip: withoutCorpora }, async () => {
  const { exportTxt } = await importSource('../words/books');
  const tang = await read(exportTxt(tangBook(10)), 'tang.txt'), play = await read(exportTxt(shakespeareBook(3)), 'play.txt');
  assert.equal(tang.book.language, 'zh-Hant');
  assert.ok(tang.book.chapters.map(({ text }) => text).join('\n').includes('西陸蟬聲唱，南冠客思侵。'));
  assert.deepEqual(titles(play), ['Scene 1', 'Scene 2', 'Scene 3']);
  assert.deepEqual([play.book.title, play.book.names], [shakespeareBook().title, shakespeareBook().names]);
});

test('progress rises to 1, and an import ends where it is cancelled', async () => {
  const seen = [];
  await read('a\n'.repeat(200_000), 'a.txt', { progress: (done) => seen.push(done) });
  assert.equal(seen.at(-1), 1);
  assert.deepEqual(seen, [...seen].sort((a, b) => a - b));
  const controller = new AbortController();
  controller.abort();
  await assert.rejects(read('a', 'a.txt', { signal: controller.signal }), { code: 'cancelled' });
});
