// A picture as a file: pixels from the core, compressed by the browser's own encoder, metadata put in by the core.
import { encodePixels } from './encode.js';
import { bytesOf, pixelsOf } from './engine.js';
import { ColophonError } from './errors.js';
import { parseBytes } from './loader.js';
import type { PictureCore } from './picture-core.js';
import type { ExportRequest, Exported } from './protocol.js';
import type { FileSource, ImageInfo } from './types.js';

/** Read first: a file that was moved since is noticed before any work. */
const original = (source: FileSource): Promise<Uint8Array> => bytesOf(source).catch((cause: unknown) => {
  throw new ColophonError({ code: 'unavailable', field: 'file', detail: 'The picture\'s file can no longer be read, and its colour profile and metadata are in there: open it again.' }, { cause });
});

/** `source`: the file whose colour profile and metadata go along. */
export async function exported(core: PictureCore, source: FileSource, edit: Uint8Array, { format, quality, keep }: ExportRequest): Promise<Exported> {
  const bytes = await original(source), pixels = pixelsOf(core.preview(edit, 0));
  return put(core, bytes, await encodePixels(pixels, format, quality), pixels, keep);
}

/** Another file of the same size, with the source's colour profile and metadata. */
export async function described(core: PictureCore, source: FileSource, file: Blob, { width, height }: Pick<ImageInfo, 'width' | 'height'>, keep: boolean): Promise<Exported> {
  return put(core, await original(source), file, { width, height }, keep);
}

async function put(core: PictureCore, source: Uint8Array, encoded: Blob, { width, height }: { width: number; height: number }, keep: boolean): Promise<Exported> {
  const [file, report] = core.metadata(source, await bytesOf(encoded), width, height, keep);
  return { blob: new Blob([file as Uint8Array<ArrayBuffer>], { type: encoded.type }), width, height, ...parseBytes<Pick<Exported, 'metadata' | 'dropped'>>(report) };
}
