// Files and the manuscript: what comes in, what is said of it, what goes out; a file that means harm changes nothing that is kept.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { root } from '../support/core.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const folder = mkdtempSync(join(tmpdir(), 'colophon-write-')), epubcheck = '/usr/share/java/epubcheck.jar';
let server, browser;
before(async () => {
  server = await startColophon();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true });
});

const partOf = (page) => page.locator('colophon-manuscript');
const book = (page) => page.evaluate(() => document.querySelector('colophon-manuscript').book);
async function start(page) {
  await page.goto(`${server.origin}/write`);
  await partOf(page).locator('[part=drop]').waitFor();
}
const choose = (page, name, bytes) => partOf(page).locator('input[part=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
async function begin(page, text) {
  await partOf(page).locator('[part=button-main]').first().click();
  await page.locator('colophon-manuscript > textarea').fill(text);
}

test('a novel in GB18030 becomes chapters, and how it was read is said', async () => {
  const session = await watched(browser, { language: 'zh-CN', width: 1440 }), { page } = session;
  await start(page);
  // "第一章 海" and so on in GB18030, as a program of long ago wrote it.
  const gb = (hex) => Buffer.from(hex.replace(/ /g, ''), 'hex');
  const line = gb('b5dad2bbd5c2'), two = gb('b5dab6fed5c2'), sentence = gb('b4bad0a1c1ccbfcab1a1a3'), body = gb('cbfbcbb5a3baced2c3c7b5c4b9fabcd2d4dad5e2c0efa3acd2b2d4dac4c7c0efa1a3');
  await choose(page, 'novel.txt', Buffer.concat([line, Buffer.from('\n'), ...Array(20).fill(Buffer.concat([body, Buffer.from('\n')])), two, Buffer.from('\n'), ...Array(20).fill(Buffer.concat([body, Buffer.from('\n')])), sentence]));
  await partOf(page).locator('[part=notes]').waitFor();
  assert.match(await partOf(page).locator('[part=notes]').textContent(), /gb18030/i);
  assert.deepEqual((await book(page)).chapters.map(({ title }) => title), ['第一章', '第二章']);
  await screenshot(page, 'write-notes-zh');
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('a file that is no book is refused in the reader’s language, and what was open is kept', async () => {
  const session = await watched(browser, { language: 'zh-CN' }), { page } = session;
  await start(page);
  await begin(page, '还在。');
  await page.waitForFunction(() => document.querySelector('colophon-manuscript').shadowRoot.querySelector('.draft')?.textContent.includes('草稿已存于本机'));
  for (const [name, bytes] of [['book.epub', 'PK\u0003\u0004 cut short'], ['scan.pdf', '%PDF-1.7 x'], ['picture.docx', Buffer.from('89504e470d0a1a0a', 'hex')]]) {
    await choose(page, name, bytes);
    await partOf(page).locator('[part=error]').waitFor();
    assert.match(await partOf(page).locator('[part=error]').textContent(), /[\u4e00-\u9fff]/, name);
    assert.equal((await book(page)).chapters[0].text, '还在。');
  }
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('a book goes out as EPUB that epubcheck accepts, and comes in again as it was', async (context) => {
  const session = await watched(browser, { width: 1440 }), { page } = session, part = partOf(page);
  await start(page);
  await page.locator('main .samples button').first().click();
  await part.getByRole('tab', { name: 'Export' }).click();
  const save = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), part.getByRole('button', { name: `Save: ${name}` }).click()]);
    return { name: download.suggestedFilename(), path: await download.path() };
  };
  const epub = await save('EPUB 3'), file = join(folder, epub.name);
  assert.equal(epub.name, 'The Lighthouse Clock.epub');
  writeFileSync(file, readFileSync(epub.path));
  const before = await book(page);
  await page.evaluate(() => { globalThis.wasOpened = new Promise((resolve) => addEventListener('colophon-opened', () => resolve(), { once: true })); });
  await choose(page, epub.name, readFileSync(file));
  await page.evaluate(() => globalThis.wasOpened);
  const again = await book(page);
  assert.deepEqual([again.title, again.names, again.chapters.map(({ title, text }) => [title, text])], [before.title, before.names, before.chapters.map(({ title, text }) => [title, text])]);
  await part.getByRole('tab', { name: 'Export' }).click();
  assert.match(readFileSync((await save('For printing')).path, 'utf8'), /@page/);
  assert.match(readFileSync((await save('Markdown')).path, 'utf8'), /The keeper/);
  assert.match(readFileSync((await save('Plain text')).path, 'utf8'), /The keeper/);
  await screenshot(page, 'write-export-en');
  session.clean();
  await session.context.close();
  if (!existsSync(epubcheck)) return context.diagnostic('epubcheck is not installed: the EPUB was not judged');
  assert.match(execFileSync('java', ['-jar', epubcheck, '--failonwarnings', file], { encoding: 'utf8', stdio: 'pipe' }), /No errors or warnings/);
});

test('simplified becomes traditional with Taiwan’s words, and undo takes it back', async () => {
  const session = await watched(browser, { language: 'zh-CN', width: 1440 }), { page } = session, part = partOf(page);
  await start(page);
  await begin(page, '用鼠标打开软件，把信息发给网络上的朋友。');
  await part.getByRole('tab', { name: '书籍' }).click();
  await part.getByRole('combobox', { name: '将正文转换为' }).selectOption('twp');
  await part.getByRole('button', { name: '转换', exact: true }).click();
  await page.waitForFunction(() => document.querySelector('colophon-manuscript').book.language === 'zh-Hant');
  assert.equal((await book(page)).chapters[0].text, '用滑鼠開啟軟體，把資訊發給網路上的朋友。');
  await part.getByRole('button', { name: '撤销', exact: true }).click();
  assert.equal((await book(page)).chapters[0].text, '用鼠标打开软件，把信息发给网络上的朋友。');
  assert.equal((await book(page)).language, 'zh-Hans');
  session.clean();
  await session.context.close();
});

test('an expression that runs away is stopped, and the page stays quick', async () => {
  const session = await watched(browser, { width: 1440 }), { page } = session, part = partOf(page);
  await start(page);
  await begin(page, `${'a'.repeat(4000)}!`);
  await page.keyboard.press('Control+f');
  await part.getByRole('checkbox', { name: 'Regular expression' }).check();
  await page.getByRole('textbox', { name: 'Find', exact: true }).fill('(a+)+$');
  const longest = await page.evaluate(async () => {
    let last = performance.now(), most = 0;
    for (let i = 0; i < 100; ++i) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const now = performance.now();
      most = Math.max(most, now - last - 20);
      last = now;
    }
    return most;
  });
  assert.ok(longest < 1000, `the page stood still for ${longest.toFixed(0)} ms`);
  await part.locator('[part=find] [role=status]').getByText(/./).waitFor();
  session.clean();
  await session.context.close();
});

