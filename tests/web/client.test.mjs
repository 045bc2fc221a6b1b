// The client in Node: pictures, texts, hashes, cancelling; the core runs in the calling thread.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dist, root, sha256 } from '../support/core.mjs';
import { problem } from '../support/documents.mjs';
import { withMemoryMax } from '../support/wasm_file.mjs';

const { createColophon } = await import(join(dist, 'index.js'));
const colophon = createColophon();
after(() => colophon.dispose());
const picture = (name) => new Blob([readFileSync(join(root, 'examples/catalogue/images', name))]);

test('a picture: opened, measured, repaired, undone, given back', async () => {
  const image = await colophon.image(picture('coffee.png'));
  assert.deepEqual(image.info, { width: 600, height: 400, format: 'png', orientation: 1 });
  const names = (await image.features()).map((feature) => feature.name);
  assert.deepEqual(names, ['sharpness', 'exposure', 'contrast', 'colourfulness', 'noise', 'composition']);

  const original = await image.preview(64);
  assert.deepEqual([original.width, original.height, original.rgba.length], [64, 43, 64 * 43 * 4]);
  assert.ok(original.rgba.every((value, i) => i % 4 !== 3 || value === 255), 'opaque');
  await image.repair('levels');
  await image.repair('sharpen');
  assert.deepEqual(image.repairs, ['levels', 'sharpen']);
  assert.notDeepEqual((await image.preview(64)).rgba, original.rgba);
  assert.equal(image.undo(), true);
  assert.equal(image.undo(), true);
  assert.equal(image.undo(), false);
  assert.deepEqual((await image.preview(64)).rgba, original.rgba);
  await assert.rejects(image.repair('polish'), { field: 'name' });

  image.dispose();
  image.dispose();
  await assert.rejects(image.features(), { code: 'not_found', detail: /open it again/ });
});

test('what is no picture, and what is too large to be read', async () => {
  await assert.rejects(colophon.image(new Blob(['GIF89a'])), { code: 'not_an_image' });
  await assert.rejects(colophon.image(new Uint8Array()), { code: 'not_an_image' });
  await assert.rejects(colophon.image(new Blob([new Uint8Array(64 * 2 ** 20), 'x'])), { code: 'limit_exceeded', field: 'file' });
});

test('a text', async () => {
  const features = await colophon.text('床前明月光，疑是地上霜。举头望明月，低头思故乡。');
  assert.deepEqual([features.language, features.han_characters, features.sentences], ['zh', 20, 2]);
});

test('the hash of a file is read in pieces, with progress', async () => {
  const bytes = Buffer.alloc(3_000_000, 'colophon');
  const seen = [];
  assert.equal(await colophon.sha256(new Blob([bytes]), { onProgress: (done, total) => seen.push([done, total]) }), sha256(bytes));
  assert.deepEqual(seen, [[2 ** 20, bytes.length], [2 ** 21, bytes.length], [bytes.length, bytes.length]]);
  assert.equal(await colophon.sha256(new Uint8Array(bytes)), sha256(bytes));
});

test('an aborted call is cancelled, before and while it runs', async () => {
  await assert.rejects(colophon.text('x', { signal: AbortSignal.abort('no') }), { code: 'cancelled' });
  const controller = new AbortController();
  const big = new Blob([Buffer.alloc(8_000_000)]);
  const call = colophon.sha256(big, { signal: controller.signal, onProgress: () => controller.abort() });
  await assert.rejects(call, { code: 'cancelled' });
  assert.equal((await colophon.text('still here')).words, 2);
});

test('a plan is made', async () => {
  const plan = await colophon.plan(problem(1));
  assert.equal((await colophon.verify(plan)).holds, true);
});

test('an exhausted memory is said, and the next call has a new one', async () => {
  const module = new WebAssembly.Module(withMemoryMax(readFileSync(join(dist, 'core.wasm')), 96));
  const small = createColophon({ wasmSrc: module });
  const held = await small.image(picture('chelsea.png'));
  let failure;
  for (let i = 0; i < 40 && !failure; ++i) failure = await small.image(picture('chelsea.png')).then(() => undefined, (error) => error);
  assert.equal(failure?.code, 'out_of_memory', String(failure));
  assert.equal((await small.text('one two')).words, 2);
  void held;
  small.dispose();
});
