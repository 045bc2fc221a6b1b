// Saving the picture as it is now: format, quality, and whether the camera's metadata goes along.
import { asColophonError } from '../sdk/errors.js';
import { download, h, put } from '../element/dom.js';
import type { ActHost } from '../element/lazy.js';
import { alertBox, waiting } from '../element/parts.js';
import { decimal, type Messages } from '../element/texts.js';
import type { ImageWork } from '../element/work.js';
import type { PictureMessages } from '../locales/panels/picture.en.js';

const formats = [['jpeg', 'JPEG'], ['png', 'PNG'], ['webp', 'WebP']] as const;
type Format = (typeof formats)[number][0];
const suffixes: Record<Format, string> = { jpeg: 'jpg', png: 'png', webp: 'webp' };

export class SaveView {
  readonly element: HTMLElement;
  private readonly format: HTMLSelectElement;
  private readonly quality = h('input', { type: 'range', min: '40', max: '100', step: '1', value: '92' });
  private readonly metadata = h('input', { type: 'checkbox' });
  private readonly state = h('div', { role: 'status' });
  private readonly button: HTMLButtonElement;

  constructor(private readonly messages: Messages, private readonly words: PictureMessages, private readonly host: ActHost, private readonly work: ImageWork) {
    const output = h('output', { class: 'num small soft' }, '92');
    this.quality.addEventListener('input', () => { output.textContent = this.quality.value; });
    const slider = h('label', { class: 'slider' }, h('span', null, words.quality), output, this.quality);
    this.format = h('select', { onchange: () => { slider.hidden = this.format.value === 'png'; } }, ...formats.map(([value, label]) => h('option', { value, selected: `image/${value}` === work.mediaType }, label)));
    slider.hidden = this.format.value === 'png';
    this.button = h('button', { type: 'button', part: 'save-picture', onclick: () => void this.save() }, words.save);
    this.element = h('section', { class: 'save', part: 'save' }, h('h3', null, words.save),
      h('div', { class: 'sliders' }, h('label', { class: 'field' }, h('span', null, words.format), this.format), slider),
      h('label', { class: 'check' }, this.metadata, h('span', null, words.metadata)), h('p', { class: 'hint' }, words.metadataNote),
      h('div', { class: 'row' }, this.button), this.state);
  }

  private async save(): Promise<void> {
    const { words, work, host } = this, format = this.format.value as Format;
    this.button.disabled = true;
    put(this.state, waiting(words.saving));
    try {
      const { blob, dropped } = await work.exported({ format, quality: this.quality.valueAsNumber, metadata: this.metadata.checked ? 'keep' : 'strip' }, host.signal);
      const name = `${work.name.replace(/\.[A-Za-z0-9]{1,8}$/, '')}.${suffixes[format]}`;
      download(name, blob);
      const said = words.saved(name, `${decimal(this.messages.code, blob.size / 1e6, 2)} MB`);
      put(this.state, h('p', { class: 'small' }, said), dropped.length > 0 && h('p', { class: 'small soft' }, words.dropped(dropped.join(', '))));
      host.emit('saved', { format, bytes: blob.size });
    } catch (thrown) {
      if (host.signal.aborted) return;
      put(this.state, alertBox(this.messages, thrown));
      host.emit('error', { ...asColophonError(thrown).toRecord() });
    } finally {
      this.button.disabled = false;
    }
  }
}
