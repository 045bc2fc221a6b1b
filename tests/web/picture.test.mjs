// @colophon/sdk/picture in Node, on the pictures of the sample catalogue; the modules run in the calling thread.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dist, root } from '../support/core.mjs';

const { createColophon } = await import(join(dist, 'index.js'));
const { openEditor } = await import(join(dist, 'picture.js'));
const colophon = createColophon();
after(() => colophon.dispose());
const picture = (name) => new Blob([readFileSync(join(root, 'examples/catalogue/images', name))]);

test('an editor: palette, map and crops of a picture, and it is given back', async () => {
  const editor = await openEditor(colophon, picture('rocket.jpg'));
  const { width, height } = editor.info;
  assert.deepEqual(editor.info, (await colophon.image(picture('rocket.jpg'))).info);

  const swatches = await editor.palette(6);
  assert.equal(swatches.length, 6);
  assert.equal(swatches.reduce((sum, { share_ppm }) => sum + share_ppm, 0), 1_000_000);
  assert.ok(swatches.every(({ share_ppm }, i) => i === 0 || share_ppm <= swatches[i - 1].share_ppm), 'the largest first');
  assert.ok(swatches.every(({ rgb }) => rgb.length === 3 && rgb.every((channel) => Number.isInteger(channel) && channel >= 0 && channel <= 255)));

  const map = await editor.saliency();
  assert.equal(Math.max(map.width, map.height), 64);
  assert.equal(map.values.length, map.width * map.height);
  assert.equal(Math.max(...map.values), 255);

  for (const [across, down] of [[1, 1], [16, 9], [9, 16], [3, 2]]) {
    const crop = await editor.crop([across, down]);
    assert.ok(crop.x >= 0 && crop.y >= 0 && crop.x + crop.width <= width && crop.y + crop.height <= height);
    assert.ok(Math.abs(crop.width * down - crop.height * across) <= Math.max(across, down), `${crop.width} x ${crop.height}`);
    assert.ok(crop.score_ppm > 0);
  }

  for (const count of [0, 33, -1, 2.5, Number.NaN, undefined]) await assert.rejects(editor.palette(count), { code: 'invalid_argument', field: 'count' }, String(count));
  for (const ratio of [[0, 1], [1, 10_001], [-1, 1], [1.5, 1], [1]]) await assert.rejects(editor.crop(ratio), { code: 'invalid_argument', field: 'ratio' }, String(ratio));
  assert.deepEqual(await editor.palette(6), swatches);
  editor.dispose();
  editor.dispose();
  await assert.rejects(editor.palette(3), { code: 'not_found', detail: /open the picture again/ });
});

test('harmony and style: every scheme with its colours, measures and the tags that follow from them', async () => {
  const [rocket, coffee] = await Promise.all([openEditor(colophon, picture('rocket.jpg')), openEditor(colophon, picture('coffee.png'))]);
  const harmony = await coffee.harmony();
  assert.deepEqual(harmony.schemes.map(({ scheme }) => scheme), ['monochrome', 'analogous', 'complementary', 'split-complementary', 'triad', 'tetrad']);
  for (const { angle_milli, off_milli, colours } of harmony.schemes) {
    assert.ok(angle_milli >= 0 && angle_milli < 360_000 && off_milli >= 0 && off_milli <= 180_000);
    assert.ok(colours.length >= 2 && colours.length <= 4 && colours.flat().every((channel) => Number.isInteger(channel) && channel >= 0 && channel <= 255));
  }
  // A cup on a wooden table: browns and reds, one side of the circle.
  assert.ok(['monochrome', 'analogous'].includes(harmony.scheme), harmony.scheme);
  assert.ok(harmony.main[0] > harmony.main[2]);
  const { measures, tags } = await coffee.style();
  assert.ok(Object.values(measures).every(Number.isInteger));
  assert.equal(measures.aspect, Math.floor((1_000 * coffee.info.width) / coffee.info.height));
  assert.ok(tags.includes('warm') && tags.includes('landscape-format'), tags.join(' '));
  // A launch at night.
  assert.ok((await rocket.style()).tags.includes('low-key'));
  rocket.dispose();
  coffee.dispose();
});

