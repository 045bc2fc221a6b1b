// The act *Picture*: light and colour, crop and turn, twice the size, what colours it has, and saving it as a file.
import { asColophonError } from '../sdk/errors.js';
import { h, put } from '../element/dom.js';
import { alertBox, waiting } from '../element/parts.js';
import type { ActHost, ActView } from '../element/lazy.js';
import type { Messages } from '../element/texts.js';
import type { ImageWork } from '../element/work.js';
import { pictureEn } from '../locales/panels/picture.en.js';
import { pictureZh } from '../locales/panels/picture.zh-CN.js';
import type { Edit, PictureEditor, Rect } from '../picture/types.js';
import { AdjustView } from './adjust.js';
import { ColoursView } from './colours.js';
import { CropFrame } from './crop_frame.js';
import { SaveView } from './save.js';

const ratios: readonly (readonly [number, number])[] = [[1, 1], [4, 5], [3, 2], [2, 3], [16, 9], [9, 16]];
const liveSide = 960, frameSide = 360;
/** After the last movement of a slider: until then only the view follows. */
const settleMs = 350;
/** Core enlarges no larger ones: core/include/colophon/picture/upscale.hpp. */
const enlargeMax = 1_000_000;

export async function pictureAct(messages: Messages, host: ActHost): Promise<ActView> {
  const view = new PicturePanel(messages, host, host.work as ImageWork);
  await view.start();
  return view;
}

