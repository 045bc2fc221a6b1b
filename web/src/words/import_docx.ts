// Word documents: ECMA-376 part 1, WordprocessingML. Chapters by heading styles; emphasis, ruby, pictures, quotations and verse by their styles and properties.
import type { Book } from './book.js';
import { splitChapters, type SourceBlock } from './chapters.js';
import { cleanLine } from './clean.js';
import { Images } from './import_images.js';
import { isSceneBreak } from './import_text.js';
import type { ImportContext, Imported } from './import_context.js';
import { plainText, type Inline } from './marks.js';
import { BookError } from './problems.js';
import { attribute, childOf, childrenOf, decodeXml, descendants, elementsIn, readXml, textOf, type XmlElement } from './xml.js';
import type { ZipReader } from './zip.js';

type Role = 'body' | 'title' | 'subtitle' | 'quote' | 'verse' | 'contents';
interface Style { level: number; role: Role; emphasis: boolean; strong: boolean }
const plain: Style = { level: 0, role: 'body', emphasis: false, strong: false };

const isOn = (property: XmlElement | undefined): boolean => property !== undefined && !['0', 'false', 'off', 'none'].includes(attribute(property, 'val') ?? '1');

function roleOf(name: string): Role | undefined {
  if (/^(?:title|标题|標題)$/i.test(name)) return 'title';
  if (/^(?:subtitle|副标题|副標題)$/i.test(name)) return 'subtitle';
  if (/quote|block ?text|引用|引文/i.test(name)) return 'quote';
  if (/verse|poem|poetry|诗|詩/i.test(name)) return 'verse';
  return /^(?:toc|目录|目錄)\b|^toc heading$/i.test(name) ? 'contents' : undefined;
}

function readStyles(root: XmlElement): Map<string, Style> {
  const sources = new Map(childrenOf(root, 'style').map((style) => [attribute(style, 'styleId') ?? '', style]));
  const styles = new Map<string, Style>();
  const resolve = (id: string, depth: number): Style => {
    const known = styles.get(id), source = sources.get(id);
    if (known || !source || depth > 20) return known ?? plain;
    const based = attribute(childOf(source, 'basedOn'), 'val'), base = based === undefined ? plain : resolve(based, depth + 1);
    const name = attribute(childOf(source, 'name'), 'val') ?? id, outline = attribute(childOf(childOf(source, 'pPr'), 'outlineLvl'), 'val');
    const named = /^(?:heading|标题|標題) ?([1-9])$/i.exec(name)?.[1], own = roleOf(name), run = childOf(source, 'rPr');
    const style: Style = {
      level: named !== undefined ? Number(named) : outline !== undefined && Number(outline) < 9 ? Number(outline) + 1 : own ? 0 : base.level,
      role: own ?? base.role,
      emphasis: attribute(source, 'type') === 'character' && (/^emphasis|强调|強調/i.test(name) || isOn(childOf(run, 'i'))),
      strong: attribute(source, 'type') === 'character' && (/^strong|intense emphasis/i.test(name) || isOn(childOf(run, 'b'))),
    };
    styles.set(id, style);
    return style;
  };
  for (const id of sources.keys()) resolve(id, 0);
  return styles;
}

/** Pictures wait until the text is known: their block holds the path meanwhile. */
interface Picture { kind: 'picture'; description: string; path: string | undefined }
type DocxBlock = SourceBlock | Picture;

class DocxReader {
  readonly blocks: DocxBlock[] = [];
  title = '';
  subtitle = '';
  vertical = false;
  private lines: Inline[][] = [[]];
  private pictures: (Picture | undefined)[] = [];

  constructor(private readonly styles: Map<string, Style>, private readonly targets: Map<string, string>, private readonly context: ImportContext) {}

  async body(element: XmlElement): Promise<void> {
    const children = elementsIn(element);
    for (let at = 0; at < children.length; at++) {
      this.block(children[at]!);
      if (at % 500 === 0) await this.context.step(0.3 + 0.4 * (at / children.length));
    }
  }

  private block(element: XmlElement): void {
    if (element.local === 'p') this.paragraph(element);
    else if (element.local === 'tbl') this.table(element);
    else if (element.local === 'sdt') {
      const gallery = [...descendants(childOf(element, 'sdtPr') ?? element, 'docPartGallery')][0];
      if (/contents/i.test(attribute(gallery, 'val') ?? '')) this.context.notes.add('contents', [...descendants(element, 'p')].length);
      else for (const child of elementsIn(childOf(element, 'sdtContent') ?? element)) this.block(child);
    } else if (element.local === 'sectPr') this.section(element);
    else if (['ins', 'moveTo', 'customXml', 'smartTag'].includes(element.local)) for (const child of elementsIn(element)) this.block(child);
    else if (['del', 'moveFrom'].includes(element.local)) this.context.notes.add('deletions');
  }
  private section(element: XmlElement | undefined): void {
    if (/^tb|^vert/i.test(attribute(childOf(element, 'textDirection'), 'val') ?? '')) this.vertical = true;
  }
  private table(element: XmlElement): void {
    this.context.notes.add('tables');
    for (const row of descendants(element, 'tr')) {
      const cells = childrenOf(row, 'tc').map((cell) => [...descendants(cell, 't')].map(textOf).join(''));
      this.blocks.push({ kind: 'paragraph', inlines: [{ kind: 'text', text: cells.join('\u3000') }] });
    }
  }

