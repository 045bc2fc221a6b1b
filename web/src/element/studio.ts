// <colophon-studio>: drop a work, see what can be measured, repair, register. docs/how-to/embed.md has its attributes, parts and events.
import { asColophonError, ColophonError } from '../sdk/errors.js';
import type { Colophon, ColophonOptions, RepairName } from '../sdk/types.js';
import { connect, tokenFrom, type Connection, type GetToken } from './connection.js';
import { h, mark, put } from './dom.js';
import { alertBox, waiting } from './parts.js';
import { Picture } from './picture.js';
import { Register } from './register.js';
import { notPhotoView, reasonsTable, scoreHeading, scoreView, textTable } from './report.js';
import { adoptStyles } from './sheet.js';
import { decimal, integer, pickMessages, type Messages } from './texts.js';
import { openWork, TextWork, type OpenWork, type WorkKind } from './work.js';

const kAccept = 'image/jpeg,image/png,text/plain,text/markdown,.txt,.md';
const kImageKinds = ['photo', 'drawing', 'painting'] as const;
// On a server there is no HTMLElement: importing must still do nothing.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;
let studios = 0;

export class ColophonStudio extends Base {
  static readonly observedAttributes = ['lang', 'locale', 'server', 'token-url', 'worker-src', 'wasm-src'];

  private messages: Messages = pickMessages([]);
  private tokenGiver: GetToken | undefined;
  private sdkOptions: ColophonOptions = {};
  private connection: Connection | undefined;
  private work: OpenWork | undefined;
  /** Ends with the work that is open: whatever still runs for it is of no use to the next. */
  private life = new AbortController();
  private built = false;
  private scoreFailure: unknown;
  private drags = 0;

  private readonly frame = h('div', { class: 'frame', part: 'frame' });
  private readonly live = h('p', { class: 'vh', role: 'status' });
  private readonly start = h('div'); private readonly paste = h('div', { class: 'paste', hidden: true });
  private readonly problem = h('div'); private readonly bench = h('div', { class: 'work', hidden: true });
  private readonly file = h('input', { type: 'file', accept: kAccept, hidden: true, onchange: () => this.picked() });
  private readonly picture = new Picture();
  private readonly excerpt = h('div', { class: 'excerpt', part: 'excerpt', tabindex: '0', role: 'region' });
  private readonly nameLine = h('h2', { class: 'name small', tabindex: '-1' }); private readonly factLine = h('p', { class: 'facts' });
  private readonly repairs = h('div', { class: 'row', part: 'repairs' }); private readonly repairNote = h('p', { class: 'hint' });
  private readonly undoButton = h('button', { type: 'button', onclick: () => this.undo() });
  private readonly another = h('button', { type: 'button', class: 'quiet', onclick: () => this.clear(true) });
  private readonly kinds = h('fieldset', { class: 'kinds' }); private readonly score = h('div'); private readonly reasons = h('div', { class: 'measures' });
  private register!: Register;
  private textarea!: HTMLTextAreaElement;

  // ---- What a page sets

  /** Gives a session token from the site's own backend. */
  get getToken(): GetToken | undefined { return this.tokenGiver; }
  set getToken(give: GetToken | undefined) { this.tokenGiver = give; this.reconnect(); }
  /** Further options of createColophon: wasmSrc, workerSrc, runtimeSrc, modelSrc. */
  get options(): ColophonOptions { return this.sdkOptions; }
  set options(options: ColophonOptions) { this.sdkOptions = options; this.reconnect(); }
  get server(): string | null { return this.getAttribute('server'); }
  set server(server: string | null) { if (server === null) this.removeAttribute('server'); else this.setAttribute('server', server); }

  /** Opens a file, as dropping it would. */
  open(file: Blob, name = file instanceof File ? file.name : this.messages.untitled): Promise<void> {
    return this.load(name, (colophon, signal) => openWork(colophon, file, name, signal));
  }
  /** Opens a text, as pasting it would. */
  openText(text: string, name = this.messages.untitled): Promise<void> {
    return this.load(name, (colophon, signal) => TextWork.open(colophon, text, name, signal));
  }

  // ---- Life

  connectedCallback(): void {
    if (!this.built) this.build();
    this.addLightDom();
    this.localise();
    addEventListener('online', this.onConnection);
    addEventListener('offline', this.onConnection);
  }

