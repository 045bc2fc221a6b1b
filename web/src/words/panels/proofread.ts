// What the proofreader marked in the open chapter, the rules that are off, and the dictionary of the book.
import { h, put } from '../../element/dom.js';
import { integer } from '../../element/texts.js';
import type { Placed } from '../checker.js';
import type { Panel, PanelHost, PanelView } from '../host.js';
import { lightInput } from '../light.js';

const shownMax = 120, around = 18;

class Proofread implements PanelView {
  readonly element = h('div', { class: 'report', part: 'marks' });
  private readonly said = h('p', { class: 'small soft', role: 'status' });
  private readonly list = h('ol', { class: 'marks-list' });
  private readonly off = h('div', { class: 'stack' });
  private readonly words = h('div', { class: 'stack' });
  private readonly word: ReturnType<typeof lightInput>;
  private key = '';
  private rulingsKey = '';
  /** Where the rows' marks stand now: that changes with every key, the rows do not. */
  private shown: Placed[] = [];

  constructor(private readonly host: PanelHost) {
    const { proofread, marks } = host.words();
    this.word = lightInput(host.element, proofread.word, '', () => undefined, 80);
    this.word.field.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !event.isComposing) this.add(); });
    put(this.element, h('h3', null, proofread.title), this.said, this.list, this.off,
      h('details', null, h('summary', null, proofread.dictionary), this.words, this.word.element, h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: () => this.add() }, proofread.add))),
      h('p', { class: 'hint' }, proofread.rules), h('p', { class: 'hint' }, marks.keys));
  }

  update(): void {
    const { proofread, code } = this.host.words(), { checker } = this.host, all = checker.placed();
    this.said.textContent = !checker.on ? proofread.failed : checker.busy && all.length === 0 ? proofread.reading : all.length === 0 ? proofread.none : proofread.count(all.length, integer(code, all.length));
    const shown = (this.shown = all.slice(0, shownMax)), { text } = this.host.manuscript.chapter(this.host.open) ?? { text: '' };
    const key = JSON.stringify(shown.map(({ mark, begin, end }) => [mark.rule, mark.reason, text.slice(Math.max(0, begin - around), end + around)]));
    if (key !== this.key) {
      this.key = key;
      put(this.list, ...shown.map((placed, index) => this.row(placed, index, text)), all.length > shownMax && h('li', { class: 'small soft' }, proofread.more(integer(code, all.length - shownMax))));
    }
    this.showRulings();
  }
  dispose(): void { this.word.field.remove(); }

  private row(placed: Placed, index: number, text: string): HTMLElement {
    const { marks } = this.host.words(), { mark, begin, end } = placed;
    const before = text.slice(Math.max(0, begin - around), begin).replace(/^[^]*\n/, ''), after = text.slice(end, end + around).replace(/\n[^]*$/, ''), wrong = text.slice(begin, end);
    return h('li', null,
      h('button', { type: 'button', class: 'quiet place', lang: this.host.manuscript.book.language, onclick: () => this.host.goTo(this.host.open, this.shown[index], true) }, before, h('b', { class: `kind ${mark.kind}` }, wrong), after),
      h('p', { class: 'small soft' }, `${marks.kinds[mark.kind] ?? mark.kind}: ${mark.reason}`));
  }
  private showRulings(): void {
    const { proofread } = this.host.words(), { dictionary, ignoredRules } = this.host.rulings();
    const key = JSON.stringify([dictionary, ignoredRules]);
    if (key === this.rulingsKey) return;
    this.rulingsKey = key;
    put(this.off, ignoredRules.length > 0 && h('h4', null, proofread.off), ...ignoredRules.map((rule) => h('div', { class: 'row' }, h('span', { class: 'mono' }, rule),
      h('button', { type: 'button', class: 'quiet slim', 'aria-label': `${proofread.on}: ${rule}`, onclick: () => this.host.rule({ dictionary, ignoredRules: ignoredRules.filter((one) => one !== rule) }) }, proofread.on))));
    put(this.words, h('div', { class: 'row' }, ...dictionary.map((word) => h('button', { type: 'button', class: 'slim', 'aria-label': proofread.forget(word), title: proofread.forget(word), onclick: () => this.host.rule({ ignoredRules, dictionary: dictionary.filter((one) => one !== word) }) }, `${word} ×`))));
  }
  private add(): void {
    const word = this.word.field.value.trim(), { dictionary, ignoredRules } = this.host.rulings();
    if (word === '') return this.word.field.focus();
    this.word.field.value = '';
    this.host.rule({ ignoredRules, dictionary: [...new Set([...dictionary, word])] });
  }
}
export const proofreadPanel: Panel = { name: 'proofread', there: (host) => host.tools.has('proofread'), make: (host) => new Proofread(host) };
