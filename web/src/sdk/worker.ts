// The worker: takes one call a message, runs it on the core, answers. index.js starts it; nobody else talks to it.
import { Engine } from './engine.js';
import { asColophonError } from './errors.js';
import type { FromWorker, ToWorker } from './protocol.js';

interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
  postMessage(message: FromWorker, transfer: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

let engine: Promise<Engine> | undefined;
const cancelledCalls = new Set<number>();

/** What is handed over instead of copied: buffers that only the answer refers to. */
function transferable(value: unknown): Transferable[] {
  if (value instanceof Uint8Array) return [value.buffer as ArrayBuffer];
  const rgba = (value as { rgba?: Uint8ClampedArray<ArrayBuffer> } | undefined)?.rgba;
  return rgba ? [rgba.buffer] : [];
}

async function answer(call: number, verb: Parameters<Engine['run']>[0], args: unknown[]): Promise<void> {
  let running: Engine | undefined;
  try {
    running = await engine!;
    const value = await running.run(verb, args, {
      cancelled: () => cancelledCalls.has(call),
      progress: (done, total) => scope.postMessage({ call, done, total }, []),
    });
    scope.postMessage({ call, value }, transferable(value));
  } catch (thrown) {
    scope.postMessage({ call, error: asColophonError(thrown).toRecord(), fatal: running?.dead ?? true }, []);
  } finally {
    cancelledCalls.delete(call);
  }
}

scope.addEventListener('message', ({ data }) => {
  if ('setup' in data) {
    engine = Engine.start(data.setup);
    engine.catch((thrown: unknown) => scope.postMessage({ failed: asColophonError(thrown).toRecord() }, []));
  } else if ('cancel' in data) {
    cancelledCalls.add(data.cancel);
  } else {
    void answer(data.call, data.verb, data.args);
  }
});
