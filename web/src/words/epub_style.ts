// The style sheet of an exported book: few rules, since readers choose fonts and sizes themselves. Chinese by CLREQ: indents of two characters, no gap between paragraphs.
import type { Book } from './book.js';
import { isChinese } from './xhtml.js';

/** Rules that EPUB and print share. */
export function textStyle({ language }: Pick<Book, 'language'>): string {
  const chinese = isChinese(language), indent = chinese ? '2em' : '1.25em';
  return `p { margin: 0; text-indent: ${indent}; text-align: justify; line-height: ${chinese ? '1.75' : '1.45'};${chinese ? ' text-autospace: normal;' : ' hyphens: auto; text-wrap: pretty;'} }
h1, h2, h3, h4 { text-align: start; font-weight: bold; line-height: 1.3; break-after: avoid; page-break-after: avoid; hyphens: manual; }
h1 { font-size: 1.5em; margin-block: 2.5em 1.5em; }
h2 { font-size: 1.2em; margin-block: 1.75em 0.75em; }
h3, h4 { font-size: 1em; margin-block: 1.25em 0.5em; }
${chinese ? '' : 'h1 + p, h2 + p, h3 + p, h4 + p, hr + p, .empty + p, figure + p { text-indent: 0; }\n'}p.empty, p.missing { text-indent: 0; }
blockquote { margin-block: 1em; margin-inline: 2em; }
.verse { margin-block: 1em; margin-inline-start: 2em; }
.verse p { text-indent: -2em; padding-inline-start: 2em; text-align: start; hyphens: manual; }
.verse p:empty::before, blockquote p:empty::before { content: "\\a0"; }
hr.scene { border: 0; margin-block: 1.5em; margin-inline: 40%; border-block-start: 1px solid currentColor; }
figure { margin: 1em 0; text-align: center; break-inside: avoid; page-break-inside: avoid; }
figure img { max-inline-size: 100%; max-block-size: 90vh; }
em { font-style: ${chinese ? 'normal; text-emphasis: filled; -webkit-text-emphasis: filled; -epub-text-emphasis-style: filled' : 'italic'}; }
ruby rt { font-size: 0.5em; }
.title-page { text-align: center; }
.title-page h1 { font-size: 2em; text-align: center; margin-block: 4em 0.5em; }
.title-page p { text-indent: 0; text-align: center; }
.title-page .name { margin-block: 1em; }
.title-page .role { font-size: 0.8em; }
.colophon { font-size: 0.85em; }
.colophon p { text-indent: 0; text-align: start; }
.colophon h1 { font-size: 1.3em; }
.colophon table { border-collapse: collapse; }
.colophon th { text-align: start; font-weight: normal; vertical-align: baseline; padding-inline-end: 1.5em; white-space: nowrap; }
.colophon td { vertical-align: baseline; overflow-wrap: anywhere; }
.colophon .check, .colophon .unregistered { margin-block: 1.5em; }
.colophon .qr { width: 8em; height: 8em; }
.colophon .address { overflow-wrap: anywhere; word-break: break-all; }
`;
}

export function epubStyle(book: Book): string {
  // Columns are set on the root of each page; readers before EPUB 3.3 know the prefixed names alone.
  const mode = book.direction === 'vertical' ? 'vertical-rl' : 'horizontal-tb';
  return `@charset "UTF-8";
html { -epub-writing-mode: ${mode}; -webkit-writing-mode: ${mode}; writing-mode: ${mode}; }
html.level { -epub-writing-mode: horizontal-tb; -webkit-writing-mode: horizontal-tb; writing-mode: horizontal-tb; }
body { margin: 0; padding: 0; }
body.cover { text-align: center; }
body.cover img { max-width: 100%; max-height: 100%; }
nav ol { list-style: none; padding: 0; margin: 0; }
nav li { line-height: 1.75; }
nav a { color: inherit; text-decoration: none; }
${textStyle(book)}`;
}
