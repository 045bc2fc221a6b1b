// Books in the browser's IndexedDB: what a draft says of itself, apart from it the book, and its versions, which are written once.
import type { Book, KeptProof } from '../words/book.js';
import { changeDatabase, done, openDatabase } from './database.js';

export interface BookDraft {
  id: string;
  /** Whose drafts, where several people use one browser. */
  space: string;
  title: string;
  /** Milliseconds since 1970. */
  updated: number;
  chapters: number;
  words: number;
  /** The chapter that was open. */
  open: string;
  /** Words that are right in this book, and rules that its writer turned off. */
  dictionary: readonly string[];
  ignoredRules: readonly string[];
  /** What the registry said of it last. */
  proof?: KeptProof | undefined;
  /** The work's id, where it was registered. */
  registered: string | undefined;
}
export interface BookVersion {
  id: string;
  /** The draft's id. */
  draft: string;
  name: string;
  made: number;
  words: number;
  book: Book;
}
/** More than anybody compares; the oldest go. */
export const versionsMax = 50;

export class BookStore {
  private constructor(private readonly database: IDBDatabase) {}

  static async open(): Promise<BookStore> { return new BookStore(await openDatabase()); }

  /** The newest first. */
  async list(space: string): Promise<BookDraft[]> {
    const found = await done(this.store('books').index('space').getAll(space) as IDBRequest<BookDraft[]>);
    return found.sort((a, b) => b.updated - a.updated);
  }
  book(id: string): Promise<Book | undefined> { return done(this.store('manuscripts').get(id) as IDBRequest<Book | undefined>); }
  put(draft: BookDraft, book: Book): Promise<void> {
    return changeDatabase(this.database, ['books', 'manuscripts'], (transaction) => {
      transaction.objectStore('books').put(draft);
      transaction.objectStore('manuscripts').put(book, draft.id);
    });
  }
  /** With its versions, which are given back for taking the deletion back. */
  async remove(id: string): Promise<BookVersion[]> {
    const versions = await this.versions(id);
    await changeDatabase(this.database, ['books', 'manuscripts', 'versions'], (transaction) => {
      transaction.objectStore('books').delete(id);
      transaction.objectStore('manuscripts').delete(id);
      for (const version of versions) transaction.objectStore('versions').delete(version.id);
    });
    return versions;
  }

  /** The newest first. */
  async versions(draft: string): Promise<BookVersion[]> {
    const found = await done(this.store('versions').index('draft').getAll(draft) as IDBRequest<BookVersion[]>);
    return found.sort((a, b) => b.made - a.made);
  }
  putVersions(versions: readonly BookVersion[]): Promise<void> {
    return changeDatabase(this.database, ['versions'], (transaction) => { for (const version of versions) transaction.objectStore('versions').put(version); });
  }
  removeVersion(id: string): Promise<void> {
    return changeDatabase(this.database, ['versions'], (transaction) => void transaction.objectStore('versions').delete(id));
  }
  close(): void { this.database.close(); }

  private store(name: string): IDBObjectStore { return this.database.transaction(name).objectStore(name); }
}
