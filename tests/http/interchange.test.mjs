// Two platforms on loopback recognise each other's registrations: one gives its registry as JSON-LD, the other takes it in.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import jsonld from 'jsonld';
import { as, declare, made, makeKey, person, site } from './parties.mjs';
import { ask, login, program, sha256, startServer, until } from './server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'colophon-interchange-')), file = join(folder, 'registry.jsonl');
const kPlatform = 'north.example/log';
let north, south, northKey, ada, works, iscc;

const colophon = (...args) => {
  const done = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, COLOPHON_API_KEY: north.key } });
  return { status: done.status, out: done.stdout, errors: done.stderr, json: done.stdout.startsWith('{') ? JSON.parse(done.stdout.split('\n')[0]) : undefined };
};
const take = (source, key = northKey) => colophon('registry', 'import', source, '--store', south.store, '--log-key', key, '--json');
const page = async (query = '') => (await ask(north, 'GET', `/v1/registry${query}`, { key: north.key })).json;
const item = (document, work) => document['@graph'].find((one) => one['@id'] === `urn:uuid:${work}`);
const sequenced = (work) => until(() => as(ada, `/v1/works/${work}/receipt`), (answer) => answer.status === 200);

before(async () => {
  [north, south] = await Promise.all([startServer({ args: ['--quiet', '--workers', '0', '--allow-origin', site, '--log-origin', kPlatform] }),
    startServer({ args: ['--quiet', '--workers', '0', '--allow-origin', site] })]);
  northKey = (await ask(north, 'GET', '/v1/log/key')).json.log_key;
  ada = await person(north, 'ada', { platform: kPlatform });
  const text = join(folder, 'north.txt');
  writeFileSync(text, 'Of the north');
  iscc = colophon('iscc', '--json', '--name', 'Of the north', text).json.files[0].iscc;
  works = { plain: await made(ada, 'Of the north', { iscc }), declared: await made(ada, '北方的画'), withdrawn: await made(ada, 'Withdrawn'), erased: await made(ada, 'To be erased') };
  const say = async (act, body) => assert.equal((await declare(ada, act, body, { platform: kPlatform })).status, 201);
  await say('register', { work: works.declared, sha256: sha256('北方的画'), bytes: '12', title: '北方的画' });
  await say('terms', { work: works.declared, licence: 'CC-BY-4.0', tdm: 'reserved', tdm_policy: 'https://north.example/tdm', ai: 'assisted' });
  await say('withdraw', { work: works.withdrawn, reason: '' });
  await sequenced(works.erased);
  await until(() => as(ada, `/v1/works/${works.withdrawn}/history`), (answer) => answer.json.acts.every((act) => act.index !== null));
});
after(async () => {
  await Promise.all([north?.stop(), south?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

test('a registry is JSON-LD that another reader understands', async () => {
  const document = await page();
  assert.equal(document.platform, kPlatform);
  assert.deepEqual(document['@graph'].map((one) => one.name).sort(), ['Of the north', 'To be erased', 'Withdrawn', '北方的画']);
  const [graph] = [await jsonld.expand(document, { documentLoader: () => { throw new Error('nothing may be fetched'); } })];
  const nodes = graph[0]['@graph'] ?? graph, expanded = nodes.find((one) => one['@id'] === `urn:uuid:${works.declared}`);
  const value = (name) => expanded[name]?.[0]['@value'] ?? expanded[name]?.[0]['@id'];
  assert.deepEqual(expanded['@type'], ['http://schema.org/CreativeWork']);
  assert.equal(value('http://schema.org/name'), '北方的画');
  assert.equal(value('http://schema.org/license'), 'CC-BY-4.0');
  assert.equal(value('http://schema.org/digitalSourceType'), 'http://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource');
  assert.equal(value('http://www.w3.org/ns/tdmrep#reservation'), 1);
  assert.equal(value('http://www.w3.org/ns/tdmrep#policy'), 'https://north.example/tdm');
  assert.equal(expanded['http://schema.org/encoding'][0]['http://schema.org/sha256'][0]['@value'], sha256('北方的画'));
  assert.equal(expanded['urn:colophon:receipts'][0]['@type'], '@json');
  const [identifier] = nodes.find((one) => one['@id'] === `urn:uuid:${works.plain}`)['http://schema.org/identifier'];
  assert.deepEqual([identifier['http://schema.org/propertyID'][0]['@value'], identifier['http://schema.org/value'][0]['@value']], ['ISCC', iscc]);
  assert.equal((await ask(north, 'GET', '/v1/registry')).status, 401, 'a registry is given to those who have a key');
  // Pages: all of it, once.
  const seen = [];
  for (let cursor = ''; ;) {
    const one = await page(`?limit=3${cursor && `&cursor=${cursor}`}`);
    seen.push(...one['@graph'].map((work) => work['@id']));
    if (!one.next) break;
    cursor = one.next;
  }
  assert.deepEqual(seen, document['@graph'].map((one) => one['@id']));
});

test('what does not hold is refused with its place, and nothing of it is taken', async () => {
  const original = await page();
  const attempt = (change) => {
    const document = structuredClone(original);
    const one = item(document, works.declared);
    change(document, one);
    document['@graph'] = [one];
    writeFileSync(file, `${JSON.stringify(document)}\n`);
    return take(file);
  };
  const place = '@graph[0]';
  const cases = [
    [(document, one) => { one.name = 'Mine'; }, `${place}.name`],
    [(document, one) => { one.encoding.sha256 = sha256('Mine'); }, `${place}.encoding.sha256`],
    [(document, one) => { one.license = 'CC0-1.0'; }, `${place}.license`],
    [(document, one) => { delete one.tdmReservation; }, `${place}.tdmReservation`],
    [(document, one) => { one.creativeWorkStatus = 'withdrawn'; }, `${place}.creativeWorkStatus`],
    [(document, one) => { one['@id'] = `urn:uuid:${works.plain}`; }, `${place}.receipts[0]`],
    [(document, one) => { one.receipts.shift(); }, `${place}.receipts`],
    [(document, one) => { one.receipts[0] = item(document, works.plain).receipts[0]; }, `${place}.receipts[0]`],
    [(document, one) => { one.receipts[1].payload.signature = one.receipts[1].payload.signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')); }, `${place}.receipts[1]`],
    [(document, one) => { one.receipts = []; }, `${place}.receipts`],
    [(document, one) => { delete one.receipts; }, `${place}.receipts`],
  ];
  for (const [change, field] of cases) {
    const { status, json, errors } = attempt(change);
    assert.equal(status, 1, errors);
    assert.ok(json.refused.at(-1).field.startsWith(field), `${json.refused.at(-1).field} instead of ${field}`);
    assert.equal(json.added, 0);
  }
  // Another log's key: not one receipt counts.
  writeFileSync(file, `${JSON.stringify(original)}\n`);
  const southKey = (await ask(south, 'GET', '/v1/log/key')).json.log_key;
  const wrong = take(file, southKey);
  assert.deepEqual([wrong.status, wrong.json.added, wrong.json.refused_count], [1, 0, 4]);
  assert.equal(colophon('registry', 'import', file, '--store', south.store).status, 3, 'whose receipts are these?');
  assert.match(colophon('registry', 'import', file, '--store', north.store, '--log-key', northKey).errors, /own registry/);
  writeFileSync(file, '{"@context":{}}\n');
  assert.equal(take(file).status, 3);
  writeFileSync(file, '{"@graph":');
  assert.equal(take(file).status, 3);
});

test('a copy of what the other platform has is held; its maker, with the same key, is not', async () => {
  const early = await person(south, 'early'), copy = await made(early, 'Of the north');
  const first = take(`${north.origin}/v1/registry`);
  assert.deepEqual([first.status, first.json.added, first.json.refused_count], [0, 4, 0], first.out + first.errors);
  assert.deepEqual(take(`${north.origin}/v1/registry`).json, { added: 0, changed: 0, known: 4, refused: [], refused_count: 0 });
  const state = async (who, work) => (await as(who, `/v1/works/${work}`)).json.state;
  assert.equal(await state(early, copy), 'registered', 'what was here before it was known stays as it is');

  const thief = await person(south, 'thief'), stolen = await made(thief, '北方的画');
  assert.equal(await state(thief, stolen), 'held');
  const { holds } = (await ask(south, 'GET', '/v1/holds', { cookie: await login(south, 'operator') })).json;
  assert.deepEqual(holds.map((hold) => [hold.work, hold.about, hold.about_title, hold.about_platform, hold.detail]),
    [[stolen, works.declared, '北方的画', kPlatform, `same bytes, on ${kPlatform}`]]);
  const herself = await person(south, 'ada', { key: ada.key }), own = await made(herself, '北方的画');
  assert.equal(await state(herself, own), 'held', 'the thief was there before her: the desk decides');
  const other = await made(thief, 'Withdrawn');
  assert.equal(await state(thief, other), 'registered', 'what was withdrawn there holds nothing here');
});

test('the maker herself is recognised by her key', async () => {
  const work = await made(ada, 'Twice'), body = { work, sha256: sha256('Twice'), bytes: '5', title: 'Twice' };
  assert.equal((await declare(ada, 'register', body, { platform: kPlatform })).status, 201);
  await until(() => as(ada, `/v1/works/${work}/history`), (answer) => answer.json.acts.length === 1 && answer.json.acts[0].index !== null);
  assert.equal(take(`${north.origin}/v1/registry`).json.added, 1);
  const known = (await ask(south, 'POST', '/v1/sessions', { key: south.key, body: { external_id: 'ada', name: 'ada', origin: site } })).json;
  const herself = { server: south, party: known.party, token: known.token }, own = await made(herself, 'Twice');
  assert.equal((await as(herself, `/v1/works/${own}`)).json.state, 'registered');
  const stranger = await person(south, 'stranger', { key: makeKey() }), copy = await made(stranger, 'Of the north');
  assert.equal((await as(stranger, `/v1/works/${copy}`)).json.state, 'held', 'with another key one is a stranger');
});

test('what is erased there is forgotten here, and an old file does not bring it back', async () => {
  const out = colophon('registry', 'export', '--store', north.store, '--out', file);
  assert.equal(out.status, 0, out.errors);
  const old = readFileSync(file, 'utf8');
  assert.equal((await ask(north, 'POST', `/v1/works/${works.erased}/erase`, { key: north.key, body: { reason: 'asked for' } })).status, 201);
  await until(async () => ({ document: await page() }), ({ document }) => item(document, works.erased)?.creativeWorkStatus === 'erased');
  const gone = take(`${north.origin}/v1/registry`);
  assert.deepEqual([gone.status, gone.json.changed], [0, 1], gone.out + gone.errors);
  writeFileSync(file, old);
  assert.deepEqual([take(file).status, take(file).json.changed], [0, 0]);
  const late = await person(south, 'late'), work = await made(late, 'To be erased');
  assert.equal((await as(late, `/v1/works/${work}`)).json.state, 'registered');
});
