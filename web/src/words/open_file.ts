// A file as a book. Until other kinds are read, a text is one chapter, or several where it has lines that name them.
import { ColophonError } from '../sdk/errors.js';
import type { ManuscriptMessages } from '../locales/panels/manuscript.en.js';
import { bookLimits, emptyBook, type Book, type Chapter } from './book.js';

export const fileKinds = '.txt,.md,.json,text/plain,text/markdown';

const headingLine = /^(?:#\s+(\S.*)|(第[零〇一二三四五六七八九十百千\d]{1,9}[章回节卷](?:\s.{0,40}|.{0,24}))|(Chapter\s+(?:\d+|[IVXLC]+)\b.{0,60}))$/gim;

export async function openFile(file: Blob, name: string, signal: AbortSignal, _words: ManuscriptMessages): Promise<Book> {
  if (file.size > bookLimits.fileBytesMax) throw new ColophonError({ code: 'limit_exceeded', field: name, detail: 'This file is larger than a book may be (256 MiB).' });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()).replace(/\r\n?/g, '\n');
  } catch {
    throw new ColophonError({ code: 'invalid_encoding', field: name, detail: 'The text is not UTF-8: save it as UTF-8 and choose it again.' });
  }
  signal.throwIfAborted();
  if (text.length > bookLimits.textUnitsMax) throw new ColophonError({ code: 'limit_exceeded', field: name, detail: 'A book has at most 8 million characters.' });
  const han = (text.slice(0, 4000).match(/\p{Script=Han}/gu) ?? []).length;
  const book = emptyBook(han > 200 || han > text.length / 4 ? 'zh-Hans' : 'en', crypto.randomUUID());
  return { ...book, title: name.replace(/\.[A-Za-z0-9]{1,8}$/, ''), chapters: chaptersOf(text) };
}
function chaptersOf(text: string): Chapter[] {
  const heads = [...text.matchAll(headingLine)].slice(0, bookLimits.chaptersMax - 1), chapters: Chapter[] = [];
  const add = (title: string, body: string): void => void chapters.push({ id: crypto.randomUUID(), title: title.trim(), text: body.replace(/^\n+|\s+$/g, '') });
  if (heads.length === 0) {
    add('', text);
    return chapters;
  }
  const before = text.slice(0, heads[0]!.index);
  if (before.trim() !== '') add('', before);
  heads.forEach((head, index) => add(head[1] ?? head[0], text.slice(head.index + head[0].length, heads[index + 1]?.index ?? text.length)));
  return chapters;
}
