// EPUB 2 and 3: OCF container, package document, spine and table of contents (EPUB 3.3 core; OPF 2.0.1; NCX). Nothing is fetched; a path that leaves the book is refused.
import type { Book, BookName, Chapter } from './book.js';
import { checkChapterCount, splitChapters, type SourceBlock, type SourceHeading } from './chapters.js';
import { cleanLine } from './clean.js';
import { decodeName, resolvePath } from './book_paths.js';
import { readChapterDocument, type ChapterDocument } from './import_xhtml.js';
import { Images } from './import_images.js';
import type { ImportContext, Imported } from './import_context.js';
import { plainText, writeText, type Block } from './marks.js';
import { BookError } from './problems.js';
import { attribute, childOf, childrenOf, decodeXml, descendants, readXml, textOf, type XmlElement } from './xml.js';
import type { ZipReader } from './zip.js';

interface Item { path: string; type: string; properties: string }
interface Entry { path: string; fragment: string; label: string; level: number }

const marcRoles: Record<string, BookName['role']> = { aut: 'author', trl: 'translator', edt: 'editor', ill: 'illustrator', pbl: 'publisher' };

function readMetadata(metadata: XmlElement | undefined): Partial<Book> {
  const metas = childrenOf(metadata, 'meta');
  const refined = (element: XmlElement, property: string): string => {
    const id = attribute(element, 'id');
    return id === undefined ? '' : textOf(metas.find((meta) => attribute(meta, 'refines') === `#${id}` && attribute(meta, 'property') === property)).trim();
  };
  const own = (property: string): string => cleanLine(textOf(metas.find((meta) => attribute(meta, 'property') === property)));
  const titles = childrenOf(metadata, 'title'), subtitle = titles.find((title) => refined(title, 'title-type') === 'subtitle');
  const main = titles.find((title) => refined(title, 'title-type') === 'main') ?? titles.find((title) => title !== subtitle);
  const names: BookName[] = [];
  for (const kind of ['creator', 'contributor', 'publisher'] as const) {
    for (const element of childrenOf(metadata, kind)) {
      const code = refined(element, 'role') || (attribute(element, 'role') ?? ''), name = cleanLine(textOf(element));
      const role = kind === 'publisher' ? 'publisher' : marcRoles[code] ?? (kind === 'creator' ? 'author' : undefined);
      if (role && name !== '') names.push({ name, role });
    }
  }
  // Readers show creators before contributors; our own books say which order was meant.
  const order = own('colophon:names').split(' ').map(Number);
  const ordered = order.length === names.length && new Set(order).size === names.length ? order.map((at) => names[at]!) : names;
  const level = own('colophon:ai'), direction = own('colophon:direction');
  return {
    title: cleanLine(textOf(main)), subtitle: cleanLine(textOf(subtitle)), names: ordered.every(Boolean) ? ordered : names,
    language: cleanLine(textOf(childOf(metadata, 'language'))), edition: own('schema:bookEdition'),
    licence: cleanLine(textOf(childOf(metadata, 'rights'))), ...(direction === 'vertical' && { direction }),
    ...((level === 'none' || level === 'assisted' || level === 'generated') && { ai: { level, note: own('colophon:ai-note') } }),
  };
}

function navEntries(root: XmlElement, path: string): Entry[] {
  const navs = [...descendants(root, 'nav')], nav = navs.find((one) => /\btoc\b/.test(one.attributes.get('epub:type') ?? '')) ?? navs[0], entries: Entry[] = [];
  const walk = (list: XmlElement | undefined, level: number): void => {
    for (const item of childrenOf(list, 'li')) {
      const link = [...descendants(item, 'a')][0] ?? childOf(item, 'a'), own = childOf(item, 'a') ?? (childOf(item, 'ol') ? undefined : link);
      const target = own && attribute(own, 'href') !== undefined ? resolvePath(path, attribute(own, 'href')!) : undefined;
      if (target && own) entries.push({ ...target, label: cleanLine(textOf(own)), level });
      walk(childOf(item, 'ol'), level + 1);
    }
  };
  walk(childOf(nav, 'ol'), 1);
  return entries;
}
function ncxEntries(root: XmlElement, path: string): Entry[] {
  const entries: Entry[] = [];
  const walk = (parent: XmlElement | undefined, level: number): void => {
    for (const point of childrenOf(parent, 'navPoint')) {
      const source = attribute(childOf(point, 'content'), 'src'), target = source === undefined ? undefined : resolvePath(path, source);
      if (target) entries.push({ ...target, label: cleanLine(textOf(childOf(point, 'navLabel'))), level });
      walk(point, level + 1);
    }
  };
  walk(childOf(root, 'navMap'), 1);
  return entries;
}

