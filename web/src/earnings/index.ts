// @colophon/sdk/earnings: the classes alone. `@colophon/sdk/earnings/define` registers them as <colophon-earnings> and <colophon-statement>.
export { ColophonStatement } from './alone.js';
export { ColophonEarnings } from './element.js';
