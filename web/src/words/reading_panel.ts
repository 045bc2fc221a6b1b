// What is said of a book to its writer: the Coach's features, plots along the chapters, keywords, themes, what to look at again, readability.
import { rangeBar } from '../element/charts.js';
import { h, put, s } from '../element/dom.js';
import { adoptStyles } from '../element/sheet.js';
import { wordsReadingEn, type WordsReadingMessages } from '../locales/panels/words_reading.en.js';
import { wordsReadingZh } from '../locales/panels/words_reading.zh-CN.js';
import readingCss from '../styles/words_reading.css';
import type { Chapter } from './book.js';
import { chapterPlot } from './reading_plots.js';
import type { ChapterReading, Range, Reading, TextFeature } from './tools.js';

export interface ReadingPanelHost {
  /** A place that the reader wants to see: a chapter by its number, all of it or a range. */
  onRange(chapter: number, range: Range | undefined): void;
  /** Of the page's policy, for browsers without constructable style sheets. */
  nonce?: string;
}
type Titled = Pick<Chapter, 'title' | 'text'>;
interface Found { chapter: number; range: Range; text: string; note: string }

const rowsShown = 12, keywordsShown = 20;
const asPercent = new Set(['sentence_variation', 'long_sentences', 'dialogue', 'distinct_words', 'chapter_variation']);
const meanFeatures = new Set(['sentence_words', 'sentence_characters']);

/** Lies in a shadow root of its own and takes the colours of the element around it. */
export class ReadingPanel {
  readonly element = h('div', { class: 'reading-panel', part: 'reading' });
  private readonly content = h('div', { class: 'reading' });
  private words: WordsReadingMessages;
  private shown: { reading: Reading; chapters: readonly Titled[] } | undefined;

  constructor(private readonly host: ReadingPanelHost, language: string) {
    this.words = wordsOf(language);
    const root = this.element.attachShadow({ mode: 'open' });
    adoptStyles(root, host.nonce ?? '', readingCss);
    root.append(this.content);
    this.draw();
  }

  localise(language: string): void {
    this.words = wordsOf(language);
    this.draw();
  }
  /** `chapters` are those that were read. */
  show(reading: Reading, chapters: readonly Titled[]): void {
    this.shown = { reading, chapters };
    this.draw();
  }
  waiting(): void { if (!this.shown) put(this.content, h('p', { class: 'soft', role: 'status' }, `${this.words.reading} …`)); }
  failed(detail: string): void {
    this.shown = undefined;
    put(this.content, h('p', { role: 'alert' }, h('b', null, this.words.failed), ' ', detail));
  }

  private draw(): void {
    const { words, shown } = this;
    this.content.setAttribute('lang', words.code);
    if (!shown || shown.reading.words === 0) return put(this.content, h('p', { class: 'soft' }, words.empty));
    put(this.content, this.facts(), this.coach(), this.along(), this.keywords(), this.themes(), this.places(words.repeated, this.repetitions()), this.places(words.long, this.longSentences()), this.readability());
  }

  private get reading(): Reading { return this.shown!.reading; }
  private get chinese(): boolean { return /^zh/.test(this.reading.language); }
  private number(value: number, places = 0): string { return new Intl.NumberFormat(this.words.code, { maximumFractionDigits: places, minimumFractionDigits: places }).format(value); }
  private percent(part: number): string { return new Intl.NumberFormat(this.words.code, { style: 'percent', maximumFractionDigits: part < 0.1 ? 1 : 0 }).format(part); }
  private title(chapter: number): string { return this.shown!.chapters[chapter]?.title || this.words.untitled(this.number(chapter + 1)); }

