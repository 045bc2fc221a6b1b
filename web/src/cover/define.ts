// @colophon/sdk/cover/define: registers <colophon-cover>. Importing it twice, or on a server, does nothing.
import { ColophonCover } from './element.js';

if (globalThis.customElements && !customElements.get('colophon-cover')) customElements.define('colophon-cover', ColophonCover);

export { ColophonCover };

declare global {
  interface HTMLElementTagNameMap { 'colophon-cover': ColophonCover }
}
