// Keys, session tokens, people at the desk: who may call what, from where, and for how long.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { ask, login, startServer, uuid7 } from './server.mjs';

const site = 'https://art.example';
let server, key, token, party;

const session = (more = {}) => ask(server, 'POST', '/v1/sessions', { key, body: { external_id: 'ada', name: 'Ada', origin: site, ...more } });
const workBody = { title: 'T', kind: 'text', media_type: 'text/plain', sha256: '0'.repeat(64), bytes: 10, shares: [{ party: 'self', share: '1' }], ai: 'none' };

before(async () => {
  server = await startServer({ args: ['--quiet', '--allow-origin', site] });
  key = server.key;
  const opened = await session();
  assert.equal(opened.status, 201, opened.text);
  ({ token, party } = opened.json);
});
after(() => server?.stop());

test('the first key and the passwords are printed once', async () => {
  assert.match(key, /^ck_[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(Object.keys(server.passwords).sort(), ['approver', 'finance', 'operator']);
});

test('no credential, a wrong one and an unknown kind are 401 with a problem', async () => {
  for (const wrong of [undefined, 'ck_' + 'A'.repeat(43), 'cs_' + 'A'.repeat(43), 'hello']) {
    const answer = await ask(server, 'GET', '/v1/works', { key: wrong });
    assert.equal(answer.status, 401);
    assert.equal(answer.json.code, 'unauthorized');
    assert.match(answer.headers.get('www-authenticate'), /Bearer/);
  }
  assert.equal((await ask(server, 'GET', '/v1/works', { headers: { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` } })).status, 401);
});

test('a session lasts at most 15 minutes and belongs to an origin that may call', async () => {
  const { expires_at } = (await session({ minutes: 15 })).json;
  assert.ok(Math.abs(Date.parse(expires_at) - Date.now() - 900_000) < 5_000);
  for (const [change, field] of [[{ minutes: 16 }, 'minutes'], [{ minutes: 0 }, 'minutes'], [{ origin: 'https://evil.example' }, 'origin'], [{ origin: `${site}/` }, 'origin'],
    [{ scopes: ['revenue:write'] }, 'scopes[0]'], [{ scopes: [] }, 'scopes'], [{ external_id: '' }, 'external_id']]) {
    const answer = await session(change);
    assert.equal(answer.status, 422, JSON.stringify(change));
    assert.equal(answer.json.field, field);
  }
});

test('a session token works from its own origin only', async () => {
  assert.equal((await ask(server, 'GET', '/v1/works', { key: token, headers: { origin: site } })).status, 200);
  for (const headers of [{}, { origin: 'https://evil.example' }, { origin: `${site}.evil.example` }, { origin: 'null' }]) {
    const answer = await ask(server, 'GET', '/v1/works', { key: token, headers });
    assert.equal(answer.status, 403, JSON.stringify(headers));
    assert.equal(answer.json.field, 'Origin');
  }
});

test('a session token that has expired is 401', async () => {
  const aged = (await session({ external_id: 'late' })).json.token;
  const ask1 = () => ask(server, 'GET', '/v1/works', { key: aged, headers: { origin: site } });
  assert.equal((await ask1()).status, 200);
  // No test waits a quarter of an hour: the stored end of every session moves to one second ago.
  execFileSync('sqlite3', [server.store, `PRAGMA busy_timeout = 5000; UPDATE session SET expires_at = ${Date.now() - 1000}`]);
  const late = await ask1();
  assert.equal(late.status, 401);
  assert.match(late.json.detail, /expired/);
  ({ token, party } = (await session()).json);
});

test('a session sees its own party only, and brings neither money nor plans', async () => {
  const other = (await session({ external_id: 'bob', name: 'Bob' })).json;
  const mine = await ask(server, 'POST', '/v1/works', { key: token, headers: { origin: site }, body: workBody });
  assert.equal(mine.status, 201, mine.text);
  const path = `/v1/works/${mine.json.work}`;
  assert.equal((await ask(server, 'GET', path, { key: token, headers: { origin: site } })).json.owner, party);
  for (const below of ['', '/receipt', '/content']) {
    assert.equal((await ask(server, 'GET', path + below, { key: other.token, headers: { origin: site } })).status, 404, below);
  }
  assert.equal((await ask(server, 'GET', '/v1/works', { key: other.token, headers: { origin: site } })).json.works.length, 0);
  assert.equal((await ask(server, 'PUT', `${path}/content`, { key: other.token, headers: { origin: site }, body: Buffer.from('0123456789') })).status, 404);
  assert.equal((await ask(server, 'GET', `/v1/parties/${party}`, { key: other.token, headers: { origin: site } })).status, 403);
  for (const [method, where] of [['POST', '/v1/revenue'], ['POST', '/v1/plans'], ['GET', '/v1/catalogue'], ['POST', '/v1/sessions']]) {
    assert.equal((await ask(server, method, where, { key: token, headers: { origin: site }, body: method === 'POST' ? {} : undefined })).status, 403, where);
  }
});

test('a session without a scope is refused by name of the scope', async () => {
  const narrow = (await session({ scopes: ['events:write'] })).json.token;
  const answer = await ask(server, 'POST', '/v1/works', { key: narrow, headers: { origin: site }, body: workBody });
  assert.equal(answer.status, 403);
  assert.match(answer.json.detail, /works:write/);
});

test('CORS answers the origins of the list exactly, and preflights of others are refused', async () => {
  const preflight = (origin) => ask(server, 'OPTIONS', '/v1/works', { headers: { origin, 'access-control-request-method': 'POST' } });
  const good = await preflight(site);
  assert.equal(good.status, 204);
  assert.equal(good.headers.get('access-control-allow-origin'), site);
  assert.match(good.headers.get('access-control-allow-headers'), /Idempotency-Key/);
  assert.equal(good.headers.get('access-control-allow-credentials'), null);
  for (const origin of ['https://evil.example', 'https://art.example.evil.example', 'http://art.example', 'null']) {
    const bad = await preflight(origin);
    assert.equal(bad.status, 403);
    assert.equal(bad.headers.get('access-control-allow-origin'), null);
  }
  assert.equal((await ask(server, 'GET', '/v1/log/key', { headers: { origin: 'https://anyone.example' } })).headers.get('access-control-allow-origin'), '*');
});

test('the desk: a cookie that no script reads, roles, and no writes from other sites', async () => {
  const answer = await ask(server, 'POST', '/v1/desk/login', { body: { user: 'operator', password: server.passwords.operator }, headers: { origin: server.origin } });
  assert.deepEqual(answer.json, { role: 'operator', user: 'operator' });
  const set = answer.headers.get('set-cookie');
  for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) assert.ok(set.includes(part), set);
  const cookie = set.split(';')[0];
  assert.equal((await ask(server, 'GET', '/v1/desk/me', { cookie })).json.role, 'operator');
  const plan = (headers) => ask(server, 'POST', '/v1/plans', { cookie, headers, body: {} });
  assert.equal((await plan({ origin: 'https://evil.example' })).status, 403);
  assert.equal((await plan({ 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.equal((await plan({})).status, 202);
  for (const [path, body] of [['/v1/settlements', { period: '2026-10', rule: 'pro-rata' }], [`/v1/settlements/${uuid7()}/approve`, undefined]]) {
    assert.equal((await ask(server, 'POST', path, { cookie, body })).status, 403, path);
  }
  assert.equal((await ask(server, 'POST', '/v1/desk/logout', { cookie })).status, 204);
  assert.equal((await ask(server, 'GET', '/v1/desk/me', { cookie })).status, 401);
});

test('passwords cannot be guessed: five wrong ones lock the user for a minute, right password or not', async () => {
  const attempt = (user, password) => ask(server, 'POST', '/v1/desk/login', { body: { user, password }, headers: { origin: server.origin } });
  for (let i = 0; i < 5; ++i) assert.equal((await attempt('finance', `wrong password ${i}`)).status, 401);
  const locked = await attempt('finance', server.passwords.finance);
  assert.equal(locked.status, 429);
  assert.ok(Number(locked.headers.get('retry-after')) > 0);
  assert.equal((await attempt('approver', server.passwords.approver)).status, 200);
  assert.equal((await attempt('nobody', 'whatever it is')).json.detail, (await attempt('nobody', 'whatever else')).json.detail);
});

test('the same idempotency key replays the first answer; with another body it is refused', async () => {
  const send = (name, credential = key) => ask(server, 'POST', '/v1/parties', { key: credential, body: { name }, idempotency: 'one' });
  const first = await send('Grace');
  const again = await send('Grace');
  assert.equal(first.status, 201);
  assert.equal(again.text, first.text);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  const other = await send('Hopper');
  assert.equal(other.status, 409);
  assert.equal(other.json.code, 'idempotency_conflict');
  const raced = await Promise.all(Array.from({ length: 8 }, () => ask(server, 'POST', '/v1/parties', { key, body: { name: 'Raced' }, idempotency: 'race' })));
  assert.equal(new Set(raced.map((answer) => answer.json.party)).size, 1, 'two equal requests at once wrote twice');
  // Another caller's key is another key.
  const theirs = await ask(server, 'POST', '/v1/works', { key: token, headers: { origin: site }, body: workBody, idempotency: 'one' });
  assert.equal(theirs.status, 201, theirs.text);
});

test('no key and no password reaches a page, an answer or a log line', async () => {
  const paths = ['/', '/desk', '/verify', '/v1/site', '/openapi.json', '/metrics', '/v1/works', '/v1/jobs', '/healthz', '/v1/log/key'];
  const secrets = [/ck_[A-Za-z0-9_-]{20}/, ...Object.values(server.passwords).map((password) => new RegExp(password))];
  const texts = [(await session()).text, server.errors()];
  for (const path of paths) texts.push((await ask(server, 'GET', path, { key: path.startsWith('/v1/w') || path.startsWith('/v1/j') ? key : undefined })).text);
  for (const text of texts) for (const secret of secrets) assert.doesNotMatch(text, secret);
});

test('--sample is refused beyond loopback', async () => {
  await assert.rejects(startServer({ args: ['--sample', '--host', '0.0.0.0'] }), /loopback/);
});
