// Layout beside its peers: hypher for hyphens (the same patterns), tex-linebreak for lines (the same items and measures).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { englishHyphenation, exceptionsEnUs } from '../../web/words/data/make_hyphenation.mjs';
import { random, root, sha256 } from '../support/core.mjs';
import { hypher, madeText, measure, monotype, openTypesetter, shakespeare, texBreak } from '../support/typeset.mjs';

let core, typesetter, layout;
before(async () => ({ core, typesetter, layout } = await openTypesetter()));
after(() => typesetter.end());

const bytes = (numbers) => new Uint8Array(Int32Array.from(numbers).buffer);
const int32 = (answer) => [...new Int32Array(answer.buffer, answer.byteOffset, answer.byteLength / 4)];

test('the patterns that core\'s tests read are those that the script makes', () => {
  assert.deepEqual(Buffer.from(englishHyphenation()), readFileSync(join(root, 'tests/fixtures/layout/hyphenation-en-us.bin')));
});

test('ten thousand words are divided as hypher divides them', (t) => {
  const words = new Set();
  for (const speech of shakespeare() ?? []) for (const [word] of speech.matchAll(/[A-Za-z]+(?:'[A-Za-z]+)*/g)) words.add(word);
  const dictionary = '/usr/share/hunspell/en_US.dic';
  if (existsSync(dictionary)) {
    // Every seventh, so that all letters are there.
    readFileSync(dictionary, 'utf8').split('\n').forEach((line, i) => { if (i % 4 === 0) words.add(line.split('/')[0].trim()); });
  }
  // The exceptions are TeX's, and hypher's patterns have none.
  const excepted = new Set(exceptionsEnUs.map((word) => word.replaceAll('-', '')));
  const all = [...words].filter((word) => /^[A-Za-z'éèêëàâçñöüûôîï]{2,60}$/.test(word) && !excepted.has(word.toLowerCase()));
  if (all.length < 10_000) t.skip(`only ${all.length} words: needs ../shared/data/tiny-shakespeare and hunspell-en-us`);
  let divided = 0;
  const differing = [];
  for (const word of all) {
    // The verb takes words out of a text: one that begins or ends with an apostrophe is that word without it.
    const bare = word.replace(/^'+|'+$/g, '');
    const places = [...typesetter.hyphenate(bare, 2)], theirs = [];
    hypher.hyphenate(bare).slice(0, -1).reduce((at, part) => (theirs.push(at + part.length), at + part.length), 0);
    divided += places.length > 0;
    if (places.join() !== theirs.join()) differing.push(`${bare}: ${places} not ${theirs}`);
  }
  console.log(`      ${all.length} words, ${divided} of them divided, ${differing.length} otherwise than hypher`);
  assert.deepEqual(differing, []);
  assert.ok(divided > all.length / 4);
});

const items = (list) => bytes(list.flatMap((item) => (item.type === 'box' ? [0, item.width, 0, 0, 0, 0]
  : item.type === 'glue' ? [1, item.width, item.stretch, item.shrink, 0, 0] : [2, item.width, 0, 0, item.cost, Number(item.flagged)])));

/** The demerits of a way of breaking, by the formula of the paper; both ways are judged by this. */
function demerits(list, width, ends, { double = 0, adjacent = 0 } = {}) {
  let from = 0, sum = 0, fitnessBefore = 1, flaggedBefore = false, overfull = 0;
  for (const end of ends) {
    while (from < end && list[from].type !== 'box') ++from;
    let natural = 0, stretch = 0, shrink = 0;
    for (let i = from; i < end; ++i) {
      natural += list[i].type === 'penalty' ? 0 : list[i].width;
      stretch += list[i].stretch ?? 0;
      shrink += list[i].shrink ?? 0;
    }
    const item = list[end];
    if (item.type === 'penalty') natural += item.width;
    const missing = width - natural;
    const ratio = missing === 0 ? 0 : missing > 0 ? missing / stretch : missing / shrink;
    if (ratio < -1) ++overfull;
    const badness = 100 * Math.abs(ratio) ** 3, penalty = item.type === 'penalty' ? item.cost : 0;
    sum += penalty >= 0 ? (1 + badness + penalty) ** 2 : penalty > -1000 ? (1 + badness) ** 2 - penalty ** 2 : (1 + badness) ** 2;
    const fitness = ratio < -0.5 ? 0 : ratio <= 0.5 ? 1 : ratio <= 1 ? 2 : 3;
    if (from > 0 && Math.abs(fitness - fitnessBefore) > 1) sum += adjacent;
    const flagged = item.type === 'penalty' && item.flagged;
    if (flagged && flaggedBefore) sum += double;
    [fitnessBefore, flaggedBefore, from] = [fitness, flagged, end + 1];
  }
  return { sum, overfull };
}

test('on 20 texts at six measures the demerits are at most tex-linebreak\'s, with the same items', (t) => {
  const speeches = (shakespeare() ?? []).filter((speech) => speech.length > 400 && speech.length < 2500);
  const texts = Array.from({ length: 20 }, (_, i) => speeches[i * 11] ?? madeText(i, 160));
  if (speeches.length === 0) t.diagnostic('without ../shared the texts are made');
  let ours = 0, theirs = 0, better = 0, same = 0, peersOverfull = 0;
  for (const text of texts) {
    for (const width of [170, 220, 280, 390, 500, 700]) {
      const list = texBreak.layoutItemsFromString(text, measure, (word) => hypher.hyphenate(word)).map((item) => ({ ...item, stretch: Math.round(item.stretch ?? 0) }));
      for (const options of [{}, { double: 3000, adjacent: 3000 }]) {
        const settings = { ...(options.double ? { doubleHyphenPenalty: options.double, adjacentLooseTightPenalty: options.adjacent } : {}) };
        const peer = texBreak.breakLines(list, width, settings).slice(1);
        const answer = int32(core.call('break_items', items(list), bytes([0, 0, options.double ?? 0, 0, options.adjacent ?? 0, 1000, width])));
        const own = Array.from({ length: answer[0] }, (_, i) => answer[2 + 2 * i]);
        const mine = demerits(list, width, own, options), peers = demerits(list, width, peer, options);
        assert.equal(mine.overfull, 0);
        assert.equal(answer[1], 0);
        // Where no line can be filled without an overfull one, the peer takes that; core rather leaves a line short.
        if (peers.overfull > 0) {
          ++peersOverfull;
          continue;
        }
        assert.ok(mine.sum <= peers.sum * (1 + 1e-9), `${mine.sum} > ${peers.sum} at ${width}: ${text.slice(0, 40)}`);
        ours += mine.sum;
        theirs += peers.sum;
        if (mine.sum < peers.sum * (1 - 1e-9)) ++better;
        else ++same;
      }
    }
  }
  console.log(`      demerits ${Math.round(ours)}; tex-linebreak ${Math.round(theirs)}; fewer in ${better} settings, the same in ${same}; ${peersOverfull} settings left out, where tex-linebreak has overfull lines`);
  assert.ok(peersOverfull < 20 && better + same > 200);
});

test('a paragraph from text to lines: the lines of tex-linebreak\'s demo text fit, and hyphens are where patterns allow', () => {
  const font = typesetter.openFont(monotype);
  const text = madeText(5, 300);
  const set = typesetter.paragraph(font, text, { ...layout.paragraphDefaults, width: 400 });
  assert.ok(set.lines > 20);
  for (let i = 0; i < set.lines; ++i) {
    const line = set.line(i);
    if (!line.last) assert.equal(line.width, 400);
    if (line.hyphenated) assert.ok([...typesetter.hyphenate(text)].includes(line.end));
  }
  typesetter.closeFont(font);
});

test('paragraphs are the same bytes natively', (t) => {
  const native = join(root, 'build/native/bin/abi_dump');
  if (!existsSync(native)) return t.skip('build/native/bin/abi_dump is not built');
  const folder = mkdtempSync(join(tmpdir(), 'layout-'));
  after(() => rmSync(folder, { recursive: true }));
  const { below } = random(33);
  const table = (font) => new Uint8Array(layout.packFont(font).buffer);
  const utf16 = (text) => new Uint8Array(Buffer.from(text, 'utf16le'));
  const patterns = englishHyphenation();
  const texts = [madeText(1, 120), madeText(2, 40), '他说：“《书》好！”——（用 Colophon SDK 写）……约50％，1997年；人。」三？「四'.repeat(5), '床前明月光，疑是地上霜。\n举头望明月，低头思故乡。'];
  const recipes = Array.from({ length: 60 }, (_, i) => {
    const text = texts[i % texts.length];
    const options = [100 + below(900), below(60) - 20, below(3), below(4), below(4), below(2), below(2), below(2), below(4), 500, 500, 333, 50, 10_000, 5_000, 10_000, below(3) * 700 - 100, 1_260, 5, 1];
    const spans = i % 3 === 0 ? [2, 5, 0, 1, 0, 0, 6, 8, 1, 0, 0, 5] : [];
    return [table(i % 2 === 0 ? monotype : { em: 1000, styles: [{ other: 500, advances: [[32, 250]], kerning: [[65, 86, -50]] }] }), i % 4 === 3 ? new Uint8Array() : patterns, utf16(text), bytes(spans), utf16('hàn zì'), bytes(options)];
  });
  const ours = recipes.map(([fontTable, file, text, spans, readings, options]) => {
    const pieces = [], { handle: font, info } = core.open('font_new', fontTable);
    pieces.push(info);
    let hyphenation = 0;
    if (file.length > 0) {
      const opened = core.open('hyphenation_new', file);
      hyphenation = opened.handle;
      pieces.push(opened.info);
    }
    pieces.push(core.call('set_paragraph', font, hyphenation, text, spans, readings, options));
    if (hyphenation !== 0) pieces.push(core.call('hyphenate', hyphenation, text, 5));
    if (hyphenation !== 0) core.end('hyphenation_free', hyphenation);
    core.end('font_free', font);
    const all = Buffer.concat(pieces);
    return `0\t${all.length}\t${sha256(all)}`;
  });
  const paths = recipes.map((parts, i) => {
    const path = join(folder, `recipe-${i}`);
    writeFileSync(path, Buffer.concat([bytes(parts.map((part) => part.length)), ...parts]));
    return `set\t${path}`;
  });
  writeFileSync(join(folder, 'cases'), paths.join('\n'));
  assert.deepEqual(execFileSync(native, [join(folder, 'cases')], { encoding: 'utf8' }).trimEnd().split('\n'), ours);
});

test('bad input gets a code that names the field, and the module stays usable', () => {
  const font = typesetter.openFont(monotype);
  const refused = (work, field, code = 'invalid_argument') => assert.throws(work, { name: 'ColophonError', code, field });
  refused(() => typesetter.loadHyphenation(new Uint8Array(20)), 'patterns', 'unknown_format');
  refused(() => core.open('font_new', bytes([18])), 'font');
  refused(() => typesetter.paragraph(font, 'x', { ...layout.paragraphDefaults, width: 0 }), 'width');
  refused(() => typesetter.paragraph(font, 'x', { ...layout.paragraphDefaults, width: 9 }, [{ kind: 'style', begin: 0, end: 9, style: 1 }]), 'spans');
  refused(() => typesetter.pages([], { height: 0 }), 'template');
  refused(() => core.call('break_items', bytes([7, 0, 0, 0, 0, 0]), bytes([0, 0, 0, 0, 0, 1000, 90])), 'items');
  refused(() => core.call('break_items', bytes([0, 1, 0, 0, 0, 0]), bytes([0, 0, 0, 0, 0, 1000])), 'options');
  assert.equal(typesetter.paragraph(font, 'x', { ...layout.paragraphDefaults, width: 90 }).lines, 1);
  assert.equal(core.dead, false);
  typesetter.closeFont(font);
});

test('random bytes get a code, not a trap', () => {
  const font = typesetter.openFont(monotype);
  const { below, bytes: some } = random(9);
  const file = englishHyphenation();
  for (let round = 0; round < 300; ++round) {
    const damaged = file.slice();
    for (let n = 1 + below(8); n > 0; --n) damaged[below(damaged.length)] = below(256);
    for (const attempt of [
      () => { const { handle } = core.open('hyphenation_new', damaged); try { core.call('hyphenate', handle, 'supercalifragilistic daughters', 2); } finally { core.end('hyphenation_free', handle); } },
      () => core.end('font_free', core.open('font_new', some(below(200))).handle),
      () => core.call('set_paragraph', font, 0, 'some words in a line', some(below(50)), 'abc', bytes(Array.from({ length: 20 }, () => below(2000)))),
      () => core.call('set_pages', some(below(200)), bytes([1 + below(1000), 2, 2, 0])),
      () => core.call('break_items', some(below(600)), bytes([0, 0, 0, 0, 0, 1000, 1 + below(100)])),
    ]) {
      try {
        attempt();
      } catch (error) {
        assert.equal(error.name, 'ColophonError', String(error));
      }
      assert.equal(core.dead, false, `round ${round}`);
    }
  }
  typesetter.closeFont(font);
});

test('10,000 paragraphs, and the memory does not grow', () => {
  const text = madeText(1, 60);
  const round = () => {
    const font = typesetter.openFont(monotype);
    typesetter.paragraph(font, text, { ...layout.paragraphDefaults, width: 300 });
    typesetter.hyphenate(text);
    typesetter.closeFont(font);
  };
  for (let i = 0; i < 100; ++i) round();
  const before = core.memoryBytes;
  for (let i = 0; i < 10_000; ++i) round();
  assert.equal(core.memoryBytes, before);
});
