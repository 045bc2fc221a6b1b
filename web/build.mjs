// Builds the package into web/dist: entries, chunks, types, the core, the pages, and what the server serves beside them.
//   npm run build            (from web/, or `npm run -w web build` from the root)
// Everything in dist/ but pages, models/, ort/ and words/ goes into the npm package; web/package.json's `files` says so. words/build.mjs makes the other package.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants as constantsOfZlib } from 'node:zlib';
import { build, transform } from 'esbuild';
import { foldLocales, foldTypes } from './fold_types.mjs';
import { buildWords } from './words/build.mjs';

const web = dirname(fileURLToPath(import.meta.url));
const root = dirname(web);
const source = join(web, 'src');
const dist = join(web, 'dist');
const packageFolder = (name) => join(root, 'node_modules', name);

const corePath = process.env.COLOPHON_WASM ?? join(root, 'build/wasm/colophon.wasm');
const settlePath = process.env.COLOPHON_SETTLE_WASM ?? join(root, 'build/wasm/colophon-settle.wasm');
const picturePath = process.env.COLOPHON_PICTURE_WASM ?? join(root, 'build/wasm/colophon-picture.wasm');
const wordsPath = process.env.COLOPHON_WORDS_WASM ?? join(root, 'build/wasm/colophon-words.wasm');
for (const path of [corePath, settlePath, picturePath, wordsPath]) {
  if (existsSync(path)) continue;
  console.error(`build: ${path} is not there: run ./dev cmake --preset wasm && ./dev cmake --build --preset wasm --target colophon_wasm colophon_settle_wasm colophon_picture_wasm colophon_words_wasm`);
  process.exit(1);
}

/** Files of a source folder with that ending, or none where the folder is not there. */
const list = (folder, ending) =>
  existsSync(join(source, folder)) ? readdirSync(join(source, folder)).filter((name) => name.endsWith(ending)) : [];

/** What is known only now and is written into the code: the core that these scripts belong to. */
function constants() {
  const header = readFileSync(join(root, 'wasm/include/colophon_abi.h'), 'utf8');
  const abi = /#define COLOPHON_ABI_VERSION (\d+)/.exec(header);
  const version = JSON.parse(readFileSync(join(web, 'package.json'), 'utf8')).version;
  return {
    __COLOPHON_VERSION__: JSON.stringify(version),
    __COLOPHON_ABI__: abi[1],
    __CORE_SHA256__: JSON.stringify(createHash('sha256').update(readFileSync(corePath)).digest('hex')),
    __SETTLE_SHA256__: JSON.stringify(createHash('sha256').update(readFileSync(settlePath)).digest('hex')),
    __PICTURE_SHA256__: JSON.stringify(createHash('sha256').update(readFileSync(picturePath)).digest('hex')),
  };
}

const common = {
  bundle: true,
  format: 'esm',
  target: ['es2022'],
  minify: true,
  legalComments: 'none',
  loader: { '.css': 'text' },
  logLevel: 'warning',
  define: constants(),
};

/** Style sheets that a script imports arrive as text, without what only their writer needs. */
const sheetsAsText = {
  name: 'sheets-as-text',
  setup(esbuild) {
    esbuild.onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      contents: (await transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true })).code, loader: 'text',
    }));
  },
};

/** An entry keeps its own code, and who wants something of it imports it from there: a chunk for the two would be one file more. */
const entriesStayWhole = (entries) => ({
  name: 'entries-stay-whole',
  setup(esbuild) {
    const names = new Map(Object.entries(entries).map(([name, path]) => [path, name]));
    esbuild.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, resolveDir }) => {
      const name = names.get(join(resolveDir, path.replace(/\.js$/, '.ts')));
      return name === undefined ? undefined : { path: `./${name}.js`, external: true };
    });
  },
});

/** The languages, and the files that each is written in: the studio's, and those of the other elements. */
const languages = () => list('locales', '.ts').filter((name) => /^[\w-]+\.ts$/.test(name)).map((name) => basename(name, '.ts'));
const wordsOf = (language) => [language, ...list('locales', `.${language}.ts`).map((name) => basename(name, '.ts'))];

