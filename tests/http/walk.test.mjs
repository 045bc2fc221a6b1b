// The closed loop over HTTP, as a host's backend, a browser and three people at the desk walk it; what it hands out is checked by
// `colophon verify`, another program of ours, and by Node's own Ed25519.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, catalogueFile, jobEnd, login, program, register, startServer, until, uuid7 } from './server.mjs';

const site = 'https://art.example';
const month = new Date().toISOString().slice(0, 7);
const folder = mkdtempSync(join(tmpdir(), 'colophon-walk-'));
let server, key, works = [], parties = [], logKey, settlement;

/** The exit status of `colophon verify` over a document. */
function verified(name, document, ...args) {
  const file = join(folder, name);
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  return spawnSync(program, ['verify', file, '--log-key', logKey, ...args]).status;
}

before(async () => {
  server = await startServer({ store: join(folder, 'colophon.db'), args: ['--quiet', '--allow-origin', site] });
  key = server.key;
  logKey = (await ask(server, 'GET', '/v1/log/key')).json.log_key;
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a creator registers a photo in a session, uploads it, sees it scored, and holds a receipt that verifies', async () => {
  const opened = (await ask(server, 'POST', '/v1/sessions', { key, body: { external_id: 'ada', name: 'Ada', origin: site } })).json;
  parties.push(opened.party);
  const headers = { origin: site };
  const put = await register(server, opened.token, catalogueFile('images/locomotion-house-cat.jpg'), { title: 'A cat', shares: [{ party: 'self', share: '1' }], headers });
  assert.equal(put.status, 202, put.text);
  works.push(put.work);
  const job = await until(() => ask(server, 'GET', `/v1/jobs/${put.json.job}`, { key: opened.token, headers }), (answer) => ['done', 'failed'].includes(answer.json.state));
  assert.equal(job.json.state, 'done', job.text);
  const work = (await ask(server, 'GET', `/v1/works/${put.work}`, { key: opened.token, headers })).json;
  assert.equal(work.quality.mean_milli, job.json.result.quality_milli);
  assert.equal(work.quality.probability_ppm.reduce((a, b) => a + b), 1_000_000);
  assert.equal(work.features.features.length, 6);
  const receipt = (await until(() => ask(server, 'GET', `/v1/works/${put.work}/receipt`, { key: opened.token, headers }), (answer) => answer.status === 200)).json;
  assert.equal(receipt.format, 'colophon/receipt/1');
  assert.equal(verified('receipt.json', receipt), 0);
  assert.notEqual(verified('forged.json', { ...receipt, payload: { ...receipt.payload, title: 'Mine' } }), 0);
});

test('the checkpoint is signed by the published key, checked by Node and not by us', async () => {
  const note = (await ask(server, 'GET', '/v1/log/checkpoint')).text;
  const [text, signatures] = note.split('\n\n');
  const line = /^— (\S+) (\S+)\n$/.exec(signatures);
  const blob = Buffer.from(line[2], 'base64');
  const [name, hash, encoded] = logKey.split('+');
  const publicKey = Buffer.from(logKey.slice(name.length + hash.length + 2), 'base64').subarray(1);
  assert.ok(encoded && line[1] === name && blob.subarray(0, 4).toString('hex') === hash);
  const spki = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]), format: 'der', type: 'spki' });
  assert.ok(verify(null, Buffer.from(`${text}\n`), spki, blob.subarray(4)));
});

