// The log as the world sees it: C2SP's tiles, proofs judged by a program that nobody here wrote, the whole log offline, key rotation, and two
// sequencers on one store.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, program, sha256, startServer, until } from './server.mjs';

const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'colophon-log-'));
const hash = (...parts) => parts.reduce((state, part) => state.update(part), createHash('sha256')).digest();
const leafHash = (entry) => hash(Buffer.of(0), entry);
const nodeHash = (left, right) => hash(Buffer.of(1), left, right);

/** RFC 6962 over leaf hashes, with its inclusion proofs: written here, from the text. */
function rootOf(leaves) {
  if (leaves.length === 0) return hash('');
  if (leaves.length === 1) return leaves[0];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

let server, key, party;
const works = [];

/** Registers works in batches of 1,000, `title 0`, `title 1`, ... */
async function registerMany(count, title) {
  for (let at = 0; at < count; at += 1_000) {
    const batch = Array.from({ length: Math.min(1_000, count - at) }, (_, i) => ({
      title: `${title} ${at + i}`, kind: 'text', media_type: 'text/plain', sha256: sha256(`${title} ${at + i}`), bytes: 10, shares: [{ party, share: '1' }], ai: 'none',
    }));
    const made = await ask(server, 'POST', '/v1/works/batch', { key, body: { works: batch } });
    assert.equal(made.status, 201, made.text);
    works.push(...made.json.works);
  }
}
const checkpoint = async () => {
  const { text } = await ask(server, 'GET', '/v1/log/checkpoint');
  const [origin, size, root] = text.split('\n');
  return { text, origin, size: Number(size), root };
};
const cli = (...args) => spawnSync(program, args, { encoding: 'utf8' });

before(async () => {
  server = await startServer({ store: join(folder, 'colophon.db'), args: ['--quiet', '--workers', '0'] });
  key = server.key;
  party = (await ask(server, 'POST', '/v1/parties', { key, body: { name: 'Ada' } })).json.party;
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a batch is registered whole or not at all, and an error names the row', async () => {
  const good = { title: 'A', kind: 'text', media_type: 'text/plain', sha256: sha256('A'), bytes: 1, shares: [{ party, share: '1' }], ai: 'none' };
  const before = (await checkpoint()).size;
  const cases = [
    [{ works: [good, { ...good, sha256: 'x' }] }, 422, 'works[1].sha256'],
    [{ works: [good, { ...good, shares: [{ party, share: '1/2' }] }] }, 422, 'works[1].shares'],
    [{ works: [good, { ...good, shares: [{ party: '018f22e2-79b0-7cc3-98c4-dc0c0c07398f', share: '1' }] }] }, 422, 'works[1].shares[0].party'],
    [{ works: [{ ...good, external_id: 'x' }, { ...good, external_id: 'x' }] }, 409, 'works[1].external_id'],
    [{ works: [{ ...good, colour: 'red' }] }, 422, 'works[0].colour'],
    [{ works: [{ ...good, kind: 'dance' }] }, 422, 'works[0].kind'],
    [{ works: [] }, 413, 'works'],
    [{ works: Array(1_001).fill(good) }, 413, 'works'],
    [{}, 422, 'works'],
  ];
  for (const [body, status, field] of cases) {
    const answer = await ask(server, 'POST', '/v1/works/batch', { key, body });
    assert.deepEqual([answer.status, answer.json?.field], [status, field], answer.text.slice(0, 200));
  }
  assert.equal((await ask(server, 'GET', '/v1/works?limit=1', { key })).json.works.length, 0, 'nothing of a bad batch is there');
  assert.equal((await checkpoint()).size, before);
});

test('10,000 proofs of this log are accepted by @sigstore/verify, and refused with one bit turned', async () => {
  const { version } = require('@sigstore/verify/package.json');
  assert.equal(version, '3.1.1', 'the judge is pinned');
  const inside = dirname(require.resolve('@sigstore/verify'));
  const { verifyMerkleInclusion } = require(join(inside, 'tlog/merkle.js'));
  const { verifyCheckpoint } = require(join(inside, 'tlog/checkpoint.js'));

  await registerMany(10_000, 'Judged');
  const { size, text } = await until(checkpoint, ({ size }) => size >= 10_000);
  const [name, keyHash, encoded] = /^(.*?)\+(.{8})\+(.*)$/.exec((await ask(server, 'GET', '/v1/log/key')).json.log_key).slice(1);
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(encoded, 'base64').subarray(1)]);
  const tlogs = [{ logID: Buffer.from(keyHash, 'hex'), publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }), baseURL: name }];

  // Entries come from the bundles, proofs from the server: an entry that this judge hashes itself.
  const entries = [];
  for (let index = 0; index * 256 < size; ++index) {
    const width = Math.min(256, size - index * 256);
    const { bytes, status, headers } = await ask(server, 'GET', `/v1/log/tile/entries/${String(index).padStart(3, '0')}${width < 256 ? `.p/${width}` : ''}`);
    assert.equal(status, 200);
    assert.match(headers.get('cache-control'), /immutable/);
    for (let at = 0; at < bytes.length; at += 2 + bytes.readUInt16BE(at)) entries.push(bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at)));
  }
  assert.equal(entries.length, size);
  const proofs = new Array(10_000);
  let next = 0;
  await Promise.all(Array.from({ length: 8 }, async () => {
    while (next < proofs.length) {
      const index = next++;
      const { proof } = (await ask(server, 'GET', `/v1/log/proof?index=${index}&size=${size}`)).json;
      proofs[index] = Buffer.concat(proof.map((step) => Buffer.from(step, 'hex')));
    }
  }));
  // The checkpoint is the same for all: it is judged once, as the signature is what takes the time.
  const judgedCheckpoint = verifyCheckpoint({ inclusionProof: { checkpoint: { envelope: text } } }, tlogs);
  assert.throws(() => verifyCheckpoint({ inclusionProof: { checkpoint: { envelope: text.replace(`\n${size}\n`, `\n${size + 1}\n`) } } }, tlogs));
  const judged = (index, entry, steps) => {
    const hashes = Array.from({ length: steps.length / 32 }, (_, i) => steps.subarray(i * 32, i * 32 + 32));
    const document = { canonicalizedBody: entry, inclusionProof: { logIndex: String(index), treeSize: String(size), hashes } };
    try {
      verifyMerkleInclusion(document, judgedCheckpoint);
      return true;
    } catch {
      return false;
    }
  };
  let state = 20_261_001;
  const below = (n) => ((state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0), Math.floor((state / 2 ** 32) * n));
  const flipped = (bytes, bit) => {
    const copy = Buffer.from(bytes);
    copy[bit >> 3] ^= 1 << (bit & 7);
    return copy;
  };
  let accepted = 0, refused = 0;
  for (let index = 0; index < proofs.length; ++index) {
    const entry = entries[index], steps = proofs[index];
    accepted += judged(index, entry, steps);
    const bit = below((entry.length + steps.length) * 8);
    refused += bit < entry.length * 8 ? !judged(index, flipped(entry, bit), steps) : !judged(index, entry, flipped(steps, bit - entry.length * 8));
  }
  assert.deepEqual([accepted, refused], [10_000, 10_000]);
  let flips = 0, bits = 0;
  for (let n = 0; n < 20; ++n) {
    const index = below(proofs.length), entry = entries[index], steps = proofs[index];
    bits += (entry.length + steps.length) * 8;
    for (let bit = 0; bit < entry.length * 8; ++bit) flips += !judged(index, flipped(entry, bit), steps);
    for (let bit = 0; bit < steps.length * 8; ++bit) flips += !judged(index, entry, flipped(steps, bit));
  }
  assert.equal(flips, bits);
  // Connections that the server has closed meanwhile are noticed before they are used again.
  await new Promise((later) => setTimeout(later, 100));
});

