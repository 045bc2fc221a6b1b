// <colophon-manuscript>: a book from its first line to its registration. docs/how-to/write.md has its attributes, parts and events.
import { readBookDraft, type BookSnapshot } from '../drafts/book_file.js';
import { h, mark, put } from '../element/dom.js';
import { waiting } from '../element/parts.js';
import { adoptStyles } from '../element/sheet.js';
import { pickMessages, type Messages } from '../element/texts.js';
import { manuscriptEn, type ManuscriptMessages } from '../locales/panels/manuscript.en.js';
import { manuscriptZh } from '../locales/panels/manuscript.zh-CN.js';
import { asColophonError, ColophonError } from '../sdk/errors.js';
import css from '../styles/manuscript.css';
import { emptyBook, type Book, type BookLanguage } from './book.js';
import { connect, tokenFrom, type Connection, type GetToken } from './connect.js';
import { Desk } from './desk.js';
import { BookKeeper } from './keeper.js';
import { plainText } from './manuscript.js';
import { bookAlert } from './alert.js';
import { WordsTools, type WordsOptions } from './tools_client.js';

// On a server there is no HTMLElement: importing must still do nothing.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;
const fileKinds = '.docx,.epub,.md,.markdown,.txt,.json';
const languages: readonly BookLanguage[] = ['en', 'zh-Hans', 'zh-Hant'];

export class ColophonManuscript extends Base {
  static readonly observedAttributes = ['lang', 'locale', 'server', 'token-url', 'worker-src', 'wasm-src', 'words-src', 'words-worker-src', 'data-src', 'name', 'required'];
  static readonly formAssociated = true;

  private messages: Messages = pickMessages([]);
  private said: ManuscriptMessages = manuscriptEn;
  private tokenGiver: GetToken | undefined;
  private given: WordsOptions = {};
  private connection: Connection | undefined;
  private wordsTools: WordsTools | undefined;
  private desk: Desk | undefined;
  private built = false;
  private opening: AbortController | undefined;
  private drags = 0;
  private readonly internals: ElementInternals | undefined;

  private readonly frame = h('div', { class: 'frame', part: 'frame' });
  private readonly live = h('p', { class: 'vh', role: 'status' });
  private readonly start = h('div', { class: 'start' });
  private readonly problem = h('div');
  private readonly bench = h('div', { hidden: true });
  private readonly file = h('input', { type: 'file', hidden: true, part: 'file', onchange: () => this.picked() });
  private readonly language = h('select', null, ...languages.map((value) => h('option', { value })));
  private readonly keeper = new BookKeeper({
    element: this, messages: () => this.messages, words: () => this.said,
    open: () => this.desk && { book: this.desk.manuscript.book, chapter: this.desk.open, words: this.desk.wordCount, proof: this.desk.proof, ...this.desk.rulings() },
    restore: async (snapshot) => this.openSnapshot(snapshot, snapshot.chapter),
    emit: (name, detail) => this.emit(name, detail), announce: (text) => this.announce(text),
  });
  private textarea!: HTMLTextAreaElement;

  constructor() {
    super();
    this.internals = 'attachInternals' in this ? this.attachInternals() : undefined;
    this.addEventListener?.('invalid', (event) => {
      event.preventDefault();
      put(this.problem, h('p', { class: 'pad wrong', role: 'alert' }, this.said.start.needed));
      (this.desk ? this.textarea : this.start.querySelector('button'))?.focus();
    });
  }

  // ---- What a page sets

