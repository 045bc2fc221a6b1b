// ZIP archives, as books use them: the directory is read and checked whole before anything is unpacked, and nothing unpacks to more than it declared. Packing is
// reproducible: the same files give the same bytes. Layout: PKWARE APPNOTE 6.3.9; EPUB's rules: EPUB OCF 3.3, section 4.2.
import { Inflate, deflateSync, inflateSync } from 'fflate';
import { bookLimits } from './book.js';
import { BookError } from './problems.js';

const kMegabyte = 2 ** 20;
const kSmall = 65_536;
export const zipLimits = {
  partsMax: 32_768,
  /** Of one file that is read as text. */
  partBytesMax: 128 * kMegabyte,
  /** Text of markup packs 5 to 30 times smaller; what is this large and packs better than that by far is made to fill memory. */
  ratioBytesMin: 32 * kMegabyte,
  ratioMax: 200,
} as const;

interface Part { name: string; method: number; packedBytes: number; bytes: number; crc: number; offset: number }

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export async function readBytes(file: Blob, begin = 0, end = file.size): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(begin, end).arrayBuffer());
  } catch (cause) {
    throw new BookError('unreadable', {}, { cause });
  }
}

const isOutside = (name: string): boolean => name === '' || /^[/\\]|^[a-z]:|[\\\0]|(?:^|\/)\.\.(?:\/|$)/i.test(name);

function readName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Where the directory stands: the end record is searched from the end, since a comment may follow it. */
async function findDirectory(file: Blob): Promise<{ count: number; begin: number; end: number }> {
  const tailBegin = Math.max(0, file.size - 65_557), tail = await readBytes(file, tailBegin), view = viewOf(tail);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50 || at + 22 + view.getUint16(at + 20, true) !== tail.length) continue;
    const count = view.getUint16(at + 10, true), bytes = view.getUint32(at + 12, true), begin = view.getUint32(at + 16, true);
    if (count === 0xffff || begin === 0xffffffff) throw new BookError('zipMethod', { part: 'ZIP64' });
    if (begin + bytes > tailBegin + at) throw new BookError('zipCorrupt', { part: 'directory' });
    return { count, begin, end: begin + bytes };
  }
  throw new BookError('zipTruncated');
}

async function readDirectory(file: Blob): Promise<Map<string, Part>> {
  const { count, begin, end } = await findDirectory(file);
  if (count > zipLimits.partsMax) throw new BookError('tooManyParts', { limit: zipLimits.partsMax });
  const bytes = await readBytes(file, begin, end), view = viewOf(bytes), parts = new Map<string, Part>();
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw new BookError('zipCorrupt', { part: 'directory' });
    const nameBytes = view.getUint16(at + 28, true), next = at + 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > bytes.length) throw new BookError('zipCorrupt', { part: 'directory' });
    const name = readName(bytes.subarray(at + 46, at + 46 + nameBytes));
    if (isOutside(name)) throw new BookError('pathOutside', { part: name });
    const part: Part = {
      name, method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true), packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true), offset: view.getUint32(at + 42, true),
    };
    if ((view.getUint16(at + 8, true) & 0x41) !== 0 || part.method === 99) throw new BookError('zipEncrypted', { part: name });
    if (parts.has(name)) throw new BookError('zipCorrupt', { part: name });
    if (!name.endsWith('/')) parts.set(name, part);
    at = next;
  }
  checkSizes([...parts.values()], begin);
  return parts;
}

function checkSizes(parts: Part[], directory: number): void {
  let bytes = 0, end = 0;
  for (const part of parts) {
    bytes += part.bytes;
    const strange = part.bytes > zipLimits.ratioBytesMin && part.bytes > part.packedBytes * zipLimits.ratioMax;
    if (strange || bytes > bookLimits.unpackedBytesMax) {
      throw new BookError('zipBomb', { part: part.name, size: Math.ceil(bytes / kMegabyte), limit: bookLimits.unpackedBytesMax / kMegabyte });
    }
  }
  // Parts that lie over one another unpack the same bytes again and again.
  for (const part of [...parts].sort((a, b) => a.offset - b.offset)) {
    if (part.offset < end || part.offset + 30 + part.packedBytes > directory) throw new BookError('zipCorrupt', { part: part.name });
    end = part.offset + 30 + part.packedBytes;
  }
}

export class ZipReader {
  private unpacked = 0;
  private constructor(private readonly file: Blob, private readonly parts: Map<string, Part>, private readonly whole: Uint8Array<ArrayBuffer> | undefined) {}