test('enhance and preview: what the picture needs, seen at any size, and the picture stays', async () => {
  const editor = await openEditor(colophon, picture('rocket.jpg'));
  const { width, height } = editor.info;
  const adjust = await editor.enhance();
  assert.deepEqual(Object.keys(adjust).sort(), ['contrast', 'denoise', 'exposure_milli', 'saturation', 'sharpen', 'tint', 'warmth']);
  assert.ok(Object.values(adjust).every(Number.isInteger));

  const whole = await editor.preview({}, 0);
  assert.deepEqual([whole.width, whole.height, whole.rgba.length], [width, height, width * height * 4]);
  const reference = await (await colophon.image(picture('rocket.jpg'))).preview(0);
  assert.deepEqual(whole, reference, 'nothing to do gives the picture');
  const small = await editor.preview({ adjust }, 200);
  assert.equal(Math.max(small.width, small.height), 200);
  assert.ok(small.rgba instanceof Uint8ClampedArray);
  const turned = await editor.preview({ turns: 1, mirror: true }, 0);
  assert.deepEqual([turned.width, turned.height], [height, width]);
  // Turned clockwise, then mirrored: rows have become columns.
  for (const [x, y] of [[0, 0], [5, 9], [width - 1, height - 1]]) {
    assert.deepEqual([...turned.rgba.subarray((x * height + y) * 4, (x * height + y) * 4 + 4)], [...whole.rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)]);
  }
  const part = await editor.preview({ crop: { x: 10, y: 20, width: 30, height: 40 } }, 0);
  assert.deepEqual([...part.rgba.subarray(0, 4)], [...whole.rgba.subarray((20 * width + 10) * 4, (20 * width + 10) * 4 + 4)]);
  const mean = ({ rgba }) => rgba.reduce((sum, value) => sum + value, 0) / rgba.length;
  assert.ok(mean(await editor.preview({ adjust: { exposure_milli: 1000 } }, 200)) > mean(await editor.preview({}, 200)) + 5);
  assert.deepEqual(await editor.preview({}, 0), whole);

  for (const [edit, field] of [[{ turns: 4 }, 'turns'], [{ turns: 1.5 }, 'turns'], [{ mirror: 1 }, 'mirror'], [{ crop: { x: 0, y: 0, width: width + 1, height: 1 } }, 'crop'],
    [{ crop: { x: 0 } }, 'crop.y'], [{ adjust: { contrast: 101 } }, 'adjust.contrast'], [{ adjust: { tint: Number.NaN } }, 'adjust.tint'], [{ blur: 1 }, 'blur']]) {
    await assert.rejects(editor.preview(edit, 100), (error) => error.field === field && error.detail.length > 20, JSON.stringify(edit));
  }
  for (const longest of [-1, 1.5, undefined]) await assert.rejects(editor.preview({}, longest), { code: 'invalid_argument', field: 'longest' });
  await assert.rejects(editor.preview({}, 100, { signal: AbortSignal.abort() }), { code: 'cancelled' });
  editor.dispose();
  await assert.rejects(editor.enhance(), { code: 'not_found' });
  await assert.rejects(editor.preview({}, 100), { code: 'not_found' });
});

test('two editors at once, each with its own picture', async () => {
  const [rocket, coffee] = await Promise.all([openEditor(colophon, picture('rocket.jpg')), openEditor(colophon, picture('coffee.png'))]);
  assert.notDeepEqual(await rocket.palette(4), await coffee.palette(4));
  rocket.dispose();
  // A cup on a table: reds and browns.
  assert.ok((await coffee.palette(4)).some(({ rgb: [red, , blue] }) => red > blue + 40));
  coffee.dispose();
});

test('what is no picture, what is too large, what is no Colophon, and a call that was given up', async () => {
  await assert.rejects(openEditor(colophon, new Blob(['GIF89a'])), { code: 'not_an_image' });
  await assert.rejects(openEditor(colophon, new Blob([new Uint8Array(64 * 2 ** 20), 'x'])), { code: 'limit_exceeded', field: 'file' });
  await assert.rejects(openEditor({}, picture('rocket.jpg')), { code: 'invalid_argument', field: 'colophon' });
  await assert.rejects(openEditor(colophon, picture('rocket.jpg'), { signal: AbortSignal.abort() }), { code: 'cancelled' });
  const ended = createColophon();
  const editor = await openEditor(ended, picture('rocket.jpg'));
  ended.dispose();
  await assert.rejects(editor.palette(3), { code: 'not_found' });
});

test('picture.wasm of another version, or another file in its place, is refused with its remedy', async () => {
  const bytes = new Uint8Array(readFileSync(join(dist, 'picture.wasm')));
  const using = async (pictureSrc) => {
    const other = createColophon({ pictureSrc });
    try {
      return (await openEditor(other, picture('rocket.jpg'))).info.format;
    } finally {
      other.dispose();
    }
  };
  assert.equal(await using(bytes), 'jpeg');
  await assert.rejects(using(new Uint8Array(readFileSync(join(dist, 'core.wasm')))), { code: 'abi_mismatch', field: 'pictureSrc' });
  await assert.rejects(using(new TextEncoder().encode('<!doctype html>')), { code: 'unavailable', field: 'pictureSrc', detail: /picture\.wasm/ });
});
