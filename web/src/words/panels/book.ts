// What the book says of itself: title, names, edition, licence, AI involvement, cover.
import { h, put } from '../../element/dom.js';
import { waiting } from '../../element/parts.js';
import { bookAlert } from '../alert.js';
import type { Book, BookImage, BookName } from '../book.js';
import type { ChineseVariant } from '../convert.js';
import type { Panel, PanelHost, PanelView } from '../host.js';
import { lightInput } from '../light.js';

const roles: readonly BookName['role'][] = ['author', 'translator', 'editor', 'illustrator', 'publisher'];
const levels: readonly Book['ai']['level'][] = ['none', 'assisted', 'generated'];
const coverSide = 2400;
const coverBytesMax = 16 * 2 ** 20, namesMax = 50;

class BookDetails implements PanelView {
  readonly element = h('div', { class: 'report', part: 'book' });
  private readonly names = h('div', { class: 'stack' });
  private readonly cover = h('div', { class: 'stack' });
  private readonly window = h('dialog', { class: 'cover-window', part: 'cover', onclose: () => put(this.window) });
  private readonly conversion = h('div', { class: 'stack' });
  private readonly fields = new Map<'title' | 'subtitle' | 'edition' | 'licence' | 'note', HTMLInputElement>();
  private readonly language: HTMLSelectElement; private readonly direction: HTMLSelectElement; private readonly level: HTMLSelectElement;
  private nameFields: HTMLInputElement[] = [];
  private shown: Book | undefined;
  private address: string | undefined;
  private readonly file = h('input', { type: 'file', accept: 'image/jpeg,image/png,image/webp', hidden: true, onchange: () => this.picked() });

  constructor(private readonly host: PanelHost) {
    const words = host.words(), { book } = words, { register } = host.messages();
    const text = (name: 'title' | 'subtitle' | 'edition' | 'licence'): HTMLElement => {
      const made = lightInput(host.element, book[name], '', (value) => this.set({ [name]: value }));
      this.fields.set(name, made.field);
      return made.element;
    };
    const choice = (label: string, choices: readonly (readonly [string, string])[], changed: (value: string) => void): [HTMLElement, HTMLSelectElement] => {
      const select = h('select', { onchange: () => changed(select.value) }, ...choices.map(([value, shown]) => h('option', { value }, shown)));
      return [h('label', { class: 'field' }, h('span', { class: 'label' }, label), select), select];
    };
    const [language, languageField] = choice(book.language, Object.entries(words.languages), (value) => this.set({ language: value }));
    const [direction, directionField] = choice(book.direction, Object.entries(book.directions), (value) => this.set({ direction: value as Book['direction'] }));
    const [level, levelField] = choice(book.ai, levels.map((value) => [value, register.ais[value] ?? value] as const), (value) => this.set({ ai: { ...this.book.ai, level: value as Book['ai']['level'] } }));
    [this.language, this.direction, this.level] = [languageField, directionField, levelField];
    const note = lightInput(host.element, book.aiNote, '', (value) => this.set({ ai: { ...this.book.ai, note: value } }));
    this.fields.set('note', note.field);
    put(this.element, text('title'), text('subtitle'), language, this.conversion, direction, this.names, text('edition'), text('licence'), h('p', { class: 'hint' }, book.licenceHint),
      level, note.element, h('p', { class: 'hint' }, book.aiHint), this.cover, this.file);
  }
  private get book(): Book { return this.host.manuscript.book; }
  private set(part: Partial<Book>): void {
    // What is written here needs not be shown here again.
    const after = { ...this.book, ...part };
    this.shown = after;
    this.host.act('details', after);
  }

  update(): void {
    const { book } = this;
    if (book === this.shown) return;
    const before = this.shown;
    this.shown = book;
    for (const [name, field] of this.fields) {
      const value = name === 'note' ? book.ai.note : book[name];
      if (field.value !== value) field.value = value;
      field.lang = book.language;
    }
    if (![...this.language.options].some(({ value }) => value === book.language)) this.language.append(h('option', { value: book.language }, book.language));
    this.language.value = book.language;
    if (before?.language !== book.language) this.showConversion();
    this.direction.value = book.direction;
    this.level.value = book.ai.level;
    if (before?.names !== book.names || this.nameFields.length !== book.names.length) this.showNames();
    if (!before || before.cover !== book.cover) this.showCover();
  }
  dispose(): void {
    for (const field of [...this.fields.values(), ...this.nameFields]) field.remove();
    if (this.address) URL.revokeObjectURL(this.address);
  }

