// The examples, built from the packed tarball as a site would, under the strictest policy.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { root } from '../support/core.mjs';
import { sendFile, serve } from '../support/http_server.mjs';
import { packedPackage } from '../support/packed.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const photo = join(root, 'examples/catalogue/images/rocket.jpg');
const strict = (policies) => "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob:; style-src 'self'; "
  + `base-uri 'none'; require-trusted-types-for 'script'; trusted-types ${policies}`;
let browser, packages;
before(async () => {
  packages = packedPackage();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  packages?.remove();
});

const publish = (at, policies = 'colophon') => serve((request, response) => {
  const path = new URL(request.url, 'http://a').pathname;
  if (!sendFile(response, at, path === '/' ? 'index.html' : path, { 'content-security-policy': strict(policies) })) response.writeHead(404).end();
});
/** Runs `use` on the published site; the page's own errors are the test's. */
async function visit(at, policies, use) {
  const site = await publish(at, policies);
  try {
    const session = await watched(browser), asked = [];
    session.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await session.page.goto(site.origin);
    await use(session.page, asked, session);
    await session.context.close();
  } finally {
    await site.close();
  }
}

test('examples/vite: React, the files on the site’s own origin, a score under Trusted Types', async () => {
  const at = packages.install('vite');
  packages.assets(at, 'public/colophon');
  packages.run(at, 'node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error');
  const { options } = JSON.parse(readFileSync(join(at, 'dist/colophon/manifest.json'), 'utf8'));
  await visit(join(at, 'dist'), 'colophon', async (page, asked, session) => {
    await page.locator('colophon-studio input[type=file]').setInputFiles(photo);
    await page.getByText(/^Scored: \d/).waitFor();
    for (const path of [options.workerSrc, options.wasmSrc, options.modelSrc]) assert.ok(asked.includes(path), `${path} was asked for`);
    assert.equal(asked.filter((path) => path === options.wasmSrc).length, 1, 'a new options object with the same content restarts nothing');
    await screenshot(page, 'example-vite');
    await accessible(page);
    session.clean(/favicon/, /404/);
  });
});

test('examples/webpack: no framework; the element scores, the SDK measures, under Trusted Types', async () => {
  const at = packages.install('webpack');
  packages.assets(at, 'colophon');
  const said = packages.run(at, 'node_modules/webpack-cli/bin/cli.js', '--mode', 'production');
  assert.doesNotMatch(said, /Critical dependency|WARNING in \.\/node_modules/, 'webpack takes every address of run time for what it is');
  const { options } = JSON.parse(readFileSync(join(at, 'colophon/manifest.json'), 'utf8'));
  await visit(at, 'colophon webpack', async (page, asked, session) => {
    await page.locator('#photo').setInputFiles(photo);
    await page.locator('#measures').getByText(/^sharpness: \d/).waitFor();
    await page.locator('#measures').getByText(/^ISCC:K/).waitFor();
    await page.locator('colophon-studio input[type=file]').setInputFiles(photo);
    await page.locator('colophon-studio [part=mean]').waitFor();
    for (const path of [options.workerSrc, options.wasmSrc, options.modelSrc]) assert.ok(asked.includes(path), `${path} was asked for`);
    await screenshot(page, 'example-webpack');
    await accessible(page);
    session.clean(/favicon/, /404/);
  });
  // A site that copies nothing has what webpack took along.
  rmSync(join(at, 'colophon'), { recursive: true });
  await visit(at, 'colophon webpack', async (page, asked, session) => {
    await page.locator('#photo').setInputFiles(photo);
    await page.locator('#measures').getByText(/^sharpness: \d/).waitFor();
    await page.locator('colophon-studio input[type=file]').setInputFiles(photo);
    await page.locator('colophon-studio [part=reasons]').first().waitFor();
    assert.equal(asked.filter((path) => /^\/dist\/\w+\.(wasm|js)$/.test(path) && path !== '/dist/main.js').length >= 2, true, String(asked));
    session.clean(/favicon/, /404/, /photo-quality/);
  });
});

test('examples/html: one script, one tag', async () => {
  const at = packages.install('html');
  cpSync(join(packages.installed, 'dist'), join(at, 'sdk'), { recursive: true });
  await visit(at, 'colophon', async (page) => {
    await page.locator('colophon-studio input[type=file]').setInputFiles(photo);
    await page.locator('colophon-studio [part=reasons]').first().waitFor();
    // Without a model there is no score, and the page says so.
    await page.locator('colophon-studio').getByText(/models\/photo-quality\.card\.json answered 404/).waitFor();
    await screenshot(page, 'example-html');
  });
});