  disconnectedCallback(): void {
    removeEventListener('online', this.onConnection);
    removeEventListener('offline', this.onConnection);
    // A move takes the element out and puts it in again at once: only a real farewell frees the worker.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.clear(false);
      this.connection?.end();
      this.connection = undefined;
    });
  }

  attributeChangedCallback(name: string): void {
    if (!this.built) return;
    if (name === 'lang' || name === 'locale') this.localise();
    else this.reconnect();
  }

  private readonly onConnection = (): void => this.register.refresh();

  private build(): void {
    for (const name of ['getToken', 'options', 'server'] as const) this.upgrade(name);
    this.built = true;
    const root = this.attachShadow({ mode: 'open' });
    adoptStyles(root, this.nonce);
    this.textarea = this.querySelector('textarea') ?? h('textarea', { rows: '7' });
    this.textarea.slot = 'colophon-text';
    const title = h('input', { type: 'text', slot: 'colophon-title', autocomplete: 'off', maxlength: '200', id: `colophon-title-${++studios}` });
    this.register = new Register(this.messages, {
      colophon: () => this.colophon(), canRegister: () => this.hasAttribute('server') && this.tokens() !== undefined,
      emit: (name, detail) => this.emit(name, detail), announce: (text) => this.announce(text), again: () => this.clear(true),
    }, title);
    this.titleInput = title;
    put(this.bench,
      h('div', { class: 'stage', part: 'stage' }, this.picture.element, this.excerpt,
        h('div', null, this.nameLine, this.factLine), this.repairs, this.repairNote),
      h('div', { class: 'report', part: 'report' }, this.kinds, this.score),
      this.reasons);
    put(this.frame, this.start, this.paste, this.problem, this.bench, this.register.element);
    root.append(this.file, this.live, this.frame);
    this.register.element.hidden = true;
    this.frame.addEventListener('dragenter', (event) => this.drag(event, 1));
    this.frame.addEventListener('dragleave', (event) => this.drag(event, -1));
    this.frame.addEventListener('dragover', (event) => event.preventDefault());
    this.frame.addEventListener('drop', (event) => this.dropped(event));
  }
  private titleInput!: HTMLInputElement;

  /** Text is edited in the page's own DOM: selection and input methods do not work everywhere inside a shadow root. */
  private addLightDom(): void {
    for (const field of [this.textarea, this.titleInput]) if (field.parentNode !== this) this.append(field);
  }

  /** A property that was set before the element was defined hides the accessor: take it over. */
  private upgrade(name: 'getToken' | 'options' | 'server'): void {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    Object.assign(this, { [name]: value });
  }

  private tokens(): GetToken | undefined {
    const address = this.getAttribute('token-url');
    return this.tokenGiver ?? (address === null ? undefined : () => tokenFrom(address));
  }
  private colophon(): Colophon {
    if (!this.connection) {
      const worker = this.getAttribute('worker-src'), wasm = this.getAttribute('wasm-src');
      const options = { ...this.sdkOptions, ...(worker && { workerSrc: worker }), ...(wasm && { wasmSrc: wasm }) };
      this.connection = connect(options, this.server, this.tokens());
    }
    return this.connection.colophon;
  }
  private reconnect(): void {
    if (!this.built) return;
    if (this.work) this.clear(false);
    this.connection?.end();
    this.connection = undefined;
    this.register.refresh();
  }
  private emit(name: string, detail: Record<string, unknown>): void {
    this.dispatchEvent(new CustomEvent(`colophon-${name}`, { detail, bubbles: true, composed: true }));
  }
  private announce(text: string): void { this.live.textContent = text; }

  // ---- Coming in

  private drag(event: DragEvent, step: number): void {
    event.preventDefault();
    this.drags = Math.max(0, this.drags + step);
    this.frame.classList.toggle('over', this.drags > 0);
  }
  private dropped(event: DragEvent): void {
    event.preventDefault();
    this.drags = 0;
    this.frame.classList.remove('over');
    const files = event.dataTransfer?.files, text = event.dataTransfer?.getData('text/plain') ?? '';
    if (files?.[0]) {
      void this.open(files[0]);
      if (files.length > 1) this.announce(this.messages.drop.many);
    } else if (text.trim() !== '') void this.openText(text);
  }
  private picked(): void {
    const file = this.file.files?.[0];
    this.file.value = '';
    if (file) void this.open(file);
  }

  private async load(name: string, open: (colophon: Colophon, signal: AbortSignal) => Promise<OpenWork>): Promise<void> {
    this.clear(false);
    const { signal } = this.life;
    put(this.problem, h('div', { class: 'report' }, waiting(this.messages.opening)));
    this.start.hidden = true;
    try {
      const work = await open(this.colophon(), signal);
      if (signal.aborted) return work.dispose();
      this.work = work;
      this.begin(name);
    } catch (thrown) {
      if (signal.aborted) return;
      this.start.hidden = false;
      put(this.problem, h('div', { class: 'report' }, alertBox(this.messages, thrown)));
      this.emit('error', { ...asColophonError(thrown).toRecord() });
    }
  }

  private begin(name: string): void {
    const work = this.work!;
    put(this.problem);
    this.bench.hidden = this.register.element.hidden = false;
    this.bench.className = `work ${work.type}`;
    this.picture.element.hidden = work.type !== 'image';
    this.excerpt.hidden = work.type !== 'text';
    this.excerpt.textContent = work.type === 'text' ? work.text.slice(0, 4000) : '';
    this.register.open(work);
    this.render();
    this.nameLine.focus();
    this.announce(this.messages.opened(name));
    this.emit('opened', { name, kind: work.kind, ...work.measured });
    void this.measureScore();
  }

  private clear(focus: boolean): void {
    this.life.abort(new ColophonError({ code: 'cancelled', detail: 'Another work was opened.' }));
    this.life = new AbortController();
    this.work?.dispose();
    this.work = undefined;
    this.scoreFailure = undefined;
    if (!this.built) return;
    this.register.close();
    put(this.problem);
    this.bench.hidden = this.register.element.hidden = this.paste.hidden = true;
    this.start.hidden = false;
    if (focus) this.start.querySelector('button')?.focus();
  }

  // ---- Score and repairs

  private async measureScore(): Promise<void> {
    const { work, life: { signal } } = this;
    if (work?.type !== 'image' || work.kind !== 'photo') return;
    const version = work.current;
    this.scoreFailure = undefined;
    if (!version.quality) {
      const progress = h('progress', { 'aria-label': this.messages.score.loading, max: '1' });
      put(this.score, h('div', { class: 'score' }, scoreHeading(this.messages), waiting(this.messages.score.loading), progress));
      try {
        await version.score(signal, (done, total) => { if (total > 0) progress.value = done / total; });
      } catch (thrown) {
        if (signal.aborted || this.work !== work) return;
        this.scoreFailure = thrown;
        this.emit('error', { ...asColophonError(thrown).toRecord() });
      }
    }
    if (signal.aborted || this.work !== work || work.current !== version) return;
    this.renderScore();
    if (!version.quality) return;
    this.announce(this.messages.score.announced(decimal(this.messages.code, version.quality.mean_milli / 1000, 1)));
    this.emit('scored', { kind: work.kind, repairs: work.repairs, ...version.quality });
  }

  private async repair(name: RepairName): Promise<void> {
    const { work, life: { signal } } = this;
    if (work?.type !== 'image') return;
    put(this.repairs, waiting(this.messages.repair.working));
    try {
      await work.apply(name, signal);
      if (signal.aborted) return;
      this.render();
      this.undoButton.focus();
      this.announce(this.messages.repair.done);
      this.emit('repaired', { repair: name, repairs: work.repairs });
      await this.measureScore();
    } catch (thrown) {
      if (signal.aborted) return;
      this.render();
      this.repairs.prepend(alertBox(this.messages, thrown));
      this.emit('error', { ...asColophonError(thrown).toRecord() });
    }
  }

  private undo(): void {
    if (this.work?.type !== 'image') return;
    this.work.undo();
    this.render();
    (this.repairs.querySelector('button') ?? this.nameLine).focus();
    this.announce(this.messages.repair.undone);
    this.emit('repaired', { repair: null, repairs: this.work.repairs });
    void this.measureScore();
  }

  private declare(kind: WorkKind): void {
    if (this.work?.type !== 'image') return;
    this.work.kind = kind;
    this.renderScore();
    void this.measureScore();
  }

  // ---- What is shown

  private localise(): void {
    const near = this.closest('[lang]')?.getAttribute('lang');
    this.messages = pickMessages([this.getAttribute('locale'), near, document.documentElement.lang, navigator.language]);
    const { messages, messages: { drop } } = this;
    this.frame.lang = messages.code;
    this.frame.setAttribute('role', 'group');
    this.frame.setAttribute('aria-label', messages.studio);
    put(this.start, h('div', { class: 'drop', part: 'drop' }, mark(), h('h2', null, drop.title), h('p', { class: 'soft' }, drop.hint),
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'main', part: 'button-main', onclick: () => this.file.click() }, drop.choose),
        h('button', { type: 'button', part: 'button', onclick: () => this.showPaste(true) }, drop.paste))));
    this.file.setAttribute('aria-label', drop.choose);
    this.textarea.setAttribute('aria-label', drop.textLabel);
    const empty = h('p', { class: 'wrong', role: 'status' });
    put(this.paste, h('h3', { 'aria-hidden': 'true' }, drop.textLabel), h('slot', { name: 'colophon-text' }), h('p', { class: 'hint' }, drop.textHint), empty,
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'main', onclick: () => this.measureText(empty) }, drop.measure),
        h('button', { type: 'button', class: 'quiet', onclick: () => this.showPaste(false) }, drop.back)));
    this.picture.localise(messages);
    this.undoButton.textContent = messages.repair.undo;
    this.another.textContent = messages.another;
    this.register.localise(messages);
    if (this.work) this.render();
  }

  private showPaste(on: boolean): void {
    this.paste.hidden = !on;
    if (on) this.textarea.focus();
    else this.start.querySelector('button')?.focus();
  }
  private measureText(empty: HTMLElement): void {
    const text = this.textarea.value;
    empty.textContent = text.trim() === '' ? this.messages.drop.empty : '';
    if (text.trim() !== '') void this.openText(text);
  }

  private render(): void {
    const { work, messages } = this;
    if (!work) return;
    this.nameLine.textContent = work.name;
    this.excerpt.setAttribute('aria-label', work.name);
    if (work.type === 'text') {
      put(this.factLine, h('span', null, messages.kinds['text']));
      put(this.repairs, this.another);
      this.repairNote.hidden = true;
      put(this.kinds);
      put(this.score);
      put(this.reasons, textTable(messages, work.features));
    } else {
      const { current, repairs } = work;
      const size = messages.size(integer(messages.code, current.width), integer(messages.code, current.height));
      const names = repairs.map((name) => messages.repair[name]).join(' · ');
      put(this.factLine, h('span', null, size), repairs.length > 0 && h('span', null, messages.repair.applied(names)));
      this.picture.show(current.preview, repairs.length > 0 ? work.original.preview : undefined, work.name);
      put(this.repairs,
        ...work.advised.map((name) => h('button', { type: 'button', part: 'button-repair', onclick: () => void this.repair(name) }, messages.repair[name])),
        repairs.length > 0 && this.undoButton,
        work.advised.length + repairs.length === 0 && h('span', { class: 'hint' }, messages.repair.none), this.another);
      this.repairNote.hidden = work.advised.length + repairs.length === 0;
      this.repairNote.textContent = messages.repair.rule;
      this.renderKinds(work.kind);
      put(this.reasons, reasonsTable(messages, current.features));
      this.renderScore();
    }
    this.register.refresh();
  }

  private renderKinds(chosen: WorkKind): void {
    const { messages } = this;
    put(this.kinds, h('legend', { class: 'label' }, messages.kind), h('span', { class: 'seg' }, ...kImageKinds.map((kind) =>
      h('label', null, h('input', { type: 'radio', name: 'kind', value: kind, checked: kind === chosen, onchange: () => this.declare(kind) }),
        h('span', null, messages.kinds[kind])))));
  }

  private renderScore(): void {
    const { work, messages } = this;
    if (work?.type !== 'image') return;
    if (work.kind !== 'photo') return put(this.score, notPhotoView(messages));
    const { current, original } = work;
    if (current.quality) return put(this.score, scoreView(messages, current.quality, current === original ? undefined : original.quality));
    if (this.scoreFailure === undefined) return;
    put(this.score, h('div', { class: 'score' }, scoreHeading(messages), alertBox(messages, this.scoreFailure, messages.score.failed),
      h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => void this.measureScore() }, messages.score.retry))));
  }
}

declare global {
  interface HTMLElementTagNameMap { 'colophon-studio': ColophonStudio }
}
