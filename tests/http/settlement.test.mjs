// A month of a platform over HTTP: agreements, payees, a preview, the draft, what it prints, payouts, the bank's answer, and an auditor who
// computes all of it again with `colophon settle run`, another process over the files alone.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, jobEnd, login, program, startServer, uuid7 } from './server.mjs';

const site = 'https://art.example';
const month = new Date().toISOString().slice(0, 7);
const folder = mkdtempSync(join(tmpdir(), 'colophon-settlement-'));
const parties = {}, works = {};
let server, key, finance, approver, settlement;

const get = (path, who = { key }) => ask(server, 'GET', path, who);
const put = (path, body, who = { key }) => ask(server, 'PUT', path, { ...who, body });
const post = (path, body, who = { key }) => ask(server, 'POST', path, { ...who, body });
const finished = async (answer) => {
  assert.equal(answer.status, 202, answer.text);
  const { json } = await jobEnd(server, key, answer.json.job);
  assert.equal(json.state, 'done', JSON.stringify(json));
  return json.result;
};
const runs = (name, ...args) => spawnSync(program, ['settle', 'run', join(folder, name), '--out', join(folder, `${name}-out`), ...args], { encoding: 'utf8' });

/** Of subscriptions the label takes a tenth off the top; Ada's song repays an advance first. */
const agreements = () => ({
  format: 'colophon/agreements/1',
  pools: [{ pool: 'subscription', takes: { kind: ['subscription'] }, rule: 'pro-rata', fees: [{ name: 'platform', to: parties.Label, share: '10%' }] }],
  agreements: [{ agreement: 'song', from: '2020-01-01', works: [works.song], currency: 'EUR', shares: { [parties.Ada]: '1' }, advances: [{ to: parties.Ada, amount: '2.00', date: `${month}-01` }] }],
});

