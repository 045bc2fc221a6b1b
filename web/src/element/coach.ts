// The coach: the score with its reasons, the repairs, and what each repair would change.
import { asColophonError } from '../sdk/errors.js';
import type { RepairName } from '../sdk/types.js';
import { h, put } from './dom.js';
import { alertBox, waiting } from './parts.js';
import { notPhotoView, reasonsTable, scoreHeading, scoreView, textTable } from './report.js';
import { decimal, type Messages } from './texts.js';
import type { ImageWork, OpenWork, Step, WorkKind } from './work.js';

const imageKinds = ['photo', 'drawing', 'painting'] as const;
/** Tried even where no measure asks for them: all that core has. */
const repairs: readonly RepairName[] = ['levels', 'sharpen'];
/** A change that a reader would not see in the score. */
const noticeMilli = 50;

export interface CoachHost {
  apply(step: Step): void;
  declare(kind: WorkKind): void;
  emit(name: string, detail: Record<string, unknown>): void;
  announce(text: string): void;
}
type Remedy = RepairName | 'enhance';
interface Tried { remedy: Remedy; step: Step; meanMilli: number; gainMilli: number }

export class Coach {
  readonly element = h('div', { class: 'report', part: 'report' });
  private readonly kinds = h('fieldset', { class: 'kinds' });
  private readonly score = h('div');
  private readonly repairs = h('div', { class: 'repairs', part: 'repairs' });
  private readonly reasons = h('div', { class: 'measures' });
  private messages!: Messages;
  private work: OpenWork | undefined;
  private failure: unknown;
  private tried: readonly Tried[] | undefined;
  private trying: AbortController | undefined;
  private busy = false;

  constructor(private readonly host: CoachHost) {
    put(this.element, this.kinds, this.score, this.repairs, this.reasons);
  }

  localise(messages: Messages): void {
    this.messages = messages;
    if (this.work) this.show();
  }
  open(work: OpenWork): void {
    this.close();
    this.work = work;
  }
  close(): void {
    this.trying?.abort();
    this.work = this.failure = this.tried = this.trying = undefined;
    put(this.score);
  }

  /** Shows the present state of the work and scores it. `signal` ends with the work. */
  async update(signal: AbortSignal): Promise<void> {
    this.trying?.abort();
    this.tried = undefined;
    this.busy = false;
    this.show();
    const { work } = this;
    if (work?.type !== 'image' || work.kind !== 'photo') return;
    const version = work.current;
    this.failure = undefined;
    if (!version.quality) {
      const progress = h('progress', { 'aria-label': this.messages.score.loading, max: '1' });
      put(this.score, h('div', { class: 'score' }, scoreHeading(this.messages), waiting(this.messages.score.loading), progress));
      try {
        await version.score(signal, (done, total) => { if (total > 0) progress.value = done / total; });
      } catch (thrown) {
        if (signal.aborted || this.work !== work || work.current !== version) return;
        this.failure = thrown;
        this.host.emit('error', { ...asColophonError(thrown).toRecord() });
      }
    }
    if (signal.aborted || this.work !== work || work.current !== version) return;
    this.show();
    if (!version.quality) return;
    this.host.announce(this.messages.score.announced(decimal(this.messages.code, version.quality.mean_milli / 1000, 1)));
    this.host.emit('scored', { kind: work.kind, repairs: work.repairs, ...version.quality });
  }

  /** While a repair is made nothing else can be asked for. */
  working(): void {
    this.trying?.abort();
    this.busy = true;
    put(this.repairs, waiting(this.messages.repair.working));
  }
  failed(thrown: unknown): void {
    this.busy = false;
    this.show();
    if (thrown !== undefined) this.repairs.prepend(alertBox(this.messages, thrown));
  }

  private show(): void {
    const { work, messages } = this;
    if (!work) return;
    this.kinds.hidden = this.repairs.hidden = work.type === 'text';
    if (work.type === 'text') {
      put(this.score);
      return put(this.reasons, textTable(messages, work.features));
    }
    put(this.kinds, h('legend', { class: 'label' }, messages.kind), h('span', { class: 'seg' }, ...imageKinds.map((kind) =>
      h('label', null, h('input', { type: 'radio', name: 'kind', value: kind, checked: kind === work.kind, onchange: () => this.host.declare(kind) }),
        h('span', null, messages.kinds[kind])))));
    put(this.reasons, reasonsTable(messages, work.current.features));
    this.showScore(work);
    if (!this.busy) this.showRepairs(work);
  }

