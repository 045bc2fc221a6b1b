// The studio in somebody else's site: another origin, a tiny backend that holds the API key, one script and one tag.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { colophon, startColophon } from '../support/colophon.mjs';
import { serve } from '../support/http_server.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const photo = new URL('../../examples/catalogue/images/rocket.jpg', import.meta.url).pathname;
// The server compresses ONNX Runtime Web at the first request: seconds, and more where the machine is busy.
const firstScoreMs = 150_000;
let server, browser, host, key;
/** The page's content security policy; "" sends none. */
let policy = '';

/** The whole backend of a site that embeds the studio. */
async function site(request, response) {
  if (request.url === '/colophon-token' && request.method === 'POST') {
    const answer = await fetch(`${server.origin}/v1/sessions`, {
      method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ external_id: 'user-17', name: 'A member', origin: host.origin }),
    });
    return response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  }
  if (request.url !== '/' && request.url !== '/zh') return response.writeHead(404).end();
  const head = { 'content-type': 'text/html; charset=utf-8', ...(policy && { 'content-security-policy': policy }) };
  return response.writeHead(200, head).end(`<!doctype html><html lang="${request.url === '/zh' ? 'zh-CN' : 'en'}"><title>My site</title><main><h1>My site</h1>
<script type="module" src="${server.origin}/sdk/define.js"></script>
<colophon-studio server="${server.origin}" token-url="/colophon-token"></colophon-studio></main>`);
}

before(async () => {
  browser = await launch();
  host = await serve((request, response) => void site(request, response));
  server = await startColophon('--allow-origin', host.origin);
  key = JSON.parse(colophon('keys', 'make', '--store', server.store, '--name', 'my site', '--scope', 'sessions:write', '--json')).key;
});
after(async () => {
  await browser?.close();
  await host?.close();
  await server?.close();
});

async function scoreAndRegister(path = '/') {
  const session = await watched(browser);
  const { page } = session, studio = page.locator('colophon-studio');
  await page.goto(host.origin + path);
  await studio.locator('input[type=file]').setInputFiles(photo);
  return { ...session, studio };
}

test('another origin: score, register, receipt', async () => {
  policy = '';
  const session = await scoreAndRegister();
  const { page, studio } = session;
  const mean = Number(await studio.locator('[part=mean]').textContent({ timeout: firstScoreMs }));
  assert.ok(mean >= 1 && mean <= 10);
  await studio.getByRole('tab', { name: 'Prove' }).click();
  await studio.getByRole('button', { name: 'Register', exact: true }).click();
  await studio.getByText('Registered, and the receipt holds').waitFor();
  await screenshot(page, 'embed-en');
  await accessible(page);
  session.clean(/status of 404/);
  await session.context.close();
});

test('under the policy that docs/how-to/embed.md names, with Trusted Types; in the page’s language', async () => {
  policy = `default-src 'none'; script-src 'self' ${server.origin} 'wasm-unsafe-eval'; worker-src blob: ${server.origin}; connect-src 'self' ${server.origin}; `
    + "img-src 'self' blob:; style-src 'self'; require-trusted-types-for 'script'; trusted-types colophon";
  const session = await scoreAndRegister('/zh');
  const { studio } = session;
  await studio.locator('[part=mean]').waitFor({ timeout: firstScoreMs });
  assert.match(await studio.locator('[part=score] h3').textContent(), /技术画质/);
  session.clean(/status of 404/, /favicon/);
  await session.context.close();
});

test('a policy that forbids the worker: the studio says so and names the remedy', async () => {
  policy = `default-src 'none'; script-src 'self' ${server.origin} 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self' ${server.origin}; style-src 'self'`;
  const session = await scoreAndRegister();
  const error = session.studio.locator('[part=error]');
  await error.waitFor();
  assert.match(await error.textContent(), /worker-src/);
  await session.context.close();
});

test('the key stays with the backend: neither the page nor the studio ever holds it', async () => {
  policy = '';
  const session = await scoreAndRegister();
  const { page, studio } = session;
  const sent = [];
  page.on('request', (request) => sent.push(request.headers()['authorization'] ?? ''));
  await studio.getByRole('tab', { name: 'Prove' }).click();
  await studio.getByRole('button', { name: 'Register', exact: true }).click();
  await studio.getByText('Registered, and the receipt holds').waitFor();
  assert.ok(sent.some((header) => header.startsWith('Bearer cs_')), 'a session token is used');
  assert.ok(sent.every((header) => !header.includes('ck_')));
  assert.equal((await page.content()).includes('ck_'), false);
  session.clean(/status of 404/);
  await session.context.close();
});

test('moved, the studio lives on; removed, it frees its worker', async () => {
  const session = await scoreAndRegister();
  const { page, studio } = session;
  await studio.locator('[part=reasons]').waitFor();
  const workers = () => page.workers().length;
  await page.evaluate(() => document.querySelector('main').prepend(document.querySelector('colophon-studio')));
  assert.equal(await studio.locator('[part=reasons]').count(), 1);
  assert.equal(workers(), 1);
  const closed = page.workers()[0].waitForEvent('close');
  await page.evaluate(() => document.querySelector('colophon-studio').remove());
  await closed;
  assert.equal(workers(), 0);
  await session.context.close();
});
