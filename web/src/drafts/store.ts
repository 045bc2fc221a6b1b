// Drafts in the browser's IndexedDB: what a draft says of itself, and apart from it the file that it began with, which is written once.
import type { HistoryRecord } from '../element/history.js';
import type { CoverBrief } from '../cover/types.js';
import type { Fields } from '../element/fields.js';
import type { State } from '../element/work.js';

export interface DraftRecord {
  id: string;
  /** Whose drafts, where several people use one browser. */
  space: string;
  name: string;
  type: 'image' | 'text';
  /** Milliseconds since 1970. */
  updated: number;
  history: HistoryRecord<State> | undefined;
  fields: Fields | undefined;
  cover: CoverBrief | undefined;
  /** A small picture for the list. */
  thumbnail: Blob | undefined;
  /** The work's id, where it was registered. */
  registered: string | undefined;
}

const databaseName = 'colophon-drafts';
const done = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error('The browser gave no reason.'));
});

export class DraftStore {
  private constructor(private readonly database: IDBDatabase) {}

  static async open(): Promise<DraftStore> {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('drafts', { keyPath: 'id' }).createIndex('space', 'space');
      request.result.createObjectStore('files');
    };
    const database = await done(request);
    // A tab with a newer version of this page wants to change the database: let it.
    database.onversionchange = () => database.close();
    return new DraftStore(database);
  }

  /** The newest first. */
  async list(space: string): Promise<DraftRecord[]> {
    const found = await done(this.database.transaction('drafts').objectStore('drafts').index('space').getAll(space) as IDBRequest<DraftRecord[]>);
    return found.sort((a, b) => b.updated - a.updated);
  }
  async file(id: string): Promise<Blob | undefined> {
    return done(this.database.transaction('files').objectStore('files').get(id) as IDBRequest<Blob | undefined>);
  }
  /** Both or neither. Without `file` the one that is there stays. Rejects with the browser's own error: QuotaExceededError where storage is full. */
  put(draft: DraftRecord, file: Blob | undefined): Promise<void> {
    return this.change((transaction) => {
      transaction.objectStore('drafts').put(draft);
      if (file) transaction.objectStore('files').put(file, draft.id);
    });
  }
  remove(id: string): Promise<void> {
    return this.change((transaction) => {
      transaction.objectStore('drafts').delete(id);
      transaction.objectStore('files').delete(id);
    });
  }
  close(): void { this.database.close(); }

  private change(act: (transaction: IDBTransaction) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      // "strict": what is said to be kept is on the disk.
      const transaction = this.database.transaction(['drafts', 'files'], 'readwrite', { durability: 'strict' });
      transaction.oncomplete = () => resolve();
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new DOMException('The draft was not written.', 'AbortError'));
      act(transaction);
    });
  }
}