  /** A file that is not large is read at once: thousands of small reads take longer than it. */
  static async open(file: Blob): Promise<ZipReader> {
    const parts = await readDirectory(file);
    return new ZipReader(file, parts, file.size <= 64 * kMegabyte ? await readBytes(file) : undefined);
  }
  private async piece(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> { return this.whole?.subarray(begin, end) ?? readBytes(this.file, begin, end); }

  get names(): string[] { return [...this.parts.keys()]; }
  has(name: string): boolean { return this.parts.has(name); }

  async read(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const part = this.parts.get(name);
    if (!part) throw new BookError('partMissing', { part: name });
    if (part.method !== 0 && part.method !== 8) throw new BookError('zipMethod', { part: name });
    if (part.bytes > zipLimits.partBytesMax) throw new BookError('zipBomb', { part: name, size: Math.ceil(part.bytes / kMegabyte), limit: zipLimits.partBytesMax / kMegabyte });
    const head = viewOf(await this.piece(part.offset, part.offset + 30));
    if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50) throw new BookError('zipCorrupt', { part: name });
    const begin = part.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
    const packed = await this.piece(begin, begin + part.packedBytes);
    const bytes = part.method === 0 ? packed.slice() : this.inflate(part, packed);
    this.unpacked += bytes.length;
    if (this.unpacked > bookLimits.unpackedBytesMax) throw new BookError('zipBomb', { part: name, size: Math.ceil(this.unpacked / kMegabyte), limit: bookLimits.unpackedBytesMax / kMegabyte });
    if (bytes.length !== part.bytes || crc32(bytes) !== part.crc) throw new BookError('zipCorrupt', { part: name });
    return bytes;
  }

  private inflate(part: Part, packed: Uint8Array): Uint8Array<ArrayBuffer> {
    // Little that is packed cannot unpack to much: one byte of room more shows that it is more than was declared.
    if (packed.length > kSmall) return this.inflateLarge(part, packed);
    let bytes: Uint8Array;
    try {
      bytes = inflateSync(packed, { out: new Uint8Array(part.bytes + 1) });
    } catch (cause) {
      throw new BookError('zipCorrupt', { part: part.name }, { cause });
    }
    if (bytes.length > part.bytes) throw new BookError('zipBomb', { part: part.name, size: Math.ceil(bytes.length / kMegabyte), limit: Math.ceil(part.bytes / kMegabyte) });
    return bytes as Uint8Array<ArrayBuffer>;
  }

  /** Unpacks piece by piece, and stops as soon as there is more than was declared. */
  private inflateLarge(part: Part, packed: Uint8Array): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(part.bytes);
    let at = 0, ended = false;
    const stream = new Inflate((piece, final) => {
      if (at + piece.length > part.bytes) throw new BookError('zipBomb', { part: part.name, size: Math.ceil((at + piece.length) / kMegabyte), limit: Math.ceil(part.bytes / kMegabyte) });
      bytes.set(piece, at);
      at += piece.length;
      ended ||= final;
    });
    const kPiece = 16_384;
    try {
      for (let begin = 0; begin < packed.length && !ended; begin += kPiece) stream.push(packed.subarray(begin, begin + kPiece), begin + kPiece >= packed.length);
    } catch (thrown) {
      throw thrown instanceof BookError ? thrown : new BookError('zipCorrupt', { part: part.name }, { cause: thrown });
    }
    return bytes.subarray(0, at);
  }
}

const kDosDate = 0x0021;  // 1980-01-01, the first that the format can say: no file tells when it was packed.

export class ZipWriter {
  private readonly pieces: BlobPart[] = [];
  private readonly directory: Uint8Array[] = [];
  private offset = 0;

  /** `stored` keeps the bytes as they are: EPUB's mimetype, and pictures, which do not pack. */
  add(name: string, bytes: Uint8Array<ArrayBuffer>, stored = false): void {
    const packed = stored ? bytes : deflateSync(bytes, { level: 6 }) as Uint8Array<ArrayBuffer>;
    const label = new TextEncoder().encode(name), entry = new Uint8Array(46 + label.length), view = viewOf(entry);
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(4, 20, true);
    view.setUint16(6, 20, true);
    view.setUint16(8, /^[\x20-\x7e]*$/.test(name) ? 0 : 0x0800, true);
    view.setUint16(10, stored ? 0 : 8, true);
    view.setUint16(14, kDosDate, true);
    view.setUint32(16, crc32(bytes), true);
    view.setUint32(20, packed.length, true);
    view.setUint32(24, bytes.length, true);
    view.setUint16(28, label.length, true);
    view.setUint32(42, this.offset, true);
    entry.set(label, 46);
    // The head before the bytes says the same as bytes 6 to 32 of the directory's entry.
    const head = new Uint8Array(30 + label.length);
    viewOf(head).setUint32(0, 0x04034b50, true);
    head.set(entry.subarray(6, 32), 4);
    head.set(label, 30);
    this.pieces.push(head, packed);
    this.directory.push(entry);
    this.offset += head.length + packed.length;
  }

  end(type: string): Blob {
    const end = new Uint8Array(22), view = viewOf(end);
    view.setUint32(0, 0x06054b50, true);
    view.setUint16(8, this.directory.length, true);
    view.setUint16(10, this.directory.length, true);
    view.setUint32(12, this.directory.reduce((sum, entry) => sum + entry.length, 0), true);
    view.setUint32(16, this.offset, true);
    return new Blob([...this.pieces, ...this.directory as Uint8Array<ArrayBuffer>[], end], { type });
  }
}
