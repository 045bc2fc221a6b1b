// Seven sliders and the button that sets them by measuring the picture.
import { h, put } from '../element/dom.js';
import type { Messages } from '../element/texts.js';
import type { PictureMessages } from '../locales/panels/picture.en.js';
import type { Adjustments } from '../picture/types.js';

export type AdjustName = keyof Adjustments;
/** Least, greatest and step of each, as core takes them. */
const ranges: Record<AdjustName, [number, number, number]> = {
  exposure_milli: [-3000, 3000, 20], contrast: [-100, 100, 1], saturation: [-100, 100, 1], warmth: [-100, 100, 1], tint: [-100, 100, 1], denoise: [0, 100, 1], sharpen: [0, 100, 1],
};
export const adjustNames = Object.keys(ranges) as AdjustName[];

export interface AdjustHost {
  enhance(): void;
  /** A slider moved; `done` where it was let go. */
  changed(adjust: Partial<Adjustments>, done: boolean): void;
}

export class AdjustView {
  readonly element = h('section', { class: 'adjust', part: 'adjust' });
  private readonly inputs = new Map<AdjustName, HTMLInputElement>();
  private readonly outputs = new Map<AdjustName, HTMLOutputElement>();
  /** What core is told: a slider shows the nearest place that it has. */
  private adjust: Partial<Adjustments> = {};
  private readonly enhanceButton: HTMLButtonElement;
  private readonly resetButton: HTMLButtonElement;

  constructor(private readonly messages: Messages, private readonly words: PictureMessages, private readonly host: AdjustHost) {
    this.enhanceButton = h('button', { type: 'button', class: 'main', part: 'enhance', onclick: () => host.enhance() }, words.enhance);
    this.resetButton = h('button', { type: 'button', class: 'quiet', onclick: () => { this.show({}); host.changed({}, true); } }, words.resetAll);
    put(this.element, h('h3', null, words.light),
      h('div', { class: 'row' }, this.enhanceButton, this.resetButton), h('p', { class: 'hint' }, words.enhanceNote),
      h('div', { class: 'sliders' }, ...adjustNames.map((name) => this.slider(name))));
    this.show({});
  }

  /** The sliders as they are in the present state. */
  show(adjust: Partial<Adjustments>): void {
    this.adjust = adjust;
    for (const [name, input] of this.inputs) {
      input.value = String(adjust[name] ?? 0);
      this.say(name);
    }
    this.resetButton.disabled = adjustNames.every((name) => (adjust[name] ?? 0) === 0);
  }
  busy(on: boolean): void { this.enhanceButton.disabled = on; }

  private slider(name: AdjustName): HTMLElement {
    const [min, max, step] = ranges[name];
    const output = h('output', { class: 'num small soft' });
    const input = h('input', {
      type: 'range', min, max, step, value: '0', 'data-name': name,
      oninput: () => this.moved(name, false), onchange: () => this.moved(name, true),
      // Twice clicked, as in every picture editor.
      ondblclick: () => { input.value = '0'; this.moved(name, true); },
    });
    this.inputs.set(name, input);
    this.outputs.set(name, output);
    return h('label', { class: 'slider' }, h('span', null, this.words.names[name]), output, input);
  }
  private moved(name: AdjustName, done: boolean): void {
    const { [name]: _, ...others } = this.adjust, { valueAsNumber } = this.inputs.get(name)!;
    this.adjust = valueAsNumber === 0 ? others : { ...others, [name]: valueAsNumber };
    this.say(name);
    this.resetButton.disabled = Object.keys(this.adjust).length === 0;
    this.host.changed(this.adjust, done);
  }
  private say(name: AdjustName): void {
    const value = this.adjust[name] ?? 0;
    const number = new Intl.NumberFormat(this.messages.code, { signDisplay: 'exceptZero', maximumFractionDigits: 2 });
    const said = name === 'exposure_milli' ? this.words.ev(number.format(value / 1000)) : number.format(value);
    this.outputs.get(name)!.textContent = said;
    this.inputs.get(name)!.setAttribute('aria-valuetext', said);
  }
}
