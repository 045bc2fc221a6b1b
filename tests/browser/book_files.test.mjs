// Books in a real browser: printed to PDF in every template, and imported and exported in a worker, which has no DOMParser, under a policy that allows nothing else.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { bookOf, everythingBook, hostileTexts, proof, sampleBook, shakespeareBook, tangBook, withoutCorpora } from '../support/books.mjs';
import { launch } from '../support/browser.mjs';
import { importSource, root } from '../support/core.mjs';

const { exportPrintHtml, printTemplates } = await importSource('../words/books');
const screens = join(root, 'build/screens');
mkdirSync(screens, { recursive: true });
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** The PDF of a book, and what the page complained of or asked the network for. */
async function print(book, template, options) {
  const context = await browser.newContext(), page = await context.newPage(), problems = [];
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => { if (!request.url().startsWith('data:')) problems.push(request.url()); });
  await page.setContent(await exportPrintHtml(book, template, options));
  const pdf = await page.pdf({ preferCSSPageSize: true }), mode = await page.evaluate(() => getComputedStyle(document.documentElement).writingMode), scripts = await page.evaluate(() => document.scripts.length);
  await context.close();
  const pages = [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [Number(width), Number(height)]);
  return { pdf, pages, mode, scripts, problems };
}

const points = (millimetres) => (millimetres / 25.4) * 72;
for (const name of Object.keys(printTemplates)) {
  test(`a book is printed on pages of ${name}`, async () => {
    const { width, height } = printTemplates[name], { pdf, pages, problems } = await print(everythingBook(), name, { proof });
    writeFileSync(join(screens, `book-${name}.pdf`), pdf);
    assert.deepEqual(problems, []);
    // Cover, title, contents, three chapters, colophon: each begins a page.
    assert.ok(pages.length >= 7, `${pages.length} pages`);
    for (const [across, down] of pages) assert.ok(Math.abs(across - points(width)) < 1.5 && Math.abs(down - points(height)) < 1.5, `${across} by ${down}`);
  });
}
test('columns run down the page from the right, and a poem takes a page', { skip: withoutCorpora }, async () => {
  const { pdf, pages, mode, problems } = await print(tangBook(8), 'k32', { proof });
  writeFileSync(join(screens, 'book-vertical.pdf'), pdf);
  assert.deepEqual(problems, []);
  assert.equal(mode, 'vertical-rl');
  assert.ok(pages.length >= 12 && pages.length <= 20, `${pages.length} pages`);
});
test('a play is printed', { skip: withoutCorpora }, async () => {
  const { pdf, pages } = await print(shakespeareBook(), 'trade');
  writeFileSync(join(screens, 'book-english.pdf'), pdf);
  assert.ok(pages.length >= 15, `${pages.length} pages`);
});
test('hostile words stay words: no script, no address, no end of a style', async () => {
  const evil = '</style><script>alert(1)</script><img src="http://x.example/a.png" onerror="alert(2)">"; } @import url(http://x.example); \\22 ';
  const { pages, scripts, problems } = await print(bookOf({ title: evil, names: [{ name: evil, role: 'author' }], chapters: [{ id: evil, title: evil, text: evil }, ...hostileTexts.map((text, at) => ({ id: `h${at}`, title: text, text }))] }), 'a5');
  assert.deepEqual([scripts, problems], [0, []]);
  assert.ok(pages.length > hostileTexts.length);
});

test('a worker imports and exports under the strictest policy, WebP included', async () => {
  const worker = await build({
    stdin: { contents: "import { exportEpub, importBook, convertBook } from './books.js'; onmessage = async ({ data }) => { try { const { book, notes, format } = await importBook(data.file); const converted = await convertBook(book, 't', 'cn'); const images = data.webp ? [{ name: 'w.webp', type: 'image/webp', data: data.webp }] : []; const again = await importBook(await exportEpub({ ...book, images, chapters: [...book.chapters, { id: 'w', title: 'W', text: '![w](w.webp)' }] })); postMessage({ parser: typeof DOMParser, format, notes, title: book.title, converted: converted.title, chapters: book.chapters, images: again.book.images.map(({ name, type }) => [name, type]) }); } catch (thrown) { postMessage({ failed: String(thrown.stack) }); } };", resolveDir: join(root, 'web/src/words'), loader: 'ts' },
    bundle: true, format: 'iife', write: false, logLevel: 'warning',
  });
  const files = {
    '/': ['text/html', '<!DOCTYPE html><title>x</title><script src="/page.js"></script>'],
    '/page.js': ['text/javascript', "const policy = trustedTypes.createPolicy('colophon', { createScriptURL: (url) => url }); globalThis.ask = (data) => new Promise((resolve, reject) => { const worker = new Worker(policy.createScriptURL('/worker.js')); worker.onmessage = ({ data: answer }) => { worker.terminate(); resolve(answer); }; worker.onerror = (event) => reject(new Error(event.message)); worker.postMessage(data); });"],
    '/worker.js': ['text/javascript', worker.outputFiles[0].text],
  };
  const policy = "default-src 'none'; script-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types colophon";
  const server = createServer(({ url }, answer) => {
    const [type, body] = files[url] ?? ['text/plain', ''];
    answer.writeHead(files[url] ? 200 : 404, { 'content-type': type, 'content-security-policy': policy }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { exportEpub } = await importSource('../words/books'), page = await browser.newPage(), problems = [];
  page.on('console', (message) => { if (message.type() === 'error' && !/favicon|404/.test(message.text())) problems.push(message.text()); });
  try {
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const bytes = [...new Uint8Array(await (await exportEpub(sampleBook())).arrayBuffer())];
    const answer = await page.evaluate(async (epub) => {
      const canvas = new OffscreenCanvas(4, 4);
      canvas.getContext('2d').fillRect(0, 0, 4, 4);
      return globalThis.ask({ file: new File([new Uint8Array(epub)], 'a.epub'), webp: await canvas.convertToBlob({ type: 'image/webp' }) });
    }, bytes);
    assert.equal(answer.failed, undefined);
    assert.deepEqual([answer.parser, answer.format, answer.title, answer.converted, answer.notes], ['undefined', 'epub', '名花集', '名花集', []]);
    assert.deepEqual(answer.chapters, sampleBook().chapters);
    assert.deepEqual(answer.images, [['w.webp', 'image/png']]);
    assert.deepEqual(problems, []);
  } finally {
    await page.close();
    server.close();
  }
});
