// Events per second into SQLite over HTTP, in batches of 500, beside Debian's sqlite3 inserting the same rows in the same
// transactions without HTTP, JSON, checks or duplicates to look for. CPU seconds are the server's alone: comparable on a machine
// that others use at the same time. The ratio is ours / theirs for a rate and theirs / ours for a cost: above 1 is where ours is better.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, project, register, startServer, uuid7 } from '../http/server.mjs';

const batches = 400, rows = 500, clients = 4;
const events = batches * rows;
const folder = mkdtempSync(join(tmpdir(), 'colophon-bench-'));
const kTicksPerSecond = 100;

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / kTicksPerSecond;
}
const line = (name, ours, unit, theirs, ratio) => console.log(`${name}: ${ours.toPrecision(4)} ${unit}; sqlite3 ${theirs.toPrecision(4)} ${unit}; ratio ${ratio.toPrecision(3)}`);

/** The same rows as our batches, as a script of the same transactions over the same schema. */
function peer(data) {
  const schema = readFileSync(join(project, 'server/schema/001.sql'), 'utf8');
  const script = ['PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;', schema];
  const now = new Date(), month = now.getUTCFullYear() * 12 + now.getUTCMonth();
  for (const batch of data) {
    script.push('BEGIN;');
    for (const event of batch) script.push(`INSERT INTO event(month, id, period, type, source, work, channel, listener, units) VALUES(${month}, x'${event.id.replaceAll('-', '')}', ${month}, 1, 0, 1, NULL, x'${event.hash}', 1);`);
    script.push('COMMIT;');
  }
  writeFileSync(join(folder, 'peer.sql'), script.join('\n'));
  const run = spawnSync('bash', ['-c', `TIMEFORMAT='%R %U %S'; time sqlite3 '${join(folder, 'peer.db')}' < '${join(folder, 'peer.sql')}'`], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  const [wall, user, system] = run.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  const stored = spawnSync('sqlite3', [join(folder, 'peer.db'), 'SELECT count(*) FROM event'], { encoding: 'utf8' }).stdout.trim();
  if (Number(stored) !== events) throw new Error(`the peer stored ${stored} rows`);
  return { wall, cpu: user + system };
}

async function ours(bodies) {
  const server = await startServer({ args: ['--quiet', '--workers', '0'] });
  try {
    const party = (await ask(server, 'POST', '/v1/parties', { key: server.key, body: { name: 'Ada' } })).json.party;
    const { work } = await register(server, server.key, Buffer.from('poem'), { kind: 'text', media_type: 'text/plain', shares: [{ party, share: '1' }] });
    const payloads = bodies.map((batch) => Buffer.from(JSON.stringify({ events: batch.map(({ id, listener }) => ({ id, type: 'play', work, listener })) })));
    const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
    const latencies = [];
    let next = 0;
    const post = (body) => new Promise((done, failed) => {
      const request = http.request({ agent, port: server.port, method: 'POST', path: '/v1/events',
        headers: { authorization: `Bearer ${server.key}`, 'idempotency-key': randomUUID(), 'content-type': 'application/json', 'content-length': body.length } }, (response) => {
        response.resume();
        response.on('end', () => (response.statusCode === 200 ? done() : failed(new Error(`status ${response.statusCode}`))));
      });
      request.on('error', failed);
      request.end(body);
    });
    const client = async () => {
      while (next < payloads.length) {
        const body = payloads[next++], begin = performance.now();
        await post(body);
        latencies.push(performance.now() - begin);
      }
    };
    const cpu = cpuSeconds(server.process.pid), begin = performance.now();
    await Promise.all(Array.from({ length: clients }, client));
    const wall = (performance.now() - begin) / 1000;
    const used = cpuSeconds(server.process.pid) - cpu;
    const metrics = (await ask(server, 'GET', '/metrics')).text;
    if (!metrics.includes(`colophon_events_accepted_total ${events}\n`)) throw new Error('not every event was accepted');
    agent.destroy();
    latencies.sort((a, b) => a - b);
    return { wall, cpu: used, p99: latencies[Math.floor(latencies.length * 0.99)] };
  } finally {
    await server.stop();
  }
}

try {
  const data = Array.from({ length: batches }, () => Array.from({ length: rows }, (_, i) => ({ id: uuid7(), listener: `listener ${i % 97}`, hash: randomUUID().replaceAll('-', '') })));
  const us = await ours(data), them = peer(data);
  line(`events over HTTP (${rows} a batch, ${clients} clients)`, events / us.wall, 'events/s', events / them.wall, them.wall / us.wall);
  line('server CPU per million events', us.cpu / events * 1e6, 'CPU-s', them.cpu / events * 1e6, them.cpu / us.cpu);
  console.log(`latency of a batch, p99: ${us.p99.toPrecision(3)} ms`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
