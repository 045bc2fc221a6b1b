// /verify over a whole log, receipts as C2SP writes them, and keys that the reader brings along.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

let browser, server, archive, receipt, proof, logKey;

before(async () => {
  [browser, server] = await Promise.all([launch(), startColophon()]);
  const get = async (path) => fetch(server.origin + path);
  const session = await (await fetch(`${server.origin}/v1/sample/session`, { method: 'POST', headers: { origin: server.origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }, body: '{}' })).json();
  const headers = { authorization: `Bearer ${session.token}`, origin: server.origin, 'content-type': 'application/json', 'idempotency-key': 'a' };
  const work = await (await fetch(`${server.origin}/v1/works`, { method: 'POST', headers, body: JSON.stringify({ title: '静夜思', kind: 'text', media_type: 'text/plain', sha256: 'ab'.repeat(32), bytes: 20, shares: [{ party: 'self', share: '1' }], ai: 'none' }) })).json();
  const path = `/v1/works/${work.work}/receipt`;
  for (let i = 0; i < 600; ++i) {
    const answer = await fetch(server.origin + path, { headers: { ...headers, 'sec-fetch-site': 'same-origin' } });
    if (answer.status === 200) { receipt = await answer.text(); break; }
    await new Promise((later) => setTimeout(later, 50));
  }
  proof = await (await fetch(`${server.origin}${path}?format=tlog-proof`, { headers })).text();
  archive = Buffer.from(await (await get('/v1/log/export')).arrayBuffer());
  logKey = (await (await get('/v1/log/key')).json()).log_key;
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function open(name, buffer, options) {
  const session = await watched(browser, options);
  await session.page.goto(`${server.origin}/verify`);
  await session.page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(buffer) });
  await session.page.locator('.says, .alert').first().waitFor();
  return session;
}
async function finish(session) {
  await accessible(session.page);
  session.clean();
  await session.context.close();
}

test('a whole log holds, also beside a receipt that the reader kept', async () => {
  const session = await open('log.tar', archive);
  const { page } = session;
  assert.equal(await page.locator('.says').textContent(), 'Holds', await page.locator('.result').textContent());
  assert.match(await page.locator('.trust').textContent(), /It is the key that this site publishes.*What is proven.*all entries of the log.*What is not proven.*no witness that you trust/s);
  await page.locator('input[type=file]').nth(2).setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(receipt) });
  await page.getByText('The checkpoint that you hold is a state of this log').waitFor();
  assert.equal(await page.locator('.says').textContent(), 'Holds');
  await screenshot(page, 'verify-log-en');
  await finish(session);
});

test('a log with one bit turned does not, and says which file is wrong', async () => {
  const changed = Buffer.from(archive);
  changed[archive.indexOf('tile/entries/000') + 512 + 100] ^= 1;
  const session = await open('log.tar', changed, { language: 'zh-CN' });
  const { page } = session;
  assert.equal(await page.locator('.says').textContent(), '不成立');
  assert.match(await page.locator('.verdict .checks').textContent(), /tile\/entries/);
  assert.equal(await page.locator('.proven').count(), 0, 'nothing is proven');
  await screenshot(page, 'verify-log-fails-zh');
  await finish(session);
});

test('a .tlog-proof holds with the keys that the reader brings, and not with others', async () => {
  const session = await open('work.tlog-proof', proof, { language: 'zh-CN' });
  const { page } = session;
  assert.equal(await page.locator('.says').textContent(), '成立', await page.locator('.result').textContent());
  assert.match(await page.locator('.verdict').textContent(), /静夜思/);
  await page.locator('.whom summary').click();
  await page.locator('#keys').fill('localhost/colophon+bc0b6fb9+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH');
  await page.locator('#keys').blur();
  await page.getByText('并非由您信任的密钥签名。').waitFor();
  assert.equal(await page.locator('.says').textContent(), '不成立');
  await page.locator('#keys').fill(`log ${logKey}\nquorum none\n`);
  await page.locator('#keys').blur();
  await page.getByText('由您信任的密钥签名。', { exact: true }).waitFor();
  assert.equal(await page.locator('.says').textContent(), '成立');
  await screenshot(page, 'verify-proof-zh');
  await page.locator('#keys').fill('log nonsense\n');
  await page.locator('#keys').blur();
  await page.locator('.alert').waitFor();
  assert.match(await page.locator('.alert').textContent(), /policy:1/);
  await finish(session);
});
