// The reading of a book, on a page with the strictest policy: real texts through the module, what is shown, and where a click leads.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { launch } from '../support/browser.mjs';
import { root, wordsPath } from '../support/core.mjs';
import { sendFile, serve } from '../support/http_server.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';
import { dataFolder, hasCorpora, makeData, shakespeareBook, tangBook } from '../support/reading.mjs';

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'none'; require-trusted-types-for 'script'; trusted-types colophon";
// As the worker of the manuscript does: one module, the files of data/ by name.
const script = `
import { ReadingPanel } from './words/reading_panel.js';
import { WordsReader } from './words/reading.js';
import { WordsCore } from './sdk/words-core.js';
const core = fetch('/words.wasm').then((response) => WebAssembly.compileStreaming(response)).then((module) => WordsCore.instantiate(module));
const asked = [];
const reader = new WordsReader({
  core: () => core,
  data: async (name) => { asked.push(name); return new Uint8Array(await (await fetch('/data/' + name)).arrayBuffer()); },
});
const calls = [];
const panel = new ReadingPanel({ onRange: (chapter, range) => calls.push([chapter, range ?? null]) }, document.documentElement.lang);
document.querySelector('main').append(panel.element);
globalThis.test = {
  calls, asked, panel, reader,
  async show(chapters, language) {
    const began = performance.now(), reading = await reader.read(chapters.map(({ text }) => text), language);
    panel.show(reading, chapters);
    return { reading, milliseconds: performance.now() - began };
  },
};`;

