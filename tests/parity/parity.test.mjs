// The same files through the same verbs, natively and in WebAssembly: status and bytes must be equal.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { coreModule, importSource, random, root, sha256 } from '../support/core.mjs';
import { bundle, instance, problem } from '../support/documents.mjs';

const native = join(root, 'build/native/bin/abi_dump');
const folder = mkdtempSync(join(tmpdir(), 'parity-'));
after(() => rmSync(folder, { recursive: true }));

let core;
let errorCodes;
before(async () => {
  assert.ok(existsSync(native), 'build/native/bin/abi_dump is not built: ./dev cmake --build --preset native --target abi_dump');
  const { Core } = await importSource('loader');
  ({ errorCodes } = await importSource('errors'));
  core = await Core.instantiate(coreModule());
});

const write = (name, content) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const filesOf = (path, pattern) =>
  existsSync(join(root, path)) ? readdirSync(join(root, path)).filter((name) => pattern.test(name)).map((name) => join(root, path, name)) : [];

/** The WebAssembly half of one case: the same verbs as native_dump.cpp's, through the package's own loader. */
function runCase([verb, path, more]) {
  const file = readFileSync(path);
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const text = (value) => new TextEncoder().encode(value);
  const withPicture = (work) => {
    const { image, info } = core.decodeImage(bytes);
    try {
      return work(image, info);
    } finally {
      core.freeImage(image);
    }
  };
  switch (verb) {
    case 'sha256': return core.sha256(bytes);
    case 'canonical_json': return core.canonicalJson(bytes);
    case 'commitment': return core.commitment(bytes);
    case 'text_features': return core.textFeatures(bytes);
    case 'settle': return core.settle(bytes);
    case 'plan': return core.plan(bytes);
    case 'quality_from_logits': return core.qualityFromLogits(bytes);
    case 'verify': return core.verify(bytes, more ? new Uint8Array(readFileSync(more)) : new Uint8Array());
    case 'solve': {
      const arrays = Object.fromEntries(readdirSync(more).map((name) => [name, new Uint8Array(readFileSync(join(more, name)))]));
      const { plan, answer } = core.solveInstance(arrays, bytes);
      const report = core.checkInstance(arrays, text(JSON.stringify(JSON.parse(Buffer.from(answer).toString()).certificate)), plan);
      return Buffer.concat([plan, answer, report]);
    }
    case 'decode': return withPicture((image, info) => info);
    case 'rgba': return withPicture((image) => core.imageRgba(image, Number(more)));
    case 'features': return withPicture((image) => core.imageFeatures(image));
    case 'quality_input': return withPicture((image) => core.qualityInput(image));
    case 'repair': return withPicture((image) => {
      const repaired = core.repairImage(image, text(more));
      try {
        return core.imageRgba(repaired, 0);
      } finally {
        core.freeImage(repaired);
      }
    });
    default: throw new Error(`no verb ${verb}`);
  }
}

/** As native_dump prints it. An error's bytes are its canonical JSON. */
function outcome(row) {
  try {
    const bytes = runCase(row);
    return `0\t${bytes.length}\t${sha256(bytes)}`;
  } catch (error) {
    if (!errorCodes.includes(error.code)) throw error;
    const json = JSON.stringify({ code: error.code, detail: error.detail, field: error.field });
    return `${errorCodes.indexOf(error.code)}\t${Buffer.byteLength(json)}\t${sha256(json)}`;
  }
}

function compare(rows) {
  assert.ok(rows.length > 0, 'no cases');
  const cases = write('cases.txt', rows.map((row) => row.join('\t')).join('\n'));
  const expected = execFileSync(native, [cases], { encoding: 'utf8', maxBuffer: 1 << 26 }).trimEnd().split('\n');
  assert.equal(expected.length, rows.length);
  rows.forEach((row, i) => assert.equal(outcome(row), expected[i], `${row.join(' ')}: WebAssembly (left) and native (right) differ`));
  return expected;
}