  private showNames(): void {
    const { book: words } = this.host.words();
    for (const field of this.nameFields) field.remove();
    this.nameFields = [];
    const change = (index: number, part: Partial<BookName>): void => this.set({ names: this.book.names.map((one, at) => (at === index ? { ...one, ...part } : one)) });
    put(this.names, h('h4', null, words.names), ...this.book.names.map(({ name, role }, index) => {
      const made = lightInput(this.host.element, words.name(String(index + 1)), name, (value) => change(index, { name: value }));
      this.nameFields.push(made.field);
      const part = h('select', { 'aria-label': words.role(String(index + 1)), onchange: () => change(index, { role: part.value as BookName['role'] }) }, ...roles.map((value) => h('option', { value, selected: value === role }, words.roles[value])));
      return h('div', { class: 'name-row' }, made.element, part, h('button', { type: 'button', class: 'quiet slim', 'aria-label': words.removeName(name || words.name(String(index + 1))), onclick: () => this.changeNames(this.book.names.filter((_, at) => at !== index)) }, '×'));
    }), h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', disabled: this.book.names.length >= namesMax, onclick: () => {
      this.changeNames([...this.book.names, { name: '', role: this.book.names.length === 0 ? 'author' : 'editor' }]);
      this.nameFields.at(-1)?.focus();
    } }, words.addName)));
  }
  private changeNames(names: BookName[]): void {
    this.set({ names });
    this.showNames();
  }

  /** Chinese can be had in the other script, with the words of a region. */
  private showConversion(): void {
    const { book: words } = this.host.words(), { language } = this.book, from: ChineseVariant = language === 'zh-Hans' ? 'cn' : 't';
    if (!/^zh\b/.test(language)) return put(this.conversion);
    const targets: readonly ChineseVariant[] = from === 'cn' ? ['t', 'tw', 'twp', 'hk'] : ['cn'], said = h('div', { role: 'status' });
    const choice = h('select', { 'aria-label': words.convert }, ...targets.map((value) => h('option', { value }, words.variants[value] ?? value)));
    const convert = async (): Promise<void> => {
      const before = this.book, to = choice.value as ChineseVariant, bar = h('progress', { max: '1', 'aria-label': words.convert });
      put(said, bar);
      try {
        const { convertBook } = await import('../convert.js'), after = await convertBook(before, from, to, { signal: this.host.signal, progress: (done) => { bar.value = done; } });
        // What was written meanwhile is not thrown away.
        if (this.book !== before) return put(said);
        this.host.act('convert', { ...after, language: to === 'cn' ? 'zh-Hans' : 'zh-Hant' });
        this.host.announce(words.converted);
        this.update();
      } catch (thrown) {
        if (!this.host.signal.aborted) put(said, bookAlert(this.host.messages(), thrown));
      }
    };
    put(this.conversion, h('div', { class: 'field' }, h('span', { class: 'label', 'aria-hidden': 'true' }, words.convert), h('div', { class: 'row tight' }, choice, h('button', { type: 'button', class: 'slim', onclick: () => void convert() }, words.convertNow))), said);
  }

  private showCover(): void {
    const { book: words } = this.host.words(), { cover } = this.book;
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = cover && URL.createObjectURL(cover.data);
    put(this.cover, h('h4', null, words.cover), this.address && h('img', { class: 'cover-shown', src: this.address, alt: words.coverAlt }),
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: () => this.file.click() }, words.chooseCover),
        h('button', { type: 'button', class: 'slim', part: 'make-cover', onclick: () => void this.makeCover() }, words.makeCover),
        cover && h('button', { type: 'button', class: 'quiet slim', onclick: () => this.setCover(undefined) }, words.removeCover)), this.window);
  }
  /** The cover tool in a window; its code comes when it is opened. */
  private async makeCover(): Promise<void> {
    const { book: words, find } = this.host.words(), said = h('div', { role: 'status' });
    put(this.window, waiting(this.host.messages().opening));
    this.window.showModal();
    try {
      await import('../../cover/define.js');
      const maker = h('colophon-cover', { title: this.book.title, author: this.book.names.filter(({ role }) => role === 'author').map(({ name }) => name).join(', '), locale: this.host.words().code, theme: this.host.element.getAttribute('theme') });
      const take = async (): Promise<void> => {
        try {
          const data = await maker.png(coverSide);
          if (!data) return;
          this.setCover({ name: 'cover.png', type: 'image/png', data });
          this.host.announce(words.coverMade);
          this.window.close();
        } catch (thrown) {
          put(said, bookAlert(this.host.messages(), thrown));
        }
      };
      put(this.window, h('div', { class: 'row' }, h('button', { type: 'button', class: 'main', part: 'use-cover', onclick: () => void take() }, words.useCover), h('button', { type: 'button', class: 'slim', onclick: () => this.window.close() }, find.close)), said, maker);
    } catch (thrown) {
      put(this.window, bookAlert(this.host.messages(), thrown), h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: () => this.window.close() }, find.close)));
    }
  }
  private setCover(cover: BookImage | undefined): void {
    this.set({ cover });
    this.showCover();
  }
  private picked(): void {
    const file = this.file.files?.[0], types: readonly string[] = ['image/jpeg', 'image/png', 'image/webp'];
    this.file.value = '';
    if (!file || !types.includes(file.type) || file.size > coverBytesMax) return;
    const type = file.type as BookImage['type'];
    this.setCover({ name: `cover.${type.slice(6).replace('jpeg', 'jpg')}`, type, data: new Blob([file], { type }) });
  }
}
export const bookPanel: Panel = { name: 'book', there: () => true, make: (host) => new BookDetails(host) };
