// What every reader of a kind of file is given, and what it gives back.
import type { Book } from './book.js';
import type { Notes } from './problems.js';

export interface ImportContext {
  notes: Notes;
  newId(): string;
  /** Says how far it is (0 to 1), lets the page breathe, and ends here where the import was cancelled. */
  step(done: number): Promise<void>;
}
/** A book as far as the file says what it is. */
export type Imported = Pick<Book, 'chapters'> & Partial<Book>;
