// A book as one HTML file with paged CSS (css-page-3), which the browser prints to PDF. Nothing is loaded: pictures stand in the file, and its own policy forbids the rest.
import { bookWords, colophonXhtml } from './colophon_page.js';
import type { Book, BookProof } from './book.js';
import { cleanLine, xmlText } from './clean.js';
import { textStyle } from './epub_style.js';
import { checkBook, makePace, prepareImage, type ExportOptions } from './export_epub.js';
import { chapterLabel, chapterXhtml, isChinese, languageTag } from './xhtml.js';

export interface PrintTemplate {
  /** Millimetres. */
  width: number; height: number; top: number; bottom: number; inner: number; outer: number;
  /** Points. */
  fontSize: number;
}
/** A5 (ISO 216); 32开 and 16开 of a sheet of 787 by 1092 mm, trimmed; the trade paperback of 6 by 9 inches. */
export const printTemplates = {
  a5: { width: 148, height: 210, top: 20, bottom: 22, inner: 20, outer: 16, fontSize: 10.5 },
  k32: { width: 130, height: 184, top: 18, bottom: 19, inner: 18, outer: 15, fontSize: 10.5 },
  k16: { width: 184, height: 260, top: 24, bottom: 26, inner: 24, outer: 20, fontSize: 11 },
  trade: { width: 152.4, height: 228.6, top: 20, bottom: 23, inner: 21, outer: 16, fontSize: 11 },
} as const satisfies Record<string, PrintTemplate>;
export type PrintTemplateName = keyof typeof printTemplates;

export interface PrintOptions extends Pick<ExportOptions, 'proof' | 'convertImage' | 'signal' | 'progress'> {
  /** What the browser's title and the file's name are to be; the book's title. */
  title?: string;
}

/** A string of CSS in a style element: nothing in it ends the string or the element. */
const cssString = (text: string): string => `"${cleanLine(text).replace(/["\\<>&\u0000-\u001f\u007f\ufffd]/g, (one) => `\\${one.charCodeAt(0).toString(16)} `)}"`;

async function dataAddress(type: string, bytes: Uint8Array): Promise<string> {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `data:${type};base64,${btoa(binary)}`;
}

function pageRules(book: Book, template: PrintTemplate): string {
  const { width, height, top, bottom, inner, outer, fontSize } = template, small = `font-size: ${fontSize - 2.5}pt; writing-mode: horizontal-tb; white-space: nowrap`, vertical = book.direction === 'vertical';
  // A book in columns opens from the other side: its first page is a left one.
  const [recto, verso] = vertical ? ['left', 'right'] : ['right', 'left'];
  const heads = book.chapters.map((chapter, at) => `@page c${at + 1}:${recto} { @top-${recto} { content: ${cssString(chapterLabel(book, chapter, at))}; } }`).join('\n');
  return `@page { size: ${width}mm ${height}mm; }
@page :right { margin: ${top}mm ${outer}mm ${bottom}mm ${inner}mm; @bottom-right { content: counter(page); ${small}; } @top-right { ${small}; } }
@page :left { margin: ${top}mm ${inner}mm ${bottom}mm ${outer}mm; @bottom-left { content: counter(page); ${small}; } @top-left { ${small}; } }
@page :${verso} { @top-${verso} { content: ${cssString(book.title)}; } }
${heads}
@page plain:right { @top-right { content: none; } @bottom-right { content: none; } }
@page plain:left { @top-left { content: none; } @bottom-left { content: none; } }
html { writing-mode: ${vertical ? 'vertical-rl' : 'horizontal-tb'}; font: ${fontSize}pt ${isChinese(book.language) ? '"Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", SimSun, serif' : 'Georgia, "Liberation Serif", "Times New Roman", serif'}; color: #000; background: #fff; }
body { margin: 0; orphans: 2; widows: 2; }
.front, .colophon, .contents { page: plain; break-after: page; }
.colophon { break-before: page; break-after: auto; }
.chapter { break-before: page; }
${vertical ? `.colophon { writing-mode: horizontal-tb; inline-size: ${width - inner - outer - 1}mm; }\n` : ''}.contents ol { list-style: none; margin: 0; padding: 0; }
.contents li { line-height: 1.75; }
.contents a, .address a { color: inherit; text-decoration: none; }
.contents a { display: flex; justify-content: space-between; gap: 2em; }
.contents a::after { content: target-counter(attr(href), page);${vertical ? ' text-combine-upright: all;' : ''} }
.cover-page { page: cover; break-after: page; }
.cover-page img { display: block; object-fit: contain; width: ${width - inner - outer - 1}mm; height: ${height - top - bottom - 1}mm; }
@page cover { @top-left { content: none; } @top-right { content: none; } @bottom-left { content: none; } @bottom-right { content: none; } }
figure img { max-height: ${height - top - bottom - 10}mm; max-width: ${width - inner - outer}mm; }
${book.chapters.map((_, at) => `.p${at + 1} { page: c${at + 1}; }`).join('\n')}
@media screen { body { max-inline-size: ${vertical ? 'none' : `${width - inner - outer}mm`}; margin: 2em auto; padding-inline: 1em; } }
`;
}

