// examples/next, built from the packed tarball, served by `next start` under a nonce and Trusted Types, with a real Colophon server behind it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { colophon, startColophon } from '../support/colophon.mjs';
import { root } from '../support/core.mjs';
import { freePort } from '../support/http_server.mjs';
import { packedPackage } from '../support/packed.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const photo = join(root, 'examples/catalogue/images/rocket.jpg');
let packages, browser, server, site, origin;

/** `next start`, until it answers. */
async function start(at, port, env) {
  const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1', '--port', String(port)], {
    cwd: at, env: { ...process.env, ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => { said += piece; });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (let tries = 0; tries < 300; ++tries) {
    if (child.exitCode !== null) break;
    if (await fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.ok, () => false)) return { said: () => said, close: () => (child.kill(), ended) };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error(`next start did not answer:\n${said}`);
}

before(async () => {
  packages = packedPackage();
  const at = packages.install('next'), port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  packages.assets(at, 'public/colophon');
  packages.run(at, 'node_modules/next/dist/bin/next', 'build', '--webpack');
  server = await startColophon('--allow-origin', origin);
  const { key } = JSON.parse(colophon('keys', 'make', '--store', server.store, '--name', 'a Next site', '--scope', 'sessions:write', '--json'));
  site = await start(at, port, { COLOPHON_SERVER: server.origin, COLOPHON_KEY: key, SITE_ORIGIN: origin });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await server?.close();
  packages?.remove();
});

test('the server sends the tag and loads nothing; each answer has a nonce of its own on every script', async () => {
  const answers = await Promise.all([1, 2].map(async () => {
    const answer = await fetch(origin), html = await answer.text(), policy = answer.headers.get('content-security-policy');
    const [, nonce] = /script-src 'nonce-([\w+/=]+)' 'strict-dynamic' 'wasm-unsafe-eval';/.exec(policy);
    for (const directive of ["worker-src 'self'", `connect-src 'self' ${server.origin}`, "img-src 'self' blob:", "require-trusted-types-for 'script'", 'trusted-types colophon nextjs nextjs#bundler']) {
      assert.ok(policy.split('; ').includes(directive), directive);
    }
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')/);
    assert.match(html, new RegExp(`<colophon-studio [^>]*server="${server.origin}" token-url="/colophon-token"`));
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    assert.ok(scripts.length > 0);
    for (const tag of scripts) assert.ok(tag.includes(`nonce="${nonce}"`), tag);
    assert.doesNotMatch(html, /ck_/);
    return nonce;
  }));
  assert.notEqual(answers[0], answers[1]);
});

test('a photo is measured, scored and registered, without a violation or an error', async () => {
  const session = await watched(browser), { page } = session, studio = page.locator('colophon-studio');
  await page.goto(origin);
  await studio.locator('input[type=file]').setInputFiles(photo);
  await studio.locator('[part=reasons]').first().waitFor();
  await page.getByText(/^Scored: \d/).waitFor();
  await studio.getByRole('tab', { name: 'Prove' }).click();
  await studio.getByRole('button', { name: 'Register', exact: true }).click();
  await studio.getByText('Registered, and the receipt holds').waitFor();
  await screenshot(page, 'example-next');
  await accessible(page);
  session.clean(/favicon/, /404/);
  await session.context.close();
  assert.doesNotMatch(site.said(), /error/i);
});
