// @colophon/words/define: registers <colophon-manuscript>. Importing it twice, or on a server, does nothing.
import { ColophonManuscript } from './index.js';

if (globalThis.customElements && !customElements.get('colophon-manuscript')) customElements.define('colophon-manuscript', ColophonManuscript);

export { ColophonManuscript };

declare global {
  interface HTMLElementTagNameMap { 'colophon-manuscript': ColophonManuscript }
}
