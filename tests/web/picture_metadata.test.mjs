// Metadata of the catalogue's photographs, as museums publish them, carried into other files: what ExifReader, which nobody here wrote, reads before and after.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import ExifReader from 'exifreader';
import { importSource, pictureModule, root } from '../support/core.mjs';

const folder = join(root, 'examples/catalogue/images');
const photos = readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes('Exif\0\0'));
const encoded = { jpeg: readFileSync(join(root, 'tests/fixtures/images/grey.jpg')), png: readFileSync(join(folder, 'coffee.png')) };

let core;
before(async () => {
  core = await (await importSource('picture-core')).PictureCore.instantiate(pictureModule());
});
const carried = (source, into, keep) => {
  const [file, report] = core.metadata(new Uint8Array(source), new Uint8Array(into), 64, 64, keep);
  return { file: Buffer.from(file), ...JSON.parse(Buffer.from(report).toString()) };
};
/** A PNG's profile is compressed: the judge inflates it later. */
const tagsOf = (file) => ExifReader.load(file, { expanded: true, async: true });
/** What a group of tags says, without what an export changes. */
const saying = (group = {}) => Object.fromEntries(Object.entries(group)
  .filter(([name]) => !/^(Orientation|Pixel[XY]Dimension|Image(Width|Length|Height)|_raw|JPEGInterchangeFormat.*|Compression)$/.test(name))
  .map(([name, { description }]) => [name, description]));

test('the catalogue has photographs with metadata', () => {
  assert.ok(photos.length >= 9, photos.join(' '));
});

for (const name of photos) {
  test(`${name}: kept, every tag says what it said; stripped, none is there`, async () => {
    const source = readFileSync(join(folder, name));
    const was = await tagsOf(source);
    const kept = carried(source, encoded.jpeg, true);
    const now = await tagsOf(kept.file);
    assert.equal(kept.metadata, 'kept');
    assert.ok(!kept.dropped.some((what) => ['exif', 'xmp', 'icc', 'photoshop'].includes(what)), kept.dropped.join(' '));
    for (const group of ['exif', 'gps', 'xmp', 'iptc', 'icc']) {
      const [before, after] = [saying(was[group]), saying(now[group])];
      // A thumbnail's own resolution goes with it, and the judge mixes both.
      for (const gone of ['XResolution', 'YResolution', 'ResolutionUnit', 'Thumbnails']) delete before[gone], delete after[gone];
      assert.deepEqual(after, before, group);
    }
    assert.equal(now.Thumbnail, undefined);
    if (now.exif?.Orientation) assert.equal(now.exif.Orientation.value, 1);

    for (const into of Object.values(encoded)) {
      const { file, icc, ...others } = await tagsOf(carried(source, into, false).file);
      assert.deepEqual(saying(icc), saying(was.icc));
      for (const group of ['exif', 'gps', 'xmp', 'iptc', 'photoshop', 'Thumbnail']) assert.equal(others[group], undefined, group);
    }
  });
}
