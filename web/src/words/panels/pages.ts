// The open chapter as set pages, a moment after each change: one beside the text, and two of a printed size in a window over the page. Set in the worker.
import { h, put } from '../../element/dom.js';
import { waiting } from '../../element/parts.js';
import { bookAlert } from '../alert.js';
import type { Book } from '../book.js';
import { printTemplates, type PrintTemplateName } from '../export_print.js';
import type { PanelHost, PanelView } from '../host.js';
import { pageStyle } from '../page_style.js';
import { PagePreview, previewWords } from '../preview.js';
import { remotePages, type TypesetTool } from '../typeset_tool.js';
import type { ImageSize, PageStyle } from '../typeset.js';

const delayMs = 250, pxPerMm = 96 / 25.4, pxPerPoint = 96 / 72;
/** Pages in the window are not drawn larger than this: print is looked at from near. */
const largestScale = 1.25, windowMargin = 72;

/** A page of print in `scale`, with the fonts and the space between lines that the book's language is shown with. */
function printStyle(book: Book, name: PrintTemplateName, scale: number): PageStyle {
  const page = printTemplates[name], px = (mm: number): number => mm * pxPerMm * scale, sizePx = page.fontSize * pxPerPoint * scale, shown = pageStyle(book.language, book.direction, 420);
  return {
    ...shown, width: px(page.width), height: px(page.height), margins: { top: px(page.top), bottom: px(page.bottom), inner: px(page.inner), outer: px(page.outer) },
    sizePx, linePx: sizePx * (shown.linePx / shown.sizePx),
  };
}
interface Images { of: Book['images']; sizes: Map<string, ImageSize>; addresses: Map<string, string> }

export class PagesView implements PanelView {
  readonly element = h('div', { class: 'report', part: 'pages' });
  private readonly size = h('select', { onchange: () => this.restyle() });
  private readonly place = h('div');
  private readonly spread = h('dialog', { class: 'spread-window', part: 'spread', onclose: () => this.closed() });
  private preview: PagePreview | undefined;
  private large: PagePreview | undefined;
  private styleKey = '';
  private shown = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private images: Images | undefined;

  constructor(private readonly host: PanelHost) {
    const { pages, export: words } = host.words();
    put(this.size, h('option', { value: 'fit' }, pages.fit), ...Object.keys(printTemplates).map((value) => h('option', { value }, words.templates[value] ?? value)));
    put(this.place, waiting(host.messages().opening));
    put(this.element, h('label', { class: 'field' }, h('span', { class: 'label' }, pages.size), this.size), this.place,
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', part: 'open-spread', onclick: () => void this.open().catch((thrown: unknown) => this.failed(thrown)) }, pages.open)), h('p', { class: 'hint' }, pages.hint), this.spread);
  }

  update(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.show().catch((thrown: unknown) => this.failed(thrown)), this.preview === undefined ? 0 : delayMs);
  }
  dispose(): void {
    clearTimeout(this.timer);
    this.forgetImages();
  }

  private restyle(): void {
    this.styleKey = this.shown = '';
    this.update();
  }
  private failed(thrown: unknown): void {
    if (this.host.signal.aborted) return;
    this.styleKey = this.shown = '';
    put(this.place, bookAlert(this.host.messages(), thrown));
  }
  private styleFor(book: Book, width: number): PageStyle {
    const name = this.size.value as PrintTemplateName | 'fit';
    return name === 'fit' ? pageStyle(book.language, book.direction, width) : printStyle(book, name, Math.min(1, width / (printTemplates[name].width * pxPerMm)));
  }
  private previewOf(style: PageStyle, images: Images, spreads: boolean): PagePreview {
    const words = previewWords[this.host.words().code.startsWith('zh') ? 'zh-CN' : 'en'];
    return new PagePreview(remotePages(this.host.tools.tool<TypesetTool>('typeset'), style, images.sizes), { words, images: images.addresses, spreads, nonce: this.host.element.nonce });
  }

  private async show(): Promise<void> {
    const { book } = this.host.manuscript, chapter = this.host.manuscript.chapter(this.host.open);
    // The worker holds one setting at a time: while the window is open it is the window's.
    if (chapter === undefined || this.host.signal.aborted || this.large) return;
    const style = this.styleFor(book, (this.place.clientWidth || 360) - 8), images = await this.imagesOf(book), styleKey = JSON.stringify([style, [...images.addresses]]);
    if (styleKey !== this.styleKey) {
      const page = this.preview?.page ?? 0;
      this.styleKey = styleKey;
      this.shown = '';
      this.preview = this.previewOf(style, images, false);
      put(this.place, this.preview.element);
      await this.preview.go(page);
    }
    const key = JSON.stringify([chapter.id, chapter.title, chapter.text]);
    if (key === this.shown) return;
    this.shown = key;
    await this.preview!.show({ title: chapter.title, text: chapter.text });
  }

  private async open(): Promise<void> {
    const { book } = this.host.manuscript, chapter = this.host.manuscript.chapter(this.host.open);
    if (chapter === undefined) return;
    const name = this.size.value as PrintTemplateName | 'fit', whole = name === 'fit' ? pageStyle(book.language, book.direction, 460) : printStyle(book, name, 1);
    // A narrow screen has room for one.
    const sides = innerWidth < 720 ? 1 : 2, scale = Math.min(largestScale, (innerWidth - 2 * windowMargin) / (sides * whole.width), (innerHeight - 2 * windowMargin) / whole.height);
    const style = name === 'fit' ? pageStyle(book.language, book.direction, whole.width * scale) : printStyle(book, name, scale);
    this.large = this.previewOf(style, await this.imagesOf(book), sides === 2);
    put(this.spread, h('form', { method: 'dialog' }, h('button', { class: 'slim' }, this.host.words().find.close)), this.large.element);
    // The pages take the room that they are given.
    this.spread.style.width = `${Math.min(innerWidth - 24, Math.ceil(sides * style.width) + windowMargin)}px`;
    this.spread.showModal();
    await this.large.show({ title: chapter.title, text: chapter.text });
    await this.large?.go(this.preview?.page ?? 0);
  }
  private closed(): void {
    this.large = undefined;
    put(this.spread);
    this.shown = '';
    this.update();
  }

  /** Sizes and addresses of the book's images, as long as they are the same. */
  private async imagesOf(book: Book): Promise<Images> {
    if (this.images?.of === book.images) return this.images;
    this.forgetImages();
    const found: Images = (this.images = { of: book.images, sizes: new Map(), addresses: new Map() });
    for (const image of book.images) {
      const address = URL.createObjectURL(image.data), shown = h('img', { src: address });
      found.addresses.set(image.name, address);
      // One that is none has no size, and is left out.
      await shown.decode().then(() => found.sizes.set(image.name, { width: shown.naturalWidth || 1, height: shown.naturalHeight || 1 }), () => undefined);
    }
    return found;
  }
  private forgetImages(): void {
    for (const address of this.images?.addresses.values() ?? []) URL.revokeObjectURL(address);
    this.images = undefined;
  }
}