  private showScore(work: ImageWork): void {
    const { messages } = this;
    if (work.kind !== 'photo') return put(this.score, notPhotoView(messages));
    const { current, original } = work;
    if (current.quality) return put(this.score, scoreView(messages, current.quality, current === original ? undefined : original.quality));
    if (this.failure === undefined) return;
    put(this.score, h('div', { class: 'score' }, scoreHeading(messages), alertBox(messages, this.failure, messages.score.failed),
      h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => void this.update(new AbortController().signal) }, messages.score.retry))));
  }

  private showRepairs(work: ImageWork): void {
    const { messages, tried } = this, { repair } = messages;
    const scored = work.kind === 'photo' && work.current.quality !== undefined;
    const button = (name: RepairName): HTMLElement => h('button', { type: 'button', part: 'button-repair', onclick: () => this.host.apply({ repair: name }) }, repair[name]);
    put(this.repairs,
      h('h3', null, repair.title),
      tried ? h('ol', { class: 'trials', part: 'trials' }, ...tried.map((one) => this.trialRow(one)))
        : work.advised.length > 0 ? h('div', { class: 'row' }, ...work.advised.map(button)) : h('p', { class: 'hint' }, repair.none),
      this.trying && h('div', { class: 'row' }, waiting(repair.trying), h('button', { type: 'button', class: 'quiet', onclick: () => this.trying?.abort() }, messages.register.cancel)),
      scored && !this.trying && !tried && h('div', { class: 'row' }, h('button', { type: 'button', class: 'quiet', part: 'try', onclick: () => void this.tryAll(work) }, repair.tryAll)),
      h('p', { class: 'hint' }, repair.rule));
  }

  private trialRow({ remedy, step, meanMilli, gainMilli }: Tried): HTMLElement {
    const { messages, messages: { repair } } = this, places = (milli: number): string => decimal(messages.code, milli / 1000, 1), size = places(Math.abs(gainMilli));
    const said = Math.abs(gainMilli) < noticeMilli ? repair.noChange : gainMilli > 0 ? `▲ ${repair.more(size)}` : `▼ ${repair.less(size)}`;
    return h('li', null, h('button', { type: 'button', part: 'button-repair', onclick: () => this.host.apply(step) }, repair[remedy]),
      h('span', { class: gainMilli >= noticeMilli ? 'delta' : gainMilli <= -noticeMilli ? 'delta down' : 'soft' }, said), h('span', { class: 'soft small num' }, `→ ${places(meanMilli)}`));
  }

  /** What would change the score most: each remedy that was not used yet, on the file as it is now. */
  private async tryAll(work: ImageWork): Promise<void> {
    const { current } = work, running = (this.trying = new AbortController()), { signal } = running, found: Tried[] = [];
    this.show();
    try {
      const remedies: [Remedy, Step][] = repairs.filter((name) => !work.repairs.includes(name)).map((repair) => [repair, { repair }]);
      const adjust = await (await work.editor(signal)).enhance({ signal });
      if (Object.values(adjust).some((value) => value !== 0)) remedies.push(['enhance', { edit: { ...work.edit, adjust } }]);
      for (const [remedy, step] of remedies) {
        const { mean_milli: meanMilli } = await work.tried(step, signal);
        found.push({ remedy, step, meanMilli, gainMilli: meanMilli - current.quality!.mean_milli });
      }
      if (signal.aborted || this.work !== work || work.current !== current) return;
      this.tried = found.sort((a, b) => b.gainMilli - a.gainMilli);
      this.host.announce(this.messages.repair.tried);
      this.host.emit('tried', { trials: this.tried.map(({ remedy, meanMilli, gainMilli }) => ({ remedy, mean_milli: meanMilli, gain_milli: gainMilli })) });
    } catch (thrown) {
      if (!signal.aborted) this.host.emit('error', { ...asColophonError(thrown).toRecord() });
    } finally {
      if (this.trying === running) {
        this.trying = undefined;
        if (this.work === work) this.show();
      }
    }
  }
}
