// The open book: its chapters, the text of one of them, what is found and marked in it, and the tools beside it.
import { h } from '../element/dom.js';
import type { Messages } from '../element/texts.js';
import type { ManuscriptMessages } from '../locales/panels/manuscript.en.js';
import type { Colophon } from '../sdk/types.js';
import { bookLimits, type Book, type Chapter, type KeptProof } from './book.js';
import { ChapterList } from './chapter_list.js';
import { Checker, type Placed } from './checker.js';
import { Counts } from './count.js';
import type { Match } from './find.js';
import type { StoppableWorker } from './find_worker.js';
import { FindBar } from './find_bar.js';
import type { PanelHost, Rulings, Versions } from './host.js';
import { inLight } from './light.js';
import { editBetween, type Edit } from './lines.js';
import { Manuscript, moveChapter, renameChapter, withChapters, type ActName, type Undone } from './manuscript.js';
import { MarkBar } from './mark_bar.js';
import { panels } from './panels.js';
import { Surface } from './surface.js';
import { Tabs } from './tabs.js';
import type { ProofreadOptions, Range } from './tools.js';
import type { TextModel } from './text_model.js';
import type { WordsTools } from './tools_client.js';

const pauseMs = 400;
const namesPauseMs = 5000;

export interface DeskHost {
  readonly element: HTMLElement;
  readonly textarea: HTMLTextAreaElement;
  readonly tools: WordsTools;
  messages(): Messages;
  words(): ManuscriptMessages;
  /** Something is there that was not there before. */
  changed(): void;
  /** Nobody has written for a moment. */
  paused(): void;
  close(): void;
  versions(): Versions | undefined;
  saveDraft(): Promise<void>;
  colophon(): Colophon;
  canRegister(): boolean;
  content(work: string, signal: AbortSignal): Promise<Blob | undefined>;
  emit(name: string, detail: Record<string, unknown>): void;
  announce(text: string): void;
}

export class Desk implements PanelHost {
  readonly view: HTMLElement;
  readonly status = h('div', { class: 'draft' });
  readonly manuscript: Manuscript;
  readonly checker: Checker;
  private chosen: string;
  private readonly life = new AbortController();
  private readonly counts = new Counts();
  private readonly surface: Surface;
  private readonly contents: ChapterList;
  private readonly finder: FindBar;
  private readonly marks: MarkBar;
  private readonly tabs: Tabs;
  private readonly title = h('input', { type: 'text', autocomplete: 'off', maxlength: '400', class: 'chapter-title' });
  private readonly undoButton = h('button', { type: 'button', class: 'slim', part: 'undo', onclick: () => this.undo() });
  private readonly redoButton = h('button', { type: 'button', class: 'slim', part: 'redo', onclick: () => this.redo() });
  private readonly findButton = h('button', { type: 'button', class: 'slim', part: 'button-find', onclick: () => this.finder.openWith(false) });
  private readonly closeButton = h('button', { type: 'button', class: 'quiet slim', part: 'close', onclick: () => this.host.close() });
  private readonly toolbar: HTMLElement;
  private readonly places = new Map<string, { scroll: number; begin: number; end: number }>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private namesTimer: ReturnType<typeof setTimeout> | undefined;
  private names: readonly string[] = [];

