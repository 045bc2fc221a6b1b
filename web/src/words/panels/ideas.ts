// Prompts by genre, made by rules from the book's own words; and, where the site has one, a text model. What of either goes into the text is declared.
import { h, put } from '../../element/dom.js';
import { alertBox, waiting } from '../../element/parts.js';
import type { PanelHost, PanelView } from '../host.js';
import { lightInput } from '../light.js';
import { frequentWords, genres, grammarOf, makePrompts, type Genre } from '../prompts.js';

const shown = 4;

export class Ideas implements PanelView {
  readonly element = h('div', { class: 'report', part: 'ideas' });
  private readonly list = h('ol', { class: 'marks-list' });
  private readonly genre: HTMLSelectElement;
  private readonly answer = h('div', { class: 'stack', role: 'status' });
  private readonly question: ReturnType<typeof lightInput> | undefined;
  private seed = Math.floor(performance.now());
  private keywords: readonly string[] = [];

  constructor(private readonly host: PanelHost) {
    const { ideas } = host.words(), { model } = host;
    this.genre = h('select', { onchange: () => this.show() }, ...genres.map((value) => h('option', { value }, ideas.genres[value] ?? value)));
    put(this.element, h('h3', null, ideas.title), h('p', { class: 'hint' }, ideas.rules), h('label', { class: 'field' }, h('span', { class: 'label' }, ideas.genre), this.genre), this.list,
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: () => { ++this.seed; this.show(); } }, ideas.another)));
    if (!model) return;
    this.question = lightInput(host.element, ideas.question, '', () => undefined, 1000);
    this.element.append(h('h3', null, ideas.model), h('p', { class: 'hint' }, ideas.modelNote(model.name)), this.question.element, h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: () => void this.ask() }, ideas.ask)), this.answer);
  }
  static async open(host: PanelHost): Promise<Ideas> {
    const view = new Ideas(host), { book } = host.manuscript, texts = book.chapters.map(({ text }) => text);
    const read = await host.tools.reader?.read(texts, book.language).catch(() => undefined);
    view.keywords = read ? read.keywords.map(({ text }) => text) : frequentWords(texts.join('\n'), book.language);
    view.show();
    return view;
  }
  dispose(): void { this.question?.field.remove(); }

  private show(): void {
    const { ideas } = this.host.words(), { language } = this.host.manuscript.book;
    put(this.list, ...makePrompts(grammarOf(language), this.genre.value as Genre, this.keywords, this.seed, shown).map((text) => h('li', { lang: language }, h('p', null, text),
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'quiet slim', 'aria-label': `${ideas.insert}: ${text}`, onclick: () => this.insert(text, ideas.rulesNote) }, ideas.insert)))));
  }
  /** What did not come from the writer is declared, and can be changed under Book. */
  private insert(text: string, note: string, level?: 'assisted'): void {
    this.host.insert(text);
    const { book } = this.host.manuscript, { ideas } = this.host.words();
    const ai = { level: level && book.ai.level === 'none' ? level : book.ai.level, note: book.ai.note.includes(note) ? book.ai.note : [book.ai.note, note].filter(Boolean).join(' ') };
    if (ai.level !== book.ai.level || ai.note !== book.ai.note) this.host.act('details', { ...book, ai });
    this.host.announce(`${ideas.inserted} ${level ? ideas.declared : ''}`.trim());
  }
  private async ask(): Promise<void> {
    const { ideas } = this.host.words(), { model } = this.host, { language } = this.host.manuscript.book, text = this.host.manuscript.chapter(this.host.open)?.text ?? '';
    put(this.answer, waiting(ideas.working));
    try {
      const written = await model!.write({ instruction: this.question!.field.value, context: text.slice(0, this.host.selection.begin), language }, this.host.signal);
      put(this.answer, h('blockquote', { lang: language }, written), h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: () => this.insert(written, ideas.modelUsed(model!.name), 'assisted') }, ideas.insert)));
    } catch (thrown) {
      if (!this.host.signal.aborted) put(this.answer, alertBox(this.host.messages(), thrown));
    }
  }
}
