// What an editor asks of a 12-megapixel photo: the core in WebAssembly beside the packages that a web developer would take, in this run, on the same pixels. And
// how often smartcrop makes the same choice.
import { MMCQ } from '@vibrant/quantizer-mmcq';
import photon from '@silvia-odwyer/photon-node';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import smartcrop from 'smartcrop';
import { importSource, pictureModule, root } from '../support/core.mjs';
import { height, picture, png, width } from '../support/large_picture.mjs';

const rounds = 5;
const text = (value) => new TextEncoder().encode(value);
const parsed = (bytes) => JSON.parse(Buffer.from(bytes).toString());

/** The least CPU time of several runs, after one that warms up. */
async function milliseconds(work, times = rounds) {
  let least = Infinity;
  for (let i = 0; i <= times; ++i) {
    const begin = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(begin);
    if (i > 0 || times === 0) least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
const line = (name, ours, peer, theirs) => console.log(`${name}: ${ours.toFixed(1)} CPU-ms; PEER ${peer} ${theirs.toFixed(1)} CPU-ms; ratio ${(theirs / ours).toFixed(2)}`);

/** smartcrop's ways to a picture's pixels, without a canvas; `scaled` gives those at a smaller size. */
const operations = (whole, scaled) => ({
  open: async () => ({ ...whole, naturalWidth: whole.width }),
  resample: (image, across, down) => scaled(Math.trunc(across), Math.trunc(down)),
  getData: async ({ width, height, rgba, data }) => ({ width, height, data: data ?? rgba }),
});

const { PictureCore } = await importSource('picture-core');
const editor = await PictureCore.instantiate(pictureModule());

/** Width, height and RGBA as objects. */
function pixels(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: view.getUint32(0, true), height: view.getUint32(4, true), rgba: new Uint8ClampedArray(bytes.buffer, bytes.byteOffset + 8) };
}
/** Of the open picture, with a shorter side of 256: what smartcrop asks a canvas for. */
function scaledDown(whole) {
  const longest = Math.round((256 * Math.max(whole.width, whole.height)) / Math.min(whole.width, whole.height));
  return pixels(editor.preview(text('{}'), longest));
}

async function times() {
  editor.open(png(picture()));
  const whole = pixels(editor.preview(text('{}'), 0));

  line('picture_palette_12mp', await milliseconds(() => editor.palette(5)), '@vibrant/quantizer-mmcq', await milliseconds(() => MMCQ(whole.rgba, { colorCount: 5 })));

  const ours = await milliseconds(() => editor.crop(1, 1));
  const square = { width: 100, height: 100 };
  // The scaling is a canvas's in a browser: it is not counted.
  const small = scaledDown(whole);
  line('picture_crop_12mp', ours, 'smartcrop, prescaled before', await milliseconds(() => smartcrop.crop(whole, { ...square, imageOperations: operations(whole, () => small) })));
  line('picture_crop_12mp', ours, 'smartcrop, full size', await milliseconds(() => smartcrop.crop(whole, { ...square, prescale: false, imageOperations: operations(whole) }), 0));

  const image = new photon.PhotonImage(whole.rgba, width, height);
  const contrast = await milliseconds(() => photon.adjust_contrast(image, 10));
  const adjust = parsed(editor.enhance());
  const name = 'picture_enhance_12mp';
  console.log(`${name}: ${JSON.stringify(adjust)}`);
  // Photon changes the pixels where they lie: beside that stands the verb alone, without the copy out of the module.
  line(`${name}, measured and made`, await milliseconds(() => inside({ adjust: parsed(editor.enhance()) })), 'photon, one contrast step', contrast);
  line(`${name}, and the pixels handed over`, await milliseconds(() => editor.preview(text(JSON.stringify({ adjust: parsed(editor.enhance()) })), 0)), 'photon, the same',
    await milliseconds(() => { photon.adjust_contrast(image, 10); image.get_raw_pixels(); }));
  image.free();
  const everything = { exposure_milli: 600, contrast: 20, saturation: 10, warmth: 10, tint: 5, denoise: 20, sharpen: 20 };
  line('picture_all_seven_adjustments_12mp', await milliseconds(() => inside({ adjust: everything })), 'photon, one contrast step', contrast);
  line('picture_preview_1024_of_12mp', await milliseconds(() => editor.preview(text(JSON.stringify({ adjust: everything })), 1024)), 'photon, one contrast step', contrast);
}

/** A full size in the module's memory, given back at once. */
function inside(edit) {
  const { exports, image } = editor;
  const bytes = text(JSON.stringify(edit));
  const input = exports.colophon_alloc(bytes.length);
  const out = exports.colophon_alloc(8);
  new Uint8Array(exports.memory.buffer).set(bytes, input);
  if (exports.colophon_picture_preview(image, input, bytes.length, 0, out) !== 0) throw new Error('the preview failed');
  for (const address of [new DataView(exports.memory.buffer).getUint32(out, true), input, out]) exports.colophon_free(address);
}

function overlap(a, b) {
  const across = Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x));
  const down = Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));
  const shared = across * down;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

async function agreement() {
  const folder = join(root, '../shared/data/bsds500/test');
  if (!existsSync(folder)) return console.log('picture_crop_agreement: skipped, it needs ../shared/data/bsds500/test');
  const names = readdirSync(folder).filter((name) => name.endsWith('.jpg')).sort().filter((_, i) => i % 4 === 0);
  for (const [choice, minScale] of [['its own sizes (the largest)', 1], ['our sizes (10 to 16 sixteenths)', 0.625]]) {
    const others = [];
    for (const name of names) {
      editor.open(new Uint8Array(readFileSync(join(folder, name))));
      const whole = pixels(editor.preview(text('{}'), 0));
      const theirs = (await smartcrop.crop(whole, { width: 100, height: 100, minScale, imageOperations: operations(whole, () => scaledDown(whole)) })).topCrop;
      const ours = parsed(editor.crop(1, 1));
      const part = overlap(ours, theirs);
      const as = ({ x, y, width, height }) => `${width}x${height}+${x}+${y}`;
      if (part < 0.7) others.push(`${name} ${part.toFixed(2)}: ours ${as(ours)}, smartcrop ${as(theirs)}`);
    }
    console.log(`picture_crop_agreement, smartcrop with ${choice}: ${names.length - others.length} of ${names.length} squares overlap by 0.7 or more`);
    for (const other of others) console.log(`  ${other}`);
  }
}

await times();
await agreement();
