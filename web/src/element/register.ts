// Registration: the form, its progress, and the receipt that comes back and is checked here.
import type { Registration, Report } from '../sdk/types.js';
import { download, h, put, tick } from './dom.js';
import { alertBox, checkList, waiting } from './parts.js';
import { Near, type Compare } from './near.js';
import { Shares } from './shares.js';
import { asColophonError } from '../sdk/errors.js';
import { integer, type Messages } from './texts.js';
import type { ActHost, ActView } from './lazy.js';
import { involvements, type Ai } from './fields.js';
import type { WorkKind } from './work.js';

/** What can be registered: a work that is open in the studio, or the book of a manuscript. */
export interface Registrable {
  readonly type: string;
  readonly kind: WorkKind;
  readonly mediaType: string;
  /** The same object while the content is the same. */
  readonly blob: Blob;
  readonly name: string;
  readonly measured: Record<string, unknown>;
  readonly changed: boolean;
}
export type RegisterHost = Pick<ActHost, 'signal' | 'colophon' | 'fields' | 'fill' | 'titleInput' | 'canRegister' | 'another' | 'emit' | 'announce'> & {
  work: Registrable;
  /** Puts a near work beside this one, where the host can. */
  compare?: Compare;
};

export class Register implements ActView {
  readonly element = h('section', { class: 'register', part: 'register' });
  private readonly heading = h('h3', { tabindex: '-1' });
  private readonly intro = h('p', { class: 'soft small' });
  private readonly unavailable = h('p', { class: 'note' });
  private readonly titleLabel = h('span', { class: 'label', 'aria-hidden': 'true' });
  private readonly titleWrong = h('p', { class: 'wrong' });
  private readonly aiLabel = h('span'); private readonly aiHint = h('p', { class: 'hint' });
  private readonly ai = h('select', null, ...involvements.map((value) => h('option', { value })));
  private readonly version = h('p', { class: 'hint' });
  private readonly submit = h('button', { type: 'submit', class: 'main', part: 'button-main' });
  private readonly cancel = h('button', { type: 'button', hidden: true, onclick: () => this.running?.abort() });
  private readonly state = h('div', { class: 'wide' });
  private readonly form: HTMLFormElement;
  private readonly shares: Shares;
  private readonly near: Near;
  /** Whose near works are shown: a repair is another picture. Nothing is sent before the reader turns to this form. */
  private looked: Blob | undefined;
  private readonly result = h('div');
  private readonly work: Registrable;
  private readonly title: HTMLInputElement;
  private running: AbortController | undefined;
  /** A repeated attempt with the same content uses the same idempotency key: nothing is registered twice. */
  private attempt = { body: '', key: '' };
  private shown: { registration: Registration; title: string; ai: Ai; bytes: number; document?: Record<string, unknown>; report?: Report; failure?: unknown; signed?: boolean } | undefined;

