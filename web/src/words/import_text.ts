// Plain text: lines are paragraphs, and how its writer set them apart (indents, empty lines, lines broken at a width) is found out from all of them.
import type { BookName } from './book.js';
import { literal, splitChapters, type SourceBlock } from './chapters.js';
import { cleanLine } from './clean.js';
import type { ImportContext, Imported } from './import_context.js';

/** A line of stars, dashes or the like between two scenes. */
export const isSceneBreak = (line: string): boolean => /^(?:[*＊☆★※◇◆○●~～-]\s*){3,40}$|^[⁂❦#]$|^[=_—]{3,80}$/u.test(line.trim());

const indent = /^[\u3000 \t]+/;
const isBlank = (line: string): boolean => line.trim() === '';

interface Layout { indented: boolean; spaced: boolean; wrapped: boolean }
function layoutOf(lines: readonly string[]): Layout {
  let filled = 0, indented = 0, ideographic = 0, groups = 0, inner = 0, wide = 0, longest = 0;
  lines.forEach((line, at) => {
    if (isBlank(line)) return;
    filled++;
    if (indent.test(line)) indented++;
    if (line.startsWith('\u3000')) ideographic++;
    longest = Math.max(longest, line.length);
    if (at + 1 === lines.length || isBlank(lines[at + 1]!)) groups++;
    else {
      inner++;
      if (line.length >= 55 && line.length <= 100 && /[a-z,;]/i.test(line)) wide++;
    }
  });
  // Headings have no indent, and a text of short chapters has many of them.
  return { indented: indented * 2 > filled || (ideographic * 10 > filled && ideographic > 1), spaced: filled > 3 && filled < groups * 1.3, wrapped: inner >= 5 && wide > inner * 0.7 && longest <= 100 };
}

/** Lines without what only set them apart. */
function paragraphs(lines: readonly string[], { indented, spaced, wrapped }: Layout): string[] {
  const kept: string[] = [];
  let blanks = 0, joining = false;
  for (const whole of lines) {
    const line = (indented ? whole.replace(indent, '') : whole).trimEnd();
    if (isBlank(line)) {
      // The first of a gap is what separates; those beyond were meant.
      if (++blanks > 1 || !(spaced || wrapped)) kept.push('');
      joining = false;
      continue;
    }
    if (wrapped && joining) kept[kept.length - 1] += ` ${line.trimStart()}`;
    else kept.push(line);
    [blanks, joining] = [0, wrapped];
  }
  return kept;
}

export async function importPlainText(text: string, context: ImportContext): Promise<Imported> {
  const lines = text.replace(/\f/g, '\n').split('\n'), layout = layoutOf(lines);
  if (layout.wrapped) context.notes.add('unwrapped');
  const blocks = paragraphs(lines, layout).map((line): SourceBlock => (line === '' ? { kind: 'empty' } : isSceneBreak(line) ? { kind: 'break' } : { kind: 'paragraph', inlines: literal(line) }));
  await context.step(0.6);
  const { chapters } = splitChapters(blocks, context.newId, context.notes, true);
  const found = chapters.length, page = titlePage(chapters);
  context.notes.add('chaptersByWords', chapters.length - found);
  return { chapters, ...page };
}

const roleForms: readonly (readonly [RegExp, BookName['role']])[] = [
  [/^(?:by\s+|author\s*:\s*|作\s*者\s*[:：]\s*)(?=\S)/i, 'author'], [/^(?:translated by\s+|translator\s*:\s*|[译譯]者\s*[:：]\s*)(?=\S)/i, 'translator'],
  [/^(?:edited by\s+|editor\s*:\s*|[编編]者\s*[:：]\s*)(?=\S)/i, 'editor'], [/^(?:illustrated by\s+|illustrator\s*:\s*|[绘繪]者\s*[:：]\s*)(?=\S)/i, 'illustrator'],
  [/^(?:publisher\s*:\s*|出版(?:者|社)\s*[:：]\s*)(?=\S)/i, 'publisher'],
];

/** Before the first chapter many texts have a title, perhaps a second line, and who made the book; nothing else. */
function titlePage(chapters: Imported['chapters']): Partial<Imported> {
  const first = chapters[0]!, lines = first.text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (chapters.length < 2 || first.title !== '' || lines.length === 0 || lines.length > 12) return {};
  const names: BookName[] = [], others: string[] = [];
  for (const line of lines) {
    const found = roleForms.find(([form]) => form.test(line));
    if (found) names.push({ name: cleanLine(line.replace(found[0], '')), role: found[1] });
    else others.push(line);
  }
  if (others.length > 2 || others.some((line) => [...line].length > 60)) return {};
  const title = cleanLine((others[0] ?? '').replace(/^[书書]名\s*[:：]/, '')).replace(/^《(.+)》$/, '$1');
  // A sentence, or what is announced by a colon, is no second title: it stays in the text.
  if (others[1] !== undefined && /[。．.！!？?；;…”」]$|[:：]/.test(others[1])) {
    chapters[0] = { ...first, text: others[1] };
    return { title, names };
  }
  chapters.shift();
  return { title, subtitle: cleanLine(others[1] ?? ''), names };
}
