// @colophon/sdk/element/define: registers <colophon-studio>. Importing it twice, or on a server, does nothing.
import { ColophonStudio } from './index.js';

if (globalThis.customElements && !customElements.get('colophon-studio')) customElements.define('colophon-studio', ColophonStudio);

export { ColophonStudio };