const succeeded = (lines) => lines.filter((line) => line.startsWith('0\t')).length;

const pictures = [...filesOf('examples/catalogue/images', /\.(jpg|png)$/), ...filesOf('tests/fixtures/images', /\.(jpe?g|png)$/)];

test('pictures: decoded pixels, previews and features', () => {
  const rows = pictures.flatMap((path) => [['decode', path], ['rgba', path, '0'], ['rgba', path, '333'], ['features', path]]);
  assert.ok(succeeded(compare(rows)) >= 4 * 13, 'the sample catalogue has 13 pictures that decode');
});

test('pictures: repairs and the input of the quality model', () => {
  const rows = pictures.flatMap((path) => [['repair', path, 'levels'], ['repair', path, 'sharpen'], ['repair', path, 'polish'], ['quality_input', path]]);
  assert.ok(succeeded(compare(rows)) >= 3 * 13);
});

test('damaged pictures get the same error', () => {
  const { below } = random(20261001);
  const rows = [];
  for (const path of pictures.slice(0, 6)) {
    const whole = readFileSync(path);
    for (let i = 0; i < 12; ++i) {
      const damaged = Buffer.from(i % 2 === 0 ? whole.subarray(0, below(whole.length)) : whole);
      if (i % 2 === 1) for (let n = 0; n < 4; ++n) damaged[below(Math.min(damaged.length, 2000))] = below(256);
      const name = write(`damaged-${rows.length}`, damaged);
      rows.push(['decode', name], ['rgba', name, '64']);
    }
  }
  compare(rows);
});

test('texts', () => {
  const { bytes } = random(7);
  const texts = [
    ...filesOf('examples/catalogue/poems', /\.txt$/),
    write('empty', ''),
    write('mixed', '“Ni hao,” she said — 你好。Line two!\r\n\r\n第三行？ e\u0301te\u0301 \u{1F600}\u{20000}'),
    write('not-utf8', Buffer.from([0x61, 0xc3, 0x28, 0x80])),
    write('noise', bytes(4096)),
  ];
  assert.ok(succeeded(compare(texts.map((path) => ['text_features', path]))) >= 40);
});

test('canonical JSON, commitments and hashes', () => {
  const documents = [
    '{"b":1,"a":[true,null,"\\u20ac\\n\\u0001"],"\\ud83d\\ude00":"x","\\ufb33":2}', '{"a":1,"a":2}', '[1.5]', '[1e3]', '[9007199254740993]', '"\\ud800"',
    '[]x', '{', '', '-0', '[' .repeat(33) + ']'.repeat(33), '"\u0000"', '{"n":-9007199254740991}',
    JSON.stringify({ domain: 'colophon/work/1', salt: '00'.repeat(32), payload: { z: 1, a: 'é' } }),
    JSON.stringify({ domain: 'colophon/work/1', salt: '00', payload: {} }), JSON.stringify({ domain: 'd', salt: 'zz'.repeat(32), payload: 1, more: 1 }),
  ];
  const paths = documents.map((text, i) => write(`document-${i}`, text));
  compare(paths.flatMap((path) => [['canonical_json', path], ['commitment', path], ['sha256', path]]));
});

test('the quality of logits', () => {
  const { next } = random(3);
  const floats = (values) => Buffer.from(Float32Array.from(values).buffer);
  const rows = [floats([]), floats([1, 2, 3]), floats(Array(360).fill(0)), floats(Array(360).fill(NaN)), floats(Array(10).fill(1e30)), Buffer.from([1, 2, 3])];
  for (let i = 0; i < 50; ++i) rows.push(floats(Array.from({ length: 360 }, () => (next() - 0.5) * 20)));
  compare(rows.map((content, i) => ['quality_from_logits', write(`logits-${i}`, content)]));
});

