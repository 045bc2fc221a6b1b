// A book as Markdown, which importBook reads back whole, and as plain text for reading.
import type { Book, Chapter } from './book.js';
import { cleanLine, cleanText } from './clean.js';
import { bookWords } from './colophon_page.js';
import { checkBook } from './export_epub.js';
import { kManuscript } from './import_markdown.js';
import { parseText, plainText, type Block, type Inline } from './marks.js';
import { Notes } from './problems.js';
import { chapterLabel, isChinese } from './xhtml.js';

const exact = (text: string): string => text.replace(/[\\*_`[\]{}<>&|#!]/g, '\\$&');
/** Spaces that Markdown would drop are written as what they are. */
const spaced = (line: string): string => line.replace(/^ +| +$|  +/g, (run) => '&#32;'.repeat(run.length)).replace(/\t/g, '&#9;');
/** A line that would begin a list or underline a heading is none. */
const begun = (line: string): string => line.replace(/^([-+=~])/, '\\$1').replace(/^(\d{1,9})([.)])/, '$1\\$2');

const inlineMarkdown = (one: Inline): string => {
  if (one.kind === 'text') return exact(one.text);
  if (one.kind === 'ruby') return `{${exact(one.base)}|${exact(one.reading)}}`;
  const mark = one.kind === 'strong' ? '**' : '*';
  return `${mark}${one.inlines.map(inlineMarkdown).join('')}${mark}`;
};
const lineMarkdown = (inlines: readonly Inline[]): string => begun(spaced(inlines.map(inlineMarkdown).join('')));

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'empty': return '&nbsp;';
    case 'break': return '***';
    case 'image': return `![${exact(block.description)}](${encodeURIComponent(block.name)})`;
    case 'heading': return `${'#'.repeat(block.level + 1)} ${lineMarkdown(block.inlines)}`;
    case 'quote': return block.inlines.length === 0 ? '> &nbsp;' : `> ${lineMarkdown(block.inlines)}`;
    case 'verse': return block.inlines.length === 0 ? '|' : `| ${spaced(block.inlines.map(inlineMarkdown).join(''))}`;
    default: return lineMarkdown(block.inlines);
  }
}

function chapterMarkdown({ id, title, text }: Chapter): string {
  const name = exact(cleanLine(title)), address = /^[\w.:-]{1,128}$/.test(id) ? `${name && ' '}{#${id}}` : '';
  const lines = [`# ${name}${address}`.trimEnd(), ''];
  let before: Block['kind'] | undefined;
  for (const block of parseText(cleanText(text, new Notes()))) {
    // Verses stand line under line; whatever else, and two quotations, is parted by an empty line.
    if (before !== undefined && !(before === 'verse' && block.kind === 'verse')) lines.push('');
    lines.push(blockMarkdown(block));
    before = block.kind;
  }
  return lines.join('\n');
}

/** Markdown with the book's data before it; pictures are named, not held. */
export function exportMarkdown(book: Book): string {
  checkBook(book);
  const data: Record<string, unknown> = {
    title: cleanLine(book.title), subtitle: cleanLine(book.subtitle), language: book.language, direction: book.direction, names: book.names.map(({ name, role }) => ({ name: cleanLine(name), role })),
    edition: cleanLine(book.edition), licence: cleanLine(book.licence), ai: { level: book.ai.level, note: cleanLine(book.ai.note) },
  };
  const front = Object.entries(data).map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join('\n');
  return `---\nformat: ${JSON.stringify(kManuscript)}\n${front}\n---\n\n${book.chapters.map(chapterMarkdown).join('\n\n')}\n`;
}

function blockText(block: Block, chinese: boolean): string {
  if (!('inlines' in block) && block.kind !== 'image') return block.kind === 'empty' ? '' : chinese ? '＊＊＊' : '* * *';
  if (block.kind === 'image') return `[${block.description || block.name}]`;
  const read = (inlines: readonly Inline[]): string => inlines.map((one) => (one.kind === 'text' ? one.text : one.kind === 'ruby' ? `${one.base}${chinese ? `（${one.reading}）` : ` (${one.reading})`}` : read(one.inlines))).join('');
  return `${block.kind === 'quote' || block.kind === 'verse' ? (chinese ? '\u3000\u3000' : '    ') : ''}${read(block.inlines)}`;
}

/** Plain text, UTF-8 once it is written: marks are gone, readings of ruby stand in parentheses. */
export function exportTxt(book: Book): string {
  checkBook(book);
  const chinese = isChinese(book.language), gap = chinese ? '\n' : '\n\n', words = bookWords(book), parts = [[book.title, book.subtitle, ...book.names.map(({ name, role }) => name && `${words.roles[role]}${words.separator}${name}`)].map(cleanLine).filter((line) => line !== '').join('\n')];
  for (const [index, chapter] of book.chapters.entries()) {
    const lines: string[] = [];
    let before: Block['kind'] | undefined;
    for (const block of parseText(cleanText(chapter.text, new Notes()))) {
      if (before !== undefined) lines.push(before === block.kind && (before === 'verse' || before === 'empty') ? '\n' : gap);
      lines.push(blockText(block, chinese));
      before = block.kind;
    }
    parts.push(`${chapterLabel(book, chapter, index)}\n\n${lines.join('')}`);
  }
  return `${parts.filter((part) => part !== '').join('\n\n\n')}\n`;
}

/** The words of a chapter, without marks: for counting and comparing. */
export const chapterWords = (text: string): string => parseText(text).map((block) => ('inlines' in block ? plainText(block.inlines) : '')).join('\n');
