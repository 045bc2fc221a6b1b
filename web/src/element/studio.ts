// <colophon-studio>: a whole creation, from a dropped file to a checked receipt. docs/how-to/embed.md has its attributes, parts and events.
import { asColophonError, ColophonError } from '../sdk/errors.js';
import type { CoverBrief } from '../cover/types.js';
import type { Colophon, ColophonOptions, ProgressOptions } from '../sdk/types.js';
import { Acts, type ActName } from './acts.js';
import { Coach } from './coach.js';
import { connect, tokenFrom, type Connection, type GetToken } from './connection.js';
import { h, put } from './dom.js';
import { Entry } from './entry.js';
import { fieldsFor, type Fields } from './fields.js';
import { Intake } from './intake.js';
import { Keeper, type Snapshot } from './keeper.js';
import { LazyActs } from './lazy.js';
import { alertBox, waiting } from './parts.js';
import { whenSeen } from './seen.js';
import { adoptStyles } from './sheet.js';
import { Stage, undoKey } from './stage.js';
import { pickMessages, type Messages } from './texts.js';
import { openWork, TextWork, type OpenWork, type Step, type WorkKind } from './work.js';

/** Counting a long text at every key would make the keys wait. */
const writingPauseMs = 400;
// On a server there is no HTMLElement: importing must still do nothing.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;
let studios = 0;

export class ColophonStudio extends Base {
  static readonly observedAttributes = ['lang', 'locale', 'server', 'token-url', 'worker-src', 'wasm-src', 'acts', 'name', 'required'];
  static readonly formAssociated = true;
  /** The acts of this element where the attribute `acts` names none. */
  protected readonly offered: readonly ActName[] = ['coach', 'picture', 'cover', 'prove', 'earn'];

  private messages: Messages = pickMessages([]);
  private tokenGiver: GetToken | undefined;
  private sdkOptions: ColophonOptions = {};
  private connection: Connection | undefined;
  private work: OpenWork | undefined;
  /** Ends with the work that is open: whatever still runs for it is of no use to the next. */
  private life = new AbortController();
  private built = false;
  private fields: Fields = fieldsFor('');
  private cover: CoverBrief | undefined;
  private busy = false;
  private writing: ReturnType<typeof setTimeout> | undefined;

  private readonly frame = h('div', { class: 'frame', part: 'frame' });
  private readonly live = h('p', { class: 'vh', role: 'status' });
  private readonly problem = h('div');
  private readonly bench = h('div', { class: 'work', hidden: true });
  private readonly slotted = h('slot', { name: 'colophon-text' });
  private readonly acts = new Acts((name) => this.fill(name));
  private readonly lazy = new LazyActs((name) => this.acts.panel(name));
  private readonly coach = new Coach({
    apply: (step) => void this.apply(step), declare: (kind) => this.declare(kind),
    emit: (name, detail) => this.emit(name, detail), announce: (text) => this.announce(text),
  });
  private readonly ways = { undo: () => void this.step('undo'), redo: () => void this.step('redo'), another: () => this.clear(true) };
  private readonly stage = new Stage(this.slotted, this.ways);
  private readonly keeper = new Keeper({
    element: this, messages: () => this.messages, work: () => this.work, fields: () => this.fields, cover: () => this.cover,
    restore: (draft) => this.reopen(draft), site: () => this.site(),
    emit: (name, detail) => this.emit(name, detail), announce: (text) => this.announce(text),
  });
  private intake!: Intake;
  private entry!: Entry;
  private textarea!: HTMLTextAreaElement;
  private titleInput!: HTMLInputElement;

  // ---- What a page sets

