// Drafts in the browser's IndexedDB: what a draft says of itself, and apart from it the file that it began with, which is written once.
import type { HistoryRecord } from '../element/history.js';
import type { CoverBrief } from '../cover/types.js';
import type { Fields } from '../element/fields.js';
import type { State } from '../element/work.js';
import { changeDatabase, done, openDatabase } from './database.js';

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

export class DraftStore {
  private constructor(private readonly database: IDBDatabase) {}

  static async open(): Promise<DraftStore> {
    return new DraftStore(await openDatabase());
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
    return changeDatabase(this.database, ['drafts', 'files'], (transaction) => {
      transaction.objectStore('drafts').put(draft);
      if (file) transaction.objectStore('files').put(file, draft.id);
    });
  }
  remove(id: string): Promise<void> {
    return changeDatabase(this.database, ['drafts', 'files'], (transaction) => {
      transaction.objectStore('drafts').delete(id);
      transaction.objectStore('files').delete(id);
    });
  }
  close(): void { this.database.close(); }
}
