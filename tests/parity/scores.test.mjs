// One picture, one model, three runtimes: libtorch that trained it, ONNX Runtime on the server, ONNX Runtime Web in the browser. What goes in
// must be the same bytes; what comes out differs in the last digits, by at most 1e-4.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import * as ort from 'onnxruntime-web';
import { coreModule, importSource, root, sha256 } from '../support/core.mjs';

const native = join(root, 'build/native/bin/score_dump');
const models = join(root, 'native/models');
const differenceMax = 1e-4;
const classes = 10;

const photographs = join(root, '../shared/data/bsds500/test');
const foreign = existsSync(photographs);
const folder = foreign ? photographs : join(root, 'examples/catalogue/images');
const pictures = readdirSync(folder).filter((name) => /\.(jpg|png)$/.test(name)).sort().slice(0, 64).map((name) => join(folder, name));

let rows;
before(async () => {
  assert.ok(existsSync(native), 'build/native/bin/score_dump is not built: ./dev cmake --build --preset native --target score_dump');
  const theirs = execFileSync(native, [models, ...pictures], { encoding: 'utf8', maxBuffer: 256 << 20 }).trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(theirs.length, pictures.length);
  const { Core } = await importSource('loader');
  const core = await Core.instantiate(coreModule());
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(readFileSync(join(models, 'photo-quality.onnx')), { executionProviders: ['wasm'] });
  rows = [];
  for (const [i, path] of pictures.entries()) {
    const { image } = core.decodeImage(new Uint8Array(readFileSync(path)));
    const bytes = new Uint8Array(core.qualityInput(image));
    const features = JSON.parse(new TextDecoder().decode(core.imageFeatures(image)));
    core.freeImage(image);
    const crops = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    const { logits } = await session.run({ crops: new ort.Tensor('float32', crops, [crops.length / (3 * 56 * 56), 3, 56, 56]) });
    rows.push({ path, tensor: sha256(bytes), features, web: Array.from(logits.data), native: theirs[i], quality: (values) => qualityOf(core, values) });
  }
});

function qualityOf(core, logits) {
  const bytes = new Uint8Array(Float32Array.from(logits).buffer);
  return JSON.parse(new TextDecoder().decode(core.qualityFromLogits(bytes)));
}

const largestDifference = (a, b) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

/** The most probable class of one crop, and by how much it leads. */
function decision(logits, crop) {
  const row = logits.slice(crop * classes, (crop + 1) * classes);
  const ordered = [...row].sort((a, b) => b - a);
  return { best: row.indexOf(ordered[0]), margin: ordered[0] - ordered[1] };
}

test('64 photographs of BSDS500', { skip: foreign ? false : 'needs ../shared: the catalogue\'s photographs stand in' }, () => {
  assert.equal(pictures.length, 64);
});

test('the model reads the same bytes natively and in WebAssembly', () => {
  for (const row of rows) assert.equal(row.tensor, row.native.tensor, row.path);
});

test('the server\'s features are the browser\'s', () => {
  for (const row of rows) assert.deepEqual(row.native.features, row.features, row.path);
});

test('libtorch, ONNX Runtime and ONNX Runtime Web give the same logits within 1e-4', (context) => {
  const most = { 'ONNX Runtime against libtorch': 0, 'ONNX Runtime Web against libtorch': 0, 'ONNX Runtime Web against ONNX Runtime': 0 };
  for (const row of rows) {
    assert.equal(row.web.length, 36 * classes);
    assert.ok(row.web.every(Number.isFinite));
    const found = [largestDifference(row.native.onnxruntime, row.native.libtorch), largestDifference(row.web, row.native.libtorch),
      largestDifference(row.web, row.native.onnxruntime)];
    Object.keys(most).forEach((name, i) => { most[name] = Math.max(most[name], found[i]); });
  }
  for (const [name, value] of Object.entries(most)) {
    context.diagnostic(`${name}: at most ${value.toExponential(2)}`);
    assert.ok(value <= differenceMax, `${name}: ${value}`);
  }
});

test('they decide for the same class wherever it leads by more than twice the tolerance', () => {
  let decided = 0;
  for (const row of rows) {
    for (let crop = 0; crop < 36; ++crop) {
      const ours = decision(row.native.libtorch, crop);
      if (ours.margin <= 2 * differenceMax) continue;
      ++decided;
      assert.equal(decision(row.native.onnxruntime, crop).best, ours.best, row.path);
      assert.equal(decision(row.web, crop).best, ours.best, row.path);
    }
  }
  assert.ok(decided > 30 * rows.length, 'the tolerance leaves nothing to decide');
});

test('the score in the browser is the server\'s within 0.01', () => {
  for (const row of rows) {
    const server = row.quality(row.native.onnxruntime), browser = row.quality(row.web);
    assert.ok(Math.abs(server.mean_milli - browser.mean_milli) <= 10, `${row.path}: ${server.mean_milli} and ${browser.mean_milli}`);
  }
});
