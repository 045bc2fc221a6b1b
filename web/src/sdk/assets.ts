// Where the package's files are, and the core as a compiled module. Runs on the page: a bundler sees the addresses here.
import { ColophonError } from './errors.js';
import type { ColophonOptions, Source } from './types.js';

/** Every script of the package lies in one folder, so this is right in whichever chunk it lands; webpack writes a place on its own disk here. */
const here = import.meta.url;
const page = (): string => globalThis.document?.baseURI ?? here;
const besideScript = (name: string): URL => new URL(name, here.startsWith('file:') ? page() : here);

export function addresses(options: ColophonOptions): { worker: URL; runtimeSrc: string; modelSrc: string } {
  return {
    worker: options.workerSrc === undefined ? new URL('./worker.js', import.meta.url) : absolute(options.workerSrc),
    runtimeSrc: fileAddress(options.runtimeSrc, 'ort/'),
    modelSrc: fileAddress(options.modelSrc, 'models/photo-quality.onnx'),
  };
}

/** Where the worker finds a file that is no part of the package's code: as the page says, else beside the scripts. */
export const fileAddress = (given: Source | undefined, name: string): string => absolute(given ?? besideScript(name)).href;

/** An address as the page means it: relative to the page, not to this script. */
const absolute = (source: Source): URL => new URL(source, page());

/** Fetches, checks and compiles the core. What the caller compiled is taken as it is: `Core` still checks its version. */
export const compileCore = (source: ColophonOptions['wasmSrc']): Promise<WebAssembly.Module> =>
  compileModule(source, () => new URL('./core.wasm', import.meta.url), { file: 'core.wasm', field: 'wasmSrc', sha256: __CORE_SHA256__ });

/** A file of the package that is WebAssembly: what an error says of it. */
interface ModuleFile { file: string; field: 'wasmSrc' | 'settleSrc' | 'pictureSrc' | 'wordsSrc'; sha256: string; package?: string }

export async function compileModule(source: ColophonOptions['wasmSrc'], beside: () => URL, module: ModuleFile): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || source instanceof Uint8Array) return compile(source, `the bytes given as ${module.field}`, module);
  const address = source === undefined ? beside() : absolute(source);
  return compile(await fetchModule(address, module), address.href, module);
}

async function fetchModule(address: URL, module: ModuleFile): Promise<ArrayBuffer | Uint8Array> {
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
    throw unavailable(module, `${address.href} could not be fetched: check the address and the page's connect-src.`, cause);
  }
  if (!response.ok) throw unavailable(module, `${address.href} answered ${response.status}. ${remedy(module)}`);
  const bytes = await response.arrayBuffer();
  if (isPage(new Uint8Array(bytes))) throw unavailable(module, `${address.href} is an HTML page, not ${module.file}: the server answers with a page where a file is missing. ${remedy(module)}`);
  return bytes;
}

const remedy = ({ file, field, package: name = '@colophon/sdk' }: ModuleFile): string => `Copy node_modules/${name}/dist/${file} to your public folder and pass ${field}: "/${file}".`;

const unavailable = ({ field }: ModuleFile, detail: string, cause?: unknown): ColophonError =>
  new ColophonError({ code: 'unavailable', field, detail }, { cause });

/** True where the first thing that is no white space is "<". */
function isPage(bytes: Uint8Array): boolean {
  const first = bytes.findIndex((byte) => byte > 0x20);
  return bytes[first] === 0x3c;
}

async function compile(source: ArrayBuffer | Uint8Array, name: string, module: ModuleFile): Promise<WebAssembly.Module> {
  const bytes = new Uint8Array(source as ArrayBuffer);
  if (bytes[0] !== 0 || bytes[1] !== 0x61 || bytes[2] !== 0x73 || bytes[3] !== 0x6d) throw unavailable(module, `${name}: not WebAssembly. ${remedy(module)}`);
  // A page that is not served over HTTPS has no hash function; the core's own version is checked in any case.
  if (globalThis.crypto?.subtle) {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    if (Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('') !== module.sha256) {
      throw new ColophonError({
        code: 'abi_mismatch',
        field: module.field,
        detail: `${name} is not the ${module.file} of ${module.package ?? '@colophon/sdk'} ${__COLOPHON_VERSION__}: publish ${module.file} and the scripts of one version together, and empty caches that hold an older one.`,
      });
    }
  }
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw unavailable(module, `The browser refused to compile ${name}: the page's content security policy needs script-src 'wasm-unsafe-eval'.`, cause);
  }
}
