// @colophon/sdk/badge/define: registers <colophon-badge>. Importing it twice, or on a server, does nothing.
import { ColophonBadge } from './index.js';

if (globalThis.customElements && !customElements.get('colophon-badge')) customElements.define('colophon-badge', ColophonBadge);

export { ColophonBadge };

declare global {
  interface HTMLElementTagNameMap { 'colophon-badge': ColophonBadge }
}
