// Near works over HTTP: before a registration, of a registered work, who may read what, and bad input.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, program, project, startServer, until } from './server.mjs';

const catalogueFile = (path) => join(project, 'examples/catalogue', path);

const site = 'https://art.example';
const headers = { origin: site };
const folder = mkdtempSync(join(tmpdir(), 'colophon-similar-'));
let server;
const tokens = {};

const isccOf = (file, title) => JSON.parse(execFileSync(program, ['iscc', '--json', ...(title ? ['--name', title] : []), file], { encoding: 'utf8' })).files[0];

async function register(who, file, title, more = {}) {
  const bytes = readFileSync(file);
  const type = file.endsWith('.png') ? 'image/png' : file.endsWith('.jpg') ? 'image/jpeg' : 'text/plain';
  const body = { title, kind: type === 'text/plain' ? 'text' : 'photo', media_type: type, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length,
    shares: [{ party: 'self', share: '1' }], ai: 'none', ...more };
  const made = await ask(server, 'POST', '/v1/works', { key: tokens[who], body, headers });
  return { made, bytes, type };
}
const similar = (who, query) => ask(server, 'GET', `/v1/works/similar?${new URLSearchParams(query)}`, { key: who === 'key' ? server.key : tokens[who], headers: who === 'key' ? {} : headers });

before(async () => {
  server = await startServer({ store: join(folder, 'colophon.db'), args: ['--quiet', '--allow-origin', site] });
  for (const who of ['ada', 'bob']) tokens[who] = (await ask(server, 'POST', '/v1/sessions', { key: server.key, body: { external_id: who, name: who, origin: site } })).json.token;
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a registered picture is found by its bytes, by its content, and by nobody who looks for another', async () => {
  const cat = catalogueFile('images/locomotion-house-cat.jpg');
  const { iscc } = isccOf(cat, 'A cat');
  const { made } = await register('ada', cat, 'A cat', { iscc });
  assert.equal(made.status, 201, made.text);
  const own = (await similar('ada', { iscc: isccOf(cat).iscc })).json.matches;
  assert.deepEqual([own.length, own[0].work, own[0].relation, own[0].own, own[0].title, own[0].units[0]], [1, made.json.work, 'same_bytes', true, 'A cat', { unit: 'instance', distance: 0 }]);
  // Somebody else learns that it is there, not what it is called.
  const others = (await similar('bob', { iscc: isccOf(cat).iscc })).json.matches;
  assert.deepEqual([others.length, others[0].own, others[0].title], [1, false, null]);
  assert.equal((await similar('key', { iscc: isccOf(cat).iscc })).json.matches[0].title, 'A cat');
  assert.deepEqual((await similar('bob', { iscc: isccOf(catalogueFile('images/rocket.jpg')).iscc })).json.matches, []);
  assert.equal((await ask(server, 'GET', `/v1/works/${made.json.work}`, { key: tokens.ada, headers })).json.iscc, iscc);
});

test('the worker computes the ISCC from the content, whatever the browser said; near works are written down within seconds', async () => {
  const poem = join(folder, 'poem.txt');
  writeFileSync(poem, readFileSync(catalogueFile('poems/li-bai-1.txt'), 'utf8').repeat(3));
  const wrong = isccOf(catalogueFile('images/rocket.jpg')).iscc;
  const { made, bytes } = await register('ada', poem, 'Poem', { iscc: wrong });
  assert.equal(made.status, 201, made.text);
  const put = await ask(server, 'PUT', `/v1/works/${made.json.work}/content`, { key: tokens.ada, body: bytes, headers });
  assert.equal(put.status, 202, put.text);
  const work = await until(() => ask(server, 'GET', `/v1/works/${made.json.work}`, { key: tokens.ada, headers }), (answer) => answer.json.iscc_checked);
  assert.equal(work.json.iscc, isccOf(poem, 'Poem').iscc);
  // The claim counts no more.
  assert.deepEqual((await similar('bob', { iscc: wrong })).json.matches, []);
  const again = join(folder, 'again.txt');
  writeFileSync(again, `  ${readFileSync(poem, 'utf8').toUpperCase()}\n\n`);
  assert.equal((await similar('bob', { iscc: isccOf(again).iscc })).json.matches[0].relation, 'same_content');
  assert.equal((await similar('ada', { work: made.json.work })).json.matches.length, 0);

  // The same content, later and somebody else's, waits until the desk has looked at it; the earlier work does not.
  const copy = (await register('bob', again, 'Again', { iscc: isccOf(again, 'Again').iscc })).made.json.work;
  const held = await until(() => ask(server, 'GET', `/v1/works/${copy}`, { key: tokens.bob, headers }), (answer) => answer.json.state === 'held');
  assert.equal(held.status, 200);
  const { holds } = (await ask(server, 'GET', `/v1/works/${copy}/history`, { key: tokens.bob, headers })).json;
  assert.deepEqual(holds.map((hold) => [hold.kind, hold.about, hold.detail]), [['near-match', made.json.work, 'text at distance 0 of 64']]);
  assert.equal((await ask(server, 'GET', `/v1/works/${made.json.work}`, { key: tokens.ada, headers })).json.state, 'registered');
});

test('works of a batch may bring their ISCCs; an error names the row', async () => {
  const file = catalogueFile('images/rocket.jpg'), bytes = readFileSync(file), { party } = (await ask(server, 'POST', '/v1/parties', { key: server.key, body: { name: 'Archive' } })).json;
  const work = (iscc) => ({ title: 'A rocket', kind: 'photo', media_type: 'image/jpeg', sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length, shares: [{ party, share: '1' }], ai: 'none', iscc });
  const batch = (...works) => ask(server, 'POST', '/v1/works/batch', { key: server.key, body: { works } });
  const { iscc } = isccOf(file, 'A rocket');
  const refused = await batch(work(iscc), work(isccOf(file, 'Another title').iscc));
  assert.deepEqual([refused.status, refused.json.field], [422, 'works[1].iscc'], refused.text);
  const made = await batch(work(iscc));
  assert.equal(made.status, 201, made.text);
  assert.equal((await similar('key', { iscc })).json.matches[0].work, made.json.works[0]);
});

test('bad input: each an error that names the field, and nothing is changed', async () => {
  const cat = catalogueFile('images/rocket.jpg');
  for (const [query, field] of [[{}, 'iscc'], [{ iscc: 'ISCC:NO' }, 'iscc'], [{ iscc: isccOf(cat).iscc, work: 'x' }, 'iscc'], [{ work: 'x' }, 'work'], [{ iscc: isccOf(cat).iscc, distance: '99' }, 'distance'], [{ iscc: isccOf(cat).iscc, limit: '-1' }, 'limit']]) {
    const answer = await similar('ada', query);
    assert.ok(answer.status >= 400 && answer.status < 500, `${JSON.stringify(query)}: ${answer.text}`);
    assert.equal(answer.json.field, field, answer.text);
  }
  assert.equal((await ask(server, 'GET', '/v1/works/similar?iscc=ISCC:AAA')).status, 401);
  for (const iscc of ['ISCC:NO', 'ISCC:EEA3XAZAG5WA6NRX', isccOf(cat, 'Another title').iscc]) {
    const { made } = await register('ada', cat, 'A rocket', { iscc });
    assert.ok(made.status >= 400 && made.status < 500, made.text);
    assert.equal(made.json.field, 'iscc');
  }
  assert.equal((await similar('key', { iscc: isccOf(cat).iscc })).json.matches.length, 1, 'the batch of the test before, and nothing of these');
});
