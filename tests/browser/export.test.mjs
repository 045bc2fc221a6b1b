// Pictures as files, by Chromium's encoders, and what is in them as ExifReader reads it, which nobody here wrote.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import ExifReader from 'exifreader';
import { launch } from '../support/browser.mjs';
import { dist, root } from '../support/core.mjs';
import { sendFile, serve } from '../support/http_server.mjs';

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob:";
const jpeg = readFileSync(join(root, 'tests/fixtures/images/progressive.jpg'));

// A photo as a camera writes it: held upright, with a place, a maker's note, a thumbnail of the whole, a caption, a profile, and a preview at the end.
const u16 = (value) => Buffer.from([value & 255, value >> 8]);
const u32 = (value) => Buffer.concat([u16(value & 0xffff), u16(value >>> 16)]);
const entry = (tag, type, count, value) => Buffer.concat([u16(tag), u16(type), u32(count), Buffer.concat([value, Buffer.alloc(4)]).subarray(0, 4)]);
const rational = (...parts) => Buffer.concat(parts.flatMap((part) => [u32(part), u32(1)]));
const thumbnail = Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from('THUMBNAIL OF THE WHOLE'), Buffer.from([0xff, 0xd9])]);
function tiff() {
  const directory = (entries) => Buffer.concat([u16(entries.length), ...entries, u32(0)]);
  const size = (count) => 6 + 12 * count;
  // One part after the other, each at the sum of the sizes before it.
  const exifAt = 8 + size(4), gpsAt = exifAt + size(4), makeAt = gpsAt + size(4), dateAt = makeAt + 10, noteAt = dateAt + 20, latitudeAt = noteAt + 12, longitudeAt = latitudeAt + 24;
  const secondAt = longitudeAt + 24, thumbnailAt = secondAt + size(3);
  const first = directory([entry(0x010f, 2, 9, u32(makeAt)), entry(0x0112, 3, 1, u16(6)), entry(0x8769, 4, 1, u32(exifAt)), entry(0x8825, 4, 1, u32(gpsAt))]);
  u32(secondAt).copy(first, first.length - 4);
  return Buffer.concat([
    Buffer.from('II'), u16(42), u32(8), first,
    directory([entry(0x9003, 2, 20, u32(dateAt)), entry(0x927c, 7, 12, u32(noteAt)), entry(0xa002, 4, 1, u32(64)), entry(0xa003, 4, 1, u32(64))]),
    directory([entry(1, 2, 2, Buffer.from('N\0')), entry(2, 5, 3, u32(latitudeAt)), entry(3, 2, 2, Buffer.from('E\0')), entry(4, 5, 3, u32(longitudeAt))]),
    Buffer.from('A camera\0\0'), Buffer.from('2024:05:06 07:08:09\0'), Buffer.from('maker\'s note'), rational(48, 51, 30), rational(2, 17, 40),
    directory([entry(0x0103, 3, 1, u16(6)), entry(0x0201, 4, 1, u32(thumbnailAt)), entry(0x0202, 4, 1, u32(thumbnail.length))]), thumbnail,
  ]);
}
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" tiff:Orientation="6" dc:source="the roof of the museum"/></rdf:RDF></x:xmpmeta>`;
/** The header of a profile (ISO 15076-1, 7.2) without tags. */
const profile = Buffer.alloc(132);
profile.writeUInt32BE(132, 0);
profile.write('lcms', 4);
profile.writeUInt32BE(0x04300000, 8);
profile.write('mntrRGB XYZ ', 12);
profile.writeUInt16BE(2024, 24);
profile.write('acsp', 36);
const iptc = Buffer.concat([Buffer.from([0x1c, 2, 120, 0, 9]), Buffer.from('A caption')]);
const resource = (id, data) => {
  const head = Buffer.alloc(12);
  head.write('8BIM');
  head.writeUInt16BE(id, 4);
  head.writeUInt32BE(data.length, 8);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
};
const segment = (marker, ...parts) => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);
};
const photo = Buffer.concat([
  jpeg.subarray(0, 2), segment(0xe1, 'Exif\0\0', tiff()), segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', xmp), segment(0xe2, 'ICC_PROFILE\0', [1, 1], profile),
  segment(0xe2, 'MPF\0', 'another picture'), segment(0xed, 'Photoshop 3.0\0', resource(1028, iptc), resource(1036, thumbnail)), jpeg.subarray(2),
]);

