// The package as its users get it: what is in the tarball, what its exports say, and that bundlers and Node take it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { root, sha256 } from '../support/core.mjs';

const web = join(root, 'web');
const filesMax = 60;
const bytesMax = 2_000_000;
const folder = mkdtempSync(join(tmpdir(), 'package-'));
after(() => rmSync(folder, { recursive: true }));

let packed;
const installed = join(folder, 'node_modules/@colophon/sdk');
before(() => {
  [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: web, encoding: 'utf8' }));
  // What `npm install TARBALL` does with a package without dependencies, but without asking a registry.
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', installed, '--strip-components=1']);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});

test('the tarball is small, and holds neither pages, nor models, nor the model runtime', () => {
  const paths = packed.files.map((file) => file.path);
  console.log(`      ${paths.length} files, ${packed.size} bytes packed`);
  assert.ok(paths.length <= filesMax, `${paths.length} files`);
  assert.ok(packed.size <= bytesMax, `${packed.size} bytes`);
  assert.deepEqual(paths.filter((path) => /\.html$|\.onnx$|\/ort|\/pages\/|\/models\/|\.map$/.test(path)), []);
  assert.ok(paths.includes('README.md') && paths.includes('LICENSE'), 'it has a README and a licence');
});

test('every export is there, types first and default last', () => {
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.deepEqual(Object.keys(exports), ['.', './element', './element/define', './earnings', './earnings/define', './badge', './badge/define', './cover', './cover/define', './picture', './react', './worker', './core.wasm', './settle.wasm', './picture.wasm', './locales/*', './package.json']);
  for (const [name, target] of Object.entries(exports)) {
    const paths = typeof target === 'string' ? [target] : Object.values(target);
    if (typeof target !== 'string') assert.deepEqual([Object.keys(target)[0], Object.keys(target).at(-1)], ['types', 'default'], name);
    for (const path of paths) assert.ok(existsSync(join(installed, path.replace('*', 'en'))), `${name}: ${path} is not there`);
  }
});

test('one file a language holds the words of every element', async () => {
  const [en, zh] = await Promise.all(['en', 'zh-CN'].map((name) => import(join(installed, `dist/locales/${name}.js`))));
  assert.equal(en.default, en.en);
  assert.equal(zh.default.code, 'zh-CN');
  const elements = (words) => Object.keys(words).filter((name) => name !== 'default').map((name) => name.replace(/(En|Zh|CN)$/, '')).sort();
  assert.deepEqual(elements(zh).filter((name) => name !== 'zh'), elements(en).filter((name) => name !== 'en'));
});

test('publint has nothing to say', async () => {
  const { messages, pkg } = await publint({ pkgDir: installed, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('Node imports it without effect and runs it', () => {
  const script = `
    const before = Object.keys(globalThis).length;
    const sdk = await import('@colophon/sdk');
    await import('@colophon/sdk/element');
    await import('@colophon/sdk/badge/define');
    if (Object.keys(globalThis).length !== before) throw new Error('an import changed the globals');
    const colophon = sdk.createColophon();
    console.log(await colophon.canonicalJson('{"b":1, "a":2}'));
    colophon.dispose();`;
  assert.equal(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, encoding: 'utf8' }).trim(), '{"a":2,"b":1}');
});

test('TypeScript finds the types', () => {
  writeFileSync(join(folder, 'use.ts'), `
    import { createColophon, ColophonError, type Report } from '@colophon/sdk';
    const colophon = createColophon({ server: 'https://colophon.example' });
    export const report: Promise<Report> = colophon.verify('{}', { logKey: 'k' });
    export const code = (error: ColophonError): 'invalid_json' | string => error.code;
    import { compose, schemes, type Cover, type Swatch } from '@colophon/sdk/cover';
    import { ColophonStudio, type GetToken, type Messages } from '@colophon/sdk/element';
    import { ColophonCover } from '@colophon/sdk/cover/define';
    import { ColophonEarnings } from '@colophon/sdk/earnings/define';
    const swatch: Swatch = { rgb: [1, 2, 3], share_ppm: 1_000_000 };
    export const cover = (): Cover => compose({ title: 'A', palette: [swatch], ratio: 'book', lang: 'en' }, { template: 'band', scheme: schemes[0]! });
    import { badgeEn, type EarningsMessages } from '@colophon/sdk/locales/en';
    import zh, { earningsZh } from '@colophon/sdk/locales/zh-CN';
    export const words: [string, string, EarningsMessages] = [badgeEn.close, zh.code, earningsZh];
    export const give: GetToken = () => 'token';
    export const photo = (element: ColophonCover, file: Blob): void => { element.file = file; };
    export const open = (studio: ColophonStudio, earnings: ColophonEarnings, texts: Messages) => [studio.openText('A'), earnings.getToken, texts.untitled];
    // @ts-expect-error what the index does not export is private
    export type { Fitted } from '@colophon/sdk/cover';
    // @ts-expect-error the kinds of works are fixed
    export const wrong = () => colophon.register({ title: 'A', kind: 'film' }, new Blob());`);
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  for (const resolution of ['bundler', 'nodenext']) {
    const module = resolution === 'bundler' ? 'esnext' : 'nodenext';
    execFileSync(process.execPath, [compiler, '--noEmit', '--strict', '--types', '', '--target', 'es2022', '--lib', 'es2022,dom,esnext.disposable', '--module', module, '--moduleResolution', resolution, 'use.ts'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  }
});

const app = () => {
  writeFileSync(join(folder, 'main.js'), "import { createColophon } from '@colophon/sdk';\nglobalThis.colophon = createColophon();\n");
  writeFileSync(join(folder, 'index.html'), '<!doctype html><script type="module" src="/main.js"></script>');
};
const core = () => sha256(readFileSync(join(installed, 'dist/core.wasm')));
const hashes = (path) => readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => sha256(readFileSync(join(entry.parentPath ?? entry.path, entry.name))));

test('Vite builds a site with it, and takes the core and the worker along', async () => {
  app();
  const outDir = join(folder, 'vite-out');
  await vite({ root: folder, configFile: false, logLevel: 'error', build: { outDir, assetsInlineLimit: 0 } });
  assert.ok(hashes(outDir).includes(core()), 'core.wasm is among the assets, unchanged');
  const worker = sha256(readFileSync(join(installed, 'dist/worker.js')));
  assert.ok(hashes(outDir).includes(worker), 'worker.js is among the assets, unchanged');
});

test('esbuild bundles it; the files are copied by hand', async () => {
  app();
  const outdir = join(folder, 'esbuild-out');
  await esbuild({ entryPoints: [join(folder, 'main.js')], bundle: true, format: 'esm', splitting: true, outdir, logLevel: 'error' });
  for (const name of ['core.wasm', 'worker.js']) cpSync(join(installed, 'dist', name), join(outdir, name));
  const script = `await import(${JSON.stringify(join(outdir, 'main.js'))}); console.log(await colophon.canonicalJson('[ ]')); colophon.dispose();`;
  assert.equal(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).trim(), '[]');
});
