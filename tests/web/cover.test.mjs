// Covers without a browser: colours, words and what is refused. Widths are estimated here; tests/browser/cover.test.mjs measures them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importSource, random } from '../support/core.mjs';

const { compose, contrast, schemes, templates, templatesFor, variants } = await importSource('../cover/index');
const base = { title: 'The Long Way Up', subtitle: 'Notes', author: 'Ada Okafor', mark: 'Colophon', lang: 'en', ratio: 'book', palette: [{ rgb: [24, 50, 92], share_ppm: 700000 }, { rgb: [196, 120, 58], share_ppm: 300000 }] };
/** A picture of noise: the hardest ground for a text. */
const noise = (next) => {
  const rgba = new Uint8ClampedArray(64 * 64 * 4);
  for (let i = 0; i < rgba.length; i++) rgba[i] = next(256);
  return { href: 'data:image/png;base64,AAAA', width: 640, height: 640, pixels: { width: 64, height: 64, rgba } };
};

test('contrast is that of WCAG', () => {
  // Literal values of the definition: the extremes, and the grey that is known as the lightest to pass on white.
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
  assert.equal(contrast([118, 118, 118], [255, 255, 255]).toFixed(2), '4.54');
  assert.equal(contrast([119, 119, 119], [255, 255, 255]).toFixed(2), '4.48');
});

test('there are at least twelve layouts for a book, square and story, and eight for wide', () => {
  assert.ok(templates.length >= 12);
  for (const [ratio, count] of Object.entries({ book: 12, square: 12, story: 12, wide: 8 })) assert.ok(templatesFor({ ...base, ratio }).length >= count, `${ratio}: ${templatesFor({ ...base, ratio }).length}`);
});

test('every layout in every scheme with 50 palettes has the contrast that it needs, over patterns and over noise', () => {
  const { below } = random(7);
  let texts = 0;
  for (let round = 0; round < 50; round++) {
    const palette = Array.from({ length: 1 + below(6) }, () => ({ rgb: [below(256), below(256), below(256)], share_ppm: 1 + below(900000) }));
    const ratio = ['book', 'square', 'wide', 'story'][round % 4], input = { ...base, palette, ratio, ...(round % 2 && { picture: noise(below) }), ...(round % 3 === 0 && { leastContrast: 4.5 }) };
    for (const { name } of templatesFor(input)) {
      for (const scheme of schemes) {
        for (const text of compose(input, { template: name, scheme }).texts) {
          texts++;
          assert.ok(text.contrast_milli >= text.required_milli, `${name} ${scheme} ${text.role}: ${text.contrast_milli} < ${text.required_milli}, ${JSON.stringify(palette)}`);
          if (round % 3 === 0) assert.ok(text.contrast_milli >= 4500, `${name} ${scheme} ${text.role}: ${text.contrast_milli}`);
        }
      }
    }
  }
  assert.ok(texts > 5000, `${texts}`);
});

test('a grey work, one colour, black, white and none at all make covers too', () => {
  for (const palette of [[], [[0, 0, 0]], [[255, 255, 255]], [[128, 128, 128]], [[255, 0, 0]], [[0, 255, 0]], [[0, 0, 255]], [[255, 255, 0]]]) {
    for (const scheme of schemes) {
      const { texts } = compose({ ...base, palette: palette.map((rgb) => ({ rgb, share_ppm: 1_000_000 })) }, { template: 'window', scheme });
      assert.ok(texts.every(({ contrast_milli, required_milli }) => contrast_milli >= required_milli));
    }
  }
});

test('a hostile title is text', () => {
  for (const title of ['</text><script>alert(1)</script>', '"><image href="https://elsewhere.example/x"/>', '&lt;b&gt; &amp; ]]> <!-- --> <?x?>', 'a\u0000\u0008\ud800b', "' onload='alert(1)", '\u202edesrever']) {
    const { svg, texts } = compose({ ...base, title, subtitle: title, author: title, mark: title }, { template: 'ground', scheme: 'dark' });
    assert.doesNotMatch(svg, /<script|<image|<b>|<!--|<\?|onload='|\u202e|[\u0000-\u0008]/);
    assert.equal(svg.match(/<\/svg>/g).length, 1);
    assert.ok(texts.some(({ role }) => role === 'title'));
    assert.ok(svg.isWellFormed());
  }
  // What it asks to load can come from nowhere else.
  for (const href of ['https://elsewhere.example/x.png', 'data:image/svg+xml;base64,AAAA', 'data:image/png;base64,AA" onload="x', 'javascript:0']) {
    assert.throws(() => compose({ ...base, picture: { href, width: 9, height: 9 } }, { template: 'window', scheme: 'light' }), { code: 'invalid_argument', field: 'picture.href' });
  }
});

test('what cannot be set is refused by its field', () => {
  assert.throws(() => compose({ ...base, title: ' \n ' }, { template: 'window', scheme: 'light' }), { code: 'missing_field', field: 'title' });
  assert.throws(() => compose({ ...base, title: 'word '.repeat(400) }, { template: 'window', scheme: 'light' }), { code: 'limit_exceeded', field: 'title' });
  assert.throws(() => compose({ ...base, ratio: 'tall' }, { template: 'window', scheme: 'light' }), { code: 'invalid_argument', field: 'ratio' });
  assert.throws(() => compose(base, { template: 'column', scheme: 'light' }), { code: 'invalid_argument', field: 'template' });
});

test('Chinese lines neither begin nor end with what may not stand there', () => {
  const { texts } = compose({ ...base, title: '《红楼梦》导读：从“石头记”到大观园，以及（其他）短篇！', lang: 'zh-CN' }, { template: 'classic', scheme: 'light' });
  const lines = texts.find(({ role }) => role === 'title').lines.map(({ text }) => text);
  assert.ok(lines.length > 1);
  for (const line of lines) assert.doesNotMatch(line, /^[》：”，）！]|[《“（]$/u, line);
});

test('lines end between words where they can', () => {
  const linesOf = (title, lang, template = 'type') => compose({ ...base, title, lang, ratio: 'wide' }, { template, scheme: 'light' }).texts.find(({ role }) => role === 'title').lines.map(({ text }) => text);
  assert.deepEqual(linesOf('飞行器笔记', 'zh-CN', 'window'), ['飞行器', '笔记']);
  // A long word is cut with a hyphen, and nothing of it is lost.
  const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft', cut = linesOf(word, 'de');
  assert.ok(cut.length > 1 && cut.slice(0, -1).every((line) => line.endsWith('-')));
  assert.equal(cut.map((line) => line.replace(/-$/, '')).join(''), word);
});

test('the dozen is the same for the same seed; with a picture, what hides the salient part ranks below what does not', async () => {
  const brief = (list) => list.map(({ svg, scores }) => [svg, scores]);
  assert.deepEqual(brief(await variants(base, { seed: 3 })), brief(await variants(base, { seed: 3 })));
  assert.notDeepEqual(brief(await variants(base, { seed: 3 })), brief(await variants(base, { seed: 4 })));
  const values = new Uint8Array(64 * 64);
  for (let y = 40; y < 56; y++) values.fill(255, y * 64 + 20, y * 64 + 44);
  const picture = { href: 'data:image/png;base64,AAAA', width: 640, height: 960 }, input = { ...base, picture, saliency: { width: 64, height: 64, values } };
  const free = (name) => compose(input, { template: name, scheme: 'light' }).scores.free;
  // "band" has its plate across the lower part, "plate" its label near the top: the salient part is low.
  assert.ok(free('plate') > free('band') + 200, `${free('plate')} ${free('band')}`);
});
