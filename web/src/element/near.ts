// Before a registration: works on this server that are near to the one that is open, and what they likely are to it.
import type { Colophon, SimilarWork } from '../sdk/types.js';
import { h, put } from './dom.js';
import { alertBox, waiting } from './parts.js';
import { integer, type Messages } from './texts.js';

const shownMax = 5;

/** A word for the button, and what it does: gives what is shown beneath the match. */
export interface Compare { label(): string; view(match: SimilarWork): Promise<HTMLElement> }

export class Near {
  readonly element = h('div', { class: 'near wide', part: 'near', role: 'status' });
  private running: AbortController | undefined;
  private iscc = '';
  private matches: readonly SimilarWork[] | undefined;
  private busy = false;
  private offered: (() => void) | undefined;

  constructor(private messages: Messages, private readonly compare?: Compare) {}

  localise(messages: Messages): void {
    this.messages = messages;
    this.show();
  }

  clear(): void {
    this.running?.abort();
    this.running = this.matches = this.offered = undefined;
    this.busy = false;
    put(this.element);
  }

  /** Before anything is sent: says what would be, and waits to be asked. */
  offer(look: () => void): void {
    if (this.busy || this.matches) return;
    this.offered = look;
    this.show();
  }

  /** Looks the content up. A server that cannot answer keeps nobody from registering. */
  async look(colophon: Colophon, blob: Blob, type: string): Promise<void> {
    // What is shorter than before would, at the end of a page, move the button above from under a finger that is on it.
    this.element.style.minHeight = `${this.element.offsetHeight}px`;
    this.clear();
    const running = (this.running = new AbortController());
    this.busy = true;
    this.show();
    try {
      const { iscc } = await colophon.iscc(blob, { signal: running.signal, type });
      const { matches } = await colophon.similar({ iscc }, { signal: running.signal });
      if (this.running !== running) return;
      [this.iscc, this.matches] = [iscc, matches.filter(({ relation }) => relation !== 'unrelated')];
    } catch {
      if (this.running !== running) return;
    }
    this.busy = false;
    this.element.style.minHeight = '';
    this.show();
  }

  private show(): void {
    const { near } = this.messages;
    if (this.busy) return put(this.element, waiting(near.looking));
    if (!this.matches) {
      return put(this.element, this.offered && h('button', { type: 'button', onclick: this.offered }, near.look), this.offered && h('p', { class: 'hint' }, near.sends));
    }
    const found = this.matches.slice(0, shownMax);
    put(this.element,
      h('p', { class: 'label' }, near.title),
      found.length === 0 ? h('p', { class: 'hint' }, near.none) : h('ul', { class: 'matches' }, ...found.map((match) => this.row(match))),
      found.length > 0 && h('p', { class: 'hint' }, near.note),
      h('p', { class: 'hint mono', title: near.iscc }, this.iscc));
  }

  private row(match: SimilarWork): HTMLElement {
    const { relation, own, title, registered_at: at, units } = match, { near, code } = this.messages, { compare } = this;
    const beside = h('div'), button = compare && h('button', { type: 'button', class: 'slim', onclick: () => {
      put(beside, waiting(near.looking));
      compare.view(match).then((view) => put(beside, view), (thrown: unknown) => put(beside, alertBox(this.messages, thrown)));
    } }, compare.label());
    const name = own ? near.own(title ?? '') : (title ?? near.other);
    const bits = units.map(({ unit, distance }) => near.distance(near.units[unit] ?? unit, integer(code, distance))).join(' · ');
    const day = new Date(at).toLocaleDateString(code, { dateStyle: 'medium' });
    return h('li', { class: own ? 'match' : `match ${relation}` },
      h('b', null, near.relations[relation] ?? relation), ' ', h('span', null, name),
      h('span', { class: 'small soft' }, near.registered(day), relation === 'same_bytes' ? '' : ` · ${bits}`), button, compare && beside);
  }
}
