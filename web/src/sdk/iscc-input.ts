// The page's half of sdk.iscc(): what it says to the worker.
import type { FileSource, IsccOptions } from './types.js';

/** What travels to the worker: AbortSignal and callbacks do not. */
export interface IsccInput {
  name: string;
  description: string;
  /** The file's type and name decide between plain text, HTML and Markdown. */
  type: string;
  fileName: string;
}

export function isccInput(file: FileSource, { name = '', description = '', type }: IsccOptions): IsccInput {
  const fileName = 'name' in file && typeof file.name === 'string' ? file.name : '';
  return { name, description, type: type ?? (file instanceof Blob ? file.type : ''), fileName };
}
