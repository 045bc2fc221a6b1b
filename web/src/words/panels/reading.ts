// The reading of the book, made anew a while after the last key.
import { asColophonError } from '../../sdk/errors.js';
import { h } from '../../element/dom.js';
import type { Book, Chapter } from '../book.js';
import type { PanelHost, PanelView } from '../host.js';
import { ReadingPanel } from '../reading_panel.js';

const pauseMs = 1200;

export class ReadingView implements PanelView {
  // Not a report: what has only a shadow root counts as empty there.
  readonly element = h('div', { class: 'pad' });
  private readonly panel: ReadingPanel;
  private chapters: readonly Chapter[] = [];
  private read: Book | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;

  constructor(private readonly host: PanelHost) {
    this.panel = new ReadingPanel({
      onRange: (chapter, range) => { const found = this.chapters[chapter]; if (found) host.goTo(found.id, range, true); },
      nonce: host.element.nonce ?? '',
    }, host.words().code);
    this.element.append(this.panel.element);
    host.signal.addEventListener('abort', () => this.dispose(), { once: true });
  }
  update(): void {
    if (this.read === this.host.manuscript.book || this.busy) return;
    clearTimeout(this.timer);
    this.panel.waiting();
    this.timer = setTimeout(() => void this.make(), this.read ? pauseMs : 0);
  }
  localise(): void { this.panel.localise(this.host.words().code); }
  dispose(): void { clearTimeout(this.timer); }

  private async make(): Promise<void> {
    const { book } = this.host.manuscript, { reader } = this.host.tools;
    if (!reader) return;
    this.busy = true;
    try {
      const reading = await reader.read(book.chapters.map(({ text }) => text), book.language);
      if (this.host.signal.aborted) return;
      this.chapters = book.chapters;
      this.panel.show(reading, book.chapters);
    } catch (thrown) {
      if (!this.host.signal.aborted) this.panel.failed(asColophonError(thrown).detail);
    } finally {
      this.read = book;
      this.busy = false;
    }
    // What was written meanwhile is read after the next pause.
    this.update();
  }
}
