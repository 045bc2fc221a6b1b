// What is written to and read from a Colophon server: loaded when the first of these is called.
import type { Channel } from './channel.js';
import { ColophonError } from './errors.js';
import { Http, pause } from './http.js';
import { openPage } from './page.js';
import { Tracker } from './tracker.js';
import type { Colophon, ColophonOptions, FileSource, ProgressOptions, ReceiptOptions, RegisterOptions, Registration, WorkInput } from './types.js';

const receiptTimeoutMs = 30_000;

export type Server = Pick<Colophon, 'site' | 'register' | 'receipt' | 'similar' | 'track' | 'page' | 'request'> & { end(): void };

export function serverOf(options: ColophonOptions, channel: Channel): Server {
  const http = new Http(options), tracker = new Tracker(http, options);
  return {
    site: (call) => http.json('GET', '/v1/site', undefined, call),
    register: (work, file, call = {}) => register(channel, http, work, file, call),
    receipt: (work, call = {}) => receipt(http, work, call),
    similar: (content, { distance, limit, ...call } = {}) => {
      const query = new URLSearchParams(Object.entries({ ...content, distance, limit }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
      return http.json('GET', `/v1/works/similar?${query}`, undefined, call);
    },
    track: (events, call) => tracker.track([events].flat(), call),
    page: (channel, call = {}) => openPage(http, tracker, channel, call),
    end: () => tracker.end(),
    request: (method, path, body, call) => http.json(method, path, body, call),
  };
}

/** Hash here, then two writes: a failure between them is mended by calling again with the same idempotency key. */
async function register(channel: Channel, http: Http, work: WorkInput, file: FileSource, options: RegisterOptions): Promise<Registration> {
  const { signal, idempotencyKey = crypto.randomUUID() } = options;
  const blob = file instanceof Blob ? file : new Blob([file as Uint8Array<ArrayBuffer>]);
  const call: ProgressOptions = { ...(signal && { signal }), ...(options.onProgress && { onProgress: options.onProgress }) };
  const mediaType = work.media_type ?? blob.type;
  if (mediaType === '') throw new ColophonError({ code: 'missing_field', field: 'media_type', detail: 'The file has no type of its own: name one, such as "image/jpeg".' });
  // Two passes over the file: each is half of the progress.
  const half = (first: number): ProgressOptions => ({ ...call, ...(options.onProgress && { onProgress: (done, total) => options.onProgress!(first * total + done, 2 * total) }) });
  const sha256 = hex(await channel.call('sha256', [blob], half(0)));
  const { iscc } = await channel.call('iscc', [blob, { name: work.title, description: '', type: mediaType, fileName: '' }], half(1));
  const body = { ai: 'none', shares: [{ party: 'self', share: '1/1' }], ...work, media_type: mediaType, sha256, bytes: blob.size, iscc };
  const made = await http.json<Omit<Registration, 'sha256' | 'job'>>('POST', '/v1/works', body, { ...call, idempotencyKey });
  const path = `/v1/works/${encodeURIComponent(made.work)}/content`;
  const init = { body: blob, headers: { 'content-type': mediaType } };
  const sent = await http.send<{ job: string | null }>('PUT', path, init, { ...call, idempotencyKey: `${idempotencyKey}-content` });
  return { work: made.work, sha256, iscc, content_url: made.content_url, status_url: made.status_url, job: sent.job };
}

async function receipt(http: Http, work: string, { signal, timeoutMs = receiptTimeoutMs }: ReceiptOptions): Promise<Record<string, unknown>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await http.json('GET', `/v1/works/${encodeURIComponent(work)}/receipt`, undefined, signal ? { signal } : {});
    } catch (thrown) {
      const notYet = thrown instanceof ColophonError && thrown.status === 404 && thrown.retryAfterMs !== undefined;
      if (!notYet || Date.now() + thrown.retryAfterMs! > deadline) throw thrown;
      await pause(thrown.retryAfterMs!, signal);
    }
  }
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
