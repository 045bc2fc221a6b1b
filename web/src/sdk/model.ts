// The door for models in the worker: whatever an ONNX file is for, it comes with a document that declares it, and is held to that. Run by ONNX Runtime
// Web on one thread, loaded when a model is first asked for.
import { ColophonError, cancelled, type ColophonErrorCode } from './errors.js';
import type { Caller } from './engine.js';

/** What this file uses of ONNX Runtime Web; the whole is the site's own copy, at `runtimeSrc`. */
interface Runtime {
  env: { logLevel: string; wasm: { wasmPaths: string; numThreads: number; proxy: boolean } };
  Tensor: new (type: 'float32', data: Float32Array, shape: number[]) => unknown;
  InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
}
interface Metadata { name: string; isTensor?: boolean; type?: string; shape?: readonly (number | string)[] }
interface Session {
  inputNames: readonly string[];
  outputNames: readonly string[];
  /** Since 1.21. */
  inputMetadata?: readonly Metadata[];
  outputMetadata?: readonly Metadata[];
  release(): Promise<void>;
  run(feeds: Record<string, unknown>): Promise<Record<string, { data: Float32Array; dims: readonly number[] } | undefined>>;
}

/** An input or an output: a text in a shape is a side that may have any length; a range is that of its colours, without it 0 to 1. */
export interface Port { name: string; type: string; shape: (number | string)[]; range?: [number, number] }
/** What a document says of a model. */
export interface Declared {
  /** The ONNX file's address. */
  file: string;
  sha256: string;
  bytes?: number;
  inputs: Port[];
  outputs: Port[];
}
export interface Model {
  declared: Declared;
  /** One tensor in, one out. */
  run(values: Float32Array, shape: number[]): Promise<Float32Array>;
}
export type ModelField = 'modelSrc' | 'upscaleSrc';
/** A document's address, the option that it came from, and how it is read. */
export interface ModelSource {
  address: string;
  field: ModelField;
  declare(document: unknown): Declared;
}

/** Larger ones are for servers. */
const modelBytesMax = 256 * 2 ** 20;
const documentBytesMax = 2 ** 20;

export class Models {
  private runtime: Promise<Runtime> | undefined;
  private readonly loading = new Map<string, Promise<Model>>();

  constructor(private readonly runtimeSrc: string, private readonly sha256: (bytes: Uint8Array) => Uint8Array) {}

  async load(source: ModelSource, caller: Caller): Promise<Model> {
    let loading = this.loading.get(source.address);
    if (loading === undefined) this.loading.set(source.address, (loading = this.open(source, caller)));
    try {
      return await loading;
    } catch (thrown) {
      // A later call may find the network back; and who waited for a call that was given up begins again.
      if (this.loading.get(source.address) === loading) this.loading.delete(source.address);
      if (thrown instanceof ColophonError && thrown.code === 'cancelled' && !caller.cancelled()) return this.load(source, caller);
      throw thrown;
    }
  }

