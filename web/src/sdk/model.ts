// The quality model in the worker: ONNX Runtime Web on one thread, loaded when a score is first asked for.
import { ColophonError, cancelled } from './errors.js';
import type { Caller } from './engine.js';

/** What this file uses of ONNX Runtime Web; the whole is the site's own copy, at `runtimeSrc`. */
interface Runtime {
  env: { logLevel: string; wasm: { wasmPaths: string; numThreads: number; proxy: boolean } };
  Tensor: new (type: 'float32', data: Float32Array, shape: number[]) => unknown;
  InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
}
interface Session {
  inputNames: readonly string[];
  outputNames: readonly string[];
  run(feeds: Record<string, unknown>): Promise<Record<string, { data: Float32Array } | undefined>>;
}
/** The part of a model card that matters here. */
interface Card {
  onnx: { sha256: string };
}

const channels = 3;
const cropSide = 56;

export class QualityModel {
  private loading: Promise<{ runtime: Runtime; session: Session }> | undefined;

  constructor(private readonly runtimeSrc: string, private readonly modelSrc: string) {}

  async load(caller: Caller): Promise<void> {
    this.loading ??= this.start(caller);
    try {
      await this.loading;
    } catch (thrown) {
      // A later call may find the network back.
      this.loading = undefined;
      throw thrown;
    }
  }

  /** `input`: crops x 3 x 56 x 56 float32, as the core gives it. Gives the logits, crops x 10. */
  async run(input: Uint8Array): Promise<Uint8Array> {
    const { runtime, session } = await this.loading!;
    const values = new Float32Array(input.buffer, input.byteOffset, input.byteLength / 4);
    const crops = values.length / (channels * cropSide * cropSide);
    const tensor = new runtime.Tensor('float32', values, [crops, channels, cropSide, cropSide]);
    const outputs = await session.run({ [session.inputNames[0]!]: tensor });
    const logits = outputs[session.outputNames[0]!]!.data;
    return new Uint8Array(logits.buffer, logits.byteOffset, logits.byteLength);
  }

  private async start(caller: Caller): Promise<{ runtime: Runtime; session: Session }> {
    const card = JSON.parse(new TextDecoder().decode(await download(this.modelSrc.replace(/\.onnx(?=$|\?)/, '.card.json')))) as Card;
    const model = await download(this.modelSrc, caller);
    const hash = hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', model)));
    if (hash !== card.onnx.sha256) {
      throw new ColophonError({
        code: 'model_mismatch',
        field: 'modelSrc',
        detail: `The model at ${this.modelSrc} has the SHA-256 ${hash} and its card says ${card.onnx.sha256}: publish both files of one version.`,
      });
    }
    const runtime = await this.importRuntime();
    runtime.env.logLevel = 'error';
    Object.assign(runtime.env.wasm, { wasmPaths: this.runtimeSrc, numThreads: 1, proxy: false });
    const session = await runtime.InferenceSession.create(model, { executionProviders: ['wasm'] });
    return { runtime, session };
  }

  private async importRuntime(): Promise<Runtime> {
    const address = new URL('ort.wasm.min.mjs', this.runtimeSrc).href;
    try {
      return (await import(/* @vite-ignore */ /* webpackIgnore: true */ address)) as Runtime;
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

export const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

async function download(address: string, caller?: Caller): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(address).catch((cause: unknown) => {
    throw new ColophonError({ code: 'unavailable', field: 'modelSrc', detail: `${address} could not be fetched: check the address (modelSrc) and the page's connect-src.` }, { cause });
  });
  if (!response.ok) {
    throw new ColophonError({ code: 'unavailable', field: 'modelSrc', detail: `${address} answered ${response.status}: copy the model and its card there, or pass modelSrc.` });
  }
  if (!caller || !response.body) return new Uint8Array(await response.arrayBuffer());
  const total = Number(response.headers.get('content-length') ?? 0);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = response.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    if (caller.cancelled()) {
      await reader.cancel();
      throw cancelled();
    }
    pieces.push(piece.value as Uint8Array<ArrayBuffer>);
    done += piece.value.byteLength;
    caller.progress(done, Math.max(done, total));
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
