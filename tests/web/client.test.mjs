// The client in Node: pictures, texts, hashes, cancelling; the core runs in the calling thread.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
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

const bundleFolder = join(root, 'examples/settlement');
const files = () => Object.fromEntries(readdirSync(bundleFolder).map((name) => [name, readFileSync(join(bundleFolder, name), 'utf8')]));

test('a settlement is computed again from its files: its statements, tables and journal verify, and every amount is explained', async () => {
  const seen = [];
  const settlement = await colophon.settle(files(), { onProgress: (done, total) => seen.push([done, total]) });
  assert.match(settlement.root, /^[0-9a-f]{64}$/);
  assert.deepEqual(seen.at(-1), [9, 9]);
  const ada = settlement.statements.find(({ name }) => name === 'ada');
  const statement = await settlement.statement(ada.party);
  assert.deepEqual(await settlement.statement(settlement.statements.indexOf(ada)), statement);
  const used = new Set(statement.statement.lines.map(({ pool }) => statement.pools[pool].pool));
  for (const pool of used) assert.equal((await colophon.verify(statement, { table: await settlement.table(pool) })).holds, true);
  const report = await colophon.verify(await settlement.journal());
  assert.deepEqual([report.kind, report.holds], ['journal', true]);
  for (let line = 0; line < statement.statement.lines.length; ++line) {
    const [en, zh] = [await colophon.explain(statement, { line }), await colophon.explain(statement, { line, locale: 'zh-CN' })];
    assert.ok(en.steps.length >= 2 && zh.steps.length === en.steps.length);
    assert.match(zh.steps.at(-1).text, /[一-龥]/);
  }
  assert.match((await colophon.explain(statement)).title, /payout/);
  const words = await colophon.explainAgreements(files()['agreements.json'], { locale: 'zh-CN' });
  assert.ok(words.some(({ agreement, text }) => agreement === 'nightjar-ada' && /[一-龥]/.test(text)));

  const other = await colophon.settle({ ...files(), 'revenue.csv': new Blob([files()['revenue.csv']]) });
  assert.equal(other.root, settlement.root);
  other.dispose();
  await assert.rejects(other.journal(), { code: 'not_found' });
  settlement.dispose();
  settlement.dispose();
});

test('a bundle that is wrong names file, line and column; the next one is settled', async () => {
  const cut = files();
  cut['events.csv'] = cut['events.csv'].slice(0, -3);
  await assert.rejects(colophon.settle(cut), { field: /^events\.csv/ });
  const strange = files();
  strange['revenue.csv'] = strange['revenue.csv'].replace(/EUR/, 'EUX');
  await assert.rejects(colophon.settle(strange), { code: 'unknown_currency', field: /^revenue\.csv:\d+:currency$/ });
  await assert.rejects(colophon.settle({}), { field: /parties\.csv/ });
  (await colophon.settle(files())).dispose();
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

test('the ISCC of files, as the command line gives it', async () => {
  const { execFileSync } = await import('node:child_process');
  const { mkdtempSync, rmSync, writeFileSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const folder = mkdtempSync(join(tmpdir(), 'iscc-'));
  after(() => rmSync(folder, { recursive: true }));
  const files = [
    ['coffee.png', readFileSync(join(root, 'examples/catalogue/images/coffee.png')), 'image/png'],
    ['rocket.jpg', readFileSync(join(root, 'examples/catalogue/images/rocket.jpg')), ''],
    ['poem.txt', readFileSync(join(root, 'examples/catalogue/poems/li-bai-1.txt')), 'text/plain'],
    ['page.html', Buffer.from('<h1>One</h1><script>x</script><p>caf&eacute;'), 'text/html'],
    ['notes.md', Buffer.from('# One\n\n*two* [three](x)'), 'text/markdown'],
    ['noise.bin', Buffer.alloc(2_500_000, 'colophon\0'), ''],
    ['empty', Buffer.alloc(0), ''],
    ['broken.jpg', Buffer.from('\xff\xd8\xff\xe0 no picture', 'latin1'), 'image/jpeg'],
  ];
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  const program = join(root, 'build/native/bin/colophon');
  const native = JSON.parse(execFileSync(program, ['iscc', '--json', '--name', 'A title', ...files.map(([name]) => join(folder, name))], { encoding: 'utf8' })).files;
  for (const [i, [name, content, type]] of files.entries()) {
    const found = await colophon.iscc(new File([content], name, { type }), { name: 'A title' });
    assert.deepEqual([name, found.iscc, found.kind, found.units, found.datahash, found.filesize], [name, native[i].iscc, native[i].kind, native[i].units, native[i].datahash, native[i].filesize]);
  }
  const film = await colophon.iscc(new Blob(['\0\0\0\x18ftypmp42'], { type: 'video/mp4' }));
  assert.deepEqual([film.kind, film.contentOnServer, film.units.content], ['video', true, undefined]);
});

test('the ISCC of a file: progress, cancelling, a title that gives no code', async () => {
  const bytes = Buffer.alloc(3_000_000, 'colophon');
  const seen = [];
  await colophon.iscc(new Blob([bytes]), { onProgress: (done, total) => seen.push([done, total]) });
  assert.deepEqual(seen, [[2 ** 20, bytes.length], [2 ** 21, bytes.length], [bytes.length, bytes.length]]);
  const controller = new AbortController();
  const call = colophon.iscc(new Blob([bytes]), { signal: controller.signal, onProgress: () => controller.abort() });
  await assert.rejects(call, { code: 'cancelled' });
  await assert.rejects(colophon.iscc(new Blob(['a']), { name: '\u0000' }), { code: 'invalid_argument', field: 'name' });
  assert.equal(await colophon.isccCall('iscc_distance', { a: 'ISCC:EEDYAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', b: 'ISCC:EEDYAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }), 0);
});
