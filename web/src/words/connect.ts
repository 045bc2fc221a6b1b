// A Colophon for the manuscript: the SDK's worker lies elsewhere than this package's scripts.
import type { Connection, GetToken } from '../element/connection.js';
import { createColophon } from '../sdk/client.js';
import type { WordsOptions } from './tools_client.js';

export { tokenFrom, type Connection, type GetToken } from '../element/connection.js';

/** Browsers refuse a worker from another origin; a module of the page's own origin that imports it is allowed, where the page's
 * worker-src has blob: and the other origin answers with CORS headers (`colophon serve` does for /sdk/ and /words/). */
function shimOf(path: string): string | undefined {
  if (path === '') return undefined;
  const worker = new URL(path, import.meta.url);
  if (!/^https?:$/.test(worker.protocol) || worker.origin === location.origin) return undefined;
  return URL.createObjectURL(new Blob([`import ${JSON.stringify(worker.href)};`], { type: 'text/javascript' }));
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