  constructor(book: Book, opened: string, private rules: Rulings, private proven: KeptProof | undefined, private readonly host: DeskHost) {
    this.manuscript = new Manuscript(book, () => this.changed());
    this.chosen = book.chapters.some(({ id }) => id === opened) ? opened : book.chapters[0]!.id;
    const { textarea, element } = host, { signal } = this.life;
    this.surface = new Surface(textarea, inLight(element, textarea), {
      edited: (edit) => this.edited(edit), undo: () => this.undo(), redo: () => this.redo(), moved: () => this.marks.update(), scrolled: () => this.checker.touch(),
    }, signal);
    this.checker = new Checker(this.surface.lines, {
      seen: () => this.surface.seen, options: () => this.proofreadOptions(), marked: () => this.marked(),
      failed: (thrown) => this.host.emit('error', { code: 'unavailable', field: 'proofread', detail: String(thrown) }),
    });
    this.contents = new ChapterList({ words: () => host.words(), open: (id) => this.goTo(id, undefined, true), add: () => this.add(), remove: (id) => this.remove(id), move: (from, to) => this.move(from, to) }, this.counts);
    this.finder = new FindBar({
      element, words: () => host.words(), book: () => this.manuscript.book, open: () => this.chosen, selection: () => this.surface.selection, selected: () => this.surface.value.slice(textarea.selectionStart, textarea.selectionEnd),
      goTo: (match) => this.goToMatch(match), newWorker: () => host.tools.newWorker() as StoppableWorker, focusText: () => textarea.focus({ preventScroll: true }), announce: (text) => host.announce(text),
      show: (found, current) => this.surface.show(found.filter((one) => one.chapter === this.chosen && one.field === 'text').map(({ begin, end, ...one }) => ({ begin, end, kind: current && one.chapter === current.chapter && begin === current.begin ? 'current' : 'found' }))),
      replace: (after) => this.act('replace', after),
    });
    this.marks = new MarkBar({
      words: () => host.words(), lines: this.surface.lines, caret: () => this.surface.selection.begin, select: (begin, end) => this.surface.select(begin, end, true), on: () => this.checker.on,
      fix: (placed, text) => this.fix(placed, text), ignore: (placed) => this.ignore(placed), learn: (placed) => this.learn(placed),
    });
    this.tabs = new Tabs(panels, this);
    this.title.addEventListener('input', (event) => { if (!(event as InputEvent).isComposing) this.rename(); });
    this.title.addEventListener('compositionend', () => this.rename());
    this.title.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      textarea.focus();
    });
    this.toolbar = h('div', { class: 'row tools', role: 'toolbar' }, this.undoButton, this.redoButton, this.findButton, this.closeButton);
    this.view = h('div', { class: 'desk', part: 'desk', onkeydown: (event: KeyboardEvent) => this.key(event) },
      this.contents.element,
      h('div', { class: 'page' }, this.toolbar, h('div', { class: 'chapter-head' }, inLight(element, this.title)), this.finder.element, this.surface.element, this.marks.element, this.status),
      this.tabs.element);
    // Keys in the light DOM pass by the shadow tree's frame through its slots.
    this.localise();
  }

  /** Once it is in the page: fields have a size only there. */
  begin(): void {
    this.openChapter(this.chosen);
    this.tabs.offer();
    this.checker.use(this.proofLanguage() ? this.host.tools.proofreader : undefined);
    this.marks.update();
    this.learnNames(0);
  }
  end(): void {
    this.life.abort();
    this.checker.stop();
    clearTimeout(this.timer);
    clearTimeout(this.namesTimer);
    this.finder.dispose();
    this.tabs.dispose();
    this.title.remove();
  }

  // ---- What panels ask

  get element(): HTMLElement { return this.host.element; }
  get tools(): WordsTools { return this.host.tools; }
  get model(): TextModel | undefined { return this.host.tools.textModel; }
  get signal(): AbortSignal { return this.life.signal; }
  get open(): string { return this.chosen; }
  get selection(): Range { return this.surface.selection; }
  messages(): Messages { return this.host.messages(); }
  words(): ManuscriptMessages { return this.host.words(); }
  versions(): Versions | undefined { return this.host.versions(); }
  saveDraft(): Promise<void> { return this.host.saveDraft(); }
  colophon(): Colophon { return this.host.colophon(); }
  canRegister(): boolean { return this.host.canRegister(); }
  content(work: string, signal: AbortSignal): Promise<Blob | undefined> { return this.host.content(work, signal); }
  emit(name: string, detail: Record<string, unknown>): void { this.host.emit(name, detail); }
  announce(text: string): void { this.host.announce(text); }
  rulings(): Rulings { return this.rules; }
  rule(rulings: Rulings): void {
    this.rules = rulings;
    this.checker.restart();
    this.host.changed();
    this.tabs.update();
  }
  get proof(): KeptProof | undefined { return this.proven; }
  set proof(proof: KeptProof | undefined) {
    this.proven = proof;
    this.host.changed();
  }
  proofreadOptions(): ProofreadOptions {
    return { language: this.proofLanguage() ?? 'en', locale: this.words().code === 'en' ? 'en' : 'zh-CN', ignoredRules: this.rules.ignoredRules, words: [...this.rules.dictionary, ...this.names] };
  }
  get wordCount(): number { return this.manuscript.book.chapters.reduce((sum, { id, text }) => sum + this.counts.of(id, text), 0); }

  goTo(chapter: string, range?: Range, focus = false): void {
    if (chapter !== this.chosen) this.openChapter(chapter);
    if (range) this.surface.select(range.begin, range.end, focus);
    else if (focus) this.host.textarea.focus({ preventScroll: true });
  }
  private goToMatch({ chapter, field, begin, end }: Match): void {
    this.goTo(chapter, field === 'text' ? { begin, end } : undefined);
    if (field === 'title') this.title.setSelectionRange(begin, end);
  }
  insert(text: string): void {
    if (this.surface.busy) return;
    const { begin, end } = this.surface.selection;
    this.write({ at: begin, removed: this.surface.value.slice(begin, end), inserted: text }, { begin: begin + text.length, end: begin + text.length });
  }
  act(name: ActName, after: Book, to = this.chosen): void {
    if (this.surface.busy) return;
    this.manuscript.act(name, after, this.chosen, to, performance.now());
    this.settle(to);
    if (name === 'details' || name === 'convert' || name === 'restore') this.afterDetails();
  }

  // ---- The text

  private edited(edit: Edit): void {
    this.manuscript.write(this.chosen, edit, performance.now());
    this.checker.touch();
    this.finder.changed();
  }
  /** A change that is made for the writer, at one key or click. */
  private write(edit: Edit, selection: Range): void {
    this.manuscript.pause();
    this.surface.apply(edit, selection);
    this.edited(edit);
    this.manuscript.pause();
    this.marks.update();
  }

  private openChapter(id: string): void {
    const chapter = this.manuscript.chapter(id), { textarea } = this.host;
    if (!chapter) return;
    if (this.chosen !== id) this.places.set(this.chosen, { scroll: textarea.scrollTop, ...this.surface.selection });
    this.chosen = id;
    this.surface.open(chapter.text, this.manuscript.book.language);
    const place = this.places.get(id);
    if (place) {
      textarea.setSelectionRange(place.begin, place.end);
      textarea.scrollTop = place.scroll;
    }
    textarea.spellcheck = !this.checker.on;
    this.checker.touch();
    this.showChapters();
    this.finder.changed();
    this.marks.update();
    this.tabs.update();
  }
  private showChapters(): void {
    const { chapters } = this.manuscript.book, index = this.manuscript.index(this.chosen), chapter = chapters[index];
    this.contents.show(chapters, this.chosen);
    if (!chapter) return;
    const shown = this.contents.titleOf(chapter, index);
    if (this.title.value !== chapter.title) this.title.value = chapter.title;
    this.title.placeholder = this.words().chapter(String(index + 1));
    this.title.lang = this.manuscript.book.language;
    this.host.textarea.setAttribute('aria-label', this.words().text.label(shown));
  }
  /** After something other than writing: what is open is shown as the book now has it. */
  private settle(to: string): void {
    const { book } = this.manuscript, id = book.chapters.some((chapter) => chapter.id === to) ? to : book.chapters[Math.max(0, Math.min(this.manuscript.index(this.chosen), book.chapters.length - 1))]!.id;
    if (id !== this.chosen) return this.openChapter(id);
    const edit = editBetween(this.surface.value, this.manuscript.chapter(id)!.text);
    if (edit) {
      this.surface.apply(edit, { begin: edit.at + edit.inserted.length, end: edit.at + edit.inserted.length });
      this.checker.touch();
      this.finder.changed();
    }
    this.showChapters();
  }

  undo(): void { this.step(() => this.manuscript.undo(), 'undone'); }
  redo(): void { this.step(() => this.manuscript.redo(), 'redone'); }
  private step(act: () => Undone | undefined, word: 'undone' | 'redone'): void {
    if (this.surface.busy) return;
    const done = act();
    if (!done) return;
    const { place, edit } = done, { done: words } = this.words();
    if (edit && place.chapter === this.chosen) {
      this.surface.apply(edit, place);
      this.surface.reveal(place.end);
      this.checker.touch();
      this.finder.changed();
    } else if (edit) {
      this.openChapter(place.chapter);
      this.surface.select(place.begin, place.end, false);
    } else {
      this.settle(place.chapter);
      this.afterDetails();
    }
    this.marks.update();
    this.announce(words[word](words.acts[done.name] ?? done.name));
  }

  // ---- Chapters

  private fresh(): Chapter { return { id: crypto.randomUUID(), title: '', text: '' }; }
  private add(): void {
    const { book } = this.manuscript, chapters = [...book.chapters], chapter = this.fresh();
    if (chapters.length >= bookLimits.chaptersMax) return;
    chapters.splice(this.manuscript.index(this.chosen) + 1, 0, chapter);
    this.act('add', withChapters(book, chapters), chapter.id);
    this.title.focus();
  }
  private remove(id: string): void {
    const { book } = this.manuscript, index = this.manuscript.index(id), chapter = book.chapters[index], { chapters: words } = this.words();
    if (!chapter) return;
    if (book.chapters.length === 1 && chapter.text === '' && chapter.title === '') return this.announce(words.last);
    const left = book.chapters.filter((one) => one.id !== id), chapters = left.length > 0 ? left : [this.fresh()];
    const next = id === this.chosen ? chapters[Math.min(index, chapters.length - 1)]!.id : this.chosen;
    this.act('remove', withChapters(book, chapters), next);
    this.contents.focus(chapters[Math.min(index, chapters.length - 1)]!.id);
    this.announce(words.removed(this.contents.titleOf(chapter, index)));
  }
  private move(from: number, to: number): void {
    const { book } = this.manuscript, chapter = book.chapters[from]!;
    this.act('move', moveChapter(book, from, to));
    this.announce(this.words().chapters.moved(this.contents.titleOf(chapter, from), String(to + 1), String(book.chapters.length)));
  }
  private rename(): void {
    const title = this.title.value;
    if (this.manuscript.chapter(this.chosen)?.title !== title) this.act('rename', renameChapter(this.manuscript.book, this.chosen, title));
  }

  // ---- Marks

  private marked(): void {
    this.surface.draw();
    this.marks.update();
    if (this.tabs.open === 'proofread') this.tabs.update();
  }
  fix({ begin, end }: Placed, text: string): void {
    this.write({ at: begin, removed: this.surface.value.slice(begin, end), inserted: text }, { begin: begin + text.length, end: begin + text.length });
    this.surface.reveal(begin);
    this.host.textarea.focus({ preventScroll: true });
    this.announce(this.words().marks.fixed(text));
  }
  ignore({ mark }: Placed): void {
    this.rule({ ...this.rules, ignoredRules: [...new Set([...this.rules.ignoredRules, mark.rule])] });
    this.host.textarea.focus({ preventScroll: true });
    this.announce(this.words().marks.ignored);
  }
  learn({ begin, end }: Placed): void {
    const word = this.surface.value.slice(begin, end);
    this.rule({ ...this.rules, dictionary: [...new Set([...this.rules.dictionary, word])] });
    this.host.textarea.focus({ preventScroll: true });
    this.announce(this.words().marks.learnt(word));
  }
  private proofLanguage(): ProofreadOptions['language'] | undefined {
    const { language } = this.manuscript.book;
    return /^en\b/i.test(language) ? 'en' : language === 'zh-Hant' || /^zh-(TW|HK|MO)/i.test(language) ? 'zh-Hant' : /^zh\b/i.test(language) ? 'zh-Hans' : undefined;
  }
  /** Names that the book uses as its own are no mistakes: found now and then. */
  private learnNames(afterMs: number): void {
    clearTimeout(this.namesTimer);
    const language = this.proofLanguage(), { proofreader } = this.host.tools;
    if (!language || !proofreader) return;
    this.namesTimer = setTimeout(() => {
      const text = this.manuscript.book.chapters.map((chapter) => chapter.text).join('\n');
      proofreader.names(text, language).then((names) => {
        if (this.signal.aborted || names.join('\n') === this.names.join('\n')) return;
        this.names = names;
        this.checker.restart();
      }, () => undefined);
    }, afterMs);
  }
  private afterDetails(): void {
    const { language } = this.manuscript.book;
    this.tabs.update();
    if (this.host.textarea.lang === language) return;
    this.host.textarea.lang = language;
    this.checker.use(this.proofLanguage() ? this.host.tools.proofreader : undefined);
    this.checker.restart();
    this.learnNames(0);
  }

  // ---- Shown

  private changed(): void {
    this.host.changed();
    this.undoButton.disabled = !this.manuscript.canUndo;
    this.redoButton.disabled = !this.manuscript.canRedo;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.paused(), pauseMs);
  }
  private paused(): void {
    if (this.surface.busy) return void (this.timer = setTimeout(() => this.paused(), pauseMs));
    this.contents.count(this.manuscript.book.chapters);
    this.tabs.update();
    this.host.paused();
    this.learnNames(namesPauseMs);
  }
  /** The connection, or what the page offers, is another. */
  update(): void { this.tabs.offer(); }
  localise(): void {
    const { tools, text, marks } = this.words();
    this.undoButton.textContent = tools.undo;
    this.redoButton.textContent = tools.redo;
    this.findButton.textContent = tools.find;
    this.closeButton.textContent = tools.close;
    this.toolbar.setAttribute('aria-label', tools.label);
    this.title.setAttribute('aria-label', this.words().chapters.title);
    this.host.textarea.placeholder = text.hint;
    this.host.textarea.setAttribute('aria-description', marks.keys);
    this.undoButton.disabled = !this.manuscript.canUndo;
    this.redoButton.disabled = !this.manuscript.canRedo;
    for (const part of [this.contents, this.finder, this.marks, this.tabs]) part.localise();
    this.showChapters();
    this.contents.count(this.manuscript.book.chapters);
    this.checker.restart();
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const command = event.ctrlKey || event.metaKey, key = event.key.toLowerCase(), field = event.composedPath()[0];
    const taken = ((): boolean => {
      if (event.key === 'F8') return this.marks.go(event.shiftKey ? -1 : 1), true;
      if (event.key === 'F3') return this.finder.again(event.shiftKey ? -1 : 1), true;
      if (!command || event.altKey) return false;
      if (key === 'f' || key === 'h') return this.finder.openWith(key === 'h'), true;
      if (key === '.') return this.marks.fixFirst(), true;
      // Other fields keep their own way back.
      if (field !== this.host.textarea && (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return false;
      if (key === 'z') return event.shiftKey ? this.redo() : this.undo(), true;
      if (key === 'y') return this.redo(), true;
      return false;
    })();
    if (taken) event.preventDefault();
  }
}

