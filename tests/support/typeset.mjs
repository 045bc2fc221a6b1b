// What tests and benches of layout share: the module with its patterns, a font of plain widths, and texts.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { englishHyphenation } from '../../web/words/data/make_hyphenation.mjs';
import { importSource, random, root, wordsModule } from './core.mjs';

const require = createRequire(import.meta.url);
export const texBreak = require('tex-linebreak');
const Hypher = require('hypher');
const patterns = require('hyphenation.en-us');

export const hypher = new Hypher(patterns);

/** Monotype's widths of "Breaking Paragraphs into Lines", in 1/18 em; what the paper has no width for is 10. */
const lower = [9, 10, 8, 10, 8, 6, 9, 10, 5, 6, 10, 5, 15, 10, 9, 10, 10, 7, 7, 7, 10, 9, 13, 10, 10, 8];
export function unitWidth(code) {
  if (code >= 97 && code <= 122) return lower[code - 97];
  if (code >= 65 && code <= 90) return Math.round(lower[code - 65] * 1.4);
  return code === 32 || code === 45 ? 6 : code < 64 && code !== 63 && !(code >= 48 && code <= 57) ? 5 : 10;
}
export const measure = (text) => {
  let sum = 0;
  for (let i = 0; i < text.length; ++i) sum += unitWidth(text.charCodeAt(i));
  return sum;
};
export const monotype = { em: 18, styles: [{ other: 10, advances: Array.from({ length: 95 }, (_, i) => [32 + i, unitWidth(32 + i)]) }] };

export async function openTypesetter() {
  const [{ WordsCore }, layout] = await Promise.all([importSource('words-core'), importSource('../words/layout')]);
  const core = await WordsCore.instantiate(wordsModule());
  const typesetter = new layout.Typesetter(core);
  typesetter.loadHyphenation(englishHyphenation());
  return { core, typesetter, layout };
}

const shared = join(root, '../shared/data');
/** Paragraphs of Shakespeare: speeches, each in one line. Undefined where ../shared is not there. */
export function shakespeare() {
  const path = join(shared, 'tiny-shakespeare');
  if (!existsSync(path)) return undefined;
  const file = ['input.txt', 'tiny-shakespeare.txt', 'tinyshakespeare.txt'].map((name) => join(path, name)).find(existsSync);
  if (file === undefined) return undefined;
  return readFileSync(file, 'utf8').split(/\n\n+/).map((speech) => speech.split('\n').slice(1).join(' ').trim()).filter((speech) => speech.length > 0);
}

/** English-looking words of one seed, for where no real text is. */
export function madeText(seed, words) {
  const { below } = random(seed);
  const syllables = ['con', 'ta', 'ble', 'pre', 'sen', 'tion', 'ver', 'si', 'ing', 'de', 'mon', 'stra', 'ly', 'un', 'der', 'ness', 'per', 'form', 'al', 'ism'];
  return Array.from({ length: words }, () => Array.from({ length: 1 + below(4) }, () => syllables[below(syllables.length)]).join('') + (below(9) === 0 ? ',' : '')).join(' ');
}
