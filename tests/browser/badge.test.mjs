// The mark beside a published work, on somebody else's site: nothing is fetched before the click, then the receipt is checked by the core.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { serve } from '../support/http_server.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

let server, browser, host, receipt, work, logKey;
/** What the site publishes as the receipt. */
let published = '';

const strict = () => `default-src 'none'; script-src ${server.origin} 'wasm-unsafe-eval'; worker-src blob: ${server.origin}; connect-src 'self' ${server.origin}; `
  + "style-src 'none'; require-trusted-types-for 'script'; trusted-types colophon";

function site({ url }, response) {
  const { pathname, searchParams } = new URL(url, 'http://site');
  if (pathname === '/receipt.json') return response.writeHead(200, { 'content-type': 'application/json' }).end(published);
  if (pathname !== '/') return response.writeHead(404).end();
  const attributes = searchParams.get('badge').replaceAll('"', '&quot;').split('|').map((one) => one.replace(/^([\w-]+)=(.*)$/, '$1="$2"')).join(' ');
  return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': strict() })
    .end(`<!doctype html><html lang="${searchParams.get('lang') ?? 'en'}"><meta name="color-scheme" content="light dark"><title>A site</title><main><h1>静夜思</h1>
<script type="module" src="${server.origin}/sdk/define-badge.js"></script><p>A poem on somebody’s site. <colophon-badge ${attributes}></colophon-badge></p></main>`);
}