test('the tiles are the tree, computed here from the entries', async () => {
  const { size, root } = await checkpoint();
  const leaves = [];
  for (let index = 0; index * 256 < size; ++index) {
    const width = Math.min(256, size - index * 256), suffix = `${String(index).padStart(3, '0')}${width < 256 ? `.p/${width}` : ''}`;
    const { bytes } = await ask(server, 'GET', `/v1/log/tile/entries/${suffix}`);
    const own = [];
    for (let at = 0; at < bytes.length; at += 2 + bytes.readUInt16BE(at)) own.push(leafHash(bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at))));
    const tile = (await ask(server, 'GET', `/v1/log/tile/0/${suffix}`)).bytes;
    assert.deepEqual(tile, Buffer.concat(own));
    leaves.push(...own);
  }
  assert.equal(rootOf(leaves).toString('base64'), root);
  const full = Math.floor(size / 256);
  const level1 = (await ask(server, 'GET', `/v1/log/tile/1/000.p/${full}`)).bytes;
  assert.deepEqual(level1.subarray(0, 32), rootOf(leaves.slice(0, 256)));
  for (const none of ['0/999', `0/${String(full).padStart(3, '0')}`, '9/000', 'entries/000.p/0', '0/0', '', 'entries']) {
    assert.equal((await ask(server, 'GET', `/v1/log/tile/${none}`)).status, 404, none);
  }
});

