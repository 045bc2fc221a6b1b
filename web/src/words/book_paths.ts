// Paths in a book's archive: none leads out of it.
import { BookError } from './problems.js';

/** A reference in a part as a path in the archive, and its fragment; undefined where it leads out of the book to the network. */
export function resolvePath(base: string, reference: string): { path: string; fragment: string } | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference) && !/^[a-z]:/i.test(reference)) return undefined;
  const [address = '', fragment = ''] = reference.split('#', 2);
  let decoded = address;
  try {
    decoded = decodeURIComponent(address);
  } catch { /* A name with a lone % is taken as it stands. */ }
  if (/^\/|^[a-z]:|[\\\0]/i.test(decoded)) throw new BookError('pathOutside', { part: reference });
  const segments = decoded === '' ? base.split('/') : [...base.split('/').slice(0, -1), ...decoded.split('/')], kept: string[] = [];
  for (const segment of segments) {
    if (segment === '..' && kept.pop() === undefined) throw new BookError('pathOutside', { part: reference });
    if (segment !== '..' && segment !== '.' && segment !== '') kept.push(segment);
  }
  return { path: kept.join('/'), fragment };
}

/** Ours write a picture's name in its path: what is no plain letter stands as _hex_. */
export const encodeName = (name: string): string => name.replace(/[^A-Za-z0-9.-]/gu, (one) => `_${one.codePointAt(0)!.toString(16)}_`);
export const decodeName = (path: string): string | undefined => {
  const name = path.split('/').at(-1)!;
  const decoded = name.replace(/_([0-9a-f]{1,6})_/g, (whole, hex: string) => (Number.parseInt(hex, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(hex, 16)) : whole));
  return encodeName(decoded) === name && !/[()/\\\p{C}]/u.test(decoded) ? decoded : undefined;
};
