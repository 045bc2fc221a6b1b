// A book's draft as a file, colophon/draft/1 of the type "book": docs/formats/draft.md.
import { ColophonError } from '../sdk/errors.js';
import { bookLimits, type Book, type BookImage, type BookName, type Chapter, type KeptProof } from '../words/book.js';
import { base64Of } from './base64.js';

export interface BookSnapshot {
  book: Book;
  dictionary: readonly string[];
  ignoredRules: readonly string[];
  proof?: KeptProof | undefined;
}

const format = 'colophon/draft/1';
const wordsMax = 20_000, wordMax = 200, textMax = 2000;

const imageFile = async ({ name, type, data }: BookImage): Promise<unknown> => ({ name, media_type: type, base64: await base64Of(data) });

export async function bookDraftFile({ book, dictionary, ignoredRules, proof }: BookSnapshot): Promise<Blob> {
  const { images, cover, ...rest } = book;
  const document = {
    format, type: 'book', name: book.title, dictionary, ignored_rules: ignoredRules,
    ...(proof && { proof: { iscc: proof.iscc, work: proof.work, check_url: proof.checkUrl, registered_at: proof.registeredAt, sha256: proof.sha256 } }),
    book: { ...rest, images: await Promise.all(images.map(imageFile)), cover: cover && await imageFile(cover) },
  };
  return new Blob([JSON.stringify(document)], { type: 'application/json' });
}

const refuse = (field: string): never => {
  throw new ColophonError({ code: 'invalid_argument', field, detail: `This draft's "${field}" is not what colophon/draft/1 says: it was changed or cut. Take another copy of the file.` });
};
const record = (value: unknown, field: string): Record<string, unknown> =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : refuse(field));
const text = (value: unknown, max: number, field: string): string => (typeof value === 'string' && value.length <= max ? value : refuse(field));
const list = (value: unknown, max: number, field: string): unknown[] => (Array.isArray(value) && value.length <= max ? value : refuse(field));
const oneOf = <T extends string>(value: unknown, known: readonly T[], field: string): T => (known.includes(value as T) ? (value as T) : refuse(field));

const roles: readonly BookName['role'][] = ['author', 'translator', 'editor', 'illustrator', 'publisher'];
const imageTypes: readonly BookImage['type'][] = ['image/jpeg', 'image/png', 'image/webp', 'image/svg+xml'];

function imageOf(value: unknown, field: string): BookImage {
  const { name, media_type: mediaType, base64 } = record(value, field), type = oneOf(mediaType, imageTypes, `${field}.media_type`);
  try {
    const bytes = Uint8Array.from(atob(text(base64, bookLimits.fileBytesMax, `${field}.base64`)), (character) => character.charCodeAt(0));
    return { name: text(name, 255, `${field}.name`), type, data: new Blob([bytes], { type }) };
  } catch (thrown) {
    if (thrown instanceof ColophonError) throw thrown;
    return refuse(`${field}.base64`);
  }
}
function chaptersOf(value: unknown): Chapter[] {
  const ids = new Set<string>();
  let units = 0;
  const chapters = list(value, bookLimits.chaptersMax, 'book.chapters').map((one) => {
    const field = 'book.chapters', { id, title, text: words } = record(one, field);
    const chapter = { id: text(id, 64, `${field}.id`), title: text(title, textMax, `${field}.title`), text: text(words, bookLimits.textUnitsMax, `${field}.text`) };
    if (chapter.id === '' || ids.has(chapter.id)) return refuse(`${field}.id`);
    ids.add(chapter.id);
    units += chapter.text.length;
    return chapter;
  });
  return chapters.length > 0 && units <= bookLimits.textUnitsMax ? chapters : refuse('book.chapters');
}
function bookOf(value: unknown): Book {
  const { title, subtitle, language, direction, names, edition, licence, ai, chapters, images, cover } = record(value, 'book');
  const { level, note } = record(ai, 'book.ai');
  return {
    title: text(title, textMax, 'book.title'), subtitle: text(subtitle, textMax, 'book.subtitle'), language: text(language, 64, 'book.language'),
    direction: oneOf(direction, ['horizontal', 'vertical'], 'book.direction'), edition: text(edition, textMax, 'book.edition'), licence: text(licence, textMax, 'book.licence'),
    names: list(names, 200, 'book.names').map((one) => {
      const { name, role } = record(one, 'book.names');
      return { name: text(name, textMax, 'book.names.name'), role: oneOf(role, roles, 'book.names.role') };
    }),
    ai: { level: oneOf(level, ['none', 'assisted', 'generated'], 'book.ai.level'), note: text(note, 20_000, 'book.ai.note') },
    chapters: chaptersOf(chapters), images: list(images, bookLimits.imagesMax, 'book.images').map((one) => imageOf(one, 'book.images')),
    cover: cover === undefined ? undefined : imageOf(cover, 'book.cover'),
  };
}
const wordsOf = (value: unknown, field: string): string[] => (value === undefined ? [] : list(value, wordsMax, field).map((word) => text(word, wordMax, field)));

function proofOf(value: unknown): KeptProof | undefined {
  if (value === undefined) return undefined;
  const { iscc, work, check_url: checkUrl, registered_at: registeredAt, sha256 } = record(value, 'proof');
  const proof = { iscc: text(iscc, 200, 'proof.iscc'), work: text(work, 64, 'proof.work'), checkUrl: text(checkUrl, textMax, 'proof.check_url'), registeredAt: text(registeredAt, 64, 'proof.registered_at'), sha256: text(sha256, 64, 'proof.sha256') };
  if (!/^https?:\/\//.test(proof.checkUrl)) return refuse('proof.check_url');
  return /^[0-9a-f]{64}$/.test(proof.sha256) ? proof : refuse('proof.sha256');
}

/** The draft that a file holds; undefined where it is some other JSON. Errors: invalid_argument names the field. */
export async function readBookDraft(file: Blob): Promise<BookSnapshot | undefined> {
  if (file.size > bookLimits.fileBytesMax) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(await file.text());
  } catch {
    return undefined;
  }
  if (typeof document !== 'object' || document === null || (document as { format?: unknown }).format !== format) return undefined;
  const { type, book, dictionary, ignored_rules: ignored, proof } = document as Record<string, unknown>;
  if (type !== 'book') return refuse('type');
  return { book: bookOf(book), dictionary: wordsOf(dictionary, 'dictionary'), ignoredRules: wordsOf(ignored, 'ignored_rules'), proof: proofOf(proof) };
}