test('the whole log is verified offline, by the command line and as a folder, and a changed byte is found', async () => {
  const { json: { log_key: logKey } } = await ask(server, 'GET', '/v1/log/key');
  const exported = await ask(server, 'GET', '/v1/log/export');
  assert.equal(exported.status, 200);
  const file = join(folder, 'log.tar');
  writeFileSync(file, exported.bytes);
  const good = cli('verify', file, '--log-key', logKey);
  assert.equal(good.status, 0, good.stdout + good.stderr);
  assert.match(good.stdout, /These are all entries of the log/);
  assert.match(good.stdout, /not proven:[\s\S]*no witness that you trust/);

  // The same as files, as any tool of tiled logs would keep them.
  mkdirSync(join(folder, 'files'));
  execFileSync('tar', ['xf', file, '-C', join(folder, 'files')]);
  assert.equal(cli('verify', join(folder, 'files'), '--log-key', logKey).status, 0);

  // A receipt that somebody holds is of this very log.
  const receipt = join(folder, 'held.json');
  writeFileSync(receipt, (await ask(server, 'GET', `/v1/works/${works[77]}/receipt`, { key })).text);
  assert.equal(cli('verify', file, '--held', receipt, '--log-key', logKey).status, 0);

  const changed = Buffer.from(exported.bytes);
  changed[changed.length - 20_000] ^= 4;
  writeFileSync(join(folder, 'changed.tar'), changed);
  assert.equal(cli('verify', join(folder, 'changed.tar'), '--log-key', logKey).status, 1);
  writeFileSync(join(folder, 'cut.tar'), exported.bytes.subarray(0, exported.bytes.length - 3_000));
  assert.equal(cli('verify', join(folder, 'cut.tar'), '--log-key', logKey).status, 3);
  const foreign = 'localhost/colophon+bc0b6fb9+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH';
  assert.equal(cli('verify', file, '--log-key', foreign).status, 1);
});

test('a receipt is a .tlog-proof too, and two checkpoints are joined by a file', async () => {
  const { json: { log_key: logKey } } = await ask(server, 'GET', '/v1/log/key');
  const proof = await ask(server, 'GET', `/v1/works/${works[3]}/receipt?format=tlog-proof`, { key });
  assert.match(proof.text, /^c2sp\.org\/tlog-proof@v1\nextra /);
  writeFileSync(join(folder, 'work.tlog-proof'), proof.bytes);
  assert.equal(cli('verify', join(folder, 'work.tlog-proof'), '--log-key', logKey).status, 0);
  assert.equal(cli('verify', join(folder, 'work.tlog-proof')).status, 1, 'without a key nobody has signed');
  assert.equal((await ask(server, 'GET', `/v1/works/${works[3]}/receipt?format=pdf`, { key })).status, 422);

  const old = (await checkpoint()).size;
  await registerMany(1, 'Later');
  await until(checkpoint, ({ size }) => size > old);
  const consistency = await ask(server, 'GET', `/v1/log/consistency/${old}`);
  assert.equal(consistency.status, 200, consistency.text);
  writeFileSync(join(folder, 'consistency.json'), consistency.text);
  assert.equal(cli('verify', join(folder, 'consistency.json'), '--log-key', logKey).status, 0);
  assert.equal((await ask(server, 'GET', `/v1/log/consistency/${old - 1}`)).status, 404);
});

