// A party's own key: made here, kept here, taken along as a file that only its passphrase opens; what it signs, Node's own Ed25519 accepts.
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { dist } from '../support/core.mjs';
import { serve } from '../support/http_server.mjs';

const { createColophon } = await import(join(dist, 'index.js'));
const kParty = '11111111-1111-4111-8111-111111111111', kPassphrase = 'four words are enough';
const opened = [];
let server, sent = [], refuse = false;

before(async () => {
  server = await serve((request, response, body) => {
    const answer = (status, json) => { response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' }); response.end(JSON.stringify(json)); };
    if (request.url === '/v1/session') return answer(200, { party: kParty, platform: 'art.example/log' });
    if (refuse) return answer(403, { code: 'forbidden', field: 'declaration.key', detail: 'no' });
    sent.push(JSON.parse(body));
    return answer(201, { act: 'a', receipt_url: '/v1/acts/a/receipt' });
  });
});
after(async () => {
  for (const one of opened) one.dispose();
  await server.close();
});
const device = () => {
  const colophon = createColophon({ server: server.origin, getToken: () => 'cs_token' });
  opened.push(colophon);
  return colophon;
};

const sorted = (value) => (Array.isArray(value) ? value.map(sorted) : value && typeof value === 'object' ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])) : value);
/** By Node: over the format's name and the canonical text. */
const isSigned = ({ declaration, signature }, publicKey) => {
  const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'hex').toString('base64url') } });
  return verify(null, Buffer.from(`colophon/declaration/1\n${JSON.stringify(sorted(declaration))}`), key, Buffer.from(signature, 'hex'));
};
const terms = { work: '22222222-2222-4222-8222-222222222222', licence: 'CC-BY-4.0', tdm: 'reserved', tdm_policy: '', ai: 'none' };

test('bad passphrases, keys and files are refused with their field, and nothing is kept or sent', async () => {
  const colophon = device();
  sent = [];
  await assert.rejects(colophon.declare('terms', terms), { code: 'not_found', field: 'key' });
  await assert.rejects(colophon.keys.export(), { code: 'not_found', field: 'key' });
  await assert.rejects(colophon.keys.make({ passphrase: 'short' }), { code: 'invalid_argument', field: 'passphrase' });
  refuse = true;
  await assert.rejects(colophon.keys.make({ passphrase: kPassphrase }), { code: 'forbidden', field: 'declaration.key' });
  refuse = false;
  assert.equal(await colophon.keys.current(), undefined, 'a key that the server does not know is not kept');

  const file = await device().keys.make({ passphrase: kPassphrase, second: true });
  const flipped = (text) => (text[0] === 'A' ? 'B' : 'A') + text.slice(1);
  await assert.rejects(colophon.keys.import(file, 'another passphrase'), { code: 'does_not_hold', field: 'passphrase' });
  for (const [change, code, field] of [
    [{ ciphertext: flipped(file.ciphertext) }, 'does_not_hold', 'passphrase'],
    [{ public_key: '0'.repeat(64) }, 'does_not_hold', 'passphrase'],
    [{ ciphertext: '*' }, 'invalid_encoding', 'file.ciphertext'],
    [{ cipher: { ...file.cipher, iv: flipped(file.cipher.iv) } }, 'does_not_hold', 'passphrase'],
    [{ kdf: { ...file.kdf, iterations: 1 } }, 'invalid_argument', 'file.kdf.iterations'],
    [{ kdf: { ...file.kdf, iterations: 1e12 } }, 'invalid_argument', 'file.kdf.iterations'],
    [{ kdf: { ...file.kdf, name: 'none' } }, 'unknown_format', 'file'],
    [{ format: 'colophon/key/2' }, 'unknown_format', 'file'],
  ]) {
    await assert.rejects(colophon.keys.import({ ...file, ...change }, kPassphrase), { code, field });
  }
  await assert.rejects(colophon.keys.import(new Blob(['no JSON']), kPassphrase), { code: 'unknown_format', field: 'file' });
  assert.equal(await colophon.keys.current(), undefined);
  assert.deepEqual(sent, []);
});

test('a key is made, declared and used; another device takes it from its file', async () => {
  const laptop = device(), phone = device();
  sent = [];
  const file = await laptop.keys.make({ passphrase: kPassphrase, label: 'laptop' });
  assert.deepEqual(await laptop.keys.current(), { publicKey: file.public_key, label: 'laptop' });
  assert.equal(sent[0].declaration.act, 'add-key');
  assert.deepEqual(sent[0].declaration.body, { new_key: file.public_key, label: 'laptop' });
  assert.deepEqual([sent[0].declaration.party, sent[0].declaration.platform], [kParty, 'art.example/log']);
  assert.ok(isSigned(sent[0], file.public_key));
  await assert.rejects(laptop.keys.make({ passphrase: kPassphrase }), { code: 'conflict', field: 'key' });

  // What leaves the device says nothing of the private key.
  assert.deepEqual(Object.keys(file).sort(), ['cipher', 'ciphertext', 'format', 'kdf', 'label', 'public_key']);
  assert.ok(!JSON.stringify(sent).includes(file.ciphertext));
  assert.deepEqual(await laptop.keys.export(), file);

  assert.deepEqual(await phone.keys.import(new Blob([JSON.stringify(file)]), kPassphrase), { publicKey: file.public_key, label: 'laptop' });
  await phone.declare('terms', terms);
  assert.ok(isSigned(sent[1], file.public_key));
  assert.deepEqual(sent[1].declaration.body, terms);
  assert.ok(!isSigned({ ...sent[1], declaration: { ...sent[1].declaration, body: { ...terms, licence: 'CC0-1.0' } } }, file.public_key));
  // The core reads the form before anything is signed.
  await assert.rejects(phone.declare('terms', { ...terms, tdm: 'perhaps' }), { field: 'body.tdm' });
  await assert.rejects(phone.declare('dance', {}), { field: 'act' });
  assert.equal(sent.length, 2);
  await assert.rejects(phone.keys.import(await device().keys.make({ passphrase: kPassphrase, second: true }), kPassphrase), { code: 'conflict', field: 'key' });
  await phone.keys.forget();
  assert.equal(await phone.keys.current(), undefined);
  assert.ok(await laptop.keys.current());
});

test('the same passphrase makes another file each time, and is read in any composition', async () => {
  const one = device(), other = device(), third = device();
  const [first, second] = [await one.keys.make({ passphrase: 'Passphrase é 秘密', second: true }), await other.keys.make({ passphrase: 'Passphrase é 秘密', second: true })];
  assert.notEqual(first.kdf.salt, second.kdf.salt);
  assert.notEqual(first.public_key, second.public_key);
  await third.keys.import(first, 'Passphrase e\u0301 秘密');
  assert.equal((await third.keys.current()).publicKey, first.public_key);
});