before(async () => {
  host = await serve(site);
  [browser, server] = await Promise.all([launch(), startColophon('--allow-origin', host.origin)]);
  const sample = { origin: server.origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  const session = await (await fetch(`${server.origin}/v1/sample/session`, { method: 'POST', headers: sample, body: '{}' })).json();
  const headers = { ...sample, authorization: `Bearer ${session.token}`, 'idempotency-key': 'a' };
  const body = { title: '静夜思', kind: 'text', media_type: 'text/plain', sha256: 'ab'.repeat(32), bytes: 20, shares: [{ party: 'self', share: '1' }], ai: 'none' };
  work = (await (await fetch(`${server.origin}/v1/works`, { method: 'POST', headers, body: JSON.stringify(body) })).json()).work;
  for (let i = 0; i < 600 && receipt === undefined; ++i) {
    const answer = await fetch(`${server.origin}/v1/works/${work}/receipt`, { headers });
    if (answer.status === 200) receipt = await answer.text();
    else await new Promise((later) => setTimeout(later, 50));
  }
  logKey = (await (await fetch(`${server.origin}/v1/log/key`)).json()).log_key;
});
after(async () => {
  await browser?.close();
  await host?.close();
  await server?.close();
});

async function open(badge, { lang = 'en', file = receipt, ...options } = {}) {
  published = file;
  const session = await watched(browser, options), { page } = session, asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${host.origin}/?${new URLSearchParams({ badge: badge.join('|'), lang })}`);
  const mark = page.locator('colophon-badge [part=mark]'), dialog = page.locator('colophon-badge dialog'), says = dialog.locator('.says');
  await mark.waitFor();
  return { ...session, asked, mark, dialog, says };
}
const both = () => ['receipt=/receipt.json', `server=${server.origin}`, `work=${work}`];
const finish = async ({ page, context, clean }, ...expected) => {
  await accessible(page);
  clean(/favicon/, /status of 404/, ...expected);
  await context.close();
};

test('nothing before the click; then every check in words, by keyboard, and the focus comes back', async () => {
  const session = await open(both()), { page, mark, dialog, says, asked } = session;
  assert.equal((await mark.textContent()).trim(), 'Registered');
  await page.waitForLoadState('networkidle');
  assert.deepEqual(asked.filter((url) => /receipt|\/v1\/|wasm|worker/.test(url.replace(/\?.*/, ''))), [], 'no receipt, no key, no core');
  await screenshot(page, 'badge-idle');
  await accessible(page);
  await page.evaluate(() => document.addEventListener('colophon-checked', ({ detail }) => { globalThis.heard = detail.state; }));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await says.waitFor();
  assert.equal(await says.textContent(), 'Holds', await dialog.textContent());
  const text = await dialog.textContent();
  for (const part of ['Exactly this content is in the log at this place', 'The checkpoint is signed by the log’s key', 'not who created it', 'The receipt is of this very work', 'The log’s key is the one that', '静夜思', 'ab'.repeat(32)]) assert.ok(text.includes(part), `${part} in ${text}`);
  assert.equal(await dialog.locator('.checks .no').count(), 0);
  assert.equal(await dialog.getByRole('link').getAttribute('href'), `${server.origin}/verify`);
  assert.equal(await page.evaluate(() => globalThis.heard), 'holds');
  await screenshot(page, 'badge-holds-en', false);
  await accessible(page);
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save the receipt' }).click();
  assert.equal((await saved).suggestedFilename(), 'receipt.json');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.getAttribute('part')), 'mark');
  assert.equal(page.workers().length, 0, 'the worker is gone');
  await finish(session);
});

test('in Chinese, in the dark, on a telephone', async () => {
  const session = await open(both(), { lang: 'zh-CN', theme: 'dark', width: 390, height: 780 }), { page, mark, says } = session;
  assert.equal((await mark.textContent()).trim(), '已登记');
  await mark.click();
  await says.waitFor();
  assert.equal(await says.textContent(), '成立');
  await screenshot(page, 'badge-holds-zh', false);
  await page.evaluate(() => document.querySelector('colophon-badge').setAttribute('locale', 'en'));
  await page.getByText('The checkpoint is signed by the log’s key').waitFor();
  assert.equal(await says.textContent(), 'Holds');
  await finish(session);
});

test('one byte changed: it does not hold, and the check and the remedy are named', async () => {
  const session = await open(both(), { file: receipt.replace('abababab', 'abababac') }), { page, mark, dialog, says } = session;
  await mark.click();
  await says.waitFor();
  assert.equal(await says.textContent(), 'Does not hold');
  assert.match(await dialog.locator('.checks .no').textContent(), /Exactly this content is in the log.*changed after registration/s);
  assert.equal(await dialog.locator('dl').count(), 0, 'nothing of a changed file is told as a fact');
  assert.equal((await mark.textContent()).trim(), 'Does not hold');
  await screenshot(page, 'badge-fails-en', false);
  await finish(session);
});

for (const [name, badge, file, expected] of [
  ['another work’s receipt', () => ['receipt=/receipt.json', 'work=01900000-0000-7000-8000-000000000000', `log-key=${logKey}`], () => receipt, /of this very work.*another work/s],
  ['another log’s key', () => ['receipt=/receipt.json', 'log-key=localhost/colophon+bc0b6fb9+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH'], () => receipt, /log that this page names.*Another log/s],
  ['a file cut off', both, () => receipt.slice(0, 200), /receipt of a registered work.*cut off/s],
  ['no UTF-8', both, () => Buffer.from([0xff, 0xfe, 0x7b]), /UTF-8/],
  ['a file too large', both, () => ' '.repeat(1_100_000), /megabyte/],
]) {
  test(`${name} does not hold`, async () => {
    const session = await open(badge(), { file: file() }), { mark, dialog, says } = session;
    await mark.click();
    await says.waitFor();
    assert.equal(await says.textContent(), 'Does not hold');
    assert.match(await dialog.locator('.checks .no').first().textContent(), expected);
    await finish(session);
  });
}

test('without a key it holds, and says that whose log it is was not checked; set up with nothing, it says so', async () => {
  const session = await open(['receipt=/receipt.json']), { page, mark, dialog, says } = session;
  await mark.click();
  await says.waitFor();
  assert.equal(await says.textContent(), 'Holds');
  assert.match(await dialog.textContent(), /Whose log this is was not checked/);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.evaluate(() => document.querySelector('colophon-badge').removeAttribute('receipt'));
  await mark.click();
  await dialog.getByText('The mark is not set up').waitFor();
  await finish(session);
});

test('a receipt that the server shows to its owner only: not public, neither good nor bad', async () => {
  const session = await open([`work=${work}`, `server=${server.origin}`]), { page, mark, dialog, says } = session;
  await mark.click();
  await says.waitFor();
  assert.match(await dialog.textContent(), /The receipt is not public.*receipt="…"/s);
  await screenshot(page, 'badge-closed-en', false);
  await finish(session, /status of 401/);
});

// Last: it ends the server.
test('server stopped: unreachable; the connection back, a second try finds out', async () => {
  const session = await open(both()), { page, context, mark, dialog, says } = session;
  await context.setOffline(true);
  await mark.click();
  await dialog.getByText('The receipt could not be checked').waitFor();
  await context.setOffline(false);
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await says.getByText('Holds', { exact: true }).or(dialog.locator('.says.holds')).first().waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await server.close();
  server = { ...server, close: async () => {} };
  await page.evaluate(() => document.querySelector('colophon-badge').setAttribute('work', '01900000-0000-7000-8000-000000000000'));
  await mark.click();
  await dialog.getByText('The receipt could not be checked').waitFor();
  assert.match(await dialog.textContent(), /neither that it holds nor that it does not/);
  assert.equal((await mark.textContent()).trim(), 'Registered');
  await screenshot(page, 'badge-unreachable-en', false);
  await finish(session, /ERR_/);
});
