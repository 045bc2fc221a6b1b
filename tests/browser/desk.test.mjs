// The desk over the real server: three people, the catalogue, a plan, a settlement by two rules, its approval, and a payee who checks.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const { length: works } = JSON.parse(readFileSync(new URL('../../examples/catalogue/catalogue.json', import.meta.url), 'utf8')).works;
let server, browser;
/** What the approved settlement gave: a statement as a payee gets it. */
let statement, table;
before(async () => {
  server = await startColophon();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** A person at the desk: a browser context of their own, signed in by the sample's button. */
async function desk(role, { hash = '', ...options } = {}) {
  const session = await watched(browser, options);
  const { page } = session;
  await page.goto(`${server.origin}/desk${hash}`);
  await page.locator('.accounts button').nth(['operator', 'finance', 'approver'].indexOf(role)).click();
  await page.locator('.tabs').waitFor();
  return session;
}
// Before somebody has signed in, the page asks who is there: the browser logs the 401.
const signedOut = /status of 401/;
const done = async (session, ...expected) => {
  session.clean(signedOut, ...expected);
  await session.context.close();
};

test('nobody enters without a password', async () => {
  const session = await watched(browser);
  const { page } = session;
  await page.goto(`${server.origin}/desk`);
  await page.getByLabel('Name').fill('finance');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  assert.match(await page.locator('.alert').textContent(), /The name or the password is wrong/);
  await screenshot(page, 'desk-login-en');
  await accessible(page);
  await done(session);
});

test('the catalogue: V, its rows, sorting and filtering', async () => {
  const session = await desk('operator');
  const { page } = session;
  await page.locator('.catalogue tbody tr').first().waitFor();
  const rows = page.locator('.catalogue tbody tr');
  assert.equal(await rows.count(), works);
  const numbers = async (column) => (await rows.locator(`td:nth-child(${column})`).allTextContents()).map((text) => Number(text.replaceAll(',', '')));
  const values = await numbers(5);
  assert.deepEqual(values, [...values].sort((a, b) => b - a), 'by value, the largest first');
  await page.getByRole('button', { name: /^Revenue R/ }).click();
  await page.getByRole('button', { name: /^Revenue R/ }).click();
  const revenue = await numbers(4);
  assert.deepEqual(revenue, [...revenue].sort((a, b) => a - b));
  assert.equal(await page.locator('th[aria-sort=ascending]').textContent(), 'Revenue R ▲');
  await page.getByLabel('Kind').selectOption('photo');
  assert.equal(await rows.count(), 13);
  assert.ok((await rows.locator('td:nth-child(2)').allTextContents()).every((text) => /^\d\.\d ± \d\.\d$/.test(text)), 'every photograph is scored');
  await page.getByLabel('Filter by title or creator').fill('blossfeldt');
  assert.equal(await rows.count(), 2);
  await page.getByLabel('Filter by title or creator').fill('');
  await page.getByLabel('Kind').selectOption('');
  assert.equal(await page.locator('.plot canvas').count(), 3);
  await screenshot(page, 'desk-catalogue-en', false);
  await accessible(page);
  await done(session);
});

test('the catalogue in Chinese, dark, and on a small screen', async () => {
  const wide = await desk('operator', { language: 'zh-CN', theme: 'dark' });
  await wide.page.locator('.plot canvas').nth(2).waitFor();
  await screenshot(wide.page, 'desk-catalogue-dark-zh', false);
  await accessible(wide.page);
  await done(wide);
  const small = await desk('operator', { width: 375, height: 780 });
  await small.page.locator('.catalogue tbody tr').first().waitFor();
  assert.equal(await small.page.evaluate(() => document.documentElement.scrollWidth), 375);
  await screenshot(small.page, 'desk-catalogue-small-en', false);
  await done(small);
});

test('a plan is made by the operator only, and its certificate is checked here', async () => {
  const other = await desk('finance', { hash: '#plan' });
  assert.equal(await other.page.getByRole('button', { name: 'Make a new plan' }).isDisabled(), true);
  await done(other);
  const session = await desk('operator', { hash: '#plan' });
  const { page } = session;
  const made = page.locator('.small', { hasText: 'Made ' });
  await made.waitFor();
  const answer = page.waitForResponse((response) => response.url().endsWith('/v1/plans') && response.status() === 202);
  await page.getByLabel('Rank by quality').uncheck();
  await page.getByRole('button', { name: 'Make a new plan' }).click();
  await answer;
  await page.getByText('Quality does not rank').waitFor();
  assert.ok(await page.locator('.channel').count() >= 3);
  await page.getByRole('button', { name: 'Verify it in this browser' }).click();
  await page.locator('dialog .says').waitFor();
  assert.equal(await page.locator('dialog .says').textContent(), 'Holds', await page.locator('dialog').textContent());
  assert.match(await page.locator('dialog .checks').first().textContent(), /No plan within these budgets can be worth more than the bound/);
  await page.getByRole('button', { name: 'Close' }).click();
  await screenshot(page, 'desk-plan-en');
  await accessible(page);
  await done(session);
});

test('jobs are listed with their state, live', async () => {
  const session = await desk('operator', { hash: '#jobs' });
  const { page } = session;
  await page.locator('tbody tr').first().waitFor();
  assert.match(await page.locator('tbody').textContent(), /Make a plan.*done/s);
  const before = await page.locator('tbody tr').count();
  // A job that another person starts appears by itself.
  await page.evaluate(() => fetch('/v1/plans', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: '{}' }));
  await page.locator('tbody tr').nth(before).waitFor();
  await screenshot(page, 'desk-jobs-en');
  await accessible(page);
  await done(session);
});

test('finance drafts by two rules and compares; it cannot approve', async () => {
  const session = await desk('finance', { hash: '#settlements' });
  const { page } = session;
  await page.getByLabel('Rule of the subscription pool').selectOption('pro-rata');
  await page.getByRole('button', { name: 'Make the draft' }).click();
  await page.locator('.review').waitFor();
  assert.equal(await page.locator('[data-step=draft] .title').textContent(), 'The draft, pro-rata');
  await page.locator('[data-step=preview] summary').first().click();
  await page.getByLabel('Rule of the subscription pool').selectOption('user-centric');
  await page.getByRole('button', { name: 'Draft again' }).click();
  await page.locator('.review .compare').waitFor();
  assert.equal(await page.locator('[data-step=draft] .title').textContent(), 'The draft, user-centric');
  assert.match(await page.locator('.review .compare').textContent(), /Against the draft before.*parties get another amount.*more go to those who gain/s);
  const changes = await page.locator('.review .compare td:last-child').allTextContents();
  assert.ok(changes.some((by) => by.startsWith('+')) && changes.some((by) => by.startsWith('−')), 'what one gains another loses');
  assert.equal(await page.getByRole('button', { name: 'Approve…' }).isDisabled(), true);
  await screenshot(page, 'desk-settlement-draft-en');
  await accessible(page);
  await done(session);
});

test('another person approves; every statement holds, with the whole pool', async () => {
  const session = await desk('approver', { hash: '#settlements', language: 'zh-CN' });
  const { page } = session;
  await page.getByRole('button', { name: '批准…' }).click();
  await page.locator('.confirm .yes').click();
  await page.locator('[data-step=approve] .badge.approved').waitFor();
  await page.locator('.statements .verify').first().click();
  await page.locator('dialog .says').waitFor({ timeout: 60_000 });
  assert.equal(await page.locator('dialog .says').textContent(), '成立', await page.locator('dialog').textContent());
  assert.match(await page.locator('dialog').textContent(), /整个收益池逐行按规则分配|总表正是当时公布的那一份/);
  await page.locator('dialog').evaluate((dialog) => dialog.scrollTo(0, 0));
  await screenshot(page, 'desk-statement-verified-zh', false);
  await page.getByRole('button', { name: '关闭', exact: true }).click();
  await screenshot(page, 'desk-settlement-approved-zh');
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('.statements .json').first().click()]);
  statement = JSON.parse(readFileSync(await file.path(), 'utf8'));
  const [pool] = await Promise.all([page.waitForEvent('download'), page.locator('.files .pool button').first().click()]);
  table = readFileSync(await pool.path(), 'utf8');
  await accessible(page);
  await done(session);
});

