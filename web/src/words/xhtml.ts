// Chapters as XHTML, for EPUB and for print: well-formed text, nothing in it but what the marks say.
import type { Book, BookLanguage, Chapter } from './book.js';
import { cleanLine, cleanText, xmlText } from './clean.js';
import { parseText, type Block, type Inline } from './marks.js';
import { Notes } from './problems.js';

export const isChinese = (language: BookLanguage): boolean => /^zh\b/i.test(language);
export const isTraditional = (language: BookLanguage): boolean => /^zh-(?:Hant|TW|HK|MO)\b/i.test(language);
/** BCP 47 as files can say it; what is no tag is left undetermined. */
export const languageTag = (language: BookLanguage): string => (/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(language) ? language : 'und');

/** What a chapter without a title is called in lists. */
export const chapterLabel = (book: Pick<Book, 'language'>, chapter: Chapter, index: number): string =>
  cleanLine(chapter.title) || (isChinese(book.language) ? `〔${index + 1}〕` : `[${index + 1}]`);

const inline = (one: Inline): string => {
  if (one.kind === 'text') return xmlText(one.text);
  if (one.kind === 'ruby') return `<ruby>${xmlText(one.base)}<rp>(</rp><rt>${xmlText(one.reading)}</rt><rp>)</rp></ruby>`;
  return one.kind === 'strong' ? `<strong>${inlineXhtml(one.inlines)}</strong>` : `<em>${inlineXhtml(one.inlines)}</em>`;
};
export const inlineXhtml = (inlines: readonly Inline[]): string => inlines.map(inline).join('');

const kinds = { quote: ['<blockquote>', '</blockquote>'], verse: ['<div class="verse">', '</div>'] } as const;

/** `source` gives the address of a picture by its name; a picture that the book has not stands as its description. */
export function chapterXhtml(text: string, source: (name: string) => string | undefined): string {
  const lines: string[] = [];
  let open: 'quote' | 'verse' | undefined;
  for (const block of parseText(cleanText(text, new Notes()))) {
    const wanted = block.kind === 'quote' || block.kind === 'verse' ? block.kind : undefined;
    if (open !== wanted) {
      if (open) lines.push(kinds[open][1]);
      if (wanted) lines.push(kinds[wanted][0]);
      open = wanted;
    }
    lines.push(blockXhtml(block, source));
  }
  if (open) lines.push(kinds[open][1]);
  return lines.join('\n');
}
function blockXhtml(block: Block, source: (name: string) => string | undefined): string {
  if (block.kind === 'image') {
    const address = source(block.name), words = xmlText(block.description);
    return address === undefined ? `<p class="missing" data-name="${xmlText(block.name)}" data-alt="${words}">[${words || xmlText(block.name)}]</p>` : `<figure><img src="${xmlText(address)}" alt="${words}" data-name="${xmlText(block.name)}"/></figure>`;
  }
  if (!('inlines' in block)) return block.kind === 'empty' ? '<p class="empty"><br/></p>' : '<hr class="scene"/>';
  if (block.kind === 'heading') return `<h${block.level + 1}>${inlineXhtml(block.inlines)}</h${block.level + 1}>`;
  return `<p>${inlineXhtml(block.inlines)}</p>`;
}
