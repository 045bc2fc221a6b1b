// The same files through the same verbs, natively and in WebAssembly: status and bytes must be equal.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { coreModule, importSource, pictureModule, random, root, sha256 } from '../support/core.mjs';
import { instance, problem } from '../support/documents.mjs';
import { Settler, folderFiles } from '../support/settler.mjs';

const native = join(root, 'build/native/bin/abi_dump');
const folder = mkdtempSync(join(tmpdir(), 'parity-'));
after(() => rmSync(folder, { recursive: true }));

let core;
let editor;
let settler;
let raw;
let errorCodes;
before(async () => {
  assert.ok(existsSync(native), 'build/native/bin/abi_dump is not built: ./dev cmake --build --preset native --target abi_dump');
  const { Core } = await importSource('loader');
  ({ errorCodes } = await importSource('errors'));
  core = await Core.instantiate(coreModule());
  editor = await (await importSource('picture-core')).PictureCore.instantiate(pictureModule());
  settler = await Settler.instantiate();
  raw = await Settler.instantiate(coreModule());
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
    case 'declaration': return core.declaration(bytes);
    case 'text_features': return core.textFeatures(bytes);
    case 'blake3': return core.blake3(bytes);
    case 'iscc_sum': {
      const sum = core.isccSum();
      for (let at = 0; at < bytes.length; at += 70_001) sum.update(bytes.subarray(at, at + 70_001));
      return sum.finish();
    }
    case 'iscc_text': return core.isccText(bytes, Number(more));
    case 'iscc_call': return core.isccCall(text(more), bytes);
    case 'palette': return editor.open(bytes) && editor.palette(Number(more));
    case 'saliency': return editor.open(bytes) && editor.saliency();
    case 'crop': return editor.open(bytes) && editor.crop(...more.split(':').map(Number));
    case 'harmony': return editor.open(bytes) && editor.harmony();
    case 'style': return editor.open(bytes) && editor.style();
    case 'enhance': return editor.open(bytes) && editor.enhance();
    // The longest side, a blank, and the edit.
    case 'edit': return editor.open(bytes) && editor.preview(text(more.slice(more.indexOf(' ') + 1)), Number.parseInt(more, 10));
    case 'image_iscc': return withPicture((image) => core.imageIscc(image));
    case 'plan': return core.plan(bytes);
    case 'quality_from_logits': return core.qualityFromLogits(bytes);
    case 'verify': return core.verify(bytes, more ? new Uint8Array(readFileSync(more)) : new Uint8Array());
    // The second column is a policy, or how many bytes a piece has.
    case 'trust': return core.trust(bytes, new Uint8Array(readFileSync(more)), new Uint8Array());
    case 'log': {
      const verifier = core.logVerifier(new Uint8Array());
      for (let at = 0; at < bytes.length; at += Number(more)) verifier.update(bytes.subarray(at, at + Number(more)));
      return verifier.finish();
    }
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
  const [verb, path, more] = row;
  const line = ({ status, bytes }) => `${status}\t${bytes.length}\t${sha256(bytes)}`;
  if (verb === 'settle') return line(settler.everything(folderFiles(path)));
  if (verb === 'explain') return line(raw.call('colophon_explain', [], new Uint8Array(readFileSync(path)), more));
  if (verb === 'explain_agreements') return line(settler.explainAgreements(new Uint8Array(readFileSync(path)), more));
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

test('pictures: palettes, saliency maps and crops', () => {
  const rows = pictures.flatMap((path) => [['palette', path, '5'], ['palette', path, '32'], ['palette', path, '0'], ['saliency', path], ['crop', path, '1:1'], ['crop', path, '16:9'], ['crop', path, '2:3'], ['crop', path, '0:1'], ['harmony', path], ['style', path]]);
  assert.ok(succeeded(compare(rows)) >= 8 * 13);
});

test('pictures: what they need, and edits, one adjustment at a time and all together', () => {
  const edits = [
    '0 {}', '0 {"adjust":{"exposure_milli":750}}', '0 {"adjust":{"exposure_milli":-3000,"contrast":100}}', '0 {"adjust":{"contrast":-40,"saturation":33}}', '300 {"adjust":{"saturation":-100}}',
    '0 {"adjust":{"warmth":40,"tint":-25}}', '0 {"adjust":{"denoise":35}}', '0 {"adjust":{"denoise":100,"sharpen":100}}', '0 {"adjust":{"sharpen":50}}', '301 {"adjust":{"sharpen":80,"denoise":90}}',
    '0 {"turns":1,"mirror":true,"adjust":{"exposure_milli":3000,"contrast":-100,"saturation":100,"warmth":-100,"tint":100,"denoise":20,"sharpen":30}}',
    '200 {"crop":{"x":3,"y":5,"width":101,"height":67},"turns":3}', '64 {"crop":{"x":0,"y":0,"width":99999,"height":1}}', '0 {"turns":7}', '0 {"adjust":{"glow":1}}', '0 [', '5 {"mirror":true}',
  ];
  const rows = pictures.flatMap((path) => [['enhance', path], ...edits.map((edit) => ['edit', path, edit])]);
  assert.ok(succeeded(compare(rows)) >= 14 * 13);
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

const example = join(root, 'examples/settlement');

test('settlements: the example, and two hundred random ones, whole', () => {
  const random = mkdtempSync(join(folder, 'random-'));
  execFileSync(native, ['--random', '200', random]);
  const rows = [['settle', example], ...readdirSync(random).map((name) => ['settle', join(random, name)])];
  assert.equal(rows.length, 201);
  assert.equal(succeeded(compare(rows)), 201);
});

test('bundles that are refused get the same error', () => {
  const { below } = random(20261101);
  const names = readdirSync(example);
  const rows = [];
  for (let i = 0; i < 60; ++i) {
    const damaged = mkdtempSync(join(folder, 'damaged-'));
    const victim = names[below(names.length)];
    for (const name of names) {
      const content = Buffer.from(readFileSync(join(example, name)));
      if (name === victim) for (let n = 0; n < 3; ++n) content[below(content.length)] = below(256);
      if (name !== victim || i % 7 !== 0) writeFileSync(join(damaged, name), content);
    }
    rows.push(['settle', damaged]);
  }
  assert.ok(succeeded(compare(rows)) < 50, 'the damage damages nothing');
});

test('statements, pool tables and journals are verified and explained alike', () => {
  const documents = mkdtempSync(join(folder, 'documents-'));
  execFileSync(native, ['--documents', example, documents]);
  const of = (kind) => readdirSync(documents).filter((name) => name.startsWith(kind)).map((name) => join(documents, name));
  const tables = of('table-'), statements = of('statement-');
  assert.ok(tables.length >= 3 && statements.length >= 3);
  const journal = settler.with(folderFiles(example), (bundle) => {
    bundle.settle();
    return bundle.journal().bytes;
  });
  const book = write('journal.ledger', journal);
  const agreements = join(example, 'agreements.json');
  compare([
    ...tables.map((path) => ['verify', path]), ...statements.flatMap((path) => [['verify', path], ...tables.map((table) => ['verify', path, table])]), ['verify', book],
    ...statements.flatMap((path) => ['', '{"line":0}', '{"line":1,"locale":"zh-CN"}', '{"line":99999}', '{"locale":"fr"}'].map((request) => ['explain', path, request])),
    ['explain_agreements', agreements, 'en'], ['explain_agreements', agreements, 'zh-CN'], ['explain_agreements', statements[0], 'en'],
  ]);

  // Each holds as it was written, and no longer when one digit of its money is another.
  const report = (path) => JSON.parse(Buffer.from(runCase(['verify', path])).toString());
  for (const path of [...statements, ...tables, book]) assert.equal(report(path).holds, true, path);
  const forged = JSON.parse(readFileSync(statements[0], 'utf8'));
  const [account] = forged.statement.accounts;
  account.earned_micro = String(BigInt(account.earned_micro) + 1n);
  const changed = write('forged.ledger', Buffer.from(journal).toString().replace(/(\d)( EUR\n)/, (whole, digit, rest) => `${(Number(digit) + 1) % 10}${rest}`));
  const forgeries = [write('forged.json', JSON.stringify(forged)), changed];
  compare(forgeries.map((path) => ['verify', path]));
  for (const path of forgeries) assert.equal(report(path).holds, false, path);
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

test('ISCC: hashes, texts, pictures, every function of the vectors', async () => {
  const { bytes, below } = random(21);
  const rows = [];
  for (const size of [0, 1, 63, 64, 65, 1023, 1024, 1025, 4096, 16384, 16385, 70_000, 300_001]) {
    const path = write(`data-${size}`, bytes(size));
    rows.push(['blake3', path], ['iscc_sum', path]);
  }
  const texts = [
    ...filesOf('examples/catalogue/poems', /\.txt$/).slice(0, 8),
    write('page.html', '<h1>Caf\u00e9 &amp; more</h1><script>no</script><p>\u039f\u0394\u039f\u03a3 \ufb01 \u1100\u1161\u11a8 \u{1d160} e\u0301'),
    write('page.md', '# T *e* [x](y)\n\n```\n<a & b\n```\n'), write('no-text', Buffer.from([0xff, 0x41])), write('no-text-at-all', ''),
  ];
  for (const path of texts) for (const markup of ['0', '1', '2', '3']) rows.push(['iscc_text', path, markup]);
  for (const path of filesOf('examples/catalogue/images', /\.(jpg|png)$/).slice(0, 12)) rows.push(['image_iscc', path]);

  // The arguments of the vectors, and each of them damaged: an error must be the same error.
  const { isccFunctions } = await import('./conform.mjs');
  const functions = await isccFunctions();
  for (const name of ['official', 'extended']) {
    const path = join(root, `../shared/conformance/iscc/${name}.json`);
    if (!existsSync(path)) continue;
    for (const [name, tests] of Object.entries(JSON.parse(readFileSync(path, 'utf8')))) {
      const parameters = functions.parameters(name);
      if (!parameters) continue;
      for (const content of Object.values(tests)) {
        const args = content.inputs ?? Object.fromEntries(Object.entries(content).filter(([field]) => parameters.includes(field)));
        const json = JSON.stringify(args);
        if (json.length > 100_000) continue;
        rows.push(['iscc_call', write(`call-${rows.length}`, json), name]);
        const damaged = Buffer.from(json);
        damaged[below(damaged.length)] = 0x20 + below(0x5f);
        rows.push(['iscc_call', write(`call-${rows.length}`, damaged), name]);
      }
    }
  }
  rows.push(['iscc_call', write('call-none', '[]'), 'no_such_function']);
  compare(rows);
});

test('ISCC vectors through WebAssembly: 50 official, 147 extended', async (t) => {
  const folder = join(root, '../shared/conformance/iscc');
  if (!existsSync(folder)) return t.skip('needs ../shared/conformance/iscc');
  const { conform } = await import('./conform.mjs');
  for (const [name, count] of [['official', 50], ['extended', 147]]) {
    const { passed, failures } = await conform(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
    assert.deepEqual(failures, []);
    assert.equal(passed, count);
  }
});

test('receipts as proof files, whom they are signed by, and whole logs', () => {
  const corpus = (target) => filesOf(`tests/fuzz/corpus/${target}`, /./);
  const rows = [...corpus('proof').flatMap((path) => [['verify', path], ['verify', path, path]]), ...corpus('receipt').map((path) => ['verify', path]),
    ...corpus('note').flatMap((note) => [...corpus('policy'), join(root, 'tests/fuzz/corpus/note/key')].map((policy) => ['trust', note, policy])),
    ...corpus('log').flatMap((path) => [['log', path, '1000'], ['log', path, '100000']])];
  assert.ok(succeeded(compare(rows)) >= 20);
  const { below } = random(31);
  const log = readFileSync(join(root, 'tests/fuzz/corpus/log/two-levels.tar'));
  const damaged = Array.from({ length: 60 }, (_, i) => {
    const copy = Buffer.from(log);
    copy[below(copy.length)] ^= 1 << below(8);
    return ['log', write(`log-${i}.tar`, i % 3 ? copy : copy.subarray(0, below(copy.length))), '5000'];
  });
  compare(damaged);
});

test('what a declaration signs, and what is none', () => {
  const files = filesOf('tests/fuzz/corpus/declaration', /./);
  assert.equal(succeeded(compare(files.map((path) => ['declaration', path]))), 12);
  const changed = files.flatMap((path) => {
    const document = JSON.parse(readFileSync(path, 'utf8'));
    return Object.keys(document.body).flatMap((name) => [undefined, null, '', 'x', -1, [], { a: 1 }].map((value, i) =>
      ['declaration', write(`declaration-${document.act}-${name}-${i}.json`, JSON.stringify({ ...document, body: { ...document.body, [name]: value } }))]));
  });
  compare(changed);
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
