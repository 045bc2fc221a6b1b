// @colophon/sdk/earnings/define: registers <colophon-earnings> and <colophon-statement>. Importing it twice, or on a server, does nothing.
import { ColophonEarnings, ColophonStatement } from './index.js';

for (const [tag, element] of [['colophon-earnings', ColophonEarnings], ['colophon-statement', ColophonStatement]] as const) {
  if (globalThis.customElements && !customElements.get(tag)) customElements.define(tag, element);
}

export { ColophonEarnings, ColophonStatement };

declare global {
  interface HTMLElementTagNameMap { 'colophon-earnings': ColophonEarnings; 'colophon-statement': ColophonStatement }
}
