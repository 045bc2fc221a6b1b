// @colophon/sdk/element: the class alone. `@colophon/sdk/element/define` registers it as <colophon-studio>.
export { ColophonStudio } from './studio.js';
export type { GetToken } from './connection.js';
export type { Messages } from '../locales/en.js';
