// What the audience does, on its way to the server: only with consent, in batches, kept in the browser until it is delivered.
import { ColophonError } from './errors.js';
import type { Http } from './http.js';
import type { AudienceEvent, ColophonOptions, Tracked, TrackOptions } from './types.js';
import { uuidV7 } from './uuid.js';

const kQuietMs = 1_000;
const kBatchMax = 200;        // A request that outlives its page may have 64 KiB.
const kKeptMax = 1_000;
const kRetryMs = [2_000, 10_000, 60_000, 300_000] as const;

type Stamped = AudienceEvent & { id: string };
interface Waiter { ids: Set<string>; resolve(told: Tracked): void; reject(reason: unknown): void }

/** A refusal will be the same next time; a server that is away or busy, or a token that is late, will not. */
const passes = ({ code, status = 0 }: ColophonError): boolean => code === 'unavailable' || code === 'too_many_requests' || code === 'unauthorized' || status >= 500;

export class Tracker {
  private queue: Stamped[] = [];
  private waiters: Waiter[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending = false;
  private failures = 0;
  private readonly inBrowser = typeof document !== 'undefined' && typeof window !== 'undefined';
  private readonly name: string;
  private readonly hide = (): void => { if (document.visibilityState === 'hidden') void this.flush(true); };
  private readonly back = (): void => { this.failures = 0; void this.flush(); };

  constructor(private readonly http: Http, private readonly options: ColophonOptions) {
    this.name = `colophon/events ${String(options.server)}`;
    if (!this.inBrowser) return;
    document.addEventListener('visibilitychange', this.hide);
    window.addEventListener('online', this.back);
    // What an earlier page could not deliver.
    void this.consents().then((may) => {
      if (!may) return this.store(true);
      this.queue.unshift(...this.kept());
      if (this.queue.length > 0) this.later(kQuietMs);
    }, () => undefined);
  }

  async track(events: readonly AudienceEvent[], { now = !this.inBrowser }: TrackOptions = {}): Promise<Tracked> {
    if (this.inBrowser && this.options.consent === undefined) {
      throw new ColophonError({ code: 'invalid_argument', field: 'consent', detail: 'Say whether the reader agreed: createColophon({ consent: () => ... }). Nothing is kept or sent before.' });
    }
    if (!(await this.consents())) {
      this.queue = [];
      this.store(true);
      return { accepted: 0, duplicates: 0, waiting: 0, withheld: events.length };
    }
    const stamped = events.map((event) => ({ id: uuidV7(), ...event }));
    this.queue.push(...stamped);
    // The oldest go first where a reader was away for so long.
    if (this.queue.length > kKeptMax) this.queue.splice(0, this.queue.length - kKeptMax);
    this.store();
    return new Promise((resolve, reject) => {
      this.waiters.push({ ids: new Set(stamped.map(({ id }) => id)), resolve, reject });
      if (now || this.queue.length >= kBatchMax) void this.flush();
      else this.later(kQuietMs);
    });
  }

  end(): void {
    clearTimeout(this.timer);
    if (!this.inBrowser) return;
    document.removeEventListener('visibilitychange', this.hide);
    window.removeEventListener('online', this.back);
  }

  private async consents(): Promise<boolean> {
    const { consent } = this.options;
    return consent === undefined ? !this.inBrowser : typeof consent === 'function' ? consent() : consent;
  }

  private later(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), milliseconds);
  }

  /** Sends what waits, batch after batch. The ids of events make a second delivery harmless. */
  private async flush(leaving = false): Promise<void> {
    if (this.sending || this.queue.length === 0) return;
    clearTimeout(this.timer);
    this.sending = true;
    const batch = this.queue.slice(0, kBatchMax);
    try {
      const body = JSON.stringify({ events: batch });
      const told = await this.http.send<{ accepted: number; duplicates: number }>('POST', '/v1/events', { body, keepalive: leaving, headers: { 'content-type': 'application/json' } });
      this.failures = 0;
      this.settle(batch, (waiter) => waiter.resolve({ ...told, waiting: 0, withheld: 0 }));
    } catch (thrown) {
      this.failed(batch, thrown);
    }
    this.sending = false;
    if (this.queue.length > 0 && this.failures === 0) void this.flush(leaving);
  }

  private failed(batch: readonly Stamped[], thrown: unknown): void {
    const error = thrown instanceof ColophonError ? thrown : undefined;
    if (this.inBrowser && error && passes(error)) {
      this.later(error.retryAfterMs ?? kRetryMs[Math.min(this.failures, kRetryMs.length - 1)]!);
      this.failures += 1;
      // They are kept; whoever waits need not.
      for (const waiter of this.waiters.splice(0)) waiter.resolve({ accepted: 0, duplicates: 0, waiting: waiter.ids.size, withheld: 0 });
      return;
    }
    // One bad event must not hold up the others.
    const bad = /^events\[(\d+)\]/.exec(error?.field ?? '')?.[1];
    this.settle(bad !== undefined && batch[Number(bad)] ? [batch[Number(bad)]!] : batch, (waiter) => waiter.reject(thrown));
  }

  private settle(done: readonly Stamped[], tell: (waiter: Waiter) => void): void {
    const ids = new Set(done.map(({ id }) => id));
    this.queue = this.queue.filter(({ id }) => !ids.has(id));
    this.store();
    const told = this.waiters.filter((waiter) => [...waiter.ids].some((id) => ids.has(id)));
    this.waiters = this.waiters.filter((waiter) => !told.includes(waiter));
    told.forEach(tell);
  }

  private kept(): Stamped[] {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.name) ?? '[]');
      const known = new Set(this.queue.map(({ id }) => id));
      return Array.isArray(kept) ? (kept as Stamped[]).filter((event) => typeof event?.id === 'string' && !known.has(event.id)) : [];
    } catch {
      return [];
    }
  }

  private store(empty = false): void {
    if (!this.inBrowser) return;
    try {
      if (empty || this.queue.length === 0) localStorage.removeItem(this.name);
      else localStorage.setItem(this.name, JSON.stringify(this.queue));
    } catch {
      // No storage here, or no room: what waits lives as long as the page.
    }
  }
}
