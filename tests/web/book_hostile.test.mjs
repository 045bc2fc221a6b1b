// Files that are broken or mean harm: each is refused by a ColophonError that names the field and the remedy in both languages, within seconds and with nothing kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importSource, random } from '../support/core.mjs';
import { bookOf, cpuMs, everythingBook, fileOf, pixelPng, sampleBook, zipOf } from '../support/books.mjs';

const { BookError, bookLimits, bookProblems, exportEpub, importBook, tellBook, tellNote } = await importSource('../words/books');
const read = (bytes, name) => importBook(bytes instanceof Blob ? bytes : fileOf(bytes, name));
const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const docxParts = (document, more = {}) => ({ '[Content_Types].xml': '<Types/>', 'word/document.xml': document, ...more });
const docx = (document, more, options) => zipOf(docxParts(document, more), options);
const good = `<w:document ${w}><w:body><w:p><w:r><w:t>Words.</w:t></w:r></w:p></w:body></w:document>`;
const container = (path = 'book.opf') => `<container><rootfiles><rootfile full-path="${path}"/></rootfiles></container>`;
const opf = (href = 'a.xhtml') => `<package><metadata><dc:title>T</dc:title></metadata><manifest><item id="a" href="${href}" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>`;
const epub = (more = {}, options) => zipOf({ mimetype: 'application/epub+zip', 'META-INF/container.xml': container(), 'book.opf': opf(), 'a.xhtml': '<html><body><p>Words.</p></body></html>', ...more }, options);

async function refused(bytes, name, code, reason, detail) {
  const begin = cpuMs();
  const error = await read(bytes, name).then(() => assert.fail(`${name} was read`), (thrown) => thrown);
  assert.equal(error.name, 'ColophonError', String(error.stack));
  assert.deepEqual([error.code, error.reason], [code, reason], error.message);
  assert.notEqual(error.field, '');
  assert.match(error.detail, detail ?? /\w/);
  const zh = tellBook('zh-CN', error), en = tellBook('en', error.toRecord());
  assert.match(zh.message, /\p{Script=Han}/u);
  assert.equal(en.message, error.detail);
  assert.ok(!/[\u202a-\u202e\u2066-\u2069\0]/.test(zh.message + en.message), 'a name from the file turns nothing around');
  assert.ok(cpuMs() - begin < 5_000, `${cpuMs() - begin} ms`);
}

test('every problem is told in both languages, with the same values', () => {
  const values = new Proxy({}, { has: (_, name) => name !== 'reason', get: (_, name) => `<${String(name)}>` });
  for (const reason of bookProblems) {
    const error = new BookError(reason, values), zh = tellBook('zh-CN', error).message, en = tellBook('en', error).message;
    assert.match(zh, /\p{Script=Han}/u);
    assert.match(en, /[.]$/, reason);
    for (const [, name] of zh.matchAll(/<(\w+)>/g)) assert.ok(en.includes(`<${name.replace('Chinese', '')}>`), `${reason}: ${name}`);
    assert.ok(!/[{}]/.test(zh + en), reason);
  }
});

