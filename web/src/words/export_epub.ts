// A book as EPUB 3.3 (and an NCX for readers of EPUB 2). The same book, proof and time give the same bytes.
import { cancelled } from '../sdk/errors.js';
import { bookLimits, type Book, type BookImage, type BookName, type BookProof } from './book.js';
import { cleanLine, xmlText } from './clean.js';
import { bookWords, checkedTime, colophonXhtml } from './colophon_page.js';
import { epubStyle } from './epub_style.js';
import { cleanSvg, extensionOf, imageType } from './image_kinds.js';
import { encodeName } from './book_paths.js';
import { BookError } from './problems.js';
import { chapterLabel, chapterXhtml, languageTag } from './xhtml.js';
import { readBytes, ZipWriter } from './zip.js';

export interface ExportOptions {
  /** What the registry says; without it the last page says that the book is not registered. */
  proof?: BookProof;
  /** When this edition was made, ISO 8601. The time of the registration, or else the first day of 2000, so that a file never depends on when it was written. */
  modified?: string;
  /** Makes a picture that EPUB does not show everywhere (WebP) a PNG or JPEG; the browser's canvas where it is not given. */
  convertImage?: (image: BookImage) => Promise<Blob>;
  signal?: AbortSignal;
  /** From 0 to 1. */
  progress?: (done: number) => void;
}

export interface PreparedImage { image: BookImage; type: BookImage['type']; bytes: Uint8Array<ArrayBuffer> }