const fontObfuscation = /idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc/;

class EpubReader {
  private readonly images: Images;
  private readonly items = new Map<string, Item>();
  private readonly documents: ChapterDocument[] = [];
  private coverPath: string | undefined;
  private tocPath: string | undefined;
  private readonly skipped = new Set<string>();
  /** Paths of pictures as the manifest has them. */
  private readonly order: string[] = [];

  constructor(private readonly zip: ZipReader, private readonly context: ImportContext) { this.images = new Images(zip, context.notes); }

  private async part(name: string, html = false): Promise<XmlElement> {
    return readXml(decodeXml(await this.zip.read(name)), { part: name, lenient: true, html, onMend: () => this.context.notes.add('malformed') });
  }

  private async checkProtection(): Promise<void> {
    if (!this.zip.has('META-INF/encryption.xml')) return;
    for (const data of descendants(await this.part('META-INF/encryption.xml'), 'EncryptedData')) {
      const method = attribute(childOf(data, 'EncryptionMethod'), 'Algorithm') ?? '', reference = attribute([...descendants(data, 'CipherReference')][0], 'URI') ?? '';
      if (!fontObfuscation.test(method)) throw new BookError('zipEncrypted', { part: reference });
    }
  }

  async read(): Promise<Imported> {
    await this.checkProtection();
    const container = await this.part('META-INF/container.xml'), full = attribute([...descendants(container, 'rootfile')][0], 'full-path') ?? '';
    const rootfile = resolvePath('', full)?.path ?? '';
    const opf = await this.part(rootfile), root = opf.local === 'package' ? opf : [...descendants(opf, 'package')][0];
    if (!root) throw new BookError('xmlBroken', { part: rootfile, what: '<package> is missing' });
    const metadata = childOf(root, 'metadata'), known = readMetadata(childOf(metadata, 'dc-metadata') ?? metadata);
    this.readManifest(root, rootfile);
    const spine = childOf(root, 'spine');
    const cover = this.coverPath === undefined ? undefined : await this.images.load(this.coverPath, decodeName(this.coverPath));
    await this.readSpine(spine);
    const chapters = await this.chapters();
    // Ours say it themselves; a Chinese or Japanese book whose pages turn the other way is set in columns.
    const turned = attribute(spine, 'page-progression-direction') === 'rtl' && /^(?:zh|ja)/.test(known.language ?? '');
    return { ...known, ...(turned && { direction: 'vertical' as const }), cover, chapters, images: [...this.images.list] };
  }

  private readManifest(root: XmlElement, rootfile: string): void {
    for (const item of childrenOf(childOf(root, 'manifest'), 'item')) {
      const target = resolvePath(rootfile, attribute(item, 'href') ?? ''), id = attribute(item, 'id');
      if (target && id !== undefined) this.items.set(id, { path: target.path, type: attribute(item, 'media-type') ?? '', properties: attribute(item, 'properties') ?? '' });
    }
    const named = childrenOf(childOf(root, 'metadata'), 'meta').find((meta) => attribute(meta, 'name') === 'cover');
    const all = [...this.items.values()], withProperty = (name: string): Item | undefined => all.find(({ properties }) => properties.split(/\s+/).includes(name));
    this.coverPath = (withProperty('cover-image') ?? this.items.get(attribute(named, 'content') ?? ''))?.path;
    const nav = withProperty('nav');
    this.tocPath = (nav ?? this.items.get(attribute(childOf(root, 'spine'), 'toc') ?? '') ?? all.find(({ type }) => type === 'application/x-dtbncx+xml'))?.path;
    if (nav) this.skipped.add(nav.path);
    for (const { path } of all.filter(({ type }) => type.startsWith('image/'))) this.order.push(path);
  }
  private async readSpine(spine: XmlElement | undefined): Promise<void> {
    const references = childrenOf(spine, 'itemref');
    if (references.length === 0) throw new BookError('partMissing', { part: 'spine' });
    for (const [at, reference] of references.entries()) {
      const item = this.items.get(attribute(reference, 'idref') ?? '');
      if (!item || this.skipped.has(item.path)) continue;
      if (!/xhtml|html|xml/.test(item.type) || /svg/.test(item.type)) continue;
      const document = await readChapterDocument(await this.part(item.path, true), item.path, this.images, this.context);
      if (document) this.documents.push(document);
      await this.context.step(0.1 + 0.8 * (at / references.length));
    }
  }