let site, browser, code;
const story = readFileSync(join(root, 'tests/fixtures/words/story.zh.txt'), 'utf8').trim().split('\n');
const storyChapters = () => {
  const chapters = [];
  for (const line of story) {
    if (line.length < 10 && !/[。？”]/.test(line)) chapters.push({ title: line, text: '' });
    else chapters.at(-1).text += `${line}\n`;
  }
  return chapters;
};
before(async () => {
  await makeData();
  const sheetsAsText = { '.css': 'text' };
  ({ outputFiles: [{ text: code }] } = await build({
    stdin: { contents: script, resolveDir: join(root, 'web/src'), loader: 'ts' }, bundle: true, format: 'esm', write: false, loader: sheetsAsText, logLevel: 'warning',
    define: { __COLOPHON_VERSION__: '"test"', __COLOPHON_ABI__: /#define COLOPHON_ABI_VERSION (\d+)/.exec(readFileSync(join(root, 'wasm/include/colophon_abi.h'), 'utf8'))[1] },
  }));
  site = await serve(({ url }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://site');
    if (pathname === '/script.js') return response.writeHead(200, { 'content-type': 'text/javascript' }).end(code);
    if (pathname === '/words.wasm') return response.writeHead(200, { 'content-type': 'application/wasm' }).end(readFileSync(wordsPath));
    if (pathname.startsWith('/data/')) return sendFile(response, dataFolder, pathname.slice(6)) || response.writeHead(404).end();
    if (pathname !== '/') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
      .end(`<!doctype html><html lang="${searchParams.get('lang')}"><meta name="color-scheme" content="light dark"><meta name="viewport" content="width=device-width"><title>A book</title><main><h1>A book</h1><h2>Read</h2></main><script type="module" src="/script.js"></script>`);
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function open(chapters, language, { lang = 'en', ...options } = {}) {
  const session = await watched(browser, { language: lang, ...options }), { page } = session;
  await page.goto(`${site.origin}/?lang=${lang}`);
  await page.waitForFunction(() => globalThis.test);
  const { reading, milliseconds } = await page.evaluate(({ chapters, language }) => globalThis.test.show(chapters, language), { chapters, language });
  return { ...session, reading, milliseconds, calls: () => page.evaluate(() => globalThis.test.calls), async end() { session.clean(/favicon|404/); await session.context.close(); } };
}
const titled = (texts, name) => texts.map((text, i) => ({ title: `${name} ${i + 1}`, text }));

test('a Chinese story: what is counted, what is told, and where a click leads', async () => {
  const chapters = storyChapters(), session = await open(chapters, 'zh-Hans', { lang: 'zh-CN' }), { page, reading } = session;
  assert.equal(reading.chapters.length, 3);
  assert.equal(reading.language, 'zh-Hans');
  assert.ok(reading.chapters.every(({ dialogue }) => dialogue > 0.03 && dialogue < 0.3), 'each chapter has some dialogue');
  assert.deepEqual(reading.keywords.slice(0, 3).map(({ text }) => text).sort(), ['渡口', '老周', '过得去']);
  assert.deepEqual(await page.evaluate(() => globalThis.test.asked), ['reading-zh.words.gz'], 'what is English is not loaded');
  await page.getByRole('button', { name: /^老周/ }).click();
  await page.getByRole('button', { name: /^桥：\d+ 字$/ }).click();
  const begin = chapters[0].text.indexOf('老周');
  assert.deepEqual(await session.calls(), [[0, { begin, end: begin + 2 }], [1, null]]);
  await accessible(page);
  await screenshot(page, 'reading-zh-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await screenshot(page, 'reading-zh-dark');
  await session.end();
});

test('plays of Shakespeare: plots that the keyboard walks, in both languages of the panel', { skip: !hasCorpora() && 'needs ../shared/data' }, async () => {
  const session = await open(titled(shakespeareBook(24), 'Scene'), 'en'), { page, reading } = session;
  assert.equal(reading.language, 'en');
  assert.ok(reading.keywords.slice(0, 6).some(({ text }) => text === 'Marcius'), JSON.stringify(reading.keywords.slice(0, 6)));
  const bars = page.getByRole('group', { name: 'Length', exact: true }).getByRole('button');
  assert.equal(await bars.count(), 24);
  await bars.first().focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'Enter', 'End', 'Enter']) await page.keyboard.press(key);
  assert.deepEqual(await session.calls(), [[2, null], [23, null]]);
  const long = page.locator('.places').last().getByRole('button').first();
  await long.click();
  const [chapter, range] = (await session.calls()).at(-1);
  assert.equal(reading.chapters[chapter].longSentences.some(({ begin, end }) => begin === range.begin && end === range.end), true);
  await accessible(page);
  await screenshot(page, 'reading-en-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await screenshot(page, 'reading-en-dark');
  await page.evaluate(() => globalThis.test.panel.localise('zh-CN'));
  await page.getByRole('heading', { name: '写作指导' }).waitFor();
  // The page itself is dark only by its canvas, which axe takes for white.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 360, height: 800 });
  await accessible(page);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), 'nothing is wider than the page');
  await screenshot(page, 'reading-zh-narrow');
  await session.end();
});

test('a book of 300,000 characters of Tang poems is read in traditional Chinese, as verse', { skip: !hasCorpora() && 'needs ../shared/data' }, async () => {
  const texts = tangBook(300_000), session = await open(titled(texts, '卷'), '', { lang: 'zh-CN' }), { page, reading } = session;
  assert.equal(reading.language, 'zh-Hant');
  assert.equal(reading.verse, true);
  assert.ok(reading.characters > 270_000);
  assert.ok(reading.features.every(({ advice }) => advice === 'none'));
  assert.equal(reading.themes[0].name, 'nature');
  await page.getByText('这是韵文').waitFor();
  await screenshot(page, 'reading-zh-verse');
  await session.end();
});

test('nothing to read, and a file that is not there, are said', async () => {
  const session = await open([{ title: '', text: '' }], 'en'), { page } = session;
  await page.getByText('There is nothing to read yet.').waitFor();
  await page.evaluate(() => globalThis.test.panel.failed('The dictionary is not there.'));
  await page.getByRole('alert').waitFor();
  await session.end();
});
