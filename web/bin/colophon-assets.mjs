#!/usr/bin/env node
// Copies what @colophon/sdk loads at run time into a site's public folder, under names that say their content. docs/how-to/embed.md.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const help = `npx colophon-assets DIR [--base PATH] [--model FILE]... [--keep]

Copies the worker, the core, the settlement module and, where the app has onnxruntime-web, ONNX Runtime Web into DIR, under names
that hold a hash of the content: serve them with a long cache. Writes DIR/manifest.json, whose "options" go to createColophon()
or to an element's options property.

  --base PATH    where DIR is on your site; default: / and the last part of DIR ("public/colophon" is served as /colophon/)
  --model FILE   a copy of photo-quality.onnx with photo-quality.card.json beside it, for the score (a Colophon server has both
                 under /sdk/models/); or the manifest of another model, esrgan-slim-2x.json with its .onnx beside it, for upscaling.
                 May be given several times
  --keep         leaves the files of an older version where they are (else those that the old manifest names are removed)
  --help         this text
`;

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
const runtimeNames = ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];

class Refusal extends Error {}

function read(path, remedy) {
  if (!existsSync(path)) throw new Refusal(`${path} is not there: ${remedy}`);
  return readFileSync(path);
}
const hashOf = (...contents) => {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex');
};
/** "core.wasm" becomes "core-0123456789ab.wasm". */
const hashed = (name, content) => name.replace(/(\.\w+)$/, `-${hashOf(content).slice(0, 12)}$1`);

/** Where the app's own copy of ONNX Runtime Web is, or undefined. */
function runtimeFolder() {
  for (const from of [join(process.cwd(), 'package.json'), import.meta.url]) {
    try {
      return dirname(createRequire(from).resolve('onnxruntime-web'));
    } catch { /* Looked for elsewhere. */ }
  }
  return undefined;
}

/** docs/formats/model-manifest.md: the browser checks it whole. */
function manifestOf(path) {
  let manifest;
  try {
    manifest = JSON.parse(read(path, 'give --model a file that exists.'));
  } catch (error) {
    if (error instanceof Refusal) throw error;
  }
  if (manifest?.format !== 'colophon-model-1' || typeof manifest.file !== 'string' || !/^[\w.-]+$/.test(manifest.file)) throw new Refusal(`${path} is no manifest of a model with its file beside it: docs/formats/model-manifest.md.`);
  return manifest;
}

/** What is to be written: path under DIR to content; and the options that lead there. */
function plan(base, models) {
  const files = new Map(), options = {};
  const put = (option, name, content) => {
    const path = hashed(name, content);
    files.set(path, content);
    if (option) options[option] = base + path;
  };
  const reinstall = 'the package is not whole, install @colophon/sdk again.';
  put('workerSrc', 'worker.js', read(join(dist, 'worker.js'), reinstall));
  put('wasmSrc', 'core.wasm', read(join(dist, 'core.wasm'), reinstall));
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.wasm') && file !== 'core.wasm')) {
    put(`${name.slice(0, -'.wasm'.length)}Src`, name, readFileSync(join(dist, name)));
  }
  const runtime = runtimeFolder();
  if (runtime) {
    const contents = runtimeNames.map((name) => read(join(runtime, name), 'this onnxruntime-web is not version 1.30 or a later one of 1.'));
    const folder = `ort-${hashOf(...contents).slice(0, 12)}/`;
    runtimeNames.forEach((name, index) => files.set(folder + name, contents[index]));
    options.runtimeSrc = base + folder;
  }
  for (const model of models) {
    // The worker asks for the document beside the model: it names the model's hash, inputs and outputs.
    const path = resolve(model), card = path.replace(/\.onnx$/, '.card.json');
    const manifest = path.endsWith('.json') ? manifestOf(path) : undefined;
    if (card === path && !manifest) throw new Refusal('--model takes a file that ends with .onnx, or a manifest that ends with .json.');
    const pair = manifest ? [path, join(dirname(path), manifest.file)] : [path, card];
    const contents = [read(pair[0], 'give --model a file that exists.'), read(pair[1], manifest ? 'a manifest has its model beside it.' : 'a model comes with its card, from the same place.')];
    const folder = `model-${hashOf(...contents).slice(0, 12)}/`;
    pair.forEach((file, index) => files.set(folder + basename(file), contents[index]));
    options[manifest ? 'upscaleSrc' : 'modelSrc'] = base + folder + basename(path);
  }
  return { files, options };
}

/** Whole or not at all: a server may read while this writes. */
function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
}

const inside = (path) => typeof path === 'string' && /^[\w.-]+(\/[\w.-]+)?$/.test(path) && !path.split('/').includes('..') && path !== 'manifest.json';

function oldFiles(manifest) {
  if (!existsSync(manifest)) return [];
  try {
    const { files } = JSON.parse(readFileSync(manifest, 'utf8'));
    return Array.isArray(files) ? files.filter(inside) : [];
  } catch {
    throw new Refusal(`${manifest} is not a manifest of colophon-assets: choose another folder, or remove that file.`);
  }
}

function run(words) {
  let parsed;
  try {
    parsed = parseArgs({ args: words, allowPositionals: true, options: { base: { type: 'string' }, model: { type: 'string', multiple: true }, keep: { type: 'boolean' }, help: { type: 'boolean' } } });
  } catch (error) {
    throw new Refusal(error.message);
  }
  const { values, positionals } = parsed;
  if (values.help) return process.stdout.write(help);
  if (positionals.length !== 1) throw new Refusal(`name one folder. ${help.split('\n')[0]}`);
  const folder = resolve(positionals[0]);
  const base = `${(values.base ?? `/${basename(folder)}`).replace(/\/+$/, '')}/`;
  if (!/^(\/|https?:\/\/)/.test(base)) throw new Refusal(`--base is a path from your site's root ("/colophon") or an address, not "${values.base}".`);

  const manifest = join(folder, 'manifest.json');
  const before = oldFiles(manifest);
  const { files, options } = plan(base, values.model ?? []);
  let written = 0, bytes = 0;
  for (const [name, content] of files) {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path).equals(content)) continue;
    write(path, content);
    written += 1;
    bytes += content.length;
  }
  const { version } = JSON.parse(readFileSync(join(dirname(dist), 'package.json'), 'utf8'));
  const kept = values.keep ? before : [];
  write(manifest, `${JSON.stringify({ version, options, files: [...new Set([...files.keys(), ...kept])].sort() }, null, 2)}\n`);
  let removed = 0;
  for (const name of values.keep ? [] : before) {
    if (files.has(name) || !existsSync(join(folder, name))) continue;
    rmSync(join(folder, name));
    removed += 1;
    const parent = dirname(join(folder, name));
    if (parent !== folder && readdirSync(parent).length === 0) rmdirSync(parent);
  }
  console.log(`${folder}: ${files.size} files, ${written} written (${(bytes / 1e6).toFixed(1)} MB), ${removed} of an older version removed`);
  if (!options.runtimeSrc) console.log('Without ONNX Runtime Web there are no scores: npm install onnxruntime-web, then run this again.');
  else if (!options.modelSrc) console.log('Without a model there are no scores: give --model photo-quality.onnx, or pass modelSrc with the address of your Colophon server\'s.');
  console.log(`Pass these to createColophon(), or to an element's options property:\n${JSON.stringify(options, null, 2)}`);
}

try {
  run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal) && !error.code) throw error;
  console.error(`colophon-assets: ${error.message}`);
  process.exitCode = 2;
}