class PicturePanel implements ActView {
  readonly element = h('div', { class: 'picture-act pad', part: 'picture-act' });
  private readonly words;
  private readonly adjust: AdjustView;
  private readonly problem = h('div');
  private readonly crop = h('section', { part: 'crop' });
  private readonly frameSlot = h('div');
  private readonly choices = new Map<readonly [number, number] | undefined, HTMLInputElement>();
  private readonly mirror: HTMLButtonElement;
  private readonly enlarge = h('section', { part: 'enlarge' });
  private readonly colours: ColoursView;
  private frame: CropFrame | undefined;
  /** Whose picture the frame shows. */
  private framed: PictureEditor | undefined;
  private ratio: readonly [number, number] | undefined;
  private edit: Edit = {};
  private drawing = false;
  private wanted: Edit | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly messages: Messages, private readonly host: ActHost, private readonly work: ImageWork) {
    this.words = messages.code === 'en' ? pictureEn : pictureZh;
    this.adjust = new AdjustView(messages, this.words, { enhance: () => void this.enhance(), changed: (adjust, done) => this.change({ ...this.edit, adjust }, done) });
    this.mirror = h('button', { type: 'button', onclick: () => this.now({ ...this.edit, mirror: !this.edit.mirror }) }, `⇋ ${this.words.mirror}`);
    this.buildCrop();
    this.colours = new ColoursView(messages, this.words, host);
    put(this.element, this.problem, this.adjust.element, this.crop, this.enlarge, this.colours.element, new SaveView(messages, this.words, host, work).element);
    host.signal.addEventListener('abort', () => this.dispose(), { once: true });
  }

  async start(): Promise<void> {
    await this.editor();
    this.update();
  }

  /** After an act, an undo, a redo: the sliders and the frame show the present state. */
  update(): void {
    clearTimeout(this.timer);
    this.edit = this.work.edit;
    const { crop } = this.edit;
    this.ratio = crop && ratios.find(([w, d]) => sameRatio(crop, this.turned([w, d])));
    this.adjust.show(this.edit.adjust ?? {});
    this.showCrop();
    this.showEnlarge();
    void this.showFrame();
    void this.colours.update(this.work.current.blob);
  }

  private dispose(): void {
    clearTimeout(this.timer);
    this.frame?.dispose();
  }
  private editor(): Promise<PictureEditor> { return this.work.editor(this.host.signal); }
  private turned([w, d]: readonly [number, number]): [number, number] { return (this.edit.turns ?? 0) % 2 === 1 ? [d, w] : [w, d]; }

  // ---- Edits

  /** Shows the edit at once; makes it a state of the work where it is done. */
  private change(edit: Edit, done: boolean): void {
    this.edit = edit;
    void this.live(edit);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.host.apply({ edit: this.edit }), done ? settleMs : settleMs * 3);
  }
  /** The view of the last wish; those between are left out while one is drawn. */
  private async live(edit: Edit): Promise<void> {
    this.wanted = edit;
    if (this.drawing) return;
    this.drawing = true;
    try {
      const editor = await this.editor();
      while (this.wanted) {
        const next: Edit = this.wanted;
        this.wanted = undefined;
        this.host.preview(await editor.preview(next, liveSide, { signal: this.host.signal }));
      }
      put(this.problem);
    } catch (thrown) {
      this.fail(thrown);
    } finally {
      this.drawing = false;
    }
  }
  private now(edit: Edit): void {
    clearTimeout(this.timer);
    this.edit = edit;
    void this.host.apply({ edit });
  }
  private fail(thrown: unknown): void {
    if (this.host.signal.aborted) return;
    put(this.problem, alertBox(this.messages, thrown));
    this.host.emit('error', { ...asColophonError(thrown).toRecord() });
  }

  private async enhance(): Promise<void> {
    this.adjust.busy(true);
    put(this.problem, waiting(this.words.enhancing));
    try {
      const adjust = await (await this.editor()).enhance({ signal: this.host.signal });
      const any = Object.values(adjust).some((value) => value !== 0);
      put(this.problem, h('p', { class: 'note', role: 'status' }, any ? this.words.enhanced : this.words.fine));
      if (any) this.now({ ...this.edit, adjust: Object.fromEntries(Object.entries(adjust).filter(([, value]) => value !== 0)) });
    } catch (thrown) {
      this.fail(thrown);
    } finally {
      this.adjust.busy(false);
    }
  }

  // ---- Crop and turn

  /** Made once: what is made anew under a finger or a key loses the focus. */
  private buildCrop(): void {
    const { words } = this;
    const choice = (ratio: readonly [number, number] | undefined): HTMLElement => {
      const input = h('input', { type: 'radio', name: 'ratio', value: ratio?.join(':') ?? '', onchange: () => void this.cropTo(ratio) });
      this.choices.set(ratio, input);
      return h('label', null, input, h('span', null, ratio?.join(':') ?? words.whole));
    };
    const turn = (by: number): void => this.now({ ...this.edit, turns: (((this.edit.turns ?? 0) + by) % 4) as 0 | 1 | 2 | 3 });
    put(this.crop, h('h3', null, words.crop),
      h('fieldset', { class: 'kinds' }, h('legend', { class: 'vh' }, words.ratio), h('span', { class: 'seg ratios' }, choice(undefined), ...ratios.map(choice))),
      this.frameSlot,
      h('div', { class: 'row' },
        h('button', { type: 'button', onclick: () => turn(3) }, `↺ ${words.left}`), h('button', { type: 'button', onclick: () => turn(1) }, `↻ ${words.right}`), this.mirror));
  }
  private showCrop(): void {
    for (const [ratio, input] of this.choices) input.checked = ratio === undefined ? this.edit.crop === undefined : ratio === this.ratio;
    this.mirror.setAttribute('aria-pressed', String(this.edit.mirror ?? false));
  }
  private async cropTo(ratio: readonly [number, number] | undefined): Promise<void> {
    const { crop: _, ...rest } = this.edit;
    if (!ratio) return this.now(rest);
    try {
      const { x, y, width, height } = await (await this.editor()).crop(this.turned(ratio), { signal: this.host.signal });
      this.now({ ...rest, crop: { x, y, width, height } });
    } catch (thrown) {
      this.fail(thrown);
    }
  }
  private async showFrame(): Promise<void> {
    const { crop } = this.edit;
    if (!crop) return put(this.frameSlot);
    try {
      const editor = await this.editor();
      if (this.framed !== editor || !this.frame) {
        const small = await editor.preview({}, frameSide, { signal: this.host.signal });
        this.frame?.dispose();
        this.framed = editor;
        this.frame = new CropFrame(this.words, editor.info.width, editor.info.height, small, { moved: (rect, done) => this.change({ ...this.edit, crop: rect }, done) });
      }
      if (!this.edit.crop) return;
      this.frame.show(this.edit.crop);
      if (!this.frameSlot.contains(this.frame.element)) put(this.frameSlot, h('div', { class: 'framed' }, this.frame.element, h('p', { class: 'hint' }, this.words.cropNote)));
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  // ---- Twice the size

  private showEnlarge(): void {
    const { words, messages } = this, { width, height } = this.work.current, fits = width * height <= enlargeMax;
    put(this.enlarge, h('div', { class: 'row' }, h('button', { type: 'button', part: 'enlarge-button', disabled: !fits, onclick: () => void this.enlargeNow() }, words.enlarge)),
      h('p', { class: 'hint' }, fits ? words.enlargeHint : words.enlargeTooLarge(new Intl.NumberFormat(messages.code).format(enlargeMax))));
  }
  private async enlargeNow(): Promise<void> {
    const { words } = this, running = new AbortController(), progress = h('progress', { max: '1', 'aria-label': words.enlarging });
    const stop = (): void => running.abort();
    this.host.signal.addEventListener('abort', stop, { once: true });
    put(this.enlarge, waiting(words.enlarging), progress, h('div', { class: 'row' }, h('button', { type: 'button', onclick: stop }, words.cancel)));
    this.enlarge.querySelector('button')?.focus();
    try {
      await this.host.apply({ enlarge: 2 }, { signal: running.signal, onProgress: (done, total) => { progress.value = total > 0 ? done / total : 0; } });
    } finally {
      this.host.signal.removeEventListener('abort', stop);
      if (!this.host.signal.aborted) this.showEnlarge();
    }
  }
}

const sameRatio = (rect: Rect, [w, d]: readonly [number, number]): boolean => Math.abs(rect.width * d - rect.height * w) <= Math.max(w, d);