/** The file as text. It is opened in the browser and printed with the size that it says itself ("CSS page size"). */
export async function exportPrintHtml(book: Book, template: PrintTemplateName | PrintTemplate, options: PrintOptions = {}): Promise<string> {
  checkBook(book);
  const pace = makePace(options), page: PrintTemplate = typeof template === 'string' ? printTemplates[template] : template, words = bookWords(book), language = languageTag(book.language);
  const sources = new Map<string, string>();
  for (const image of book.images) {
    const { type, bytes } = await prepareImage(image, options.convertImage);
    sources.set(image.name, await dataAddress(type, bytes));
    await pace(0.1);
  }
  const parts: string[] = [];
  if (book.cover) {
    const { type, bytes } = await prepareImage(book.cover, options.convertImage);
    parts.push(`<div class="cover-page"><img src="${await dataAddress(type, bytes)}" alt="${xmlText(cleanLine(book.title))}"/></div>`);
  }
  parts.push(titlePage(book), contents(book, words.contents));
  for (const [index, chapter] of book.chapters.entries()) {
    const title = cleanLine(chapter.title), heading = title === '' ? '' : `<h1>${xmlText(title)}</h1>\n`;
    parts.push(`<section class="chapter p${index + 1}" id="c${index + 1}">\n${heading}${chapterXhtml(chapter.text, (name) => sources.get(name))}\n</section>`);
    await pace(0.2 + 0.8 * (index / book.chapters.length));
  }
  parts.push(colophonXhtml(book, options.proof as BookProof | undefined).replace(' epub:type="colophon"', ''));
  options.progress?.(1);
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width"/>
<title>${xmlText(cleanLine(options.title ?? book.title)) || '—'}</title>
<style>
${textStyle(book)}${pageRules(book, page)}</style>
</head>
<body>
${parts.join('\n')}
</body>
</html>
`;
}

function titlePage(book: Book): string {
  const words = bookWords(book), subtitle = cleanLine(book.subtitle);
  const names = book.names.map(({ name, role }) => ({ name: cleanLine(name), role })).filter(({ name }) => name !== '').map(({ name, role }) => `<p class="name">${xmlText(name)}${role === 'author' || role === 'publisher' ? '' : ` <span class="role">${words.roles[role]}</span>`}</p>`);
  return `<section class="front title-page"><h1>${xmlText(cleanLine(book.title)) || '—'}</h1>${subtitle && `<p class="subtitle">${xmlText(subtitle)}</p>`}${names.join('')}</section>`;
}
const contents = (book: Book, heading: string): string =>
  `<nav class="contents"><h1>${heading}</h1><ol>${book.chapters.map((chapter, at) => `<li><a href="#c${at + 1}">${xmlText(chapterLabel(book, chapter, at))}</a></li>`).join('')}</ol></nav>`;
