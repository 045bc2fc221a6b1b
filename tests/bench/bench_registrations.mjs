// Registrations per second through HTTP in batches of 500, each durable with its pending log entry, beside Debian's sqlite3 writing the same rows in
// the same transactions without HTTP, JSON, checks, commitments or a log; how long it takes until the near works of what was registered are written
// down and until a receipt is there; and what it costs to check one in WebAssembly, beside @sigstore/verify. COLOPHON_BENCH_WORKS works (100,000)
// with their ISCCs are there before. CPU seconds are the server's alone.
// The ratio is above 1 where ours is better.
import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ask, project, sha256, startServer } from '../http/server.mjs';

const loaded = Number(process.env.COLOPHON_BENCH_WORKS ?? 100_000), measured = 20_000, rows = 500, clients = 4;
const folder = mkdtempSync(join(tmpdir(), 'colophon-bench-'));
const kTicksPerSecond = 100;
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / kTicksPerSecond;
}
const line = (name, ours, unit, peer, theirs, ratio) => console.log(`${name}: ${ours.toPrecision(4)} ${unit}; ${peer} ${theirs.toPrecision(4)} ${unit}; ratio ${ratio.toPrecision(3)}`);
const percentile = (values, share) => values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

async function pool(server, bodies) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  let next = 0;
  const post = (body) => new Promise((done, failed) => {
    const request = http.request({ agent, port: server.port, method: 'POST', path: '/v1/works/batch',
      headers: { authorization: `Bearer ${server.key}`, 'idempotency-key': randomUUID(), 'content-type': 'application/json', 'content-length': body.length } }, (response) => {
      response.resume();
      response.on('end', () => (response.statusCode === 201 ? done() : failed(new Error(`status ${response.statusCode}`))));
    });
    request.on('error', failed);
    request.end(body);
  });
  await Promise.all(Array.from({ length: clients }, async () => {
    while (next < bodies.length) await post(bodies[next++]);
  }));
  agent.destroy();
}
const kBase32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** An ISCC-SUM: the header 55 00, a Data-Code, an Instance-Code. */
function sum() {
  let text = '', bits = 0, value = 0;
  for (const byte of Buffer.concat([Buffer.from('5500', 'hex'), randomBytes(16)])) {
    value = (value << 8 | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) text += kBase32[value >> (bits - 5) & 31];
  }
  return `ISCC:${text}${bits > 0 ? kBase32[value << (5 - bits) & 31] : ''}`;
}
const batches = (party, count) => Array.from({ length: count / rows }, () => Buffer.from(JSON.stringify({
  works: Array.from({ length: rows }, () => ({ title: `Work ${randomUUID()}`, kind: 'text', media_type: 'text/plain', sha256: randomBytes(32).toString('hex'), bytes: 1_000, shares: [{ party, share: '1' }], ai: 'none', iscc: sum() })),
})));

/** Seconds until the pass has looked at so many works. */
async function nearWorksFound(store, count) {
  const begin = performance.now();
  const found = () => Number(spawnSync('sqlite3', [store, "SELECT value FROM setting WHERE name = 'near_works_found_up_to'"], { encoding: 'utf8' }).stdout);
  while (found() < count) await new Promise((later) => setTimeout(later, 200));
  return (performance.now() - begin) / 1000;
}

