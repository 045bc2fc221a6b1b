// The client over HTTP against a server of this test: tokens, idempotency keys, problem documents, polling.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { dist, sha256 } from '../support/core.mjs';
import { serve } from '../support/http_server.mjs';

const { createColophon } = await import(join(dist, 'index.js'));
const calls = [];
let server;
let routes = {};
before(async () => {
  server = await serve((request, response, body) => {
    calls.push({ key: `${request.method} ${request.url}`, headers: request.headers, body });
    const route = routes[`${request.method} ${request.url}`] ?? { status: 404, body: { code: 'not_found', detail: 'No such thing.' } };
    const { status = 200, body: answer, headers = {}, text } = typeof route === 'function' ? route(request, body) : route;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text ?? JSON.stringify(answer));
  });
});
after(() => server.close());

const client = (options = {}) => {
  calls.length = 0;
  return createColophon({ server: server.origin, ...options });
};

test('without a server the call says what is missing', async () => {
  await assert.rejects(createColophon().site(), { code: 'invalid_argument', field: 'server' });
});

test('a token is asked for once, and again when it has expired', async () => {
  let given = 0;
  routes = { 'GET /v1/site': ({ headers }) => (headers.authorization === 'Bearer cs_2' ? { body: { sample: true } } : { status: 401, body: { code: 'unauthorized', detail: 'Expired.' } }) };
  const colophon = client({ getToken: () => `cs_${(given += 1)}` });
  assert.deepEqual(await colophon.site(), { sample: true });
  await colophon.site();
  assert.equal(given, 2);
  routes = { 'GET /v1/site': { status: 401, body: { code: 'unauthorized', detail: 'No.' } } };
  await assert.rejects(colophon.site(), { code: 'unauthorized', status: 401 });
  assert.equal(given, 3, 'one more token, not one for ever');
});

test('a site that gives no token is named', async () => {
  await assert.rejects(client({ getToken: async () => { throw new Error('session expired'); } }).site(), { code: 'unauthorized', field: 'getToken' });
});

test('problem documents become errors; so does what a proxy says', async () => {
  routes = { 'GET /v1/site': { status: 422, body: { code: 'invalid_amount', field: 'lines[0].amount', detail: 'Not a decimal.' } } };
  await assert.rejects(client().site(), { code: 'invalid_amount', field: 'lines[0].amount', detail: 'Not a decimal.', status: 422 });
  routes = { 'GET /v1/site': { status: 502, text: '<html>Bad gateway' } };
  await assert.rejects(client().site(), { code: 'unavailable', status: 502 });
  routes = { 'GET /v1/site': { text: '<html>hello' } };
  await assert.rejects(client().site(), { code: 'unavailable', detail: /is a Colophon server there/ });
  await assert.rejects(createColophon({ server: 'http://127.0.0.1:1' }).site(), { code: 'unavailable', field: 'server' });
});

test('registering hashes here, then writes the work and its content under one key', async () => {
  routes = {
    'POST /v1/works': { status: 201, body: { work: 'w1', receipt: null, content_url: '/v1/works/w1/content', status_url: '/v1/works/w1' } },
    'PUT /v1/works/w1/content': { status: 202, body: { job: 'j1' } },
  };
  const file = new Blob(['picture'], { type: 'image/png' });
  const made = await client().register({ title: 'A', kind: 'photo' }, file, { idempotencyKey: 'k' });
  assert.match(made.iscc, /^ISCC:K/);
  const { iscc } = made;
  assert.deepEqual(made, { work: 'w1', sha256: sha256('picture'), iscc, content_url: '/v1/works/w1/content', status_url: '/v1/works/w1', job: 'j1' });
  assert.deepEqual(JSON.parse(calls[0].body), { ai: 'none', shares: [{ party: 'self', share: '1/1' }], title: 'A', kind: 'photo', media_type: 'image/png', sha256: sha256('picture'), bytes: 7, iscc });
  assert.deepEqual(calls.map((call) => call.headers['idempotency-key']), ['k', 'k-content']);
  assert.equal(calls[1].body.toString(), 'picture');
  assert.equal(calls[1].headers['content-type'], 'image/png');
  await assert.rejects(client().register({ title: 'A', kind: 'photo' }, new Blob(['x'])), { code: 'missing_field', field: 'media_type' });
});

test('a receipt is waited for as long as the server asks to, and no longer than the caller does', async () => {
  let asked = 0;
  const notYet = { status: 404, body: { code: 'not_found', detail: 'Not in a checkpoint yet.' }, headers: { 'retry-after': '1' } };
  routes = { 'GET /v1/works/w1/receipt': () => ((asked += 1) < 2 ? notYet : { body: { format: 'colophon/receipt/1' } }) };
  assert.deepEqual(await client().receipt('w1'), { format: 'colophon/receipt/1' });
  assert.equal(asked, 2);
  routes = { 'GET /v1/works/w1/receipt': notYet };
  await assert.rejects(client().receipt('w1', { timeoutMs: 500 }), { code: 'not_found', status: 404 });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  await assert.rejects(client().receipt('w1', { signal: controller.signal }), { code: 'cancelled' });
  await assert.rejects(client().receipt('none'), { code: 'not_found' }, 'a work that is not there is not waited for');
});

test('acts of the audience get an id of their time', async () => {
  routes = { 'POST /v1/events': { body: { accepted: 2, duplicates: 0 } } };
  assert.deepEqual(await client().track([{ type: 'view', work: 'w1' }, { type: 'like', work: 'w1', id: 'mine' }]), { accepted: 2, duplicates: 0, waiting: 0, withheld: 0 });
  const { events } = JSON.parse(calls[0].body);
  assert.match(events[0].id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  assert.equal(events[1].id, 'mine');
  assert.ok(calls[0].headers['idempotency-key'].length > 0);
});