  /** Gives a session token from the site's own backend. */
  get getToken(): GetToken | undefined { return this.tokenGiver; }
  set getToken(give: GetToken | undefined) { this.tokenGiver = give; this.reconnect(); }
  /** Further options of createColophon: wasmSrc, workerSrc, runtimeSrc, modelSrc. */
  get options(): ColophonOptions { return this.sdkOptions; }
  set options(options: ColophonOptions) { this.sdkOptions = options; this.reconnect(); }
  get server(): string | null { return this.getAttribute('server'); }
  set server(server: string | null) { if (server === null) this.removeAttribute('server'); else this.setAttribute('server', server); }
  /** The work as it is now, as a form would send it. */
  get value(): Blob | undefined { return this.work?.blob; }

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
    void this.keeper.start();
    this.unready();
    if (this.getAttribute('preload') !== 'none') this.unready = whenSeen(this, () => this.prepare());
  }

  disconnectedCallback(): void {
    this.unready();
    removeEventListener('online', this.onConnection);
    removeEventListener('offline', this.onConnection);
    // A move takes the element out and puts it in again at once: only a real farewell frees the worker.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.clear(false);
      this.keeper.stop();
      this.connection?.end();
      this.connection = undefined;
    });
  }

  attributeChangedCallback(name: string): void {
    if (!this.built) return;
    if (name === 'lang' || name === 'locale') this.localise();
    else if (name === 'acts') this.offerActs();
    else if (name === 'name' || name === 'required') this.entry.update(this.messages, this.work);
    else this.reconnect();
  }
  formResetCallback(): void { this.clear(false); }
  formDisabledCallback(disabled: boolean): void { this.frame.inert = disabled; }

  /** The core comes while nobody waits for it. What is wrong is said when it is wanted. */
  private prepare(): void {
    if (!this.isConnected) return;
    this.colophon().ready().then(() => this.emit('ready', {}), () => undefined);
  }
  private unready: () => void = () => undefined;

  private readonly onConnection = (): void => this.lazy.update();

  private build(): void {
    for (const name of ['getToken', 'options', 'server'] as const) this.upgrade(name);
    this.built = true;
    const root = this.attachShadow({ mode: 'open', delegatesFocus: false });
    adoptStyles(root, this.nonce);
    this.entry = new Entry(this, () => this.missing());
    this.textarea = this.querySelector('textarea') ?? h('textarea', { rows: '7' });
    this.textarea.slot = 'colophon-text';
    this.textarea.addEventListener('input', () => this.written());
    this.titleInput = h('input', { type: 'text', slot: 'colophon-title', autocomplete: 'off', maxlength: '200', id: `colophon-title-${++studios}` });
    this.intake = new Intake(this.frame, this.slotted, this.textarea, {
      open: (file) => void this.take(file), openText: (text) => void this.openText(text), announce: (text) => this.announce(text),
    });
    this.acts.panel('coach').append(this.coach.element);
    put(this.stage.draft, this.keeper.status);
    put(this.intake.more, this.keeper.list);
    put(this.bench, this.stage.element, h('div', { class: 'side' }, this.acts.list, this.acts.panels));
    this.bench.addEventListener('keydown', (event) => undoKey(event, this.ways));
    put(this.frame, this.intake.element, this.problem, this.bench);
    root.append(this.intake.file, this.live, this.frame);
  }

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
  private signedIn(): boolean { return this.hasAttribute('server') && this.tokens() !== undefined; }
  private site(): { colophon: Colophon; server: string } | undefined {
    const colophon = this.signedIn() ? this.colophon() : undefined;
    return colophon?.server === undefined ? undefined : { colophon, server: colophon.server };
  }
  /** Another server or worker. What is open is opened again with it from its draft. */
  private reconnect(): void {
    if (!this.built) return;
    const open = this.keeper.snapshot(), { opening } = this;
    if (this.work || opening) this.clear(false);
    this.connection?.end();
    this.connection = undefined;
    this.offerActs();
    this.keeper.meetSite();
    if (open) void this.reopen(open);
    else if (opening) void opening();
  }
  private emit(name: string, detail: Record<string, unknown>): void {
    this.dispatchEvent(new CustomEvent(`colophon-${name}`, { detail, bubbles: true, composed: true }));
  }
  private announce(text: string): void { this.live.textContent = text; }

  // ---- Coming in

  /** A draft's file is opened as what it holds. */
  private async take(file: File): Promise<void> {
    if (!(await this.keeper.takes(file))) await this.open(file);
  }

  private reopen({ name, file, history, fields, cover }: Snapshot): Promise<void> {
    return this.load(name, (colophon, signal) => openWork(colophon, file, name, signal, history), fields, cover);
  }
  private async load(name: string, open: (colophon: Colophon, signal: AbortSignal) => Promise<OpenWork>, fields = fieldsFor(name), cover?: CoverBrief): Promise<void> {
    this.clear(false);
    const { signal } = this.life;
    put(this.problem, h('div', { class: 'pad' }, waiting(this.messages.opening)));
    this.intake.element.hidden = true;
    const again = (this.opening = () => this.load(name, open, fields, cover));
    try {
      const work = await open(this.colophon(), signal);
      if (signal.aborted) return work.dispose();
      this.work = work;
      this.fields = fields;
      this.cover = cover;
      this.begin(name);
    } catch (thrown) {
      if (signal.aborted) return;
      this.intake.reset(false);
      put(this.problem, h('div', { class: 'pad' }, alertBox(this.messages, thrown)));
      this.emit('error', { ...asColophonError(thrown).toRecord() });
    } finally {
      if (this.opening === again) this.opening = undefined;
    }
  }
  /** Opens again what is being opened. */
  private opening: (() => Promise<void>) | undefined;

  private begin(name: string): void {
    const work = this.work!;
    put(this.problem);
    this.bench.hidden = false;
    this.bench.className = `work ${work.type}`;
    if (work.type === 'text') this.textarea.value = work.text;
    this.stage.open(work);
    this.titleInput.value = this.fields.title;
    this.coach.open(work);
    this.waiting = undefined;
    this.offerActs();
    this.keeper.begin();
    this.show();
    this.stage.focus();
    this.announce(this.messages.opened(name));
    this.emit('opened', { name, kind: work.kind, ...work.measured });
    void this.coach.update(this.life.signal).then(() => { if (this.work === work) this.lazy.prefetch(); });
  }

  private clear(focus: boolean): void {
    this.keeper.end();
    clearTimeout(this.writing);
    this.life.abort(new ColophonError({ code: 'cancelled', detail: 'Another work was opened.' }));
    this.life = new AbortController();
    this.work?.dispose();
    this.work = undefined;
    this.busy = false;
    if (!this.built) return;
    this.coach.close();
    this.lazy.empty();
    put(this.problem);
    this.bench.hidden = true;
    this.entry.update(this.messages, undefined);
    this.intake.reset(focus);
  }

  // ---- What is done to it

  /** A step that comes while another is made waits for it; of several that wait the last counts. */
  private async apply(step: Step, options: ProgressOptions = {}): Promise<void> {
    const { work } = this;
    if (work?.type !== 'image') return;
    if (this.busy) return void (this.waiting = [step, options]);
    const signal = options.signal ? AbortSignal.any([options.signal, this.life.signal]) : this.life.signal;
    await this.act(() => work.apply(step, signal, options.onProgress), this.messages.repair.done, step);
    const [next, nextOptions] = this.waiting ?? [];
    this.waiting = undefined;
    if (next && this.work === work) await this.apply(next, nextOptions);
  }
  private waiting: [Step, ProgressOptions] | undefined;
  private step(direction: 'undo' | 'redo'): Promise<void> {
    const { work, life: { signal } } = this;
    if (work?.type !== 'image' || this.busy || !(direction === 'undo' ? work.canUndo : work.canRedo)) return Promise.resolve();
    return this.act(() => work[direction](signal), this.messages.history[`${direction}ne` as 'undone' | 'redone'], undefined);
  }
  private async act(act: () => Promise<unknown>, done: string, step: Step | undefined): Promise<void> {
    const { work, life: { signal } } = this;
    if (work?.type !== 'image') return;
    this.busy = true;
    this.coach.working();
    put(this.problem);
    this.stage.show(this.messages, work, true);
    try {
      await act();
      if (signal.aborted) return;
      this.busy = false;
      this.changed();
      this.show();
      if (this.acts.open === 'coach') this.stage.focusHistory();
      this.announce(done);
      this.emit('edited', { steps: work.state.steps });
      if (step === undefined || 'repair' in step) this.emit('repaired', { repair: step?.repair ?? null, repairs: work.repairs });
      void this.coach.update(signal);
    } catch (thrown) {
      if (signal.aborted) return;
      this.busy = false;
      this.show();
      const error = asColophonError(thrown);
      // Whoever cancelled it knows.
      this.coach.failed(error.code === 'cancelled' ? undefined : thrown);
      if (error.code === 'cancelled') return;
      put(this.problem, h('div', { class: 'pad' }, alertBox(this.messages, thrown)));
      this.emit('error', { ...error.toRecord() });
    }
  }

  private declare(kind: WorkKind): void {
    if (this.work?.type !== 'image') return;
    this.work.declare(kind);
    this.changed();
    this.show();
    void this.coach.update(this.life.signal);
  }

  private written(): void {
    const { work, life: { signal } } = this;
    if (work?.type !== 'text') return;
    work.write(this.textarea.value);
    this.changed();
    this.entry.update(this.messages, work);
    clearTimeout(this.writing);
    this.writing = setTimeout(() => {
      void work.count(signal).then(() => {
        if (signal.aborted) return;
        this.show();
        void this.coach.update(signal);
      }, (thrown: unknown) => { if (!signal.aborted) this.emit('error', { ...asColophonError(thrown).toRecord() }); });
    }, writingPauseMs);
  }

  /** Something is there that was not there before: the draft is to be kept. */
  private changed(): void {
    if (this.work) this.keeper.changed();
  }

  // ---- What is shown

  /** The page's form asked for a work and there is none. */
  private missing(): void {
    put(this.problem, h('p', { class: 'pad wrong', role: 'alert' }, this.messages.drop.needed));
    this.intake.reset(true);
  }

  private localise(): void {
    const near = this.closest('[lang]')?.getAttribute('lang');
    this.messages = pickMessages([this.getAttribute('locale'), near, document.documentElement.lang, navigator.language]);
    this.frame.lang = this.messages.code;
    this.frame.setAttribute('role', 'group');
    this.frame.setAttribute('aria-label', this.messages.studio);
    for (const one of [this.intake, this.acts, this.coach, this.stage]) one.localise(this.messages);
    this.keeper.localise();
    if (!this.work) return this.entry.update(this.messages, undefined);
    this.show();
    this.lazy.localise(this.messages);
    this.fill(this.acts.open);
  }

  private show(): void {
    if (!this.work) return;
    this.stage.show(this.messages, this.work, this.busy);
    this.entry.update(this.messages, this.work);
    this.lazy.update();
  }

  private offerActs(): void {
    const { work } = this, wished = this.getAttribute('acts')?.split(/\s+/) ?? this.offered;
    const names = this.offered.filter((name) => wished.includes(name));
    const hasServer = this.signedIn();
    this.acts.offer(names.filter((name) => (name === 'earn' ? hasServer : name === 'picture' ? work?.type === 'image' : name !== 'cover' || work !== undefined)));
  }

  /** An act whose code comes with its first use. */
  private fill(name: ActName): void {
    if (!this.work) return;
    this.lazy.fill(name, this.messages, {
      colophon: () => this.colophon(), work: this.work, signal: this.life.signal, element: this,
      getToken: this.tokens(), options: this.sdkOptions, titleInput: this.titleInput, fields: () => this.fields,
      cover: () => this.cover, keepCover: (brief) => { this.cover = brief; this.changed(); },
      fill: (fields) => { this.fields = fields; this.changed(); },
      canRegister: () => this.signedIn(), another: () => this.clear(true),
      apply: (step, options) => this.apply(step, options), preview: (pixels) => this.stage.preview(pixels, this.work!),
      emit: (event, detail) => this.emit(event, detail), announce: (text) => this.announce(text),
    });
  }
}
