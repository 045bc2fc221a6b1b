// <colophon-statement>: one month of a party's earnings, with its check. docs/how-to/embed.md has its attributes.
import { h } from '../element/dom.js';
import type { Earnings } from './data.js';
import { ColophonEarnings } from './element.js';

export class ColophonStatement extends ColophonEarnings {
  static override readonly observedAttributes = [...ColophonEarnings.observedAttributes, 'period'];

  /** The month of `period`, "2026-10"; without it the last that was settled. */
  protected override body({ periods }: Earnings): (HTMLElement | false)[] {
    const wanted = this.getAttribute('period');
    this.open = [...periods].sort((a, b) => (a.period < b.period ? 1 : -1)).find(({ period }) => wanted === null || period === wanted);
    return [this.detail() || h('div', { class: 'pad' }, h('p', { class: 'soft' }, wanted === null ? this.words.months.none : this.words.months.noneOf(wanted)))];
  }
}
