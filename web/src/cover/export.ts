// A cover as a file: SVG as it is, or PNG drawn by the browser.
import { ColophonError } from '../sdk/errors.js';
import type { CallOptions } from '../sdk/types.js';
import type { Cover } from './types.js';

/** Longest side, pixels: what every browser's canvas takes. */
const kSideMax = 8192;

/** A picture's bytes as a data: URL, for covers that stand on their own. An SVG that is shown as an image loads nothing else. */
export function dataUrl(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new ColophonError({ code: 'invalid_argument', field: 'picture', detail: 'The picture could not be read: choose it again.' }));
    reader.readAsDataURL(file);
  });
}

export const toSvg = ({ svg }: Cover): Blob => new Blob([svg], { type: 'image/svg+xml' });

/** A cover whose picture is a data: URL, `side` pixels at its longer side. */
export async function toPng(cover: Cover, side: number, { signal }: CallOptions = {}): Promise<Blob> {
  if (!Number.isInteger(side) || side < 16 || side > kSideMax) throw new ColophonError({ code: 'invalid_argument', field: 'side', detail: `The longer side is a whole number of pixels, 16 to ${kSideMax}.` });
  if (/<image href="blob:/.test(cover.svg)) throw new ColophonError({ code: 'invalid_argument', field: 'picture.href', detail: 'An image cannot load a blob: URL from inside: compose the cover with a data: URL (dataUrl makes one).' });
  const scale = side / Math.max(cover.width, cover.height), width = Math.round(cover.width * scale), height = Math.round(cover.height * scale);
  const address = URL.createObjectURL(new Blob([cover.svg.replace(/^<svg ([^>]*?)width="\d+" height="\d+"/, `<svg $1width="${width}" height="${height}"`)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    if (signal?.aborted) throw new ColophonError({ code: 'cancelled', detail: 'The export was cancelled.' });
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')!.drawImage(image, 0, 0, width, height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new ColophonError({ code: 'out_of_memory', field: 'side', detail: 'The browser has no memory for a picture of that size: choose a smaller one.' });
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