  private facts(): HTMLElement {
    const { words, reading } = this, minutes = reading.chapters.reduce((sum, chapter) => sum + chapter.minutes, 0);
    const name = words.languages[reading.language] ?? new Intl.DisplayNames([words.code], { type: 'language' }).of(reading.language) ?? reading.language;
    const time = minutes < 60 ? words.minutes(this.number(Math.max(1, Math.round(minutes)))) : words.hours(this.number(Math.floor(minutes / 60)), this.number(Math.round(minutes) % 60));
    const fact = (label: string, value: string): HTMLElement => h('div', null, h('dt', null, label), h('dd', null, value));
    return h('dl', { class: 'facts', part: 'facts' },
      fact(words.facts.words, this.number(reading.words)), fact(words.facts.characters, this.number(reading.characters)), fact(words.facts.sentences, this.number(reading.sentences)),
      fact(words.facts.time, time), fact(words.facts.language, reading.confidence < 0.2 ? words.unsure(name) : name));
  }

  private coach(): HTMLElement | undefined {
    const { words, reading } = this;
    if (reading.features.length === 0) return undefined;
    return h('section', null,
      h('table', { class: 'coach', part: 'coach' },
        h('caption', null, h('h3', null, words.coach)),
        h('thead', null, h('tr', null, h('th', { scope: 'col' }, words.measure), h('th', { scope: 'col', class: 'value' }, words.value), h('th', { scope: 'col' }, words.usual), h('th', { scope: 'col' }, words.advice))),
        h('tbody', null, ...reading.features.map((feature) => this.feature(feature)))),
      h('p', { class: 'soft small' }, reading.verse ? words.verse : words.coachNote[this.chinese ? 'zh' : 'en']));
  }
  private feature({ name, value, low, high, advice }: TextFeature): HTMLElement {
    const { words } = this, say = (number: number): string => (asPercent.has(name) ? this.percent(number) : this.number(number, 1));
    const usual = words.within(say(low), say(high)), told = advice === 'none' ? undefined : words.advices[name]?.[advice];
    const milli = (number: number): number => Math.round(number * 1000);
    return h('tr', { class: told ? 'off' : '' },
      h('th', { scope: 'row' }, words.names[name] ?? name), h('td', { class: 'value' }, say(value)),
      h('td', { title: usual }, rangeBar({ value_milli: milli(value), usual_low_milli: milli(low), usual_high_milli: milli(high) }), h('span', { class: 'vh' }, usual)),
      h('td', { class: 'advice' }, told ?? (this.reading.verse ? '' : value < low ? words.below : value > high ? words.above : words.fine)));
  }

  private along(): HTMLElement {
    const { words, reading, chinese } = this, { chapters } = reading;
    const size = ({ words: count, characters }: ChapterReading): number => (chinese ? characters : count);
    const unit = (value: number, places = 0): string => (chinese ? words.ofCharacters : words.ofWords)(this.number(value, places));
    const usual = reading.verse ? undefined : reading.features.find(({ name }) => meanFeatures.has(name));
    const plot = (label: string, values: number[], say: (value: number) => string, top: number, band?: TextFeature): HTMLElement => h('figure', null, h('figcaption', null, label),
      chapterPlot({ label, values, top, usual: band && { low: band.low, high: band.high }, chosen: (chapter) => this.host.onRange(chapter, undefined),
        say: (first, last, value) => words.bar(first === last ? this.title(first) : words.bars(this.title(first), this.title(last)), say(value)) }));
    return h('section', null, h('h3', null, words.along),
      plot(words.plots.length, chapters.map(size), (value) => unit(value), 1),
      plot(words.plots.pace, chapters.map(({ meanSentence }) => meanSentence), (value) => unit(value, 1), 1, usual),
      plot(words.plots.dialogue, chapters.map(({ dialogue }) => dialogue), (value) => this.percent(value), 0.5),
      h('p', { class: 'soft small' }, words.plotHint));
  }

