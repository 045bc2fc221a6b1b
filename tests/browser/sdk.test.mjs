// The package in a real browser, under the content security policy that docs promise: the core in a module worker.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { dist, root, sha256 } from '../support/core.mjs';
import { sendFile, serve } from '../support/http_server.mjs';
import { withMemoryMax } from '../support/wasm_file.mjs';

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob:";
const images = join(root, 'examples/catalogue/images');

let site;
let other;
let browser;
let page;
const problems = [];
before(async () => {
  const small = withMemoryMax(readFileSync(join(dist, 'core.wasm')), 96);
  const answer = (request, response) => {
    const path = request.url.slice(1).split('?')[0];
    if (path === '') return response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end('<!doctype html><title>test</title>');
    if (path === 'favicon.ico') return response.writeHead(204).end();
    if (path === 'small.wasm') return response.writeHead(200, { 'content-type': 'application/wasm' }).end(small);
    if (path.startsWith('damaged/')) {
      const bytes = readFileSync(join(dist, 'models', path.slice(8)));
      if (path.endsWith('.onnx')) bytes[bytes.length >> 1] ^= 1;
      return response.writeHead(200).end(bytes);
    }
    if (path.startsWith('images/')) return sendFile(response, images, path.slice(7)) || response.writeHead(404).end();
    // The worker, too, has the page's policy.
    return sendFile(response, dist, path, { 'content-security-policy': policy, 'access-control-allow-origin': '*' }) || response.writeHead(404).end();
  };
  site = await serve(answer);
  other = await serve(answer);
  browser = await launch();
  page = await browser.newPage();
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`${site.origin}/`);
});
after(async () => {
  await browser?.close();
  await site?.close();
  await other?.close();
});

test('a picture goes through the worker', async () => {
  const result = await page.evaluate(async () => {
    const { createColophon } = await import('/index.js');
    const colophon = createColophon();
    const blob = await (await fetch('/images/chelsea.png')).blob();
    const image = await colophon.image(blob);
    await image.repair('sharpen');
    const { width, height, rgba } = await image.preview(50);
    const data = new ImageData(rgba, width, height);
    const features = await image.features();
    const hash = await colophon.sha256(blob);
    image.dispose();
    colophon.dispose();
    return { info: image.info, size: [data.width, data.height], features: features.length, hash };
  });
  assert.deepEqual(result.info, { width: 451, height: 300, format: 'png', orientation: 1 });
  assert.deepEqual(result.size, [50, 33]);
  assert.equal(result.features, 6);
  assert.equal(result.hash, sha256(readFileSync(join(images, 'chelsea.png'))));
  assert.deepEqual(problems, [], 'the policy was not violated');
});

test('an exhausted memory ends that worker, and the next call has a new one', async () => {
  const result = await page.evaluate(async () => {
    const { createColophon } = await import('/index.js');
    const module = await WebAssembly.compile(await (await fetch('/small.wasm')).arrayBuffer());
    const colophon = createColophon({ wasmSrc: module });
    const blob = await (await fetch('/images/chelsea.png')).blob();
    const first = await colophon.image(blob);
    let failure;
    for (let i = 0; i < 40 && !failure; ++i) await colophon.image(blob).catch((error) => (failure = error));
    const after = await colophon.text('one two three');
    const held = await first.features().then(() => 'alive', (error) => error.code);
    colophon.dispose();
    return { code: failure?.code, detail: failure?.detail, words: after.words, held };
  });
  assert.equal(result.code, 'out_of_memory', result.detail);
  assert.equal(result.words, 3);
  assert.ok(['alive', 'not_found'].includes(result.held));
});

test('a call is cancelled while the worker is busy', async () => {
  const codes = await page.evaluate(async () => {
    const { createColophon } = await import('/index.js');
    const colophon = createColophon();
    const controller = new AbortController();
    const call = colophon.sha256(new Blob([new Uint8Array(60_000_000)]), { signal: controller.signal, onProgress: () => controller.abort() });
    const first = await call.then(() => 'done', (error) => error.code);
    const second = await colophon.text('still here');
    const pending = colophon.sha256(new Blob([new Uint8Array(60_000_000)])).then(() => 'done', (error) => error.code);
    await new Promise((resolve) => setTimeout(resolve, 5));
    colophon.dispose();
    return [first, second.words, await pending];
  });
  assert.deepEqual(codes, ['cancelled', 2, 'cancelled']);
});

