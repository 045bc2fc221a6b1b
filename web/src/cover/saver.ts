// Saving the chosen cover as PNG in a size that is chosen, or as SVG; with progress, and a way to stop.
import { download, h, put } from '../element/dom.js';
import { alertBox, waiting } from '../element/parts.js';
import { integer, type Messages } from '../element/texts.js';
import type { CoverMessages } from '../locales/cover.en.js';
import { asColophonError, ColophonError } from '../sdk/errors.js';
import { kRatios, toPng, toSvg, type Cover, type RatioName } from './index.js';

/** Longer sides, pixels: for a page, for a shop of books, for print. */
const kSides = [1200, 2400, 3600] as const;

export interface SaverHost {
  /** The chosen cover with the picture's own pixels. */
  whole(): Promise<Cover>;
  /** Of the picture, pixels; 0 where the cover has none. */
  longest(): number;
  stem(): string;
  emit(name: string, detail: Record<string, unknown>): void;
  announce(text: string): void;
}

/** Rejects at once when the signal says so: a browser that draws does not listen. */
const unless = <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> => new Promise((resolve, reject) => {
  const stop = (): void => reject(new ColophonError({ code: 'cancelled', detail: 'The export was cancelled.' }));
  if (signal.aborted) return stop();
  signal.addEventListener('abort', stop, { once: true });
  promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
});

export class Saver {
  private readonly heading = h('h3');
  private readonly sizeLabel = h('span', { class: 'label' });
  private readonly size = h('select', { onchange: () => this.refresh() }, ...kSides.map((side) => h('option', { value: String(side), selected: side === 2400 })));
  private readonly soft = h('p', { class: 'hint', hidden: true });
  private readonly png = h('button', { type: 'button', class: 'main', part: 'button-main', onclick: () => void this.save('png') });
  private readonly svg = h('button', { type: 'button', part: 'button', onclick: () => void this.save('svg') });
  private readonly cancel = h('button', { type: 'button', hidden: true, onclick: () => this.running?.abort() });
  private readonly state = h('div');
  readonly element = h('section', { class: 'save', part: 'save' }, this.heading, h('label', { class: 'field' }, this.sizeLabel, this.size), this.soft, h('div', { class: 'row' }, this.png, this.svg, this.cancel), this.state);
  private running: AbortController | undefined;
  private ratio: RatioName = 'book';
  private possible = false;

  constructor(private words: CoverMessages, private messages: Messages, private readonly host: SaverHost) { this.localise(words, messages); }

  localise(words: CoverMessages, messages: Messages): void {
    this.words = words;
    this.messages = messages;
    const { save } = words;
    this.heading.textContent = save.title;
    this.sizeLabel.textContent = save.size;
    this.png.textContent = save.png;
    this.svg.textContent = save.svg;
    this.cancel.textContent = save.cancel;
    this.soft.textContent = save.soft;
    this.refresh();
  }

  /** `possible`: a cover is shown, and it is of the words that stand in the fields. */
  set(ratio: RatioName, possible: boolean): void {
    this.ratio = ratio;
    this.possible = possible;
    this.refresh();
  }
  stop(): void {
    this.running?.abort();
    put(this.state);
  }

  private pixels(side: number): [number, number] {
    const [width, height] = kRatios[this.ratio], scale = side / Math.max(width, height);
    return [Math.round(width * scale), Math.round(height * scale)];
  }
  private refresh(): void {
    const busy = this.running !== undefined, longest = this.host.longest();
    this.png.disabled = this.svg.disabled = this.size.disabled = busy || !this.possible;
    this.cancel.hidden = !busy;
    for (const option of this.size.options) option.textContent = this.words.save.pixels(...(this.pixels(Number(option.value)).map((one) => integer(this.messages.code, one)) as [string, string]));
    this.soft.hidden = longest === 0 || longest >= Number(this.size.value);
  }

  private async save(type: 'png' | 'svg'): Promise<void> {
    if (this.running) return;
    const { signal } = (this.running = new AbortController()), side = Number(this.size.value), { save } = this.words;
    const progress = h('progress', { 'aria-label': save.working, max: '2', value: 0 });
    put(this.state, h('div', { class: 'busy' }, waiting(save.working), progress));
    this.refresh();
    this.cancel.focus();
    let said: Node = h('p', { class: 'hint' }, save.cancelled), aloud = save.cancelled;
    try {
      const cover = await unless(signal, this.host.whole());
      progress.value = 1;
      const blob = type === 'svg' ? toSvg(cover) : await unless(signal, toPng(cover, side, { signal }));
      progress.value = 2;
      const [width, height] = type === 'svg' ? [cover.width, cover.height] : this.pixels(side);
      const name = `${this.host.stem()}-${this.words.stem}${type === 'svg' ? '' : `-${width}x${height}`}.${type}`;
      download(name, blob);
      this.host.emit('cover-saved', { name, type: blob.type, width, height, blob });
      said = h('p', { class: 'sum good' }, (aloud = save.saved(name)));
    } catch (thrown) {
      if (!signal.aborted) {
        aloud = '';
        said = alertBox(this.messages, thrown, save.failed);
        this.host.emit('error', { ...asColophonError(thrown).toRecord() });
      }
    }
    const waited = this.cancel === (this.cancel.getRootNode() as Document | ShadowRoot).activeElement;
    this.running = undefined;
    put(this.state, said);
    this.refresh();
    if (waited) (type === 'png' ? this.png : this.svg).focus();
    if (aloud !== '') this.host.announce(aloud);
  }
}
