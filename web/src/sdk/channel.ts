// The page's side of the worker: starts it at the first call, cancels, and replaces it after a fatal error.
import { addresses, compileCore } from './assets.js';
import { ColophonError, cancelled } from './errors.js';
import type { FromWorker, Setup, ToWorker, VerbName, VerbResult, Verbs } from './protocol.js';
import type { ColophonOptions, ProgressOptions } from './types.js';

/** One life of the core: a worker, or an instance in the calling thread (inline.ts). Pictures belong to the life that opened them. */
export interface Life {
  call(verb: VerbName, args: unknown[], options: ProgressOptions): Promise<unknown>;
  end(reason: ColophonError): void;
}

export class Channel {
  private module: Promise<WebAssembly.Module> | undefined;
  private life: Promise<Life> | undefined;
  private ended = false;
  /** Counts the lives: a picture remembers in which one it was opened. */
  generation = 0;

  constructor(private readonly options: ColophonOptions) {}

  async call<V extends VerbName>(verb: V, args: Parameters<Verbs[V]>, options: ProgressOptions = {}): Promise<VerbResult<V>> {
    if (options.signal?.aborted) throw cancelled(options.signal.reason);
    const life = await this.start();
    return (await life.call(verb, args, options)) as VerbResult<V>;
  }

  async start(): Promise<Life> {
    if (this.ended) throw new ColophonError({ code: 'conflict', detail: 'This Colophon was disposed of: create another.' });
    this.life ??= this.begin();
    try {
      return await this.life;
    } catch (thrown) {
      // A later call may find the file or the network back.
      this.life = this.module = undefined;
      throw thrown;
    }
  }

  /** After a fatal error: the next call begins another life. */
  private readonly renew = (reason: ColophonError): void => {
    const old = this.life;
    this.life = undefined;
    this.generation += 1;
    void old?.then((life) => life.end(reason), () => undefined);
  };

  private async begin(): Promise<Life> {
    const { worker, runtimeSrc, modelSrc } = addresses(this.options);
    this.module ??= compileCore(this.options.wasmSrc);
    const setup: Setup = { module: await this.module, version: __COLOPHON_VERSION__, runtimeSrc, modelSrc };
    if (this.ended) throw cancelled();
    // In Node, ONNX Runtime Web puts a Worker of another kind there.
    const inWorker = this.options.worker ?? globalThis.Worker?.prototype instanceof EventTarget;
    if (inWorker) return new WorkerLife(worker, setup, this.renew);
    const { InlineLife } = await import('./inline.js');
    return InlineLife.begin(setup, this.renew);
  }

  end(): void {
    this.ended = true;
    this.renew(cancelled('disposed'));
    this.module = undefined;
  }
}


interface Pending {
  resolve(value: unknown): void;
  reject(error: ColophonError): void;
  onProgress: ProgressOptions['onProgress'];
}

class WorkerLife implements Life {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  /** Cancelled calls that may still be answered with a picture, a settlement or an editor, which nobody but this can give back. */
  private readonly abandoned = new Map<number, 'open' | 'repair' | 'settle' | 'openEditor' | 'upscale'>();
  private lastCall = 0;

  constructor(address: URL, setup: Setup, private readonly onFatal: (reason: ColophonError) => void) {
    this.worker = startWorker(address);
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.receive(data);
    this.worker.onerror = (event) => this.fatal(new ColophonError({
      code: 'unavailable',
      field: 'workerSrc',
      detail: `The worker at ${address.href} could not run${event.message ? ` (${event.message})` : ''}: check that the file is there, is served as JavaScript, and that the page's worker-src allows it.`,
    }));
    this.worker.onmessageerror = () => this.fatal(new ColophonError({ code: 'internal', detail: 'An answer of the worker could not be read.' }));
    this.post({ setup });
  }

