// The shipped module itself: what it asks of its host, what it exports, that it gives back what it takes, and how it fails.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { coreModule, corePath, importSource, pictureModule, random, root, wordsModule } from '../support/core.mjs';
import { problem } from '../support/documents.mjs';
import { picture as largePicture, png } from '../support/large_picture.mjs';
import { Settler, folderFiles, settleModule } from '../support/settler.mjs';
import { withMemoryMax } from '../support/wasm_file.mjs';

const text = (value) => new TextEncoder().encode(value);
const json = (value) => text(JSON.stringify(value));
const picture = new Uint8Array(readFileSync(join(root, 'examples/catalogue/images/rocket.jpg')));

let Core;
before(async () => ({ Core } = await importSource('loader')));

const modules = { 'colophon.wasm': coreModule, 'colophon-settle.wasm': settleModule, 'colophon-picture.wasm': pictureModule, 'colophon-words.wasm': wordsModule };

test('the modules ask their host for nothing but to be told when their memory has grown', () => {
  for (const [name, module] of Object.entries(modules)) {
    assert.deepEqual(WebAssembly.Module.imports(module()).map(({ module: from, name: what }) => `${from}.${what}`), ['env.emscripten_notify_memory_growth'], name);
  }
});

test('together they export what the header declares, and nothing else', () => {
  const header = readFileSync(join(root, 'wasm/include/colophon_abi.h'), 'utf8').replace(/\/\*[^]*?\*\//g, '');
  const declared = [...header.matchAll(/\b(colophon_\w+)\(/g)].map((match) => match[1]);
  const exported = Object.values(modules).map((module) => WebAssembly.Module.exports(module()).map(({ name }) => name));
  assert.ok(declared.length > 20);
  assert.deepEqual([...new Set(exported.flat().filter((name) => name.startsWith('colophon_')))].sort(), declared.sort());
  // Only how memory is taken and given back is in all; the editor decodes its picture itself.
  const memory = ['colophon_abi_version', 'colophon_alloc', 'colophon_free', 'colophon_memory_exhausted'];
  const shared = (a, b) => exported[a].filter((name) => name.startsWith('colophon_') && exported[b].includes(name)).sort();
  assert.deepEqual(shared(0, 1), memory);
  assert.deepEqual(shared(1, 2), memory);
  for (const other of [0, 1, 2]) assert.deepEqual(shared(other, 3), memory);
  assert.deepEqual(shared(0, 2), [...memory, 'colophon_image_decode', 'colophon_image_free'].sort());
  assert.deepEqual(exported.flat().filter((name) => !/^(colophon_|_initialize$|memory$|_?emscripten_stack_|__indirect_function_table$)/.test(name)), []);
});

test('known answers', async () => {
  const core = await Core.instantiate(coreModule());
  const hex = (bytes) => Buffer.from(bytes).toString('hex');
  // FIPS 180-4, and the 896-bit message of NIST's examples in pieces.
  assert.equal(hex(core.sha256(text('abc'))), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  const hasher = core.hasher();
  for (const piece of ['abcdbcdecdefdefgefghfghighijhi', '', 'jkijkljklmklmnlmnomnopnopq']) hasher.update(text(piece));
  assert.equal(hex(hasher.finish()), '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1');
  // RFC 8785, section 3.2.3: members in the order of UTF-16 code units.
  const sorted = core.canonicalJson(text('{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}'));
  assert.deepEqual(Object.values(JSON.parse(Buffer.from(sorted))).length, 7);
  assert.match(Buffer.from(sorted).toString(), /^\{"\\r":.*"1":.*Control.*Diaeresis.*Euro.*Emoji.*Hebrew/);
});

// One case a verb: each must answer with a code that names the field, and leave the module usable.
const badInputs = {
  canonicalJson: [text(''), text('{"a":1,"a":2}'), text('[1.5]'), Uint8Array.of(0xff), text('['.repeat(100_000))],
  commitment: [text('[]'), json({ domain: 'd' }), json({ domain: 'd', salt: 'xyz', payload: {} })],
  textFeatures: [Uint8Array.of(0xc3, 0x28)],
  qualityFromLogits: [new Uint8Array(0), new Uint8Array(3), new Uint8Array(44)],
  plan: [text('null'), json({ ...problem(1), budget: ['-1'] }), json({ ...problem(1), works: ['x'] }), json({ ...problem(1), extra: 1 })],
};

test('bad input gets a code, not a trap', async () => {
  const core = await Core.instantiate(coreModule());
  for (const [verb, inputs] of Object.entries(badInputs)) {
    inputs.forEach((input, i) => {
      assert.throws(() => core[verb](input), (error) => {
        assert.equal(error.name, 'ColophonError', `${verb} ${i}: ${error}`);
        assert.ok(error.code !== 'internal' && error.code !== 'ok' && error.detail.length > 10, `${verb} ${i}: ${error}`);
        return true;
      });
    });
  }
  for (const document of ['{}', '{"format":"colophon/nothing/1"}', '[]', '7', '{"format":"colophon/statement/2"}', '{"format":"colophon/pool-table/2"}', '; colophon/journal/1', '{"format":"colophon/receipt/1"}', '{"format":"colophon/plan/2"}']) {
    assert.throws(() => core.verify(text(document), new Uint8Array()), { name: 'ColophonError' }, document);
  }
  for (const document of ['c2sp.org/tlog-proof@v1\n', 'c2sp.org/tlog-proof@v1\nindex 0\n\nx']) {
    assert.throws(() => core.verify(text(document), new Uint8Array()), { name: 'ColophonError' }, document);
  }
  assert.throws(() => core.trust(text('x'), text(''), new Uint8Array()), { field: 'checkpoint' });
  assert.throws(() => core.logVerifier(text('x')), { field: 'held' });
  const verifier = core.logVerifier(new Uint8Array());
  verifier.update(text('x'.repeat(2000)));
  assert.throws(() => verifier.finish(), { field: 'archive' });
  for (const file of [new Uint8Array(), text('GIF89a'), picture.subarray(0, 3), picture.subarray(0, picture.length - 900)]) {
    assert.throws(() => core.decodeImage(file), { name: 'ColophonError' });
  }
  assert.equal(core.dead, false);
  core.freeImage(core.decodeImage(picture).image);
});

test('random bytes get a code, not a trap', async () => {
  const core = await Core.instantiate(coreModule());
  const { below, bytes } = random(4);
  const verbs = ['canonicalJson', 'commitment', 'plan', 'qualityFromLogits', 'textFeatures'];
  const tries = [...verbs.map((verb) => (input) => core[verb](input)), (input) => core.verify(input, input), (input) => core.freeImage(core.decodeImage(input).image)];
  for (let round = 0; round < 400; ++round) {
    // Half of the rounds damage a document or a picture that is well-formed.
    const whole = [json({ format: 'colophon/statement/2', accounts: [] }), json(problem(2, { works: 4 })), picture.subarray(0, 5000)][below(3)].slice();
    for (let n = below(6); n > 0; --n) whole[below(whole.length)] = below(256);
    const input = round % 2 ? whole : bytes(below(300));
    for (const attempt of tries) {
      try {
        attempt(input);
      } catch (error) {
        assert.equal(error.name, 'ColophonError');
      }
    }
    assert.equal(core.dead, false, `round ${round}: the core stopped`);
  }
});

test('10,000 rounds of the verbs, and the memory does not grow', async () => {
  const core = await Core.instantiate(coreModule());
  const logits = new Uint8Array(new Float32Array(360).buffer);
  const smallProblem = json(problem(5, { works: 2, channels: 1 }));
  const note = new Uint8Array(readFileSync(join(root, 'tests/fuzz/corpus/note/witnessed')));
  const log = new Uint8Array(readFileSync(join(root, 'tests/fuzz/corpus/log/small.tar')));
  const { image } = core.decodeImage(picture);
  const round = () => {
    core.sha256(picture.subarray(0, 1000));
    const hasher = core.hasher();
    hasher.update(picture.subarray(0, 100));
    hasher.finish();
    core.canonicalJson(smallProblem);
    core.textFeatures(text('Two words. 两个词。'));
    core.qualityFromLogits(logits);
    core.verify(core.plan(smallProblem), new Uint8Array());
    core.trust(note, text(''), new Uint8Array());
    const verifier = core.logVerifier(note);
    verifier.update(log);
    verifier.finish();
    try {
      core.canonicalJson(text('{'));
    } catch {
      // An error's text is memory too.
    }
  };
  const pictureRound = () => {
    const decoded = core.decodeImage(picture);
    const repaired = core.repairImage(decoded.image, text('sharpen'));
    core.imageRgba(repaired, 64);
    core.imageFeatures(repaired);
    core.qualityInput(repaired);
    core.freeImage(repaired);
    core.freeImage(decoded.image);
    try {
      core.decodeImage(picture.subarray(0, 2000));
    } catch {
      // So is what a decoder that gives up had taken.
    }
  };
  for (let i = 0; i < 50; ++i) round();
  for (let i = 0; i < 5; ++i) pictureRound();
  const before = core.memoryBytes;
  for (let i = 0; i < 10_000; ++i) round();
  for (let i = 0; i < 100; ++i) pictureRound();
  core.freeImage(image);
  assert.equal(core.memoryBytes, before);
});

test('previews of edits, a picture after another, and the memory of the editor does not grow', async () => {
  const { PictureCore } = await importSource('picture-core');
  const editor = await PictureCore.instantiate(pictureModule());
  const edit = json({ turns: 1, mirror: true, adjust: { exposure_milli: 500, contrast: 10, saturation: 5, warmth: 5, tint: -5, denoise: 20, sharpen: 20 } });
  const round = () => {
    editor.preview(edit, 0);
    editor.preview(edit, 300);
    editor.enhance();
    assert.throws(() => editor.preview(json({ turns: 9 }), 300), { code: 'invalid_argument', field: 'turns' });
  };
  const again = () => {
    editor.open(picture);
    for (let i = 0; i < 10; ++i) round();
  };
  again();
  again();
  const before = editor.memoryBytes;
  for (let i = 0; i < 4; ++i) again();
  assert.equal(editor.memoryBytes, before);
});

test('a photo of 12 megapixels: the picture and one output, and 200 previews take no more', async () => {
  const { PictureCore } = await importSource('picture-core');
  const editor = await PictureCore.instantiate(pictureModule());
  editor.open(png(largePicture()));
  const opened = editor.memoryBytes;
  const edit = json({ adjust: { exposure_milli: 400, denoise: 10, sharpen: 20 } });
  assert.equal(editor.preview(edit, 0).length, 8 + 4 * 12_000_000);
  // 36 MB are decoded, 48 are given; a decoder's own memory is free again by then.
  assert.ok(editor.memoryBytes - opened < 60e6 && editor.memoryBytes < 200e6, `${opened} bytes after opening, ${editor.memoryBytes} after one full size`);
  editor.preview(edit, 512);
  const before = editor.memoryBytes;
  for (let i = 0; i < 200; ++i) editor.preview(edit, 64 + i);
  assert.equal(editor.memoryBytes, before);
});

test('memory that is exhausted is out_of_memory, and says what to do', async () => {
  const file = readFileSync(corePath);
  const core = await Core.instantiate(new WebAssembly.Module(withMemoryMax(file, 80)));
  assert.throws(() => core.sha256(new Uint8Array(16 << 20)), { code: 'out_of_memory', detail: /smaller/ });
  assert.equal(core.dead, false, 'an input that does not fit stops nothing');
  assert.equal(Buffer.from(core.sha256(text('abc'))).toString('hex').slice(0, 8), 'ba7816bf');

  // Here the memory ends inside the core: the picture's file fits, its pixels do not.
  const large = new Uint8Array(readFileSync(join(root, 'examples/catalogue/images/chelsea.png')));
  let failure;
  const kept = [];
  try {
    for (let i = 0; i < 100; ++i) kept.push(core.decodeImage(large).image);
  } catch (error) {
    failure = error;
  }
  assert.equal(failure?.code, 'out_of_memory', String(failure));
  if (core.dead) assert.throws(() => core.sha256(text('abc')), { code: 'out_of_memory' });
});

const example = folderFiles(join(root, 'examples/settlement'));

test('a bundle that is bad gets a code, not a trap, and the module stays usable', async () => {
  const settler = await Settler.instantiate();
  const { below } = random(9);
  const good = settler.everything(example);
  assert.equal(good.status, 0);
  for (let round = 0; round < 150; ++round) {
    const files = example.map(([name, content]) => [name, content.slice()]);
    for (let n = 1 + below(4); n > 0; --n) {
      const [, content] = files[below(files.length)];
      content[below(content.length)] = below(256);
    }
    if (round % 10 === 0) files[below(files.length)][1] = new Uint8Array();
    const { status, bytes } = settler.everything(files);
    if (status !== 0) assert.ok(JSON.parse(Buffer.from(bytes)).detail.length > 10, `round ${round}`);
  }
  assert.deepEqual(settler.everything(example).bytes, good.bytes);
});

test('300 settlements, and the memory does not grow', async () => {
  const settler = await Settler.instantiate();
  const broken = example.filter(([name]) => name !== 'works.csv');
  const round = () => {
    settler.everything(example);
    settler.everything(broken);
    settler.explainAgreements(example.find(([name]) => name === 'agreements.json')[1], 'en');
  };
  for (let i = 0; i < 5; ++i) round();
  const memory = settler.memoryBytes;
  for (let i = 0; i < 300; ++i) round();
  assert.equal(settler.memoryBytes, memory);
});
