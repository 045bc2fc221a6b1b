// Drafts with the site: off until somebody turns it on; then two devices of one person have the same drafts, and neither loses what the other did.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const images = new URL('../../examples/catalogue/images/', import.meta.url).pathname;
let server, browser;
before(async () => {
  server = await startColophon();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const studioOf = (page) => page.locator('colophon-studio');
const boxOf = (page) => studioOf(page).locator('[part=draft-site] input');
const rowsOf = (page) => studioOf(page).locator('[part=drafts] li');
const status = (page, words) => studioOf(page).locator('[part=draft-site] [role=status]', { hasText: words }).waitFor();
/** A device of the sample's visitor, with its own storage. */
async function device(options) {
  const session = await watched(browser, options), asked = [];
  session.page.on('request', (request) => { if (new URL(request.url()).pathname.startsWith('/v1/drafts')) asked.push(`${request.method()} ${new URL(request.url()).pathname.replace(/[0-9a-f-]{36}/, 'ID')}`); });
  await session.page.goto(server.origin);
  await studioOf(session.page).locator('[part=drop]').waitFor();
  return { ...session, asked };
}
async function write(page, text, name) {
  await page.evaluate(([words, title]) => document.querySelector('colophon-studio').openText(words, title), [text, name]);
  await studioOf(page).locator('[part=save-draft]').waitFor();
  await page.waitForTimeout(1200);
}
const again = async (page) => {
  await page.reload();
  await boxOf(page).waitFor();
};
const files = (page) => page.evaluate(async () => {
  const database = await new Promise((resolve) => { const request = indexedDB.open('colophon-drafts'); request.onsuccess = () => resolve(request.result); });
  const all = (store, how) => new Promise((resolve) => { const request = database.transaction(store).objectStore(store)[how](); request.onsuccess = () => resolve(request.result); });
  const texts = await Promise.all((await all('files', 'getAll')).map((file) => file.text()));
  database.close();
  return texts.sort();
});

test('nothing is sent before the box is ticked; then a second device has the draft, its picture and what was done to it', async () => {
  const first = await device();
  await studioOf(first.page).locator('input[type=file]').setInputFiles(join(images, 'rocket.jpg'));
  await studioOf(first.page).locator('[part=reasons]').waitFor();
  await first.page.evaluate(() => new Promise((resolve) => addEventListener('colophon-draft', resolve, { once: true }) ?? setTimeout(resolve, 2000)));
  await again(first.page);
  assert.equal(await rowsOf(first.page).count(), 1);
  assert.deepEqual(first.asked, []);

  await boxOf(first.page).check();
  await status(first.page, 'The site has them');
  assert.deepEqual(first.asked, ['GET /v1/drafts', 'PUT /v1/drafts/ID']);
  await screenshot(first.page, 'drafts-site-en');
  await accessible(first.page);

  const second = await device({ language: 'zh-CN', theme: 'dark', width: 360 });
  assert.equal(await rowsOf(second.page).count(), 0);
  await boxOf(second.page).check();
  await rowsOf(second.page).first().waitFor();
  await screenshot(second.page, 'drafts-site-zh');
  await rowsOf(second.page).first().getByRole('button', { name: /^打开/ }).click();
  await studioOf(second.page).locator('[part=reasons]').waitFor();
  for (const session of [first, second]) {
    session.clean();
    await session.context.close();
  }
});

test('one draft changed on two devices: both states stay', async () => {
  const first = await device(), second = await device();
  await write(first.page, 'As it was.', 'poem.txt');
  await again(first.page);
  await boxOf(first.page).check();
  await status(first.page, 'The site has them');
  await boxOf(second.page).check();
  await rowsOf(second.page).filter({ hasText: 'poem' }).waitFor();
  // Each opens it and writes on; the second is the later one to reach the site.
  for (const [session, words] of [[first, 'As the first left it.'], [second, 'As the second left it.']]) {
    await rowsOf(session.page).filter({ hasText: 'poem' }).getByRole('button', { name: /^Open/ }).click();
    const field = session.page.locator('colophon-studio textarea');
    await field.waitFor();
    await field.fill(words);
  }
  const settled = (page) => page.waitForFunction(() => new Promise((resolve) => setTimeout(() => resolve(true), 6000)));
  await Promise.all([settled(first.page), settled(second.page)]);
  for (const { page } of [first, second, first]) {
    await again(page);
    await status(page, 'The site has them');
  }
  const texts = (await files(first.page)).filter((text) => text.startsWith('As '));
  assert.deepEqual(texts, ['As the first left it.', 'As the second left it.']);
  assert.deepEqual((await files(second.page)).filter((text) => text.startsWith('As ')), texts);
  for (const session of [first, second]) await session.context.close();
});

test('deleted here, it is gone there; turned off, nothing more is sent', async () => {
  const first = await device(), second = await device();
  await write(first.page, 'To be deleted.', 'gone.txt');
  await again(first.page);
  await boxOf(first.page).check();
  await status(first.page, 'The site has them');
  await boxOf(second.page).check();
  await rowsOf(second.page).filter({ hasText: 'gone' }).waitFor();
  await rowsOf(first.page).filter({ hasText: 'gone' }).getByRole('button', { name: /^Delete/ }).click();
  await first.page.waitForFunction(() => !globalThis.localStorage.getItem('colophon-drafts-with-site')?.includes('"removed":["'));
  await again(second.page);
  await status(second.page, 'The site has them');
  assert.equal(await rowsOf(second.page).filter({ hasText: 'gone' }).count(), 0);
  await boxOf(first.page).uncheck();
  first.asked.length = 0;
  await write(first.page, 'Mine alone.', 'alone.txt');
  await first.page.waitForTimeout(4000);
  assert.deepEqual(first.asked, []);
  for (const session of [first, second]) await session.context.close();
});

test('without a connection the drafts stay here, and it goes on when there is one', async () => {
  const session = await device(), { page } = session;
  await boxOf(page).check();
  await status(page, 'The site has them');
  await session.context.setOffline(true);
  await write(page, 'Written in a tunnel.', 'tunnel.txt');
  await page.waitForTimeout(4000);
  await session.context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.waitForTimeout(2000);
  const other = await device();
  await boxOf(other.page).check();
  await rowsOf(other.page).filter({ hasText: 'tunnel' }).waitFor();
  for (const one of [session, other]) await one.context.close();
});
