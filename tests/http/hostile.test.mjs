// Requests that a server must refuse, over real sockets. After each of them nothing has changed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ask, catalogueFile, raw, register, sha256, startServer, uuid7 } from './server.mjs';

let server, key, party, work;
const picture = catalogueFile('images/chelsea.png');

/** All that an operator can see of the store, as one text. */
async function state() {
  const paths = ['/v1/works?limit=500', '/v1/jobs?limit=500', '/v1/settlements', '/v1/channels', `/v1/parties/${party}`];
  const texts = await Promise.all(paths.map(async (path) => (await ask(server, 'GET', path, { key })).text));
  const metrics = await ask(server, 'GET', '/metrics');
  return texts.join('\n') + metrics.text.split('\n').filter((line) => /^colophon_(events|revenue|log_size)/.test(line)).join('\n');
}
/** Runs `request`, checks the problem that it meets, and that nothing has changed. */
async function refused(request, status, code, field) {
  const before = await state();
  const answer = await request();
  assert.equal(answer.status, status, answer.text);
  const problem = answer.json ?? JSON.parse(answer.text.slice(answer.text.indexOf('\r\n\r\n') + 4));
  assert.equal(problem.code, code, answer.text);
  if (field !== undefined) assert.equal(problem.field, field);
  assert.ok(problem.detail.length > 10 && problem.instance && problem.status === status);
  assert.equal(await state(), before, 'something has changed');
  return answer;
}
const post = (path, body, more = {}) => () => ask(server, 'POST', path, { key, body, ...more });
const workBody = (change = {}) => ({ title: 'T', kind: 'photo', media_type: 'image/jpeg', sha256: '0'.repeat(64), bytes: 10, shares: [{ party, share: '1' }], ai: 'none', ...change });
const event = (change = {}) => ({ id: uuid7(), type: 'play', work, ...change });
const line = (change = {}) => ({ id: uuid7(), kind: 'subscription', amount: '9.99', currency: 'EUR', ...change });

before(async () => {
  server = await startServer({ args: ['--quiet'] });
  key = server.key;
  party = (await ask(server, 'POST', '/v1/parties', { key, body: { name: 'Ada' } })).json.party;
  const made = await register(server, key, Buffer.from('A poem.'), { kind: 'text', media_type: 'text/plain', shares: [{ party, share: '1' }] });
  assert.equal(made.status, 202, made.text);
  work = made.work;
  assert.equal((await ask(server, 'POST', '/v1/revenue', { key, body: { lines: [line()] } })).status, 200);
  // The registration is under a checkpoint, so that the log's size does not move by itself.
  await new Promise((next) => setTimeout(next, 600));
});
after(() => server?.stop());

const head = (more, path = '/v1/events') => `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${key}\r\nIdempotency-Key: ${randomUUID()}\r\n${more}`;
const framings = [
  ['a chunked body', 411, 'length_required', () => head('Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n')],
  ['chunked beside a length (smuggling)', 411, 'length_required', () => head('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')],
  ['a chunk size of -2', 411, 'length_required', () => head('Transfer-Encoding: chunked\r\n\r\n-2\r\n')],
  ['two Content-Lengths', 400, 'length_required', () => head('Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')],
  ['a length that is no number', 400, 'length_required', () => head('Content-Length: abc\r\n\r\n{}')],
  ['a negative length', 400, 'length_required', () => head('Content-Length: -2\r\n\r\n{}')],
  ['no length', 411, 'length_required', () => head('\r\n')],
  ['a length over the limit', 413, 'limit_exceeded', () => head('Content-Length: 9000000\r\n\r\n')],
  ['a compressed body', 415, 'unsupported_media_type', () => head('Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc')],
  ['a GET with a body', 400, 'invalid_argument', () => `GET /v1/site HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 39\r\n\r\nGET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`],
  ['another method', 405, 'invalid_argument', () => 'DELETE /v1/works HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n'],
  ['a name that is not ours (rebinding)', 421, 'forbidden', () => 'GET /v1/site HTTP/1.1\r\nHost: rebound.example\r\n\r\n'],
];
for (const [name, status, code, bytes] of framings) {
  test(`${name} is refused with ${status}, the connection is closed, and no second answer comes`, async () => {
    const answer = await refused(() => raw(server, bytes()), status, code);
    assert.ok(answer.closed, 'the connection stayed open');
    assert.equal(answer.text.match(/HTTP\/1\.1 \d/g).length, 1, 'the body was read as a second request');
  });
}

