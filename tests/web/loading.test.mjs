// Finding the core: what is wrong is said in one line with its remedy. The built package, in Node.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { dist } from '../support/core.mjs';
import { sendFile, serve } from '../support/http_server.mjs';
import { withMemoryMax } from '../support/wasm_file.mjs';

const { createColophon, ColophonError } = await import(join(dist, 'index.js'));
const core = readFileSync(join(dist, 'core.wasm'));

let server;
before(async () => {
  server = await serve((request, response) => {
    if (request.url === '/page') response.writeHead(200, { 'content-type': 'text/html' }).end('\n<!doctype html><title>Not found</title>');
    else if (request.url === '/text') response.writeHead(200).end('no module');
    else if (!sendFile(response, dist, request.url.slice(1))) response.writeHead(404).end('<html>');
  });
});
after(() => server.close());

const failing = async (options, expected) => {
  const colophon = createColophon(options);
  await assert.rejects(colophon.ready(), (error) => {
    assert.ok(error instanceof ColophonError, String(error));
    for (const [key, value] of Object.entries(expected)) assert.match(error[key], value);
    return true;
  });
  colophon.dispose();
};

test('importing and creating does nothing; the first call loads', async () => {
  const before = process.getActiveResourcesInfo().length;
  const colophon = createColophon({ wasmSrc: 'http://127.0.0.1:1/none.wasm' });
  assert.equal(process.getActiveResourcesInfo().length, before);
  colophon.dispose();
});

test('the core lies beside the script', async () => {
  const colophon = createColophon();
  assert.equal(await colophon.canonicalJson('{"b":1, "a":2}'), '{"a":2,"b":1}');
  colophon.dispose();
});

test('from an address, from bytes, from a module', async () => {
  for (const wasmSrc of [`${server.origin}/core.wasm`, new URL(`${server.origin}/core.wasm`), core, core.buffer.slice(core.byteOffset, core.byteOffset + core.byteLength), new WebAssembly.Module(core)]) {
    const colophon = createColophon({ wasmSrc });
    await colophon.ready();
    colophon.dispose();
  }
});

test('a page in its place, an answer of 404, no module, no server', async () => {
  await failing({ wasmSrc: `${server.origin}/page` }, { code: /unavailable/, field: /wasmSrc/, detail: /is an HTML page.*Copy .*core\.wasm/ });
  await failing({ wasmSrc: `${server.origin}/gone` }, { code: /unavailable/, detail: /answered 404.*Copy / });
  await failing({ wasmSrc: `${server.origin}/text` }, { code: /unavailable/, detail: /not WebAssembly/ });
  await failing({ wasmSrc: 'http://127.0.0.1:1/core.wasm' }, { code: /unavailable/, detail: /could not be fetched/ });
});

test('a core of another version', async () => {
  const other = withMemoryMax(core, 1000);
  await failing({ wasmSrc: other }, { code: /abi_mismatch/, detail: /is not the core.wasm of @colophon\/sdk \d/ });
  const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  await failing({ wasmSrc: empty }, { code: /abi_mismatch/, detail: /publish core\.wasm and the scripts/ });
});

test('a failure is not for ever', async () => {
  let answers = 0;
  const flaky = await serve((request, response) => (answers++ === 0 ? response.writeHead(503).end() : sendFile(response, dist, 'core.wasm')));
  const colophon = createColophon({ wasmSrc: `${flaky.origin}/core.wasm` });
  await assert.rejects(colophon.ready(), { code: 'unavailable', detail: /503/ });
  assert.equal(await colophon.canonicalJson('[ ]'), '[]');
  colophon.dispose();
  await flaky.close();
});

test('after dispose a call says so', async () => {
  const colophon = createColophon();
  await colophon.ready();
  colophon.dispose();
  colophon.dispose();
  await assert.rejects(colophon.text('x'), { code: 'conflict', detail: /create another/ });
});
