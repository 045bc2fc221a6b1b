// The pictures of an archive: taken along once each, under a name of their own, where they are of a kind that a book can show.
import { bookLimits, type BookImage } from './book.js';
import { cleanSvg, extensionOf, imageType } from './image_kinds.js';
import { BookError, type Notes } from './problems.js';
import type { ZipReader } from './zip.js';

/** A file's name as the marks can hold it. */
export const safeName = (path: string): string => path.split('/').at(-1)!.replace(/[()\\/\p{C}]/gu, '_').slice(-120) || 'image';

export class Images {
  readonly list: BookImage[] = [];
  private readonly known = new Map<string, BookImage | undefined>();
  private readonly names = new Set<string>();

  constructor(private readonly zip: ZipReader, private readonly notes: Notes) {}

  /** The picture of that path, read at its first use; undefined where it cannot be taken along, which the notes count. */
  async take(path: string | undefined, wantedName?: string): Promise<BookImage | undefined> {
    const image = path === undefined ? undefined : await this.load(path, wantedName);
    if (!image) {
      this.notes.add('images');
      return undefined;
    }
    if (!this.list.includes(image)) this.list.push(image);
    if (this.list.length > bookLimits.imagesMax) throw new BookError('tooManyImages', { count: this.list.length, limit: bookLimits.imagesMax });
    return image;
  }

  /** The same, but not among the pictures of the text: for the cover. */
  async load(path: string, wantedName?: string): Promise<BookImage | undefined> {
    if (this.known.has(path)) return this.known.get(path);
    const image = this.zip.has(path) ? await this.read(path, wantedName) : undefined;
    this.known.set(path, image);
    return image;
  }

  private async read(path: string, wantedName?: string): Promise<BookImage | undefined> {
    const bytes = await this.zip.read(path), type = imageType(bytes);
    if (!type) return undefined;
    let content: Uint8Array<ArrayBuffer> | string = bytes;
    if (type === 'image/svg+xml') {
      const clean = cleanSvg(bytes);
      if (clean === undefined) return undefined;
      content = clean;
    }
    return { name: this.unique(wantedName ?? safeName(path), type), type, data: new Blob([content], { type }) };
  }

  private unique(name: string, type: BookImage['type']): string {
    const dot = name.lastIndexOf('.'), stem = dot > 0 ? name.slice(0, dot) : name, end = dot > 0 ? name.slice(dot) : `.${extensionOf(type)}`;
    let free = stem + end;
    for (let count = 2; this.names.has(free); count++) free = `${stem}-${count}${end}`;
    this.names.add(free);
    return free;
  }
}
