// examples/publishing as its members use it: a book is written, registered, put on sale, bought under both keys, read; the money is seen to come.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { root } from '../support/core.mjs';
import { freePort } from '../support/http_server.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const example = join(root, 'examples/publishing'), epubcheck = '/usr/share/java/epubcheck.jar', kPassphrase = 'four words are enough';
const kTitle = 'The Salt Road, <first> & last', kText = 'The road was older than the town.\nNobody remembered who had cut it, and nobody asked; it led to the sea, and the sea was reason enough.\n***\nIn spring the carts came back empty.';
let folder, child, origin, browser, address, keyFile;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'publishing-'));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  child = spawn(process.execPath, [join(example, 'server.mjs'), String(port)], { env: { ...process.env, PUBLISHING_DATA: folder }, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (piece) => String(piece).includes('The publisher is at') && resolve());
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

async function signIn(page, name) {
  await page.goto(origin);
  await page.getByRole('combobox').selectOption({ label: name });
  await page.getByRole('button', { name: 'OK' }).click();
  await page.locator('header span').getByText(name).waitFor();
}
async function enter(name, options) {
  const session = await watched(browser, options);
  session.context.setDefaultTimeout(45_000);
  await signIn(session.page, name);
  return session;
}
const done = async (session, ...expected) => {
  session.clean(/favicon|404/, ...expected);
  await session.context.close();
};
const inside = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

test('an author writes, sees pages, registers, and puts the book on sale under her own key', async () => {
  const session = await enter('Ada Okafor', { width: 1440 }), { page } = session, part = page.locator('colophon-manuscript'), say = page.locator('#state');
  await page.getByText('No book yet.').waitFor();
  await page.getByRole('link', { name: 'Royalties' }).click();
  await page.getByText('No licence has been sold yet.').waitFor();
  await page.getByRole('link', { name: 'My books' }).click();
  await page.getByText('You have no book yet.').waitFor();
  await page.getByRole('link', { name: 'Write' }).click();
  await page.getByText('Your key is made in this browser.').waitFor();
  const publish = page.getByRole('button', { name: 'Sign the offer and publish' });
  await page.getByLabel('Passphrase').fill(kPassphrase);
  await publish.click();
  await say.getByText('Write something first.').waitFor();
  await part.getByRole('button', { name: 'Begin a new book' }).click();
  const writing = page.locator('colophon-manuscript > textarea');
  await writing.fill(kText.replace('than the', 'than teh'));
  await part.locator('.mark', { hasText: 'teh' }).waitFor();
  await writing.press('Control+Home');
  await page.keyboard.press('F8');
  await page.keyboard.press('Control+.');
  assert.equal(await writing.inputValue(), kText);
  await page.getByRole('textbox', { name: 'Title of the chapter' }).fill('Carts');
  await part.getByRole('tab', { name: 'Book' }).click();
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill(kTitle);
  await part.locator('[part=book] input[type=file]').first().setInputFiles(join(root, 'examples/catalogue/images/chelsea.png'));
  await part.locator('[part=book] img').waitFor();
  await part.getByRole('tab', { name: 'Pages' }).click();
  await part.locator('[part=pages]').getByText('Page 1 of 1').waitFor();
  await screenshot(page, 'publishing-write');
  await publish.click();
  await say.getByText('This text is not registered as it stands').waitFor();
  await accessible(page);
  await part.getByRole('tab', { name: 'Prove' }).click();
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill(kTitle);
  await part.getByRole('button', { name: 'Register', exact: true }).click();
  await part.getByText('Registered, and the receipt holds').waitFor();
  await page.getByLabel('What readers should know').fill('A road, a town, and salt.');
  await screenshot(page, 'publishing-sell');
  await accessible(page);
  const [download] = await Promise.all([page.waitForEvent('download'), publish.click()]);
  keyFile = join(folder, 'ada-key.json');
  writeFileSync(keyFile, readFileSync(await download.path()));
  assert.equal(JSON.parse(readFileSync(keyFile, 'utf8')).format, 'colophon/key/1');
  await page.getByRole('heading', { name: kTitle }).waitFor();
  address = page.url();
  await page.getByText('This is your book.').waitFor();
  await page.locator('article img').evaluate((image) => image.decode());
  await page.locator('colophon-badge [part=mark]').click();
  await page.locator('colophon-badge dialog .says').getByText('Holds').waitFor();
  assert.equal(await page.locator('colophon-badge .checks .no').count(), 0);
  await page.keyboard.press('Escape');
  await screenshot(page, 'publishing-own');
  await done(session);
});

test('a reader buys a licence in Chinese: signed, then paid, then read; before that there is no file', async (context) => {
  const session = await enter('王小明', { language: 'zh-CN', theme: 'dark', width: 400, height: 860 }), { page } = session;
  await screenshot(page, 'publishing-shelf-zh-dark');
  await accessible(page);
  await page.getByRole('link', { name: kTitle }).click();
  await page.getByText('密钥在本浏览器中生成').waitFor();
  const status = () => page.evaluate(async (path) => (await fetch(path)).status, `${address}.epub`);
  assert.equal(await status(), 403);
  await page.getByLabel('口令').fill('short');
  await page.getByRole('button', { name: '签名并以 4.90 EUR 购买' }).click();
  assert.equal(await page.locator('#state').textContent(), '', 'a short passphrase stays in the form');
  await page.getByLabel('口令').fill(kPassphrase);
  await screenshot(page, 'publishing-buy-zh-dark');
  await accessible(page);
  assert.equal(await inside(page), true);
  const [key] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '签名并以 4.90 EUR 购买' }).click()]);
  assert.equal(key.suggestedFilename(), 'my-key.json');
  await page.getByText('双方已签署许可，尚待支付 4.90 EUR。').waitFor();
  assert.equal(await status(), 403);
  await screenshot(page, 'publishing-pay-zh-dark');
  await accessible(page);
  await page.getByRole('link', { name: '我的书' }).click();
  await page.getByText('已签署，待付款').waitFor();
  await page.getByRole('link', { name: kTitle }).click();
  await page.getByRole('button', { name: '支付 4.90 EUR' }).click();
  await page.getByText('许可已付款').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 EPUB' }).click()]);
  const file = join(folder, 'bought.epub');
  writeFileSync(file, readFileSync(await download.path()));
  assert.equal(readFileSync(file).subarray(30, 58).toString(), 'mimetypeapplication/epub+zip');
  await page.getByRole('link', { name: '我的书' }).click();
  await page.getByText('已付款').waitFor();
  await screenshot(page, 'publishing-library-zh-dark');
  await accessible(page);
  await done(session, /status of 403/);
  if (!existsSync(epubcheck)) return context.diagnostic('epubcheck is not installed: the EPUB was not judged');
  assert.match(execFileSync('java', ['-jar', epubcheck, '--failonwarnings', file], { encoding: 'utf8', stdio: 'pipe' }), /No errors or warnings/);
});

