// What a creator says about a cover: its words, its shape, and its colours where there is no picture to take them from.
import { h, put, s } from '../element/dom.js';
import type { CoverMessages } from '../locales/cover.en.js';
import { kRatios, type RatioName, type Swatch } from './index.js';

const kWords = ['title', 'subtitle', 'author'] as const;
export type WordName = (typeof kWords)[number];
const kLengthMax: Record<WordName, number> = { title: 200, subtitle: 200, author: 120 };
/** A pause after which whoever writes wants to see the covers. */
const kPauseMs = 350;

const swatches = (...colours: [number, number, number][]): Swatch[] => colours.map((rgb, index) => ({ rgb, share_ppm: [560_000, 240_000, 200_000][index]! }));
export const kPalettes = {
  ink: swatches([24, 50, 92], [196, 120, 58], [226, 220, 204]), clay: swatches([142, 62, 44], [226, 170, 120], [246, 234, 216]), moss: swatches([46, 70, 52], [176, 166, 98], [232, 228, 210]),
  plum: swatches([74, 42, 86], [210, 110, 120], [240, 226, 224]), sea: swatches([22, 92, 104], [120, 186, 178], [238, 230, 206]), night: swatches([22, 24, 34], [212, 168, 76], [120, 128, 148]),
};
export type PaletteName = keyof typeof kPalettes;

const shape = (ratio: RatioName): SVGSVGElement => {
  const [width, height] = kRatios[ratio], scale = 15 / Math.max(width, height), w = width * scale, h = height * scale;
  return s('svg', { class: 'shape', viewBox: '0 0 18 18', 'aria-hidden': 'true' }, s('rect', { x: 9 - w / 2, y: 9 - h / 2, width: w, height: h, rx: 1.5, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 }));
};
const dots = (palette: PaletteName): SVGSVGElement => s('svg', { class: 'dots', viewBox: '0 0 40 18', 'aria-hidden': 'true' },
  ...kPalettes[palette].map(({ rgb }, index) => s('circle', { cx: 9 + index * 11, cy: 9, r: 7.5, fill: `rgb(${rgb.join(' ')})`, stroke: 'currentColor', 'stroke-width': 0.6 })));

/** A row of radio buttons that looks like one switch. */
class Switch<T extends string> {
  private readonly legend = h('legend');
  private readonly radios = new Map<T, HTMLInputElement>(); private readonly names = new Map<T, HTMLElement>();
  readonly element: HTMLFieldSetElement;
  constructor(name: string, choices: readonly T[], sign: (choice: T) => SVGElement, onpick: (choice: T) => void) {
    const options = choices.map((choice, index) => {
      const radio = h('input', { type: 'radio', name: `cover-${name}`, value: choice, checked: index === 0, onchange: () => onpick(choice) }), text = h('b');
      this.radios.set(choice, radio);
      this.names.set(choice, text);
      return h('label', null, radio, h('span', null, sign(choice), text));
    });
    this.element = h('fieldset', { class: `switch ${name}` }, this.legend, h('div', { class: 'seg' }, ...options));
  }
  localise(legend: string, names: Record<T, string>, more?: Record<T, string>): void {
    this.legend.textContent = legend;
    for (const [choice, element] of this.names) put(element, names[choice], more && h('small', null, ` ${more[choice]}`));
  }
  set(choice: T): void { this.radios.get(choice)!.checked = true; }
}

export interface FieldsHost {
  changed(): void;
  /** Where the inputs are put, so that input methods work as anywhere else; they fill slots. */
  readonly light: HTMLElement | undefined;
}

export class Fields {
  readonly inputs = Object.fromEntries(kWords.map((name) => [name, h('input', { type: 'text', autocomplete: 'off', maxlength: kLengthMax[name], slot: `colophon-cover-${name}`, 'data-cover': name })])) as Record<WordName, HTMLInputElement>;
  /** Those that a creator has written in: nothing overwrites them. */
  readonly written = new Set<WordName>();
  ratio: RatioName = 'book';
  palette: PaletteName = 'ink';
  seed = 1;
  private readonly labels = Object.fromEntries(kWords.map((name) => [name, h('span', { class: 'label', 'aria-hidden': 'true', onclick: () => this.inputs[name].focus() })])) as Record<WordName, HTMLElement>;
  private readonly wrong = h('p', { class: 'wrong', role: 'status' });
  private readonly ratios = new Switch('ratio', Object.keys(kRatios) as RatioName[], shape, (ratio) => { this.ratio = ratio; this.host.changed(); });
  private readonly palettes = new Switch('palette', Object.keys(kPalettes) as PaletteName[], dots, (palette) => { this.palette = palette; this.host.changed(); });
  private readonly pattern = h('button', { type: 'button', part: 'button', onclick: () => { this.seed++; this.host.changed(); } });
  private readonly colours = h('div', { class: 'field', hidden: true }, this.palettes.element, h('div', { class: 'row' }, this.pattern));
  readonly element: HTMLElement;
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor(private words: CoverMessages, private readonly host: FieldsHost) {
    const place = (name: WordName): Node => (host.light ? h('slot', { name: `colophon-cover-${name}` }) : this.inputs[name]);
    this.element = h('div', { class: 'fields', part: 'fields' }, ...kWords.map((name) => h('div', { class: `field ${name}` }, this.labels[name], place(name), name === 'title' && this.wrong)), this.ratios.element, this.colours);
    for (const name of kWords) {
      const input = this.inputs[name];
      host.light?.append(input);
      input.addEventListener('input', (event) => this.wrote(name, (event as InputEvent).isComposing));
      input.addEventListener('compositionend', () => this.wrote(name, false));
      // No form may be sent by it: neither the panel's host nor the page around it.
      input.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !event.isComposing && event.keyCode !== 229) event.preventDefault(); });
    }
    this.localise(words);
  }

  value(name: WordName): string { return this.inputs[name].value.trim(); }
  /** Fills a field that its creator has not written in. */
  offer(name: WordName, text: string): void {
    if (!this.written.has(name)) this.inputs[name].value = text.slice(0, kLengthMax[name]);
    this.mark();
  }
  choose(ratio: RatioName): void {
    this.ratio = ratio;
    this.ratios.set(ratio);
  }
  /** Without a picture colours are chosen, and patterns. */
  withColours(shown: boolean): void { this.colours.hidden = !shown; }

  localise(words: CoverMessages): void {
    this.words = words;
    for (const name of kWords) {
      this.labels[name].textContent = words.fields[name];
      this.inputs[name].setAttribute('aria-label', words.fields[name]);
    }
    this.ratios.localise(words.ratio, words.ratios, words.proportions);
    this.palettes.localise(words.colours, words.palettes);
    this.pattern.textContent = words.pattern;
    this.mark();
  }
  dispose(): void {
    clearTimeout(this.pause);
    for (const input of Object.values(this.inputs)) input.remove();
  }

  private mark(): void {
    const missing = this.value('title') === '' && this.written.has('title');
    this.wrong.textContent = missing ? this.words.needsTitle : '';
    if (missing) this.inputs.title.setAttribute('aria-invalid', 'true');
    else this.inputs.title.removeAttribute('aria-invalid');
  }
  private wrote(name: WordName, composing: boolean): void {
    this.written.add(name);
    clearTimeout(this.pause);
    if (composing) return;
    this.mark();
    this.pause = setTimeout(() => this.host.changed(), kPauseMs);
  }
}