  /** Gives a session token from the site's own backend. */
  get getToken(): GetToken | undefined { return this.tokenGiver; }
  set getToken(give: GetToken | undefined) { this.tokenGiver = give; this.reconnect(); }
  /** Further options of createColophon, and wordsSrc, wordsWorkerSrc, dataSrc, proofreader. */
  get options(): WordsOptions { return this.given; }
  set options(options: WordsOptions) { this.given = options; this.reconnect(); }
  get server(): string | null { return this.getAttribute('server'); }
  set server(server: string | null) { if (server === null) this.removeAttribute('server'); else this.setAttribute('server', server); }
  /** The book that is open, as it is now. Setting it opens another, as a new draft. */
  get book(): Book | undefined { return this.desk?.manuscript.book; }
  set book(book: Book | undefined) {
    if (book) this.openBook(book);
    else this.close(false);
  }
  /** The book as a form would send it: one file of plain text. */
  get value(): Blob | undefined { return this.desk && new Blob([plainText(this.desk.manuscript.book)], { type: 'text/plain' }); }

  /** Opens a file, as dropping it would. */
  async open(file: Blob, name = file instanceof File ? file.name : this.said.untitled): Promise<void> {
    this.opening?.abort();
    const { signal } = (this.opening = new AbortController());
    const bar = h('progress', { max: '1', 'aria-label': this.said.start.opening });
    put(this.problem, h('div', { class: 'pad busy' }, waiting(this.said.start.opening), bar, h('div', { class: 'row' }, h('button', { type: 'button', class: 'quiet slim', onclick: () => this.stopOpening() }, this.messages.register.cancel))));
    try {
      const snapshot = /\.json$/i.test(name) ? await readBookDraft(file) : undefined;
      if (snapshot) return signal.aborted ? undefined : this.openSnapshot(snapshot, '');
      const { importBook, tellNote } = await import('./import_file.js');
      const { book, notes } = await importBook(file instanceof File ? file : new File([file], name), { signal, progress: (done) => { bar.value = done; }, newId: () => crypto.randomUUID() });
      if (signal.aborted) return;
      this.openSnapshot({ book, dictionary: [], ignoredRules: [] }, '');
      this.tellNotes(notes.map((note) => tellNote(this.messages.code, note)));
    } catch (thrown) {
      if (signal.aborted) return;
      put(this.problem, h('div', { class: 'pad' }, bookAlert(this.messages, thrown)));
      this.emit('error', { ...asColophonError(thrown).toRecord() });
    }
  }
  private stopOpening(): void {
    this.opening?.abort();
    put(this.problem);
  }
  /** What became of parts of the file that a book does not hold. */
  private tellNotes(notes: readonly string[]): void {
    if (notes.length === 0) return;
    put(this.problem, h('div', { class: 'pad' }, h('div', { class: 'note', role: 'status', part: 'notes' }, h('ul', null, ...notes.map((note) => h('li', null, note))),
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'quiet slim', onclick: () => put(this.problem) }, this.said.find.close)))));
  }
  /** Opens a book, as a new draft. */
  openBook(book: Book): void { this.openSnapshot({ book, dictionary: [], ignoredRules: [] }, ''); }

  // ---- Life

  connectedCallback(): void {
    if (!this.built) this.build();
    if (this.textarea.parentNode !== this) this.append(this.textarea);
    this.localise();
    addEventListener('online', this.onConnection);
    addEventListener('offline', this.onConnection);
    void this.keeper.start();
  }
  disconnectedCallback(): void {
    removeEventListener('online', this.onConnection);
    removeEventListener('offline', this.onConnection);
    // A move takes the element out and puts it in again at once: only a real farewell frees the workers.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.close(false);
      this.keeper.stop();
      this.disconnect();
    });
  }
  attributeChangedCallback(name: string): void {
    if (!this.built) return;
    if (name === 'lang' || name === 'locale') this.localise();
    else if (name === 'name' || name === 'required') this.toForm();
    else this.reconnect();
  }
  formResetCallback(): void { this.close(false); }
  formDisabledCallback(disabled: boolean): void { this.frame.inert = disabled; }
  private readonly onConnection = (): void => this.desk?.update();

  private build(): void {
    const early = (['getToken', 'options', 'server', 'book'] as const).flatMap((name) => {
      if (!Object.hasOwn(this, name)) return [];
      const value = this[name];
      delete this[name];
      return [[name, value] as const];
    });
    const root = this.attachShadow({ mode: 'open', delegatesFocus: false });
    adoptStyles(root, this.nonce, css);
    this.textarea = this.querySelector('textarea') ?? h('textarea');
    this.textarea.slot = 'colophon-text';
    this.file.addEventListener('click', (event) => event.stopPropagation());
    this.frame.addEventListener('dragenter', (event) => this.drag(event, 1));
    this.frame.addEventListener('dragleave', (event) => this.drag(event, -1));
    this.frame.addEventListener('dragover', (event) => { if (hasFiles(event)) event.preventDefault(); });
    this.frame.addEventListener('drop', (event) => this.dropped(event));
    put(this.frame, this.problem, this.start, this.bench);
    root.append(this.file, this.live, this.frame);
    this.built = true;
    for (const [name, value] of early) Object.assign(this, { [name]: value });
  }

  private tokens(): GetToken | undefined {
    const address = this.getAttribute('token-url');
    return this.tokenGiver ?? (address === null ? undefined : () => tokenFrom(address));
  }
  private linked(): Connection {
    if (!this.connection) {
      const of = (attribute: string, option: keyof WordsOptions): Partial<WordsOptions> => (this.hasAttribute(attribute) ? { [option]: this.getAttribute(attribute)! } : {});
      const options = { ...this.given, ...of('worker-src', 'workerSrc'), ...of('wasm-src', 'wasmSrc'), ...of('words-src', 'wordsSrc'), ...of('words-worker-src', 'wordsWorkerSrc'), ...of('data-src', 'dataSrc') };
      const connection = connect(options, this.server, this.tokens());
      this.connection = connection;
      this.wordsTools = new WordsTools(connection.options, () => connection.colophon);
    }
    return this.connection;
  }
  private disconnect(): void {
    this.wordsTools?.end();
    this.connection?.end();
    this.connection = this.wordsTools = undefined;
  }
  /** Another server or worker: what is open stays as it is, on another desk. */
  private reconnect(): void {
    if (!this.built) return;
    const { desk } = this;
    this.disconnect();
    if (desk) this.seat(desk.manuscript.book, desk.open, desk.rulings(), desk.proof);
  }
  private readonly canRegister = (): boolean => this.hasAttribute('server') && this.tokens() !== undefined;
  private async content(work: string, signal: AbortSignal): Promise<Blob | undefined> {
    const give = this.tokens(), { server } = this.linked().colophon;
    if (!give || server === undefined) return undefined;
    const response = await fetch(new URL(`/v1/works/${encodeURIComponent(work)}/content`, server), { headers: { authorization: `Bearer ${await give()}` }, signal }).catch((cause: unknown) => {
      throw new ColophonError({ code: 'unavailable', field: 'server', detail: 'The server did not answer.' }, { cause });
    });
    return response.ok && /^text\//.test(response.headers.get('content-type') ?? '') ? response.blob() : undefined;
  }
  private emit(name: string, detail: Record<string, unknown>): void {
    this.dispatchEvent(new CustomEvent(`colophon-${name}`, { detail, bubbles: true, composed: true }));
  }
  private announce(text: string): void { this.live.textContent = text; }

  // ---- Coming in

  private openSnapshot({ book, dictionary, ignoredRules, proof }: BookSnapshot, chapter: string): void {
    if (!this.built) return;
    this.close(false);
    this.seat(book.chapters.length > 0 ? book : { ...book, chapters: emptyBook(book.language, crypto.randomUUID()).chapters }, chapter, { dictionary, ignoredRules }, proof);
    this.keeper.begin();
    this.emit('opened', { name: book.title, kind: 'book', chapters: book.chapters.length });
  }
  private seat(book: Book, chapter: string, rulings: Pick<BookSnapshot, 'dictionary' | 'ignoredRules'>, proof: BookSnapshot['proof']): void {
    this.desk?.end();
    this.linked();
    const desk = (this.desk = new Desk(book, chapter, rulings, proof, {
      element: this, textarea: this.textarea, tools: this.wordsTools!, messages: () => this.messages, words: () => this.said,
      changed: () => this.keeper.changed(),
      paused: () => {
        this.toForm();
        this.emit('changed', { words: this.desk?.wordCount ?? 0 });
      },
      close: () => this.close(true), versions: () => (this.keeper.working ? this.keeper : undefined), saveDraft: () => this.keeper.saveOpen(),
      colophon: () => this.linked().colophon, canRegister: this.canRegister, content: (work, signal) => this.content(work, signal),
      emit: (name, detail) => this.emit(name, detail), announce: (text) => this.announce(text),
    }));
    put(desk.status, this.keeper.status);
    put(this.problem);
    put(this.bench, desk.view);
    this.bench.hidden = false;
    this.start.hidden = true;
    desk.begin();
    this.toForm();
  }
  private begin(): void {
    const book = emptyBook(this.language.value, crypto.randomUUID());
    this.openBook(book);
    this.textarea.focus();
  }
  private close(focus: boolean): void {
    this.opening?.abort();
    this.keeper.end();
    this.desk?.end();
    this.desk = undefined;
    if (!this.built) return;
    put(this.bench);
    put(this.problem);
    this.bench.hidden = true;
    this.start.hidden = false;
    this.toForm();
    if (focus) this.start.querySelector('button')?.focus();
  }
  private toForm(): void {
    if (!this.internals) return;
    const name = this.getAttribute('name'), value = name ? this.value : undefined, form = new FormData();
    if (value) form.append(name!, new File([value], `${this.book!.title || this.said.untitled}.txt`, { type: value.type }));
    this.internals.setFormValue(value ? form : null);
    const empty = !this.book?.chapters.some(({ text }) => text.trim() !== '');
    if (empty && this.hasAttribute('required')) this.internals.setValidity({ valueMissing: true }, this.said.start.needed);
    else this.internals.setValidity({});
  }

  private picked(): void {
    const file = this.file.files?.[0];
    this.file.value = '';
    if (file) void this.open(file);
  }
  private drag(event: DragEvent, step: number): void {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.drags = Math.max(0, this.drags + step);
    this.frame.classList.toggle('over', this.drags > 0);
  }
  private dropped(event: DragEvent): void {
    this.drags = 0;
    this.frame.classList.remove('over');
    if (!hasFiles(event)) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) void this.open(file);
  }

  // ---- What is shown

  private localise(): void {
    const near = this.closest('[lang]')?.getAttribute('lang');
    this.messages = pickMessages([this.getAttribute('locale'), near, document.documentElement.lang, navigator.language]);
    this.said = this.messages.code === 'en' ? manuscriptEn : manuscriptZh;
    this.frame.lang = this.live.lang = this.messages.code;
    this.frame.setAttribute('role', 'group');
    this.frame.setAttribute('aria-label', this.said.name);
    this.file.accept = fileKinds;
    const { start, languages: names } = this.said, chosen = this.language.value;
    [...this.language.options].forEach((option) => { option.textContent = names[option.value] ?? option.value; });
    this.language.value = this.desk || chosen !== 'en' ? chosen : this.messages.code === 'en' ? 'en' : 'zh-Hans';
    this.file.setAttribute('aria-label', start.choose);
    put(this.start,
      h('div', { class: 'drop', part: 'drop' }, mark(), h('h2', null, start.title), h('p', { class: 'soft' }, start.hint), h('p', { class: 'small soft' }, start.hintFiles(start.allKinds)),
        h('div', { class: 'row' },
          h('button', { type: 'button', class: 'main', part: 'button-main', onclick: () => this.begin() }, start.begin),
          h('button', { type: 'button', part: 'button', onclick: () => this.file.click() }, start.choose)),
        h('label', { class: 'row small' }, h('span', null, start.language), this.language)),
      this.keeper.drafts);
    this.keeper.localise();
    this.desk?.localise();
    this.toForm();
  }
}
const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