test('the author sees the licence that was sold, and its money among the month’s royalties', async () => {
  const session = await enter('Ada Okafor'), { page } = session;
  await page.getByRole('link', { name: 'Royalties' }).click();
  const row = page.getByRole('row', { name: '王小明' });
  assert.match(await row.textContent(), /4\.90 EUR.*paid/);
  const earnings = page.locator('colophon-earnings'), text = () => earnings.evaluate((element) => element.shadowRoot.textContent);
  await earnings.getByRole('heading').first().waitFor();
  for (let tries = 0; tries < 60 && !/4\.90/.test(await text()); ++tries) {
    await page.waitForTimeout(500);
    await page.reload();
    await earnings.getByRole('heading').first().waitFor();
  }
  assert.match(await text(), /4\.90/);
  await screenshot(page, 'publishing-royalties');
  await accessible(page);
  await done(session);
});

test('a second browser, and one that two members share: the key’s file opens the key again', async () => {
  const session = await enter('Noor Haddad'), { page } = session;
  await page.goto(address);
  await page.getByLabel('Passphrase').fill(kPassphrase);
  await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Sign and buy for 4.90 EUR' }).click()]);
  await page.getByText('Both sides have signed the licence.').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, 'Ada Okafor');
  await page.getByRole('link', { name: 'Royalties' }).click();
  assert.match(await page.getByRole('row', { name: 'Noor Haddad' }).textContent(), /signed, not paid yet/);
  await page.getByRole('link', { name: 'Write' }).click();
  await page.getByText('Your key is in another browser: choose its file. The key of another member is in this browser.').waitFor();
  await accessible(page);
  await page.locator('colophon-manuscript').getByRole('button', { name: 'Begin a new book' }).click();
  const writing = page.locator('colophon-manuscript > textarea'), part = page.locator('colophon-manuscript');
  await writing.fill('Another book, of one line.');
  await part.getByRole('tab', { name: 'Prove' }).click();
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('One line');
  await part.getByRole('button', { name: 'Register', exact: true }).click();
  await part.getByText('Registered, and the receipt holds').waitFor();
  await page.getByLabel('The file of your key').setInputFiles(keyFile);
  await page.getByLabel('Passphrase').fill('not these words');
  await page.getByRole('button', { name: 'Sign the offer and publish' }).click();
  await page.locator('#state').getByText('The passphrase does not open this key file.').waitFor();
  await page.getByLabel('Passphrase').fill(kPassphrase);
  await page.getByRole('button', { name: 'Sign the offer and publish' }).click();
  await page.getByRole('heading', { name: 'One line' }).waitFor();
  // At another price: the earlier offer holds no longer.
  await page.getByRole('link', { name: 'Write' }).click();
  await page.getByText('You sign with your key in this browser.').waitFor();
  await part.getByRole('button', { name: /^Open: / }).click();
  await page.getByLabel('Price of a licence').fill('2.50');
  const offers = await page.locator('#sell').getAttribute('data-server');
  await page.getByRole('button', { name: 'Sign the offer and publish' }).click();
  await page.getByRole('heading', { name: 'One line' }).waitFor();
  assert.deepEqual(await page.evaluate(async (server) => {
    const { token } = await (await fetch('/colophon-token', { method: 'POST' })).json();
    const { offers } = await (await fetch(`${server}/v1/offers?open=true`, { headers: { authorization: `Bearer ${token}` } })).json();
    return offers.map(({ terms }) => terms.amount).sort();
  }, offers), ['2.50', '4.90']);
  await page.goto(origin);
  await page.getByText('by Ada Okafor · 2.50 EUR').waitFor();
  await screenshot(page, 'publishing-shelf');
  await accessible(page);
  await done(session);
});