test('settlements, their statements and pool tables', () => {
  const rows = [];
  for (const seed of [1, 2, 3]) {
    const path = write(`bundle-${seed}.json`, JSON.stringify(bundle(seed)));
    rows.push(['settle', path]);
  }
  assert.equal(succeeded(compare(rows)), 3);

  const documents = mkdtempSync(join(folder, 'documents-'));
  execFileSync(native, ['--documents', rows[0][1], documents]);
  const names = readdirSync(documents);
  const tables = names.filter((name) => name.startsWith('table-')).map((name) => join(documents, name));
  const statements = names.filter((name) => name.startsWith('statement-')).map((name) => join(documents, name));
  assert.equal(tables.length, 3);
  assert.ok(statements.length >= 15);
  const verifications = [...tables.map((path) => ['verify', path]), ...statements.flatMap((path) => [['verify', path], ...tables.map((table) => ['verify', path, table])])];
  compare(verifications);

  // A statement holds as it was written, and no longer when one digit of its money is another.
  const report = (path) => JSON.parse(Buffer.from(runCase(['verify', path])).toString());
  assert.equal(report(statements[0]).holds, true);
  const forged = JSON.parse(readFileSync(statements[0], 'utf8'));
  forged.statement.earned_micro = String(BigInt(forged.statement.earned_micro) + 1n);
  const forgery = write('forged.json', JSON.stringify(forged));
  compare([['verify', forgery]]);
  assert.equal(report(forgery).holds, false);
});

test('plans', () => {
  const rows = [11, 12, 13].map((seed) => ['plan', write(`problem-${seed}.json`, JSON.stringify(problem(seed)))]);
  const broken = problem(14);
  broken.cost.pop();
  rows.push(['plan', write('problem-broken.json', JSON.stringify(broken))], ['plan', write('problem-none.json', '{}')]);
  assert.equal(succeeded(compare(rows)), 3);

  const plan = Buffer.from(runCase(rows[0]));
  const certificate = JSON.parse(plan.toString()).certificate;
  const bound = plan.toString().replace(`"bound":"${certificate.bound}"`, `"bound":"${BigInt(certificate.bound) - 1n}"`);
  compare([['verify', write('plan.json', plan)], ['verify', write('plan-forged.json', bound)]]);
  assert.equal(JSON.parse(Buffer.from(runCase(['verify', join(folder, 'plan.json')])).toString()).holds, true);
  assert.equal(JSON.parse(Buffer.from(runCase(['verify', join(folder, 'plan-forged.json')])).toString()).holds, false);
});

test('instances of every shape: plan, prices, certificate and the work that it took', () => {
  const options = write('options.json', '{"search_work":200000}');
  const rows = [];
  for (const [seed, shape] of [[1, {}], [2, { floors: true }], [3, { sparse: true, limits: true, caps: true }], [4, { floats: true, floors: true }], [5, { items: 9000, floors: true }], [6, { items: 3 }],
    [7, { items: 400, channels: 180, sparse: true }]]) {
    const arrays = instance(seed, shape);
    const place = mkdtempSync(join(folder, 'instance-'));
    for (const [name, array] of Object.entries(arrays)) writeFileSync(join(place, name), new Uint8Array(array.buffer));
    rows.push(['solve', options, place]);
  }
  assert.equal(succeeded(compare(rows)), rows.length);
  const report = Buffer.from(runCase(rows[1])).toString();
  assert.match(report, /"holds":true,"kind":"plan"/);

  // Damaged ones: the same error.
  const damaged = instance(8, { floors: true });
  damaged['values.u16'] = damaged['values.u16'].subarray(0, 7).slice();
  damaged['nothing.u8'] = new Uint8Array(3);
  const infeasible = instance(9, { floors: true });
  infeasible['floors.i64'][0] = 10_000n;
  const bad = [damaged, infeasible].map((arrays) => {
    const place = mkdtempSync(join(folder, 'instance-'));
    for (const [name, array] of Object.entries(arrays)) writeFileSync(join(place, name), new Uint8Array(array.buffer));
    return ['solve', options, place];
  });
  assert.equal(succeeded(compare(bad)), 0);
});
