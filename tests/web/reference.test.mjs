// docs/reference says what the built declarations say.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../support/core.mjs';

test('docs/reference is up to date with the declarations', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'web/reference.mjs'), '--check'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

test('every entry of the package that has types of its own has a page, and every call of the SDK a sentence', () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'web/package.json'), 'utf8'));
  const entries = Object.entries(exports).filter(([name, target]) => target.types && !/define$|locales/.test(name)).map(([name]) => (name === '.' ? 'sdk' : name.slice(2)));
  const pages = readdirSync(join(root, 'docs/reference'));
  for (const entry of entries) assert.ok(pages.includes(`${entry}.md`), `${entry} has no page: name it in web/reference.mjs`);
  const sdk = readFileSync(join(root, 'docs/reference/sdk.md'), 'utf8'), [, calls] = /\n## Colophon\n([^]*?)\n## /.exec(sdk);
  assert.ok(calls.includes('| `iscc(file: FileSource, options?: IsccOptions): Promise<IsccIdentity>` | The ISCC of a file of any size, read in pieces. |'));
  // Names that say all: a version, an address.
  const silent = [...calls.matchAll(/^\| `(?:readonly )?(\w+).*\| {2}\|$/gm)].map(([, name]) => name);
  assert.deepEqual(silent.filter((name) => !['version', 'server', 'keys', 'image', 'text', 'plan'].includes(name)), []);
});