/** The same rows in the same transactions, by sqlite3 alone: a work, its share, its fingerprint, its ISCC and codes, its log entry. */
function peer() {
  const schema = readdirSync(join(project, 'server/schema')).filter((name) => name.endsWith('.sql')).sort().map((name) => readFileSync(join(project, 'server/schema', name), 'utf8'));
  const pragmas = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -65536;', script = [pragmas, ...schema];
  const hex = (bytes) => `x'${randomBytes(bytes).toString('hex')}'`;
  const payload = JSON.stringify({ bytes: '1000', kind: 'text', media_type: 'text/plain', registered_at: '2026-10-01T00:00:00Z', sha256: '0'.repeat(64), shares: [{ party: randomUUID(), share: '1/1' }], title: `Work ${randomUUID()}`, work: randomUUID() });
  let key = 0;
  const insert = (count) => {
    for (let at = 0; at < count; at += rows) {
      script.push('BEGIN;');
      for (let i = 0; i < rows; ++i) {
        ++key;
        script.push(`INSERT INTO work(key, id, title, kind, media_type, sha256, content_bytes, ai, licence, features, sample, registered_at) VALUES(${key}, ${hex(16)}, 'Work ${randomUUID()}', 'text', 'text/plain', ${hex(32)}, 1000, 'none', '', '', 0, 1);`);
        script.push(`INSERT INTO share(work, from_month, party, numerator, denominator) VALUES(${key}, 0, 1, 1, 1);`);
        script.push(`INSERT INTO fingerprint(kind, value, work) VALUES('sha256', ${hex(32)}, ${key});`);
        script.push(`INSERT INTO identity(work, iscc, checked) VALUES(${key}, '${sum()}', 0);`);
        for (const unit of [6, 7]) script.push(`INSERT INTO code(unit, number, value, work) VALUES(${unit}, ${key - 1}, ${randomBytes(8).readBigInt64BE()}, ${key});`);
        script.push(`INSERT INTO log_entry(kind, subject, salt, payload, entry) VALUES('work', ${hex(16)}, ${hex(32)}, '${payload}', ${hex(32)});`);
      }
      script.push('COMMIT;');
      if (script.length > 100_000) flush();   // A million rows are more than one string holds.
    }
  };
  const sql = join(folder, 'peer.sql');
  const flush = () => { appendFileSync(sql, `${script.join('\n')}\n`); script.length = 0; };
  const run = () => {
    flush();
    const done = spawnSync('bash', ['-c', `TIMEFORMAT='%R %U %S'; time sqlite3 '${join(folder, 'peer.db')}' < '${sql}'`], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
    const [wall, user, system] = done.stderr.trim().split('\n').at(-1).split(' ').map(Number);
    return { wall, cpu: user + system };
  };
  insert(loaded);
  run();
  writeFileSync(sql, '');
  script.push(pragmas);
  insert(measured);
  return run();
}

/** From the moment a registration is sent until its receipt is there. */
async function receiptLatencies(server, party, count) {
  const times = [];
  await Promise.all(Array.from({ length: 4 }, async () => {
    while (times.length < count) {
      const begin = performance.now();
      const { json } = await ask(server, 'POST', '/v1/works', { key: server.key, body: { title: 'One', kind: 'text', media_type: 'text/plain', sha256: sha256(randomBytes(8)), bytes: 3, shares: [{ party, share: '1' }], ai: 'none' } });
      while ((await ask(server, 'GET', `/v1/works/${json.work}/receipt`, { key: server.key })).status !== 200) await new Promise((later) => setTimeout(later, 10));
      times.push(performance.now() - begin);
    }
  }));
  return times;
}

/** Milliseconds a receipt, checked whole: commitment, inclusion, checkpoint and its signature. */
async function verification(server, work) {
  const receipt = (await ask(server, 'GET', `/v1/works/${work}/receipt`, { key: server.key })).json;
  const { createColophon } = await import(join(project, 'web/dist/index.js'));
  const colophon = createColophon({ worker: false });
  const text = JSON.stringify(receipt), rounds = 300;
  const cpu = () => process.cpuUsage().user + process.cpuUsage().system;
  for (let i = 0; i < 30; ++i) if (!(await colophon.verify(text, { logKey: receipt.log_key })).holds) throw new Error('the receipt does not hold');
  let begin = cpu();
  for (let i = 0; i < rounds; ++i) await colophon.verify(text, { logKey: receipt.log_key });
  const ours = (cpu() - begin) / rounds / 1000;
  colophon.dispose();

  const require = createRequire(import.meta.url), inside = dirname(require.resolve('@sigstore/verify'));
  const { verifyMerkleInclusion } = require(join(inside, 'tlog/merkle.js')), { verifyCheckpoint } = require(join(inside, 'tlog/checkpoint.js'));
  const [name, keyHash, encoded] = /^(.*?)\+(.{8})\+(.*)$/.exec(receipt.log_key).slice(1);
  const publicKey = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(encoded, 'base64').subarray(1)]), format: 'der', type: 'spki' });
  const tlogs = [{ logID: Buffer.from(keyHash, 'hex'), publicKey, baseURL: name }];
  const hash = (...parts) => parts.reduce((state, part) => state.update(part), createHash('sha256')).digest();
  const canonical = (value) => (Array.isArray(value) ? `[${value.map(canonical).join(',')}]` : value && typeof value === 'object' ? `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}` : JSON.stringify(value));
  const judge = () => {
    const { payload, salt, index, proof, checkpoint } = JSON.parse(text);
    const entry = hash('colophon/work/1', Buffer.from(salt, 'hex'), hash(canonical(payload)));
    const document = { canonicalizedBody: entry, inclusionProof: { logIndex: String(index), hashes: proof.map((step) => Buffer.from(step, 'hex')), checkpoint: { envelope: checkpoint } } };
    verifyMerkleInclusion(document, verifyCheckpoint(document, tlogs));
  };
  for (let i = 0; i < 30; ++i) judge();
  begin = cpu();
  for (let i = 0; i < rounds; ++i) judge();
  return { ours, theirs: (cpu() - begin) / rounds / 1000 };
}

try {
  const server = await startServer({ store: join(folder, 'ours.db'), args: ['--quiet', '--workers', '0'] });
  try {
    const party = (await ask(server, 'POST', '/v1/parties', { key: server.key, body: { name: 'Ada' } })).json.party;
    const first = performance.now();
    await pool(server, batches(party, loaded));
    console.log(`${loaded} works loaded in ${((performance.now() - first) / 1000).toFixed(1)} s; near works found ${(await nearWorksFound(server.store, loaded)).toFixed(1)} s later; server ${cpuSeconds(server.process.pid).toFixed(1)} CPU-s`);
    const bodies = batches(party, measured), cpu = cpuSeconds(server.process.pid), begin = performance.now();
    await pool(server, bodies);
    const ours = { wall: (performance.now() - begin) / 1000, cpu: cpuSeconds(server.process.pid) - cpu };
    console.log(`near works of ${measured} registrations, after the last: ${(await nearWorksFound(server.store, loaded + measured)).toFixed(1)} s; limit 60 s`);
    const theirs = peer();
    line(`registrations, ${loaded} before`, measured / ours.wall, '1/s', 'sqlite3', measured / theirs.wall, theirs.wall / ours.wall);
    line('registrations, CPU each', ours.cpu / measured * 1e6, 'us', 'sqlite3', theirs.cpu / measured * 1e6, theirs.cpu / ours.cpu);
    const times = await receiptLatencies(server, party, 200);
    console.log(`receipt after registration: p50 ${percentile(times, 0.5).toFixed(0)} ms, p99 ${percentile(times, 0.99).toFixed(0)} ms; limit 2000 ms; ratio ${(2000 / percentile(times, 0.99)).toPrecision(3)}`);
    const work = (await ask(server, 'GET', '/v1/works?limit=1', { key: server.key })).json.works[0].work;
    const checked = await verification(server, work);
    line('one receipt checked in WebAssembly, CPU', checked.ours, 'ms', '@sigstore/verify', checked.theirs, checked.theirs / checked.ours);
  } finally {
    await server.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
