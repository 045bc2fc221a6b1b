// The HTTP interface (docs/formats/http-api.md): tokens, idempotency keys, problem documents, polling.
import { ColophonError, cancelled, errorCodes, type ColophonErrorCode } from './errors.js';
import type { ColophonOptions, RequestOptions } from './types.js';

export class Http {
  private token: Promise<string> | undefined;

  constructor(private readonly options: ColophonOptions) {}

  async json<T>(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<T> {
    const init: RequestInit = body === undefined ? {} : body instanceof Blob ? { body, headers: { 'content-type': 'application/octet-stream' } } : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return this.send<T>(method, path, init, options);
  }

  /** One call; where the server says that the token has expired, one more with a new token. */
  async send<T>(method: string, path: string, init: RequestInit, options: RequestOptions = {}): Promise<T> {
    if (this.options.server === undefined) {
      throw new ColophonError({ code: 'invalid_argument', field: 'server', detail: 'This call needs a server: createColophon({ server: "https://..." }).' });
    }
    try {
      return await this.attempt<T>(method, path, init, options);
    } catch (thrown) {
      const expired = thrown instanceof ColophonError && thrown.code === 'unauthorized' && this.token !== undefined;
      if (!expired) throw thrown;
      this.token = undefined;
      return this.attempt<T>(method, path, init, options);
    }
  }

  private async attempt<T>(method: string, path: string, init: RequestInit, { signal, idempotencyKey }: RequestOptions): Promise<T> {
    const headers = new Headers(init.headers);
    headers.set('accept', 'application/json');
    if (this.options.getToken) headers.set('authorization', `Bearer ${await this.currentToken()}`);
    if (method === 'POST' || method === 'PUT') headers.set('idempotency-key', idempotencyKey ?? crypto.randomUUID());
    const address = new URL(path.replace(/^\//, ''), `${String(this.options.server).replace(/\/$/, '')}/`);
    let response: Response;
    try {
      response = await fetch(address, { ...init, method, headers, credentials: 'same-origin', signal: signal ?? null });
    } catch (cause) {
      if (signal?.aborted) throw cancelled(signal.reason);
      throw new ColophonError({ code: 'unavailable', field: 'server', detail: `${address.origin} did not answer: check the connection and the page's connect-src.` }, { cause });
    }
    const text = await response.text();
    if (!response.ok) throw problem(response, text);
    return parse<T>(text, address);
  }

  private async currentToken(): Promise<string> {
    this.token ??= Promise.resolve(this.options.getToken!());
    try {
      return await this.token;
    } catch (cause) {
      this.token = undefined;
      throw new ColophonError({ code: 'unauthorized', field: 'getToken', detail: 'The site did not give a session token.' }, { cause });
    }
  }
}

function parse<T>(text: string, address: URL): T {
  try {
    return (text === '' ? undefined : JSON.parse(text)) as T;
  } catch (cause) {
    throw new ColophonError({ code: 'unavailable', field: 'server', detail: `${address.href} did not answer in JSON: is a Colophon server there?` }, { cause });
  }
}

/** application/problem+json as an error; whatever else answers (a proxy) becomes one too. */
function problem({ status, headers }: Response, text: string): ColophonError {
  let document: { code?: string; detail?: string; title?: string; field?: string } = {};
  try {
    document = JSON.parse(text) as typeof document;
  } catch {
    // A proxy's page: the status is all there is to say.
  }
  const known = errorCodes.includes(document.code as ColophonErrorCode);
  const code = known ? (document.code as ColophonErrorCode) : status === 401 ? 'unauthorized' : status === 404 ? 'not_found' : status >= 500 ? 'unavailable' : 'invalid_argument';
  const detail = document.detail ?? document.title ?? `The server answered ${status}.`;
  const seconds = Number(headers.get('retry-after'));
  return new ColophonError({ code, status, detail, field: document.field ?? '', ...(seconds > 0 && { retryAfterMs: seconds * 1_000 }) });
}

/** Resolves after a time, rejects where the signal is aborted before. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cancelled(signal.reason));
    const abort = (): void => {
      clearTimeout(timer);
      reject(cancelled(signal?.reason));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
