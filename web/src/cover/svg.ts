// SVG as text: everything that came from outside is escaped, and nothing is loaded from elsewhere.
import { ColophonError } from '../sdk/errors.js';

/** Characters that XML 1.0 has no way to write, and halves of surrogate pairs, are left out. */
export const escapeXml = (text: string): string => text
  .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
  .replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

const shown = (value: string | number): string => (typeof value === 'number' ? String(Math.round(value * 100) / 100) : escapeXml(value));

export function tag(name: string, attributes: Record<string, string | number | undefined>, ...children: string[]): string {
  const written = Object.entries(attributes).filter(([, value]) => value !== undefined).map(([key, value]) => ` ${key}="${shown(value!)}"`).join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

export function checkHref(href: string): string {
  if (/^blob:/.test(href) || /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=]*$/.test(href)) return href;
  throw new ColophonError({ code: 'invalid_argument', field: 'picture.href', detail: 'A cover takes its picture from a blob: URL or a base64 data: URL of a PNG, JPEG or WebP, never from elsewhere.' });
}

/** One line, without what would break it: controls and runs of space become one space. */
export const oneLine = (text: string | undefined): string => (text ?? '').normalize('NFC').replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').replace(/[\u202a-\u202e\u2066-\u2069]/gu, '').trim();