  private paragraph(element: XmlElement): void {
    const properties = childOf(element, 'pPr'), style = this.styles.get(attribute(childOf(properties, 'pStyle'), 'val') ?? '') ?? plain;
    const outline = attribute(childOf(properties, 'outlineLvl'), 'val');
    this.section(childOf(properties, 'sectPr'));
    if (style.role === 'contents') return this.context.notes.add('contents');
    [this.lines, this.pictures] = [[[]], [undefined]];
    this.runs(element, plain);
    const level = outline !== undefined && Number(outline) < 9 ? Number(outline) + 1 : style.level;
    const whole = cleanLine(this.lines.map(plainText).join(' '));
    if (style.role === 'title' && whole !== '' && this.title === '') this.title = whole;
    else if (style.role === 'subtitle' && whole !== '' && this.subtitle === '') this.subtitle = whole;
    else if (level > 0 && whole !== '') this.blocks.push({ kind: 'heading', level, inlines: [{ kind: 'text', text: whole }] });
    else this.push(style.role === 'quote' || style.role === 'verse' ? style.role : 'paragraph', childOf(properties, 'numPr') !== undefined);
  }
  private push(kind: 'paragraph' | 'quote' | 'verse', isItem: boolean): void {
    this.lines.forEach((inlines, at) => {
      const picture = this.pictures[at];
      if (picture) this.blocks.push(picture);
      const text = plainText(inlines);
      if (text === '') {
        if (!picture) this.blocks.push(kind === 'paragraph' ? { kind: 'empty' } : { kind, inlines: [] });
      } else if (isSceneBreak(text)) this.blocks.push({ kind: 'break' });
      else {
        if (isItem) this.context.notes.add('lists');
        this.blocks.push({ kind, inlines: isItem ? [{ kind: 'text', text: '• ' }, ...inlines] : inlines });
      }
    });
  }

  private runs(element: XmlElement, style: Style): void {
    for (const child of elementsIn(element)) {
      if (child.local === 'r') this.run(child, style);
      else if (child.local === 'del' || child.local === 'moveFrom') this.context.notes.add('deletions');
      else if (child.local === 'commentRangeStart') this.context.notes.add('comments');
      else if (child.local === 'AlternateContent') this.runs(childOf(child, 'Choice') ?? childOf(child, 'Fallback') ?? child, style);
      else if (child.local !== 'pPr' && child.local !== 'rPr') {
        if (child.local === 'hyperlink' && attribute(child, 'id') !== undefined) this.context.notes.add('links');
        this.runs(child, style);
      }
    }
  }
  private run(element: XmlElement, within: Style): void {
    const properties = childOf(element, 'rPr'), named = this.styles.get(attribute(childOf(properties, 'rStyle'), 'val') ?? '') ?? within;
    if (isOn(childOf(properties, 'vanish'))) return;
    const italic = childOf(properties, 'i') ?? childOf(properties, 'em'), bold = childOf(properties, 'b');
    const style: Style = { ...plain, emphasis: italic ? isOn(italic) : named.emphasis, strong: bold ? isOn(bold) : named.strong };
    this.content(element, style);
  }
  private content(element: XmlElement, style: Style): void {
    for (const child of elementsIn(element)) {
      switch (child.local) {
        case 't': this.text(textOf(child), style); break;
        case 'tab': case 'ptab': this.text('\t', style); break;
        case 'noBreakHyphen': this.text('\u2011', style); break;
        case 'cr': this.newLine(); break;
        case 'br': if (!['page', 'column'].includes(attribute(child, 'type') ?? '')) this.newLine(); break;
        case 'ruby': this.inline({ kind: 'ruby', base: this.rubyPart(child, 'rubyBase'), reading: this.rubyPart(child, 'rt') }, style); break;
        case 'footnoteReference': case 'endnoteReference': this.context.notes.add('footnotes'); break;
        case 'AlternateContent': this.content(childOf(child, 'Choice') ?? childOf(child, 'Fallback') ?? child, style); break;
        case 'drawing': case 'pict': case 'object': this.drawing(child); break;
        case 'r': this.run(child, style); break;
        default: break;
      }
    }
  }
  private rubyPart(ruby: XmlElement, local: string): string {
    const part = childOf(ruby, local);
    return part ? [...descendants(part, 't')].map(textOf).join('') : '';
  }
  private text(text: string, style: Style): void { if (text !== '') this.inline({ kind: 'text', text: text.replace(/[\n\r]+/g, ' ') }, style); }
  private inline(inline: Inline, { emphasis, strong }: Style): void {
    const inner: Inline = emphasis ? { kind: 'emphasis', inlines: [inline] } : inline;
    this.lines.at(-1)!.push(strong ? { kind: 'strong', inlines: [inner] } : inner);
  }
  private newLine(): void {
    this.lines.push([]);
    this.pictures.push(undefined);
  }
  /** A picture stands between two lines; the text of a text box is text. */
  private drawing(element: XmlElement): void {
    const blip = [...descendants(element, 'blip')][0] ?? [...descendants(element, 'imagedata')][0];
    const id = attribute(blip, 'embed') ?? attribute(blip, 'id'), description = attribute([...descendants(element, 'docPr')][0], 'descr') ?? '';
    if (blip) {
      if (this.lines.at(-1)!.length > 0 || this.pictures.at(-1)) this.newLine();
      this.pictures[this.pictures.length - 1] = { kind: 'picture', description, path: id === undefined ? undefined : this.targets.get(id) };
    }
    for (const box of descendants(element, 'txbxContent')) {
      for (const paragraph of childrenOf(box, 'p')) {
        this.newLine();
        this.runs(paragraph, plain);
      }
    }
  }
}