test('models are in the log, and keys are replaced with both signing side by side', async () => {
  const models = (await ask(server, 'GET', '/v1/models')).json.models;
  assert.ok(models.length > 0);
  const receipt = await ask(server, 'GET', `/v1/models/${models[0].name}/receipt`);
  assert.equal(receipt.status, 200, receipt.text);
  assert.equal(receipt.json.payload.sha256, models[0].sha256);

  const store = join(folder, 'colophon.db');
  const before = (await ask(server, 'GET', '/v1/log/key')).json.log_key;
  const added = JSON.parse(cli('log', 'add-key', '--store', store, '--json').stdout).log_key;
  const signers = (note) => note.split('\n\n')[1].trim().split('\n').length;
  await until(checkpoint, ({ text }) => signers(text) === 2);
  assert.equal((await ask(server, 'GET', '/v1/log/key')).json.log_key, before, 'readers know the older one');
  const both = (await ask(server, 'GET', `/v1/works/${works[0]}/receipt`, { key })).text;
  writeFileSync(join(folder, 'both.json'), both);
  for (const trusted of [before, added]) assert.equal(cli('verify', join(folder, 'both.json'), '--log-key', trusted).status, 0);

  assert.equal(cli('log', 'retire-key', '--store', store, '--key', before).status, 0);
  await until(checkpoint, ({ text }) => signers(text) === 1);
  const keys = (await ask(server, 'GET', '/v1/log/key')).json;
  assert.equal(keys.log_key, added);
  assert.deepEqual(keys.keys.map((one) => one.state), ['retired', 'signing']);
  assert.deepEqual((await ask(server, 'GET', '/v1/site')).json.log_keys, [before, added]);
  const change = await ask(server, 'GET', '/v1/log/key/1/receipt');
  assert.equal(change.json.payload.action, 'retire');
  assert.equal(cli('log', 'retire-key', '--store', store, '--key', added).status, 3, 'the last one stays');
  writeFileSync(join(folder, 'after.json'), (await ask(server, 'GET', `/v1/works/${works[0]}/receipt`, { key })).text);
  assert.equal(cli('verify', join(folder, 'after.json'), '--log-key', before).status, 1);
  assert.equal(cli('verify', join(folder, 'after.json'), '--log-key', before, '--log-key', added).status, 0);
});

test('two sequencers on one store: every entry once, one history, and neither forks', async () => {
  const other = await startServer({ store: join(folder, 'colophon.db'), args: ['--quiet', '--workers', '0'] });
  try {
    const first = await checkpoint();
    const seen = [first.text];
    let writing = true;
    const watch = (async () => {
      while (writing) {
        for (const one of [server, other]) seen.push((await ask(one, 'GET', '/v1/log/checkpoint')).text);
      }
    })();
    const registered = [];
    await Promise.all([server, other].map(async (one, n) => {
      for (let i = 0; i < 40; ++i) {
        const made = await ask(one, 'POST', '/v1/works', { key, body: { title: `Raced ${n} ${i}`, kind: 'text', media_type: 'text/plain', sha256: sha256(`raced ${n} ${i}`), bytes: 3, shares: [{ party, share: '1' }], ai: 'none' } });
        assert.equal(made.status, 201, made.text);
        registered.push(made.json.work);
      }
    }));
    await until(checkpoint, ({ size }) => size === first.size + 80);
    writing = false;
    await watch;
    const roots = new Map();
    for (const note of seen) {
      const [, size, root] = note.split('\n');
      assert.equal(roots.get(size) ?? root, root, `two roots of size ${size}`);
      roots.set(size, root);
    }
    assert.ok(roots.size > 1);
    const logKey = (await ask(server, 'GET', '/v1/log/key')).json.log_key;
    const places = new Set();
    for (const work of registered) places.add((await ask(other, 'GET', `/v1/works/${work}/receipt`, { key })).json.index);
    assert.equal(places.size, 80);
    writeFileSync(join(folder, 'raced.tar'), (await ask(other, 'GET', '/v1/log/export')).bytes);
    assert.equal(cli('verify', join(folder, 'raced.tar'), '--log-key', logKey).status, 0);
  } finally {
    await other.stop();
  }
});

