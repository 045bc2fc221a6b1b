// The publisher's backend and Colophon: a server of its own unless COLOPHON_SERVER names one, and calls with the API key, which stays here.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scopes = ['sessions:write', 'works:read', 'settle:write'];

async function startOwn(folder, site) {
  const program = process.env.COLOPHON_PROGRAM ?? join(root, 'build/native/bin/colophon'), store = join(folder, 'colophon.db'), keyFile = join(folder, 'api-key');
  if (!existsSync(program)) throw new Error(`${program} is not there: run ./dev build, or set COLOPHON_SERVER and COLOPHON_KEY`);
  const child = spawn(program, ['serve', '--store', store, '--port', '0', '--web', join(root, 'web/dist'), '--models', join(root, 'native/models'), '--allow-origin', site], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill());
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit());
  const origin = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (piece) => {
      process.stdout.write(piece);
      const found = /listening on (http:\/\/[\d.:]+)/.exec(said += piece);
      if (found) resolve(found[1]);
    });
    child.once('exit', (code) => reject(new Error(`colophon serve ended with ${code}`)));
  });
  if (!existsSync(keyFile)) {
    const made = execFileSync(program, ['keys', 'make', '--store', store, '--name', 'publishing', ...scopes.flatMap((scope) => ['--scope', scope]), '--json'], { encoding: 'utf8' });
    writeFileSync(keyFile, JSON.parse(made).key, { mode: 0o600 });
  }
  return { origin, key: readFileSync(keyFile, 'utf8') };
}

/** `call(method, path, body, token)` asks Colophon as this site, or with a member's token as that member; a refusal is thrown with Colophon's own sentence. */
export async function connect(folder, site) {
  mkdirSync(folder, { recursive: true });
  const { origin, key } = process.env.COLOPHON_SERVER ? { origin: process.env.COLOPHON_SERVER, key: process.env.COLOPHON_KEY } : await startOwn(folder, site);
  const call = async (method, path, body, token) => {
    const headers = { authorization: `Bearer ${token ?? key}`, ...(token && { origin: site }), 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const answer = await fetch(origin + path, { method, headers, body: body && JSON.stringify(body) }), document = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(document.detail), { status: answer.status });
    return document;
  };
  return { origin, call };
}
