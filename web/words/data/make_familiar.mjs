// Writes the list of familiar English words, one a line: node web/words/data/make_familiar.mjs OUT
// The words are those of the npm package text-readability (MIT), the list that Dale and Chall's formula of 1995 asks for; its licence goes beside OUT.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = dirname(createRequire(import.meta.url).resolve('text-readability/package.json'));
const { default: words } = await import(join(folder, 'easy_words.js'));
const out = process.argv[2];
mkdirSync(dirname(out), { recursive: true });
const list = [...new Set(words.map((word) => word.toLowerCase().replaceAll('’', "'")))].filter((word) => /^[a-z'-]+$/.test(word)).sort();
writeFileSync(out, `${list.join('\n')}\n`);
copyFileSync(join(folder, 'LICENSE'), out.replace(/\.\w+$/, '.LICENSE'));
console.log(`${out}: ${list.length} words, ${readFileSync(out).length} bytes`);