/** The package: entries share chunks; the worker is one file, since a page may serve it from elsewhere. */
async function buildPackage() {
  const entries = { index: join(source, 'sdk/index.ts') };
  if (existsSync(join(source, 'element'))) {
    entries.element = join(source, 'element/index.ts');
    entries.define = join(source, 'element/define.ts');
  }
  if (existsSync(join(source, 'earnings'))) {
    entries.earnings = join(source, 'earnings/index.ts');
    entries['define-earnings'] = join(source, 'earnings/define.ts');
  }
  if (existsSync(join(source, 'badge'))) {
    entries.badge = join(source, 'badge/index.ts');
    entries['define-badge'] = join(source, 'badge/define.ts');
  }
  if (existsSync(join(source, 'cover'))) {
    entries.cover = join(source, 'cover/index.ts');
    entries['define-cover'] = join(source, 'cover/define.ts');
  }
  entries.react = join(source, 'react/index.ts');
  entries.picture = join(source, 'picture/index.ts');
  await build({
    ...common, entryPoints: entries, outdir: dist, splitting: true, external: ['react'], chunkNames: 'chunk-[hash]', plugins: [sheetsAsText, entriesStayWhole(entries)],
  });
  // By themselves: who replaces a language wants that one alone, and sharing would cut every element's code into more files.
  for (const language of languages()) {
    const contents = [...wordsOf(language).map((name) => `export * from './${name}.js';`), `export { default } from './${language}.js';`].join('\n');
    await build({ ...common, stdin: { contents, resolveDir: join(source, 'locales'), loader: 'ts' }, outfile: join(dist, 'locales', `${language}.js`) });
  }
  await build({ ...common, entryPoints: [join(source, 'sdk/worker.ts')], outfile: join(dist, 'worker.js') });
  // Minifying removes the comments that tell bundlers to leave an address of run time alone.
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.js'))) {
    const code = readFileSync(join(dist, name), 'utf8'), told = code.replace(/\bimport\((?=[\w$]+\))/g, 'import(/*webpackIgnore:true*//*@vite-ignore*/');
    if (told !== code) writeFileSync(join(dist, name), told);
  }
}

/** Pages use the package as any site would: one copy of it, beside its core and its worker. */
const packageOfSite = {
  name: 'package-of-site',
  setup(esbuild) {
    const files = { '': 'index', '/element': 'element', '/element/define': 'define', '/earnings': 'earnings', '/earnings/define': 'define-earnings', '/badge': 'badge', '/badge/define': 'define-badge', '/cover': 'cover', '/cover/define': 'define-cover', '/picture': 'picture' };
    esbuild.onResolve({ filter: /^@colophon\/words/ }, ({ path }) => ({ path: `../../words/${path === '@colophon/words' ? 'index' : path.slice('@colophon/words/'.length)}.js`, external: true }));
    esbuild.onResolve({ filter: /^@colophon\/sdk/ }, ({ path }) => {
      const name = path.slice('@colophon/sdk'.length);
      return { path: `../${files[name] ?? name.slice(1)}.js`, external: true };
    });
  },
};

/** The pages: each src/pages/NAME.html goes to dist/NAME.html, each src/pages/NAME.ts to dist/pages/NAME.js with its style sheet. */
async function buildPages() {
  const scripts = list('pages', '.ts').filter((name) => !name.endsWith('.d.ts'));
  const sheets = list('pages', '.css');
  if (scripts.length + sheets.length > 0) {
    await build({
      ...common,
      loader: {},
      entryPoints: [...scripts, ...sheets].map((name) => join(source, 'pages', name)),
      outdir: join(dist, 'pages'),
      splitting: true,
      chunkNames: '[name]-[hash]',
      plugins: [packageOfSite],
    });
  }
  for (const name of list('pages', '.html')) cpSync(join(source, 'pages', name), join(dist, name));
  for (const name of list('pages', '.svg')) cpSync(join(source, 'pages', name), join(dist, 'pages', name));
  // What the first page offers to those who have nothing at hand.
  for (const name of ['images/rocket.jpg', 'images/airplane-from-above.jpg', 'images/dust-bowl-home.jpg', 'images/chelsea.png', ...['li-bai-1', 'li-bai-2', 'du-fu-1', 'du-mu-1', 'li-shangyin-1', 'bai-juyi-1'].map((name) => `poems/${name}.txt`)]) {
    cpSync(join(root, 'examples/catalogue', name), join(dist, 'pages/samples', basename(name)));
  }
}