test('strangers: no writing, no token, no file, no post from another site; nobody sells what is not theirs', async () => {
  const session = await watched(browser, { width: 360, height: 740 }), { page } = session;
  await page.goto(address);
  await page.getByText('Sign in to buy one.').waitFor();
  assert.equal(await inside(page), true);
  await page.goto(`${origin}/write`);
  await page.getByText('Sign in first.').waitFor();
  assert.equal(await page.evaluate(async () => (await fetch('/colophon-token', { method: 'POST' })).status), 401);
  assert.equal(await page.evaluate(async (path) => (await fetch(path)).status, `${address}.epub`), 401);
  assert.equal((await fetch(`${origin}/sign-in`, { method: 'POST', body: 'member=ada' })).status, 403);
  await signIn(page, 'Noor Haddad');
  const [[, { offer }]] = JSON.parse(readFileSync(join(folder, 'books.json'), 'utf8'));
  const sell = (work, part) => page.evaluate(async ([works, offers, epub]) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ works, offers, epub: new Blob([epub]) })) form.append(name, value);
    const answer = await fetch('/books', { method: 'POST', body: form });
    return [answer.status, (await answer.json()).detail];
  }, [work, part, 'x']);
  assert.deepEqual(await sell(address.split('/').at(-1), offer), [403, 'The work or its offer is not yours.']);
  assert.equal((await sell('../parties', offer))[0], 404);
  session.clean(/favicon|404|401|403/);
  await session.context.close();
});

test('the example stays small', () => {
  const lines = [example, join(example, 'public')].flatMap((at) => readdirSync(at).filter((name) => /\.(mjs|js|css)$/.test(name)).map((name) => readFileSync(join(at, name), 'utf8').split('\n').length - 1)).reduce((sum, count) => sum + count, 0);
  console.log(`      ${lines} lines`);
  assert.ok(lines < 400, `${lines} lines`);
});
