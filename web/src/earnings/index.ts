// @colophon/sdk/earnings: the class alone. `@colophon/sdk/earnings/define` registers it as <colophon-earnings>.
export { ColophonEarnings } from './element.js';
