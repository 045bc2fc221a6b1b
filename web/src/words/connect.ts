// A Colophon for the manuscript: the SDK's worker lies elsewhere than this package's scripts.
import { createColophon } from '../sdk/client.js';
import { ColophonError } from '../sdk/errors.js';
import type { Colophon } from '../sdk/types.js';
import type { WordsOptions } from './tools_client.js';

export type GetToken = () => string | Promise<string>;
export interface Connection { colophon: Colophon; end(): void }

/** Browsers refuse a worker from another origin; a module of the page's own origin that imports it is allowed, where the page's
 * worker-src has blob: and the other origin answers with CORS headers (`colophon serve` does for /sdk/ and /words/). */
function shimOf(path: string): string | undefined {
  if (path === '') return undefined;
  const worker = new URL(path, import.meta.url);
  if (!/^https?:$/.test(worker.protocol) || worker.origin === location.origin) return undefined;
  return URL.createObjectURL(new Blob([`import ${JSON.stringify(worker.href)};`], { type: 'text/javascript' }));
}

/** A token from the page's own backend: POST, the answer of `POST /v1/sessions` or `{"token"}`. */
export async function tokenFrom(address: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(new URL(address, document.baseURI), { method: 'POST', headers: { accept: 'application/json' }, credentials: 'same-origin' });
  } catch (cause) {
    throw new ColophonError({ code: 'unavailable', field: 'token-url', detail: `${address} did not answer: check token-url and the connection.` }, { cause });
  }
  const answer = (await response.json().catch(() => ({}))) as { token?: unknown };
  if (!response.ok || typeof answer.token !== 'string') {
    throw new ColophonError({ code: 'unauthorized', field: 'token-url', status: response.status, detail: `${address} answered ${response.status} and gave no "token".` });
  }
  return answer.token;
}

export function connect(options: WordsOptions, server: string | null, getToken: GetToken | undefined): Connection & { options: WordsOptions } {
  const core = options.workerSrc === undefined ? shimOf(__SDK_WORKER__) : undefined, words = options.wordsWorkerSrc === undefined ? shimOf('./worker.js') : undefined;
  const { wordsSrc: _, wordsWorkerSrc: __, dataSrc: ___, proofreader: ____, textModel: _____, ...sdk } = options;
  const colophon = createColophon({
    ...sdk,
    ...(server !== null && { server: new URL(server || '/', document.baseURI).href }),
    ...(getToken && { getToken }),
    ...(core && { workerSrc: core }),
  });
  return {
    colophon,
    options: words ? { ...options, wordsWorkerSrc: words } : options,
    end: () => {
      colophon.dispose();
      for (const shim of [core, words]) if (shim) URL.revokeObjectURL(shim);
    },
  };
}
