// A receipt made here, without Colophon's code: Node's own SHA-256 and Ed25519. The package must accept it, and no forgery of it.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dist } from '../support/core.mjs';

const { createColophon } = await import(join(dist, 'index.js'));
const colophon = createColophon();
after(() => colophon.dispose());

const hash = (...parts) => {
  const state = createHash('sha256');
  for (const part of parts) state.update(part);
  return state.digest();
};
const leafHash = (entry) => hash(Buffer.of(0), entry);
const nodeHash = (left, right) => hash(Buffer.of(1), left, right);

function logKey(name) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const encoded = Buffer.concat([Buffer.of(1), raw]);
  const keyHash = hash(`${name}\n`, encoded).subarray(0, 4);
  return { name, privateKey, keyHash, text: `${name}+${keyHash.toString('hex')}+${encoded.toString('base64')}` };
}

/** docs/formats/receipt.md: the work is leaf 2 of a tree of three. */
function receipt(key) {
  const payload = {
    bytes: '7', kind: 'photo', media_type: 'image/png', registered_at: '2026-10-01T00:00:00Z', sha256: hash('picture').toString('hex'),
    shares: [{ party: '11111111-1111-4111-8111-111111111111', share: '1/1' }], title: 'A', work: '22222222-2222-4222-8222-222222222222',
  };
  const salt = hash('salt');
  const entry = hash('colophon/work/1', salt, hash(JSON.stringify(payload)));
  const left = nodeHash(leafHash(hash('a')), leafHash(hash('b')));
  const text = `${key.name}\n3\n${nodeHash(left, leafHash(entry)).toString('base64')}\n`;
  const signature = Buffer.concat([key.keyHash, sign(null, Buffer.from(text), key.privateKey)]).toString('base64');
  return {
    format: 'colophon/receipt/1', kind: 'work', payload, salt: salt.toString('hex'), index: 2, proof: [left.toString('hex')],
    checkpoint: `${text}\n— ${key.name} ${signature}\n`, log_key: key.text,
  };
}

const failed = (report) => report.checks.filter((check) => !check.holds).map((check) => check.name);

test('a true receipt holds, with the key that the reader trusts', async () => {
  const key = logKey('example.com/log');
  const report = await colophon.verify(receipt(key), { logKey: key.text });
  assert.deepEqual(failed(report), []);
  assert.equal(report.holds, true);
  assert.deepEqual(report.checks.slice(-2).map((check) => check.name), ['signature', 'known-key']);
});

test('one changed bit of the work, the proof, the text or the signature', async () => {
  const key = logKey('example.com/log');
  const flip = (text, at) => text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1);
  const forgeries = {
    payload: (r) => { r.payload.title = 'B'; },
    proof: (r) => { r.proof[0] = flip(r.proof[0], 5); },
    text: (r) => { r.checkpoint = r.checkpoint.replace('\n3\n', '\n4\n'); },
    signature: (r) => { const at = r.checkpoint.lastIndexOf(' ') + 40; r.checkpoint = flip(r.checkpoint, at); },
  };
  for (const [name, forge] of Object.entries(forgeries)) {
    const forged = receipt(key);
    forge(forged);
    const report = await colophon.verify(forged);
    assert.equal(report.holds, false, name);
    if (name === 'text' || name === 'signature') assert.ok(failed(report).includes('signature'), name);
  }
});

test('a log of the same name with another key', async () => {
  const trusted = logKey('example.com/log');
  const report = await colophon.verify(receipt(logKey('example.com/log')), { logKey: trusted.text });
  assert.deepEqual(failed(report), ['known-key']);
  assert.equal(report.holds, false);
});
