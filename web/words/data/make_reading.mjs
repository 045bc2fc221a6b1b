// Makes what the reader of texts loads on demand: node web/words/data/make_reading.mjs OUTPUT_FOLDER
//   reading-zh.words.gz, reading-zh.LICENSE   the Chinese dictionary: make_chinese.py, docs/formats/chinese-dictionary.md
//   reading-en.txt, reading-en.LICENSE        familiar English words, one a line: the list of text-readability (MIT), after Dale and Chall 1995
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const script = fileURLToPath(new URL('./make_chinese.py', import.meta.url));

/** Nothing is made twice: the dictionary changes with its script alone. */
export async function make(folder) {
  mkdirSync(folder, { recursive: true });
  const packed = join(folder, 'reading-zh.words.gz');
  if (!existsSync(packed) || statSync(packed).mtimeMs < statSync(script).mtimeMs) {
    const plain = join(folder, 'reading-zh.words');
    execFileSync('python3', [script, plain], { stdio: ['ignore', 'ignore', 'inherit'] });
    writeFileSync(packed, gzipSync(readFileSync(plain), { level: 9 }));
    rmSync(plain);
  }
  const peer = dirname(createRequire(import.meta.url).resolve('text-readability/package.json'));
  const { default: words } = await import(pathToFileURL(join(peer, 'easy_words.js')).href);
  const list = [...new Set(words.map((word) => word.toLowerCase().replaceAll('’', "'")))].filter((word) => /^[a-z'-]+$/.test(word)).sort();
  writeFileSync(join(folder, 'reading-en.txt'), `${list.join('\n')}\n`);
  copyFileSync(join(peer, 'LICENSE'), join(folder, 'reading-en.LICENSE'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await make(process.argv[2]);
