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

function keyOf(name, type) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const encoded = Buffer.concat([Buffer.of(type), raw]);
  const keyHash = hash(`${name}\n`, encoded).subarray(0, 4);
  return { name, privateKey, keyHash, text: `${name}+${keyHash.toString('hex')}+${encoded.toString('base64')}` };
}
const logKey = (name) => keyOf(name, 1);
const witnessKey = (name) => keyOf(name, 4);
const signatureLine = (key, ...parts) => `— ${key.name} ${Buffer.concat([key.keyHash, ...parts]).toString('base64')}\n`;
const signedBy = (key, text) => signatureLine(key, sign(null, Buffer.from(text), key.privateKey));
/** C2SP tlog-cosignature: a time in seconds, and a signature over it and the note's text. */
function cosignedBy(key, text, seconds) {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  return signatureLine(key, time, sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), key.privateKey));
}

/** docs/formats/receipt.md: the work is leaf 2 of a tree of three. */
function receipt(key, witnesses = [], signer = key) {
  const payload = {
    bytes: '7', kind: 'photo', media_type: 'image/png', registered_at: '2026-10-01T00:00:00Z', sha256: hash('picture').toString('hex'),
    shares: [{ party: '11111111-1111-4111-8111-111111111111', share: '1/1' }], title: 'A', work: '22222222-2222-4222-8222-222222222222',
  };
  const salt = hash('salt');
  const entry = hash('colophon/work/1', salt, hash(JSON.stringify(payload)));
  const left = nodeHash(leafHash(hash('a')), leafHash(hash('b')));
  const text = `${key.name}\n3\n${nodeHash(left, leafHash(entry)).toString('base64')}\n`;
  return {
    format: 'colophon/receipt/1', kind: 'work', payload, salt: salt.toString('hex'), index: 2, proof: [left.toString('hex')],
    checkpoint: `${text}\n${signedBy(signer, text)}${witnesses.map((witness, i) => cosignedBy(witness, text, 1_790_000_000 + i)).join('')}`, log_key: key.text,
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

const ids = (sayings) => sayings.map((saying) => saying.id);

test('witnesses whom the reader trusts say when, and without them nobody does', async () => {
  const key = logKey('example.com/log'), one = witnessKey('one.example'), two = witnessKey('two.example'), other = witnessKey('two.example');
  const document = receipt(key, [one, two]);
  const seen = await colophon.verify(document, { policy: `${key.text}\n${one.text}\n${two.text}` });
  assert.deepEqual(failed(seen), []);
  assert.deepEqual(seen.facts.witnesses, [{ name: 'one.example', time: '2026-09-21T14:13:20Z' }, { name: 'two.example', time: '2026-09-21T14:13:21Z' }]);
  assert.deepEqual(ids(seen.proven), ['content', 'order', 'signed', 'seen', 'extends']);
  assert.deepEqual(ids(seen.not_proven), ['authorship']);

  const unseen = await colophon.verify(document, { logKey: key.text });
  assert.deepEqual(ids(unseen.not_proven), ['authorship', 'time', 'one-history']);
  const stranger = await colophon.verify(document);
  assert.deepEqual(ids(stranger.not_proven), ['authorship', 'whose-log', 'time', 'one-history']);

  const both = (a, b) => `log ${key.text}\nwitness A ${a.text}\nwitness B ${b.text}\ngroup g all A B\nquorum g\n`;
  assert.equal((await colophon.verify(document, { policy: both(one, two) })).holds, true);
  const missing = await colophon.verify(document, { policy: both(one, other) });
  assert.deepEqual(failed(missing), ['witnesses']);
  assert.deepEqual(missing.proven, [], 'nothing is proven where a check does not hold');
  await assert.rejects(colophon.verify(document, { policy: 'log x\nquorum none' }), { field: 'policy:1' });
});

test('a cosignature of another time, and one of another text, spoil the note', async () => {
  const key = logKey('example.com/log'), witness = witnessKey('one.example');
  const document = receipt(key, [witness]);
  const at = document.checkpoint.lastIndexOf(' ') + 14;
  document.checkpoint = document.checkpoint.slice(0, at) + (document.checkpoint[at] === 'A' ? 'B' : 'A') + document.checkpoint.slice(at + 1);
  assert.deepEqual(failed(await colophon.verify(document, { policy: `${key.text}\n${witness.text}` })), ['known-key', 'witnesses']);
});

test('a log between two keys: who trusts either takes what both have signed', async () => {
  const before = logKey('example.com/log'), after = logKey('example.com/log');
  const document = receipt(after);
  const text = document.checkpoint.split('\n\n')[0] + '\n';
  document.checkpoint += signedBy(before, text);
  for (const trusted of [before.text, after.text, [before.text, after.text]]) assert.equal((await colophon.verify(document, { logKey: trusted })).holds, true);
  assert.deepEqual(failed(await colophon.verify(document, { logKey: logKey('example.com/log').text })), ['known-key']);
});

test('the same receipt as a .tlog-proof, with its key given by the reader', async () => {
  const key = logKey('example.com/log'), document = receipt(key);
  const { kind, payload, salt } = document;
  const extra = Buffer.from(JSON.stringify({ kind, payload, salt })).toString('base64');
  const file = `c2sp.org/tlog-proof@v1\nextra ${extra}\nindex 2\n${Buffer.from(document.proof[0], 'hex').toString('base64')}\n\n${document.checkpoint}`;
  assert.equal((await colophon.verify(file, { logKey: key.text })).holds, true);
  assert.deepEqual(failed(await colophon.verify(file)), ['known-key'], 'it names no key of its own');
  assert.deepEqual(failed(await colophon.verify(file.replace('index 2', 'index 1'), { logKey: key.text })), ['inclusion']);
  const bare = file.replace(/extra .*\n/, '');
  await assert.rejects(colophon.verify(bare, { logKey: key.text }), { code: 'missing_field', field: 'entry' });
  const entry = hash('colophon/work/1', Buffer.from(salt, 'hex'), hash(JSON.stringify(payload)));
  assert.equal((await colophon.verify(bare, { logKey: key.text, entry: new Uint8Array(entry) })).holds, true);
});

test('a consistency file: both checkpoints are checked, and two roots of one size are a fork', async () => {
  const key = logKey('example.com/log');
  const note = (leaves) => {
    const [a, b, c] = leaves.map((leaf) => leafHash(hash(leaf)));
    const root = c ? nodeHash(nodeHash(a, b), c) : b ? nodeHash(a, b) : a;
    const text = `${key.name}\n${leaves.length}\n${root.toString('base64')}\n`;
    return `${text}\n${signedBy(key, text)}`;
  };
  const file = (older, newer, proof) => ({ format: 'colophon/consistency/1', old: note(older), new: note(newer), proof: proof.map((leaf) => leafHash(hash(leaf)).toString('hex')), log_key: key.text });
  const good = file(['a', 'b'], ['a', 'b', 'c'], ['c']);
  const report = await colophon.verify(good, { logKey: key.text });
  assert.equal(report.holds, true);
  assert.deepEqual(report.checks.map((check) => check.name), ['old-checkpoint', 'checkpoint', 'consistency', 'old-signature', 'old-known-key', 'signature', 'known-key']);
  assert.deepEqual(failed(await colophon.verify(file(['a', 'x'], ['a', 'b', 'c'], ['c']), { logKey: key.text })), ['consistency']);
  const fork = await colophon.verify(file(['a', 'b', 'x'], ['a', 'b', 'c'], []), { logKey: key.text });
  assert.deepEqual(failed(fork), ['consistency']);
  assert.equal(fork.facts.fork, true);
  const resigned = { ...good, old: good.old.replace(/ (\S{20})\S/, ' $1-') };
  assert.equal((await colophon.verify({ ...good, old: file(['b', 'a'], ['a'], []).old }, { logKey: key.text })).holds, false);
  assert.equal((await colophon.verify(resigned, { logKey: key.text })).holds, false);
});
