// examples/art-community as its members use it: the one command, a real Colophon server behind it, Chromium in front.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { root } from '../support/core.mjs';
import { freePort } from '../support/http_server.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const images = join(root, 'examples/catalogue/images'), example = join(root, 'examples/art-community');
let folder, child, origin, browser;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'art-community-'));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  child = spawn(process.execPath, [join(example, 'server.mjs'), String(port)], { env: { ...process.env, ART_COMMUNITY_DATA: folder }, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (piece) => String(piece).includes('The art community is at') && resolve());
    child.once('exit', (code) => reject(new Error(`the example ended with ${code}`)));
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  const ended = new Promise((resolve) => child?.once('exit', resolve));
  child?.kill();
  await ended;
  rmSync(folder, { recursive: true });
});

async function enter(name, options) {
  const session = await watched(browser, options), { page } = session;
  await page.goto(origin);
  await page.getByRole('combobox').selectOption({ label: name });
  await page.getByRole('button', { name: 'OK' }).click();
  await page.getByText(name).first().waitFor();
  return session;
}
const done = async (session, ...expected) => {
  session.clean(/favicon|404/, ...expected);
  await session.context.close();
};

test('a member uploads, the picture is on show with a badge that holds', async () => {
  const session = await enter('Ada Okafor'), { page } = session;
  await page.getByRole('link', { name: 'Upload' }).click();
  await page.locator('#file').setInputFiles(join(images, 'chelsea.png'));
  await page.getByText('Nothing near it is registered.').waitFor();
  assert.equal(await page.locator('#seen canvas').count(), 6);
  const tags = page.locator('#seen .tags label');
  assert.ok(await tags.count() >= 2, 'style and theme tags');
  const kept = (await tags.allTextContents()).map((tag) => tag.trim());
  await tags.first().getByRole('checkbox').uncheck();
  await page.getByLabel('Title').fill('Chelsea, <asleep>');
  await screenshot(page, 'art-community-upload');
  await accessible(page);
  await page.getByRole('button', { name: 'Register and publish' }).click();
  await page.getByRole('heading', { name: 'Chelsea, <asleep>' }).waitFor();
  assert.deepEqual((await page.locator('.work .tags li').allTextContents()).sort(), kept.slice(1).sort(), 'the tags that were kept');
  await page.locator('article img').evaluate((image) => image.decode());
  await page.locator('colophon-badge [part=mark]').click();
  await page.locator('colophon-badge dialog .says').getByText('Holds').waitFor();
  assert.equal(await page.locator('colophon-badge .checks .no').count(), 0);
  await page.keyboard.press('Escape');
  await accessible(page);
  await done(session);
});

test('the same picture, saved anew by somebody else, is told as near before it is registered and on its page', async () => {
  const session = await enter('王小明', { language: 'en' }), { page } = session;
  await page.getByRole('link', { name: 'Upload' }).click();
  await page.locator('#file').setInputFiles(join(images, 'chelsea.png'));
  await page.getByText('The same file: a work of somebody else').waitFor();
  await page.getByRole('button', { name: 'Register and publish' }).click();
  await page.getByText('The same file: Chelsea, <asleep> (by Ada Okafor)').waitFor();
  await screenshot(page, 'art-community-near');
  await page.goto(origin);
  assert.equal(await page.locator('.grid > li').count(), 2);
  await screenshot(page, 'art-community-gallery');
  await accessible(page);
  await done(session);
});

test('likes and tips count by the server’s key, and the tip is in its maker’s earnings', async () => {
  const giver = await enter('Noor Haddad');
  await giver.page.getByRole('link', { name: 'Chelsea, <asleep>' }).click();
  await giver.page.getByRole('button', { name: 'Like' }).click();
  await giver.page.getByText('1 like').waitFor();
  await giver.page.getByRole('button', { name: 'Tip 2 EUR' }).click();
  await giver.page.getByText('Thank you').waitFor();
  await done(giver);
  const maker = await enter('Ada Okafor'), { page } = maker;
  await page.goto(`${origin}/earnings`);
  const earnings = page.locator('colophon-earnings');
  await earnings.getByRole('heading').first().waitFor();
  for (let tries = 0; tries < 60 && !/2\.00/.test(await earnings.evaluate((element) => element.shadowRoot.textContent)); ++tries) {
    await page.waitForTimeout(500);
    await page.reload();
    await earnings.getByRole('heading').first().waitFor();
  }
  assert.match(await earnings.evaluate((element) => element.shadowRoot.textContent), /2\.00/);
  await screenshot(page, 'art-community-earnings');
  await accessible(page);
  await done(maker);
});

test('strangers: no upload, no token, no post from another site; in Chinese where they read it', async () => {
  const session = await watched(browser, { language: 'zh-CN', theme: 'dark', width: 360, height: 740 }), { page } = session;
  await page.goto(origin);
  await page.getByText('作者亲自上传的图画').waitFor();
  await screenshot(page, 'art-community-zh-dark');
  await accessible(page);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await page.goto(`${origin}/upload`);
  await page.getByText('请先登录。').waitFor();
  assert.equal(await page.evaluate(async () => (await fetch('/colophon-token', { method: 'POST' })).status), 401);
  assert.equal((await fetch(`${origin}/sign-in`, { method: 'POST', body: 'member=ada' })).status, 403);
  session.clean(/favicon|404|401/);
  await session.context.close();
});

test('the example stays small', () => {
  const lines = [example, join(example, 'public')].flatMap((at) => readdirSync(at).filter((name) => /\.(mjs|js|css)$/.test(name)).map((name) => readFileSync(join(at, name), 'utf8').split('\n').length - 1)).reduce((sum, count) => sum + count, 0);
  console.log(`      ${lines} lines`);
  assert.ok(lines < 400, `${lines} lines`);
});