/** Relations of a part: id to path, from `folder`; what lies elsewhere is left out. */
function readTargets(root: XmlElement, folder: string): Map<string, string> {
  const targets = new Map<string, string>();
  for (const relation of childrenOf(root, 'Relationship')) {
    const id = attribute(relation, 'Id'), target = attribute(relation, 'Target');
    if (id === undefined || target === undefined || attribute(relation, 'TargetMode') === 'External') continue;
    if (/\\|(?:^|\/)\.\.\/\.\.(?:\/|$)/.test(target)) throw new BookError('pathOutside', { part: target });
    const path = target.startsWith('/') ? target.slice(1) : target.startsWith('../') ? target.slice(3) : `${folder}${target}`;
    if (/(?:^|\/)\.\.(?:\/|$)/.test(path)) throw new BookError('pathOutside', { part: target });
    targets.set(id, path);
  }
  return targets;
}

export async function importDocx(zip: ZipReader, context: ImportContext): Promise<Imported> {
  const part = async (name: string): Promise<XmlElement | undefined> => (zip.has(name) ? readXml(decodeXml(await zip.read(name)), { part: name, noDoctype: true }) : undefined);
  const relations = await part('_rels/.rels');
  const main = childrenOf(relations, 'Relationship').find((one) => /\/officeDocument$/.test(attribute(one, 'Type') ?? ''));
  const path = (attribute(main, 'Target') ?? 'word/document.xml').replace(/^\//, ''), folder = path.slice(0, path.lastIndexOf('/') + 1);
  const styles = await part(`${folder}styles.xml`), targets = await part(`${folder}_rels/${path.slice(folder.length)}.rels`), core = await part('docProps/core.xml');
  await context.step(0.1);
  const document = await part(path), body = childOf(document, 'body');
  if (!body) throw new BookError('partMissing', { part: path });
  await context.step(0.3);
  const reader = new DocxReader(styles ? readStyles(styles) : new Map(), targets ? readTargets(targets, folder) : new Map(), context);
  await reader.body(body);
  const images = new Images(zip, context.notes), blocks: SourceBlock[] = [];
  for (const block of withoutSpacers(reader.blocks)) {
    if (block.kind !== 'picture') blocks.push(block);
    else {
      const image = await images.take(block.path);
      if (image) blocks.push({ kind: 'image', description: cleanLine(block.description), name: image.name });
    }
  }
  await context.step(0.9);
  const { title, chapters } = splitChapters(blocks, context.newId, context.notes);
  const author = cleanLine(textOf(childOf(core, 'creator'))), language = cleanLine(textOf(childOf(core, 'language')));
  const known: Partial<Book> = {
    title: reader.title || title || cleanLine(textOf(childOf(core, 'title'))), subtitle: reader.subtitle, images: images.list,
    names: author === '' ? [] : [{ name: author, role: 'author' }], ...(reader.vertical && { direction: 'vertical' as const }), ...(language !== '' && { language }),
  };
  return { ...known, chapters };
}

/** Where nearly every paragraph is followed by an empty one, those only set paragraphs apart. */
function withoutSpacers(blocks: readonly DocxBlock[]): DocxBlock[] {
  const empty = blocks.filter(({ kind }) => kind === 'empty').length;
  if (empty * 2.6 < blocks.length) return [...blocks];
  return blocks.filter(({ kind }, at) => kind !== 'empty' || blocks[at - 1]?.kind === 'empty');
}
