// What goes wrong: far too large, broken, cut off, and 200 edits. Each says what to do, and the work is never lost.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { watched } from '../support/page.mjs';

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
async function start(page) {
  await page.goto(server.origin);
  await studioOf(page).locator('[part=drop]').waitFor();
}
const choose = (page, file) => studioOf(page).locator('input[type=file]').setInputFiles(file);

/** A whole PNG of one bit a pixel: small as a file, large as a picture. */
function blank(width, height) {
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]), length = Buffer.alloc(4), sum = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height))), chunk('IEND', Buffer.alloc(0))]);
}

test('a picture of 200 megapixels is refused in both languages, and the next one opens', async () => {
  for (const [language, words] of [['en', /too many pixels|14200 x 14200|64,000,000|64 million/], ['zh-CN', /像素/]]) {
    const session = await watched(browser, { language });
    const { page } = session;
    await start(page);
    await choose(page, { name: 'wall.png', mimeType: 'image/png', buffer: blank(14_200, 14_200) });
    assert.match(await studioOf(page).locator('[part=error]').textContent(), words);
    await choose(page, join(images, 'rocket.jpg'));
    await studioOf(page).locator('[part=reasons]').waitFor();
    session.clean();
    await session.context.close();
  }
});

test('an upload that is cut in the middle: the work stays, and the second attempt is the same registration', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await start(page);
  await choose(page, join(images, 'rocket.jpg'));
  await studio.locator('[part=mean]').waitFor({ timeout: 150_000 });
  await studio.getByRole('tab', { name: 'Prove' }).click();
  const works = new Set();
  page.on('request', (request) => { if (request.method() === 'PUT') works.add(new URL(request.url()).pathname); });
  await page.route('**/content', (route) => (route.request().method() === 'PUT' ? route.abort('connectionreset') : route.continue()), { times: 1 });
  await studio.getByRole('button', { name: 'Register', exact: true }).click();
  await studio.getByText('It was not registered.').waitFor();
  await studio.getByRole('button', { name: 'Register', exact: true }).click();
  await studio.getByText('Registered, and the receipt holds').waitFor();
  assert.equal(works.size, 1, 'both attempts sent to one work');
  session.clean(/ERR_CONNECTION_RESET|ERR_FAILED/, /status of 404/);
  await session.context.close();
});

test('without a network the work is edited and kept; registering waits for a connection', async () => {
  const session = await watched(browser);
  const { page, context } = session, studio = studioOf(page);
  await start(page);
  await choose(page, join(images, 'rocket.jpg'));
  await studio.locator('[part=mean]').waitFor({ timeout: 150_000 });
  await studio.getByRole('tab', { name: 'Picture' }).click();
  await studio.locator('[part=enhance]').waitFor();
  await context.setOffline(true);
  const edited = page.evaluate(() => new Promise((resolve) => addEventListener('colophon-edited', ({ detail }) => resolve(detail), { once: true })));
  await studio.locator('input[data-name=contrast]').fill('20');
  assert.deepEqual((await edited).steps, [{ edit: { adjust: { contrast: 20 } } }]);
  await choose(page, join(images, 'chelsea.png'));
  await studio.getByRole('tab', { name: 'Coach' }).click();
  await studio.locator('[part=mean]').waitFor();
  await studio.getByRole('tab', { name: 'Prove' }).click();
  await studio.getByText(/You are offline. Everything above still works/).waitFor();
  assert.ok(await studio.getByRole('button', { name: 'Register', exact: true }).isDisabled());
  await context.setOffline(false);
  await page.waitForFunction(() => !document.querySelector('colophon-studio').shadowRoot.querySelector('[part=register] [type=submit]').disabled);
  session.clean(/ERR_INTERNET_DISCONNECTED/);
  await context.close();
});

test('after 200 edits and removal the memory is back and the worker gone', async () => {
  const session = await watched(browser);
  const { page, context } = session, studio = studioOf(page);
  await start(page);
  const debug = await context.newCDPSession(page);
  const heap = async () => {
    for (let round = 0; round < 3; ++round) await debug.send('HeapProfiler.collectGarbage');
    return (await debug.send('Runtime.getHeapUsage')).usedSize + (await debug.send('Runtime.getHeapUsage')).backingStorageSize;
  };
  await choose(page, join(images, 'rocket.jpg'));
  await studio.getByRole('tab', { name: 'Picture' }).click();
  await studio.locator('[part=enhance]').waitFor();
  const edit = (count) => page.evaluate(async (count) => {
    const studio = document.querySelector('colophon-studio'), slider = studio.shadowRoot.querySelector('input[data-name=contrast]');
    for (let index = 1; index <= count; ++index) {
      const done = new Promise((resolve) => studio.addEventListener('colophon-edited', resolve, { once: true }));
      slider.value = String((index % 50) + 1);
      slider.dispatchEvent(new Event('change'));
      await done;
    }
  }, count);
  await edit(10);
  const few = await heap();
  await edit(190);
  const many = await heap();
  assert.ok(many - few < 16e6, `190 further edits left ${many - few} bytes`);
  // Beside it, the score's threads.
  assert.equal(page.workers().filter((worker) => worker.url().endsWith('/worker.js')).length, 1);
  await page.evaluate(() => document.querySelector('colophon-studio').remove());
  await page.waitForFunction(() => true);
  for (let round = 0; round < 50 && page.workers().length > 0; ++round) await page.waitForTimeout(100);
  assert.equal(page.workers().length, 0, 'the worker ended');
  const after = await heap();
  // What code was loaded stays; the pictures, the editors and the worker do not.
  assert.ok(after < few + 2e6, `${after} bytes after removal, ${few} with a few edits`);
  session.clean();
  await context.close();
});

test('a server that the page names while a work is being opened: the work opens with it', async () => {
  const session = await watched(browser);
  const { page } = session;
  await start(page);
  const opened = await page.evaluate(async (base64) => {
    const studio = document.querySelector('colophon-studio'), bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const opened = new Promise((resolve) => studio.addEventListener('colophon-opened', (event) => resolve(event.detail.name)));
    void studio.open(new File([bytes], 'rocket.jpg', { type: 'image/jpeg' }));
    studio.options = { ...studio.options };
    return opened;
  }, readFileSync(join(images, 'rocket.jpg')).toString('base64'));
  assert.equal(opened, 'rocket.jpg');
  session.clean();
  await session.context.close();
});

test('in sight, the studio has its core before a work comes, unless the page or the reader says no; the own pages are isolated, so that a score has threads', async () => {
  const session = await watched(browser);
  const { page } = session;
  await page.addInitScript(() => addEventListener('colophon-ready', () => { globalThis.ready = true; }));
  await start(page);
  await page.waitForFunction(() => globalThis.ready);
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  assert.equal(page.workers().length, 1);
  await page.evaluate(() => {
    const studio = document.createElement('colophon-studio');
    studio.setAttribute('preload', 'none');
    document.querySelector('colophon-studio').replaceWith(studio);
  });
  await page.waitForFunction(() => document.querySelector('colophon-studio').shadowRoot.querySelector('[part=drop]'));
  await page.waitForTimeout(1500);
  assert.equal(page.workers().length, 0);
  session.clean();
  await session.context.close();
});
