// Two makers with keys of their own, made in their browsers, and the desk between them: terms, a licence, a claim, a second device.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { colophon, startColophon } from '../support/colophon.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const kPassphrase = 'four words are enough';
let browser, server, apiKey, ada, bob, keyFile;

const call = async (method, path, token, body) => {
  const headers = { authorization: `Bearer ${token}`, origin: server.origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
  const answer = await fetch(server.origin + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
};
const token = async (name) => (await call('POST', '/v1/sessions', apiKey, { external_id: name, name, origin: server.origin }));
const registered = async (session, title) => (await call('POST', '/v1/works', session.token, {
  title, kind: 'text', media_type: 'text/plain', sha256: createHash('sha256').update(title).digest('hex'), bytes: 9, shares: [{ party: 'self', share: '1' }], ai: 'none',
})).work;

/** A maker's browser; the host's site has handed a session over. */
async function maker(name, options) {
  const session = await watched(browser, options), { page } = session;
  session.context.setDefaultTimeout(40_000);
  page.on('dialog', (dialog) => dialog.accept());
  await open(session, name);
  return session;
}
async function open({ page }, name, tab = 'works') {
  await page.goto('about:blank');
  await page.goto(`${server.origin}/rights#token=${(await token(name)).token}`);
  await page.locator('.tabs').waitFor();
  assert.ok(!page.url().includes('token'), 'the token leaves the address');
  await page.goto(`${server.origin}/rights#${tab}`);
  await page.locator('.tabs').waitFor();
}
const ready = (page) => page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
async function makeKey({ page }, words) {
  await page.locator('.tabs a').nth(3).click();
  await page.getByLabel(words.passphrase, { exact: true }).fill(kPassphrase);
  await page.getByLabel(words.again).fill(kPassphrase);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: words.make }).click()]);
  await page.getByRole('status').filter({ hasText: words.saved }).waitFor();
  return JSON.parse(readFileSync(await download.path(), 'utf8'));
}
const en = { passphrase: 'Passphrase', again: 'Passphrase again', make: 'Make the key and save its file', saved: 'The key is made' };
const zh = { passphrase: '口令', again: '再次输入口令', make: '生成密钥并保存文件', saved: '密钥已生成' };

