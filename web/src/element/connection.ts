// What a studio needs of the SDK: where the worker comes from, and who gives tokens.
import { createColophon } from '../sdk/client.js';
import { ColophonError } from '../sdk/errors.js';
import type { Colophon, ColophonOptions } from '../sdk/types.js';

export type GetToken = () => string | Promise<string>;

/** Browsers refuse a worker from another origin; a module of the page's own origin that imports it is allowed, where the page's
 * worker-src has blob: and the other origin answers with CORS headers (`colophon serve` does for /sdk/). */
export function workerAddress(script: string, page: string): string | undefined {
  const worker = new URL('./worker.js', script);
  if (!/^https?:$/.test(worker.protocol) || worker.origin === page) return undefined;
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

export interface Connection { colophon: Colophon; end(): void }

export function connect(options: ColophonOptions, server: string | null, getToken: GetToken | undefined): Connection {
  const shim = options.workerSrc === undefined ? workerAddress(import.meta.url, location.origin) : undefined;
  const colophon = createColophon({
    ...options,
    ...(server !== null && { server: new URL(server || '/', document.baseURI).href }),
    ...(getToken && { getToken }),
    ...(shim && { workerSrc: shim }),
  });
  return {
    colophon,
    end: () => {
      colophon.dispose();
      if (shim) URL.revokeObjectURL(shim);
    },
  };
}
