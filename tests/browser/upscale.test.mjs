// Upscaling in a browser's worker, under a strict policy: better than the browser's own enlargement, kept for the next visit, given up when asked.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { dist, root } from '../support/core.mjs';
import { sendFile, serve } from '../support/http_server.mjs';

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob:";
const images = join(root, 'examples/catalogue/images');
const missing = ['models/esrgan-slim-2x.onnx', 'ort/ort.wasm.min.mjs'].filter((path) => !existsSync(join(dist, path)));
const skip = missing.length > 0 ? `needs ${missing.join(', ')} in web/dist` : false;

let site;
let browser;
let page;
const asked = [];
/** True: the server of the models cuts every connection. */
let down = false;
const problems = [];
before(async () => {
  site = await serve((request, response) => {
    const path = request.url.slice(1).split('?')[0];
    asked.push(path);
    if (down && path.startsWith('models/')) return request.socket.destroy();
    if (path === '') return response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end('<!doctype html><title>test</title>');
    if (path.startsWith('images/')) return sendFile(response, images, path.slice(7)) || response.writeHead(404).end();
    return sendFile(response, dist, path, { 'content-security-policy': policy }) || response.writeHead(404).end();
  });
  browser = await launch();
  page = await browser.newPage();
  page.on('console', (message) => message.type() === 'error' && !/404|ERR_EMPTY_RESPONSE/.test(message.text()) && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`${site.origin}/`);
  await prepare();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** Puts into the page: a part of 256 x 256 pixels of a photo, its half as PNG, and how far a picture is from the part. */
const prepare = () => page.evaluate(async () => {
  const pixelsOf = (source, width, height, ...place) => {
    const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true });
    context.drawImage(source, ...place);
    return context.getImageData(0, 0, width, height).data;
  };
  const photo = await createImageBitmap(await (await fetch('/images/chelsea.png')).blob());
  const original = pixelsOf(photo, 256, 256, 100, 20, 256, 256, 0, 0, 256, 256);
  const half = new ImageData(128, 128);
  for (let y = 0; y < 128; ++y) {
    for (let x = 0; x < 128; ++x) {
      for (let channel = 0; channel < 4; ++channel) {
        const at = (row, column) => original[((2 * y + row) * 256 + 2 * x + column) * 4 + channel];
        half.data[(y * 128 + x) * 4 + channel] = Math.round((at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4);
      }
    }
  }
  const small = new OffscreenCanvas(128, 128);
  small.getContext('2d').putImageData(half, 0, 0);
  /** Keys' cubic convolution (a = -0.5) at the quarters between pixels. */
  const cubic = () => {
    const weights = [[-0.0703125, 0.8671875, 0.2265625, -0.0234375], [-0.0234375, 0.2265625, 0.8671875, -0.0703125]];
    const side = (i) => Math.min(127, Math.max(0, i));
    const out = new Uint8ClampedArray(256 * 256 * 4);
    for (let y = 0; y < 256; ++y) {
      for (let x = 0; x < 256; ++x) {
        // An even pixel lies a quarter before a pixel of the half, an odd one a quarter behind: the four nearest begin one earlier for even ones.
        const [top, left] = [y, x].map((at) => (at >> 1) - (at % 2 === 0 ? 2 : 1));
        const [down, across] = [y, x].map((at) => weights[at % 2 === 0 ? 1 : 0]);
        for (let channel = 0; channel < 4; ++channel) {
          let sum = 0;
          for (let i = 0; i < 4; ++i) for (let j = 0; j < 4; ++j) sum += down[i] * across[j] * half.data[(side(top + i) * 128 + side(left + j)) * 4 + channel];
          out[(y * 256 + x) * 4 + channel] = Math.round(sum);
        }
      }
    }
    return out;
  };
  /** In decibels, over red, green and blue. */
  const psnr = (pixels) => {
    let sum = 0;
    for (let i = 0; i < pixels.length; ++i) if (i % 4 !== 3) sum += (pixels[i] - original[i]) ** 2;
    return 10 * Math.log10((255 * 255 * pixels.length * 0.75) / sum);
  };
  globalThis.tools = {
    ...(await import('/index.js')), ...(await import('/picture.js')), psnr, cubic, file: await small.convertToBlob({ type: 'image/png' }),
    pixels: async (blob) => { const bitmap = await createImageBitmap(blob); return pixelsOf(bitmap, bitmap.width, bitmap.height, 0, 0); },
  };
});
const count = (path) => asked.filter((one) => one === path).length;

test('a photo of 128 pixels doubled is nearer to the original than by cubic interpolation', { skip }, async () => {
  const result = await page.evaluate(async () => {
    const { createColophon, openEditor, file, psnr, cubic, pixels } = globalThis.tools;
    const colophon = createColophon();
    const editor = await openEditor(colophon, file);
    const steps = [];
    const began = performance.now();
    const larger = await editor.upscale({ onProgress: (done, total) => steps.push(done / total) });
    const ms = performance.now() - began;
    const { blob, width, height } = await larger.export({}, { format: 'png' });
    const ours = psnr(await pixels(blob)), theirs = psnr(cubic());
    colophon.dispose();
    return { info: larger.info, width, height, ours, theirs, steps, ms };
  });
  console.log(`upscale 128 x 128: ${result.ours.toFixed(2)} dB, cubic ${result.theirs.toFixed(2)} dB, ${result.ms.toFixed(0)} ms with the model`);
  assert.deepEqual([result.info.width, result.info.height, result.width, result.height], [256, 256, 256, 256]);
  assert.ok(result.ours > result.theirs + 0.5, `${result.ours} dB, cubic ${result.theirs} dB`);
  assert.ok(result.theirs > 20, 'the peer is no straw man');
  assert.ok(result.steps.length >= 2 && result.steps.every((step, i) => i === 0 || step >= result.steps[i - 1]));
  assert.equal(result.steps.at(-1), 1);
  assert.deepEqual(problems, [], 'the policy was not violated');
});

test('a second visit fetches no model, and none is needed without a connection', { skip }, async () => {
  const before = count('models/esrgan-slim-2x.onnx');
  assert.ok(before >= 1);
  await page.reload();
  await prepare();
  const visit = (prepared) => page.evaluate(async (offline) => {
    const { createColophon, openEditor, file } = globalThis.tools;
    // What the worker loads is there before the connection goes; the model is not among it.
    globalThis.waiting ??= { colophon: createColophon() };
    if (!offline) {
      globalThis.waiting.editor = await openEditor(globalThis.waiting.colophon, file);
      return undefined;
    }
    const larger = await globalThis.waiting.editor.upscale();
    globalThis.waiting.colophon.dispose();
    return larger.info.width;
  }, prepared);
  await visit(false);
  // ONNX Runtime Web is the site's own to keep, in a service worker or the browser's cache.
  down = true;
  try {
    assert.equal(await visit(true), 256);
  } finally {
    down = false;
  }
  assert.equal(count('models/esrgan-slim-2x.onnx'), before);
});

test('given up in the middle, and no model at the address: each says so, and the editor goes on', { skip }, async () => {
  const result = await page.evaluate(async () => {
    const { createColophon, openEditor } = globalThis.tools;
    const colophon = createColophon();
    const chelsea = await openEditor(colophon, await (await fetch('/images/chelsea.png')).blob());
    const stop = new AbortController();
    const began = performance.now();
    const given = await chelsea.upscale({ signal: stop.signal, onProgress: (done) => done > 250 && stop.abort() }).catch((error) => error.code);
    // The worker answers again at once, not after all tiles.
    const palette = await chelsea.palette(3);
    const ms = performance.now() - began;
    const none = await chelsea.upscale({ model: '/models/none.json' }).catch(({ code, field, detail }) => ({ code, field, detail }));
    colophon.dispose();
    return { given, colours: palette.length, ms, none };
  });
  assert.equal(result.given, 'cancelled');
  assert.equal(result.colours, 3);
  assert.deepEqual([result.none.code, result.none.field], ['not_found', 'upscaleSrc']);
  assert.match(result.none.detail, /models\/none\.json answered 404.*pass upscaleSrc/);
});
