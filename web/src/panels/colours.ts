// What colours a picture has, how they stand to one another, and what its style is by rules.
import { h, put, s } from '../element/dom.js';
import type { ActHost } from '../element/lazy.js';
import type { Messages } from '../element/texts.js';
import type { ImageWork } from '../element/work.js';
import type { PictureMessages } from '../locales/panels/picture.en.js';
import { openEditor } from '../picture/index.js';
import type { Harmony, Style, Swatch } from '../picture/types.js';

const swatches = 6;
type Rgb = readonly [number, number, number];
const hex = (rgb: Rgb): string => `#${rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

export class ColoursView {
  readonly element = h('section', { class: 'colours', part: 'colours' });
  private shown: Blob | undefined;

  constructor(private readonly messages: Messages, private readonly words: PictureMessages, private readonly host: ActHost) {}

  /** Of the picture as it is now. */
  async update(blob: Blob): Promise<void> {
    if (this.shown === blob) return;
    this.shown = blob;
    const { signal } = this.host;
    try {
      const work = this.host.work as ImageWork;
      const own = await openEditor(this.host.colophon(), blob, { signal });
      try {
        const [palette, harmony, style] = await Promise.all([own.palette(swatches, { signal }), own.harmony({ signal }), own.style({ signal })]);
        if (this.shown === blob && work.current.blob === blob) this.show(palette, harmony, style);
      } finally {
        own.dispose();
      }
    } catch {
      // An aside: what went wrong with the picture is said where it is edited.
      put(this.element);
    }
  }

  private show(palette: readonly Swatch[], harmony: Harmony, style: Style): void {
    const { words } = this;
    const percent = (ppm: number): string => new Intl.NumberFormat(this.messages.code, { style: 'percent', maximumFractionDigits: 0 }).format(ppm / 1_000_000);
    put(this.element, h('h3', null, words.colours),
      h('div', { class: 'swatches' }, ...palette.map(({ rgb, share_ppm }) => this.swatch(rgb, words.share(hex(rgb), percent(share_ppm))))),
      h('p', { class: 'small' }, words.harmony(words.schemes[harmony.scheme])),
      h('details', null, h('summary', { class: 'small' }, words.goesWith), h('ul', { class: 'schemes' }, ...harmony.schemes.map(({ scheme, colours }) =>
        h('li', null, h('span', { class: 'small' }, words.schemes[scheme]), h('div', { class: 'swatches small' }, ...colours.map((rgb) => this.swatch(rgb, hex(rgb)))))))),
      h('h3', null, words.style), h('p', { class: 'tags', part: 'tags' }, ...style.tags.map((tag) => h('span', { class: 'tag' }, words.tags[tag]))),
      h('p', { class: 'hint' }, words.styleNote));
  }
  /** A colour is shown by an SVG attribute: a page's policy may forbid style attributes. A click copies it. */
  private swatch(rgb: Rgb, label: string): HTMLElement {
    return h('button', {
      type: 'button', class: 'swatch', 'aria-label': label, title: label,
      onclick: () => void navigator.clipboard?.writeText(hex(rgb)).then(() => this.host.announce(this.words.copied(hex(rgb))), () => undefined),
    }, s('svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true', preserveAspectRatio: 'none' }, s('rect', { width: '10', height: '10', fill: hex(rgb) })));
  }
}