let site;
let browser;
let page;
const problems = [];
before(async () => {
  site = await serve((request, response) => {
    const path = request.url.slice(1).split('?')[0];
    if (path === '') return response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end('<!doctype html><title>test</title>');
    if (path === 'favicon.ico') return response.writeHead(204).end();
    if (path === 'photo.jpg') return response.writeHead(200, { 'content-type': 'image/jpeg' }).end(photo);
    return sendFile(response, dist, path, { 'content-security-policy': policy }) || response.writeHead(404).end();
  });
  browser = await launch();
  page = await browser.newPage();
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`${site.origin}/`);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** Exports in the page; the file comes back as bytes, and as the browser itself sees it. */
async function exported(edit, options) {
  const { bytes, ...rest } = await page.evaluate(async ([change, how]) => {
    const { createColophon } = await import('/index.js');
    const { openEditor } = await import('/picture.js');
    const colophon = createColophon();
    const editor = await openEditor(colophon, await (await fetch('/photo.jpg')).blob());
    const { blob, ...told } = await editor.export(change, how);
    const bitmap = await createImageBitmap(blob);
    const expected = await editor.preview(change, 0);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    canvas.drawImage(bitmap, 0, 0);
    const seen = canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
    let sum = 0;
    for (let i = 0; i < seen.length; ++i) sum += (seen[i] - expected.rgba[i]) ** 2;
    colophon.dispose();
    const text = Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join('');
    return { ...told, type: blob.type, seen: [bitmap.width, bitmap.height], error: Math.sqrt(sum / seen.length), bytes: btoa(text) };
  }, [edit, options]);
  return { ...rest, file: Buffer.from(bytes, 'base64') };
}
/** A PNG's profile is compressed: the judge inflates it later. */
const tagsOf = (file) => ExifReader.load(file, { expanded: true, async: true });
const crop = { x: 4, y: 3, width: 41, height: 30 };
const formats = ['jpeg', 'png', 'webp'];

test('the source is what a camera writes, as the judge reads it', async () => {
  const { exif, gps, xmp: packet, icc, Thumbnail } = await tagsOf(photo);
  assert.equal(exif.Orientation.value, 6);
  assert.equal(exif.Make.description, 'A camera');
  assert.ok(Math.abs(gps.Latitude - 48.8583) < 0.001 && Math.abs(gps.Longitude - 2.2944) < 0.001);
  assert.equal(packet.source.description, 'the roof of the museum');
  assert.ok(icc && Thumbnail);
});

for (const format of formats) {
  test(`${format}: kept, the camera and the place are there; the picture is not turned twice, and the whole is not in the part`, async () => {
    const result = await exported({ crop, turns: 1 }, { format, metadata: 'keep' });
    assert.equal(result.type, `image/${format}`);
    assert.deepEqual([result.width, result.height, ...result.seen], [30, 41, 30, 41]);
    assert.ok(result.error < (format === 'png' ? 0.001 : 6), `${result.error}`);
    assert.equal(result.metadata, 'kept');
    assert.deepEqual(result.dropped, format === 'jpeg' ? ['mpf', 'thumbnail'] : ['mpf', 'photoshop', 'thumbnail']);
    const tags = await tagsOf(result.file);
    assert.equal(tags.exif.Orientation.value, 1);
    assert.deepEqual([tags.exif.PixelXDimension.value, tags.exif.PixelYDimension.value], [30, 41]);
    assert.equal(tags.exif.Make.description, 'A camera');
    assert.equal(tags.exif.DateTimeOriginal.description, '2024:05:06 07:08:09');
    assert.ok(Math.abs(tags.gps.Latitude - 48.8583) < 0.001);
    assert.equal(tags.xmp.source.description, 'the roof of the museum');
    assert.equal(String(tags.xmp.Orientation.value), '1');
    assert.ok(tags.icc);
    if (format === 'jpeg') assert.equal(tags.iptc['Caption/Abstract'].description, 'A caption');
    assert.equal(tags.Thumbnail, undefined);
    for (const secret of ['THUMBNAIL OF THE WHOLE', 'another picture']) assert.ok(!result.file.includes(secret), secret);
    assert.ok(result.file.includes("maker's note"));
  });

  test(`${format}: stripped, nothing but the colour profile is left`, async () => {
    const result = await exported({}, { format });
    assert.deepEqual([result.metadata, result.dropped], ['stripped', []]);
    const { file, icc, ...others } = await tagsOf(result.file);
    assert.ok(file && icc, 'the profile is there');
    for (const what of ['exif', 'gps', 'xmp', 'iptc', 'photoshop', 'Thumbnail', 'mpf']) assert.equal(others[what], undefined, what);
    for (const secret of ['A camera', 'museum', 'caption', 'note', '2024:05']) assert.ok(!result.file.includes(secret), secret);
  });
}

test('quality has its way; what cannot be is refused by its field', async () => {
  const [low, high] = [await exported({ crop }, { format: 'jpeg', quality: 30 }), await exported({ crop }, { format: 'jpeg', quality: 95 })];
  assert.ok(low.file.length < high.file.length && low.error > high.error);
  for (const [edit, options, field] of [[{}, { format: 'gif' }, 'format'], [{}, { format: 'jpeg', quality: 0 }, 'quality'], [{}, { format: 'jpeg', quality: 0.9 }, 'quality'],
    [{}, { format: 'jpeg', metadata: 'some' }, 'metadata'], [{ turns: 9 }, { format: 'png' }, 'turns']]) {
    const error = await page.evaluate(async ([change, how]) => {
      const { createColophon } = await import('/index.js');
      const { openEditor } = await import('/picture.js');
      const colophon = createColophon();
      const editor = await openEditor(colophon, await (await fetch('/photo.jpg')).blob());
      const thrown = await editor.export(change, how).catch(({ code, field: name }) => [code, name]);
      colophon.dispose();
      return thrown;
    }, [edit, options]);
    assert.deepEqual(error, ['invalid_argument', field]);
  }
  assert.deepEqual(problems, [], 'the policy was not violated');
});