/** What the picture is, ready to be written: SVG without scripts, WebP as what every reader shows. */
export async function prepareImage(image: BookImage, convert: ExportOptions['convertImage']): Promise<PreparedImage> {
  let bytes = await readBytes(image.data), type = imageType(bytes);
  if (type === 'image/webp') {
    bytes = await readBytes(await (convert ?? convertOnCanvas)(image));
    type = imageType(bytes);
  }
  if (type === 'image/svg+xml') {
    const clean = cleanSvg(bytes);
    if (clean === undefined) throw new BookError('imageUnknown', { name: image.name });
    bytes = new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${clean}`);
  }
  if (type === undefined || type === 'image/webp') throw new BookError(type ? 'imageWebp' : 'imageUnknown', { name: image.name });
  return { image, type, bytes };
}
async function convertOnCanvas(image: BookImage): Promise<Blob> {
  if (typeof OffscreenCanvas === 'undefined') throw new BookError('imageWebp', { name: image.name });
  const bitmap = await createImageBitmap(image.data), canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}

/** What every export asks of a book, so that a file is never half a book. */
export function checkBook(book: Book): void {
  if (book.chapters.length > bookLimits.chaptersMax) throw new BookError('tooManyChapters', { count: book.chapters.length, limit: bookLimits.chaptersMax });
  if (book.images.length > bookLimits.imagesMax) throw new BookError('tooManyImages', { count: book.images.length, limit: bookLimits.imagesMax });
  if (book.chapters.reduce((sum, { text }) => sum + text.length, 0) > bookLimits.textUnitsMax) throw new BookError('textTooLong', { limit: bookLimits.textUnitsMax });
  const ids = new Set<string>(), names = new Set<string>();
  for (const [index, { id }] of book.chapters.entries()) {
    if (ids.has(id)) throw new BookError('chapterIds', { index, id });
    ids.add(id);
  }
  for (const { name } of book.images) {
    if (names.has(name) || !/^[^()/\\\p{C}]{1,255}$/u.test(name)) throw new BookError('imageName', { name });
    names.add(name);
  }
}

/** A page of a spell of work: says how far it is, and gives the browser its turn. */
export function makePace({ signal, progress }: Pick<ExportOptions, 'signal' | 'progress'>): (done: number) => Promise<void> {
  let last = performance.now();
  return async (done) => {
    if (signal?.aborted) throw cancelled(signal.reason);
    if (performance.now() - last < 16) return;
    progress?.(done);
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
    if (signal?.aborted) throw cancelled(signal.reason);
  };
}

/** 128 bits by FNV-1a with four bases: tells books apart, proves nothing. */
function contentId(book: Book): string {
  const hashes = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b];
  const feed = (text: string): void => {
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      for (let lane = 0; lane < 4; lane++) hashes[lane] = Math.imul(hashes[lane]! ^ (unit + lane * 0x9e37), 0x01000193);
    }
  };
  [book.title, book.subtitle, book.language, book.edition, ...book.names.flatMap(({ name, role }) => [name, role]), ...book.chapters.flatMap(({ id, title, text }) => [id, title, text])].forEach((text) => feed(`${text}\0`));
  const hex = hashes.map((hash) => (hash >>> 0).toString(16).padStart(8, '0')).join('');
  // RFC 9562, version 8: made by a rule of one's own.
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16)}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Names of files: from the chapter's own id where that can be one, so that a chapter keeps its address when others move. */
function chapterFiles(book: Book): string[] {
  const taken = new Set<string>();
  return book.chapters.map(({ id }, index) => {
    const wanted = /^[A-Za-z0-9_-]{1,64}$/.test(id) ? `c-${id}` : `n-${index + 1}`;
    let name = wanted;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${wanted}.${count}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** The page of codes and addresses is set across, in a book of columns as well. */
const page = (language: string, title: string, body: string, id: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${language}" xml:lang="${language}"${id === 'colophon' ? ' class="level"' : ''}>
<head><title>${xmlText(title) || '—'}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body${id === 'cover' ? ' class="cover"' : ''}>
${body}
</body>
</html>
`;

const container = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`;
const marc: Record<BookName['role'], string> = { author: 'aut', translator: 'trl', editor: 'edt', illustrator: 'ill', publisher: 'pbl' };
interface Item { id: string; href: string; type: string; properties?: string; linear?: boolean; inSpine?: boolean }

class EpubWriter {
  private readonly zip = new ZipWriter();
  private readonly items: Item[] = [];
  private readonly language: string;
  private readonly title: string;
  private readonly names: { name: string; role: BookName['role'] }[];

  constructor(private readonly book: Book, private readonly options: ExportOptions) {
    this.language = languageTag(book.language);
    this.title = cleanLine(book.title);
    this.names = book.names.map(({ name, role }) => ({ name: cleanLine(name), role })).filter(({ name }) => name !== '');
  }

  private add(item: Item, content: string | Uint8Array<ArrayBuffer>): void {
    this.items.push(item);
    const packs = typeof content === 'string' || item.type === 'image/svg+xml';
    this.zip.add(`OEBPS/${item.href}`, typeof content === 'string' ? new TextEncoder().encode(content) : content, !packs);
  }
  private addPage(id: string, title: string, body: string, more: Partial<Item> = {}): void {
    this.add({ id, href: `${id}.xhtml`, type: 'application/xhtml+xml', inSpine: true, ...more }, page(this.language, title, body, id));
  }

  async write(): Promise<Blob> {
    const { book } = this, words = bookWords(book), pace = makePace(this.options), files = chapterFiles(book);
    this.zip.add('mimetype', new TextEncoder().encode('application/epub+zip'), true);
    this.zip.add('META-INF/container.xml', new TextEncoder().encode(container));
    this.add({ id: 'style', href: 'style.css', type: 'text/css' }, epubStyle(book));
    const sources = await this.writeImages();
    await this.writeCover(words.cover);
    this.addPage('title', this.title, this.titlePage());
    this.addPage('nav', words.contents, this.nav(files), { properties: 'nav' });
    for (const [index, chapter] of book.chapters.entries()) {
      const title = cleanLine(chapter.title), heading = title === '' ? '' : `<h1>${xmlText(title)}</h1>\n`;
      const name = title === '' ? ` aria-label="${xmlText(chapterLabel(book, chapter, index))}"` : '';
      const body = `<section epub:type="chapter" role="doc-chapter"${name} data-chapter="${xmlText(chapter.id)}">\n${heading}${chapterXhtml(chapter.text, (image) => sources.get(image))}\n</section>`;
      this.addPage(files[index]!, chapterLabel(book, chapter, index), body);
      await pace(0.1 + 0.85 * (index / book.chapters.length));
    }
    this.addPage('colophon', words.heading, colophonXhtml(book, this.options.proof), this.options.proof ? { properties: 'svg' } : {});
    const identifier = this.options.proof?.work ? cleanLine(this.options.proof.work) : '';
    const id = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(identifier) ? `urn:uuid:${identifier}` : contentId(book);
    this.add({ id: 'ncx', href: 'toc.ncx', type: 'application/x-dtbncx+xml' }, this.ncx(files, id));
    this.zip.add('OEBPS/package.opf', new TextEncoder().encode(this.opf(id)));
    this.options.progress?.(1);
    return this.zip.end('application/epub+zip');
  }

  private async writeImages(): Promise<Map<string, string>> {
    const sources = new Map<string, string>(), taken = new Set<string>();
    for (const [index, image] of this.book.images.entries()) {
      const { type, bytes } = await prepareImage(image, this.options.convertImage);
      const coded = encodeName(image.name), href = coded.length > 180 || taken.has(coded.toLowerCase()) || /\.$/.test(coded) ? `images/n-${index + 1}.${extensionOf(type)}` : `images/${coded}`;
      taken.add(coded.toLowerCase());
      sources.set(image.name, href);
      this.add({ id: `image-${index + 1}`, href, type }, bytes);
      if (this.options.signal?.aborted) throw cancelled(this.options.signal.reason);
    }
    return sources;
  }
  private async writeCover(label: string): Promise<void> {
    if (!this.book.cover) return;
    const { image, type, bytes } = await prepareImage(this.book.cover, this.options.convertImage), coded = encodeName(image.name);
    const href = `cover/${coded.length > 180 || coded === '' || /\.$/.test(coded) ? `cover.${extensionOf(type)}` : coded}`;
    this.add({ id: 'cover-image', href, type, properties: 'cover-image' }, bytes);
    this.addPage('cover', label, `<section epub:type="cover" data-generated="cover"><img src="${xmlText(href)}" alt="${xmlText(this.title || label)}"/></section>`);
  }
  private titlePage(): string {
    const subtitle = cleanLine(this.book.subtitle), words = bookWords(this.book);
    const names = this.names.map(({ name, role }) => `<p class="name">${xmlText(name)}${role === 'author' || role === 'publisher' ? '' : ` <span class="role">${words.roles[role]}</span>`}</p>`).join('\n');
    return `<section class="title-page" epub:type="titlepage" data-generated="title">\n<h1>${xmlText(this.title) || '—'}</h1>\n${subtitle && `<p class="subtitle">${xmlText(subtitle)}</p>\n`}${names}\n</section>`;
  }

  private nav(files: readonly string[]): string {
    const words = bookWords(this.book), items = this.book.chapters.map((chapter, at) => `<li><a href="${files[at]}.xhtml">${xmlText(chapterLabel(this.book, chapter, at))}</a></li>`);
    items.push(`<li><a href="colophon.xhtml">${words.heading}</a></li>`);
    const mark = (kind: string, file: string, label: string): string => `<li><a epub:type="${kind}" href="${file}.xhtml">${label}</a></li>`;
    const marks = [mark('colophon', 'colophon', words.heading)];
    if (files.length > 0) marks.unshift(mark('bodymatter', files[0]!, xmlText(chapterLabel(this.book, this.book.chapters[0]!, 0))));
    if (this.book.cover) marks.unshift(mark('cover', 'cover', words.cover));
    return `<nav epub:type="toc" role="doc-toc" id="toc">\n<h1>${words.contents}</h1>\n<ol>\n${items.join('\n')}\n</ol>\n</nav>
<nav epub:type="landmarks" hidden="hidden">\n<h2>${words.contents}</h2>\n<ol>${marks.join('')}</ol>\n</nav>`;
  }
  private ncx(files: readonly string[], id: string): string {
    const point = (label: string, file: string, at: number): string =>
      `<navPoint id="p-${at + 1}" playOrder="${at + 1}"><navLabel><text>${label}</text></navLabel><content src="${file}.xhtml"/></navPoint>`;
    const points = this.book.chapters.map((chapter, at) => point(xmlText(chapterLabel(this.book, chapter, at)), files[at]!, at));
    points.push(point(bookWords(this.book).heading, 'colophon', points.length));
    return `<?xml version="1.0" encoding="UTF-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="${this.language}">
<head><meta name="dtb:uid" content="${xmlText(id)}"/><meta name="dtb:depth" content="1"/><meta name="dtb:totalPageCount" content="0"/><meta name="dtb:maxPageNumber" content="0"/></head>
<docTitle><text>${xmlText(this.title) || '—'}</text></docTitle>
<navMap>
${points.join('\n')}
</navMap>
</ncx>
`;
  }

  private metadata(id: string): string {
    const { book, options } = this, lines = [`<dc:identifier id="book-id">${xmlText(id)}</dc:identifier>`];
    if (options.proof && cleanLine(options.proof.iscc) !== '') lines.push(`<dc:identifier>${xmlText(cleanLine(options.proof.iscc))}</dc:identifier>`);
    lines.push(`<dc:title id="title-main">${xmlText(this.title) || '—'}</dc:title>`, '<meta refines="#title-main" property="title-type">main</meta>');
    if (cleanLine(book.subtitle) !== '') lines.push(`<dc:title id="title-sub">${xmlText(cleanLine(book.subtitle))}</dc:title>`, '<meta refines="#title-sub" property="title-type">subtitle</meta>');
    lines.push(`<dc:language>${this.language}</dc:language>`);
    for (const [at, { name, role }] of this.names.entries()) {
      const kind = role === 'author' ? 'creator' : role === 'publisher' ? 'publisher' : 'contributor';
      lines.push(`<dc:${kind} id="name-${at}">${xmlText(name)}</dc:${kind}>`);
      if (kind !== 'publisher') lines.push(`<meta refines="#name-${at}" property="role" scheme="marc:relators">${marc[role]}</meta>`);
    }
    if (cleanLine(book.licence) !== '') lines.push(`<dc:rights>${xmlText(cleanLine(book.licence))}</dc:rights>`);
    const modified = checkedTime(options.modified ?? options.proof?.registeredAt ?? '2000-01-01T00:00:00Z', options.modified === undefined ? 'proof.registeredAt' : 'modified');
    lines.push(`<meta property="dcterms:modified">${modified}</meta>`);
    const own: [string, string][] = [
      ['schema:bookEdition', book.edition], ['colophon:ai', book.ai.level], ['colophon:ai-note', book.ai.note], ['colophon:direction', book.direction],
      ['colophon:names', namesOrder(this.names)], ['schema:accessMode', 'textual'], ['schema:accessModeSufficient', 'textual'],
      ['schema:accessibilityFeature', 'tableOfContents'], ['schema:accessibilityHazard', 'none'],
    ];
    for (const [property, value] of own) if (cleanLine(value) !== '') lines.push(`<meta property="${property}">${xmlText(cleanLine(value))}</meta>`);
    if (book.cover) lines.push('<meta name="cover" content="cover-image"/>');
    return lines.join('\n');
  }
  private opf(id: string): string {
    const manifest = this.items.map((item) => `<item id="${item.id}" href="${xmlText(item.href)}" media-type="${item.type}"${item.properties ? ` properties="${item.properties}"` : ''}/>`).join('\n');
    const spine = this.items.filter(({ inSpine }) => inSpine).map((item) => `<itemref idref="${item.id}"/>`).join('\n');
    const turn = this.book.direction === 'vertical' ? ' page-progression-direction="rtl"' : '';
    return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" xml:lang="${this.language}" prefix="colophon: urn:colophon:book#">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
${this.metadata(id)}
</metadata>
<manifest>
${manifest}
</manifest>
<spine toc="ncx"${turn}>
${spine}
</spine>
</package>
`;
  }
}

/** Where each name stands in the order of a package's metadata, which readers of it gather kind by kind. */
function namesOrder(names: readonly { role: BookName['role'] }[]): string {
  const rank = (role: BookName['role']): number => (role === 'author' ? 0 : role === 'publisher' ? 2 : 1);
  const gathered = names.map(({ role }, at) => ({ at, rank: rank(role) })).sort((a, b) => a.rank - b.rank || a.at - b.at).map(({ at }) => at);
  return names.map((_, at) => gathered.indexOf(at)).join(' ');
}

/** The book as an EPUB file. A ColophonError names what in it cannot be written. */
export async function exportEpub(book: Book, options: ExportOptions = {}): Promise<Blob> {
  checkBook(book);
  if (options.signal?.aborted) throw cancelled(options.signal.reason);
  return new EpubWriter(book, options).write();
}
