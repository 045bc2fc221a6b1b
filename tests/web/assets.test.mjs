// npx colophon-assets: what a site publishes beside its scripts.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root, sha256 } from '../support/core.mjs';

const folder = mkdtempSync(join(tmpdir(), 'assets-'));
after(() => rmSync(folder, { recursive: true }));
const tool = join(root, 'web/bin/colophon-assets.mjs');
const run = (...words) => execFileSync(process.execPath, [tool, ...words], { cwd: root, encoding: 'utf8' });
const refused = (...words) => {
  const { status, stderr } = spawnSync(process.execPath, [tool, ...words], { cwd: root, encoding: 'utf8' });
  assert.equal(status, 2, stderr);
  return stderr;
};
const manifestOf = (at) => JSON.parse(readFileSync(join(at, 'manifest.json'), 'utf8'));

test('names hold the hash of the content, and the options lead to the files', () => {
  const at = join(folder, 'public/colophon');
  const told = run(at, '--model', join(root, 'native/models/photo-quality.onnx'));
  const { options, files, version } = manifestOf(at);
  assert.equal(version, JSON.parse(readFileSync(join(root, 'web/package.json'), 'utf8')).version);
  assert.deepEqual(Object.keys(options).sort(), ['modelSrc', 'pictureSrc', 'runtimeSrc', 'settleSrc', 'wasmSrc', 'workerSrc'].sort());
  for (const [name, address] of Object.entries(options)) {
    assert.ok(address.startsWith('/colophon/'), name);
    assert.ok(told.includes(address), `${name} is printed`);
  }
  for (const name of files) {
    const [, short] = /-([0-9a-f]{12})[./]/.exec(name);
    if (!/^(ort|model)-/.test(name)) assert.ok(sha256(readFileSync(join(at, name))).startsWith(short), name);
  }
  assert.equal(sha256(readFileSync(join(at, options.wasmSrc.slice('/colophon/'.length)))), sha256(readFileSync(join(root, 'web/dist/core.wasm'))));
  assert.equal(readdirSync(join(at, options.runtimeSrc.slice('/colophon/'.length))).length, 3);
});

test('a manifest leads to the model beside it, with a card at once', () => {
  const at = join(folder, 'both');
  run(at, '--model', join(root, 'native/models/photo-quality.onnx'), '--model', join(root, 'web/models/esrgan-slim-2x.json'));
  const { options } = manifestOf(at);
  assert.match(options.modelSrc, /^\/both\/model-[0-9a-f]{12}\/photo-quality\.onnx$/);
  assert.match(options.upscaleSrc, /^\/both\/model-[0-9a-f]{12}\/esrgan-slim-2x\.json$/);
  const onnx = join(at, options.upscaleSrc.slice('/both/'.length).replace(/\.json$/, '.onnx'));
  assert.equal(sha256(readFileSync(onnx)), JSON.parse(readFileSync(join(root, 'web/models/esrgan-slim-2x.json'), 'utf8')).sha256);
  writeFileSync(join(folder, 'other.json'), '{"format":"other"}');
  assert.match(refused(at, '--model', join(folder, 'other.json')), /no manifest of a model/);
});

test('a second run writes nothing; an older version goes, other files stay', () => {
  const at = join(folder, 'twice');
  run(at);
  const worker = join(at, manifestOf(at).options.workerSrc.slice('/twice/'.length));
  const written = statSync(worker).mtimeMs;
  assert.match(run(at), / 0 written/);
  assert.equal(statSync(worker).mtimeMs, written);

  const manifest = manifestOf(at);
  mkdirSync(join(at, 'ort-000000000000'));
  for (const name of ['core-000000000000.wasm', 'ort-000000000000/ort.wasm.min.mjs', 'mine.txt']) writeFileSync(join(at, name), 'old');
  writeFileSync(join(folder, 'outside.txt'), 'mine');
  writeFileSync(join(at, 'manifest.json'), JSON.stringify({ files: [...manifest.files, 'core-000000000000.wasm', 'ort-000000000000/ort.wasm.min.mjs', '../outside.txt', 7] }));
  assert.match(run(at, '--keep'), / 0 of an older version removed/);
  assert.ok(existsSync(join(at, 'core-000000000000.wasm')));
  assert.match(run(at), / 2 of an older version removed/);
  assert.deepEqual([existsSync(join(at, 'core-000000000000.wasm')), existsSync(join(at, 'ort-000000000000'))], [false, false]);
  assert.ok(existsSync(join(at, 'mine.txt')) && existsSync(join(folder, 'outside.txt')));
});

test('what it cannot do it says in one line, with the remedy', () => {
  assert.match(run('--help'), /npx colophon-assets DIR/);
  assert.match(refused(), /name one folder/);
  assert.match(refused(join(folder, 'a'), '--base', 'colophon'), /--base is a path/);
  assert.match(refused(join(folder, 'a'), '--model', 'nowhere.onnx'), /give --model a file that exists/);
  writeFileSync(join(folder, 'bare.onnx'), '');
  assert.match(refused(join(folder, 'a'), '--model', join(folder, 'bare.onnx')), /bare\.card\.json is not there: a model comes with its card/);
  assert.match(refused(join(folder, 'a'), '--model', join(folder, 'outside.txt')), /ends with \.onnx/);
  assert.match(refused(join(folder, 'a'), '--modle', 'x'), /modle/);
  mkdirSync(join(folder, 'b'));
  writeFileSync(join(folder, 'b/manifest.json'), 'not JSON');
  assert.match(refused(join(folder, 'b')), /not a manifest of colophon-assets/);
  writeFileSync(join(folder, 'file'), '');
  assert.match(refused(join(folder, 'file')), /colophon-assets: /);
});
