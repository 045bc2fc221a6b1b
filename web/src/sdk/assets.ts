// Where the package's files are, and the core as a compiled module. Runs on the page: a bundler sees the addresses here.
import { ColophonError } from './errors.js';
import type { ColophonOptions, Source } from './types.js';

/** Every script of the package lies in one folder, so this is right in whichever chunk it lands. */
const here = import.meta.url;

export function addresses(options: ColophonOptions): { worker: URL; runtimeSrc: string; modelSrc: string } {
  return {
    worker: options.workerSrc === undefined ? new URL('./worker.js', import.meta.url) : absolute(options.workerSrc),
    runtimeSrc: absolute(options.runtimeSrc ?? 'ort/', here).href,
    modelSrc: absolute(options.modelSrc ?? 'models/photo-quality.onnx', here).href,
  };
}

/** An address as the page means it: relative to the page, not to this script. */
function absolute(source: Source, base: string | undefined = globalThis.document?.baseURI ?? here): URL {
  return new URL(source, base);
}

/** Fetches, checks and compiles the core. What the caller compiled is taken as it is: `Core` still checks its version. */
export async function compileCore(source: ColophonOptions['wasmSrc']): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || source instanceof Uint8Array) return compile(source, 'the bytes given as wasmSrc');
  const address = source === undefined ? new URL('./core.wasm', import.meta.url) : absolute(source);
  return compile(await fetchCore(address), address.href);
}

async function fetchCore(address: URL): Promise<ArrayBuffer | Uint8Array> {
  if (address.protocol === 'file:') {
    // Node cannot fetch a file; a bundler for browsers must not see an import of node:fs here.
    const files = (globalThis as { process?: { getBuiltinModule?(name: string): { readFileSync(path: URL): Uint8Array } } })
      .process?.getBuiltinModule?.('node:fs');
    if (files) return files.readFileSync(address);
  }
  let response: Response;
  try {
    response = await fetch(address);
  } catch (cause) {
    throw unavailable(`${address.href} could not be fetched: check the address and the page's connect-src.`, cause);
  }
  if (!response.ok) throw unavailable(`${address.href} answered ${response.status}. ${remedy}`);
  const bytes = await response.arrayBuffer();
  if (isPage(new Uint8Array(bytes))) throw unavailable(`${address.href} is an HTML page, not the core: the server answers with a page where a file is missing. ${remedy}`);
  return bytes;
}

const remedy = 'Copy node_modules/@colophon/sdk/dist/core.wasm to your public folder and pass wasmSrc: "/core.wasm".';

const unavailable = (detail: string, cause?: unknown): ColophonError =>
  new ColophonError({ code: 'unavailable', field: 'wasmSrc', detail }, { cause });

/** True where the first thing that is no white space is "<". */
function isPage(bytes: Uint8Array): boolean {
  const first = bytes.findIndex((byte) => byte > 0x20);
  return bytes[first] === 0x3c;
}

async function compile(source: ArrayBuffer | Uint8Array, name: string): Promise<WebAssembly.Module> {
  const bytes = new Uint8Array(source as ArrayBuffer);
  if (bytes[0] !== 0 || bytes[1] !== 0x61 || bytes[2] !== 0x73 || bytes[3] !== 0x6d) throw unavailable(`${name}: not WebAssembly. ${remedy}`);
  // A page that is not served over HTTPS has no hash function; the core's own version is checked in any case.
  if (globalThis.crypto?.subtle) {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    if (Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('') !== __CORE_SHA256__) {
      throw new ColophonError({
        code: 'abi_mismatch',
        field: 'wasmSrc',
        detail: `${name} is not the core of @colophon/sdk ${__COLOPHON_VERSION__}: publish core.wasm and the scripts of one version together, and empty caches that hold an older one.`,
      });
    }
  }
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw unavailable(`The browser refused to compile ${name}: the page's content security policy needs script-src 'wasm-unsafe-eval'.`, cause);
  }
}
