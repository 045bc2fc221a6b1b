// The dozen side by side: a group of radio buttons, each a real cover with its measures in words.
import { h, put } from '../element/dom.js';
import type { CoverMessages } from '../locales/cover.en.js';
import { toSvg, type Cover } from './index.js';

/** Draws a cover into an image; settles when it can be shown without a flash. */
export async function drawInto(image: HTMLImageElement, cover: Cover): Promise<void> {
  const address = URL.createObjectURL(toSvg(cover));
  image.src = address;
  try {
    await image.decode();
  } finally {
    // What was decoded stays with the image.
    URL.revokeObjectURL(address);
  }
}

export interface Entry { cover: Cover; name: string; measures: string }

export class Picker {
  private readonly legend = h('legend', { class: 'label' });
  private readonly how = h('p', { class: 'hint', id: 'cover-how' });
  private readonly list = h('div', { class: 'covers' });
  readonly element = h('fieldset', { class: 'picker', part: 'variants', 'aria-describedby': 'cover-how' }, this.legend, this.list, this.how);
  private radios: HTMLInputElement[] = [];

  constructor(private readonly onpick: (index: number) => void) {}

  localise(words: CoverMessages): void {
    this.legend.textContent = words.covers;
    this.how.textContent = words.how;
  }

  /** The covers that are shown stay until the new ones are drawn. */
  async show(entries: readonly Entry[], chosen: number, signal: AbortSignal): Promise<void> {
    const images = entries.map(({ cover }) => h('img', { alt: '', width: cover.width, height: cover.height, draggable: 'false' }));
    await Promise.all(entries.map(({ cover }, index) => drawInto(images[index]!, cover)));
    if (signal.aborted) return;
    const had = this.radios.some((radio) => radio === (radio.getRootNode() as Document | ShadowRoot).activeElement), scrolled = this.list.scrollLeft;
    this.radios = entries.map((_, index) => h('input', { type: 'radio', name: 'cover-choice', value: String(index), checked: index === chosen, 'aria-labelledby': `cover-name-${index}`, 'aria-describedby': `cover-measures-${index}`, onchange: () => this.onpick(index) }));
    put(this.list, ...entries.map(({ name, measures }, index) => h('label', { class: 'cover', part: 'variant' }, this.radios[index]!, h('span', { class: 'sheet' }, images[index]!),
      h('span', { class: 'name', id: `cover-name-${index}` }, name), h('span', { class: 'says', id: `cover-measures-${index}` }, measures))));
    this.list.scrollLeft = scrolled;
    if (had) this.radios[chosen]?.focus();
  }

  /** The same covers, told in another language. */
  tell(entries: readonly Entry[]): void {
    entries.forEach(({ name, measures }, index) => {
      this.list.querySelector(`#cover-name-${index}`)!.textContent = name;
      this.list.querySelector(`#cover-measures-${index}`)!.textContent = measures;
    });
  }

  clear(): void {
    this.radios = [];
    put(this.list);
  }
}
