// The picture on its stage: one canvas that shows a version, or two of them with a slider between.
import type { Pixels } from '../sdk/types.js';
import { h } from './dom.js';
import type { Messages } from './texts.js';

/** The original is shown beside every state: its pixels go into a canvas once. */
const canvases = new WeakMap<Pixels, HTMLCanvasElement>();
function canvasOf(pixels: Pixels): HTMLCanvasElement {
  const made = canvases.get(pixels);
  if (made) return made;
  const canvas = h('canvas', { width: pixels.width, height: pixels.height });
  canvas.getContext('2d')!.putImageData(new ImageData(pixels.rgba, pixels.width, pixels.height), 0, 0);
  canvases.set(pixels, canvas);
  return canvas;
}

export class Picture {
  readonly element: HTMLElement;
  private readonly canvas = h('canvas', { part: 'picture', role: 'img' });
  private readonly slider: HTMLInputElement;
  private readonly sliderLabel = h('span', { class: 'vh' });
  private readonly before = h('span'); private readonly after = h('span');
  private readonly compare: HTMLElement;
  private now: HTMLCanvasElement | undefined;
  private old: HTMLCanvasElement | undefined;

  constructor() {
    this.slider = h('input', { type: 'range', min: '0', max: '100', value: '50', oninput: () => this.draw() });
    this.compare = h('label', { class: 'compare', part: 'compare', hidden: true },
      this.sliderLabel, this.slider, h('span', { class: 'ends' }, this.before, this.after));
    this.element = h('div', null, h('div', { class: 'photo' }, this.canvas), this.compare);
  }

  localise(messages: Messages): void {
    this.sliderLabel.textContent = messages.repair.compare;
    this.before.textContent = messages.repair.before;
    this.after.textContent = messages.repair.after;
  }

  /** Shows `now`; where `old` is given and has the same proportions, left of the slider: a crop beside the whole would be a picture of neither. */
  show(now: Pixels, before: Pixels | undefined, label: string): void {
    const old = before && Math.abs(now.width * before.height - now.height * before.width) <= Math.max(before.width, before.height) ? before : undefined;
    this.now = canvasOf(now);
    this.old = old && canvasOf(old);
    this.canvas.width = now.width;
    this.canvas.height = now.height;
    this.canvas.setAttribute('aria-label', label);
    this.compare.hidden = !old;
    if (old) this.slider.value = '50';
    this.draw();
  }

  private draw(): void {
    const context = this.canvas.getContext('2d');
    if (!context || !this.now) return;
    const { width, height } = this.canvas;
    context.drawImage(this.now, 0, 0);
    const edge = this.old ? Math.round((width * this.slider.valueAsNumber) / 100) : 0;
    if (!this.old || edge === 0) return;
    context.drawImage(this.old, 0, 0, edge, height, 0, 0, edge, height);
    // A light line with a dark one beside it is seen on every picture.
    const line = Math.max(2, Math.round(width / 400));
    context.fillStyle = 'rgb(0 0 0 / 0.5)';
    context.fillRect(edge - line, 0, line * 2, height);
    context.fillStyle = '#fff';
    context.fillRect(edge - line / 2, 0, line, height);
  }
}
