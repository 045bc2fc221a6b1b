// The tab *Pages* of <colophon-manuscript>: the open chapter as set pages, set in the worker, a moment after each change.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

let server, browser;
before(async () => {
  server = await startColophon();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function opened({ language, direction, chapters, ...options }) {
  const session = await watched(browser, { width: 1440, ...options }), { page } = session, part = page.locator('colophon-manuscript');
  await page.goto(`${server.origin}/write`);
  await part.locator('[part=drop]').waitFor();
  await page.evaluate((given) => document.querySelector('colophon-manuscript').openBook({
    title: 'A book', subtitle: '', names: [], edition: '', licence: '', ai: { level: 'none', note: '' }, images: [], cover: undefined, language: given.language, direction: given.direction,
    chapters: given.chapters.map(([title, text], index) => ({ id: `c${index}`, title, text })),
  }), { language, direction, chapters });
  await part.locator('[data-name=pages]').click();
  await part.locator('[part=pages] .line').first().waitFor();
  return { session, page, part, lines: () => part.locator('[part=pages] .line').allInnerTexts() };
}

test('what is written is on the page, and goes on being written', async () => {
  const { session, page, part, lines } = await opened({ language: 'en', direction: 'horizontal', chapters: [['One', 'It was a dark night, and the wind went over the hills as it had gone for a hundred years.\n'.repeat(12)], ['Two', 'Then morning came.']] });
  const before = (await lines()).join(' ');
  assert.match(before, /One/);
  assert.match(before, /dark/);
  await screenshot(page, 'write-pages-en');
  await accessible(page);
  await page.locator('colophon-manuscript > textarea').focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('Suddenly: ');
  await part.locator('[part=pages] .run', { hasText: 'Suddenly' }).first().waitFor();
  session.clean();
  await session.context.close();
});

test('a Chinese book down the page, in the dark', async () => {
  const text = '他说：“《桃花源记》讲的是哪里？”——有人说是湖南常德，有人说根本没有……1997年出版的一本书列出了12种说法。\n'.repeat(4);
  const { session, page, part, lines } = await opened({ language: 'zh-Hans', direction: 'vertical', chapters: [['桃花源', text]], theme: 'dark' });
  assert.ok((await lines()).length > 3);
  assert.equal(await part.locator('[part=pages] .line').first().evaluate((line) => getComputedStyle(line).writingMode), 'vertical-rl');
  // The page around it is English; the marks of the book are not.
  assert.equal(await part.locator('[part=pages] .run', { hasText: '，' }).first().evaluate((run) => getComputedStyle(run).fontVariantEastAsian), 'normal');
  await screenshot(page, 'write-pages-zh');
  session.clean();
  await session.context.close();
});
