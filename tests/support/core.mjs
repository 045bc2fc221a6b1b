// What tests in Node need of the package: its own loader over the built core, compiled from the same sources.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export { random } from './random.mjs';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const corePath = join(root, 'build/wasm/colophon.wasm');
export const settlePath = join(root, 'build/wasm/colophon-settle.wasm');
export const picturePath = join(root, 'build/wasm/colophon-picture.wasm');
export const wordsPath = join(root, 'build/wasm/colophon-words.wasm');
export const dist = join(root, 'web/dist');

/** Compiles one source file of web/src/sdk with what it imports, and gives its exports. */
export async function importSource(name) {
  const folder = join(root, 'build/tests');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name.replace(/\W+/g, '-')}-${process.pid}.mjs`);
  const header = readFileSync(join(root, 'wasm/include/colophon_abi.h'), 'utf8');
  await build({
    entryPoints: [join(root, `web/src/sdk/${name}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    logLevel: 'warning',
    define: {
      __COLOPHON_VERSION__: '"test"',
      __COLOPHON_ABI__: /#define COLOPHON_ABI_VERSION (\d+)/.exec(header)[1],
      __CORE_SHA256__: JSON.stringify(sha256(readFileSync(corePath))),
      __SETTLE_SHA256__: JSON.stringify(sha256(readFileSync(settlePath))),
      __PICTURE_SHA256__: JSON.stringify(sha256(readFileSync(picturePath))),
    },
  });
  const exports = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return exports;
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The compiled core; says what to build where it is not there. */
export const coreModule = () => compiled(corePath, 'colophon_wasm');
/** The module that computes settlements again. */
export const settleModule = () => compiled(settlePath, 'colophon_settle_wasm');
/** The module of the picture editor. */
export const pictureModule = () => compiled(picturePath, 'colophon_picture_wasm');
/** The module of a writer's tools. */
export const wordsModule = () => compiled(wordsPath, 'colophon_words_wasm');

function compiled(path, target) {
  if (!existsSync(path)) throw new Error(`${path} is not built: ./dev cmake --build --preset wasm --target ${target}`);
  return new WebAssembly.Module(readFileSync(path));
}
