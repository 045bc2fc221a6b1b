// The page's side of a writer's tools: the worker starts at the first call, and again after a fatal error.
import { compileModule, fileAddress } from '../sdk/assets.js';
import { ColophonError, cancelled } from '../sdk/errors.js';
import type { Inside } from '../sdk/inside.js';
import type { Colophon, ColophonOptions, Source } from '../sdk/types.js';
import type { FromWords, ToWords } from './protocol.js';
import type { TextModel } from './text_model.js';
import { toolsThere } from './tools_there.js';
import type { Proofreader, Reader } from './tools.js';

export interface WordsOptions extends ColophonOptions {
  /** words.wasm: its address, a compiled module or its bytes. Default: beside the scripts. */
  wordsSrc?: ColophonOptions['wasmSrc'];
  /** The worker of this package; it must come from the page's own origin. Default: beside the scripts. */
  wordsWorkerSrc?: Source;
  /** The folder of dictionaries and patterns. Default: data/ beside the scripts. */
  dataSrc?: Source;
  /** In the place of the built-in one. */
  proofreader?: Proofreader;
  /** What writes for whoever asks it: endpointModel(), or any object with write(). None by default. */
  textModel?: TextModel;
}
/** What the worker's tools are called as: every method's answer is a promise. */
type Remote<T> = { [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never };
interface Pending { resolve(value: unknown): void; reject(error: ColophonError): void }

export class WordsTools {
  private worker: Promise<Worker> | undefined;
  private compiled: Promise<WebAssembly.Module> | undefined;
  private readonly pending = new Map<number, Pending>();
  private last = 0;
  private ended = false;

  constructor(private readonly options: WordsOptions, private readonly colophon: () => Colophon) {}

  /** Whether this build has that tool. */
  has(name: string): boolean { return toolsThere.includes(name) || (name === 'proofread' && this.options.proofreader !== undefined); }
  get proofreader(): Proofreader | undefined { return this.options.proofreader ?? (this.has('proofread') ? this.tool<Proofreader>('proofread') : undefined); }
  get textModel(): TextModel | undefined { return this.options.textModel; }
  get reader(): Reader | undefined { return this.has('reading') ? this.tool<Reader>('reading') : undefined; }
  tool<T extends object>(name: string): Remote<T> {
    return new Proxy({}, {
      // A promise is asked for `then`: a tool is none.
      get: (_, method) => (typeof method === 'string' && method !== 'then' ? (...args: unknown[]) => this.call(name, method, args) : undefined),
    }) as Remote<T>;
  }
  end(): void {
    this.ended = true;
    this.stop(cancelled('disposed'));
  }

  /** A worker that has no module yet: it can search. */
  newWorker(): Worker {
    const inside = (this.colophon() as unknown as { [key: symbol]: Inside | undefined })[Symbol.for('colophon.inside')], { wordsWorkerSrc } = this.options;
    if (!inside) throw new ColophonError({ code: 'abi_mismatch', field: 'colophon', detail: '@colophon/words needs @colophon/sdk of the same version.' });
    return inside.startWorker(wordsWorkerSrc === undefined ? new URL('./worker.js', import.meta.url) : new URL(wordsWorkerSrc, document.baseURI));
  }

  private async call(tool: string, method: string, args: unknown[]): Promise<unknown> {
    if (this.ended) throw cancelled('disposed');
    this.worker ??= this.start();
    let worker: Worker;
    try {
      worker = await this.worker;
    } catch (thrown) {
      this.worker = undefined;
      throw thrown;
    }
    const call = ++this.last;
    return new Promise((resolve, reject) => {
      this.pending.set(call, { resolve, reject });
      worker.postMessage({ call, tool, method, args } satisfies ToWords);
    });
  }
  /** words.wasm: compiled once for every life of the worker. */
  private module(): Promise<WebAssembly.Module> {
    this.compiled ??= compileModule(this.options.wordsSrc, () => new URL('./words.wasm', import.meta.url), { file: 'words.wasm', field: 'wordsSrc', sha256: __WORDS_SHA256__, package: '@colophon/words' });
    // A later call may find the file back.
    this.compiled.catch(() => { this.compiled = undefined; });
    return this.compiled;
  }
  private async start(): Promise<Worker> {
    const { dataSrc } = this.options;
    const module = await this.module();
    const worker = this.newWorker();
    worker.onmessage = ({ data }: MessageEvent<FromWords>) => this.receive(data);
    worker.onerror = (event) => this.stop(new ColophonError({ code: 'unavailable', field: 'wordsWorkerSrc', detail: `The worker could not run${event.message ? ` (${event.message})` : ''}: check that the file is there and that the page's worker-src allows it.` }));
    worker.postMessage({ setup: { module, version: __COLOPHON_VERSION__, data: fileAddress(dataSrc, 'data/') } } satisfies ToWords);
    return worker;
  }
  private receive(message: FromWords): void {
    const pending = this.pending.get(message.call);
    this.pending.delete(message.call);
    if ('value' in message) return pending?.resolve(message.value);
    const error = new ColophonError(message.error);
    pending?.reject(error);
    if (message.fatal) this.stop(error);
  }
  private stop(reason: ColophonError): void {
    const { worker } = this;
    this.worker = undefined;
    void worker?.then((running) => running.terminate(), () => undefined);
    for (const { reject } of this.pending.values()) reject(reason);
    this.pending.clear();
  }
}