  /** The title's field lies in the page's own DOM, so that input methods and selection work as anywhere else. */
  constructor(private messages: Messages, private readonly host: RegisterHost) {
    const { titleInput: title, fields, signal } = host;
    this.work = host.work;
    this.title = title;
    this.shares = new Shares(messages);
    this.near = new Near(messages, host.compare);
    this.form = h('form', { novalidate: true, onfocusin: () => this.lookForNear(), oninput: () => this.changed(), onsubmit: (event: SubmitEvent) => { event.preventDefault(); void this.send(); } },
      h('div', { class: 'field' }, this.titleLabel, h('slot', { name: 'colophon-title' }), this.titleWrong,
        h('label', { class: 'field' }, this.aiLabel, this.ai), this.aiHint),
      this.shares.element,
      this.state,
      h('div', { class: 'row wide' }, this.submit, this.cancel, this.version),
      // Below the button: what comes in late must not move it from under a finger.
      this.near.element);
    title.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      void this.send();
    }, { signal });
    title.addEventListener('input', () => {
      this.markTitle(false);
      this.changed();
    }, { signal });
    put(this.element, this.heading, this.intro, this.unavailable, this.form, this.result);
    title.value = fields().title;
    this.ai.value = fields().ai;
    this.shares.restore(fields().shares);
    signal.addEventListener('abort', () => {
      this.running?.abort();
      this.near.clear();
    }, { once: true });
    this.localise(messages);
  }

  private changed(): void {
    this.host.fill({ title: this.title.value, ai: this.ai.value as Ai, shares: this.shares.record() });
  }

  localise(messages: Messages): void {
    this.messages = messages;
    const { register } = messages;
    this.heading.textContent = register.title;
    this.intro.textContent = register.intro;
    this.unavailable.textContent = register.unavailable;
    this.titleLabel.textContent = register.workTitle;
    this.title.setAttribute('aria-label', register.workTitle);
    this.aiLabel.textContent = register.ai;
    this.aiLabel.className = 'label';
    this.aiHint.textContent = register.aiHint;
    for (const option of this.ai.options) option.textContent = register.ais[option.value] ?? option.value;
    this.submit.textContent = register.submit;
    this.cancel.textContent = register.cancel;
    this.shares.localise(messages);
    this.near.localise(messages);
    this.update();
    this.showResult();
  }

  /** After an act, or a change of the connection. */
  update(): void {
    const { register } = this.messages, can = this.host.canRegister();
    this.unavailable.hidden = can;
    this.form.hidden = !can || this.shown !== undefined;
    if (can && this.looked !== undefined && this.looked !== this.work.blob) this.lookForNear();
    else if (can && this.looked === undefined) this.near.offer(() => this.lookForNear());
    this.version.textContent = register.version(this.work.type === 'text' ? register.text : this.work.changed ? register.edited : register.original);
    this.submit.disabled = this.running !== undefined || !navigator.onLine;
    if (!navigator.onLine && !this.running) put(this.state, h('p', { class: 'note', role: 'status' }, register.offline));
    else if (!this.running && this.state.querySelector('.note')) put(this.state);
  }

  private lookForNear(): void {
    const { work } = this;
    if (this.shown || !navigator.onLine || !this.host.canRegister() || this.looked === work.blob) return;
    this.looked = work.blob;
    void this.near.look(this.host.colophon(), work.blob, work.mediaType);
  }

  private markTitle(whole: boolean): boolean {
    const bad = this.title.value.trim() === '';
    const message = bad && whole ? this.messages.register.noTitle : '';
    this.titleWrong.textContent = message;
    this.title.setAttribute('aria-invalid', String(message !== ''));
    this.title.setAttribute('aria-description', message);
    return !bad;
  }

  private async send(): Promise<void> {
    const { work } = this;
    if (this.running || !navigator.onLine) return;
    if (!this.markTitle(true)) return this.title.focus();
    const shares = this.shares.read();
    if (!shares) return;
    const input = { title: this.title.value.trim().normalize('NFC'), kind: work.kind, media_type: work.mediaType, ai: this.ai.value as Ai, shares, features: work.measured };
    const body = JSON.stringify([input, work.blob.size, work.name]);
    if (this.attempt.body !== body) this.attempt = { body, key: crypto.randomUUID() };
    const running = (this.running = new AbortController());
    const progress = h('progress', { max: '1', 'aria-label': this.messages.register.sending });
    put(this.state, h('div', { class: 'busy' }, waiting(this.messages.register.sending), progress));
    this.busy(true);
    try {
      const registration = await this.host.colophon().register(input, work.blob, {
        signal: running.signal, idempotencyKey: this.attempt.key,
        onProgress: (done, total) => { progress.value = total > 0 ? done / total : 0; },
      });
      this.host.emit('registered', { work: registration.work, sha256: registration.sha256 });
      put(this.state);
      this.shown = { registration, title: input.title, ai: input.ai, bytes: work.blob.size };
      this.attempt = { body: '', key: '' };
      await this.fetchReceipt(running.signal);
    } catch (thrown) {
      if (this.running !== running) return;
      put(this.state, alertBox(this.messages, thrown, this.messages.register.failed));
      this.emitError(thrown);
    } finally {
      if (this.running === running) {
        this.running = undefined;
        this.busy(false);
      }
    }
  }

  private emitError(thrown: unknown): void {
    this.host.emit('error', { ...asColophonError(thrown).toRecord() });
  }

  private busy(on: boolean): void {
    this.cancel.hidden = !on;
    for (const field of [this.title, this.ai]) field.disabled = on;
    this.shares.element.toggleAttribute('disabled', on);
    const focused = on && this.element.getRootNode() instanceof ShadowRoot && (this.element.getRootNode() as ShadowRoot).activeElement === this.submit;
    this.submit.disabled = on || !navigator.onLine;
    if (focused) this.cancel.focus();
    this.update();
  }

  /** Polls for the receipt, then checks it here: hashes and proof with core, the signature with WebCrypto. */
  private async fetchReceipt(signal: AbortSignal): Promise<void> {
    const { shown } = this;
    if (!shown) return;
    this.showResult();
    this.update();
    try {
      const colophon = this.host.colophon();
      const [document, site] = await Promise.all([colophon.receipt(shown.registration.work, { signal }), colophon.site({ signal })]);
      const report = await colophon.verify(document, { signal, logKey: site.log_keys });
      Object.assign(shown, { document, report });
      delete shown.failure;
      this.host.emit('receipt', { work: shown.registration.work, receipt: document, report });
      this.host.announce(report.holds ? this.messages.receipt.announced : this.messages.receipt.fails);
    } catch (thrown) {
      shown.failure = thrown;
      if (!signal.aborted) this.emitError(thrown);
    }
    if (this.shown !== shown) return;
    this.showResult();
    this.result.querySelector<HTMLElement>('h3')?.focus();
  }

  private retry(): void {
    if (this.shown) delete this.shown.failure;
    void this.fetchReceipt(new AbortController().signal);
  }

  /** Opens what signs; its code comes with the first use. */
  private signing(): HTMLElement {
    const { shown, messages } = this, place = h('div');
    const opened = (): void => { if (details.open && place.childElementCount === 0) void fill(); };
    const details = h('details', { class: 'sign', ontoggle: opened }, h('summary', null, messages.sign.open), place);
    const fill = async (): Promise<void> => {
      put(place, waiting(messages.opening));
      try {
        const { signForm } = await import('./sign.js');
        put(place, await signForm(messages, this.host.colophon(), { ...shown!, ...shown!.registration }, () => {
          shown!.signed = true;
          this.host.emit('declared', { work: shown!.registration.work });
          this.host.announce(this.messages.sign.done);
          if (this.shown === shown) this.showResult();
        }));
      } catch (thrown) {
        put(place, alertBox(messages, thrown));
      }
    };
    return details;
  }

  private showResult(): void {
    const { shown, messages } = this, { receipt, register } = messages;
    if (!shown) return put(this.result);
    if (!shown.report || !shown.document) {
      return put(this.result, h('div', { class: 'receipt', part: 'receipt' }, h('h3', { tabindex: '-1' }, tick(true), receipt.pending),
        shown.failure === undefined ? waiting(register.waiting) : alertBox(messages, shown.failure),
        shown.failure !== undefined && h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => this.retry() }, receipt.retry))));
    }
    const { report, document, registration } = shown;
    const index = Number(document['index']), key = String(document['log_key'] ?? '');
    put(this.result, h('div', { class: report.holds ? 'receipt' : 'receipt false', part: 'receipt' },
      h('h3', { tabindex: '-1' }, tick(report.holds), report.holds ? receipt.holds : receipt.fails),
      h('p', { class: 'small' }, receipt.checked),
      checkList(report.checks, messages.checks),
      h('dl', { class: 'pairs' },
        h('dt', null, receipt.index), h('dd', { class: 'num' }, integer(messages.code, index)),
        h('dt', null, receipt.work), h('dd', { class: 'mono' }, registration.work),
        h('dt', null, receipt.fingerprint), h('dd', { class: 'mono' }, registration.sha256),
        h('dt', null, receipt.key), h('dd', { class: 'mono' }, key)),
      h('p', { class: 'small' }, receipt.keep),
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'main', part: 'button-main', onclick: () => download(`receipt-${registration.work}.json`, new Blob([JSON.stringify(document)], { type: 'application/json' })) }, receipt.save),
        h('button', { type: 'button', onclick: () => this.host.another() }, register.again)),
      report.holds && (this.shown!.signed ? h('p', { class: 'small signed' }, tick(true), ' ', messages.sign.done) : this.signing())));
  }
}