test('headers without end are refused', async () => {
  for (const headers of [Array.from({ length: 80 }, (_, i) => `X-${i}: 1`).join('\r\n'), `X: ${'a'.repeat(9_000)}`]) {
    const answer = await raw(server, `GET /v1/site HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n\r\n`);
    assert.ok(answer.status === 431 || answer.status === 400 || (answer.status === 0 && answer.closed), answer.text);
  }
  const flood = await raw(server, `GET /v1/site HTTP/1.1\r\nHost: 127.0.0.1\r\n${'A: b\r\n'.repeat(200_000)}\r\n`);
  assert.ok(flood.status >= 400 || flood.closed);
  assert.equal((await ask(server, 'GET', '/healthz')).status, 200);
});

test('no path reaches a file outside the pages', async () => {
  for (const path of ['/../../etc/passwd', '/..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '//etc/passwd', '/sdk/../../CMakeLists.txt', '/assets/%00', '/\\..\\..\\etc\\passwd']) {
    const answer = await raw(server, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.text}`);
    assert.ok(!answer.text.includes('root:'));
  }
});

test('a gzip bomb in place of JSON is just not JSON', () => refused(post('/v1/events', gzipSync(Buffer.alloc(1 << 20))), 400, 'invalid_json'));

const bodies = [
  ['not JSON', '/v1/works', '{', 400, 'invalid_json', undefined],
  ['an unknown field', '/v1/works', () => workBody({ colour: 'red' }), 422, 'unknown_field', 'colour'],
  ['a missing field', '/v1/works', () => workBody({ title: undefined }), 422, 'missing_field', 'title'],
  ['a kind that there is not', '/v1/works', () => workBody({ kind: 'video' }), 422, 'invalid_argument', 'kind'],
  ['shares that add up to less than 1', '/v1/works', () => workBody({ shares: [{ party, share: '1/2' }] }), 422, 'invalid_shares', 'shares'],
  ['a share of 3/2', '/v1/works', () => workBody({ shares: [{ party, share: '3/2' }] }), 422, 'invalid_shares', 'shares[0].share'],
  ['an unknown party', '/v1/works', () => workBody({ shares: [{ party: uuid7(), share: '1' }] }), 422, 'unknown_party', 'shares[0].party'],
  ['"self" with a key', '/v1/works', () => workBody({ shares: [{ party: 'self', share: '1' }] }), 422, 'invalid_id', 'shares[0].party'],
  ['a hash that is none', '/v1/works', () => workBody({ sha256: 'XYZ' }), 422, 'invalid_encoding', 'sha256'],
  ['a picture over the limit', '/v1/works', () => workBody({ bytes: 1e9 }), 413, 'limit_exceeded', 'bytes'],
  ['a negative size', '/v1/works', () => workBody({ bytes: -1 }), 422, 'negative_amount', 'bytes'],
  ['an event of an unknown work', '/v1/events', () => ({ events: [event(), event({ work: uuid7() })] }), 422, 'unknown_work', 'events[1].work'],
  ['an event with an unknown field', '/v1/events', () => ({ events: [event({ colour: 'red' })] }), 422, 'unknown_field', 'events[0].colour'],
  ['an event of no type', '/v1/events', () => ({ events: [event({ type: 'stare' })] }), 422, 'invalid_argument', 'events[0].type'],
  ['an event whose id has no time', '/v1/events', () => ({ events: [event({ id: randomUUID() })] }), 422, 'invalid_id', 'events[0].id'],
  ['negative units', '/v1/events', () => ({ events: [event({ units: '-1' })] }), 422, 'negative_amount', 'events[0].units'],
  ['units as a number', '/v1/events', () => ({ events: [event({ units: 1 })] }), 422, 'invalid_argument', 'events[0].units'],
  ['10,001 events', '/v1/events', () => ({ events: Array.from({ length: 10_001 }, () => event()) }), 413, 'limit_exceeded', 'events'],
  ['a negative amount', '/v1/revenue', () => ({ lines: [line(), line({ amount: '-1.00' })] }), 422, 'negative_amount', 'lines[1].amount'],
  ['an amount with an exponent', '/v1/revenue', () => ({ lines: [line({ amount: '1e3' })] }), 422, 'invalid_amount', 'lines[0].amount'],
  ['an amount with 13 decimals', '/v1/revenue', () => ({ lines: [line(), line({ amount: '1.0000000000001' })] }), 422, 'invalid_amount', 'lines[1].amount'],
  ['a day that there is not', '/v1/revenue', () => ({ lines: [line({ day: '2026-02-30' })] }), 422, 'invalid_argument', 'lines[0].day'],
  ['a side of no right', '/v1/revenue', () => ({ lines: [line({ side: 'cover' })] }), 422, 'invalid_argument', 'lines[0].side'],
  ['a currency that there is not', '/v1/revenue', () => ({ lines: [line({ currency: 'XXQ' })] }), 422, 'unknown_currency', 'lines[0].currency'],
  ['an unknown rule', '/v1/settlements', { period: '2026-10', rule: 'winner-takes-all' }, 422, 'invalid_argument', 'rule'],
  ['a month that there is not', '/v1/settlements', { period: '2026-13', rule: 'pro-rata' }, 422, 'invalid_argument', 'period'],
  ['a settlement with a currency of its own', '/v1/settlements', { period: '2026-10', currency: 'USD' }, 422, 'unknown_field', 'currency'],
];
for (const [name, path, body, status, code, field] of bodies) {
  test(`${name} is refused with ${code}`, () => refused(() => ask(server, 'POST', path, { key, body: typeof body === 'function' ? body() : body }), status, code, field));
}

test('a write without an idempotency key is refused', () => refused(() => ask(server, 'POST', '/v1/works', { key, body: workBody(), idempotency: '' }), 422, 'missing_field', 'Idempotency-Key'));

/** Registers the bytes as they are and sends them; the registration itself stands, the content does not. */
async function contentRefused(bytes, media_type, status, code) {
  const made = await ask(server, 'POST', '/v1/works', { key, body: { ...workBody({ media_type }), sha256: sha256(bytes), bytes: bytes.length } });
  assert.equal(made.status, 201, made.text);
  await new Promise((next) => setTimeout(next, 500));
  await refused(() => ask(server, 'PUT', `/v1/works/${made.json.work}/content`, { key, body: bytes }), status, code);
  assert.equal((await ask(server, 'GET', `/v1/works/${made.json.work}/content`, { key })).status, 404);
}
const photo = catalogueFile('images/locomotion-house-cat.jpg');
test('a truncated JPEG is refused', () => contentRefused(photo.subarray(0, photo.length / 2), 'image/jpeg', 422, 'image_truncated'));
test('a text that says it is a photo is refused', () => contentRefused(Buffer.from('<svg onload=alert(1)>'), 'image/png', 422, 'not_an_image'));
test('a PNG registered as JPEG is refused', () => contentRefused(picture, 'image/jpeg', 415, 'unsupported_media_type'));
test('a PNG that claims 100,000 by 100,000 pixels is refused by its header', () => {
  const png = Buffer.from(picture);
  png.writeUInt32BE(100_000, 16);
  png.writeUInt32BE(100_000, 20);
  return contentRefused(png, 'image/png', 422, 'image_too_large');
});
test('content that is not what was registered is refused', async () => {
  const made = await ask(server, 'POST', '/v1/works', { key, body: { ...workBody(), sha256: sha256(photo), bytes: photo.length } });
  await new Promise((next) => setTimeout(next, 500));
  const other = Buffer.from(photo);
  other[photo.length - 5] ^= 1;
  await refused(() => ask(server, 'PUT', `/v1/works/${made.json.work}/content`, { key, body: other }), 422, 'does_not_hold', 'body');
});

test('a hundred clients that never finish their headers do not keep others from being served', async () => {
  const slow = Array.from({ length: 100 }, () => raw(server, 'GET /v1/site HTTP/1.1\r\nHost: 127.0'));
  assert.equal((await ask(server, 'GET', '/healthz')).status, 200);
  await Promise.all(slow);
});