  private async open({ address, field, declare }: ModelSource, caller: Caller): Promise<Model> {
    const kept = await openCache();
    const document = await this.document(address, field, kept);
    const declared = declare(document);
    if (declared.bytes !== undefined && declared.bytes > modelBytesMax) throw refusal('limit_exceeded', field, `The model at ${declared.file} has ${declared.bytes} bytes and the limit is ${modelBytesMax}.`);
    // Both at once: the runtime is ten times the model, and its code is compiled while the model comes.
    const starting = this.start();
    starting.catch(() => undefined);
    const model = await this.file(declared, field, kept, caller);
    if (caller.cancelled()) throw cancelled();
    const runtime = await starting;
    const session = await runtime.InferenceSession.create(model, { executionProviders: ['wasm'] }).catch((cause: unknown) => {
      throw refusal('model_mismatch', field, `ONNX Runtime Web cannot run the model at ${declared.file}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
    });
    hold('inputs', declared.inputs, session.inputNames, session.inputMetadata, declared, field);
    hold('outputs', declared.outputs, session.outputNames, session.outputMetadata, declared, field);
    const input = declared.inputs[0]!.name, output = declared.outputs[0]!.name;
    return {
      declared,
      run: async (values, shape) => {
        const outputs = await session.run({ [input]: new runtime.Tensor('float32', values, shape) });
        return outputs[output]!.data;
      },
    };
  }

  /** From the network, so that a new version is noticed; from what was kept where there is none. */
  private async document(address: string, field: ModelField, kept: Cache | undefined): Promise<unknown> {
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = await download(address, field, documentBytesMax);
      await keep(kept, address, bytes);
    } catch (thrown) {
      const old = thrown instanceof ColophonError && thrown.code === 'unavailable' ? await kept?.match(address) : undefined;
      if (old === undefined) throw thrown;
      bytes = new Uint8Array(await old.arrayBuffer());
    }
    try {
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch (cause) {
      // A site that answers with a page where a file is missing.
      if (bytes[0] === 0x3c) throw refusal('not_found', field, `There is no model at ${address}: a web page is there. Copy the model and the document that declares it there, or pass ${field}.`, cause);
      throw refusal('invalid_json', field, `${address} is not JSON: it must declare a model.`, cause);
    }
  }

  /** The model's bytes: kept under their hash, so that a second visit fetches none. */
  private async file(declared: Declared, field: ModelField, kept: Cache | undefined, caller: Caller): Promise<Uint8Array<ArrayBuffer>> {
    const key = `${declared.file}${declared.file.includes('?') ? '&' : '?'}sha256=${declared.sha256}`;
    const old = await kept?.match(key);
    if (old !== undefined) {
      const bytes = new Uint8Array(await old.arrayBuffer());
      if (hexOf(this.sha256(bytes)) === declared.sha256) {
        caller.progress(bytes.byteLength, bytes.byteLength);
        return bytes;
      }
      await kept!.delete(key);
    }
    const bytes = await download(declared.file, field, declared.bytes ?? modelBytesMax, caller);
    if (declared.bytes !== undefined && declared.bytes !== bytes.byteLength) {
      throw refusal('model_mismatch', field, `The model at ${declared.file} has ${bytes.byteLength} bytes and ${declared.bytes} are declared: publish both files of one version.`);
    }
    const hash = hexOf(this.sha256(bytes));
    if (hash !== declared.sha256) {
      throw refusal('model_mismatch', field, `The model at ${declared.file} has the SHA-256 ${hash} and ${declared.sha256} is declared: publish both files of one version.`);
    }
    for (const other of (await kept?.keys()) ?? []) {
      if (other.url !== key && other.url.startsWith(key.slice(0, -64))) await kept!.delete(other);
    }
    await keep(kept, key, bytes);
    return bytes;
  }

  /** ONNX Runtime Web with its module in place. */
  private start(): Promise<Runtime> {
    const starting = (this.runtime ??= this.importRuntime());
    // A later call may find the network back.
    starting.catch(() => { if (this.runtime === starting) this.runtime = undefined; });
    return starting;
  }

  private async importRuntime(): Promise<Runtime> {
    const address = new URL('ort.wasm.min.mjs', this.runtimeSrc).href;
    try {
      const runtime = (await import(/* @vite-ignore */ /* webpackIgnore: true */ address)) as Runtime;
      runtime.env.logLevel = 'error';
      Object.assign(runtime.env.wasm, { wasmPaths: this.runtimeSrc, numThreads: threads(), proxy: false });
      // It fetches and compiles its module with its first session, whatever that is of.
      await (await runtime.InferenceSession.create(identity, { executionProviders: ['wasm'] })).release();
      return runtime;
    } catch (cause) {
      throw new ColophonError(
        {
          code: 'unavailable',
          field: 'runtimeSrc',
          detail: `ONNX Runtime Web could not be loaded from ${address}: copy ort.wasm.min.mjs, ort-wasm-simd-threaded.mjs and .wasm of the package onnxruntime-web there, or pass runtimeSrc.`,
        },
        { cause },
      );
    }
  }
}

/** Threads need memory that they share, which a page has only where it is isolated from other origins. */
const threads = (): number => (globalThis.crossOriginIsolated ? Math.min(threadsMax, globalThis.navigator?.hardwareConcurrency ?? 1) : 1);
const threadsMax = 4;

/** An ONNX file of one node, Identity of one float: IR version 8, operator set 13. */
const identity = Uint8Array.from(atob('CAg6NwoQCgF4EgF5IghJZGVudGl0eRIBZ1oPCgF4EgoKCAgBEgQKAggBYg8KAXkSCgoICAESBAoCCAFCAhAN'), (character) => character.charCodeAt(0));

export const refusal = (code: ColophonErrorCode, field: string, detail: string, cause?: unknown): ColophonError => new ColophonError({ code, field, detail }, { cause });

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Holds what the file has to what was declared: names, types, and every side that is a number. */
function hold(what: 'inputs' | 'outputs', declared: Port[], names: readonly string[], metadata: readonly Metadata[] | undefined, { file }: Declared, field: ModelField): void {
  const differs = (detail: string): never => {
    throw refusal('model_mismatch', field, `The model at ${file} is not what is declared of it: ${detail}`);
  };
  if (declared.length !== names.length || declared.some(({ name }) => !names.includes(name))) differs(`its ${what} are ${names.join(', ')}, declared are ${declared.map(({ name }) => name).join(', ')}.`);
  for (const { name, type, shape } of declared) {
    const found = metadata?.find((one) => one.name === name);
    if (found?.shape === undefined) continue;
    const agrees = found.type === type && found.shape.length === shape.length &&
      // A side that the file leaves open may be declared as one that it takes; not the other way round.
      shape.every((side, i) => typeof found.shape![i] !== 'number' || found.shape![i] === side || found.shape![i] < 0);
    if (!agrees) differs(`${name} is ${found.type} [${found.shape.join(', ')}], declared is ${type} [${shape.join(', ')}].`);
  }
}

/** Only secure contexts of browsers keep files; a page elsewhere fetches them each time. */
async function openCache(): Promise<Cache | undefined> {
  try {
    return await globalThis.caches?.open('colophon-models');
  } catch {
    return undefined;
  }
}
async function keep(kept: Cache | undefined, key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    await kept?.put(key, new Response(bytes));
  } catch { /* Storage is full: the next visit fetches it again. */ }
}

async function download(address: string, field: ModelField, bytesMax: number, caller?: Caller): Promise<Uint8Array<ArrayBuffer>> {
  const unreachable = (cause: unknown): never => {
    throw refusal('unavailable', field, `${address} could not be fetched: check the connection, the address and the page's connect-src.`, cause);
  };
  const response = await fetch(address).catch(unreachable);
  if (response.status === 404 || response.status === 410) throw refusal('not_found', field, `${address} answered ${response.status}, there is no model: copy the model and the document that declares it there, or pass ${field}.`);
  if (!response.ok) throw refusal('unavailable', field, `${address} answered ${response.status}: try again later, or pass ${field}.`);
  const total = Number(response.headers.get('content-length') ?? 0);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = response.body!.getReader();
  for (let piece = await reader.read().catch(unreachable); !piece.done; piece = await reader.read().catch(unreachable)) {
    pieces.push(piece.value as Uint8Array<ArrayBuffer>);
    done += piece.value.byteLength;
    if (caller?.cancelled() || done > bytesMax) {
      await reader.cancel();
      if (done > bytesMax) throw refusal('model_mismatch', field, `${address} has more than the ${bytesMax} bytes that it may have: publish the files of one version.`);
      throw cancelled();
    }
    caller?.progress(done, Math.max(done, total));
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
