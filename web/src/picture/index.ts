// @colophon/sdk/picture: an editor of one picture, computed in the worker by a module of its own. docs/explanation/pictures.md.
import { compileModule, fileAddress } from '../sdk/assets.js';
import { ColophonError } from '../sdk/errors.js';
import type { Inside } from '../sdk/inside.js';
import type { CallOptions, Colophon, ColophonOptions, FileSource, ImageInfo } from '../sdk/types.js';
import type { Adjustments, Crop, Edit, Harmony, PictureEditor, Style, Swatch } from './types.js';

export type * from './types.js';

let compiled: { source: ColophonOptions['pictureSrc']; module: Promise<WebAssembly.Module> } | undefined;
function pictureModule(source: ColophonOptions['pictureSrc']): Promise<WebAssembly.Module> {
  if (compiled === undefined || compiled.source !== source) {
    const module = compileModule(source, () => new URL('./picture.wasm', import.meta.url), { file: 'picture.wasm', field: 'pictureSrc', sha256: __PICTURE_SHA256__ });
    // A later call may find the file back.
    module.catch(() => { compiled = undefined; });
    compiled = { source, module };
  }
  return compiled.module;
}

const parsed = <T>(bytes: Uint8Array): T => JSON.parse(new TextDecoder().decode(bytes)) as T;

/** WebAssembly would cut a number to 32 bits without a word. */
function natural(value: number, field: string, least = 1): number {
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) return value;
  throw new ColophonError({ code: 'invalid_argument', field, detail: `${field} takes whole numbers from ${least}, not ${String(value)}.` });
}

/** JSON has no NaN and no Infinity, and the core would find a fraction by its byte: here it has a name. */
function whole(value: unknown, field: string): void {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new ColophonError({ code: 'invalid_argument', field, detail: `${field} takes whole numbers, not ${String(value)}.` });
  if (typeof value === 'object' && value !== null) for (const [name, member] of Object.entries(value)) whole(member, field === '' ? name : `${field}.${name}`);
}
function editBytes(edit: Edit): Uint8Array {
  whole(edit, '');
  const { crop } = edit;
  // What crop() gave may be passed on as it is, with its score.
  return new TextEncoder().encode(JSON.stringify(crop ? { ...edit, crop: { x: crop.x, y: crop.y, width: crop.width, height: crop.height } } : edit));
}

function oneOf(value: string, known: string[], field: string): void {
  if (!known.includes(value)) throw new ColophonError({ code: 'invalid_argument', field, detail: `${field} is one of ${known.join(', ')}, not ${String(value)}.` });
}

/** Opens a picture (JPEG, PNG) for editing in `colophon`'s worker; fetches picture.wasm on the first call. */
export async function openEditor(colophon: Colophon, file: FileSource, options: CallOptions = {}): Promise<PictureEditor> {
  const inside = (colophon as unknown as { [key: symbol]: Inside | undefined })[Symbol.for('colophon.inside')];
  if (inside === undefined) throw new ColophonError({ code: 'invalid_argument', field: 'colophon', detail: 'Pass what createColophon() of this version of @colophon/sdk gave.' });
  const { editor, info } = await inside.channel.call('openEditor', [await pictureModule(inside.options.pictureSrc), file], options);
  return editorOf(inside, editor, info);
}

function editorOf(inside: Inside, editor: number, info: ImageInfo): PictureEditor {
  const { channel } = inside;
  const { generation } = channel;
  let disposed = false;
  const open = (): number => {
    if (disposed) throw new ColophonError({ code: 'not_found', detail: 'This editor was disposed of: open the picture again.' });
    if (generation !== channel.generation) throw new ColophonError({ code: 'not_found', detail: 'The worker that held this picture was restarted: open the picture again.' });
    return editor;
  };
  const dispose = (): void => {
    if (disposed) return;
    disposed = true;
    // The memory of a worker that has ended is gone already.
    if (generation === channel.generation) void channel.call('endEditor', [editor]).catch(() => undefined);
  };
  return {
    info,
    palette: async (count, call) => parsed<{ swatches: Swatch[] }>(await channel.call('palette', [open(), natural(count, 'count')], call)).swatches,
    saliency: async (call) => {
      const bytes = await channel.call('saliency', [open()], call);
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      return { width: view.getUint32(0, true), height: view.getUint32(4, true), values: bytes.subarray(8) };
    },
    crop: async ([width, height], call) => parsed<Crop>(await channel.call('crop', [open(), natural(width, 'ratio'), natural(height, 'ratio')], call)),
    harmony: async (call) => parsed<Harmony>(await channel.call('harmony', [open()], call)),
    style: async (call) => parsed<Style>(await channel.call('style', [open()], call)),
    export: async (edit, { format, quality = 92, metadata = 'strip', metadataOf }, call) => {
      oneOf(format, ['jpeg', 'png', 'webp'], 'format');
      oneOf(metadata, ['keep', 'strip'], 'metadata');
      if (!Number.isInteger(quality) || quality < 1 || quality > 100) throw new ColophonError({ code: 'invalid_argument', field: 'quality', detail: `quality takes whole numbers from 1 to 100, not ${String(quality)}.` });
      return channel.call('export', [open(), editBytes(edit), { format, quality, keep: metadata === 'keep', source: metadataOf }], call);
    },
    describe: async (file, metadata = 'strip', call) => {
      oneOf(metadata, ['keep', 'strip'], 'metadata');
      return channel.call('describe', [open(), file, metadata === 'keep'], call);
    },
    upscale: async ({ model, ...call } = {}) => {
      const larger = await channel.call('upscale', [open(), fileAddress(model ?? inside.options.upscaleSrc, 'models/esrgan-slim-2x.json')], call);
      return editorOf(inside, larger.editor, larger.info);
    },
    enhance: async (call) => parsed<Adjustments>(await channel.call('enhance', [open()], call)),
    preview: async (edit, longest, call) => channel.call('editPreview', [open(), editBytes(edit), natural(longest, 'longest', 0)], call),
    dispose,
    [Symbol.dispose]: dispose,
  };
}
