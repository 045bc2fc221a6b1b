// Pixels to a file, by the browser's own encoder, in the worker: a large picture never stops the page.
import { ColophonError } from './errors.js';
import type { Pixels } from './types.js';

export type Encoding = 'image/jpeg' | 'image/png' | 'image/webp';

/** `quality`: 1 to 100, for JPEG and WebP. No metadata is written. */
export async function encodePixels({ width, height, rgba }: Pixels, type: Encoding, quality: number): Promise<Blob> {
  if (typeof OffscreenCanvas !== 'function') {
    throw new ColophonError({ code: 'unavailable', detail: 'Nothing here writes pictures: that takes a browser with OffscreenCanvas.' });
  }
  const canvas = new OffscreenCanvas(width, height), context = canvas.getContext('2d');
  if (!context) throw new ColophonError({ code: 'out_of_memory', detail: `The browser has no room for a picture of ${width} x ${height} pixels: save it smaller.` });
  context.putImageData(new ImageData(rgba, width, height), 0, 0);
  const blob = await canvas.convertToBlob({ type, quality: quality / 100 });
  if (blob.type !== type) throw new ColophonError({ code: 'unsupported_media_type', field: 'format', detail: `This browser does not write ${type}: choose JPEG or PNG.` });
  return blob;
}
