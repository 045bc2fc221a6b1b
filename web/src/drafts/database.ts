// The IndexedDB database of all drafts on this device: docs/formats/draft.md.

const databaseName = 'colophon-drafts';
/** 1: works of the studio. 2: books beside them. */
const databaseVersion = 2;

export const done = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error('The browser gave no reason.'));
});

export async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, databaseVersion);
  request.onupgradeneeded = ({ oldVersion }) => {
    const { result } = request;
    if (oldVersion < 1) {
      result.createObjectStore('drafts', { keyPath: 'id' }).createIndex('space', 'space');
      result.createObjectStore('files');
    }
    if (oldVersion < 2) {
      result.createObjectStore('books', { keyPath: 'id' }).createIndex('space', 'space');
      result.createObjectStore('manuscripts');
      result.createObjectStore('versions', { keyPath: 'id' }).createIndex('draft', 'draft');
    }
  };
  const database = await done(request);
  // A tab with a newer version of this page wants to change the database: let it.
  database.onversionchange = () => database.close();
  return database;
}

/** All of it or nothing. Rejects with the browser's own error: QuotaExceededError where storage is full. */
export function changeDatabase(database: IDBDatabase, stores: string[], act: (transaction: IDBTransaction) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    // "strict": what is said to be kept is on the disk.
    const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new DOMException('The draft was not written.', 'AbortError'));
    act(transaction);
  });
}
