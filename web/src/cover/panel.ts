// The panel of covers: words and shape in, a dozen covers side by side, the chosen one large, saved as PNG or SVG. The studio's tab
// and <colophon-cover> show it. docs/how-to/cover.md.
import { h, mark, put, s } from '../element/dom.js';
import { alertBox, waiting } from '../element/parts.js';
import { pickMessages, type Messages } from '../element/texts.js';
import { coverEn, type CoverMessages } from '../locales/cover.en.js';
import { coverZh } from '../locales/cover.zh-CN.js';
import { asColophonError, ColophonError } from '../sdk/errors.js';
import css from '../styles/cover.css';
import { Copies } from './copies.js';
import { Fields, kPalettes } from './fields.js';
// Through the entry, as any other user: the package holds its code once.
import { compose, toPng, variants, type Choice, type Cover, type CoverBrief, type CoverInput, type CoverPicture, type Saliency, type Swatch } from './index.js';
import { drawInto, Picker, type Entry } from './picker.js';
import { Saver } from './saver.js';
import { sayings, type Said } from './words.js';

/** A picture with what an editor of @colophon/sdk/picture says of it. Width and height are those after its EXIF orientation. */
export interface CoverSource { blob: Blob; palette: readonly Swatch[]; saliency: Saliency; width: number; height: number }

export interface CoverHost {
  /** The picture to make covers of; undefined where there is none. Asked at the start and at every refresh(). */
  picture(signal: AbortSignal): Promise<CoverSource | undefined>;
  /** The work's title; where it is empty, the file's name stands in. */
  title(): string;
  /** The name of the work's file: what is saved is named after it. */
  name(): string;
  author?(): string;
  emit(name: string, detail: Record<string, unknown>): void;
  announce(text: string): void;
  /** Lets the creator choose a picture; without it the panel offers none. */
  choose?(): void;
  /** The page's own element around the panel's shadow root: the inputs are put there, so that input methods work as anywhere else. */
  readonly light?: HTMLElement;
}

/** Large titles, too: a cover is seen small before it is seen large. */
const kLeastContrast = 4.5;

/** The panel's styles, for `adoptStyles` of the shadow root that shows it. */
export const coverStyles: string = css;

const stemOf = (name: string): string => name.replace(/\.[A-Za-z0-9]{1,8}$/, '').replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim().slice(0, 80);

export class CoverPanel {
  readonly element = h('section', { class: 'cover-panel', part: 'cover' });
  private messages: Messages;
  private words: CoverMessages;
  /** Ends with the picture that is open, and with each new attempt to compose. */
  private life = new AbortController(); private attempt = new AbortController();
  private source: CoverSource | undefined;
  private copies: Copies | undefined;
  private last: Blob | undefined;
  /** Where there is no picture, whether the creator wants covers of colours alone. */
  private plain = false;
  private covers: readonly Cover[] = [];
  private at = 0;
  /** The layout and colours that the creator has chosen: they stay chosen when words change. Undefined: the best is. */
  private choice: Choice | undefined;
  private phase: 'looking' | 'empty' | 'failed' | 'open' = 'looking';
  private problem: unknown;

