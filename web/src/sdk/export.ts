// A picture as a file: pixels from the core, compressed by the browser's own encoder, metadata put in by the core.
import { bytesOf, pixelsOf } from './engine.js';
import { ColophonError } from './errors.js';
import { parseBytes } from './loader.js';
import type { PictureCore } from './picture-core.js';
import type { ExportRequest, Exported } from './protocol.js';
import type { FileSource } from './types.js';

/** What this file uses of a canvas that no page shows. */
interface Canvas {
  getContext(kind: '2d', options: object): { putImageData(data: ImageData, x: number, y: number): void } | null;
  convertToBlob(options: { type: string; quality: number }): Promise<Blob>;
}

const types = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp' } as const;

export async function exported(core: PictureCore, source: FileSource, edit: Uint8Array, { format, quality, keep }: ExportRequest): Promise<Exported> {
  const Offscreen = (globalThis as { OffscreenCanvas?: new (width: number, height: number) => Canvas }).OffscreenCanvas;
  if (Offscreen === undefined) {
    throw new ColophonError({ code: 'unavailable', field: 'format', detail: 'There is no encoder of pictures here (OffscreenCanvas): export in a browser, or take preview(edit, 0) and encode its pixels with a library of your own.' });
  }
  // Read first: a file that was moved since is noticed before any work.
  const original = await bytesOf(source).catch((cause: unknown) => {
    throw new ColophonError({ code: 'unavailable', field: 'file', detail: 'The picture\'s file can no longer be read, and its colour profile and metadata are in there: open it again.' }, { cause });
  });
  const { width, height, rgba } = pixelsOf(core.preview(edit, 0));
  const type = types[format];
  let blob: Blob;
  try {
    const canvas = new Offscreen(width, height);
    canvas.getContext('2d', { alpha: false })!.putImageData(new ImageData(rgba, width, height), 0, 0);
    blob = await canvas.convertToBlob({ type, quality: quality / 100 });
  } catch (cause) {
    throw new ColophonError({ code: 'unavailable', field: 'format', detail: `The browser could not encode ${width} x ${height} pixels: crop the picture, or close other pages.` }, { cause });
  }
  // A browser that does not know a format gives a PNG without a word.
  if (blob.type !== type) {
    throw new ColophonError({ code: 'unsupported_media_type', field: 'format', detail: `This browser does not write ${format}: take jpeg or png.` });
  }
  const [file, report] = core.metadata(original, await bytesOf(blob), width, height, keep);
  return { blob: new Blob([file as Uint8Array<ArrayBuffer>], { type }), width, height, ...parseBytes<Pick<Exported, 'metadata' | 'dropped'>>(report) };
}