test('the log shows its checkpoint', async () => {
  const session = await desk('approver', { hash: '#log' });
  const { page } = session;
  const note = await page.locator('pre.note').textContent();
  const [, size] = note.split('\n');
  assert.ok(Number(size) >= works, 'every work has an entry');
  assert.ok(note.includes('— '), 'it is signed');
  const key = await page.evaluate(async () => (await (await fetch('/v1/site')).json()).log_key);
  assert.equal(await page.locator('.key').textContent(), key);
  await screenshot(page, 'desk-log-en');
  await accessible(page);
  await done(session);
});

/** /verify with a document of this text. */
async function verify(text, options) {
  const session = await watched(browser, options);
  await session.page.goto(`${server.origin}/verify`);
  await session.page.locator('input[type=file]').first().setInputFiles({ name: 'statement.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  return session;
}

test('a payee opens the statement: it holds, and with the pool table the whole division', async () => {
  const session = await verify(JSON.stringify(statement));
  const { page } = session;
  await page.locator('.says').waitFor();
  assert.equal(await page.locator('.says').textContent(), 'Holds', await page.locator('.result').textContent());
  assert.match(await page.locator('.trust').textContent(), /It is the key that this site publishes.*What is not proven.*units and the revenue are real/s);
  await page.locator('.fetch').click();
  await page.getByText('The table is the one that was published').waitFor();
  assert.equal(await page.locator('.says').textContent(), 'Holds');
  await screenshot(page, 'verify-holds-en');
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('one micro more in the statement, and it does not hold: exactly what is said', async () => {
  const forged = structuredClone(statement), { part } = forged.statement.lines[0];
  part.amount_micro = String(BigInt(part.amount_micro) + 1n);
  const session = await verify(JSON.stringify(forged), { language: 'zh-CN' });
  const { page } = session;
  await page.locator('.says').waitFor();
  assert.equal(await page.locator('.says').textContent(), '不成立');
  assert.match(await page.locator('.verdict .checks').textContent(), /statement\.lines\[0\]\.part|statement\.accounts/);
  await screenshot(page, 'verify-fails-zh');
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('a signature by another key, a forged table, a receipt with another title', async () => {
  const foreign = structuredClone(statement);
  // The same note under a key that nobody published: the signature cannot be by it.
  foreign.receipt.log_key = foreign.receipt.log_key.replace(/.{4}$/, (end) => (end === 'AAAA' ? 'BBBB' : 'AAAA'));
  const first = await verify(JSON.stringify(foreign));
  await first.page.locator('.says, .alert').first().waitFor();
  assert.match(await first.page.locator('#main').textContent(), /Does not hold|cannot be checked/);
  await first.context.close();

  const rows = JSON.parse(table);
  rows.rows[0][2] = String(BigInt(rows.rows[0][2]) + 1n);
  const second = await verify(JSON.stringify(rows));
  await second.page.locator('.says').waitFor();
  assert.equal(await second.page.locator('.says').textContent(), 'Does not hold');
  assert.match(await second.page.locator('.verdict .checks').textContent(), /add up to the pool/);
  await second.context.close();

  const receipt = structuredClone(statement.receipt);
  const [totals] = receipt.payload.currencies;
  totals.net_minor = String(BigInt(totals.net_minor) + 1n);
  const third = await verify(JSON.stringify(receipt));
  await third.page.locator('.says').waitFor();
  assert.equal(await third.page.locator('.says').textContent(), 'Does not hold');
  await third.context.close();
});

test('what is no document is refused with a reason; the page needs no connection once it is loaded', async () => {
  const session = await watched(browser);
  const { page, context } = session;
  await page.goto(`${server.origin}/verify`);
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  const give = (name, text) => page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await give('statement.json', JSON.stringify(statement));
  await page.locator('.says').waitFor();
  assert.equal(await page.locator('.says').textContent(), 'Holds');
  await give('notes.json', '{"format": "colophon/receipt/2"}');
  assert.match(await page.locator('.alert').textContent(), /This cannot be checked\./);
  await give('notes.txt', 'not json at all');
  await page.getByText('This cannot be checked.').waitFor();
  await screenshot(page, 'verify-error-en');
  session.clean();
  await context.close();
});

test('the first picture of /verify in Chinese', async () => {
  const session = await watched(browser, { language: 'zh-CN' });
  await session.page.goto(`${server.origin}/verify`);
  await session.page.getByText('它成立吗？').waitFor();
  await screenshot(session.page, 'verify-empty-zh', false);
  await accessible(session.page);
  session.clean();
  await session.context.close();
});
