// The examples, built from the packed tarball as a site would, under the strictest policy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { root } from '../support/core.mjs';
import { sendFile, serve } from '../support/http_server.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const photo = join(root, 'examples/catalogue/images/rocket.jpg');
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob:; style-src 'self'; "
  + "require-trusted-types-for 'script'; trusted-types colophon";
const folder = mkdtempSync(join(tmpdir(), 'packages-'));
let browser, installed;

before(async () => {
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: join(root, 'web'), encoding: 'utf8' }));
  installed = join(folder, 'sdk');
  mkdirSync(installed);
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', installed, '--strip-components=1']);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** A copy of an example with what `npm install` would put beside it; the registry is not asked. */
function install(name, ...packages) {
  const at = join(folder, name);
  cpSync(join(root, 'examples', name), at, { recursive: true, filter: (path) => !/node_modules|\/dist$|\/public$/.test(path) });
  mkdirSync(join(at, 'node_modules/@colophon'), { recursive: true });
  cpSync(installed, join(at, 'node_modules/@colophon/sdk'), { recursive: true });
  for (const other of packages) symlinkSync(join(root, 'node_modules', other), join(at, 'node_modules', other));
  return at;
}
const publish = (at) => serve((request, response) => {
  const path = new URL(request.url, 'http://a').pathname;
  if (!sendFile(response, at, path === '/' ? 'index.html' : path, { 'content-security-policy': policy })) response.writeHead(404).end();
});

test('examples/vite: React, the files on the site’s own origin, a score under Trusted Types', async () => {
  const at = install('vite', 'react', 'react-dom', 'scheduler', 'onnxruntime-web', 'onnxruntime-common', 'vite');
  const run = (program, ...words) => execFileSync(process.execPath, [program, ...words], { cwd: at, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, NODE_ENV: 'production' } });
  run('node_modules/@colophon/sdk/bin/colophon-assets.mjs', 'public/colophon', '--model', join(root, 'native/models/photo-quality.onnx'));
  run(join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error');
  const { options } = JSON.parse(readFileSync(join(at, 'dist/colophon/manifest.json'), 'utf8'));
  const site = await publish(join(at, 'dist'));
  try {
    const session = await watched(browser), { page } = session, asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(site.origin);
    await page.locator('colophon-studio input[type=file]').setInputFiles(photo);
    await page.getByText(/^Scored: \d/).waitFor({ timeout: 120_000 });
    for (const path of [options.workerSrc, options.wasmSrc, options.modelSrc]) assert.ok(asked.includes(path), `${path} was asked for`);
    assert.equal(asked.filter((path) => path === options.wasmSrc).length, 1, 'a new options object with the same content restarts nothing');
    await screenshot(page, 'example-vite');
    await accessible(page);
    session.clean(/favicon/, /404/);
    await session.context.close();
  } finally {
    await site.close();
  }
});

test('examples/html: one script, one tag', async () => {
  const at = install('html');
  cpSync(join(installed, 'dist'), join(at, 'sdk'), { recursive: true });
  const site = await publish(at);
  try {
    const session = await watched(browser), { page } = session;
    await page.goto(site.origin);
    await page.locator('colophon-studio input[type=file]').setInputFiles(photo);
    await page.locator('colophon-studio [part=reasons]').first().waitFor({ timeout: 60_000 });
    // Without a model there is no score, and the page says so.
    await page.locator('colophon-studio').getByText(/models\/photo-quality\.card\.json answered 404/).waitFor({ timeout: 60_000 });
    await screenshot(page, 'example-html');
    await session.context.close();
  } finally {
    await site.close();
  }
});
