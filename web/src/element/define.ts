// @colophon/sdk/element/define: registers <colophon-studio>, <colophon-coach> and <colophon-register>. Importing it twice, or on a server, does nothing.
import { ColophonCoach, ColophonRegister, ColophonStudio } from './index.js';

for (const [tag, element] of [['colophon-studio', ColophonStudio], ['colophon-coach', ColophonCoach], ['colophon-register', ColophonRegister]] as const) {
  if (globalThis.customElements && !customElements.get(tag)) customElements.define(tag, element);
}

export { ColophonCoach, ColophonRegister, ColophonStudio };

declare global {
  interface HTMLElementTagNameMap { 'colophon-studio': ColophonStudio; 'colophon-coach': ColophonCoach; 'colophon-register': ColophonRegister }
}