test('a cover out of the cover tool becomes the book’s', async () => {
  const session = await watched(browser, { width: 1440 }), { page } = session, part = partOf(page);
  await start(page);
  await page.locator('main .samples button').first().click();
  await part.getByRole('tab', { name: 'Book' }).click();
  await part.locator('[part=make-cover]').click();
  await part.locator('colophon-cover').getByRole('button', { name: /colours/i }).first().click();
  await part.locator('colophon-cover [part=picker], colophon-cover .picker, colophon-cover img').first().waitFor();
  await page.waitForTimeout(1500);
  await screenshot(page, 'write-cover-window-en');
  await part.locator('[part=use-cover]').click();
  await part.locator('.cover-shown').waitFor();
  const cover = await page.evaluate(async () => {
    const { cover } = document.querySelector('colophon-manuscript').book, bitmap = await createImageBitmap(cover.data);
    return { type: cover.type, width: bitmap.width, height: bitmap.height };
  });
  assert.deepEqual(cover, { type: 'image/png', width: 1600, height: 2400 });
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('the chapter is seen as set pages beside its text, and two of them in a window', async () => {
  for (const [language, sample, tab, direction] of [['en', 0, 'Pages', 'horizontal'], ['zh-CN', 1, '版面', 'horizontal'], ['zh-CN', 1, '版面', 'vertical']]) {
    const session = await watched(browser, { language, width: 1440, height: 1000 }), { page } = session, part = partOf(page);
    await start(page);
    await page.locator('main .samples button').nth(sample).click();
    await part.locator('[part=desk]').waitFor();
    await page.evaluate((given) => { const element = document.querySelector('colophon-manuscript'); element.openBook({ ...element.book, direction: given }); }, direction);
    await part.getByRole('tab', { name: tab }).click();
    await part.locator('.colophon-pages .page .line').first().waitFor();
    await part.locator('[part=pages] select').selectOption('k32');
    await page.waitForTimeout(900);
    await screenshot(page, `write-pages-${language}-${direction}`);
    await part.locator('[part=open-spread]').click();
    await part.locator('[part=spread] .page .line').first().waitFor();
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(root, `build/screens/write-spread-${language}-${direction}.png`) });
    await accessible(page);
    await page.keyboard.press('Escape');
    await part.locator('.colophon-pages .page .line').first().waitFor();
    session.clean();
    await session.context.close();
  }
});
