// The worker of a writer's tools: takes one call a message, answers with what the tool gave. tools_client.ts starts it.
import { asColophonError, ColophonError } from '../sdk/errors.js';
import { WordsCore } from '../sdk/words-core.js';
import { answerSearch, type SearchRequest } from './find_worker.js';
import type { FromWords, ToWords, WordsSetup } from './protocol.js';
import { toolMakers, type ToolContext } from './worker_tools.js';

interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWords | SearchRequest>) => void): void;
  postMessage(message: unknown): void;
}
const scope = globalThis as unknown as WorkerScope;
const dataBytesMax = 64 * 2 ** 20;

let setup: WordsSetup | undefined, core: Promise<WordsCore> | undefined, started: WordsCore | undefined;
const files = new Map<string, Promise<Uint8Array>>(), tools = new Map<string, Promise<object>>();

async function fetchData(name: string): Promise<Uint8Array> {
  const address = new URL(name, setup!.data).href, response = await fetch(address);
  const remedy = `Publish node_modules/@colophon/words/dist/data beside the scripts, or pass dataSrc.`;
  if (!response.ok) throw new ColophonError({ code: 'unavailable', field: 'dataSrc', detail: `${address} answered ${response.status}. ${remedy}` });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > dataBytesMax || bytes[0] === 0x3c) throw new ColophonError({ code: 'unavailable', field: 'dataSrc', detail: `${address} is not a data file of @colophon/words. ${remedy}` });
  return bytes;
}
const kept = <T>(map: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> => {
  const found = map.get(name) ?? make();
  map.set(name, found);
  // A later call may find the file or the network back.
  found.catch(() => map.delete(name));
  return found;
};
const context: ToolContext = {
  core: () => (core ??= WordsCore.instantiate(setup!.module).then((made) => (started = made))),
  data: (name) => kept(files, name, () => fetchData(name)),
};

async function run(tool: string, method: string, args: unknown[]): Promise<unknown> {
  if (setup?.version !== __COLOPHON_VERSION__) throw new ColophonError({ code: 'abi_mismatch', field: 'wordsWorkerSrc', detail: `The worker is of version ${__COLOPHON_VERSION__} and the page of ${setup?.version}: publish all files of @colophon/words together.` });
  const make = toolMakers[tool];
  if (!make) throw new ColophonError({ code: 'not_found', field: tool, detail: `This build has no tool ${tool}.` });
  const made = (await kept(tools, tool, () => make(context))) as Record<string, (...args: unknown[]) => unknown>;
  return made[method]!(...args);
}

scope.addEventListener('message', ({ data }) => {
  // A search with an expression has a worker of its own, which is ended where it runs away.
  if ('search' in data) return scope.postMessage(answerSearch(data));
  if ('setup' in data) {
    ({ setup } = data);
    return;
  }
  void run(data.tool, data.method, data.args).then(
    (value) => scope.postMessage({ call: data.call, value } satisfies FromWords),
    (thrown: unknown) => scope.postMessage({ call: data.call, error: asColophonError(thrown).toRecord(), fatal: started?.dead ?? false } satisfies FromWords));
});
