// The ISCC of a file, in the worker: one pass over its bytes, then what its content is.
import { cancelled } from './errors.js';
import { bytesOf, imageBytesMax, type Caller } from './engine.js';
import { encodeText, parseBytes, type Core } from './loader.js';
import type { IsccInput } from './iscc-input.js';
import type { FileSource, IsccIdentity } from './types.js';

/** core/include/colophon/base/limits.hpp, kTextBytesMax. */
const textBytesMax = 8 * 2 ** 20;
const pieceBytes = 2 ** 20;
const headBytes = 512;

const begins = (head: Uint8Array, magic: string, at = 0): boolean => [...magic].every((c, i) => head[at + i] === c.charCodeAt(0));

/** By the first bytes; sound and film also by their type, since the server has the last word on them. */
function kindOf(head: Uint8Array, type: string): 'image' | 'audio' | 'video' | 'text?' {
  if (begins(head, '\xff\xd8\xff') || begins(head, '\x89PNG\r\n\x1a\n')) return 'image';
  if (type.startsWith('audio/') || begins(head, 'ID3') || begins(head, 'fLaC') || (begins(head, 'RIFF') && begins(head, 'WAVE', 8))) return 'audio';
  if (type.startsWith('video/') || begins(head, 'ftyp', 4) || begins(head, '\x1a\x45\xdf\xa3') || (begins(head, 'RIFF') && begins(head, 'AVI ', 8))) return 'video';
  return begins(head, 'OggS') ? 'audio' : 'text?';
}

function markupOf({ type, fileName }: IsccInput): 0 | 1 | 2 {
  if (type.includes('html') || /\.x?html?$/i.test(fileName)) return 1;
  return type === 'text/markdown' || /\.(md|markdown|mkd)$/i.test(fileName) ? 2 : 0;
}

interface Sum {
  data: string;
  instance: string;
  datahash: string;
  filesize: number;
}

async function sumOf(core: Core, blob: Blob, caller: Caller): Promise<Sum> {
  const sum = core.isccSum();
  let result = new Uint8Array();
  try {
    for (let at = 0; at < blob.size; at += pieceBytes) {
      if (caller.cancelled()) throw cancelled();
      sum.update(await bytesOf(blob.slice(at, at + pieceBytes)));
      caller.progress(Math.min(at + pieceBytes, blob.size), blob.size);
    }
  } finally {
    // Also where the call was cancelled: this gives the memory back.
    if (!core.dead) result = sum.finish() as Uint8Array<ArrayBuffer>;
  }
  return parseBytes<Sum>(result);
}

type Content = Pick<IsccIdentity, 'kind' | 'characters' | 'contentOnServer' | 'note'> & { content?: string };

/** The content unit, or why there is none. */
function contentOf(core: Core, kind: 'image' | 'text?', bytes: Uint8Array, input: IsccInput): Content {
  try {
    if (kind === 'image') {
      const { image } = core.decodeImage(bytes);
      try {
        return { kind, content: parseBytes<{ iscc: string }>(core.imageIscc(image)).iscc };
      } finally {
        core.freeImage(image);
      }
    }
    if (bytes.byteLength === 0 || bytes.includes(0)) return { kind: 'data' };
    const { iscc, characters } = parseBytes<{ iscc: string; characters: number }>(core.isccText(bytes, markupOf(input)));
    return { kind: 'text', content: iscc, characters };
  } catch (thrown) {
    if (core.dead || kind !== 'image') {
      if (core.dead) throw thrown;
      return { kind: 'data' };
    }
    return { kind, note: (thrown as Error).message };
  }
}

export async function identify(core: Core, file: FileSource, input: IsccInput, caller: Caller): Promise<IsccIdentity> {
  const blob = file instanceof Blob ? file : new Blob([file as Uint8Array<ArrayBuffer>]);
  const call = <T>(name: string, args: unknown): T => parseBytes<T>(core.isccCall(encodeText(name), encodeText(JSON.stringify(args))));
  // A title that gives no Meta-Code is an error before the file is read.
  const named = input.name !== '' || input.description !== '';
  const meta = named ? call<{ iscc: string }>('gen_meta_code', { name: input.name, description: input.description }).iscc : undefined;
  const kind = kindOf(await bytesOf(blob.slice(0, headBytes)), input.type);
  const { data, instance, datahash, filesize } = await sumOf(core, blob, caller);

  let found: Content = { kind: 'data' };
  const whole = kind === 'image' ? imageBytesMax : textBytesMax;
  if (kind === 'audio' || kind === 'video') found = { kind, contentOnServer: true };
  else if (blob.size <= whole) found = contentOf(core, kind, await bytesOf(blob), input);
  if (caller.cancelled()) throw cancelled();
  const { kind: known, content, ...more } = found;
  const codes = [meta, content, data, instance].filter((unit) => unit !== undefined);
  const { iscc } = call<{ iscc: string }>('gen_iscc_code', { codes });
  const units = { ...(meta !== undefined && { meta }), ...(content !== undefined && { content }), data, instance };
  return { iscc, kind: known, units, datahash, filesize, ...more };
}
