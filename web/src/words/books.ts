// Books as files and as values: everything that the pages, the worker and the tests take from this folder for them.
export * from './book.js';
export { canonicalText, parseInlines, parseLine, parseText, plainText, writeBlock, writeText, type Block, type Inline } from './marks.js';
export { BookError, bookProblems, tellBook, tellNote, type BookProblem, type ImportNote, type NoteKind } from './problems.js';
export { importBook, type BookFormat, type ImportedBook, type ImportOptions } from './import.js';
export { textEncodings, type TextEncoding } from './encoding.js';
export { exportEpub, type ExportOptions } from './export_epub.js';
export { qrSvg } from './colophon_page.js';
export { exportMarkdown, exportTxt, chapterWords } from './export_text.js';
export { exportPrintHtml, printTemplates, type PrintOptions, type PrintTemplate, type PrintTemplateName } from './export_print.js';
export { chineseVariants, convertBook, convertLine, loadConverter, type ChineseVariant } from './convert.js';
export { compareBooks, compareParagraph, compareTexts, type BookComparison, type ChapterChange, type ParagraphChange, type Piece } from './compare.js';
export { compileQuery, findInBook, findLimits, mayRunAway, replaceAll, replaceMatch, type FindOptions, type Found, type Match, type Query } from './find.js';
export { answerSearch, findInWorker, replaceInWorker, type SearchRequest, type StoppableWorker } from './find_worker.js';
