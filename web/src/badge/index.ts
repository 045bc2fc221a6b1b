// @colophon/sdk/badge: the class alone. `@colophon/sdk/badge/define` registers it as <colophon-badge>.
export { ColophonBadge } from './element.js';
