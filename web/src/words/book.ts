// What a writer works on: a book and its chapters. Plain data, so that it can be kept, compared and exported as it is.
//
// The text of a chapter is a few marks in plain lines; docs/formats/manuscript.md describes them:
//   a line is a paragraph, and an empty line parts nothing and is kept;
//   "# " to "### " a heading in the chapter; "> " a quotation; "| " a line of verse; "***" alone a break between scenes;
//   "![description](name)" alone an image of `images`; *emphasis*, **strong**, {base|reading} ruby.

/** BCP 47, as far as the tools tell languages apart; others are set and exported as they are. */
export type BookLanguage = 'en' | 'zh-Hans' | 'zh-Hant' | (string & {});

/** How lines run: across the page, or down it from the right. */
export type Direction = 'horizontal' | 'vertical';

export interface Chapter {
  /** Unique in its book; stays with the chapter when it is moved. */
  id: string;
  title: string;
  text: string;
}

/** Somebody who made the book, and as what. */
export interface BookName {
  name: string;
  role: 'author' | 'translator' | 'editor' | 'illustrator' | 'publisher';
}

/** What is declared of tools that made text, as in a registration. */
export interface AiInvolvement {
  level: 'none' | 'assisted' | 'generated';
  /** What was used and for what, in the author's words. */
  note: string;
}

export interface BookImage {
  /** As the text names it: a file name without a folder. */
  name: string;
  type: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/svg+xml';
  data: Blob;
}

export interface Book {
  title: string;
  subtitle: string;
  language: BookLanguage;
  direction: Direction;
  names: BookName[];
  edition: string;
  /** A licence's SPDX name or address, or the author's words; empty: all rights reserved. */
  licence: string;
  ai: AiInvolvement;
  chapters: Chapter[];
  images: BookImage[];
  cover: BookImage | undefined;
}

/** What the registry says of the book, once it is registered. */
export interface BookProof {
  iscc: string;
  work: string;
  /** Where the receipt is checked by whoever opens it. */
  checkUrl: string;
  registeredAt: string;
}

/** As it is kept with the book: of which text it is. A text that was changed since is not what was registered. */
export interface KeptProof extends BookProof {
  /** Of the text, 64 lower-case hexadecimal digits. */
  sha256: string;
}

export const emptyBook = (language: BookLanguage, id: string): Book => ({
  title: '', subtitle: '', language, direction: 'horizontal', names: [], edition: '', licence: '',
  ai: { level: 'none', note: '' }, chapters: [{ id, title: '', text: '' }], images: [], cover: undefined,
});

/** Limits of what comes from outside. */
export const bookLimits = {
  /** UTF-16 units of all chapters together. */
  textUnitsMax: 8 * 2 ** 20,
  chaptersMax: 10_000,
  imagesMax: 2_000,
  /** Of a file that is imported, and of what is unpacked from it. */
  fileBytesMax: 256 * 2 ** 20,
  unpackedBytesMax: 512 * 2 ** 20,
} as const;
