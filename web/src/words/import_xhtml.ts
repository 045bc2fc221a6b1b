// A chapter of an EPUB book as blocks: what is a paragraph, a heading, a quotation, a verse, a picture; whatever runs or only decorates is left out.
import type { SourceBlock } from './chapters.js';
import { cleanLine } from './clean.js';
import { resolvePath } from './book_paths.js';
import type { Images } from './import_images.js';
import { isSceneBreak } from './import_text.js';
import type { ImportContext } from './import_context.js';
import { plainText, type Inline } from './marks.js';
import { attribute, childOf, descendants, elementsIn, isElement, textOf, type XmlElement, type XmlNode } from './xml.js';

export interface ChapterDocument {
  path: string;
  blocks: SourceBlock[];
  /** Ids of elements: the number of blocks before them. */
  anchors: Map<string, number>;
  isCover: boolean;
  /** A chapter that exportEpub wrote. */
  own: { id: string; title: string } | undefined;
}

const skippedElements = new Set(['head', 'script', 'style', 'template', 'noscript', 'nav', 'form', 'canvas', 'rp', 'rtc']);
const media = new Set(['audio', 'video', 'iframe', 'object', 'embed']);
const blockElements = new Set(['p', 'div', 'section', 'article', 'main', 'header', 'footer', 'aside', 'figure', 'figcaption', 'ul', 'ol', 'dl', 'li', 'dt', 'dd', 'pre', 'address', 'center', 'body', 'blockquote', 'hr', 'table', 'tr', 'caption', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'details', 'summary']);
const emphasised = new Set(['em', 'i', 'cite', 'dfn', 'var']), strong = new Set(['strong', 'b']);

interface State { kind: 'paragraph' | 'quote' | 'verse'; level: number; emphasis: boolean; strong: boolean; item: boolean; exact: boolean }

const typeOf = (element: XmlElement): string => `${element.attributes.get('epub:type') ?? ''} ${element.attributes.get('role') ?? ''}`;
const classOf = (element: XmlElement): string => element.attributes.get('class') ?? '';

class DocumentReader {
  readonly blocks: SourceBlock[] = [];
  readonly anchors = new Map<string, number>();
  private line: Inline[] = [];

  constructor(private readonly path: string, private readonly images: Images, private readonly context: ImportContext) {}

  private push(state: State): void {
    let inlines = this.line;
    this.line = [];
    if (!state.exact) inlines = trimmed(inlines);
    const text = plainText(inlines);
    if (text === '') return;
    if (state.level > 0) this.blocks.push({ kind: 'heading', level: state.level, inlines: state.exact ? inlines : [{ kind: 'text', text: cleanLine(text) }] });
    else if (!state.exact && isSceneBreak(text)) this.blocks.push({ kind: 'break' });
    else if (!state.exact && /^[\u00a0\u3000\s]*$/.test(text)) this.blocks.push({ kind: 'empty' });
    else {
      if (state.item) this.context.notes.add('lists');
      this.blocks.push({ kind: state.kind, inlines: state.item ? [{ kind: 'text', text: '• ' }, ...inlines] : inlines });
    }
    state.item = false;
  }
  private add(inline: Inline, state: State): void {
    const inner: Inline = state.emphasis ? { kind: 'emphasis', inlines: [inline] } : inline;
    this.line.push(state.strong ? { kind: 'strong', inlines: [inner] } : inner);
  }

  async walk(nodes: readonly XmlNode[], state: State): Promise<void> {
    for (const node of nodes) {
      if (isElement(node)) await this.element(node, state);
      else if (state.exact) {
        if (this.inText > 0 && node !== '') this.add({ kind: 'text', text: node }, state);
      } else if (node !== '') this.add({ kind: 'text', text: node.replace(/[\n\r\t\f ]+/g, ' ') }, state);
    }
  }
  /** In our own chapters spaces between blocks are only layout, and those within one are text. */
  private inText = 0;

  private async element(element: XmlElement, state: State): Promise<void> {
    const { local } = element, id = element.attributes.get('id');
    if (id !== undefined && !this.anchors.has(id)) this.anchors.set(id, this.blocks.length);
    const kind = typeOf(element);
    if (skippedElements.has(local) || attribute(element, 'hidden') !== undefined) return;
    if (/\b(?:footnote|endnote|rearnote|doc-footnote|doc-endnote|footnotes|endnotes|rearnotes)\b/.test(kind) && blockElements.has(local)) return this.context.notes.add('footnotes');
    if (/\b(?:noteref|doc-noteref|pagebreak|doc-pagebreak)\b/.test(kind) && !blockElements.has(local)) return;
    if (media.has(local)) return this.context.notes.add('media');
    if (local === 'math') {
      this.context.notes.add('formulas');
      return this.add({ kind: 'text', text: cleanLine(attribute(element, 'alttext') ?? textOf(element)) }, state);
    }
    if (local === 'br') return this.push({ ...state });
    if (local === 'img' || local === 'image') return this.picture(element, state);
    if (local === 'svg') {
      for (const image of descendants(element, 'image')) await this.picture(image, state);
      return;
    }
    if (local === 'ruby') return this.ruby(element, state);
    if (blockElements.has(local)) return this.block(element, state);
    if (local === 'a' && /^[a-z]+:/i.test(attribute(element, 'href') ?? '')) this.context.notes.add('links');
    await this.walk(element.children, { ...state, emphasis: state.emphasis || emphasised.has(local), strong: state.strong || (strong.has(local) && state.level === 0) });
  }

