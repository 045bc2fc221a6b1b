// <colophon-cover>: covers out of a picture of one's own, on any page. docs/how-to/embed.md has its attributes.
import { connect, type Connection } from '../element/connection.js';
import { h, put } from '../element/dom.js';
import { waiting } from '../element/parts.js';
import { adoptStyles } from '../element/sheet.js';
import { pickMessages } from '../element/texts.js';
import { openEditor } from '../picture/index.js';
import type { ColophonOptions } from '../sdk/types.js';
import type { CoverPanel, CoverSource } from './panel.js';
import type { CoverBrief } from './types.js';

const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;
/** Colours that a palette is read in: more are no longer told apart on a cover. */
const kColours = 6;

export class ColophonCover extends Base {
  static readonly observedAttributes = ['author', 'lang', 'locale', 'title', 'wasm-src', 'worker-src'];

  private picture: Blob | undefined;
  private sdkOptions: ColophonOptions = {};
  private connection: Connection | undefined;
  private panel: CoverPanel | undefined;
  private kept: CoverBrief | undefined;
  private built = false;
  private drags = 0;
  // An empty title of its own: the attribute `title` is the work's and must not float over the frame as a hint.
  private readonly frame = h('div', { class: 'frame', part: 'frame', title: '' });
  private readonly live = h('p', { class: 'vh', role: 'status' });
  private readonly input = h('input', { type: 'file', accept: 'image/jpeg,image/png', hidden: true, onchange: () => this.picked() });

  /** The picture: a JPEG or PNG. */
  get file(): Blob | undefined { return this.picture; }
  set file(file: Blob | undefined) {
    this.picture = file ?? undefined;
    this.panel?.refresh();
  }
  /** Further options of createColophon: pictureSrc, wasmSrc, workerSrc. */
  get options(): ColophonOptions { return this.sdkOptions; }
  set options(options: ColophonOptions) {
    this.sdkOptions = options;
    this.reconnect();
  }

  /** The chosen cover as a PNG, its longer side so many pixels; undefined while there is none. */
  async png(side = 2400): Promise<Blob | undefined> { return this.panel?.png(side); }

  /** Words, shape and the cover that was chosen: what a draft has to keep. Undefined before the element has been shown. */
  get brief(): CoverBrief | undefined { return this.panel?.brief ?? this.kept; }
  set brief(brief: CoverBrief | undefined) {
    this.kept = brief;
    if (brief && this.panel) this.panel.brief = brief;
  }

  connectedCallback(): void {
    if (!this.built) this.build();
    this.localise();
    if (!this.panel) void this.load();
  }
  disconnectedCallback(): void {
    // A move takes the element out and puts it in again at once: only a real farewell frees the worker.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.kept = this.brief;
      this.panel?.dispose();
      this.panel = undefined;
      this.end();
    });
  }
  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.built || before === after) return;
    if (name === 'lang' || name === 'locale') this.localise();
    else if (name === 'title' || name === 'author') this.panel?.retitle();
    else this.reconnect();
  }

  private build(): void {
    for (const name of ['file', 'options', 'brief'] as const) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      Object.assign(this, { [name]: value });
    }
    this.built = true;
    const root = this.attachShadow({ mode: 'open' });
    adoptStyles(root, this.nonce);
    root.append(this.input, this.live, this.frame);
    this.frame.addEventListener('dragenter', (event) => this.drag(event, 1));
    this.frame.addEventListener('dragleave', (event) => this.drag(event, -1));
    this.frame.addEventListener('dragover', (event) => event.preventDefault());
    this.frame.addEventListener('drop', (event) => {
      this.drag(event, -this.drags);
      const file = event.dataTransfer?.files[0];
      if (file) this.file = file;
    });
  }
  private drag(event: DragEvent, step: number): void {
    event.preventDefault();
    this.drags = Math.max(0, this.drags + step);
    this.frame.classList.toggle('over', this.drags > 0);
  }
  private picked(): void {
    const file = this.input.files?.[0];
    this.input.value = '';
    if (file) this.file = file;
  }

  private get language(): string {
    const wishes = [this.getAttribute('locale'), this.getAttribute('lang'), this.closest('[lang]')?.getAttribute('lang'), document.documentElement.lang, navigator.language];
    return pickMessages(wishes).code;
  }
  private localise(): void {
    this.frame.lang = this.input.lang = this.live.lang = this.language;
    this.panel?.localise(this.language);
  }

  private async load(): Promise<void> {
    put(this.frame, h('div', { class: 'report' }, waiting(pickMessages([this.language]).opening)));
    const { CoverPanel, coverStyles } = await import('./panel.js');
    if (!this.isConnected || this.panel) return;
    adoptStyles(this.shadowRoot!, this.nonce, coverStyles);
    this.panel = new CoverPanel(this.language, {
      picture: (signal) => this.look(signal), title: () => this.getAttribute('title') ?? '', author: () => this.getAttribute('author') ?? '', name: () => (this.picture instanceof File ? this.picture.name : ''),
      emit: (name, detail) => this.dispatchEvent(new CustomEvent(`colophon-${name}`, { detail, bubbles: true, composed: true })),
      announce: (text) => { this.live.textContent = text; }, choose: () => this.input.click(), light: this,
    });
    if (this.kept) this.panel.brief = this.kept;
    put(this.frame, this.panel.element);
  }

  private async look(signal: AbortSignal): Promise<CoverSource | undefined> {
    const blob = this.picture;
    if (!blob) return undefined;
    if (!this.connection) {
      const from = (name: string): string | undefined => this.getAttribute(name) ?? undefined, workerSrc = from('worker-src'), wasmSrc = from('wasm-src');
      this.connection = connect({ ...this.sdkOptions, ...(workerSrc && { workerSrc }), ...(wasmSrc && { wasmSrc }) }, null, undefined);
    }
    const editor = await openEditor(this.connection.colophon, blob, { signal });
    try {
      const palette = await editor.palette(kColours, { signal }), saliency = await editor.saliency({ signal });
      return { blob, palette, saliency, width: editor.info.width, height: editor.info.height };
    } finally {
      editor.dispose();
    }
  }
  private end(): void {
    this.connection?.end();
    this.connection = undefined;
  }
  private reconnect(): void {
    this.end();
    this.panel?.refresh();
  }
}
