// A picture of 12 megapixels, made: no file of that size is in the repository.
import { deflateSync } from 'node:zlib';
import { random } from './random.mjs';

export const width = 4000;
export const height = 3000;

/** Light that falls from the upper left, waves of colour, and noise: every feature has something to measure. */
export function picture() {
  const { below } = random(12);
  const rgb = new Uint8Array(width * height * 3);
  let at = 0;
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const light = 220 - ((x + y) >> 5);
      const grain = below(24);
      rgb[at++] = Math.min(255, Math.max(0, light + (((x >> 6) * 37) % 60) - grain));
      rgb[at++] = Math.min(255, Math.max(0, light - 20 + (((y >> 6) * 53) % 50) - grain));
      rgb[at++] = Math.min(255, Math.max(0, light - 60 + ((((x + y) >> 7) * 29) % 70) + grain));
    }
  }
  return rgb;
}

/** An RGB picture of that size as a file. */
export function png(rgb) {
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; ++k) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  const crc = (bytes) => ~bytes.reduce((c, byte) => table[(c ^ byte) & 255] ^ (c >>> 8), ~0) >>> 0;
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; ++y) rows.set(rgb.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  return new Uint8Array(Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0))]));
}
