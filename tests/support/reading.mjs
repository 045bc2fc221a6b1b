// What tests and benches of the reader need: its data, made once into build/words, and texts of the corpora as books.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { make } from '../../web/words/data/make_reading.mjs';
import { root } from './core.mjs';

export const dataFolder = join(root, 'build/words');
export const makeData = () => make(dataFolder);
export const dataFile = (name) => new Uint8Array(readFileSync(join(dataFolder, name)));

const shared = (name) => join(root, '../shared/data', name);
export const hasCorpora = () => existsSync(shared('chinese-poetry/poet.tang.0.json')) && existsSync(shared('tiny-shakespeare/input.txt'));

/** Tang poems, a chapter each `perChapter` characters, until there are `characters`; a line of verse is a paragraph. */
export function tangBook(characters, perChapter = 10_000) {
  const chapters = [];
  let lines = [], inChapter = 0, all = 0;
  for (const file of [0, 1000, 2000, 3000, 4000]) {
    for (const poem of JSON.parse(readFileSync(shared(`chinese-poetry/poet.tang.${file}.json`), 'utf8'))) {
      for (const line of poem.paragraphs) {
        lines.push(line);
        inChapter += line.length;
        all += line.length;
      }
      if (inChapter < perChapter && all < characters) continue;
      chapters.push(lines.join('\n'));
      lines = [];
      inChapter = 0;
      if (all >= characters) return chapters;
    }
  }
  return chapters;
}

/** Speeches of Shakespeare's plays without the names before them, a paragraph each, in chapters of `speeches`. */
export function shakespeareBook(chapters, speeches = 60) {
  const paragraphs = readFileSync(shared('tiny-shakespeare/input.txt'), 'utf8').split('\n\n').map((part) => part.replace(/^[^\n]*:\n/, '').replaceAll('\n', ' '));
  return Array.from({ length: chapters }, (_, i) => paragraphs.slice(i * speeches, (i + 1) * speeches).join('\n'));
}
/** Their words in a row, as many as are wanted. */
export function shakespeareWords(words) {
  const text = shakespeareBook(200, 100).join('\n'), found = text.matchAll(/\S+/g);
  let end = 0;
  for (let i = 0; i < words; ++i) end = (({ value }) => value.index + value[0].length)(found.next());
  return text.slice(0, end);
}