before(async () => {
  server = await startServer({ store: join(folder, 'colophon.db'), args: ['--quiet', '--allow-origin', site] });
  key = server.key;
  [finance, approver] = [await login(server, 'finance'), await login(server, 'approver')];
  for (const name of ['Ada', 'Grace', 'Label']) parties[name] = (await post('/v1/parties', { external_id: name, name })).json.party;
  const shares = { song: [{ party: parties.Ada, share: '1' }], duet: [{ party: parties.Ada, share: '1/3' }, { party: parties.Grace, share: '2/3' }] };
  for (const [i, title] of Object.keys(shares).entries()) {
    works[title] = (await post('/v1/works', { title, kind: 'text', media_type: 'text/plain', sha256: String(i).repeat(64), bytes: 3, shares: shares[title], ai: 'none' })).json.work;
  }
  const events = Array.from({ length: 70 }, (_, i) => ({ id: uuid7(), type: 'play', work: i % 7 === 0 ? works.song : works.duet, listener: `listener ${i % 10}` }));
  const lines = Array.from({ length: 10 }, (_, i) => ({ id: uuid7(), kind: 'subscription', amount: '9.99', currency: 'EUR', listener: `listener ${i}` }));
  lines.push({ id: uuid7(), kind: 'tip', amount: '0.003271845', currency: 'EUR', work: works.song }, { id: uuid7(), kind: 'licence', amount: '100', currency: 'USD', work: works.duet, territory: 'CN' });
  assert.deepEqual((await post('/v1/events', { events })).json, { accepted: 70, duplicates: 0 });
  assert.deepEqual((await post('/v1/revenue', { lines })).json, { accepted: 12, duplicates: 0 });
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('agreements: checked, explained in both languages, recorded; what is wrong is named and nothing is recorded', async () => {
  const wrong = agreements();
  wrong.pools[0].fees[0].share = '101%';
  const refused = await post('/v1/agreements', wrong, { cookie: finance });
  assert.equal(refused.status, 422, refused.text);
  assert.match(refused.json.field, /pools\[0\].*share/);
  assert.equal((await get('/v1/agreements')).json.document, null);
  const [en, zh] = await Promise.all(['en', 'zh-CN'].map((locale) => post(`/v1/agreements/check?locale=${locale}`, agreements(), { cookie: finance })));
  assert.match(en.json.in_words[0].text, /10%/);
  assert.match(zh.json.in_words[0].text, /资金池/);
  assert.equal((await post('/v1/agreements', agreements(), { cookie: approver })).status, 403);
  const recorded = await post('/v1/agreements', agreements(), { cookie: finance });
  assert.equal(recorded.status, 201, recorded.text);
  const { document, versions } = (await get('/v1/agreements')).json;
  assert.equal(document.pools[0].fees[0].name, 'platform');
  assert.equal(versions[0].recorded_by, 'finance');
});

test('payees: only their own data, only by who pays, and an account that no bank has is refused', async () => {
  const refused = await put(`/v1/parties/${parties.Ada}/payee`, { iban: 'DE89370400440532013001' }, { cookie: finance });
  assert.equal(refused.status, 422, refused.text);
  assert.equal(refused.json.field, 'iban');
  for (const [name, iban] of [['Ada', 'DE89370400440532013000'], ['Grace', 'FR1420041010050500013M02606']]) {
    const answer = await put(`/v1/parties/${parties[name]}/payee`, { iban, account_name: name, country: iban.slice(0, 2), currency: 'EUR', withholding: name === 'Ada' ? '25%' : '' }, { cookie: finance });
    assert.equal(answer.status, 200, answer.text);
  }
  assert.equal((await get(`/v1/parties/${parties.Ada}/payee`, { cookie: await login(server, 'operator') })).status, 403);
  const { token } = (await post('/v1/sessions', { external_id: 'Grace', origin: site })).json;
  const own = (whose) => get(`/v1/parties/${whose}/payee`, { key: token, headers: { origin: site } });
  assert.equal((await own(parties.Grace)).json.iban, 'FR1420041010050500013M02606');
  assert.equal((await own(parties.Ada)).status, 403);
});

test('a preview says what is missing and keeps nothing; with a rate and another rule it says what that would bring', async () => {
  const failed = await jobEnd(server, key, (await post('/v1/settlements/preview', { period: month }, { cookie: finance })).json.job);
  assert.equal(failed.json.state, 'failed', 'dollars cannot become euros without a rate');
  assert.equal(failed.json.error.code, 'not_found');
  assert.match(failed.json.error.field, /rates/);
  const rate = { date: `${month}-01`, from: 'USD', to: 'EUR', rate: '0.9', source: 'test' };
  assert.equal((await post('/v1/rates', { rates: [rate] }, { cookie: finance })).status, 200);
  const preview = await finished(await post('/v1/settlements/preview', { period: month }, { cookie: finance }));
  const user = await finished(await post('/v1/settlements/preview', { period: month, rule: 'user-centric' }, { cookie: finance }));
  assert.notEqual(preview.root, user.root);
  assert.deepEqual((await get('/v1/settlements')).json.settlements, []);
  settlement = await finished(await post('/v1/settlements', { period: month }, { cookie: finance }));
  assert.equal(settlement.root, preview.root, 'the draft is what the preview was');
});

test('a draft can be dropped; another takes its place; approved, it cannot', async () => {
  const dropped = await post(`/v1/settlements/${settlement.settlement}/drop`, undefined, { cookie: finance });
  assert.equal(dropped.json.state, 'dropped', dropped.text);
  assert.equal((await get(`/v1/settlements/${settlement.settlement}`)).status, 404);
  const again = await finished(await post('/v1/settlements', { period: month }, { cookie: finance }));
  assert.equal(again.root, settlement.root, 'the same inputs give the same bytes');
  settlement = again;
  assert.equal((await post(`/v1/settlements/${settlement.settlement}/approve`, undefined, { cookie: approver })).status, 200);
  assert.equal((await post(`/v1/settlements/${settlement.settlement}/drop`, undefined, { cookie: finance })).status, 409);
  const late = { id: uuid7(), kind: 'tip', amount: '1', currency: 'EUR', work: works.song, day: `${month}-01` };
  const refused = await post('/v1/revenue', { lines: [late] });
  assert.equal(refused.status, 200, 'late money is taken, and goes forward');
});

test('an auditor computes the bundle again: same root, same statement, same journal', async () => {
  assert.equal((await get(`/v1/settlements/${settlement.settlement}/bundle`, { cookie: await login(server, 'operator') })).status, 403);
  const { files, root } = (await get(`/v1/settlements/${settlement.settlement}/bundle`, { cookie: approver })).json;
  mkdirSync(join(folder, 'bundle'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'bundle', name), text);
  const ran = runs('bundle');
  assert.equal(ran.status, 0, ran.stderr);
  assert.equal(JSON.parse(readFileSync(join(folder, 'bundle-out/summary.json'), 'utf8')).root, root);
  assert.equal(root, settlement.root);
  const statement = (await get(`/v1/settlements/${settlement.settlement}/statements/${parties.Ada}`)).json;
  const again = JSON.parse(readFileSync(join(folder, `bundle-out/statements/${parties.Ada}.json`), 'utf8'));
  assert.deepEqual(again.statement, statement.statement);
  assert.equal(readFileSync(join(folder, 'bundle-out/journal.ledger'), 'utf8'), (await get(`/v1/settlements/${settlement.settlement}/journal`)).text);
  writeFileSync(join(folder, 'bundle/revenue.csv'), files['revenue.csv'].replace('9.99', '9.98'));
  assert.equal(runs('bundle').status, 0);
  assert.notEqual(JSON.parse(readFileSync(join(folder, 'bundle-out/summary.json'), 'utf8')).root, root);
});

test('a statement as a table and a page for paper, with titles; and why it is this much, in both languages', async () => {
  const path = `/v1/settlements/${settlement.settlement}/statements/${parties.Ada}`;
  const { statement, labels } = (await get(path)).json;
  assert.equal(labels[works.duet], 'duet');
  const csv = await get(`${path}?format=csv`), html = await get(`${path}?format=html&locale=zh-CN`);
  assert.match(csv.headers.get('content-type'), /text\/csv/);
  assert.ok(csv.text.includes('duet'));
  assert.match(html.text, /<html lang="zh-CN"/);
  assert.equal((await get(`${path}?format=docx`)).status, 422);
  for (let line = 0; line < statement.lines.length; ++line) {
    const why = (await get(`${path}/explanation?line=${line}`)).json;
    assert.ok(why.steps.length >= 2, JSON.stringify(why));
  }
  assert.match((await get(`${path}/explanation?locale=zh-CN`)).json.title, /[一-龥]/);
  assert.equal((await get(`${path}/explanation?line=9999`)).status, 404);
});

test('payouts: one payment file, sent once; the bank says what became of each; a returned one is owed again', async () => {
  assert.equal((await post('/v1/payment-files', undefined, { cookie: finance })).status, 422, 'nobody pays yet');
  assert.equal((await put('/v1/payer', { name: 'Art', iban: 'DE89370400440532013000' }, { cookie: finance })).status, 200);
  const due = (await get(`/v1/settlements/${settlement.settlement}/payouts`, { cookie: finance })).json.payouts;
  assert.deepEqual(due.map(({ name, way }) => [name, way]).sort(), [['Ada', 'bank'], ['Grace', 'bank'], ['Label', null]]);
  const ada = due.find(({ name }) => name === 'Ada'), grace = due.find(({ name }) => name === 'Grace');
  const cents = (text) => Math.round(Number(text) * 100);
  assert.equal(cents(ada.tax), Math.floor(cents(ada.gross) / 4));
  assert.equal(cents(ada.net), cents(ada.gross) - cents(ada.tax));
  const made = await post('/v1/payment-files', undefined, { cookie: finance });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.json.payments, 2);
  assert.deepEqual(made.json.left_out.map(({ party }) => party), [parties.Label], 'who cannot be paid is named, and stays owed');
  const xml = (await get(`/v1/payment-files/${made.json.message}`, { cookie: finance })).text;
  assert.equal(/<CtrlSum>(.*?)<\/CtrlSum>/.exec(xml)[1], ((cents(ada.net) + cents(grace.net)) / 100).toFixed(2));
  assert.equal((await post('/v1/payment-files', undefined, { cookie: finance })).json.payments, 0, 'nothing is sent twice');
  const entry = (payout, credit) => `<Ntry><Amt Ccy="EUR">${payout.net}</Amt><CdtDbtInd>${credit ? 'CRDT' : 'DBIT'}</CdtDbtInd><RvslInd>${credit}</RvslInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${month}-28</Dt></BookgDt>
    <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>${credit ? 'RRTN' : 'ESCT'}</SubFmlyCd></Fmly></Domn></BkTxCd>
    <NtryDtls><TxDtls><Refs><EndToEndId>${payout.reference}</EndToEndId></Refs><Amt Ccy="EUR">${payout.net}</Amt><CdtDbtInd>${credit ? 'CRDT' : 'DBIT'}</CdtDbtInd>${credit ? '<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>' : ''}</TxDtls></NtryDtls></Ntry>`;
  const report = (...entries) => `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>b1</MsgId><CreDtTm>${month}-28T10:00:00Z</CreDtTm></GrpHdr>
    <Ntfctn><Id>n1</Id><CreDtTm>${month}-28T10:00:00Z</CreDtTm><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>${entries.join('')}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;
  const send = (body) => ask(server, 'POST', '/v1/bank-reports', { cookie: finance, body, headers: { 'content-type': 'application/xml' } });
  assert.equal((await send('<Document/>')).status, 422);
  const answered = await send(report(entry(ada, false), entry(grace, false)));
  assert.equal(answered.status, 200, answered.text);
  const states = async () => Object.fromEntries((await get(`/v1/settlements/${settlement.settlement}/payouts`, { cookie: finance })).json.payouts.map(({ name, state }) => [name, state]));
  assert.deepEqual(await states(), { Ada: 'paid', Grace: 'paid', Label: 'due' });
  const returned = await send(report(entry(grace, true)));
  assert.equal(returned.status, 200, returned.text);
  assert.deepEqual(await states(), { Ada: 'paid', Grace: 'returned', Label: 'due' });
});

test('a party sees what it earned, what is on its way and what the month under way would bring; nobody else does', async () => {
  const { token } = (await post('/v1/sessions', { external_id: 'Ada', origin: site })).json;
  const own = (whose) => get(`/v1/parties/${whose}/earnings`, { key: token, headers: { origin: site } });
  const { periods, balances } = (await own(parties.Ada)).json;
  assert.equal(periods.length, 1);
  assert.equal(periods[0].payouts[0].state, 'paid');
  assert.ok(balances.some(({ kind, currency }) => kind === 'balance' && currency === 'EUR'));
  assert.equal((await own(parties.Grace)).status, 403);
});