  private async block(element: XmlElement, state: State): Promise<void> {
    const { local } = element;
    this.push(state);
    if (local === 'hr') return void this.blocks.push({ kind: 'break' });
    if (local === 'table') this.context.notes.add('tables');
    if (local === 'tr') return this.row(element, state);
    if (local === 'p' && (/\bempty\b/.test(classOf(element)) || (!state.exact && /^[\s\u00a0\u3000]*$/.test(textOf(element)) && textOf(element).includes('\u00a0')))) {
      if (![...descendants(element, 'img')].length) return void this.blocks.push({ kind: 'empty' });
    }
    if (state.exact && classOf(element) === 'missing') {
      const { attributes } = element;
      return void this.blocks.push({ kind: 'image', description: attributes.get('data-alt') ?? '', name: attributes.get('data-name') ?? '' });
    }
    const level = /^h[1-6]$/.test(local) ? Number(local[1]) - (state.exact ? 1 : 0) : 0;
    const verse = /\b(?:verse|poem|poetry|stanza)\b/i.test(`${classOf(element)} ${typeOf(element)}`) || state.kind === 'verse';
    const inner: State = { ...state, level, item: local === 'li', kind: local === 'blockquote' && !verse ? 'quote' : verse ? 'verse' : state.kind };
    const isText = state.exact && (local === 'p' || level > 0);
    if (isText) this.inText++;
    const before = this.blocks.length;
    await this.walk(element.children, inner);
    if (isText) this.inText--;
    // An empty line of a verse or a quotation is one, in our own chapters.
    if (isText && this.line.length === 0 && this.blocks.length === before) this.blocks.push({ kind: inner.kind, inlines: [] });
    this.push(inner);
  }
  private row(element: XmlElement, state: State): void {
    const cells = elementsIn(element).map((cell) => cleanLine(textOf(cell))).filter((text) => text !== '');
    this.line = [{ kind: 'text', text: cells.join('\u3000') }];
    this.push(state);
  }

  private async picture(element: XmlElement, state: State): Promise<void> {
    const reference = attribute(element, 'src') ?? attribute(element, 'href') ?? '', target = resolvePath(this.path, reference);
    this.push({ ...state });
    const image = await this.images.take(target?.path, element.attributes.get('data-name'));
    if (image) this.blocks.push({ kind: 'image', description: cleanLine(attribute(element, 'alt') ?? ''), name: image.name });
  }

  /** Bases and readings in turn, or several bases and then as many readings. */
  private ruby(element: XmlElement, state: State): void {
    let bases: string[] = [], readings: string[] = [];
    const flush = (): void => {
      const pairs = bases.length === readings.length ? bases.map((base, at) => [base, readings[at]!] as const) : [[bases.join(''), readings.join('')] as const];
      for (const [base, reading] of pairs) {
        if (base !== '' && reading !== '') this.add({ kind: 'ruby', base, reading }, state);
        else if (base !== '') this.add({ kind: 'text', text: base }, state);
      }
      [bases, readings] = [[], []];
    };
    for (const child of element.children) {
      const text: string = isElement(child) ? textOf(child) : child, tidy = state.exact ? text : text.replace(/\s+/g, ' ').trim();
      if (isElement(child) && (child.local === 'rp' || child.local === 'rtc')) continue;
      if (isElement(child) && child.local === 'rt') readings.push(tidy);
      else if (tidy !== '') {
        if (readings.length > 0) flush();
        bases.push(tidy);
      }
    }
    flush();
  }
}

function trimmed(inlines: Inline[]): Inline[] {
  // Runs of spaces that met where elements meet are one.
  const kept: Inline[] = [];
  let spaceBefore = true;
  for (const one of inlines) {
    if (one.kind !== 'text') {
      kept.push(one);
      spaceBefore = false;
      continue;
    }
    const text: string = spaceBefore ? one.text.replace(/^ +/, '') : one.text;
    if (text !== '') kept.push({ kind: 'text', text });
    if (text !== '') spaceBefore = text.endsWith(' ');
  }
  const last = kept.at(-1);
  if (last?.kind === 'text') last.text = last.text.replace(/ +$/, '');
  return kept;
}

export async function readChapterDocument(root: XmlElement, path: string, images: Images, context: ImportContext): Promise<ChapterDocument | undefined> {
  const body = root.local === 'body' ? root : [...descendants(root, 'body')][0] ?? root, section = childOf(body, 'section');
  if (section?.attributes.has('data-generated')) return undefined;
  const reader = new DocumentReader(path, images, context), id = section?.attributes.get('data-chapter');
  const base: State = { kind: 'paragraph', level: 0, emphasis: false, strong: false, item: false, exact: id !== undefined };
  const isCover = /\bcover\b/.test(`${typeOf(body)} ${section ? typeOf(section) : ''} ${path}`);
  if (section && id !== undefined) {
    const heading = elementsIn(section).find(({ local }) => local === 'h1');
    await reader.walk(section.children.filter((child) => child !== heading), base);
    return { path, blocks: reader.blocks, anchors: reader.anchors, isCover: false, own: { id, title: textOf(heading) } };
  }
  await reader.walk([{ ...body, name: 'body', local: 'body' }], base);
  return { path, blocks: reader.blocks, anchors: reader.anchors, isCover, own: undefined };
}
