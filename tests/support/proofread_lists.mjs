// The lists of errors and the clean prose that proofreading is judged by.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './core.mjs';

/** [{begin, end, right, kind, source, text}] of tests/fixtures/proofread/NAME.tsv. */
export const errorsOf = (name) => readFileSync(join(root, `tests/fixtures/proofread/${name}.tsv`), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => {
  const [begin, end, right, kind, source, text] = line.split('\t');
  return { begin: Number(begin), end: Number(end), right, kind, source, text };
});

/** The project's own explanations and how-tos, without code, tables and links. */
export function cleanEnglish() {
  const names = ['explanation/pictures', 'explanation/quality', 'explanation/trust', 'explanation/architecture', 'explanation/exploration', 'explanation/identity', 'explanation/optimiser', 'how-to/cover', 'how-to/embed', 'how-to/import-works', 'how-to/operate', 'how-to/sales', 'how-to/settle-a-month', 'how-to/witness'];
  return names.map((name) => readFileSync(join(root, `docs/${name}.md`), 'utf8')).join('\n\n')
    .replace(/```[^]*?```/g, '').replace(/^(\||[ ]{4}|#).*$/gm, '').replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\n(?!\n|[-#]|\d+\.)/g, ' ');
}
export const wordsOf = (text) => text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
