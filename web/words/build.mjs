// Builds @colophon/words into web/words/dist, and what `colophon serve` serves under /words/ into web/dist/words.
//   node web/words/build.mjs        (web/build.mjs calls it too)
// The one names @colophon/sdk, for bundlers; the other the files that lie beside it on the site, so that a page has one copy of the SDK.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url)), web = dirname(here), root = dirname(web);
const source = join(web, 'src'), dist = join(here, 'dist');
const wordsPath = process.env.COLOPHON_WORDS_WASM ?? join(root, 'build/wasm/colophon-words.wasm');

/** What this package takes from the SDK instead of having it a second time: a source file and the export that has it. */
const fromSdk = { 'sdk/client': '', 'sdk/index': '', 'cover/index': '/cover', 'cover/define': '/cover/define', 'picture/index': '/picture' };
const filesOfSdk = { '': 'index', '/cover': 'cover', '/cover/define': 'define-cover', '/picture': 'picture' };
const sdkOutside = (site) => ({
  name: 'sdk-outside',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, resolveDir }) => {
      const name = relative(source, resolve(resolveDir, path)).replace(/\.js$/, '').replaceAll('\\', '/'), found = fromSdk[name];
      return found === undefined ? undefined : { path: site ? `../sdk/${filesOfSdk[found]}.js` : `@colophon/sdk${found}`, external: true };
    });
  },
});
const sheetsAsText = {
  name: 'sheets-as-text',
  setup(esbuild) {
    esbuild.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: (await transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true })).code, loader: 'text' }));
  },
};

function constants(site) {
  const abi = /#define COLOPHON_ABI_VERSION (\d+)/.exec(readFileSync(join(root, 'wasm/include/colophon_abi.h'), 'utf8'));
  return {
    __COLOPHON_VERSION__: JSON.stringify(JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).version),
    __COLOPHON_ABI__: abi[1],
    __WORDS_SHA256__: JSON.stringify(createHash('sha256').update(readFileSync(wordsPath)).digest('hex')),
    __SDK_WORKER__: JSON.stringify(site ? '../sdk/worker.js' : ''),
    // Of the modules that this package never compiles itself.
    __CORE_SHA256__: '""', __SETTLE_SHA256__: '""', __PICTURE_SHA256__: '""',
  };
}

async function scripts(folder, site) {
  const common = { bundle: true, format: 'esm', target: ['es2022'], minify: true, legalComments: 'none', logLevel: 'warning', charset: 'utf8', define: constants(site) };
  await build({ ...common, entryPoints: { index: join(source, 'words/index.ts'), define: join(source, 'words/define.ts'), books: join(source, 'words/books.ts') }, outdir: folder, splitting: true, chunkNames: 'chunk-[hash]', plugins: [sheetsAsText, sdkOutside(site)] });
  await build({ ...common, entryPoints: [join(source, 'words/worker.ts')], outfile: join(folder, 'worker.js') });
  for (const language of ['en', 'zh-CN']) {
    const panels = readdirSync(join(source, 'locales/panels')).filter((name) => /^(manuscript|words_\w+)\./.test(name) && name.endsWith(`.${language}.ts`));
    const contents = panels.map((name) => `export * from './${name.replace(/\.ts$/, '.js')}';`).join('\n');
    await build({ ...common, stdin: { contents, resolveDir: join(source, 'locales/panels'), loader: 'ts' }, outfile: join(folder, 'locales', `${language}.js`) });
  }
  cpSync(wordsPath, join(folder, 'words.wasm'));
}

/** Dictionaries and patterns: each data/make_NAME.mjs writes its files into the folder that it is given, with their licences beside them: by its function `make`, or as a program.
 * It takes a minute: what was made of the same files is kept in build/. */
async function data(folder) {
  const from = join(here, 'data'), hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const files = readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  for (const file of files) hash.update(relative(from, file)).update(readFileSync(file));
  const kept = join(root, 'build/words-data', hash.digest('hex').slice(0, 16)), making = `${kept}.${process.pid}`;
  if (!existsSync(kept)) {
    mkdirSync(making, { recursive: true });
    cpSync(join(from, 'README.md'), join(making, 'README.md'));
    for (const path of files.filter((file) => /^make_\w+\.mjs$/.test(relative(from, file)))) {
      if (/^export (async )?function make\b/m.test(readFileSync(path, 'utf8'))) await (await import(pathToFileURL(path).href)).make(making);
      else execFileSync(process.execPath, [path, making], { stdio: ['ignore', 'ignore', 'inherit'] });
    }
    rmSync(kept, { recursive: true, force: true });
    renameSync(making, kept);
  }
  cpSync(kept, folder, { recursive: true });
}

/** Declarations of what the exports lead to, with the SDK's under its own name. */
function types() {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(here, 'tsconfig.types.json')], { stdio: 'inherit' });
  const folder = join(dist, 'types'), wanted = new Set();
  const want = (path) => {
    if (wanted.has(path) || !existsSync(path)) return;
    wanted.add(path);
    const text = readFileSync(path, 'utf8').replace(/(['"])(?:\.\.\/)+sdk\/\w[\w-]*\.js\1/g, "'@colophon/sdk'");
    writeFileSync(path, text);
    for (const [, name] of text.matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)\.js['"]/g)) want(join(dirname(path), `${name}.d.ts`));
  };
  for (const name of ['words/index', 'words/define', 'words/books', 'locales/panels/manuscript.en', 'locales/panels/manuscript.zh-CN']) want(join(folder, `${name}.d.ts`));
  for (const entry of readdirSync(folder, { recursive: true })) if (entry.endsWith('.d.ts') && !wanted.has(join(folder, entry))) rmSync(join(folder, entry));
}

/** `site`: the folder that the site's copy goes into, or undefined. */
export async function buildWords({ site, declarations = true } = {}) {
  if (!existsSync(wordsPath)) throw new Error(`${wordsPath} is not there: run ./dev cmake --preset wasm && ./dev cmake --build --preset wasm --target colophon_words_wasm`);
  rmSync(dist, { recursive: true, force: true });
  await scripts(dist, false);
  await data(join(dist, 'data'));
  if (declarations) types();
  if (!site) return;
  rmSync(site, { recursive: true, force: true });
  await scripts(site, true);
  cpSync(join(dist, 'data'), join(site, 'data'), { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWords({ site: existsSync(join(web, 'dist')) ? join(web, 'dist/words') : undefined });