before(async () => {
  [browser, server] = await Promise.all([launch(), startColophon()]);
  apiKey = JSON.parse(colophon('keys', 'make', '--store', server.store, '--name', 'host', '--json')).key;
  [ada, bob] = [await maker('ada'), await maker('bob', { language: 'zh-CN' })];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

test('without a session the page says where to come from', async () => {
  const session = await watched(browser), { page } = session;
  await page.goto(`${server.origin}/rights#token=cs_nobody`);
  await page.getByText('Who are you?').waitFor();
  await accessible(page);
  session.clean(/status of 401/);
  await session.context.close();
});

test('a maker makes a key, declares a work hers and its terms, and keeps the receipts', async () => {
  const { page } = ada;
  const title = '静夜思';
  await registered(await token('ada'), title);
  await page.locator('.tabs a').nth(1).click();
  await page.getByText('There are no offers').waitFor();
  await page.getByRole('link', { name: 'Make one' }).click();
  await page.getByText('There is no key in this browser.').waitFor();
  await page.getByLabel('Passphrase', { exact: true }).fill(kPassphrase);
  await page.getByLabel('Passphrase again').fill('something else');
  await page.getByRole('button', { name: en.make }).click();
  await page.getByText('The two passphrases differ.').waitFor();
  await accessible(page);
  await screenshot(page, 'rights-key-en');
  await page.getByLabel('Passphrase again').fill('');
  keyFile = await makeKey(ada, en);
  assert.equal(keyFile.format, 'colophon/key/1');
  await page.getByText('The key in this browser').waitFor();

  await page.locator('.tabs a').first().click();
  await page.getByText('Terms, history and more').click();
  await page.getByText('Declare that it is yours').click();
  await page.getByRole('button', { name: 'Sign and declare', exact: true }).click();
  await page.getByText('Signed and declared.').waitFor();
  await page.getByText('Terms, history and more').click();
  await page.locator('summary', { hasText: /^Terms$/ }).click();
  await page.getByLabel('Licence', { exact: true }).selectOption('CC-BY-4.0');
  await page.getByLabel('Address of your mining policy').fill('ftp://nowhere.example');
  await page.getByRole('button', { name: 'Sign and declare the terms' }).click();
  await page.locator('.wrong', { hasText: /https/ }).waitFor();
  await page.getByLabel('Address of your mining policy').fill('https://art.example/mining');
  await page.getByLabel('AI involvement').selectOption('assisted');
  await page.getByRole('button', { name: 'Sign and declare the terms' }).click();
  await page.getByText('Signed and declared.').waitFor();
  // The server's own words, read back; and the receipt holds where it is checked.
  await page.waitForTimeout(600);
  await page.reload();
  await open(ada, 'ada');
  await page.getByText('Terms, history and more').click();
  await page.getByText('CC BY 4.0').first().waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the receipt: Terms declared' }).click()]);
  const receipt = JSON.parse(readFileSync(await download.path(), 'utf8'));
  assert.equal(receipt.payload.declaration.key, keyFile.public_key);
  await accessible(page);
  await screenshot(page, 'rights-works-en');
  ada.clean();
});

test('a licence is offered in one browser and accepted in the other, in Chinese', async () => {
  await makeKey(bob, zh);
  const { page } = ada, other = (await token('bob')).party;
  await page.locator('summary', { hasText: 'Offer a licence or a share' }).click();
  await page.getByLabel('To whom').fill(other);
  await page.getByLabel('For what').fill('印在海报上，500 张');
  await page.getByLabel('Price').fill('120.00');
  await page.getByRole('button', { name: 'Sign and offer' }).click();
  await page.getByText('The offer stands.').waitFor();

  await bob.page.locator('.tabs a').nth(1).click();
  await bob.page.getByText('印在海报上，500 张').waitFor();
  await accessible(bob.page);
  await screenshot(bob.page, 'rights-offer-zh');
  await bob.page.getByRole('button', { name: '签名并接受' }).click();
  await bob.page.getByText('已接受，许可已写入日志。').waitFor();
  await bob.page.getByText('120.00 EUR').last().waitFor();
  const { licences } = await call('GET', '/v1/licences', apiKey);
  assert.deepEqual(licences.map((one) => [one.amount, one.licensee]), [['120.00', other]]);
  bob.clean();
});

test('a claim: both sides speak, the desk decides with a reason', async () => {
  const title = '望庐山瀑布', work = await registered(await token('bob'), title);
  const { page } = ada;
  await page.locator('.tabs a').nth(2).click();
  await page.getByText('Claim a work').click();
  await page.getByLabel('Id of their work').fill(work);
  await page.getByLabel('What happened').fill('It is my poem under another title.');
  await page.getByLabel('Evidence').fill('https://ada.example/2019');
  await page.getByLabel('Days until it lapses').fill('200');
  await page.getByRole('button', { name: 'Sign and claim' }).click();
  await page.locator('.wrong', { hasText: '90' }).waitFor();
  await page.getByLabel('Days until it lapses').fill('30');
  await page.getByRole('button', { name: 'Sign and claim' }).click();
  await page.getByText('The claim stands.').waitFor();
  await page.getByText('What both sides said').click();
  await page.getByText('It is my poem under another title.').waitFor();
  await screenshot(page, 'rights-claim-en');
  await accessible(page);

  await bob.page.locator('.tabs a').nth(2).click();
  await bob.page.locator('summary', { hasText: '答辩' }).click();
  await bob.page.getByLabel('事情经过').fill('此诗作于二〇一八年，原稿在此。');
  await bob.page.getByRole('button', { name: '签名并答辩' }).click();
  await bob.page.getByText('已签名并发送。').waitFor();

  const desk = await watched(browser, { language: 'zh-CN' });
  await desk.page.goto(`${server.origin}/desk#disputes`);
  await desk.page.locator('.accounts button').first().click();
  await desk.page.getByText('此诗作于二〇一八年，原稿在此。').waitFor();
  await accessible(desk.page);
  await screenshot(desk.page, 'desk-disputes-zh');
  await desk.page.getByRole('button', { name: '作出裁决' }).click();
  await desk.page.getByText('请填写此项。').waitFor();
  await desk.page.getByLabel('裁决', { exact: true }).selectOption('reject');
  await desk.page.getByLabel('理由').first().fill('原稿日期在先。');
  await desk.page.getByRole('button', { name: '作出裁决' }).click();
  await desk.page.getByText('没有待裁决的主张。').waitFor();
  desk.clean(/status of 401/);
  await desk.context.close();

  await page.locator('.tabs a').first().click();
  await page.locator('.tabs a').nth(2).click();
  await page.getByText('Rejected').waitFor();
  await page.locator('summary', { hasText: 'Appeal' }).waitFor();
});

test('the desk releases a copy that was held, and ends the keys of a party that has lost them', async () => {
  const copy = await registered(await token('bob'), '静夜思');
  assert.equal((await call('GET', `/v1/works/${copy}`, (await token('bob')).token)).state, 'held');
  const desk = await watched(browser), { page } = desk;
  await page.goto(`${server.origin}/desk#disputes`);
  await page.locator('.accounts button').first().click();
  await page.getByText('“静夜思” is like “静夜思”').waitFor();
  await screenshot(page, 'desk-disputes-en');
  await page.locator('summary', { hasText: 'Release' }).click();
  await page.getByLabel('Reason').first().fill('Bob holds a licence.');
  await page.getByRole('button', { name: 'Release' }).click();
  await page.getByText('No income waits for a likeness.').waitFor();
  await page.locator('summary', { hasText: 'has lost its keys' }).click();
  await page.getByLabel('Id of the party').fill((await token('bob')).party);
  await page.getByLabel('Reason').first().fill('Identity checked by video.');
  await page.getByRole('button', { name: 'End all their keys' }).click();
  await ready(page);
  const { keys } = await call('GET', `/v1/parties/${(await token('bob')).party}/keys`, apiKey);
  assert.deepEqual(keys.map((key) => key.state), ['reset']);
  await page.goto(`${server.origin}/desk#log`);
  await page.getByText('Download the whole log').waitFor();
  await accessible(page);
  await screenshot(page, 'desk-log-en');
  desk.clean(/status of 401/);
  await desk.context.close();
});

test('another device opens the key file with the passphrase, and no other', async () => {
  const phone = await maker('ada', { language: 'zh-CN', theme: 'dark', width: 390, height: 844 }), { page } = phone;
  await page.locator('.tabs a').nth(3).click();
  const file = { name: 'key.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(keyFile)) };
  await page.getByLabel('密钥文件').setInputFiles(file);
  await page.getByLabel('文件的口令').fill('not the passphrase');
  await page.getByRole('button', { name: '打开文件' }).click();
  await page.locator('.wrong', { hasText: 'passphrase' }).waitFor();
  await page.getByLabel('文件的口令').fill(kPassphrase);
  await page.getByRole('button', { name: '打开文件' }).click();
  await page.getByText('密钥已存入本浏览器。').waitFor();
  await page.getByText(keyFile.public_key).first().waitFor();
  await accessible(page);
  await screenshot(page, 'rights-keys-phone-zh');
  // The key stays where it is when the page goes, and no script can read it.
  await open(phone, 'ada', 'keys');
  await page.getByText('本浏览器中的密钥').waitFor();
  const readable = await page.evaluate(async () => {
    const database = await new Promise((done) => { const opening = indexedDB.open('colophon', 1); opening.onsuccess = () => done(opening.result); });
    const [key] = await new Promise((done) => { const all = database.transaction('keys').objectStore('keys').getAll(); all.onsuccess = () => done(all.result); });
    return crypto.subtle.exportKey('pkcs8', key.privateKey).then(() => true, () => false);
  });
  assert.equal(readable, false);
  phone.clean();
  await phone.context.close();
});
