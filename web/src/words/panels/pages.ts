// The chapter that is open as set pages, a moment after each change.
import { h, put } from '../../element/dom.js';
import type { PanelHost, PanelView } from '../host.js';
import { pageStyle } from '../page_style.js';
import { PagePreview, previewWords } from '../preview.js';
import { remotePages, type TypesetTool } from '../typeset_tool.js';
import type { ImageSize, PageStyle } from '../typeset.js';
import type { Book } from '../book.js';

const delayMs = 250;
/** Of the panel at both sides. */
const paddingPx = 48;

export class PagesView implements PanelView {
  readonly element = h('div', { class: 'report', part: 'pages' });
  private readonly note = h('p', { class: 'hint', role: 'status' });
  private preview: PagePreview | undefined;
  private styleKey = '';
  private shown = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private images: { of: Book['images']; sizes: Map<string, ImageSize>; addresses: Map<string, string> } | undefined;

  constructor(private readonly host: PanelHost) {}

  update(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.show().catch((thrown: unknown) => { this.note.textContent = thrown instanceof Error ? thrown.message : String(thrown); put(this.element, this.note); }), this.preview === undefined ? 0 : delayMs);
  }
  localise(): void {
    this.styleKey = this.shown = '';
    this.update();
  }
  dispose(): void {
    clearTimeout(this.timer);
    this.forgetImages();
  }

  private async show(): Promise<void> {
    const { book } = this.host.manuscript, chapter = book.chapters.find(({ id }) => id === this.host.open);
    if (chapter === undefined || this.host.signal.aborted) return;
    const style = pageStyle(book.language, book.direction, (this.element.clientWidth || 360) - paddingPx), images = await this.imagesOf(book);
    this.prepare(style, images);
    const key = JSON.stringify([chapter.id, chapter.title, chapter.text]);
    if (key === this.shown) return;
    this.shown = key;
    await this.preview!.show({ title: chapter.title, text: chapter.text });
  }
  private prepare(style: PageStyle, images: { sizes: Map<string, ImageSize>; addresses: Map<string, string> }): void {
    const key = JSON.stringify([style, [...images.addresses]]);
    if (key === this.styleKey) return;
    this.styleKey = key;
    this.shown = '';
    const words = previewWords[this.host.words().code.startsWith('zh') ? 'zh-CN' : 'en'];
    const source = remotePages(this.host.tools.tool<TypesetTool>('typeset'), style, images.sizes);
    this.preview = new PagePreview(source, { words, images: images.addresses, spreads: false });
    put(this.element, this.preview.element);
  }
  /** Sizes and addresses of the book's images, as long as they are the same. */
  private async imagesOf(book: Book): Promise<{ sizes: Map<string, ImageSize>; addresses: Map<string, string> }> {
    if (this.images?.of === book.images) return this.images;
    this.forgetImages();
    const sizes = new Map<string, ImageSize>(), addresses = new Map<string, string>();
    this.images = { of: book.images, sizes, addresses };
    for (const image of book.images) {
      const address = URL.createObjectURL(image.data), shown = h('img', { src: address });
      addresses.set(image.name, address);
      // One that is none has no size, and is left out.
      await shown.decode().then(() => sizes.set(image.name, { width: shown.naturalWidth || 1, height: shown.naturalHeight || 1 }), () => undefined);
    }
    return this.images;
  }
  private forgetImages(): void {
    for (const address of this.images?.addresses.values() ?? []) URL.revokeObjectURL(address);
    this.images = undefined;
  }
}
