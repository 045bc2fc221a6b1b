// The package's one object: the core in a worker, and the server over HTTP.
import { Channel } from './channel.js';
import { ColophonError } from './errors.js';
import { Http, pause } from './http.js';
import { openImage } from './image.js';
import { withSignature, type CoreReport } from './signature.js';
import type { Colophon, ColophonOptions, DocumentSource, FileSource, ProgressOptions, ReceiptOptions, RegisterOptions, Registration, WorkInput } from './types.js';
import { uuidV7 } from './uuid.js';

const receiptTimeoutMs = 30_000;

/** Makes a Colophon. Nothing is loaded until the first call (or `ready()`). */
export function createColophon(options: ColophonOptions = {}): Colophon {
  const channel = new Channel(options);
  const http = new Http(options);

  const colophon: Colophon = {
    version: __COLOPHON_VERSION__,
    server: options.server === undefined ? undefined : String(options.server),
    ready: async () => void (await channel.start()),
    image: (file, call = {}) => openImage(channel, file, call),
    text: async (text, call) => parsed(await channel.call('textFeatures', [encode(text)], call)),
    sha256: async (file, call) => hex(await channel.call('sha256', [file], call)),
    canonicalJson: async (document, call) => decode(await channel.call('canonicalJson', [await bytesOf(document)], call)),
    verify: async (document, { table, logKey, ...call } = {}) => {
      const inputs = await Promise.all([bytesOf(document), table === undefined ? new Uint8Array() : bytesOf(table)]);
      return withSignature(parsed<CoreReport>(await channel.call('verify', inputs, call)), logKey);
    },
    plan: async (problem, call) => parsed(await channel.call('plan', [await bytesOf(problem)], call)),
    settle: async (bundle, call) => parsed(await channel.call('settle', [await bytesOf(bundle)], call)),
    site: (call) => http.json('GET', '/v1/site', undefined, call),
    register: (work, file, call = {}) => register(channel, http, work, file, call),
    receipt: (work, call = {}) => receipt(http, work, call),
    track: (events, call) => {
      const stamped = [events].flat().map((event) => ({ id: uuidV7(), ...event }));
      return http.json('POST', '/v1/events', { events: stamped }, call);
    },
    request: (method, path, body, call) => http.json(method, path, body, call),
    dispose: () => channel.end(),
    [Symbol.dispose]: () => channel.end(),
  };
  return colophon;
}

/** Hash here, then two writes: a failure between them is mended by calling again with the same idempotency key. */
async function register(channel: Channel, http: Http, work: WorkInput, file: FileSource, options: RegisterOptions): Promise<Registration> {
  const { signal, idempotencyKey = crypto.randomUUID() } = options;
  const blob = file instanceof Blob ? file : new Blob([file as Uint8Array<ArrayBuffer>]);
  const call: ProgressOptions = { ...(signal && { signal }), ...(options.onProgress && { onProgress: options.onProgress }) };
  const sha256 = hex(await channel.call('sha256', [blob], call));
  const mediaType = work.media_type ?? blob.type;
  if (mediaType === '') throw new ColophonError({ code: 'missing_field', field: 'media_type', detail: 'The file has no type of its own: name one, such as "image/jpeg".' });
  const body = { ai: 'none', shares: [{ party: 'self', share: '1/1' }], ...work, media_type: mediaType, sha256, bytes: blob.size };
  const made = await http.json<Omit<Registration, 'sha256' | 'job'>>('POST', '/v1/works', body, { ...call, idempotencyKey });
  const path = `/v1/works/${encodeURIComponent(made.work)}/content`;
  const init = { body: blob, headers: { 'content-type': mediaType } };
  const sent = await http.send<{ job: string | null }>('PUT', path, init, { ...call, idempotencyKey: `${idempotencyKey}-content` });
  return { work: made.work, sha256, content_url: made.content_url, status_url: made.status_url, job: sent.job };
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

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const parsed = <T>(bytes: Uint8Array): T => JSON.parse(decode(bytes)) as T;
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

async function bytesOf(document: DocumentSource): Promise<Uint8Array> {
  if (typeof document === 'string') return encode(document);
  if (document instanceof Uint8Array) return document;
  if (document instanceof Blob) return new Uint8Array(await document.arrayBuffer());
  return encode(JSON.stringify(document));
}
