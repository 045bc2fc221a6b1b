// What a site does wrong most often: each says in one line what to do, in the studio and in the error that is thrown.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { dist, root } from '../support/core.mjs';
import { sendFile, serve } from '../support/http_server.mjs';
import { watched } from '../support/page.mjs';
import { withMemoryMax } from '../support/wasm_file.mjs';

const photo = join(root, 'examples/catalogue/images/rocket.jpg');
const strict = { 'default-src': "'none'", 'script-src': "'self' 'wasm-unsafe-eval'", 'worker-src': "'self'", 'connect-src': "'self'", 'img-src': "'self' blob:", 'style-src': "'self'" };
/** A single-page site's server answers with its page where a file is missing. */
const page = { type: 'text/html', body: '<!doctype html><title>My site</title>' };
const otherCore = withMemoryMax(readFileSync(join(dist, 'core.wasm')), 1000);
const { version } = JSON.parse(readFileSync(join(root, 'web/package.json'), 'utf8'));
const otherWorker = readFileSync(join(dist, 'worker.js'), 'utf8').replaceAll(version, '0.0.9');
const notHere = { status: 404, type: 'text/plain', body: 'Not found' };

// Per case: what the site serves or forbids, the error, its remedy in English, and what the operator of a Chinese site reads.
const cases = {
  'core.wasm is answered with a page': { files: { 'core.wasm': page }, code: 'unavailable', field: 'wasmSrc', says: /core\.wasm is an HTML page, not core\.wasm: .*Copy node_modules\/@colophon\/sdk\/dist\/core\.wasm .*wasmSrc: "\/core\.wasm"/, zh: /请网站运营者发布与脚本同一版本的 core\.wasm/ },
  'core.wasm is not there': { files: { 'core.wasm': notHere }, code: 'unavailable', field: 'wasmSrc', says: /core\.wasm answered 404\. Copy node_modules\/@colophon\/sdk\/dist\/core\.wasm/, zh: /请网站运营者发布与脚本同一版本的 core\.wasm/ },
  'core.wasm is of another version': { files: { 'core.wasm': { type: 'application/wasm', body: otherCore } }, code: 'abi_mismatch', field: 'wasmSrc', says: /is not the core\.wasm of @colophon\/sdk .*publish core\.wasm and the scripts of one version together, and empty caches/, zh: /脚本与核心的版本不一致，请清除缓存后刷新页面/ },
  'core.wasm may not be fetched': { policy: { 'connect-src': "'none'" }, code: 'unavailable', field: 'wasmSrc', says: /core\.wasm could not be fetched: check the address and the page's connect-src/, zh: /检查 wasmSrc 所指的地址/ },
  'WebAssembly is forbidden': { policy: { 'script-src': "'self'" }, code: 'unavailable', field: 'wasmSrc', says: /content security policy needs script-src 'wasm-unsafe-eval'/, zh: /core\.wasm/ },
  'worker.js is of another version': { files: { 'worker.js': { type: 'text/javascript', body: otherWorker } }, code: 'abi_mismatch', field: 'workerSrc', says: /worker\.js is version 0\.0\.9 and the page's script is .*publish the files of one version together/, zh: /脚本与核心的版本不一致，请清除缓存后刷新页面/ },
  'worker.js is answered with a page': { files: { 'worker.js': page }, code: 'unavailable', field: 'workerSrc', says: /worker\.js could not run.*is served as JavaScript/, zh: /请网站运营者在本站发布与脚本同一版本的 worker\.js/ },
  'the policy forbids the worker': { policy: { 'worker-src': "'none'" }, code: 'unavailable', field: 'workerSrc', says: /worker-src/, zh: /worker-src 'self'/ },
  'the worker comes from another origin': { workerSrc: () => `${other.origin}/worker.js`, code: 'invalid_argument', field: 'workerSrc', says: /browsers refuse a worker from another origin\. Copy node_modules\/@colophon\/sdk\/dist\/worker\.js .*workerSrc: "\/worker\.js"/, zh: /请网站运营者在本站发布/ },
  'Trusted Types without our policy’s name': { policy: { 'require-trusted-types-for': "'script'", 'trusted-types': 'mine' }, code: 'unavailable', field: 'workerSrc', says: /content security policy needs trusted-types colophon/, zh: /trusted-types colophon/ },
};
const names = Object.keys(cases);

let site, other, browser;
before(async () => {
  other = await serve((request, response) => sendFile(response, dist, request.url, { 'access-control-allow-origin': '*' }) || response.writeHead(404).end());
  site = await serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://a'), [, index, ...path] = pathname.split('/'), one = cases[names[index]], file = path.join('/');
    if (!one) return response.writeHead(404).end();
    const policy = Object.entries({ ...strict, ...one.policy }).map((directive) => directive.join(' ')).join('; '), headers = { 'content-security-policy': policy };
    if (file === '') {
      const worker = one.workerSrc ? ` worker-src="${one.workerSrc()}"` : '';
      return response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' })
        .end(`<!doctype html><html lang="${searchParams.get('lang')}"><title>My site</title><script type="module" src="define.js"></script><colophon-studio${worker}></colophon-studio>`);
    }
    const wrong = one.files?.[file];
    if (wrong) return response.writeHead(wrong.status ?? 200, { ...headers, 'content-type': wrong.type }).end(wrong.body);
    return sendFile(response, dist, file, headers) || response.writeHead(404).end();
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await other?.close();
});

/** What the studio shows when a photo is dropped: its sentences. */
async function shown(index, lang) {
  const { context, page } = await watched(browser, { language: lang });
  await page.goto(`${site.origin}/${index}/?lang=${lang}`);
  await page.locator('colophon-studio input[type=file]').setInputFiles(photo);
  await page.locator('colophon-studio [part=error]').waitFor();
  const lines = await page.locator('colophon-studio [part=error] p').allTextContents();
  await context.close();
  return lines;
}

for (const [index, name] of names.entries()) {
  test(name, async () => {
    const { code, field, says, zh, workerSrc } = cases[name];
    const { context, page } = await watched(browser);
    await page.goto(`${site.origin}/${index}/?lang=en`);
    const thrown = await page.evaluate(async ([from, options]) => {
      const { createColophon, ColophonError } = await import(from);
      const colophon = createColophon(options);
      const error = await colophon.text('one two').catch((caught) => caught);
      colophon.dispose();
      return error instanceof ColophonError ? { ...error.toRecord(), message: error.message } : { code: 'no ColophonError', message: JSON.stringify(error) };
    }, [`${site.origin}/${index}/index.js`, workerSrc ? { workerSrc: workerSrc() } : {}]);
    await context.close();
    assert.deepEqual([thrown.code, thrown.field], [code, field], thrown.message);
    assert.match(thrown.detail, says);
    assert.equal(thrown.message, `${code}: ${thrown.detail} (${field})`);
    assert.doesNotMatch(thrown.detail, /\n/, 'one line');

    const english = await shown(index, 'en');
    assert.match(english[0], says, 'the remedy is what an English reader sees first');
    assert.equal(english[1], `Field: ${field}`);
    const chinese = await shown(index, 'zh-CN');
    assert.match(chinese[0], zh);
    assert.equal(chinese[1], `字段：${field}`);
    assert.match(chinese[2], says, 'the exact sentence stands beneath');
  });
}
