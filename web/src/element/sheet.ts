// The studio's styles: one constructable style sheet for all studios of a page; where a browser has none, a style element with the page's nonce.
import css from '../styles/studio.css';
import { h } from './dom.js';

let sheet: CSSStyleSheet | undefined;

export function adoptStyles(root: ShadowRoot, nonce: string): void {
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = h('style', { nonce: nonce || undefined });
  style.textContent = css;
  (root as ShadowRoot).append(style);
}
