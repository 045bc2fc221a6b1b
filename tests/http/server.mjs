// Starts the real program `colophon serve` on a free loopback port over a store of its own, and ends it with the test.
import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = resolve(fileURLToPath(import.meta.url), '../../..');
export const program = process.env.COLOPHON_PROGRAM ?? join(project, 'build/native/bin/colophon');

/**
 * Starts a server. `options`: `store` (a file; default: a new one in a folder that `stop` removes), `args` (more arguments).
 * Gives `origin`, `port`, `store`, `process`, `key` and `passwords` (only where the store was new), `errors()` (its stderr) and `stop()`.
 */
export async function startServer({ store, args = [] } = {}) {
  if (!existsSync(program)) throw new Error(`${program} is not built`);
  const folder = store ? undefined : mkdtempSync(join(tmpdir(), 'colophon-http-'));
  const file = store ?? join(folder, 'colophon.db');
  const child = spawn(program, ['serve', '--store', file, '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '', errors = '';
  child.stderr.on('data', (piece) => { errors += piece; });
  const ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
  const port = await new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`the server did not start in 30 s: ${out}${errors}`)), 30_000);
    child.once('exit', (code) => { clearTimeout(timer); failed(new Error(`the server ended with ${code}: ${errors}`)); });
    child.stdout.on('data', (piece) => {
      out += piece;
      const match = /listening on http:\/\/127\.0\.0\.1:(\d+)\n/.exec(out);
      if (match) { clearTimeout(timer); done(Number(match[1])); }
    });
  });
  const passwords = Object.fromEntries([...out.matchAll(/^desk user (\S+) .*: (\S+)$/gm)].map((match) => [match[1], match[2]]));
  return {
    origin: `http://127.0.0.1:${port}`, port, store: file, process: child, ended, passwords,
    key: /^first API key .*: (ck_\S+)$/m.exec(out)?.[1],
    output: () => out,
    errors: () => errors,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
      const how = await ended;
      clearTimeout(timer);
      if (folder) rmSync(folder, { recursive: true, force: true });
      return how;
    },
  };
}

/** Asks and reads the answer whole. `body` is an object (sent as JSON), a buffer or a string; writes get an idempotency key of their own. */
export async function ask(server, method, path, { body, key, cookie, headers = {}, idempotency } = {}) {
  const all = { ...headers };
  if (key) all.authorization = `Bearer ${key}`;
  if (cookie) { all.cookie = cookie; all.origin ??= server.origin; }
  if (method === 'POST' || method === 'PUT') all['idempotency-key'] = idempotency ?? randomUUID();
  let sent = body;
  if (body !== undefined && typeof body === 'object' && !Buffer.isBuffer(body)) {
    sent = JSON.stringify(body);
  }
  if (typeof sent === 'string') all['content-type'] ??= 'application/json';
  if (sent === undefined && (method === 'POST' || method === 'PUT')) sent = '';
  const response = await fetch(server.origin + path, { method, headers: all, body: sent });
  const bytes = Buffer.from(await response.arrayBuffer());
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, headers: response.headers, bytes, text: bytes.toString(), json: type.includes('json') && bytes.length > 0 ? JSON.parse(bytes.toString()) : undefined };
}

/** Sends bytes as they stand over a socket; gives what came back until the server closed or was silent for `quietMs`. */
export function raw(server, bytes, { quietMs = 400, keepOpen = false } = {}) {
  return new Promise((done) => {
    const socket = net.connect(server.port, '127.0.0.1');
    let answer = '', closed = false;
    const finish = () => { socket.destroy(); done({ text: answer, status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0), closed }); };
    let timer = setTimeout(finish, keepOpen ? 12_000 : 3_000);
    socket.on('data', (piece) => {
      answer += piece;
      if (!keepOpen) { clearTimeout(timer); timer = setTimeout(finish, quietMs); }
    });
    socket.on('error', () => { closed = true; });
    socket.on('close', () => { closed = true; clearTimeout(timer); finish(); });
    socket.on('connect', () => socket.write(bytes));
  });
}

/** A UUIDv7 of a time (default now). */
export function uuid7(ms = Date.now()) {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(ms, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
export const catalogueFile = (path) => readFileSync(join(project, 'examples/catalogue', path));

/** Registers a work of the bytes and sends them. */
export async function register(server, key, bytes, { kind = 'photo', media_type = 'image/jpeg', shares, title = 'A work', iscc, headers } = {}) {
  const made = await ask(server, 'POST', '/v1/works', { key, headers, body: { title, kind, media_type, sha256: sha256(bytes), bytes: bytes.length, shares, ai: 'none', iscc } });
  if (made.status !== 201) return made;
  const put = await ask(server, 'PUT', `/v1/works/${made.json.work}/content`, { key, headers, body: bytes });
  return { ...put, work: made.json.work };
}

/** Asks until the answer has the status 200 (a receipt is there) or the job has ended. */
export async function until(question, good, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await question();
    if (good(answer)) return answer;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${answer.status} ${answer.text}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}
export const jobEnd = (server, key, job) =>
  until(() => ask(server, 'GET', `/v1/jobs/${job}`, { key }), (answer) => ['done', 'failed', 'cancelled'].includes(answer.json?.state));

/** Logs in at the desk; gives the cookie. */
export async function login(server, user, password = server.passwords[user]) {
  const answer = await ask(server, 'POST', '/v1/desk/login', { body: { user, password }, headers: { origin: server.origin } });
  if (answer.status !== 200) throw new Error(`login: ${answer.text}`);
  return answer.headers.get('set-cookie').split(';')[0];
}
