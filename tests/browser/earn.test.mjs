// The month of a small label over the real server: previewed, drafted, approved, exported, paid by the bank, and read by those who were paid.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { startEarning } from '../support/colophon.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

let server, browser;
before(async () => {
  server = await startEarning();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const signedOut = /status of 401/;
async function desk(role, { hash = '', ...options } = {}) {
  const session = await watched(browser, options);
  const { page } = session;
  await page.goto(`${server.origin}/desk${hash}`);
  await page.locator('.accounts button').nth(['operator', 'finance', 'approver'].indexOf(role)).click();
  await page.locator('.tabs').waitFor();
  return session;
}
const done = async (session, ...expected) => {
  session.clean(signedOut, ...expected);
  await session.context.close();
};
const saved = async (page, click) => {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
};

test('a preview keeps nothing and says what to look at, in words and with where to mend it', async () => {
  const session = await desk('finance', { hash: '#settlements' });
  const { page } = session;
  assert.equal(await page.locator('.closing').textContent(), 'Close October 2026');
  assert.equal(await page.locator('.steps [aria-current=step]').textContent(), '1Preview');
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await page.locator('.previewed').waitFor();
  assert.match(await page.locator('.previewed .figures').textContent(), /2,345\.73 EUR.*3,190\.54 EUR.*2,617\.92 EUR/s);
  const codes = await page.locator('.warning').evaluateAll((list) => list.map((one) => one.dataset.code));
  assert.deepEqual(codes, ['unmatched-work', 'payee-missing', 'late-revenue']);
  await page.locator('.warning[data-code=payee-missing]').getByText('Listen (the platform)').waitFor();
  assert.match(await page.locator('.warning[data-code=unmatched-work]').textContent(), /0\.00327184 EUR/);
  assert.equal(await page.locator('.warning[data-code=payee-missing] a').getAttribute('href'), '#agreements/payees');
  assert.equal(await page.evaluate(async () => (await (await fetch('/v1/settlements')).json()).settlements.length), 0, 'nothing was kept');
  await screenshot(page, 'earn-preview-en');
  await accessible(page);
  await done(session);
});

test('what if: another agreement is tried without recording it, and what is no JSON is told beside it', async () => {
  const session = await desk('finance', { hash: '#settlements' });
  const { page } = session;
  const text = page.getByLabel('Agreements to try, as JSON');
  await page.locator('details.what-if summary').click();
  await text.fill('{ "format": ');
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await page.getByText('This is not JSON.').waitFor();
  await page.getByRole('button', { name: 'Load the ones in force' }).click();
  await page.waitForFunction(() => document.querySelector('details.what-if textarea').value.includes('nightjar-bruno'));
  await text.fill((await text.inputValue()).replace('"55%"', '"5%"').replace('"45%"', '"95%"'));
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await page.locator('.previewed .compare').first().waitFor();
  assert.match(await page.locator('.previewed').textContent(), /What if\. These agreements are not recorded/);
  const row = page.locator('.compare tr', { hasText: 'Nightjar Records' });
  assert.match(await row.locator('td').last().textContent(), /^\+/, 'the house gains what Bruno loses');
  await page.getByRole('button', { name: 'Make the draft' }).click();
  await page.getByText('A draft is made by the agreements that are recorded').waitFor();
  // A share that does not add up is refused by its field.
  await text.fill((await text.inputValue()).replace('"5%"', '"6%"'));
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  assert.match(await page.locator('[data-step=preview] .alert').textContent(), /agreements\.agreements\[1\]\.shares/);
  await done(session, /status of 422/);
});

test('a draft is made, dropped and made again; finance cannot approve it', async () => {
  const session = await desk('finance', { hash: '#settlements' });
  const { page } = session;
  await page.getByRole('button', { name: 'Make the draft' }).click();
  await page.locator('.review').waitFor();
  assert.match(await page.locator('.totals').textContent(), /Received.*2,345\.73654368 EUR.*In suspense.*0\.00327184 EUR.*Paid out.*2,617\.92 EUR/s);
  assert.equal(await page.getByRole('button', { name: 'Approve…' }).isDisabled(), true);
  await page.getByRole('button', { name: 'Drop the draft' }).click();
  await page.locator('.confirm').waitFor();
  await page.locator('.confirm .yes').click();
  await page.getByRole('button', { name: 'Make the draft' }).waitFor();
  await page.getByRole('button', { name: 'Make the draft' }).click();
  await page.locator('.review').waitFor();
  await screenshot(page, 'earn-draft-en');
  await accessible(page);
  await done(session);
});

test('approval asks again and says what becomes final; then the files are there', async () => {
  const session = await desk('approver', { hash: '#settlements/2026-10', language: 'zh-CN' });
  const { page } = session;
  await page.getByRole('button', { name: '批准…' }).click();
  assert.match(await page.locator('.confirm').textContent(), /2026年10月将永久关闭.*8 份结算单.*2,617\.92 EUR 将进入待付/s);
  await screenshot(page, 'earn-approve-zh', false);
  await page.locator('.confirm').getByRole('button', { name: '取消' }).click();
  assert.equal(await page.evaluate(async () => (await (await fetch('/v1/settlements')).json()).settlements[0].state), 'draft');
  await page.getByRole('button', { name: '批准…' }).click();
  await page.locator('.confirm .yes').click();
  await page.locator('.payout-table').waitFor();
  assert.equal(await page.locator('.closing').textContent(), '2026年10月已关闭');
  const journal = await saved(page, () => page.locator('.files .journal').click());
  assert.equal(journal.name, 'journal-2026-10.ledger');
  assert.match(journal.text, /^2026-10-31/m);
  const bundle = JSON.parse((await saved(page, () => page.locator('.files .bundle').click())).text);
  assert.ok(bundle.files['agreements.json'] && bundle.files['revenue.csv'] && bundle.root === await page.locator('.root').textContent());
  assert.match((await saved(page, () => page.locator('.files .payouts').click())).text, /^party,name,currency.*Ada Okafor/s);
  assert.match((await saved(page, () => page.locator('.files .claims').click())).text, /colophon\/claims\/1/);
  const paper = await saved(page, () => page.locator('.statements tr', { hasText: 'Ada Okafor' }).locator('.html').click());
  assert.match(paper.text, /Ada Okafor/);
  await screenshot(page, 'earn-closed-zh');
  await accessible(page);
  await done(session);
});

/** What a bank writes: the smallest files that say it. */
const pain002 = (rejected) => `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-11-28T09:00:00+01:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>X</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>X-1</OrgnlPmtInfId>
<TxInfAndSts><OrgnlEndToEndId>${rejected}</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;
const camt054 = (entries) => `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>BANK-2</MsgId><CreDtTm>2026-11-29T06:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>${entries.map(({ reference, net }) =>
  `<Ntry><Amt Ccy="EUR">${net}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-28</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs><Amt Ccy="EUR">${net}</Amt></TxDtls></NtryDtls></Ntry>`).join('')}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;

test('a payout is paid only when the bank says so', async () => {
  const session = await desk('finance', { hash: '#payouts' });
  const { page } = session;
  const file = await saved(page, () => page.getByRole('button', { name: 'Make a payment file' }).click());
  assert.match(file.name, /^pain\.001-[0-9a-f]+\.xml$/);
  assert.match(file.text, /<NbOfTxs>6<\/NbOfTxs>.*<CtrlSum>2597\.00<\/CtrlSum>/s);
  await page.getByText('The file is made and saved: 6 payments, 2,597.00 EUR.').waitFor();
  const { payouts } = await page.evaluate(async () => (await fetch('/v1/payouts')).json());
  const by = Object.fromEntries(payouts.map((one) => [one.name, one])), state = (name) => page.locator('.payout-table tr', { hasText: name }).locator('.badge').textContent();
  assert.equal(by['Listen (the platform)'].state, 'due');
  const give = (name, text) => page.locator('.reports input').setInputFiles({ name, mimeType: 'application/xml', buffer: Buffer.from(text) });
  await give('status.xml', pain002(by['Bruno Leclerc'].reference));
  await page.getByText('1 payouts changed their state, 0 stayed as they were.').waitFor();
  assert.equal(await state('Bruno Leclerc'), 'Rejected');
  await give('booked.xml', camt054([by['Ada Okafor'], by['Nightjar Records']]));
  await page.getByText('2 payouts changed their state').waitFor();
  assert.equal(await state('Ada Okafor'), 'Paid');
  await give('booked.xml', camt054([by['Ada Okafor'], by['Nightjar Records']]));
  await page.getByText('0 payouts changed their state, 2 stayed as they were.').waitFor();
  await give('notes.xml', '<notes/>');
  await page.getByText('notes.xml was not taken.').waitFor();
  await screenshot(page, 'earn-payouts-en');
  await accessible(page);
  await done(session, /status of 4\d\d/);
});

test('agreements are read in words, and edited under check; what was recorded before stays readable', async () => {
  const session = await desk('finance', { hash: '#agreements' });
  const { page } = session;
  await page.locator('.agreement').first().waitFor();
  assert.match(await page.locator('.agreement[data-agreement=nightjar-bruno]').textContent(), /in force.*from 2025-03-01.*Bruno Leclerc 55%, the agreement “nightjar-house” 45%/s);
  await screenshot(page, 'earn-agreements-en');
  await accessible(page);
  await page.locator('.parts a').nth(1).click();
  await page.getByText('This is what is recorded.').waitFor();
  const text = page.getByLabel('Agreements as JSON'), now = await text.inputValue();
  await text.fill(now.replace('"55%"', '"56%"'));
  await page.locator('.alert', { hasText: 'agreements[1].shares' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Record this version' }).isDisabled(), true);
  await page.locator('.where').click();
  assert.match(await text.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd)), /^"shares": \{[^}]*56%/);
  await screenshot(page, 'earn-edit-wrong-en');
  const next = JSON.parse(now);
  next.agreements.push({ ...next.agreements[1], from: '2027-01-01', shares: { bruno: '60%', '@nightjar-house': '40%' } });
  await text.fill(JSON.stringify(next, null, 2));
  await page.getByText('It holds together: 4 entries, 2 pools.').waitFor();
  await page.getByRole('button', { name: 'Record this version' }).click();
  await page.locator('.confirm .yes').click();
  await page.locator('.agreement[data-agreement=nightjar-bruno] .later').waitFor();
  assert.match(await page.locator('.agreement[data-agreement=nightjar-bruno]').textContent(), /not yet.*from 2027-01-01.*Bruno Leclerc 60%.*in force.*2025-03-01 until before 2027-01-01/s);
  await page.getByRole('link', { name: 'Read version 1' }).click();
  await page.getByText('This is version 1, which a later one has replaced.').waitFor();
  assert.equal(await page.locator('.agreement[data-agreement=nightjar-bruno] .later').count(), 0);
  await done(session, /status of 422/);
});

test('payees, rates and holds: what is wrong is told beside its field', async () => {
  const session = await desk('finance', { hash: '#agreements/payees' });
  const { page } = session;
  await page.getByRole('button', { name: 'Change how Listen (the platform) is paid' }).click();
  await page.getByLabel('IBAN', { exact: true }).fill('DE89370400440532013001');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  assert.match(await page.locator('[aria-invalid=true] ~ .wrong').textContent(), /check digits/i);
  await screenshot(page, 'earn-payee-wrong-en');
  await page.getByLabel('IBAN', { exact: true }).fill('DE89 3704 0044 0532 0130 00');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('.payees tr', { hasText: 'Listen' }).getByText('DE89 … 3000').waitFor();
  await accessible(page);
  await page.locator('.parts a').nth(3).click();
  await page.getByLabel('From', { exact: true }).fill('GBP');
  await page.getByLabel('Rate', { exact: true }).fill('0');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  await page.getByLabel('Rate', { exact: true }).fill('1.17');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.locator('.rates tr', { hasText: '1 GBP → EUR' }).waitFor();
  await page.locator('.parts a').nth(4).click();
  await page.getByText('Nothing is in dispute.').waitFor();
  await page.getByRole('button', { name: 'Record a hold' }).click();
  await page.getByLabel('Name', { exact: true }).fill('case-7');
  await page.getByLabel('Work', { exact: true }).selectOption({ label: 'Harbour' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('td', { hasText: 'Harbour' }).waitFor();
  await accessible(page);
  await done(session, /status of 4\d\d/);
});

/** A UUIDv7 of this moment. */
function uuid7() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 15) | 0x70;
  bytes[8] = (bytes[8] & 63) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
async function api(path, body) {
  const answer = await fetch(server.origin + path, { method: body ? 'POST' : 'GET', headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json', 'idempotency-key': uuid7() }, ...(body && { body: JSON.stringify(body) }) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}
/** /earnings as one person of the sample. */
async function earnings(name, options) {
  const session = await watched(browser, options), { page } = session;
  await page.goto(`${server.origin}/earnings`);
  await page.locator('.as select').selectOption({ label: name });
  await page.locator('.months').waitFor();
  return session;
}

test('a creator sees what was earned, why it is this much, what the bank says, and checks all of it here', async () => {
  const session = await earnings('Ada Okafor'), { page } = session;
  assert.match(await page.locator('.balances').textContent(), /Balance0\.00 EUR.*In reserve38\.40 EUR.*Still to recoup943\.35 EUR/s);
  assert.equal(await page.locator('.balances .payout').count(), 0, 'what the bank has paid is not on its way any more');
  assert.match(await page.locator('.months tbody').textContent(), /2026-10.*1,215\.6858822 EUR.*650\.64 EUR.*paid 2026-11-28/s);
  await page.getByRole('button', { name: 'Open the statement of 2026-10' }).click();
  await page.locator('.line').first().waitFor();
  assert.equal(await page.locator('.line').count(), 10);
  const first = page.locator('.line').first();
  assert.match(await first.textContent(), /Night Train.*recoups 214\.48602585 EUR.*428\.9720517 EUR/s);
  await first.getByRole('button', { name: /Why this much/ }).click();
  await first.locator('.why').waitFor();
  assert.match(await first.locator('.why').textContent(), /brought in 913\.27 USD.*at the rate 0\.921 is 841\.12167 EUR.*distribution, digital.*60% of it is this part.*goes to recoup the advance.*goes to the balance/s);
  await page.getByRole('button', { name: 'Verify in this browser' }).click();
  await page.locator('.says').waitFor();
  assert.equal(await page.locator('.says').textContent(), 'Holds', await page.locator('.receipt').textContent());
  assert.match(await page.locator('.receipt').textContent(), /with 4 pool tables.*the log|The whole pool is divided by the rule/s);
  const proof = JSON.parse((await saved(page, () => page.getByRole('button', { name: 'Save the proof' }).click())).text);
  assert.equal(proof.format, 'colophon/statement/2');
  assert.match((await saved(page, () => page.getByRole('button', { name: 'Save as CSV' }).click())).text, /428\.9720517/);
  await screenshot(page, 'earn-studio-en');
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('the month under way is forecast with its range; another month never counts as earned', async () => {
  const { works } = await api('/v1/works?limit=100'), work = works.find((one) => one.title === 'Night Train').work;
  await api('/v1/events', { events: Array.from({ length: 5 }, () => ({ id: uuid7(), type: 'play', work, listener: 'lena', units: '3' })) });
  await api('/v1/revenue', { lines: [{ id: uuid7(), kind: 'ad', amount: '60.00', currency: 'EUR' }] });
  const session = await earnings('Ada Okafor', { language: 'zh-CN' }), { page } = session;
  await page.getByText('目前已得').waitFor();
  assert.match(await page.locator('.outlook').textContent(), /月底可能在 [\d.,]+ EUR 至 [\d.,]+ EUR 之间/);
  assert.equal(await page.locator('.earned .whisker').count(), 1);
  assert.equal(await page.locator('.months tbody tr').count(), 1);
  await page.getByRole('button', { name: '打开 2026-10 的结算单' }).click();
  await page.locator('.line').first().waitFor();
  await screenshot(page, 'earn-studio-zh');
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('a rejected payout is told to whom it was for, and a small screen shows everything', async () => {
  const session = await earnings('Bruno Leclerc', { width: 375, height: 780, theme: 'dark' }), { page } = session;
  assert.match(await page.locator('.months tbody').textContent(), /rejected.*AC04/s);
  assert.match(await page.locator('.balances .back').textContent(), /Sent back225\.87 EUR/);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375);
  await screenshot(page, 'earn-studio-small-dark-en');
  session.clean();
  await session.context.close();
  const small = await desk('finance', { hash: '#settlements', width: 375, height: 780 });
  await small.page.locator('.closing').waitFor();
  assert.equal(await small.page.evaluate(() => document.documentElement.scrollWidth), 375);
  await screenshot(small.page, 'earn-desk-small-en', false);
  await done(small);
});

test('who may not pay does not see accounts', async () => {
  const session = await desk('operator', { hash: '#payouts' });
  await session.page.getByText('only the roles Finance and Approver see them').waitFor();
  await session.page.goto(`${server.origin}/desk#agreements/payees`);
  await session.page.getByText('only the role Finance sees them').waitFor();
  assert.equal(await session.page.evaluate(async () => (await fetch('/v1/payees')).status), 403);
  const write = (page, path) => page.evaluate(async (where) => {
    const answer = await fetch(where, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: '{}' });
    return { status: answer.status, ...(await answer.json()) };
  }, path);
  const { job } = await write(session.page, '/v1/plans');
  await done(session, /status of 403/);
  // Those who settle end the jobs of settlements, and no others.
  const other = await desk('finance');
  const refused = await write(other.page, `/v1/jobs/${job}/cancel`);
  assert.deepEqual([refused.status, refused.field], [403, 'role']);
  const preview = await other.page.evaluate(async () => (await (await fetch('/v1/jobs?limit=50')).json()).jobs.find((one) => one.kind === 'preview').job);
  assert.notEqual((await write(other.page, `/v1/jobs/${preview}/cancel`)).status, 403);
  await done(other, /status of 4\d\d/);
});