  call(verb: VerbName, args: unknown[], { signal, onProgress }: ProgressOptions): Promise<unknown> {
    const call = (this.lastCall += 1);
    return new Promise<unknown>((resolve, reject) => {
      const abort = (): void => {
        this.post({ cancel: call });
        this.pending.delete(call);
        if (verb === 'open' || verb === 'repair' || verb === 'settle' || verb === 'openEditor' || verb === 'upscale') this.abandoned.set(call, verb);
        reject(cancelled(signal?.reason));
      };
      const finish = (): void => signal?.removeEventListener('abort', abort);
      this.pending.set(call, {
        resolve: (value) => (finish(), resolve(value)),
        reject: (error) => (finish(), reject(error)),
        onProgress,
      });
      signal?.addEventListener('abort', abort, { once: true });
      this.post({ call, verb, args });
    });
  }

  end(reason: ColophonError): void {
    this.worker.terminate();
    for (const { reject } of this.pending.values()) reject(reason);
    this.pending.clear();
  }

  private post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private giveBack(call: number, value: unknown): void {
    const verb = this.abandoned.get(call);
    this.abandoned.delete(call);
    if (verb === undefined) return;
    if (verb === 'settle') return this.post({ call: (this.lastCall += 1), verb: 'endReplay', args: [(value as VerbResult<'settle'>).replay] });
    if (verb === 'openEditor' || verb === 'upscale') return this.post({ call: (this.lastCall += 1), verb: 'endEditor', args: [(value as VerbResult<'openEditor'>).editor] });
    const picture = verb === 'open' ? (value as VerbResult<'open'>).picture : (value as VerbResult<'repair'>);
    this.post({ call: (this.lastCall += 1), verb: 'close', args: [picture] });
  }

  private fatal(reason: ColophonError): void {
    // Every call that this worker still had is answered by `end`.
    this.end(reason);
    this.onFatal(reason);
  }

  private receive(message: FromWorker): void {
    if ('failed' in message) return this.fatal(new ColophonError(message.failed));
    const pending = this.pending.get(message.call);
    if ('total' in message) return pending?.onProgress?.(message.done, message.total);
    this.pending.delete(message.call);
    if ('value' in message) return pending ? pending.resolve(message.value) : this.giveBack(message.call, message.value);
    this.abandoned.delete(message.call);
    const error = new ColophonError(message.error);
    pending?.reject(error);
    if (message.fatal) this.fatal(error);
  }
}

/** A page that demands Trusted Types takes a worker's address only from a policy: ours is called "colophon". */
interface Policies { createPolicy(name: string, rules: { createScriptURL(text: string): string }): { createScriptURL(text: string): unknown } }
let policy: ReturnType<Policies['createPolicy']> | undefined;
function scriptAddress(address: URL): unknown {
  const factory = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  try {
    policy ??= factory?.createPolicy('colophon', { createScriptURL: (text) => text });
  } catch { /* A name that is not allowed, or taken by another copy of this script: it matters only where the page demands Trusted Types. */ }
  return policy?.createScriptURL(address.href) ?? address;
}

/** A module worker may only come from the page's own origin. */
export function startWorker(address: URL): Worker {
  const page = globalThis.location?.origin;
  if (page !== undefined && address.origin !== page && !['blob:', 'data:'].includes(address.protocol)) {
    throw new ColophonError({
      code: 'invalid_argument',
      field: 'workerSrc',
      detail: `worker.js is at ${address.origin} and the page at ${page}: browsers refuse a worker from another origin. Copy node_modules/@colophon/sdk/dist/worker.js to your public folder and pass workerSrc: "/worker.js".`,
    });
  }
  try {
    return new Worker(scriptAddress(address) as URL, { type: 'module', name: 'colophon' });
  } catch (cause) {
    // Trusted Types refuse an address with a TypeError.
    const needs = cause instanceof TypeError ? "trusted-types colophon (with 'allow-duplicates' where two copies of the script run)" : "worker-src 'self'";
    throw new ColophonError({ code: 'unavailable', field: 'workerSrc', detail: `The browser refused the worker at ${address.href}: the page's content security policy needs ${needs}.` }, { cause });
  }
}
