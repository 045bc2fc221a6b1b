// The door for models and upscaling, in Node: the modules and ONNX Runtime Web in the calling thread, manifests from a server of the test.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { deflateSync } from 'node:zlib';
import { dist, root, sha256 } from '../support/core.mjs';
import { serve } from '../support/http_server.mjs';

const { createColophon } = await import(join(dist, 'index.js'));
const { openEditor } = await import(join(dist, 'picture.js'));
const folder = join(root, 'web/models');
const shipped = JSON.parse(readFileSync(join(folder, 'esrgan-slim-2x.json'), 'utf8'));
const onnx = readFileSync(join(folder, shipped.file));
const runtime = join(root, 'node_modules/onnxruntime-web/dist/');

const crc32 = (bytes) => {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let bit = 0; bit < 8; ++bit) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
};

/** What is served: a path to its manifest (an object), to bytes, or to a function that answers. */
const served = new Map();
const asked = [];
let site;
let colophon;
before(async () => {
  site = await serve((request, response) => {
    const path = request.url.slice(1);
    asked.push(path);
    const what = served.get(path);
    if (typeof what === 'function') return what(response);
    if (what === undefined) return response.writeHead(404).end('nothing');
    response.writeHead(200).end(Buffer.isBuffer(what) || typeof what === 'string' ? what : JSON.stringify(what));
  });
  served.set('esrgan-slim-2x.json', shipped).set(shipped.file, onnx);
  colophon = createColophon({ runtimeSrc: pathToFileURL(runtime), upscaleSrc: `${site.origin}/esrgan-slim-2x.json` });
});
after(async () => {
  colophon.dispose();
  await site.close();
});
const picture = (name) => new Blob([readFileSync(join(root, 'examples/catalogue/images', name))]);

test('a picture at twice its size: a new editor, tile by tile, the model fetched once', { skip: existsSync(runtime) ? false : 'needs onnxruntime-web' }, async () => {
  const editor = await openEditor(colophon, picture('chelsea.png'));
  const steps = [];
  const larger = await editor.upscale({ onProgress: (done, total) => steps.push([done, total]) });
  assert.deepEqual([larger.info.width, larger.info.height, larger.info.format], [902, 600, 'png']);
  assert.ok(steps.every(([done, total], i) => total === 1_000 && done >= (i === 0 ? 0 : steps[i - 1][0])), 'progress goes forward');
  assert.equal(steps.at(-1)[0], 1_000);
  // The same colours, as far as a palette tells.
  const [before, now] = await Promise.all([editor.style(), larger.style()]);
  for (const name of ['brightness', 'contrast', 'colourfulness']) assert.ok(Math.abs(before.measures[name] - now.measures[name]) < 0.05 * before.measures[name] + 1_000, name);
  const fetched = asked.filter((path) => path === shipped.file).length;
  assert.equal(fetched, 1);

  // Given up after the first tile: nothing is left behind, and the editor goes on.
  const stop = new AbortController();
  await assert.rejects(editor.upscale({ signal: stop.signal, onProgress: (done) => done > 200 && stop.abort() }), { code: 'cancelled' });
  assert.equal((await editor.palette(2)).length, 2);
  assert.equal(asked.filter((path) => path === shipped.file).length, fetched, 'the model is still there');
  larger.dispose();
  editor.dispose();
});

test('a picture that is too large is refused before anything is fetched', async () => {
  // 1,001 x 1,000 pixels of one colour: rows of a filter byte and zeros.
  const chunk = (type, body) => {
    const typed = Buffer.concat([Buffer.from(type), body]), ends = Buffer.alloc(8);
    ends.writeUInt32BE(body.length, 0);
    ends.writeUInt32BE(crc32(typed), 4);
    return Buffer.concat([ends.subarray(0, 4), typed, ends.subarray(4)]);
  };
  const header = Buffer.from([0, 0, 3, 233, 0, 0, 3, 232, 8, 0, 0, 0, 0]);
  const png = [Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(1_000 * 1_002))), chunk('IEND', Buffer.alloc(0))];
  const editor = await openEditor(colophon, new Blob(png));
  const before = asked.length;
  await assert.rejects(editor.upscale(), { code: 'limit_exceeded', detail: new RegExp(`${editor.info.width} x ${editor.info.height}.*1000000`) });
  assert.equal(asked.length, before);
  editor.dispose();
});

