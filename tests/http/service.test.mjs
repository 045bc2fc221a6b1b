// The service as an operator and a browser meet it: pages and their headers, streams, metrics, log lines, and how it ends.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, jobEnd, raw, register, startServer, until, uuid7 } from './server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'colophon-service-'));
const web = join(folder, 'web');
const script = `// ${'a long script '.repeat(500)}`;
let server, key;

before(async () => {
  mkdirSync(join(web, 'assets'), { recursive: true });
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>Colophon</title>');
  writeFileSync(join(web, 'desk.html'), '<!doctype html><title>Desk</title>');
  writeFileSync(join(web, 'assets/index-B9x_1aZ0.js'), script);
  writeFileSync(join(web, 'core.wasm'), Buffer.concat([Buffer.from('\0asm\x01\0\0\0', 'latin1'), Buffer.alloc(4_000)]));
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  // No worker: jobs stay queued, so that streams stay open for as long as a test wants.
  server = await startServer({ store: join(folder, 'colophon.db'), args: ['--web', web, '--workers', '0'] });
  key = server.key;
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('pages come with a strict policy, and not in anybody\'s frame', async () => {
  for (const path of ['/', '/desk']) {
    const page = await ask(server, 'GET', path);
    assert.equal(page.status, 200);
    const policy = Object.fromEntries(page.headers.get('content-security-policy').split('; ').map((part) => [part.split(' ')[0], part]));
    assert.equal(policy['default-src'], "default-src 'none'");
    assert.equal(policy['script-src'], "script-src 'self' 'wasm-unsafe-eval'");
    assert.equal(policy['style-src'], "style-src 'self'");
    assert.equal(policy['connect-src'], "connect-src 'self'");
    assert.equal(policy['frame-ancestors'], "frame-ancestors 'none'");
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(page.headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(page.headers.get('cross-origin-embedder-policy'), 'require-corp');
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    assert.match(page.headers.get('cache-control'), /no-cache/);
  }
});

test('hashed names are cached for ever, all others are asked for again', async () => {
  const hashed = await ask(server, 'GET', '/assets/index-B9x_1aZ0.js');
  assert.match(hashed.headers.get('cache-control'), /immutable/);
  assert.equal(hashed.text, script);
  const page = await ask(server, 'GET', '/');
  const again = await ask(server, 'GET', '/', { headers: { 'if-none-match': page.headers.get('etag') } });
  assert.equal(again.status, 304);
  assert.equal(again.bytes.length, 0);
});

test('files come as Brotli or gzip where the client takes it, WebAssembly with its own type', async () => {
  const coded = async (path, coding) => {
    const answer = await raw(server, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: ${coding}\r\nConnection: close\r\n\r\n`);
    return answer.text.slice(0, answer.text.indexOf('\r\n\r\n')).toLowerCase();
  };
  assert.match(await coded('/assets/index-B9x_1aZ0.js', 'gzip, br'), /content-encoding: br/);
  assert.match(await coded('/assets/index-B9x_1aZ0.js', 'gzip'), /content-encoding: gzip/);
  assert.doesNotMatch(await coded('/assets/index-B9x_1aZ0.js', 'identity'), /content-encoding/);
  const wasm = await coded('/core.wasm', 'br');
  assert.match(wasm, /content-type: application\/wasm/);
  assert.match(wasm, /content-encoding: br/);
  assert.equal((await ask(server, 'GET', '/core.wasm', { headers: { 'accept-encoding': 'br' } })).bytes.length, 4_008, 'fetch decodes what we coded');
});

test('an address that is not there and a method that it does not have are told apart', async () => {
  assert.equal((await ask(server, 'GET', '/v1/nowhere')).status, 404);
  assert.equal((await ask(server, 'PUT', '/v1/works', { key })).status, 405);
  assert.equal((await ask(server, 'GET', '/secret.txt')).status, 404);
  const head = await ask(server, 'HEAD', '/v1/site');
  assert.equal(head.status, 200);
  assert.equal(head.bytes.length, 0);
});

test('one connection serves many requests, and the answer to a long one is coded', async () => {
  const pipeline = `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
  const first = await raw(server, pipeline);
  assert.equal(first.status, 200);
  assert.ok(!first.closed, 'the connection is kept');
  const openapi = await ask(server, 'GET', '/openapi.json', { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(openapi.headers.get('content-encoding'), 'gzip');
  assert.equal(openapi.json.openapi, '3.1.0');
});

test('every reference in the OpenAPI document leads somewhere', async () => {
  const document = (await ask(server, 'GET', '/openapi.json')).json;
  let references = 0;
  const walk = (value) => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (value === null || typeof value !== 'object') return;
    if (typeof value.$ref === 'string') {
      ++references;
      assert.ok(value.$ref.slice(2).split('/').reduce((at, name) => at?.[name], document) !== undefined, value.$ref);
    }
    Object.values(value).forEach(walk);
  };
  walk(document);
  assert.ok(references > 50);
});

test('metrics count what happened, for this machine only', async () => {
  const party = (await ask(server, 'POST', '/v1/parties', { key, body: { name: 'Ada' } })).json.party;
  const { work } = await register(server, key, Buffer.from('a poem'), { kind: 'text', media_type: 'text/plain', shares: [{ party, share: '1' }] });
  await ask(server, 'POST', '/v1/events', { key, body: { events: Array.from({ length: 7 }, () => ({ id: uuid7(), type: 'read', work })) } });
  // The work, and before it the model, where one is installed.
  await until(() => ask(server, 'GET', '/metrics'), (answer) => /^colophon_log_pending 0$/m.test(answer.text) && /^colophon_log_size [12]$/m.test(answer.text));
  const { text } = await ask(server, 'GET', '/metrics');
  assert.match(text, /^colophon_events_accepted_total 7$/m);
  assert.match(text, /^colophon_http_requests_total\{route="\/v1\/events",status="200"\} 1$/m);
  assert.match(text, /^colophon_http_request_seconds_bucket\{route="\/v1\/events",le="\+Inf"\} 1$/m);
  assert.match(text, /^colophon_log_pending 0$/m);
  assert.equal((await ask(server, 'GET', '/metrics', { headers: { 'x-forwarded-for': '203.0.113.7' } })).status, 403);
});

test('a log line is one JSON object with the route, and nothing personal', async () => {
  const answer = await ask(server, 'POST', '/v1/parties', { key, body: { name: 'Grace Hopper', external_id: 'grace@example.org' } });
  const id = answer.headers.get('x-request-id');
  const lines = await until(() => ({ lines: server.errors().trim().split('\n').map((line) => JSON.parse(line)) }), ({ lines }) => lines.some((line) => line.request === id));
  const line = lines.lines.find((one) => one.request === id);
  assert.deepEqual({ event: line.event, method: line.method, route: line.route, status: line.status, who: line.who }, { event: 'request', method: 'POST', route: '/v1/parties', status: 201, who: 'key' });
  assert.doesNotMatch(server.errors(), /Grace|grace|ck_|127\.0\.0\.1/);
});

/** Opens the stream of a job; `text()` is what came so far. */
async function stream(job) {
  const stop = new AbortController();
  const response = await fetch(`${server.origin}/v1/jobs/${job}/events`, { headers: { authorization: `Bearer ${key}` }, signal: stop.signal });
  let text = '';
  const read = response.status !== 200 ? response.text() : (async () => {
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) text += piece;
  })().catch(() => {});
  return { status: response.status, type: response.headers.get('content-type'), text: () => text, ended: read, stop: () => stop.abort() };
}
const queuePlan = async () => (await ask(server, 'POST', '/v1/plans', { key, body: {} })).json.job;

test('a stream tells a job\'s progress and closes at its end', async () => {
  const job = await queuePlan();
  const open = await stream(job);
  assert.equal(open.type, 'text/event-stream');
  await until(() => ({ text: open.text() }), ({ text }) => text.includes('event: progress'));
  assert.equal((await ask(server, 'POST', `/v1/jobs/${job}/cancel`, { key })).status, 202);
  await open.ended;
  const last = open.text().trim().split('\n\n').at(-1).split('\n');
  assert.equal(last[0], 'event: end');
  assert.equal(JSON.parse(last[1].slice(6)).state, 'cancelled');
});

test('twelve streams are the limit; they never take the threads that answer others', async () => {
  const job = await queuePlan();
  const open = [];
  for (let i = 0; i < 12; ++i) open.push(await stream(job));
  assert.ok(open.every((one) => one.status === 200));
  assert.equal((await stream(job)).status, 429);
  const begin = Date.now();
  assert.equal((await ask(server, 'GET', '/healthz')).status, 200);
  assert.ok(Date.now() - begin < 2_000);
  open.forEach((one) => one.stop());
  await until(async () => ask(server, 'GET', '/metrics'), (answer) => /^colophon_event_streams 0$/m.test(answer.text));
  await ask(server, 'POST', `/v1/jobs/${job}/cancel`, { key });
});

test('SIGTERM under load: what was acknowledged is kept, streams end, jobs wait, and the exit is clean', async () => {
  const { works } = (await ask(server, 'GET', '/v1/works', { key })).json;
  const job = await queuePlan();
  const open = await stream(job);
  const acknowledged = [];
  let stopping = false;
  const client = async () => {
    while (!stopping) {
      const events = Array.from({ length: 50 }, () => ({ id: uuid7(), type: 'read', work: works[0].work }));
      const answer = await ask(server, 'POST', '/v1/events', { key, body: { events } }).catch(() => undefined);
      if (answer?.status === 200) acknowledged.push(...events);
      if (!answer) return;
    }
  };
  const clients = Array.from({ length: 6 }, client);
  await new Promise((next) => setTimeout(next, 700));
  const begin = Date.now();
  const ended = server.stop();
  const { code, signal } = await ended;
  stopping = true;
  await Promise.all(clients);
  await open.ended;
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
  assert.ok(Date.now() - begin < 10_000, 'it took more than ten seconds to stop');
  assert.ok(acknowledged.length >= 300, `only ${acknowledged.length} events were acknowledged`);

  server = await startServer({ store: join(folder, 'colophon.db'), args: ['--web', web, '--workers', '1', '--quiet'] });
  for (let i = 0; i < acknowledged.length; i += 10_000) {
    const events = acknowledged.slice(i, i + 10_000);
    assert.deepEqual((await ask(server, 'POST', '/v1/events', { key, body: { events } })).json, { accepted: 0, duplicates: events.length });
  }
  // The job that waited is run now; without channels there is nothing to plan, and it says so.
  const done = (await jobEnd(server, key, job)).json;
  assert.equal(done.state, 'failed');
  assert.equal(done.error.code, 'not_found');
});

test('SIGTERM in the first moments of a server ends it too', async () => {
  const store = join(folder, 'early.db');
  for (let i = 0; i < 5; ++i) {
    assert.deepEqual(await (await startServer({ store, args: ['--quiet'] })).stop(), { code: 0, signal: null });
  }
});

test('kill -9 under load loses nothing that was acknowledged, and the log goes on', async () => {
  const { works } = (await ask(server, 'GET', '/v1/works', { key })).json;
  const acknowledged = [];
  const client = async () => {
    for (;;) {
      const events = Array.from({ length: 20 }, () => ({ id: uuid7(), type: 'read', work: works[0].work }));
      const answer = await ask(server, 'POST', '/v1/events', { key, body: { events } }).catch(() => undefined);
      if (answer?.status !== 200) return;
      acknowledged.push(...events);
    }
  };
  const clients = Array.from({ length: 4 }, client);
  await new Promise((next) => setTimeout(next, 500));
  const size = Number((await ask(server, 'GET', '/v1/log/checkpoint')).text.split('\n')[1]);
  await server.stop('SIGKILL');
  await Promise.all(clients);
  server = await startServer({ store: join(folder, 'colophon.db'), args: ['--quiet'] });
  assert.ok(acknowledged.length > 0);
  const again = await ask(server, 'POST', '/v1/events', { key, body: { events: acknowledged.slice(-10_000) } });
  assert.equal(again.json.accepted, 0);
  assert.ok(Number((await ask(server, 'GET', '/v1/log/checkpoint')).text.split('\n')[1]) >= size);
});

test('with --sample a page of the service gets a session for its visitor; another site gets none', async () => {
  const sample = await startServer({ args: ['--sample', '--quiet'] });
  try {
    const open = (headers) => ask(sample, 'POST', '/v1/sample/session', { headers });
    const { token } = (await open({ origin: sample.origin })).json;
    assert.match(token, /^cs_/);
    assert.equal((await open({ origin: 'https://evil.example' })).status, 403);
    assert.equal((await open({})).status, 403);
    assert.equal((await ask(sample, 'GET', '/v1/works', { key: token, headers: { 'sec-fetch-site': 'same-origin' } })).status, 200);
    const site = (await ask(sample, 'GET', '/v1/site')).json;
    assert.deepEqual(site.demo_accounts.map((account) => account.role), ['operator', 'finance', 'approver']);
    assert.equal((await ask(server, 'POST', '/v1/sample/session', { headers: { origin: server.origin } })).status, 404);
    assert.equal((await ask(server, 'GET', '/v1/site')).json.demo_accounts, undefined);
  } finally {
    await sample.stop();
  }
});

test('a store that was a sample gives its public passwords up when it is served for real', async () => {
  const store = join(folder, 'once-sample.db');
  const sample = await startServer({ store, args: ['--sample', '--quiet'] });
  await sample.stop();
  const real = await startServer({ store, args: ['--quiet'] });
  try {
    assert.deepEqual(Object.keys(real.passwords).sort(), ['approver', 'finance', 'operator']);
    const attempt = (password) => ask(real, 'POST', '/v1/desk/login', { body: { user: 'finance', password }, headers: { origin: real.origin } });
    assert.equal((await attempt('sample-finance')).status, 401);
    assert.equal((await attempt(real.passwords.finance)).status, 200);
  } finally {
    await real.stop();
  }
});