/** ONNX Runtime Web and the models, for same-origin serving: loaded by the worker when a score is asked for. */
function copyRuntime() {
  const runtime = join(packageFolder('onnxruntime-web'), 'dist');
  mkdirSync(join(dist, 'ort'), { recursive: true });
  for (const name of ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm']) {
    cpSync(join(runtime, name), join(dist, 'ort', name));
  }
  mkdirSync(join(dist, 'models'), { recursive: true });
  // What was trained here, and what others made.
  for (const folder of [join(root, 'native/models'), join(web, 'models')]) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) {
      if (/\.(onnx|json|LICENSE)$/.test(name)) cpSync(join(folder, name), join(dist, 'models', basename(name)));
    }
  }
}

/** Declarations of what the exports lead to: a module that only other modules use needs none. */
function buildTypes() {
  execFileSync(process.execPath, [join(packageFolder('typescript'), 'bin/tsc'), '-p', join(web, 'tsconfig.types.json')], { stdio: 'inherit' });
  const types = join(dist, 'types');
  const wanted = new Set();
  const want = (path) => {
    if (wanted.has(path) || !existsSync(path)) return;
    wanted.add(path);
    for (const [, name] of readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)\.js['"]/g)) want(join(dirname(path), `${name}.d.ts`));
  };
  ['sdk/index', 'element/index', 'element/define', 'earnings/index', 'earnings/define', 'badge/index', 'badge/define', 'cover/index', 'cover/define', 'picture/index', 'react/index'].forEach((name) => want(join(types, `${name}.d.ts`)));
  list('locales', '.ts').forEach((name) => want(join(types, 'locales', name.replace(/\.ts$/, '.d.ts'))));
  for (const entry of readdirSync(types, { recursive: true })) {
    const path = join(types, entry);
    if (path.endsWith('.d.ts') && !wanted.has(path)) rmSync(path);
  }
  for (const name of readdirSync(types)) if (!['sdk', 'locales'].includes(name)) foldTypes(join(types, name));
  for (const language of languages()) foldLocales(join(types, 'locales'), wordsOf(language));
}

/** NAME.br beside NAME, which the server sends as it is. It takes half a minute for the runtime: what was made once is kept by its content. */
function precompress(names) {
  const kept = join(root, 'build/brotli');
  mkdirSync(kept, { recursive: true });
  for (const name of names) {
    const bytes = readFileSync(join(dist, name)), path = join(kept, `${createHash('sha256').update(bytes).digest('hex')}.br`);
    if (!existsSync(path)) {
      const params = { [constantsOfZlib.BROTLI_PARAM_QUALITY]: 11, [constantsOfZlib.BROTLI_PARAM_LGWIN]: 22, [constantsOfZlib.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      writeFileSync(`${path}.${process.pid}`, brotliCompressSync(bytes, { params }));
      renameSync(`${path}.${process.pid}`, path);
    }
    cpSync(path, join(dist, `${name}.br`));
  }
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
await buildPackage();
cpSync(corePath, join(dist, 'core.wasm'));
cpSync(settlePath, join(dist, 'settle.wasm'));
cpSync(picturePath, join(dist, 'picture.wasm'));
await buildPages();
copyRuntime();
precompress(['core.wasm', 'ort/ort-wasm-simd-threaded.wasm']);
buildTypes();
await buildWords({ site: join(dist, 'words') });
precompress(['words/words.wasm', 'words/data/proofread-en.bin', 'words/data/proofread-zh.bin']);