test('a backend registers a work of two people, sends money and plays, twice, and it counts once', async () => {
  for (const name of ['Grace', 'Edsger']) parties.push((await ask(server, 'POST', '/v1/parties', { key, body: { external_id: name, name } })).json.party);
  const shares = [{ party: parties[1], share: '1/3' }, { party: parties[2], share: '2/3' }];
  const put = await register(server, key, Buffer.from('床前明月光'), { kind: 'text', media_type: 'text/plain', title: '靜夜思', shares });
  assert.equal(put.status, 202, put.text);
  assert.equal(put.json.job, null);
  works.push(put.work);
  const events = Array.from({ length: 700 }, (_, i) => ({ id: uuid7(), type: 'play', work: works[i % 7 === 0 ? 0 : 1], listener: `listener ${i % 30}` }));
  const lines = Array.from({ length: 30 }, (_, i) => ({ id: uuid7(), kind: 'subscription', amount: '9.99', currency: 'EUR', listener: `listener ${i}` }));
  lines.push({ id: uuid7(), kind: 'tip', amount: '0.003271845', currency: 'EUR', work: works[0] });
  assert.deepEqual((await ask(server, 'POST', '/v1/events', { key, body: { events } })).json, { accepted: 700, duplicates: 0 });
  assert.deepEqual((await ask(server, 'POST', '/v1/events', { key, body: { events } })).json, { accepted: 0, duplicates: 700 });
  assert.deepEqual((await ask(server, 'POST', '/v1/revenue', { key, body: { lines } })).json, { accepted: 31, duplicates: 0 });
  assert.deepEqual((await ask(server, 'POST', '/v1/revenue', { key, body: { lines } })).json, { accepted: 0, duplicates: 31 });
});

test('finance drafts the settlement, cannot approve it, and another person closes the period', async () => {
  const finance = await login(server, 'finance'), approver = await login(server, 'approver');
  const queued = await ask(server, 'POST', '/v1/settlements', { cookie: finance, body: { period: month, rule: 'user-centric' } });
  assert.equal(queued.status, 202, queued.text);
  const job = (await jobEnd(server, key, queued.json.job)).json;
  assert.equal(job.state, 'done', JSON.stringify(job));
  settlement = job.result.settlement;
  const draft = (await ask(server, 'GET', `/v1/settlements/${settlement}`, { cookie: finance })).json;
  assert.equal(draft.state, 'draft');
  assert.equal(draft.root, job.result.root);
  assert.equal(draft.made_by, 'finance');
  assert.equal(draft.distribution[0].parties, 3);
  // 30 subscriptions and a tip of 0.003271845 EUR: the grid is 10^-6 of a cent, so half a micro of the tip stays below it.
  assert.equal(draft.currencies[0].received_micro, String(30n * 999_000_000n + 327_184n));
  assert.equal((await ask(server, 'POST', `/v1/settlements/${settlement}/approve`, { cookie: finance })).status, 403);
  const table = `/v1/settlements/${settlement}/pools/${draft.pools[0].pool}/table`;
  assert.equal((await ask(server, 'GET', table)).status, 404, 'a draft is nobody else\'s business');
  const approved = await ask(server, 'POST', `/v1/settlements/${settlement}/approve`, { cookie: approver });
  assert.equal(approved.status, 200, approved.text);
  assert.equal(approved.json.state, 'approved');
  assert.equal((await ask(server, 'POST', `/v1/settlements/${settlement}/approve`, { cookie: approver })).status, 409);
  assert.equal((await ask(server, 'POST', '/v1/settlements', { cookie: finance, body: { period: month, rule: 'pro-rata' } })).status, 409);
  assert.equal((await ask(server, 'GET', table)).status, 200);
});

test('every party\'s statement verifies, with its receipt and with the pool tables, and a cent more does not', async () => {
  const list = (await ask(server, 'GET', `/v1/settlements/${settlement}/statements`, { key })).json.statements;
  assert.deepEqual(list.map((row) => row.party).sort(), [...parties].sort());
  const { pools, currencies } = (await ask(server, 'GET', `/v1/settlements/${settlement}`, { key })).json;
  assert.equal(list.reduce((sum, row) => sum + BigInt(row.accounts[0].earned_micro), 0n), BigInt(currencies[0].divided_micro), 'what is divided adds up');
  for (const row of list) {
    const path = `/v1/settlements/${settlement}/statements/${row.party}`;
    const statement = (await until(() => ask(server, 'GET', path, { key }), (answer) => answer.json.receipt !== undefined)).json;
    assert.equal(verified('statement.json', statement), 0, spawnSync(program, ['verify', join(folder, 'statement.json'), '--log-key', logKey], { encoding: 'utf8' }).stdout);
    const forged = structuredClone(statement);
    forged.statement.accounts[0].paid_minor = String(BigInt(forged.statement.accounts[0].paid_minor) + 1n);
    assert.notEqual(verified('forged.json', forged), 0);
    const used = statement.pools.findIndex((pool, i) => statement.statement.lines.some((line) => line.pool === i));
    const table = await ask(server, 'GET', `/v1/settlements/${settlement}/pools/${pools.find((pool) => pool.pool === statement.pools[used].pool).pool}/table`);
    writeFileSync(join(folder, 'table.json'), table.text);
    assert.equal(verified('statement.json', statement, '--table', join(folder, 'table.json')), 0);
  }
});

