// What a visitor downloads, compressed, against its target and its cap. Above a cap this fails.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const dist = join(root, 'web/dist');
const kilobyte = 1000;

/** A script and all that it imports before it runs: each file is compressed as it is sent. */
function graph(entry, seen = new Set()) {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const source = readFileSync(join(dist, entry), 'utf8');
  for (const [, path] of source.matchAll(/(?:import|export)\s*(?:[\w*{}$,\s]+?\s*from\s*)?"(\.[^"]+)"/g)) graph(join(dirname(entry), path), seen);
  return seen;
}
/** With what it imports later: the whole of an element that loads most of itself when it is shown. */
function whole(entry) {
  const files = graph(entry);
  for (const file of files) for (const [, path] of readFileSync(join(dist, file), 'utf8').matchAll(/import\("(\.[^"]+)"\)/g)) graph(join(dirname(file), path), files);
  return files;
}
const compressed = (files) => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0);
const raw = (files) => [...files].reduce((sum, file) => sum + readFileSync(join(dist, file)).length, 0);

const loader = graph('index.js');
const rows = [
  ['loader entry', loader, 3, 5],
  ['worker', ['worker.js'], 8, 12],
  ['core wasm', ['core.wasm'], 150, 300],
  // Fetched only by who computes a whole settlement again.
  ['settle wasm', ['settle.wasm'], 200, 260],
  // Fetched only when an editor of pictures opens.
  ['picture wasm', ['picture.wasm'], 100, 150],
];
if (existsSync(join(dist, 'define-earnings.js'))) rows.push(['earnings', graph('define-earnings.js'), 30, 40]);
// What the mark beside a work costs; the check comes at the click.
if (existsSync(join(dist, 'define-badge.js'))) rows.push(['badge', graph('define-badge.js'), 8, 12]);
if (existsSync(join(dist, 'cover.js'))) rows.push(['cover', graph('cover.js'), 15, 20]);
// <colophon-cover> with its panel, the studio's styles and words among it.
if (existsSync(join(dist, 'define-cover.js'))) rows.push(['cover element', whole('define-cover.js'), 60, 70]);
if (existsSync(join(dist, 'define.js'))) {
  rows.push(['widget', graph('define.js'), 25, 35]);
  rows.push(['first score without the model runtime', new Set([...graph('define.js'), 'worker.js', 'core.wasm']), 350, 500]);
}

// The other package: the manuscript on its first view, all of it with its panels, and its worker. The SDK's own scripts are counted above.
const words = (entry, walk) => [...walk(`../words/dist/${entry}`)].filter((file) => !file.includes('@colophon'));
if (existsSync(join(dist, '../words/dist/define.js'))) {
  rows.push(['manuscript', words('define.js', graph), 60, 75]);
  // The dictionaries that convert Chinese are fetched at the first conversion only.
  const converts = (file) => readFileSync(join(dist, file), 'utf8').includes('.loadDict('), all = words('define.js', whole);
  rows.push(['manuscript, all panels', all.filter((file) => !converts(file)), 150, 200]);
  rows.push(['conversion of Chinese', all.filter(converts), 1200, 1500]);
  rows.push(['words worker', ['../words/dist/worker.js'], 12, 25]);
  rows.push(['words wasm', ['../words/dist/words.wasm'], 150, 250]);
}

let failed = false;
for (const [name, files, target, cap] of rows) {
  const kb = compressed(files) / kilobyte;
  const state = kb > cap ? 'over the cap' : kb > target ? 'over the target' : 'ok';
  failed ||= kb > cap;
  console.log(`${name}: ${kb.toFixed(1)} kB gz (${(raw(files) / kilobyte).toFixed(1)} raw); target ${target}, cap ${cap}: ${state}`);
}
process.exitCode = failed ? 1 : 0;