  private async entries(): Promise<Entry[]> {
    if (this.tocPath === undefined || !this.zip.has(this.tocPath)) return [];
    const root = await this.part(this.tocPath);
    return root.local === 'ncx' || [...descendants(root, 'navMap')].length > 0 ? ncxEntries(root.local === 'ncx' ? root : childOf(root, 'ncx') ?? root, this.tocPath) : navEntries(root, this.tocPath);
  }

  private async chapters(): Promise<Chapter[]> {
    if (this.documents.some(({ own }) => own)) {
      // Our own books hold every picture of the book, those that no chapter shows as well, in its order.
      const wanted = new Map<string, number>();
      for (const path of this.order) {
        if (!/(?:^|\/)images\//.test(path)) continue;
        const image = await this.images.take(path, decodeName(path));
        if (image) wanted.set(image.name, wanted.size);
      }
      this.images.list.sort((a, b) => (wanted.get(a.name) ?? 0) - (wanted.get(b.name) ?? 0));
      checkChapterCount(this.documents.length);
      return this.documents.filter(({ own }) => own).map(({ own, blocks }) => ({ id: own!.id, title: own!.title, text: writeText(blocks as Block[]) }));
    }
    const documents = this.documents.filter((document) => !this.isCoverPage(document));
    const starts = startsOf(documents, await this.entries()), blocks = documents.flatMap((document) => document.blocks);
    if (starts.length <= 1 && blocks.filter(({ kind }) => kind === 'heading').length > 1) return splitChapters(blocks, this.context.newId, this.context.notes).chapters;
    this.context.notes.add('chaptersByContents', starts.length);
    checkChapterCount(starts.length);
    return starts.map(({ at, title }, index) => chapterOf(blocks.slice(at, starts[index + 1]?.at ?? blocks.length), title, this.context.newId()));
  }
  private isCoverPage(document: ChapterDocument): boolean {
    return document.isCover && document.blocks.every(({ kind }) => kind === 'image' || kind === 'empty');
  }
}

/** Where chapters begin among the blocks of all documents: at the table's entries of a document's first level, and at documents before the first of them. */
function startsOf(documents: readonly ChapterDocument[], entries: readonly Entry[]): { at: number; title: string | undefined }[] {
  const starts = new Map<number, string | undefined>();
  const byPath = new Map<string, Entry[]>();
  for (const entry of entries) byPath.set(entry.path, [...(byPath.get(entry.path) ?? []), entry]);
  let at = 0, begun = false;
  for (const { path, blocks, anchors } of documents) {
    const own = byPath.get(path) ?? [], level = own[0]?.level;
    if (own.length === 0 && (!begun || entries.length === 0) && blocks.length > 0) starts.set(at, undefined);
    for (const [index, entry] of own.entries()) {
      if (entry.level !== level) continue;
      const offset = index === 0 ? 0 : anchors.get(entry.fragment);
      if (offset !== undefined && !starts.has(at + offset)) starts.set(at + offset, entry.label);
      begun = true;
    }
    at += blocks.length;
  }
  return [...starts].map(([where, title]) => ({ at: where, title })).sort((a, b) => a.at - b.at);
}

const bare = (text: string): string => text.replace(/[\s\p{P}]+/gu, '').toLowerCase();
/** The headings that begin a chapter are its title; deeper ones stay headings in it. */
function chapterOf(source: readonly SourceBlock[], label: string | undefined, id: string): Chapter {
  const blocks = [...source];
  while (blocks[0]?.kind === 'empty') blocks.shift();
  let base = 1, title = label ?? '';
  const first = blocks[0];
  if (first?.kind === 'heading' && (title === '' || bare(title).includes(bare(plainText(first.inlines))))) {
    base = first.level;
    if (title === '') title = cleanLine(plainText(first.inlines));
    blocks.shift();
    const second = blocks[0];
    if (second?.kind === 'heading' && bare(plainText(second.inlines)) !== '' && bare(title).endsWith(bare(plainText(second.inlines)))) blocks.shift();
  }
  const levelled = (heading: SourceHeading): Block => ({ ...heading, level: Math.min(3, Math.max(1, heading.level - base)) as 1 | 2 | 3 });
  return { id, title, text: writeText(blocks.map((block) => (block.kind === 'heading' ? levelled(block) : block))) };
}

export const importEpub = (zip: ZipReader, context: ImportContext): Promise<Imported> => new EpubReader(zip, context).read();