  private readonly notice = h('div', { class: 'notice' });
  private readonly large = h('img', { part: 'preview' }); private readonly thumb = h('img', { alt: '' });
  private readonly thumbLabel = h('figcaption', { class: 'small soft' });
  private readonly measured = h('h3'); private readonly measures = h('ul', { class: 'measures-of' });
  private readonly another = h('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => this.host.choose?.() });
  private readonly stage = h('div', { class: 'cover-stage', part: 'stage' }, h('div', { class: 'large' }, this.large), this.another);
  private readonly bench: HTMLElement;
  private readonly start = h('div', { hidden: true });
  private readonly fields: Fields; private readonly picker: Picker; private readonly saver: Saver;

  constructor(locale: string, private readonly host: CoverHost) {
    this.messages = pickMessages([locale]);
    this.words = this.messages.code === 'en' ? coverEn : coverZh;
    this.fields = new Fields(this.words, { changed: () => void this.compose(), light: host.light });
    this.picker = new Picker((index) => this.pick(index));
    this.saver = new Saver(this.words, this.messages, {
      whole: () => this.whole(),
      longest: () => (this.source ? Math.max(this.source.width, this.source.height) : 0),
      stem: () => stemOf(host.name()) || stemOf(this.fields.value('title')) || this.words.stem,
      emit: (name, detail) => host.emit(name, detail), announce: (text) => host.announce(text),
    });
    const details = h('div', { class: 'details' }, h('div', { class: 'told' }, h('figure', { class: 'thumb' }, this.thumb, this.thumbLabel), h('div', { class: 'said', part: 'measures' }, this.measured, this.measures)), this.saver.element);
    this.bench = h('div', { class: 'cover-bench', hidden: true }, this.fields.element, this.stage, h('div', { class: 'choices' }, this.notice, this.picker.element), details);
    put(this.element, this.start, this.bench);
    this.localise(locale);
    this.refresh();
  }

  // ---- What a host does

  localise(locale: string): void {
    const { messages } = this;
    this.messages = pickMessages([locale]);
    this.words = this.messages.code === 'en' ? coverEn : coverZh;
    const { words } = this;
    this.element.lang = this.messages.code;
    this.element.setAttribute('aria-label', words.panel);
    this.fields.localise(words);
    this.picker.localise(words);
    this.saver.localise(words, this.messages);
    this.thumbLabel.textContent = words.thumbnail;
    this.measured.textContent = words.measured;
    if (messages !== this.messages && this.covers.length > 0) {
      this.picker.tell(this.entries());
      this.tell();
    }
    this.showStart();
    if (this.phase === 'open' && this.problem !== undefined) this.showProblem();
  }

  /** After the host's picture changed; its title and author are asked for, too. What the creator has written in the panel stays. */
  refresh(): void {
    this.life.abort();
    this.attempt.abort();
    this.saver.stop();
    this.life = new AbortController();
    this.source = this.copies = this.problem = undefined;
    this.covers = [];
    this.picker.clear();
    this.offer();
    void this.look(this.life.signal);
  }
  /** After the host's title or author changed, and its picture did not. */
  retitle(): void {
    const before = JSON.stringify(this.brief);
    this.offer();
    if (this.phase === 'open' && JSON.stringify(this.brief) !== before) void this.compose();
  }
  private offer(): void {
    this.fields.offer('title', this.host.title().trim() || stemOf(this.host.name()));
    this.fields.offer('author', this.host.author?.() ?? '');
  }

  private async whole(): Promise<Cover> { return compose(this.input(await this.copies?.full()), this.covers[this.at]!.choice); }
  /** The chosen cover as a PNG of that longer side; undefined while there is none. */
  async png(side: number): Promise<Blob | undefined> { return this.covers[this.at] && toPng(await this.whole(), side); }
  get brief(): CoverBrief {
    const { fields } = this;
    return { title: fields.value('title'), subtitle: fields.value('subtitle'), author: fields.value('author'), ratio: fields.ratio, ...(this.choice && { choice: this.choice }) };
  }
  set brief({ ratio, choice, ...words }: CoverBrief) {
    for (const name of ['title', 'subtitle', 'author'] as const) {
      this.fields.inputs[name].value = words[name];
      this.fields.written.add(name);
    }
    this.fields.choose(ratio);
    this.choice = choice;
    if (!this.bench.hidden) void this.compose();
  }

  dispose(): void {
    this.life.abort();
    this.attempt.abort();
    this.saver.stop();
    this.fields.dispose();
    this.source = this.copies = undefined;
    this.covers = [];
    put(this.element);
  }

  // ---- The picture

  private async look(signal: AbortSignal): Promise<void> {
    this.enter('looking');
    try {
      const source = await this.host.picture(signal);
      const copies = source && !signal.aborted ? await Copies.of(source.blob, { width: source.width, height: source.height }) : undefined;
      if (signal.aborted) return;
      this.source = source;
      this.copies = copies;
      if (source) {
        // Another picture has another best cover.
        if (this.last && this.last !== source.blob) this.choice = undefined;
        this.last = source.blob;
        this.plain = false;
      }
    } catch (thrown) {
      if (signal.aborted) return;
      this.problem = thrown;
      this.enter('failed');
      this.host.emit('error', { ...asColophonError(thrown).toRecord() });
      return;
    }
    if (this.source || this.plain) await this.begin();
    else this.enter('empty');
  }
  private async begin(): Promise<void> {
    this.fields.withColours(!this.source);
    this.enter('open');
    await this.compose();
  }
  private enter(phase: CoverPanel['phase']): void {
    this.phase = phase;
    this.showStart();
  }

  private showStart(): void {
    const { words, host } = this;
    this.another.textContent = this.source ? words.another : words.empty.choose;
    this.another.hidden = !host.choose;
    this.start.hidden = this.phase === 'open';
    this.bench.hidden = !this.start.hidden;
    if (this.phase === 'open') return put(this.start);
    if (this.phase === 'looking') return put(this.start, h('div', { class: 'looking' }, waiting(words.reading)));
    const choose = host.choose && h('button', { type: 'button', class: 'main', part: 'button-main', onclick: () => host.choose!() }, words.empty.choose);
    const plain = h('button', { type: 'button', part: 'button', onclick: () => this.beginPlain() }, words.empty.colours);
    if (this.phase === 'failed') {
      const again = h('button', { type: 'button', part: 'button', onclick: () => this.refresh() }, words.again);
      return put(this.start, h('div', { class: 'looking' }, alertBox(this.messages, this.problem), h('div', { class: 'row' }, choose, again, plain)));
    }
    put(this.start, h('div', { class: 'drop', part: 'drop' }, mark(), h('h2', null, choose ? words.empty.drop : words.empty.title), h('p', { class: 'soft' }, words.empty.text), h('div', { class: 'row' }, choose, plain)));
  }
  private beginPlain(): void {
    this.plain = true;
    void this.begin().then(() => this.fields.inputs.title.focus());
  }

  // ---- The covers

  private input(picture: CoverPicture | undefined): CoverInput {
    const { fields, source } = this, title = fields.value('title');
    // Han characters take their shapes from the language: those of a title in them are Chinese, whatever the panel speaks.
    const lang = /\p{Script=Han}/u.test(title) ? 'zh-CN' : this.messages.code;
    return { title, subtitle: fields.value('subtitle'), author: fields.value('author'), ratio: fields.ratio, lang, leastContrast: kLeastContrast, palette: source?.palette ?? kPalettes[fields.palette], ...(picture && source && { picture, saliency: source.saliency }) };
  }

  /** Too long a title is not too large a file, of which the common words for that error speak. */
  private showProblem(): void {
    const { words, messages, problem } = this, { code, field } = asColophonError(problem);
    if (code !== 'limit_exceeded' || !(field in words.fields)) return put(this.notice, alertBox(messages, problem));
    const codes = { ...messages.error.codes, limit_exceeded: words.tooLong };
    put(this.notice, alertBox({ ...messages, error: { ...messages.error, codes } }, new ColophonError({ code: 'limit_exceeded', field: words.fields[field as 'title'], detail: words.tooLong })));
  }
  private failed(thrown: unknown): void {
    this.problem = thrown;
    this.showProblem();
    this.host.emit('error', { ...asColophonError(thrown).toRecord() });
  }

  /** Ranked; among them, with what is written now, the cover that the creator has chosen. */
  private async dozen(input: CoverInput, signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<{ covers: Cover[]; at: number }> {
    const covers = await variants(input, { signal, seed: this.fields.seed, onProgress }), { choice } = this;
    if (!choice) return { covers, at: 0 };
    const same = covers.findIndex((one) => one.choice.template === choice.template);
    if (covers[same]?.choice.scheme === choice.scheme) return { covers, at: same };
    try {
      const kept = compose(input, choice);
      covers[same < 0 ? covers.length - 1 : same] = kept;
      covers.sort((a, b) => b.scores.total - a.scores.total);
      return { covers, at: covers.indexOf(kept) };
    } catch (thrown) {
      // That layout has no room for these words, or none for this shape.
      if (!['limit_exceeded', 'invalid_argument'].includes(asColophonError(thrown).code)) throw thrown;
      return { covers, at: 0 };
    }
  }

  private async compose(): Promise<void> {
    this.attempt.abort();
    const { signal } = (this.attempt = new AbortController()), input = this.input(this.copies?.small);
    this.saver.set(input.ratio, false);
    if (input.title === '') return;
    const progress = h('progress', { 'aria-label': this.words.composing, max: '1', value: 0 });
    this.problem = undefined;
    put(this.notice, h('div', { class: 'busy' }, waiting(this.words.composing), progress));
    this.picker.element.setAttribute('aria-busy', 'true');
    try {
      const { covers, at } = await this.dozen(input, signal, (done, total) => { progress.value = done / total; });
      await this.picker.show(this.entries(covers), at, signal);
      if (signal.aborted) return;
      this.covers = covers;
      this.at = at;
      this.bench.dataset['ratio'] = input.ratio;
      put(this.notice);
      await this.show(signal);
      if (signal.aborted) return;
      this.saver.set(input.ratio, true);
      this.host.announce(this.words.ready(covers.length, this.nameOf(covers[0]!, 0)));
      this.tellHost();
    } catch (thrown) {
      if (!signal.aborted) this.failed(thrown);
    } finally {
      if (!signal.aborted) this.picker.element.removeAttribute('aria-busy');
    }
  }

  private pick(index: number): void {
    this.at = index;
    const { choice } = this.covers[index]!;
    this.choice = choice;
    void this.show(this.attempt.signal).catch((thrown: unknown) => this.failed(thrown));
    this.tellHost();
  }
  private tellHost(): void {
    const { svg: _, texts: __, ...cover } = this.covers[this.at]!;
    this.host.emit('cover-chosen', { ...this.brief, ...cover });
  }

  private nameOf({ choice }: Cover, index: number): string {
    return this.words.cover(index + 1, this.words.layouts[choice.template] ?? choice.template, this.words.schemes[choice.scheme] ?? choice.scheme);
  }
  private said(cover: Cover): Said[] { return sayings(cover, this.source !== undefined, this.words, this.messages.code); }
  private sayingOf(cover: Cover): string { return this.said(cover).map(({ text }) => text).join(this.words.joint); }
  private entries(covers = this.covers): Entry[] {
    return covers.map((cover, index) => ({ cover, name: this.nameOf(cover, index), measures: this.sayingOf(cover) }));
  }

  /** The chosen cover large, small, and in words. */
  private async show(signal: AbortSignal): Promise<void> {
    const { at, covers } = this, cover = covers[at]!;
    this.tell();
    await drawInto(this.thumb, cover);
    const large = this.copies ? compose(this.input(this.copies.large), cover.choice) : cover;
    if (signal.aborted || this.at !== at || this.covers !== covers) return;
    this.large.width = cover.width;
    this.large.height = cover.height;
        await drawInto(this.large, large);
  }
  private tell(): void {
    const cover = this.covers[this.at]!;
    this.large.alt = this.words.preview(this.words.layouts[cover.choice.template] ?? cover.choice.template, this.fields.value('title'));
    put(this.measures, ...this.said(cover).map(({ measure, score_milli, text }) => h('li', { class: measure },
      h('span', null, text), s('svg', { class: 'level', viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, s('rect', { class: 'all', width: 100, height: 6 }), s('rect', { class: 'part', width: score_milli / 10, height: 6 })))));
  }
}
