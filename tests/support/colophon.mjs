// The built program `colophon` for tests: a store of the sample catalogue, and servers over copies of it.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const program = process.env.COLOPHON_PROGRAM ?? join(root, 'build/native/bin/colophon');
const models = join(root, 'native/models');
const catalogue = join(root, 'examples/catalogue');

/** Runs a command of the program; gives what it printed. */
export const colophon = (...args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20 });

/** A store with the sample catalogue, scored and planned, its period still open. Made once for a build of the program and kept. */
function sampleStore() {
  const { size, mtimeMs } = statSync(program);
  const folder = join(root, 'build/browser', `sample-${size}-${Math.round(mtimeMs)}`);
  if (existsSync(join(folder, 'done'))) return folder;
  rmSync(join(root, 'build/browser'), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const store = join(folder, 'colophon.db');
  colophon('import', 'catalogue', catalogue, '--store', store);
  colophon('score', '--store', store, '--models', models);
  colophon('plan', '--store', store);
  mkdirSync(join(folder, 'done'));
  return folder;
}

/** Serves a fresh copy of the sample on a free port; `close` ends it and removes the copy. */
export function startColophon(...options) {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-browser-'));
  for (const name of readdirSync(sampleStore())) cpSync(join(sampleStore(), name), join(folder, basename(name)), { recursive: true });
  return serveFolder(folder, options);
}

/** Serves a store that a settlement bundle was imported into: parties, agreements, balances, revenue and use of one month. */
export function startEarning(bundle = join(root, 'examples/settlement'), ...options) {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-browser-'));
  colophon('import', 'bundle', bundle, '--store', join(folder, 'colophon.db'));
  return serveFolder(folder, options);
}

async function serveFolder(folder, options) {
  const store = join(folder, 'colophon.db');
  const child = spawn(program, ['serve', '--store', store, '--port', '0', '--web', join(root, 'web/dist'), '--models', models, '--sample', '--quiet', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const origin = await new Promise((resolve, reject) => {
    const hear = (piece) => {
      said += piece;
      const found = /listening on (http:\/\/[0-9.:]+)/.exec(said);
      if (found) resolve(found[1]);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => reject(new Error(`colophon serve ended with ${code}:\n${said}`)));
  });
  return {
    origin, store, key: /first API key[^:]*: (ck_\S+)/.exec(said)?.[1],
    close: async () => {
      const ended = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
