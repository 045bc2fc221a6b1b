// A manuscript from a file, whatever made it. The kind is found in the bytes; the name only says what was meant. Nothing of a book is kept until all of it was read.
import { cancelled } from '../sdk/errors.js';
import { uuidV7 } from '../sdk/uuid.js';
import { bookLimits, emptyBook, type Book } from './book.js';
import { checkTextLength, guessLanguage } from './chapters.js';
import { cleanLine, cleanText } from './clean.js';
import { decodeText, type TextEncoding } from './encoding.js';
import type { ImportContext, Imported } from './import_context.js';
import { BookError, Notes, type ImportNote } from './problems.js';
import { readBytes, ZipReader } from './zip.js';

export interface ImportOptions {
  signal?: AbortSignal;
  /** The file's name where the file is a Blob without one. */
  name?: string;
  /** From 0 to 1. */
  progress?: (done: number) => void;
  /** What plain text and Markdown are read as; found out where it is not given. */
  encoding?: TextEncoding;
  /** Ids of chapters that have none. */
  newId?: () => string;
}
export type BookFormat = 'docx' | 'epub' | 'markdown' | 'text';
export interface ImportedBook { book: Book; notes: ImportNote[]; format: BookFormat }

const kMegabyte = 2 ** 20;
const begins = (bytes: Uint8Array, text: string): boolean => [...text].every((one, at) => bytes[at] === one.charCodeAt(0));
/** Files that people take for manuscripts, by their first bytes. */
const others: readonly (readonly [mark: string, english: string, chinese: string])[] = [
  ['%PDF', 'a PDF', ' PDF 文件'], ['{\\rtf', 'an RTF document', ' RTF 文档'],
  ['\x89PNG', 'a picture', '图片'], ['\xff\xd8\xff', 'a picture', '图片'], ['GIF8', 'a picture', '图片'], ['RIFF', 'a picture or a sound', '图片或音频'],
  ['Rar!', 'a RAR archive', ' RAR 压缩包'], ['7z\xbc\xaf', 'a 7-Zip archive', ' 7-Zip 压缩包'], ['\x1f\x8b', 'a gzip archive', ' gzip 压缩包'],
  ['BOOKMOBI', 'a Kindle book', ' Kindle 电子书'], ['ITOLITLS', 'a Kindle book', ' Kindle 电子书'],
  ['\x7fELF', 'a program', '程序'], ['MZ\x90', 'a program', '程序'],
];

const extensionOf = (name: string): string => /\.[a-z0-9]{1,12}$/i.exec(name)?.[0].toLowerCase() ?? '';

/** A turn for the page: at most 60 a second. */
function makeStep({ signal, progress }: ImportOptions): (done: number) => Promise<void> {
  let last = performance.now();
  return async (done) => {
    if (signal?.aborted) throw cancelled(signal.reason);
    if (performance.now() - last < 16) return;
    progress?.(done);
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
    if (signal?.aborted) throw cancelled(signal.reason);
  };
}

async function readArchive(file: Blob, extension: string, context: ImportContext): Promise<{ format: BookFormat; imported: Imported }> {
  const zip = await ZipReader.open(file);
  if (zip.has('META-INF/container.xml')) {
    if (extension !== '' && extension !== '.epub') context.notes.add('fileIsEpub');
    return { format: 'epub', imported: await (await import('./import_epub.js')).importEpub(zip, context) };
  }
  if (zip.has('[Content_Types].xml') && zip.names.some((name) => /(?:^|\/)document\.xml$/.test(name))) {
    if (extension !== '' && extension !== '.docx') context.notes.add('fileIsDocx');
    return { format: 'docx', imported: await (await import('./import_docx.js')).importDocx(zip, context) };
  }
  throw new BookError('plainZip');
}

async function readText(file: Blob, extension: string, options: ImportOptions, context: ImportContext): Promise<{ format: BookFormat; imported: Imported }> {
  if (extension === '.docx' || extension === '.epub') throw new BookError('wrongExtension', { extension });
  const bytes = await readBytes(file);
  // Four bytes a character at the most: what has more of them has too many characters, and need not be decoded to know.
  if (bytes.length > bookLimits.textUnitsMax * 4) throw new BookError('textTooLong', { limit: bookLimits.textUnitsMax });
  const text = cleanText(decodeText(bytes, context.notes, options.encoding), context.notes);
  checkTextLength(text.length);
  await context.step(0.3);
  if (/^\.(?:md|markdown|mdown|mkd)$/.test(extension)) return { format: 'markdown', imported: await (await import('./import_markdown.js')).importMarkdown(text, context) };
  return { format: 'text', imported: await (await import('./import_text.js')).importPlainText(text, context) };
}

function finish(imported: Imported, fallbackTitle: string, notes: Notes): Book {
  const chapters = imported.chapters.map(({ id, title, text }) => ({ id, title: cleanLine(title), text: cleanText(text, notes) }));
  checkTextLength(chapters.reduce((sum, { text }) => sum + text.length, 0));
  if (chapters.every(({ title, text }) => title === '' && text.trim() === '') && (imported.images ?? []).length === 0) throw new BookError('noText');
  const words = chapters.slice(0, 50).map(({ title, text }) => `${title}\n${text.slice(0, 10_000)}`).join('\n');
  const book: Book = { ...emptyBook('en', ''), ...imported, chapters };
  book.title ||= cleanLine(fallbackTitle);
  book.language = language(imported.language, words);
  return book;
}
/** A file that says "zh" or "zh-CN" is read for its script; what says nothing is guessed. */
function language(said: string | undefined, words: string): Book['language'] {
  const tag = (said ?? '').trim();
  if (/^zh-(?:Hant|TW|HK|MO)\b/i.test(tag)) return 'zh-Hant';
  if (/^zh-(?:Hans|CN|SG)\b/i.test(tag)) return 'zh-Hans';
  const guessed = guessLanguage(words);
  if (/^(?:en|zh)(?:-|$)/i.test(tag)) return /^zh/i.test(tag) ? (guessed.startsWith('zh') ? guessed : 'zh-Hans') : guessed.startsWith('zh') ? guessed : 'en';
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(tag) ? tag : guessed;
}

/** Reads a book from a DOCX, EPUB, Markdown or text file. A ColophonError says what is wrong with one that cannot be read. */
export async function importBook(file: Blob & { name?: string }, options: ImportOptions = {}): Promise<ImportedBook> {
  const notes = new Notes(), step = makeStep(options), name = options.name ?? file.name ?? '', extension = extensionOf(name);
  const context: ImportContext = { notes, step, newId: options.newId ?? uuidV7 };
  if (options.signal?.aborted) throw cancelled(options.signal.reason);
  if (file.size > bookLimits.fileBytesMax) throw new BookError('fileTooLarge', { size: Math.ceil(file.size / kMegabyte), limit: bookLimits.fileBytesMax / kMegabyte });
  if (file.size === 0) throw new BookError('fileEmpty');
  const head = await readBytes(file, 0, Math.min(file.size, 80));
  if (begins(head, '\xd0\xcf\x11\xe0')) throw new BookError('oldWord');
  const other = others.find(([mark]) => begins(head, mark) || begins(head.subarray(60), mark));
  if (other) throw new BookError('notABook', { what: other[1], whatChinese: other[2] });
  const { format, imported } = begins(head, 'PK\x03\x04') || begins(head, 'PK\x05\x06') ? await readArchive(file, extension, context) : await readText(file, extension, options, context);
  const book = finish(imported, name.slice(0, name.length - extension.length), notes);
  options.progress?.(1);
  return { book, notes: notes.list, format };
}
