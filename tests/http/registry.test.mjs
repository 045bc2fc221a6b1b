// The registry over HTTP: two people and a moderator; what they do is checked again by `colophon verify`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { as, canonical, declare, made, makeKey, now, person, send, signed, site } from './parties.mjs';
import { ask, login, program, sha256, startServer, until, uuid7 } from './server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'colophon-registry-'));
let server, key, logKey, desk, approver;
const people = {};

const atDesk = (cookie, method, path, body) => ask(server, method, path, { cookie, body });
async function verified(path, who) {
  const receipt = await until(() => (who ? as(who, path) : ask(server, 'GET', path, { key })), (answer) => answer.status === 200);
  const file = join(folder, 'receipt.json');
  writeFileSync(file, receipt.text);
  const done = spawnSync(program, ['verify', file, '--log-key', logKey, '--json'], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stdout + done.stderr);
  return { receipt: receipt.json, report: JSON.parse(done.stdout) };
}

before(async () => {
  server = await startServer({ args: ['--quiet', '--workers', '1', '--allow-origin', site] });
  key = server.key;
  logKey = (await ask(server, 'GET', '/v1/log/key')).json.log_key;
  [desk, approver] = [await login(server, 'operator'), await login(server, 'approver')];
  people.ada = await person(server, 'ada');
  people.bob = await person(server, 'bob');
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('bad declarations: each is refused with its field, and nothing is changed', async () => {
  const { ada, bob } = people, work = await made(ada, 'Bad declarations');
  const body = { work, licence: 'CC-BY-4.0', tdm: 'reserved', tdm_policy: '', ai: 'none' };
  const good = signed(ada, 'terms', body);
  const cases = [
    [{ ...good, signature: good.signature.replace(/^../, (two) => (two === '00' ? '11' : '00')) }, ada, 422, 'signature'],
    [{ ...good, declaration: { ...good.declaration, body: { ...body, licence: 'CC0-1.0' } } }, ada, 422, 'signature'],
    [{ ...good, signature: 'zz' }, ada, 422, 'signature'],
    [good, bob, 403, 'declaration.party'],
    [signed({ ...ada, key: bob.key }, 'terms', body), ada, 403, 'declaration.key'],
    [signed({ ...ada, key: makeKey() }, 'terms', body), ada, 403, 'declaration.key'],
    [signed(ada, 'terms', body, { platform: 'example.com/other' }), ada, 409, 'declaration.platform'],
    [signed(ada, 'terms', body, { made_at: now(-3_600_000) }), ada, 409, 'declaration.made_at'],
    [signed(ada, 'terms', { ...body, work: uuid7() }), ada, 422, 'declaration.body.work'],
    [signed(bob, 'terms', body), bob, 403, 'declaration.body.work'],
    [signed(ada, 'terms', { ...body, tdm: 'perhaps' }), ada, 422, 'declaration.body.tdm'],
    [signed(ada, 'dance', {}), ada, 422, 'declaration.act'],
    [{ declaration: good.declaration }, ada, 422, 'signature'],
  ];
  for (const [document, who, status, field] of cases) {
    const answer = await send(who, document);
    assert.deepEqual([answer.status, answer.json?.field], [status, field], answer.text);
  }
  const terms = (await ask(server, 'GET', `/v1/works/${work}/terms`)).json;
  assert.deepEqual([terms.licence, terms.tdm, terms.declared_at], ['', 'unstated', null]);
  assert.deepEqual((await as(ada, `/v1/works/${work}/history`)).json.acts, []);
});

test('a creator declares a work and its terms; a stranger checks the receipt, and the history tells all of it', async () => {
  const { ada } = people, work = await made(ada, 'Declared');
  const declared = await declare(ada, 'register', { work, sha256: sha256('Declared'), bytes: '8', title: 'Declared' });
  assert.equal(declared.status, 201, declared.text);
  assert.equal((await declare(ada, 'terms', { work, licence: 'CC-BY-4.0', tdm: 'reserved', tdm_policy: 'https://art.example/tdm', ai: 'assisted' })).status, 201);
  // The reservation is public: who mines must be able to read it.
  const { json: terms } = await ask(server, 'GET', `/v1/works/${work}/terms`);
  assert.deepEqual([terms.licence, terms.tdm, terms.tdm_policy, terms.ai, terms.state], ['CC-BY-4.0', 'reserved', 'https://art.example/tdm', 'assisted', 'registered']);
  const { receipt, report } = await verified(declared.json.receipt_url, ada);
  assert.equal(receipt.payload.declaration.body.title, 'Declared');
  assert.ok(report.checks.some((check) => check.name === 'declared' && check.holds));
  assert.ok(report.proven.some((saying) => saying.id === 'declared'));
  const history = (await until(() => as(ada, `/v1/works/${work}/history`), (answer) => answer.json.acts.every((act) => act.index !== null))).json;
  assert.deepEqual(history.acts.map((act) => act.name), ['register', 'terms']);
  assert.ok(history.acts.every((act) => act.index > history.index), 'the log says in which order it was');
  // A declaration by whom it is not: the signature is over another text.
  const forged = structuredClone(receipt);
  forged.payload.declaration.body.title = 'Mine';
  writeFileSync(join(folder, 'forged.json'), JSON.stringify(forged));
  assert.equal(spawnSync(program, ['verify', join(folder, 'forged.json'), '--log-key', logKey]).status, 1);
});

test('a second device, a lost key that is replaced in the log, and the old key is worth nothing', async () => {
  const { ada } = people, phone = makeKey(), old = ada.key;
  assert.equal((await declare(ada, 'add-key', { new_key: phone.hex, label: 'phone' })).status, 201);
  ada.key = phone;
  assert.equal((await declare(ada, 'revoke-key', { old_key: old.hex, reason: '' })).status, 201);
  assert.equal((await declare({ ...ada, key: old }, 'add-key', { new_key: makeKey().hex, label: '' })).status, 403);
  const reset = await ask(server, 'POST', `/v1/parties/${ada.party}/keys/reset`, { key, body: { reason: 'identity checked by video' } });
  assert.equal(reset.status, 201, reset.text);
  const { receipt } = await verified(reset.json.receipt_url);
  assert.equal(receipt.payload.what, 'reset-key');
  assert.equal((await declare(ada, 'add-key', { new_key: phone.hex, label: '' })).status, 403);
  ada.key = makeKey();
  assert.equal((await declare(ada, 'add-key', { new_key: ada.key.hex, label: 'new laptop' })).status, 201);
  const { keys } = (await as(ada, `/v1/parties/${ada.party}/keys`)).json;
  assert.deepEqual(keys.map((one) => one.state).sort(), ['active', 'reset', 'revoked']);
  assert.equal((await as(people.bob, `/v1/parties/${ada.party}/keys`)).status, 403);
  assert.equal((await ask(server, 'POST', `/v1/parties/${ada.party}/keys/reset`, { key, body: { reason: '' } })).status, 422);
});

test('an offer is accepted by the other key, the licence stands in the log, and the backend reads it as revenue to be', async () => {
  const { ada, bob } = people, work = await made(ada, 'For sale'), offer = uuid7();
  const body = { offer, work, to: bob.party, kind: 'licence', use: 'a poster, 500 copies', territory: 'world', exclusive: false, from: now(), until: '', amount: '120.00', currency: 'EUR', share: '', expires_at: now(86_400_000) };
  assert.equal((await declare(ada, 'offer', body)).status, 201);
  const { json: seen } = await as(bob, `/v1/offers/${offer}`);
  assert.equal(seen.terms.amount, '120.00');
  // What is accepted is what was read: the hash that Bob computes himself.
  const document = (await as(bob, `/v1/acts/${seen.act}`)).json.payload.declaration;
  assert.equal(createHash('sha256').update(`colophon/declaration/1\n${canonical(document)}`).digest('hex'), seen.offer_sha256);
  assert.equal((await declare(bob, 'accept', { offer, offer_sha256: '00'.repeat(32) })).json.field, 'declaration.body.offer_sha256');
  const accepted = await declare(bob, 'accept', { offer, offer_sha256: seen.offer_sha256 });
  assert.equal(accepted.status, 201, accepted.text);
  assert.equal((await as(ada, `/v1/offers/${offer}`)).json.state, 'accepted');
  const { receipt } = await verified(`/v1/acts/${accepted.json.licence}/receipt`, bob);
  assert.deepEqual([receipt.kind, receipt.payload.licensor, receipt.payload.licensee, receipt.payload.amount], ['licence', ada.party, bob.party, '120.00']);
  const month = new Date().toISOString().slice(0, 7);
  const { licences } = (await ask(server, 'GET', `/v1/licences?period=${month}`, { key })).json;
  assert.deepEqual(licences.map((one) => [one.licence, one.work, one.amount, one.currency]), [[accepted.json.licence, work, '120.00', 'EUR']]);
  assert.equal((await ask(server, 'GET', '/v1/licences?period=2020-01', { key })).json.licences.length, 0);

  const transfer = uuid7();
  assert.equal((await declare(ada, 'offer', { ...body, offer: transfer, kind: 'transfer', share: '1/2', amount: '0' })).status, 201);
  const { offer_sha256 } = (await as(bob, `/v1/offers/${transfer}`)).json;
  assert.equal((await declare(bob, 'accept', { offer: transfer, offer_sha256 })).status, 201);
  const { shares } = (await as(ada, `/v1/works/${work}`)).json;
  assert.deepEqual(shares.map((one) => one.share).sort(), ['1/2', '1/2']);
});

test('a copy is held as it is registered; the earlier work is not; the desk releases it with a reason', async () => {
  const { ada, bob } = people, first = await made(ada, 'The same bytes'), copy = await made(bob, 'The same bytes');
  assert.equal((await as(ada, `/v1/works/${first}`)).json.state, 'registered');
  assert.equal((await as(bob, `/v1/works/${copy}`)).json.state, 'held');
  const { holds } = (await atDesk(desk, 'GET', '/v1/holds')).json;
  const hold = holds.find((one) => one.work === copy);
  assert.deepEqual([hold.about, hold.kind, hold.detail, hold.about_title], [first, 'near-match', 'same bytes', 'The same bytes']);
  assert.equal((await atDesk(desk, 'POST', `/v1/works/${copy}/release`, { about: first, reason: '' })).status, 422);
  assert.equal((await atDesk(desk, 'POST', `/v1/works/${copy}/release`, { about: first, reason: 'bob holds a licence' })).status, 201);
  assert.equal((await as(bob, `/v1/works/${copy}`)).json.state, 'registered');
});

test('a claim: both sides are heard, the desk decides with a reason, an appeal goes to another person', async () => {
  const { ada, bob } = people, work = await made(bob, 'Claimed'), own = await made(ada, 'Own work'), claim = uuid7();
  const body = { claim, work, own_work: own, basis: 'copy', statement: 'It is my picture with another title.', evidence: [{ kind: 'work', value: own }], amount_max: '50', currency: 'EUR', days: 30 };
  assert.equal((await declare(ada, 'claim', { ...body, days: 91 })).json.field, 'declaration.body.days');
  assert.equal((await declare(bob, 'claim', body)).status, 409, 'nobody claims their own work');
  assert.equal((await declare(ada, 'claim', body)).status, 201);
  assert.equal((await as(bob, `/v1/works/${work}`)).json.state, 'held');
  const early = await atDesk(desk, 'POST', `/v1/claims/${claim}/decide`, { decision: 'confirm', reason: 'clear' });
  assert.equal(early.status, 409);
  assert.match(early.json.detail, /heard before/);
  assert.equal((await declare(bob, 'answer', { claim, statement: 'I made it in 2019.', evidence: [{ kind: 'url', value: 'https://bob.example/2019' }] })).status, 201);

  const queue = (await atDesk(desk, 'GET', '/v1/claims?waiting=true')).json.claims;
  assert.deepEqual(queue.map((one) => [one.claim, one.claimant_name, one.other_name, one.answers, one.own_work_is_earlier]), [[claim, 'ada', 'bob', 1, false]]);
  const whole = (await atDesk(desk, 'GET', `/v1/claims/${claim}`)).json;
  assert.deepEqual(whole.acts.map((act) => act.name), ['claim', 'answer']);
  assert.equal(whole.acts[1].payload.declaration.body.statement, 'I made it in 2019.');

  assert.equal((await ask(server, 'POST', `/v1/claims/${claim}/decide`, { key, body: { decision: 'confirm', reason: 'x' } })).status, 403, 'a person decides, not a key');
  assert.equal((await atDesk(desk, 'POST', `/v1/claims/${claim}/decide`, { decision: 'confirm', reason: 'the file names agree' })).status, 201);
  assert.equal((await as(bob, `/v1/works/${work}`)).json.state, 'taken-down');
  assert.equal((await declare(bob, 'appeal', { claim, statement: 'Look at the date.' })).status, 201);
  assert.equal((await atDesk(desk, 'POST', `/v1/claims/${claim}/decide`, { decision: 'reject', reason: 'x' })).status, 409);
  const final = await atDesk(approver, 'POST', `/v1/claims/${claim}/decide`, { decision: 'reject', reason: 'the photograph is older' });
  assert.equal(final.status, 201, final.text);
  assert.equal((await as(bob, `/v1/works/${work}`)).json.state, 'registered');
  const { receipt } = await verified(final.json.receipt_url, ada);
  assert.deepEqual([receipt.payload.what, receipt.payload.by, receipt.payload.reason], ['reject', 'approver', 'the photograph is older']);
  assert.equal((await as(ada, `/v1/claims/${claim}`)).json.acts.length, 5);
  assert.equal((await declare(ada, 'appeal', { claim, statement: 'again' })).status, 409);
});

test('withdrawal and erasure: payload and salt go, the log stays intact and verifies', async () => {
  const { ada } = people, work = await made(ada, 'To be forgotten');
  assert.equal((await declare(ada, 'register', { work, sha256: sha256('To be forgotten'), bytes: '15', title: 'To be forgotten' })).status, 201);
  await verified(`/v1/works/${work}/receipt`, ada);
  assert.equal((await declare(ada, 'withdraw', { work, reason: 'mine no more' })).status, 201);
  assert.equal((await as(ada, `/v1/works/${work}`)).json.state, 'withdrawn');
  assert.equal((await ask(server, 'POST', `/v1/works/${work}/erase`, { key, body: { reason: 'asked for by the maker' } })).status, 201);
  const gone = await as(ada, `/v1/works/${work}/receipt`);
  assert.equal(gone.status, 404);
  assert.match(gone.json.detail, /erased/);
  assert.equal((await as(ada, `/v1/works/${work}`)).json.title, '');
  assert.equal((await as(ada, `/v1/works/${work}/content`)).status, 404);
  const acts = (await as(ada, `/v1/works/${work}/history`)).json.acts;
  assert.deepEqual(acts.map((act) => [act.name, act.payload === null]), [['register', true], ['withdraw', true], ['erase', false]]);
  const file = join(folder, 'log.tar');
  writeFileSync(file, (await ask(server, 'GET', '/v1/log/export')).bytes);
  assert.equal(spawnSync(program, ['verify', file, '--log-key', logKey]).status, 0);
  const person = await ask(server, 'POST', `/v1/parties/${ada.party}/erase`, { key, body: {} });
  assert.equal(person.status, 200);
  assert.equal((await ask(server, 'GET', `/v1/parties/${ada.party}`, { cookie: desk })).json.name, '');
});

test('a licence is invoiced, once; paid, it is revenue of its work; what a claim names of it waits', async () => {
  const { ada, bob } = people, work = await made(ada, 'Licensed'), own = await made(bob, 'Older, it says'), offer = uuid7(), claim = uuid7();
  const body = { offer, work, to: bob.party, kind: 'licence', use: 'a cover', territory: 'world', exclusive: false, from: now(), until: '', amount: '80.00', currency: 'CHF', share: '', expires_at: now(86_400_000) };
  assert.equal((await declare(ada, 'offer', body)).status, 201);
  const { offer_sha256 } = (await as(bob, `/v1/offers/${offer}`)).json;
  const { licence } = (await declare(bob, 'accept', { offer, offer_sha256 })).json;
  const finance = await login(server, 'finance'), today = now().slice(0, 10);
  const desk = (method, path, body) => ask(server, method, path, { cookie: finance, body });
  assert.ok((await desk('POST', '/v1/invoices')).json.issued >= 1);
  assert.equal((await desk('POST', '/v1/invoices')).json.issued, 0, 'a licence has one invoice');
  const owed = (await as(bob, '/v1/invoices?state=open')).json.invoices.find((one) => one.licence === licence);
  assert.deepEqual([owed.title, owed.amount, owed.currency, owed.licensee, owed.issued], ['Licensed', '80.00', 'CHF', bob.party, today]);
  assert.match((await desk('GET', `/v1/invoices/${owed.invoice}?format=html&locale=zh-CN`)).text, /作品许可：Licensed/);
  assert.equal((await desk('POST', `/v1/invoices/${owed.invoice}/pay`, { day: '2020-01-01' })).json.field, 'day');
  assert.equal((await as(bob, `/v1/invoices/${owed.invoice}`)).json.state, 'open');
  const paid = await desk('POST', `/v1/invoices/${owed.invoice}/pay`, { day: today, reference: 'bank 17' });
  assert.deepEqual([paid.json.state, paid.json.changed, paid.json.reference], ['paid', today, 'bank 17'], paid.text);
  assert.equal((await desk('POST', `/v1/invoices/${owed.invoice}/cancel`, { reason: 'twice' })).status, 409);

  // Beyond the end of this month, whatever day it is: what has lapsed by then is not held.
  assert.equal((await declare(bob, 'claim', { claim, work, own_work: own, basis: 'copy', statement: 'Mine.', evidence: [{ kind: 'work', value: own }], amount_max: '50', currency: 'CHF', days: 60 })).status, 201);
  const totals = async () => {
    const queued = await desk('POST', '/v1/settlements/preview', { period: today.slice(0, 7) });
    const { json } = await until(() => ask(server, 'GET', `/v1/jobs/${queued.json.job}`, { key }), (answer) => ['done', 'failed'].includes(answer.json.state));
    assert.equal(json.state, 'done', JSON.stringify(json));
    const { received, held, earned } = json.result.currencies.find((one) => one.currency === 'CHF');
    return [received, held, earned];
  };
  assert.deepEqual(await totals(), ['80.00', '50.00', '80.00']);
  assert.equal((await declare(bob, 'retract', { claim, reason: 'a mistake' })).status, 201);
  assert.deepEqual(await totals(), ['80.00', '0.00', '80.00']);
});