  private keywords(): HTMLElement | undefined {
    const { words, reading } = this, found = reading.keywords.slice(0, keywordsShown);
    if (found.length === 0) return undefined;
    return h('section', null, h('h3', null, words.keywords),
      h('ul', { class: 'keywords', part: 'keywords' }, ...found.map(({ text, weight, count }) => h('li', null,
        h('button', { type: 'button', class: weight >= 0.6 ? 'tag large' : weight >= 0.3 ? 'tag' : 'tag little', title: words.times(this.number(count)), onclick: () => this.first(text) },
          text, h('span', { class: 'count' }, this.number(count), h('span', { class: 'vh' }, ` ${words.times('')}`)))))),
      h('p', { class: 'soft small' }, words.keywordsNote));
  }
  private first(text: string): void {
    const { chapters } = this.shown!, wanted = text.toLowerCase();
    // A text whose lower case is longer has other places: there only the exact spelling is looked for.
    const place = (whole: string): number => { const lower = whole.toLowerCase(); return lower.length === whole.length ? lower.indexOf(wanted) : whole.indexOf(text); };
    for (const [chapter, { text: whole }] of chapters.entries()) {
      const begin = place(whole);
      if (begin >= 0) return this.host.onRange(chapter, { begin, end: begin + text.length });
    }
  }

  private themes(): HTMLElement | undefined {
    const { words } = this, found = this.reading.themes.filter(({ share }) => share >= 0.02).slice(0, 8);
    if (found.length === 0) return undefined;
    return h('section', null, h('h3', null, words.themes),
      h('ul', { class: 'themes', part: 'themes' }, ...found.map(({ name, share }) => h('li', null, h('span', null, words.theme[name] ?? name),
        s('svg', { class: 'share', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, s('rect', { width: (share / found[0]!.share) * 100, height: 10 })), h('span', { class: 'value' }, this.percent(share))))),
      h('p', { class: 'soft small' }, words.themesNote));
  }

  private repetitions(): Found[] {
    const { words } = this;
    return this.reading.chapters.flatMap((chapter, index) => chapter.repetitions.map(({ begin, end, phrase, count }) => ({ chapter: index, range: { begin, end }, text: phrase, note: `${this.title(index)} · ${words.times(this.number(count))}`, count })))
      .sort((a, b) => b.count - a.count || b.text.length - a.text.length);
  }
  private longSentences(): Found[] {
    return this.reading.chapters.flatMap((chapter, index) => chapter.longSentences.map((range) => {
      const text = this.shown!.chapters[index]?.text.slice(range.begin, range.end) ?? '';
      return { chapter: index, range, text: text.length > 90 ? `${text.slice(0, 90)}…` : text, note: this.title(index), length: range.end - range.begin };
    })).sort((a, b) => b.length - a.length);
  }
  private places(title: string, found: readonly Found[]): HTMLElement {
    const { words } = this;
    return h('section', null, h('h3', null, title), found.length === 0 && h('p', { class: 'soft small' }, words.none),
      h('ul', { class: 'places' }, ...found.slice(0, rowsShown).map(({ chapter, range, text, note }) => h('li', null,
        h('button', { type: 'button', class: 'place', onclick: () => this.host.onRange(chapter, range) }, h('q', null, text), h('span', { class: 'soft' }, note))))),
      found.length > rowsShown && h('p', { class: 'soft small' }, words.more(this.number(found.length - rowsShown))));
  }

  private readability(): HTMLElement | undefined {
    const { words, reading } = this;
    if (reading.readability.length === 0) return undefined;
    return h('section', null,
      h('table', { class: 'formulas', part: 'readability' },
        h('caption', null, h('h3', null, words.readability)),
        h('thead', { class: 'vh' }, h('tr', null, h('th', { scope: 'col' }, words.formula), h('th', { scope: 'col' }, words.value), h('th', { scope: 'col' }, words.advice))),
        h('tbody', null, ...reading.readability.map(({ name, value, meaning }) => h('tr', null, h('th', { scope: 'row' }, words.formulas[name] ?? name), h('td', { class: 'value' }, this.number(value, 1)), h('td', { class: 'soft' }, words.meanings[meaning] ?? meaning))))),
      h('p', { class: 'soft small' }, words.readabilityNote[this.chinese ? 'zh' : 'en']));
  }
}

const wordsOf = (language: string): WordsReadingMessages => (/^zh\b/i.test(language) ? wordsReadingZh : wordsReadingEn);
