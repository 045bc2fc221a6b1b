// What a picture's bytes are, whatever its name says; and SVG without anything that runs or is loaded from elsewhere.
import type { BookImage } from './book.js';
import { xmlText } from './clean.js';
import { decodeXml, isElement, readXml, type XmlElement } from './xml.js';

const starts = (bytes: Uint8Array, ...wanted: number[]): boolean => wanted.every((byte, at) => bytes[at] === byte);

export function imageType(bytes: Uint8Array): BookImage['type'] | undefined {
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(bytes, 0x52, 0x49, 0x46, 0x46) && String.fromCharCode(...bytes.subarray(8, 12)) === 'WEBP') return 'image/webp';
  const head = new TextDecoder().decode(bytes.subarray(0, 1024)).trimStart();
  return /^(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE svg[^>[]*>\s*)*<svg[\s>]/.test(head.replace(/^\ufeff/, '')) ? 'image/svg+xml' : undefined;
}
export const extensionOf = (type: BookImage['type']): string => ({ 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/svg+xml': 'svg' })[type];

const forbidden = new Set(['script', 'foreignObject', 'iframe', 'object', 'embed', 'audio', 'video', 'handler', 'listener', 'set', 'animate', 'animateMotion', 'animateTransform', 'a']);
const isOwn = (address: string): boolean => /^#[\w.:-]+$/.test(address) || /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=\s]*$/.test(address);

function write(element: XmlElement): string {
  const attributes = [...element.attributes].filter(([name, value]) => !/^on/i.test(name) && !(/(?:^|:)href$/.test(name) && !isOwn(value)) && !/url\(\s*['"]?(?!#)|@import|expression\(/i.test(value));
  const inner = element.children.map((child) => {
    if (!isElement(child)) return element.local === 'style' && /@import|url\(\s*['"]?(?!['"]?#)/i.test(child) ? '' : xmlText(child);
    return forbidden.has(child.local) ? '' : write(child);
  }).join('');
  const written = attributes.map(([name, value]) => ` ${name}="${xmlText(value)}"`).join('');
  return inner === '' ? `<${element.name}${written}/>` : `<${element.name}${written}>${inner}</${element.name}>`;
}

/** The drawing alone; undefined where the bytes are no SVG that can be read. */
export function cleanSvg(bytes: Uint8Array): string | undefined {
  try {
    const root = readXml(decodeXml(bytes), { part: 'svg' });
    return root.local === 'svg' ? write(root) : undefined;
  } catch {
    return undefined;
  }
}
