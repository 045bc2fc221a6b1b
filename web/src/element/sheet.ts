// The elements' styles: one constructable style sheet for all elements of a page; where a browser has none, a style element with the page's nonce.
import css from '../styles/studio.css';
import { h } from './dom.js';

const sheets = new Map<string, CSSStyleSheet>();

/** The studio's styles, and those that an element adds to them. */
export function adoptStyles(root: ShadowRoot, nonce: string, further = ''): void {
  const texts = [css, further].filter((text) => text !== '');
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    root.adoptedStyleSheets = texts.map((text) => {
      const sheet = sheets.get(text) ?? new CSSStyleSheet();
      if (!sheets.has(text)) sheet.replaceSync(text);
      sheets.set(text, sheet);
      return sheet;
    });
    return;
  }
  const style = h('style', { nonce: nonce || undefined });
  style.textContent = texts.join('\n');
  (root as ShadowRoot).append(style);
}