const kMegabyte = 2 ** 20;
test('a bomb that says its size is not opened', () => refused(docx(good, { 'word/big.xml': Buffer.alloc(64 * kMegabyte) }), 'a.docx', 'limit_exceeded', 'zipBomb', /word\/big\.xml/));
test('a bomb of many parts is not opened', () => {
  const parts = Object.fromEntries(Array.from({ length: 24 }, (_, at) => [`p${at}`, Buffer.alloc(24 * kMegabyte)]));
  return refused(docx(good, parts), 'a.docx', 'limit_exceeded', 'zipBomb', /512 MB/);
});
test('a bomb that says it is small is left where it exceeds what it said', () => refused(docx(good, { 'word/styles.xml': Buffer.alloc(80 * kMegabyte) }, { lie: { 'word/styles.xml': 1000 } }), 'a.docx', 'limit_exceeded', 'zipBomb', /word\/styles\.xml/));
test('a small one that says less than it is, likewise', () => refused(docx(good, { 'word/styles.xml': Buffer.alloc(kMegabyte) }, { lie: { 'word/styles.xml': 1000 } }), 'a.docx', 'limit_exceeded', 'zipBomb'));
test('a bomb in a bomb is only a part that no book has', async () => {
  const inner = zipOf({ a: Buffer.alloc(20 * kMegabyte) });
  const { book } = await read(docx(good, { 'inner.zip': zipOf({ 'inner.zip': inner }) }), 'a.docx');
  assert.equal(book.chapters[0].text, 'Words.');
});
test('parts that lie over one another are not opened', () => {
  const bytes = docx(good, { 'word/styles.xml': good });
  const directory = bytes.readUInt32LE(bytes.length - 6), second = bytes.indexOf(Buffer.from('PK\x01\x02'), directory + 4);
  bytes.writeUInt32LE(bytes.readUInt32LE(directory + 42), second + 42);
  return refused(bytes, 'a.docx', 'unknown_format', 'zipCorrupt');
});
test('an external entity is not followed', () => refused(docx(`<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>${good.replace('Words.', '&x;')}`), 'a.docx', 'invalid_argument', 'xmlEntities', /word\/document\.xml/));
test('a billion laughs are not told, in Word and in EPUB', async () => {
  const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${'bcdefghi'.split('').map((name, at) => `<!ENTITY ${name} "${`&${'abcdefgh'[at]};`.repeat(10)}">`).join('')}]>`;
  await refused(docx(laughs + good), 'a.docx', 'invalid_argument', 'xmlEntities');
  await refused(epub({ 'a.xhtml': `${laughs}<html><body><p>&i;</p></body></html>` }), 'a.epub', 'invalid_argument', 'xmlEntities');
});
test('paths that lead out of the book are refused, in the archive and in its parts', async () => {
  for (const path of ['../evil.xhtml', '/etc/passwd', 'C:\\evil', 'a\\..\\..\\evil', 'x/../../evil', '\0']) {
    await refused(epub({ 'extra.txt': 'x' }, { names: { 'extra.txt': path } }), 'a.epub', 'invalid_argument', 'pathOutside');
  }
  for (const href of ['../a.xhtml', '/a.xhtml', '..%2f..%2fetc/passwd', 'C:/a.xhtml', 'x\\a.xhtml']) await refused(epub({ 'book.opf': opf(href) }), 'a.epub', 'invalid_argument', 'pathOutside');
  await refused(epub({ 'META-INF/container.xml': container('../../book.opf') }), 'a.epub', 'invalid_argument', 'pathOutside');
  await refused(epub({ 'a.xhtml': '<html><body><img src="../../secret.png"/></body></html>' }), 'a.epub', 'invalid_argument', 'pathOutside');
  await refused(docx(good, { 'word/_rels/document.xml.rels': '<Relationships><Relationship Id="a" Target="../../../etc/passwd"/></Relationships>' }), 'a.docx', 'invalid_argument', 'pathOutside');
});
test('nothing is fetched: pictures from elsewhere are only counted', async () => {
  const { notes } = await read(epub({ 'a.xhtml': '<html><body><p>Words.</p><img src="http://tracker.example/x.png"/></body></html>' }), 'a.epub');
  assert.equal(notes.find(({ kind }) => kind === 'images').count, 1);
});
test('2 GB of text are refused by their size, unread', () => {
  const file = new Proxy(new File(['x'], 'a.txt'), { get: (target, key) => (key === 'size' ? 2 ** 31 : key === 'name' ? 'a.txt' : () => assert.fail(`${String(key)} was called`)), getPrototypeOf: () => File.prototype });
  return refused(file, 'a.txt', 'limit_exceeded', 'fileTooLarge', /2048 MB/);
});
test('more text than a book may have is refused', () => refused('text and more text\n'.repeat(500_000), 'a.txt', 'limit_exceeded', 'textTooLong'));
test('10,000 chapters are a book, and one more is not', async () => {
  const chapters = (count) => Array.from({ length: count }, (_, at) => `第${at + 1}章\n正文。\n`).join('');
  assert.equal((await read(chapters(10_000), 'a.txt')).book.chapters.length, 10_000);
  await refused(chapters(10_001), 'a.txt', 'limit_exceeded', 'tooManyChapters', /10000/);
});
test('an EPUB of 10,000 chapters goes out and comes in', async () => {
  const book = bookOf({ chapters: Array.from({ length: 10_000 }, (_, at) => ({ id: `c${at}`, title: `Chapter ${at + 1}`, text: `Words ${at}.` })) }), begin = cpuMs();
  assert.deepEqual((await importBook(await exportEpub(book))).book.chapters, book.chapters);
  assert.ok(cpuMs() - begin < 20_000, `${cpuMs() - begin} ms`);
});
test('encrypted archives are named: by a password, by a shop, by Office', async () => {
  await refused(docx(good, {}, { flags: 1 }), 'a.docx', 'forbidden', 'zipEncrypted');
  await refused(epub({ 'META-INF/encryption.xml': '<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/><CipherData><CipherReference URI="a.xhtml"/></CipherData></EncryptedData></encryption>' }), 'a.epub', 'forbidden', 'zipEncrypted', /a\.xhtml/);
  await refused(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'a.docx', 'unknown_format', 'oldWord');
});
test('fonts under a veil are no protection', async () => {
  await read(epub({ 'META-INF/encryption.xml': '<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/></EncryptedData></encryption>' }), 'a.epub');
});
test('archives that were cut off, at every tenth of them', async () => {
  const bytes = docx(good, { 'word/styles.xml': `<w:styles ${w}/>` });
  for (let tenth = 1; tenth < 10; tenth++) await refused(bytes.subarray(0, Math.ceil((bytes.length * tenth) / 10)), 'a.docx', 'unknown_format', 'zipTruncated');
});
test('a wrong extension, another kind of file, nothing at all', async () => {
  await refused('only text', 'a.docx', 'unknown_format', 'wrongExtension', /\.docx/);
  await refused('only text', 'a.epub', 'unknown_format', 'wrongExtension');
  await refused(pixelPng, 'a.docx', 'unknown_format', 'notABook', /picture/);
  await refused('%PDF-1.7', 'a.txt', 'unknown_format', 'notABook', /PDF/);
  await refused('{\\rtf1', 'a.txt', 'unknown_format', 'notABook', /RTF/);
  await refused(zipOf({ 'a.txt': 'x' }), 'a.zip', 'unknown_format', 'plainZip');
  await refused('', 'a.txt', 'invalid_argument', 'fileEmpty');
  await refused(' \n \n', 'a.txt', 'invalid_argument', 'noText');
  const { below } = random(3);
  await refused(Uint8Array.from({ length: 5_000 }, () => below(256)), 'a.txt', 'invalid_encoding', 'notText');
});
test('XML that is broken, too deep or without what it must have', async () => {
  await refused(docx('<w:document><w:body>'), 'a.docx', 'unknown_format', 'xmlBroken', /not closed/);
  await refused(docx('no xml'), 'a.docx', 'unknown_format', 'xmlBroken');
  await refused(docx(`${'<a>'.repeat(100_000)}`), 'a.docx', 'limit_exceeded', 'xmlTooDeep');
  await refused(docx('<w:document/>'), 'a.docx', 'missing_field', 'partMissing', /document\.xml/);
  await refused(epub({ 'book.opf': '<package/>' }), 'a.epub', 'missing_field', 'partMissing', /spine/);
  await refused(zipOf({ 'META-INF/container.xml': container('gone.opf') }), 'a.epub', 'missing_field', 'partMissing', /gone\.opf/);
});
test('a part whose bytes are not those that were packed is refused', () => {
  const bytes = docx(good);
  bytes.writeUInt32LE(1234, bytes.indexOf(Buffer.from('PK\x01\x02'), bytes.readUInt32LE(bytes.length - 6) + 1) + 16);
  return refused(bytes, 'a.docx', 'unknown_format', 'zipCorrupt', /document\.xml/);
});
test('lone surrogates become � and are counted; an override is taken out and said', async () => {
  const surrogate = Buffer.from('fffe41000ad842000a00', 'hex'), first = await read(surrogate, 'a.txt');
  assert.equal(first.book.chapters[0].text, 'A\ufffdB');
  assert.ok(first.notes.some(({ kind }) => kind === 'replaced'));
  const second = await read(`pay \u202eevil\u202c now\u0007`, 'a\u202etxt.txt');
  assert.equal(second.book.chapters[0].text, 'pay evil\u202c now');
  assert.equal(second.book.title, 'atxt');
  const notes = Object.fromEntries(second.notes.map((note) => [note.kind, note]));
  assert.equal(notes.directionOverrides.count, 1);
  assert.equal(notes.controls.count, 1);
  assert.match(tellNote('zh-CN', notes.directionOverrides), /书写方向/);
  const third = await read(docx(good.replace('Words.', 'a&#xD800;b&#0;c&#x202E;d')), 'a.docx');
  assert.equal(third.book.chapters[0].text, 'a\ufffdb\ufffdcd');
});
test('an SVG that runs or loads something arrives as a drawing', async () => {
  const evil = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="alert(1)"><script>alert(2)</script><image href="http://x.example/a.png"/><a xlink:href="javascript:alert(3)"><text>x</text></a><foreignObject><p/></foreignObject><style>@import url(http://x.example)</style><rect width="1" height="1" fill="url(http://x.example/#a)" style="fill:red"/><use href="#ok"/></svg>';
  const { book } = await read(epub({ 'i.svg': evil, 'a.xhtml': '<html><body><p>x</p><img src="i.svg" alt="d"/></body></html>' }), 'a.epub'), svg = await book.images[0].data.text();
  assert.ok(!/script|alert|x\.example|onload|foreignObject|javascript/.test(svg), svg);
  assert.match(svg, /<rect width="1" height="1" style="fill:red"\/><use href="#ok"\/>/);
});
test('exports refuse what no file could hold', async () => {
  const fails = async (book, options, reason) => assert.equal((await exportEpub(bookOf(book), options).then(() => undefined, (thrown) => thrown))?.reason, reason);
  await fails({ chapters: [{ id: 'a', title: '', text: '' }, { id: 'a', title: '', text: '' }] }, {}, 'chapterIds');
  await fails({ images: [{ name: '../a.png', type: 'image/png', data: new Blob([pixelPng]) }] }, {}, 'imageName');
  await fails({ images: [{ name: 'a.png', type: 'image/png', data: new Blob(['no picture']) }] }, {}, 'imageUnknown');
  await fails({ images: [{ name: 'a.webp', type: 'image/webp', data: new Blob(['RIFF\0\0\0\0WEBP']) }] }, {}, 'imageWebp');
  await fails({}, { proof: { iscc: 'x', work: 'y', checkUrl: 'javascript:alert(1)', registeredAt: '2026-12-01T08:00:00Z' } }, 'checkUrl');
  await fails({}, { proof: { iscc: 'x', work: 'y', checkUrl: 'https://a.example', registeredAt: 'yesterday' } }, 'date');
  await fails({}, { modified: '2026' }, 'date');
  await fails({ chapters: [{ id: 'a', title: '', text: 'x'.repeat(bookLimits.textUnitsMax + 1) }] }, {}, 'textTooLong');
});

test('markup and marks that repeat without end take no more than their length', async () => {
  for (const piece of ['<em>a</em>', '<em>a<b>c</b></em>', '<', '<a ', '</a>', '<!a>', '<!--', '&amp', '<a x="', '<p>', '<ruby>', '<![CDATA[', '<li>', '<table>']) {
    const begin = cpuMs();
    await read(epub({ 'a.xhtml': `<html><body>${piece.repeat(400_000 / piece.length)}` }), 'a.epub').catch((thrown) => assert.ok(thrown instanceof BookError, String(thrown.stack)));
    assert.ok(cpuMs() - begin < 10_000, `${piece}: ${cpuMs() - begin} ms`);
  }
  for (const piece of ['*', '`a', '[', '[a](', '<a', '<!--', '_a ', '\\', '> ', '{#a}', '<ruby>', '|']) {
    const begin = cpuMs();
    await read(piece.repeat(400_000 / piece.length), 'a.md').catch((thrown) => assert.ok(thrown instanceof BookError, String(thrown.stack)));
    assert.ok(cpuMs() - begin < 10_000, `${piece}: ${cpuMs() - begin} ms`);
  }
});

test('files that were changed at random are read or refused, never worse', async () => {
  const { below } = random(29), seeds = [docx(good, { 'word/styles.xml': `<w:styles ${w}><w:style w:styleId="a"><w:name w:val="heading 1"/></w:style></w:styles>` }), epub(), Buffer.from(await (await exportEpub(everythingBook())).arrayBuffer()), Buffer.from(await (await exportEpub(sampleBook())).arrayBuffer()), Buffer.from('第一章\n正文\n'.repeat(20)), Buffer.from('# A\n\n*b* [c](d) `e` <f> {g|h}\n\n- i\n'.repeat(10))];
  const names = ['a.docx', 'a.epub', 'a.epub', 'a.epub', 'a.txt', 'a.md'];
  let readable = 0;
  for (let round = 0; round < 3_000; round++) {
    const which = below(seeds.length), bytes = Buffer.from(seeds[which]);
    for (let change = 1 + below(4); change > 0; change--) {
      const at = below(bytes.length);
      if (below(3) === 0) bytes.copy(bytes, at, below(bytes.length), Math.min(bytes.length, at + 20));
      else bytes[at] = below(256);
    }
    const cut = below(10) === 0 ? bytes.subarray(0, below(bytes.length)) : bytes;
    try {
      await read(cut, names[which]);
      readable++;
    } catch (thrown) {
      assert.equal(thrown.name, 'ColophonError', `round ${round}: ${thrown.stack}`);
      assert.ok(tellBook('zh-CN', thrown), `round ${round}: ${thrown.message}`);
    }
  }
  assert.ok(readable > 300, `${readable} were readable`);
});
test('markup that was changed at random is read or refused as well', async () => {
  const { below } = random(31), source = '<html xmlns="http://www.w3.org/1999/xhtml"><body id="b"><section epub:type="chapter"><h1 class="x">T</h1><p>a <em>b</em> <ruby>c<rt>d</rt></ruby> &amp; &#x4e00; <img src="i.png" alt="e"/></p><table><tr><td>f</td></tr></table><blockquote><p>g</p></blockquote><!-- h --></section></body></html>';
  const pieces = ['<', '>', '</', '/>', '"', "'", '&', ';', '<!--', '-->', '<![CDATA[', ']]>', '<?', '<p>', '</p>', '<em>', '<ruby>', '<rt>', '<br/>', '=', ' ', '<!DOCTYPE', '[', '<img src="../x">', '\0', '&#xffffffff;', '<svg>', '<li>'];
  for (let round = 0; round < 3_000; round++) {
    let text = source;
    for (let change = 1 + below(5); change > 0; change--) {
      const at = below(text.length);
      text = text.slice(0, at) + pieces[below(pieces.length)] + text.slice(at + below(12));
    }
    const which = below(2);
    await read(which === 0 ? epub({ 'a.xhtml': text }) : docx(text.replaceAll('<p>', '<w:p><w:r><w:t>').replaceAll('</p>', '</w:t></w:r></w:p>').replace('<html', '<w:document').replace('</html', '</w:document').replace('<body', '<w:body').replace('</body', '</w:body')), which === 0 ? 'a.epub' : 'a.docx').catch((thrown) => assert.ok(thrown instanceof BookError, `round ${round}: ${thrown.stack}\n${text}`));
  }
});
