// The whole picture, small, with the frame of the crop on it: dragged, or moved with the arrow keys.
import { h } from '../element/dom.js';
import type { Rect } from '../picture/types.js';
import type { Pixels } from '../sdk/types.js';
import type { PictureMessages } from '../locales/panels/picture.en.js';

const coarse = 0.02, fine = 0.002;

export interface CropFrameHost { moved(rect: Rect, done: boolean): void }

export class CropFrame {
  readonly element: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private picture: ImageBitmap | undefined;
  private rect: Rect = { x: 0, y: 0, width: 1, height: 1 };
  private held: { x: number; y: number } | undefined;

  /** `width` and `height` are the picture's; `small` shows it. */
  constructor(private readonly words: PictureMessages, private readonly width: number, private readonly height: number, small: Pixels, private readonly host: CropFrameHost) {
    this.canvas = h('canvas', {
      class: 'crop', part: 'crop-frame', width: small.width, height: small.height, tabindex: '0', role: 'slider', 'aria-valuemin': '0', 'aria-valuemax': '100',
      onkeydown: (event: KeyboardEvent) => this.key(event),
      onpointerdown: (event: PointerEvent) => this.grab(event), onpointermove: (event: PointerEvent) => this.drag(event),
      onpointerup: (event: PointerEvent) => this.drop(event), onpointercancel: (event: PointerEvent) => this.drop(event),
    });
    this.element = h('div', { class: 'cropper' }, this.canvas);
    void createImageBitmap(new ImageData(small.rgba, small.width, small.height)).then((bitmap) => {
      this.picture = bitmap;
      this.draw();
    });
  }

  show(rect: Rect): void {
    this.rect = rect;
    const percent = (part: number, whole: number): string => `${Math.round((part / Math.max(1, whole)) * 100)}%`;
    this.canvas.setAttribute('aria-label', this.words.frame(percent(rect.x, this.width), percent(rect.y, this.height)));
    this.canvas.setAttribute('aria-valuenow', String(Math.round((rect.x / Math.max(1, this.width)) * 100)));
    this.draw();
  }
  dispose(): void { this.picture?.close(); }

  private move(x: number, y: number, done: boolean): void {
    const { width, height } = this.rect;
    this.show({ width, height, x: Math.round(Math.min(Math.max(0, x), this.width - width)), y: Math.round(Math.min(Math.max(0, y), this.height - height)) });
    this.host.moved(this.rect, done);
  }
  private key(event: KeyboardEvent): void {
    const step = event.shiftKey ? fine : coarse, { x, y } = this.rect;
    const across = Math.max(1, Math.round(this.width * step)), down = Math.max(1, Math.round(this.height * step));
    const to = { ArrowLeft: [x - across, y], ArrowRight: [x + across, y], ArrowUp: [x, y - down], ArrowDown: [x, y + down], Home: [0, 0], End: [this.width, this.height] }[event.key];
    if (!to) return;
    event.preventDefault();
    this.move(to[0]!, to[1]!, true);
  }
  private at(event: PointerEvent): { x: number; y: number } {
    const box = this.canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * this.width, y: ((event.clientY - box.top) / box.height) * this.height };
  }
  private grab(event: PointerEvent): void {
    const { x, y } = this.at(event), { rect } = this;
    const inside = x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
    // Beside the frame: it comes there.
    this.held = inside ? { x: x - rect.x, y: y - rect.y } : { x: rect.width / 2, y: rect.height / 2 };
    this.canvas.setPointerCapture(event.pointerId);
    if (!inside) this.move(x - this.held.x, y - this.held.y, false);
  }
  private drag(event: PointerEvent): void {
    if (!this.held) return;
    const { x, y } = this.at(event);
    this.move(x - this.held.x, y - this.held.y, false);
  }
  private drop(event: PointerEvent): void {
    if (!this.held) return;
    this.held = undefined;
    this.canvas.releasePointerCapture(event.pointerId);
    this.host.moved(this.rect, true);
  }

  private draw(): void {
    const context = this.canvas.getContext('2d');
    if (!context || !this.picture) return;
    const { width, height } = this.canvas, across = width / this.width, down = height / this.height;
    context.drawImage(this.picture, 0, 0);
    context.fillStyle = 'rgb(0 0 0 / 0.55)';
    context.fillRect(0, 0, width, height);
    const x = this.rect.x * across, y = this.rect.y * down, w = this.rect.width * across, d = this.rect.height * down;
    context.drawImage(this.picture, x, y, w, d, x, y, w, d);
    context.lineWidth = 2;
    context.strokeStyle = '#fff';
    context.strokeRect(x + 1, y + 1, Math.max(0, w - 2), Math.max(0, d - 2));
    // The thirds.
    context.lineWidth = 1;
    context.strokeStyle = 'rgb(255 255 255 / 0.5)';
    context.beginPath();
    for (const third of [1 / 3, 2 / 3]) {
      context.moveTo(x + w * third, y);
      context.lineTo(x + w * third, y + d);
      context.moveTo(x, y + d * third);
      context.lineTo(x + w, y + d * third);
    }
    context.stroke();
  }
}
