// Drafts that their makers keep with the site: revisions, limits, whose they are, erasure, bad input.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, login, startServer, uuid7 } from './server.mjs';

const site = 'https://art.example';
const headers = { origin: site };
const folder = mkdtempSync(join(tmpdir(), 'colophon-drafts-'));
const people = {};
let server;
before(async () => {
  server = await startServer({ store: join(folder, 'colophon.db'), args: ['--quiet', '--allow-origin', site] });
  for (const name of ['ada', 'bob']) people[name] = (await ask(server, 'POST', '/v1/sessions', { key: server.key, body: { external_id: name, name, origin: site } })).json;
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const list = async (who) => (await ask(server, 'GET', '/v1/drafts', { key: people[who].token, headers })).json.drafts;
const read = (who, id) => ask(server, 'GET', `/v1/drafts/${id}`, { key: people[who].token, headers });
const put = (who, id, revision, name, body, more = {}) =>
  ask(server, 'PUT', `/v1/drafts/${id}?${new URLSearchParams({ revision, name })}`, { key: people[who].token, headers: { ...headers, 'content-type': 'application/octet-stream' }, body, ...more });
const remove = (who, id) => ask(server, 'POST', `/v1/drafts/${id}/delete`, { key: people[who].token, headers, body: {} });

test('a draft comes back as it was sent, with a revision that every change adds one to', async () => {
  const id = uuid7(), bytes = Buffer.from([0, 255, 10, 13, 0x7b]);
  const first = await put('ada', id, 0, '夜 / night.jpg', bytes);
  assert.equal(first.status, 200, first.text);
  assert.deepEqual({ ...first.json, updated_at: '' }, { id, revision: 1, updated_at: '' });
  assert.deepEqual((await read('ada', id)).bytes, bytes);
  assert.equal((await put('ada', id, 1, 'night.jpg', Buffer.from('second'))).json.revision, 2);
  assert.deepEqual((await list('ada')).map(({ id: found, revision, name, bytes: size }) => [found, revision, name, size]), [[id, 2, 'night.jpg', 6]]);
});

test('a change of what another device changed meanwhile is refused, and neither is lost', async () => {
  const id = uuid7();
  await put('ada', id, 0, 'one', Buffer.from('one'));
  await put('ada', id, 1, 'two', Buffer.from('two'));
  const late = await put('ada', id, 1, 'three', Buffer.from('three'));
  assert.equal(late.status, 409);
  assert.equal(late.json.field, 'revision');
  assert.match(late.json.detail, /revision 2, not 1/);
  assert.equal((await read('ada', id)).bytes.toString(), 'two');
  assert.equal((await put('ada', id, 7, 'x', Buffer.from('x'))).status, 409);
  assert.equal((await put('ada', uuid7(), 3, 'x', Buffer.from('x'))).status, 409, 'a draft that was deleted is not changed');
});

test('the same write twice is one', async () => {
  const id = uuid7(), idempotency = 'draft-once';
  assert.equal((await put('ada', id, 0, 'once', Buffer.from('once'), { idempotency })).json.revision, 1);
  assert.equal((await put('ada', id, 0, 'once', Buffer.from('once'), { idempotency })).json.revision, 1);
  assert.equal((await list('ada')).filter((draft) => draft.id === id).length, 1);
});

test('drafts are their maker’s alone: no other session, no key and nobody at the desk reads them', async () => {
  const id = uuid7();
  await put('ada', id, 0, 'mine', Buffer.from('mine'));
  assert.equal((await read('bob', id)).status, 404);
  assert.equal((await put('bob', id, 0, 'his', Buffer.from('his'))).json.revision, 1, 'the same id is another draft of another party');
  assert.equal((await read('ada', id)).bytes.toString(), 'mine');
  await remove('bob', id);
  assert.equal((await read('ada', id)).bytes.toString(), 'mine');
  assert.equal((await ask(server, 'GET', `/v1/drafts/${id}`, { key: server.key })).status, 403);
  assert.equal((await ask(server, 'GET', '/v1/drafts')).status, 401);
  const cookie = await login(server, 'operator');
  assert.equal((await ask(server, 'GET', `/v1/drafts/${id}`, { cookie })).status, 403);
  const narrow = (await ask(server, 'POST', '/v1/sessions', { key: server.key, body: { external_id: 'ada', origin: site, scopes: ['works:read'] } })).json.token;
  assert.equal((await ask(server, 'GET', '/v1/drafts', { key: narrow, headers })).status, 403);
});

test('what is deleted is gone, and deleting it again changes nothing', async () => {
  const id = uuid7();
  await put('bob', id, 0, 'gone', Buffer.from('gone'));
  assert.equal((await remove('bob', id)).status, 200);
  assert.equal((await read('bob', id)).status, 404);
  assert.equal((await remove('bob', id)).status, 200);
});

test('bad input names the field', async () => {
  const id = uuid7(), type = { ...headers, 'content-type': 'application/octet-stream' }, key = people.ada.token;
  assert.equal((await ask(server, 'PUT', `/v1/drafts/${id}?name=x`, { key, headers: type, body: Buffer.from('x') })).json.field, 'revision');
  assert.equal((await ask(server, 'PUT', `/v1/drafts/${id}?revision=-1&name=x`, { key, headers: type, body: Buffer.from('x') })).json.field, 'revision');
  assert.equal((await put('ada', id, 0, '', Buffer.from('x'))).json.field, 'name');
  assert.equal((await put('ada', id, 0, 'n'.repeat(301), Buffer.from('x'))).json.field, 'name');
  assert.equal((await put('ada', id, 0, 'empty', Buffer.alloc(0))).json.field, 'body');
  assert.equal((await put('ada', 'no-id', 0, 'x', Buffer.from('x'))).status, 404);
});

test('one person keeps so much and no more', async () => {
  const large = Buffer.alloc(60 * 2 ** 20), ids = [uuid7(), uuid7(), uuid7(), uuid7(), uuid7()];
  for (const id of ids.slice(0, 4)) assert.equal((await put('bob', id, 0, 'large', large)).status, 200);
  const over = await put('bob', ids[4], 0, 'large', large);
  assert.equal(over.status, 413);
  assert.equal(over.json.field, 'drafts');
  assert.match(over.json.detail, /delete some/);
  assert.equal((await put('bob', ids[0], 1, 'larger', large)).status, 200, 'a draft that is replaced does not count twice');
  for (const id of ids) await remove('bob', id);
});

test('a person’s drafts are erased with the name', async () => {
  const id = uuid7();
  await put('ada', id, 0, 'personal', Buffer.from('personal'));
  const cookie = await login(server, 'operator');
  const erased = await ask(server, 'POST', `/v1/parties/${people.ada.party}/erase`, { cookie, headers: { origin: server.origin }, body: { reason: 'asked for' } });
  assert.equal(erased.status, 200, erased.text);
  assert.deepEqual(await list('ada'), []);
});
