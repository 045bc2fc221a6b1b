// Makes a hyphenation file (docs/formats/hyphenation.md) of TeX's patterns:
//   node web/words/data/make_hyphenation.mjs OUTPUT_FOLDER
// writes hyphenation-en-us.bin and hyphenation-en-us.LICENSE. The patterns are those of hyph-utf8's hyph-en-us (Gerard D.C. Kuiken, 1990, 1994,
// after Donald E. Knuth's hyphen.tex and Frank M. Liang), as the npm package hyphenation.en-us has them. Their licence allows copying and
// distributing without limit as long as the notice stays, which the file beside the output holds.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The words of hyphen.tex that its patterns would divide wrongly (The TeXbook, appendix H). */
export const exceptionsEnUs = ['as-so-ciate', 'as-so-ciates', 'dec-li-na-tion', 'oblig-a-tory', 'phil-an-thropic', 'present', 'presents', 'project',
  'projects', 'reci-procity', 're-cog-ni-zance', 'ref-or-ma-tion', 'ret-ri-bu-tion', 'ta-ble'];

const licence = `hyphenation-en-us.bin is made of the hyphenation patterns of American English of TeX (hyph-utf8, hyph-en-us).

Copyright (C) 1990, 2004, 2005 Gerard D.C. Kuiken.
Copying and distribution of this file, with or without modification, are permitted in any medium without royalty provided the copyright notice and
this notice are preserved.
`;

/** The patterns as a map from letters ('_' is the edge of a word) to values, one more than there are letters. */
export function patternsOf(language) {
  const patterns = new Map();
  for (const [size, joined] of Object.entries(language.patterns)) {
    for (let i = 0; i < joined.length; i += Number(size)) {
      const pattern = joined.slice(i, i + Number(size)), letters = pattern.replace(/\d/g, '');
      const values = pattern.split(/\D/).map(Number);
      // Where letters come twice, the higher value counts, as in the program that reads them.
      const known = patterns.get(letters) ?? [];
      patterns.set(letters, Array.from({ length: letters.length + 1 }, (_, n) => Math.max(known[n] ?? 0, values[n] ?? 0)));
    }
  }
  return patterns;
}

/** The file's bytes. `exceptions` are words with hyphens where they may be divided. */
export function hyphenationFile({ patterns, left, right, exceptions = [] }) {
  const units = [...new Set([...patterns.keys()].join(''))].filter((unit) => unit !== '_').sort();
  // The edge of a word has the first number; '.' stands for it and sorts before every letter.
  const alphabet = ['.', ...units], number = new Map(alphabet.map((unit, i) => [unit === '.' ? '_' : unit, i + 1]));
  const rootNode = { children: new Map() };
  for (const [letters, values] of patterns) {
    let node = rootNode;
    for (const unit of letters) {
      if (!node.children.has(unit)) node.children.set(unit, { children: new Map() });
      node = node.children.get(unit);
    }
    node.points = values.flatMap((value, at) => (value > 0 ? [(at << 4) | value] : []));
  }
  const body = [];
  let nodes = 0;
  const write = (node) => {
    const children = [...node.children].sort(([a], [b]) => number.get(a) - number.get(b));
    children.forEach(([unit, child], i) => {
      ++nodes;
      const points = child.points ?? [];
      body.push(number.get(unit), (child.children.size > 0 ? 0x80 : 0) | (i === children.length - 1 ? 0x40 : 0) | points.length, ...points);
      write(child);
    });
  };
  write(rootNode);
  const u16 = (value) => [value & 255, value >> 8], u32 = (value) => [...u16(value & 0xffff), ...u16(value >>> 16)];
  const words = exceptions.map((word) => {
    const places = [];
    word.split('-').slice(0, -1).reduce((at, part) => (places.push(at + part.length), at + part.length), 0);
    return { word: word.replaceAll('-', ''), places };
  }).sort((a, b) => (a.word < b.word ? -1 : 1));
  for (const { word, places } of words) body.push(word.length, places.length, ...[...word].flatMap((unit) => u16(unit.charCodeAt(0))), ...places);
  return Uint8Array.from([...Buffer.from('CLPHYPH1'), left, right, ...u16(alphabet.length), ...u32(nodes), ...u32(words.length),
    ...alphabet.flatMap((unit) => u16(unit.charCodeAt(0))), ...body]);
}

export function englishHyphenation() {
  const language = createRequire(import.meta.url)('hyphenation.en-us');
  return hyphenationFile({ patterns: patternsOf(language), left: language.leftmin, right: language.rightmin, exceptions: exceptionsEnUs });
}

export function make(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'hyphenation-en-us.bin'), englishHyphenation());
  writeFileSync(join(folder, 'hyphenation-en-us.LICENSE'), licence);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  if (folder === undefined) {
    console.error('usage: node make_hyphenation.mjs OUTPUT_FOLDER');
    process.exit(2);
  }
  make(folder);
}
