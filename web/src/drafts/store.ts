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
  /** What the site has of it: whose it is there, which revision, and the time of the state that it is. */
  synced?: Synced | undefined;
}
export interface Synced { party: string; revision: number; updated: number }

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
  /** Both or neither. Without `file` the one that is there stays, and without `synced` what is there. Rejects with the browser's own error:
   * QuotaExceededError where storage is full. */
  put(draft: DraftRecord, file: Blob | undefined): Promise<void> {
    return changeDatabase(this.database, ['drafts', 'files'], (transaction) => {
      const drafts = transaction.objectStore('drafts');
      if ('synced' in draft) drafts.put(draft);
      else {
        const old = drafts.get(draft.id) as IDBRequest<DraftRecord | undefined>;
        old.onsuccess = () => drafts.put({ ...draft, synced: old.result?.synced });
      }
      if (file) transaction.objectStore('files').put(file, draft.id);
    });
  }
  /** The site has that state; what was written meanwhile stays. */
  async mark(id: string, synced: Synced): Promise<void> {
    await changeDatabase(this.database, ['drafts'], (transaction) => {
      const drafts = transaction.objectStore('drafts'), found = drafts.get(id) as IDBRequest<DraftRecord | undefined>;
      found.onsuccess = () => { if (found.result) drafts.put({ ...found.result, synced }); };
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
