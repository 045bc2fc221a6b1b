// @colophon/sdk/earnings/define: registers <colophon-earnings>. Importing it twice, or on a server, does nothing.
import { ColophonEarnings } from './index.js';

if (globalThis.customElements && !customElements.get('colophon-earnings')) customElements.define('colophon-earnings', ColophonEarnings);

export { ColophonEarnings };

declare global {
  interface HTMLElementTagNameMap { 'colophon-earnings': ColophonEarnings }
}