/** Starts `colophon witness` on a free port; gives its address and key. */
async function startWitness(name, logKey, port = 0) {
  const child = spawn(program, ['witness', '--store', join(folder, `${name}.db`), '--name', `${name}.example`, '--log-key', logKey, '--port', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const origin = await new Promise((done, failed) => {
    child.once('exit', (code) => failed(new Error(`the witness ended with ${code}`)));
    child.stdout.on('data', (piece) => {
      said += piece;
      const found = /listening on (http:\/\/\S+)/.exec(said);
      if (found) done(found[1]);
    });
  });
  return { origin, key: /key (\S+)/.exec(said)[1], stop: () => new Promise((done) => { child.once('exit', done); child.kill('SIGTERM'); }) };
}

test('witnesses as programs of their own, and a monitor that compares with them', async () => {
  const store = join(folder, 'colophon.db');
  const logKey = (await ask(server, 'GET', '/v1/log/key')).json.log_key;
  const [one, two] = [await startWitness('one', logKey), await startWitness('two', logKey)];
  let three;
  try {
    assert.match((await fetch(one.origin)).status.toString(), /200/);
    const policy = join(folder, 'policy.txt');
    writeFileSync(policy, `log ${logKey}\nwitness one ${one.key} ${one.origin}\nwitness two ${two.key} ${two.origin}\ngroup both all one two\nquorum both\n`);
    await server.stop();
    server = await startServer({ store, args: ['--quiet', '--workers', '0', '--witnesses', policy] });
    await registerMany(1, 'Witnessed');
    const receipt = await until(() => ask(server, 'GET', `/v1/works/${works.at(-1)}/receipt`, { key }), (answer) => answer.status === 200);
    const file = join(folder, 'witnessed.json');
    writeFileSync(file, receipt.text);
    const verified = cli('verify', file, '--policy', policy);
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    assert.match(verified.stdout, /All of it was in the log by \d{4}-\d\d-\d\dT[\d:]+Z: (one|two) saw it then/);
    assert.equal(cli('verify', file, '--log-key', logKey, '--witness-key', two.key).status, 0);

    // The monitor starts from nothing, checks everything and compares with both.
    const address = `${server.origin}/v1/log`, memory = join(folder, 'memory.json');
    const look = () => spawnSync(program, ['monitor', '--log', address, '--memory', memory, '--policy', policy, '--once', '--json'], { encoding: 'utf8' });
    const first = look();
    assert.equal(first.status, 0, first.stdout + first.stderr);
    const sighting = JSON.parse(first.stdout);
    assert.deepEqual(sighting.compared, ['one', 'two']);
    assert.equal(sighting.old_size, '0');
    assert.equal(sighting.size, String((await checkpoint()).size));
    assert.equal(JSON.parse(look().stdout).grew, false);

    // One of them goes: what is registered waits for it, and is published when it is back with what it knew.
    await two.stop();
    const published = (await checkpoint()).size;
    await registerMany(1, 'Waiting');
    await new Promise((later) => setTimeout(later, 700));
    assert.equal((await checkpoint()).size, published);
    assert.equal((await ask(server, 'GET', `/v1/works/${works.at(-1)}/receipt`, { key })).status, 404);
    three = await startWitness('two', logKey, Number(new URL(two.origin).port));
    assert.equal(three.key, two.key, 'its key is its own and stays');
    await until(checkpoint, ({ size }) => size > published);

    // A monitor whose memory is of another history raises the alarm, with the evidence in a file.
    const remembered = JSON.parse(readFileSync(memory, 'utf8'));
    remembered.levels[0][0] = '00'.repeat(32);
    writeFileSync(memory, JSON.stringify(remembered));
    const alarm = look();
    assert.equal(alarm.status, 1);
    assert.match(JSON.parse(alarm.stdout).alarm, /has changed an entry|does not extend/);
    assert.equal(JSON.parse(readFileSync(`${memory}.evidence.json`, 'utf8')).format, 'colophon/consistency/1');
  } finally {
    await one.stop();
    await (three ?? two).stop();
  }
});