test('a party reads its own statement in a session, and nobody else\'s', async () => {
  const { token, party } = (await ask(server, 'POST', '/v1/sessions', { key, body: { external_id: 'ada', origin: site } })).json;
  assert.equal(party, parties[0]);
  const read = (whose) => ask(server, 'GET', `/v1/settlements/${settlement}/statements/${whose}`, { key: token, headers: { origin: site } });
  assert.equal((await read(party)).status, 200);
  assert.equal((await read(parties[1])).status, 403);
});

test('proofs of the log are those of RFC 6962, recomputed here by its definitions', async () => {
  const [, sizeText, root] = (await ask(server, 'GET', '/v1/log/checkpoint')).text.split('\n'), size = Number(sizeText);
  // A work, a settlement, a plan, and the model, where one is installed.
  assert.ok(size >= 3);
  const node = (left, right) => createHash('sha256').update(Buffer.concat([Buffer.from([1]), left, right])).digest();
  const cut = (count) => 2 ** Math.floor(Math.log2(count - 1));
  const head = (list) => (list.length === 1 ? list[0] : node(head(list.slice(0, cut(list.length))), head(list.slice(cut(list.length)))));
  const path = (m, list) => {
    if (list.length === 1) return [];
    const k = cut(list.length);
    return m < k ? [...path(m, list.slice(0, k)), head(list.slice(k))] : [...path(m - k, list.slice(k)), head(list.slice(0, k))];
  };
  const consistency = (m, list, whole) => {
    if (m === list.length) return whole ? [] : [head(list)];
    const k = cut(list.length);
    return m <= k ? [...consistency(m, list.slice(0, k), whole), head(list.slice(k))] : [...consistency(m - k, list.slice(k), false), head(list.slice(0, k))];
  };
  const hex = (list) => list.map((one) => one.toString('hex'));
  const proofs = await Promise.all(Array.from({ length: size }, async (_, index) => (await ask(server, 'GET', `/v1/log/proof?index=${index}&size=${size}`)).json));
  const leaves = proofs.map(({ leaf }) => Buffer.from(leaf, 'hex'));
  assert.equal(head(leaves).toString('base64'), root);
  for (const [index, { proof }] of proofs.entries()) assert.deepEqual(proof, hex(path(index, leaves)));
  for (let from = 1; from < size; ++from) assert.deepEqual((await ask(server, 'GET', `/v1/log/consistency?from=${from}&to=${size}`)).json.proof, hex(consistency(from, leaves, true)));
  assert.equal((await ask(server, 'GET', `/v1/log/proof?index=${size}`)).status, 422);
});

test('a restart keeps the log\'s key, the works, the settlement and what was not sequenced yet', async () => {
  const before = (await ask(server, 'GET', `/v1/settlements/${settlement}`, { key })).text;
  const late = await register(server, key, Buffer.from('late'), { kind: 'text', media_type: 'text/plain', title: 'Late', shares: [{ party: parties[0], share: '1' }] });
  assert.equal((await server.stop()).code, 0);
  server = await startServer({ store: join(folder, 'colophon.db'), args: ['--quiet', '--allow-origin', site] });
  assert.equal(server.key, undefined, 'a key is printed once only');
  assert.equal((await ask(server, 'GET', '/v1/log/key')).json.log_key, logKey);
  assert.equal((await ask(server, 'GET', `/v1/settlements/${settlement}`, { key })).text, before);
  const receipt = await until(() => ask(server, 'GET', `/v1/works/${late.work}/receipt`, { key }), (answer) => answer.status === 200);
  assert.equal(verified('late.json', receipt.json), 0);
});