test('a picture whose opening was cancelled is given back', async () => {
  const outcome = await page.evaluate(async () => {
    const { createColophon } = await import('/index.js');
    const module = await WebAssembly.compile(await (await fetch('/small.wasm')).arrayBuffer());
    const colophon = createColophon({ wasmSrc: module });
    const blob = await (await fetch('/images/chelsea.png')).blob();
    const bytes = new Uint8Array(await blob.arrayBuffer());
    await colophon.ready();
    const codes = [];
    // The small memory holds a few of these pictures: twenty that are not given back would exhaust it.
    for (let i = 0; i < 20; ++i) {
      const controller = new AbortController();
      const opening = colophon.image(bytes, { signal: controller.signal }).then((image) => image.dispose(), (error) => codes.push(error.code));
      // The page is busy while the worker decodes, so that its answer waits in the queue when the call is cancelled.
      await Promise.resolve().then(() => undefined).then(() => undefined);
      for (const begin = performance.now(); performance.now() - begin < 60; );
      controller.abort();
      await opening;
    }
    const last = await colophon.image(blob).then((image) => image.info.width, (error) => error.code);
    colophon.dispose();
    return { codes, last };
  });
  assert.deepEqual(outcome.codes, Array(20).fill('cancelled'));
  assert.equal(outcome.last, 451);
});

test('a worker from another origin, a worker that is not there, a core that is not there', async () => {
  const errors = await page.evaluate(async (elsewhere) => {
    const { createColophon } = await import('/index.js');
    const attempt = async (options) => {
      const colophon = createColophon(options);
      const error = await colophon.text('x').catch((caught) => caught);
      colophon.dispose();
      return [error.code, error.field, error.detail];
    };
    return [
      await attempt({ workerSrc: `${elsewhere}/worker.js` }),
      await attempt({ workerSrc: '/none.js' }),
      await attempt({ wasmSrc: '/none.wasm' }),
      // The page itself, where a file should be: what a single-page site answers for anything that is missing.
      await attempt({ wasmSrc: '/' }),
    ];
  }, other.origin);
  assert.deepEqual(errors.map(([code, field]) => [code, field]), [
    ['invalid_argument', 'workerSrc'], ['unavailable', 'workerSrc'], ['unavailable', 'wasmSrc'], ['unavailable', 'wasmSrc'],
  ]);
  assert.match(errors[0][2], /another origin.*workerSrc: "\/worker\.js"/);
  assert.match(errors[1][2], /check that the file is there/);
  assert.match(errors[2][2], /answered 404/);
  assert.match(errors[3][2], /is an HTML page/);
});

test('a score: ONNX Runtime Web and the model are loaded in the worker, the hash is checked', async (context) => {
  if (!sendable('models/photo-quality.onnx')) return context.skip('needs native/models/photo-quality.onnx');
  const result = await page.evaluate(async () => {
    const { createColophon } = await import('/index.js');
    const colophon = createColophon();
    const image = await colophon.image(await (await fetch('/images/rocket.jpg')).blob());
    const steps = [];
    const quality = await image.quality({ onProgress: (done, total) => steps.push([done, total]) });
    colophon.dispose();
    const refused = [];
    for (const options of [{ runtimeSrc: '/nowhere/' }, { modelSrc: '/damaged/photo-quality.onnx' }]) {
      const wrong = createColophon(options);
      const again = await wrong.image(await (await fetch('/images/rocket.jpg')).blob());
      const error = await again.quality().catch((caught) => caught);
      refused.push([error.code, error.field]);
      wrong.dispose();
    }
    return { quality, steps: steps.length, refused };
  });
  assert.ok(result.quality.mean_milli >= 1000 && result.quality.mean_milli <= 10000);
  assert.equal(result.quality.probability_ppm.reduce((sum, ppm) => sum + ppm, 0), 1_000_000);
  assert.ok(result.steps > 0);
  assert.deepEqual(result.refused, [['unavailable', 'runtimeSrc'], ['model_mismatch', 'modelSrc']]);
});

function sendable(path) {
  try {
    return readFileSync(join(dist, path)).length > 0;
  } catch {
    return false;
  }
}
