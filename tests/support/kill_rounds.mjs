// Registrations while the server is killed with SIGKILL at random moments: nothing that was acknowledged may be lost, and the log must not fork.
// tests/http/kill.test.mjs runs a few rounds, `./dev soak log` many.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, program, sha256, startServer, until } from '../http/server.mjs';
import { random } from './random.mjs';

/** Gives {rounds, acknowledged, entries, checkpoints, slowestStartMs}; throws where something was lost or forked. */
export async function killRounds(rounds, { seed = 1, told = () => undefined } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-kill-')), store = join(folder, 'colophon.db');
  const { below } = random(seed);
  const acknowledged = [], roots = new Map();
  let key, party, server, slowestStartMs = 0;
  const start = async () => {
    const begin = performance.now();
    server = await startServer({ store, args: ['--quiet', '--workers', '0'] });
    slowestStartMs = Math.max(slowestStartMs, performance.now() - begin);
    key ??= server.key;
  };
  const see = (note) => {
    const [, size, root] = note.split('\n');
    assert.equal(roots.get(size) ?? root, root, `two roots of size ${size}: the log was forked`);
    roots.set(size, root);
  };
  const work = (round, n) => ({ title: `Round ${round}, ${n}`, kind: 'text', media_type: 'text/plain', sha256: sha256(`${round} ${n}`), bytes: 3, shares: [{ party, share: '1' }], ai: 'none' });
  try {
    await start();
    party = (await ask(server, 'POST', '/v1/parties', { key, body: { name: 'Ada' } })).json.party;
    for (let round = 0; round < rounds; ++round) {
      let alive = true, n = 0;
      const writer = async (batch) => {
        while (alive) {
          const works = Array.from({ length: batch }, () => work(round, n++));
          const answer = await (batch === 1 ? ask(server, 'POST', '/v1/works', { key, body: works[0] }) : ask(server, 'POST', '/v1/works/batch', { key, body: { works } })).catch(() => undefined);
          if (answer?.status === 201) acknowledged.push(...(answer.json.works ?? [answer.json.work]));
        }
      };
      const reader = async () => {
        while (alive) {
          const answer = await ask(server, 'GET', '/v1/log/checkpoint').catch(() => undefined);
          if (answer?.status === 200) see(answer.text);
        }
      };
      const running = [writer(1), writer(1), writer(50), reader()];
      await new Promise((later) => setTimeout(later, 20 + below(400)));
      server.process.kill('SIGKILL');
      await server.ended;
      alive = false;
      await Promise.all(running);
      await start();
      told(round + 1, acknowledged.length);
    }
    await until(async () => {
      const metrics = (await ask(server, 'GET', '/metrics')).text;
      return { pending: Number(/^colophon_log_pending (\d+)/m.exec(metrics)[1]) };
    }, ({ pending }) => pending === 0);
    const places = new Set();
    for (const id of acknowledged) {
      const receipt = await ask(server, 'GET', `/v1/works/${id}/receipt`, { key });
      assert.equal(receipt.status, 200, `the work ${id} was acknowledged and is lost: ${receipt.text}`);
      places.add(receipt.json.index);
    }
    assert.equal(places.size, acknowledged.length, 'every work has a place of its own');
    see((await ask(server, 'GET', '/v1/log/checkpoint')).text);
    const file = join(folder, 'log.tar');
    writeFileSync(file, (await ask(server, 'GET', '/v1/log/export')).bytes);
    const logKey = (await ask(server, 'GET', '/v1/log/key')).json.log_key;
    const verified = spawnSync(program, ['verify', file, '--log-key', logKey, '--json'], { encoding: 'utf8' });
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    const { entries } = JSON.parse(verified.stdout).facts;
    return { rounds, acknowledged: acknowledged.length, entries: Number(entries), checkpoints: roots.size, slowestStartMs: Math.round(slowestStartMs) };
  } finally {
    await server?.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
