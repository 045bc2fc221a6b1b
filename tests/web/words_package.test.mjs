// @colophon/words as its users get it: what is in the tarball, what its exports say, and that bundlers, Node and TypeScript take it beside the SDK.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build as esbuild } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { root } from '../support/core.mjs';

const filesMax = 100, bytesMax = 12_000_000;
const folder = mkdtempSync(join(tmpdir(), 'words-package-'));
after(() => rmSync(folder, { recursive: true }));
const installed = join(folder, 'node_modules/@colophon/words');
let packed;
before(() => {
  const install = (from, to) => {
    const [made] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: join(root, from), encoding: 'utf8' }));
    mkdirSync(to, { recursive: true });
    execFileSync('tar', ['-xzf', join(folder, made.filename), '-C', to, '--strip-components=1']);
    return made;
  };
  install('web', join(folder, 'node_modules/@colophon/sdk'));
  packed = install('web/words', installed);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});

test('the tarball has its README, its licence, its worker and its module, and the SDK in its own version as a peer', () => {
  const paths = packed.files.map((file) => file.path), { version, peerDependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  console.log(`      ${paths.length} files, ${packed.size} bytes packed`);
  assert.ok(paths.length <= filesMax, `${paths.length} files`);
  assert.ok(packed.size <= bytesMax, `${packed.size} bytes`);
  for (const path of ['README.md', 'LICENSE', 'dist/worker.js', 'dist/words.wasm']) assert.ok(paths.includes(path), path);
  assert.equal(version, JSON.parse(readFileSync(join(root, 'web/package.json'), 'utf8')).version);
  assert.deepEqual(peerDependencies, { '@colophon/sdk': version });
});

test('every export is there, types first and default last', () => {
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const [name, target] of Object.entries(exports)) {
    if (name === './data/*') continue;
    const paths = typeof target === 'string' ? [target] : Object.values(target);
    if (typeof target !== 'string') assert.deepEqual([Object.keys(target)[0], Object.keys(target).at(-1)], ['types', 'default'], name);
    for (const path of paths) assert.ok(existsSync(join(installed, path.replace('*', 'en'))), `${name}: ${path} is not there`);
  }
});

test('publint has nothing to say', async () => {
  const { messages, pkg } = await publint({ pkgDir: installed, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('Node imports it without effect', () => {
  const script = `
    const before = Object.keys(globalThis).length;
    const words = await import('@colophon/words');
    await import('@colophon/words/define');
    if (Object.keys(globalThis).length !== before) throw new Error('an import changed the globals');
    console.log(typeof words.ColophonManuscript, words.emptyBook('en', 'a').chapters.length);`;
  assert.equal(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, encoding: 'utf8' }).trim(), 'function 1');
});

test('one copy of the SDK goes into a bundle with both', async () => {
  const { outputFiles: [file] } = await esbuild({
    stdin: { contents: "import '@colophon/words/define'; export { createColophon } from '@colophon/sdk';", resolveDir: folder }, bundle: true, format: 'esm', write: false, logLevel: 'silent', loader: { '.wasm': 'empty' },
  });
  assert.equal(file.text.split('This Colophon was disposed of').length - 1, 1);
});

test('TypeScript finds the types', () => {
  writeFileSync(join(folder, 'use.ts'), `
    import { emptyBook, type Book, type ColophonManuscript, type Proofreader } from '@colophon/words';
    import '@colophon/words/define';
    const element: ColophonManuscript = document.createElement('colophon-manuscript');
    const proofreader: Proofreader = { marks: async () => [], names: async () => [] };
    element.options = { proofreader, wasmSrc: '/core.wasm' };
    export const book: Book = element.book ?? emptyBook('zh-Hans', 'a');
  `);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { target: 'ES2022', module: 'ESNext', moduleResolution: 'bundler', lib: ['ES2022', 'ESNext.Disposable', 'DOM'], types: [], strict: true, noEmit: true, skipLibCheck: false }, files: ['use.ts'] }));
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { stdio: 'inherit' });
});
