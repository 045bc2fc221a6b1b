// The acts whose code comes when they are first opened.
import type { Colophon, ColophonOptions, Pixels, ProgressOptions } from '../sdk/types.js';
import type { ActName } from './acts.js';
import type { GetToken } from './connection.js';
import { h, put } from './dom.js';
import type { CoverBrief } from '../cover/types.js';
import type { Fields } from './fields.js';
import { alertBox, waiting } from './parts.js';
import type { Messages } from './texts.js';
import type { OpenWork, Step } from './work.js';

export interface ActHost {
  element: HTMLElement;
  work: OpenWork;
  /** Ends with the work. */
  signal: AbortSignal;
  options: ColophonOptions;
  getToken: GetToken | undefined;
  colophon(): Colophon;
  /** What was filled in so far, and a change of it. */
  fields(): Fields;
  fill(fields: Fields): void;
  /** What the draft keeps of the cover. */
  cover(): CoverBrief | undefined;
  keepCover(brief: CoverBrief): void;
  /** Lies in the page's own DOM, in the slot colophon-title. */
  titleInput: HTMLInputElement;
  /** Whether there is a server and somebody who gives tokens. */
  canRegister(): boolean;
  another(): void;
  apply(step: Step, options?: ProgressOptions): Promise<void>;
  /** Shows these pixels in the place of the work until the next state. */
  preview(pixels: Pixels): void;
  emit(name: string, detail: Record<string, unknown>): void;
  announce(text: string): void;
}

/** What an act shows in its panel. */
export interface ActView {
  readonly element: HTMLElement;
  /** The work has another state, or the connection has. */
  update?(): void;
  /** Without it the view is made anew in another language. */
  localise?(messages: Messages): void;
}

const attributes = ['server', 'token-url', 'theme', 'worker-src', 'wasm-src'];

/** What the creator earned, in the same session. */
async function earnings(messages: Messages, { element, options, getToken }: ActHost): Promise<ActView> {
  const { ColophonEarnings } = await import('../earnings/index.js');
  if (!customElements.get('colophon-earnings')) customElements.define('colophon-earnings', ColophonEarnings);
  const given = Object.fromEntries(attributes.map((name) => [name, element.getAttribute(name)]));
  const view = h('colophon-earnings', { ...given, locale: messages.code });
  Object.assign(view, { options, ...(getToken && { getToken }) });
  return { element: view };
}

type Maker = (messages: Messages, host: ActHost) => Promise<ActView>;
const makers: Partial<Record<ActName, Maker>> = {
  picture: async (messages, host) => (await import('../panels/picture.js')).pictureAct(messages, host),
  cover: async (messages, host) => (await import('../panels/cover.js')).coverAct(messages, host),
  prove: async (messages, host) => new (await import('./register.js')).Register(messages, host),
  earn: earnings,
};

/** The panels of the acts that were opened; put anew for another work or another language. */
export class LazyActs {
  private readonly views = new Map<ActName, ActView>();
  private readonly asked = new Set<ActName>();

  constructor(private readonly panelOf: (name: ActName) => HTMLElement) {}

  fill(name: ActName, messages: Messages, host: ActHost): void {
    const make = makers[name];
    if (!make || this.asked.has(name)) return;
    this.asked.add(name);
    const panel = this.panelOf(name), place = h('div', { class: 'pad' }, waiting(messages.opening));
    put(panel, place);
    const stillWanted = (): boolean => place.parentNode === panel;
    make(messages, host).then(
      (view) => {
        if (!stillWanted()) return;
        this.views.set(name, view);
        put(panel, view.element);
      },
      (thrown: unknown) => {
        if (!stillWanted()) return;
        this.asked.delete(name);
        put(place, alertBox(messages, thrown), h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => this.fill(name, messages, host) }, messages.score.retry)));
      });
  }
  update(): void {
    for (const view of this.views.values()) view.update?.();
  }
  localise(messages: Messages): void {
    for (const name of this.asked) {
      const view = this.views.get(name);
      if (view?.localise) view.localise(messages);
      else this.remove(name);
    }
  }
  empty(): void {
    for (const name of this.asked) this.remove(name);
  }
  /** Once loaded everything works without a connection. */
  prefetch(): void {
    void Promise.allSettled([import('./register.js'), import('../panels/picture.js'), import('../panels/cover.js'), import('../picture/index.js')]);
  }

  private remove(name: ActName): void {
    put(this.panelOf(name));
    this.asked.delete(name);
    this.views.delete(name);
  }
}
