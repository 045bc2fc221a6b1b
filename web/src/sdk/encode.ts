// Pixels to a file, by the browser's own encoder, in the worker: a large picture never stops the page.
import { ColophonError } from './errors.js';
import type { Pixels } from './types.js';

/** What this file uses of a canvas that no page shows. */
interface Canvas {
  getContext(kind: '2d', options: object): { putImageData(data: ImageData, x: number, y: number): void } | null;
  convertToBlob(options: { type: string; quality: number }): Promise<Blob>;
}
const types = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp' } as const;
export type PictureFormat = keyof typeof types;

/** `quality`: 1 to 100, for JPEG and WebP. No metadata is written. */
export async function encodePixels({ width, height, rgba }: Pixels, format: PictureFormat, quality: number): Promise<Blob> {
  const Offscreen = (globalThis as { OffscreenCanvas?: new (width: number, height: number) => Canvas }).OffscreenCanvas;
  if (Offscreen === undefined) {
    throw new ColophonError({ code: 'unavailable', field: 'format', detail: 'There is no encoder of pictures here (OffscreenCanvas): export in a browser, or take preview(edit, 0) and encode its pixels with a library of your own.' });
  }
  let blob: Blob;
  try {
    const canvas = new Offscreen(width, height);
    canvas.getContext('2d', { alpha: false })!.putImageData(new ImageData(rgba, width, height), 0, 0);
    blob = await canvas.convertToBlob({ type: types[format], quality: quality / 100 });
  } catch (cause) {
    throw new ColophonError({ code: 'unavailable', field: 'format', detail: `The browser could not encode ${width} x ${height} pixels: crop the picture, or close other pages.` }, { cause });
  }
  // A browser that does not know a format gives a PNG without a word.
  if (blob.type !== types[format]) {
    throw new ColophonError({ code: 'unsupported_media_type', field: 'format', detail: `This browser does not write ${format}: take jpeg or png.` });
  }
  return blob;
}