test('a manifest that is not there, or not right, names what is wrong and where', async () => {
  const editor = await openEditor(colophon, picture('chelsea.png'));
  const port = shipped.inputs[0];
  const rows = [
    ['nothing.json', undefined, 'not_found', /answered 404.*upscaleSrc/],
    ['page.json', '<!doctype html>', 'not_found', /a web page is there/],
    ['text.json', 'model', 'invalid_json', /not JSON/],
    ['busy.json', (response) => response.writeHead(503).end(), 'unavailable', /answered 503/],
    ['list.json', [], 'unknown_format', /an object/],
    ['format.json', { ...shipped, format: 'colophon-model-2' }, 'unknown_format', /colophon-model-2/],
    ['extra.json', { ...shipped, author: 'me' }, 'unknown_field', /author/],
    ...Object.keys(shipped).filter((name) => name !== 'format').map((name) => [`no-${name}.json`, { ...shipped, [name]: undefined }, 'missing_field', new RegExp(name)]),
    ['task.json', { ...shipped, task: 'colourise' }, 'invalid_argument', /task is "colourise", and a model for "upscale-2x"/],
    ['hash.json', { ...shipped, sha256: 'abc' }, 'invalid_encoding', /sha256/],
    ['bytes.json', { ...shipped, bytes: 1.5 }, 'invalid_argument', /bytes/],
    ['file.json', { ...shipped, file: 'file:///model.onnx' }, 'invalid_argument', /file/],
    ['fixed.json', { ...shipped, inputs: [{ ...port, shape: [1, 3, 128, 128] }] }, 'invalid_argument', /inputs\[0\].*float32 \[1, 3, height, width\]/],
    ['bytes-in.json', { ...shipped, inputs: [{ ...port, type: 'uint8' }] }, 'invalid_argument', /inputs\[0\]/],
    ['two.json', { ...shipped, inputs: [port, port] }, 'invalid_argument', /inputs/],
    ['triple.json', { ...shipped, outputs: [{ ...shipped.outputs[0], shape: [1, 3, '3*height', '3*width'] }] }, 'invalid_argument', /outputs\[0\]/],
    ['huge.json', { ...shipped, bytes: 2 ** 40 }, 'limit_exceeded', /268435456/],
    // From here on the file is looked at.
    ['gone.json', { ...shipped, file: 'gone.onnx' }, 'not_found', /gone\.onnx answered 404/],
    ['short.json', { ...shipped, bytes: onnx.length + 1 }, 'model_mismatch', /890945 bytes and 890946/],
    ['long.json', { ...shipped, bytes: onnx.length - 1 }, 'model_mismatch', /more than the 890944 bytes/],
    ['other.json', { ...shipped, sha256: '0'.repeat(64) }, 'model_mismatch', /SHA-256/],
    ['name.json', { ...shipped, inputs: [{ ...port, name: 'image' }] }, 'model_mismatch', /LR_o.*image/],
  ];
  for (const [path, what, code, detail] of rows) {
    if (what !== undefined) served.set(path, what);
    await assert.rejects(editor.upscale({ model: `${site.origin}/${path}` }), { code, field: 'upscaleSrc', detail }, path);
  }
  editor.dispose();
});

test('a file that is no model, and a runtime that is not there', async () => {
  const junk = Buffer.from('not a model');
  served.set('junk.onnx', junk).set('junk.json', { ...shipped, file: 'junk.onnx', bytes: junk.length, sha256: sha256(junk) });
  const editor = await openEditor(colophon, picture('chelsea.png'));
  await assert.rejects(editor.upscale({ model: `${site.origin}/junk.json` }), { code: 'model_mismatch', field: 'upscaleSrc', detail: /cannot run/ });
  editor.dispose();
  const without = createColophon({ runtimeSrc: `${site.origin}/nowhere/`, upscaleSrc: `${site.origin}/esrgan-slim-2x.json` });
  const other = await openEditor(without, picture('chelsea.png'));
  await assert.rejects(other.upscale(), { code: 'unavailable', field: 'runtimeSrc' });
  without.dispose();
});
