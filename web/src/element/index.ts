// @colophon/sdk/element: the classes alone. `@colophon/sdk/element/define` registers them as <colophon-studio>, <colophon-coach> and <colophon-register>.
export { ColophonCoach, ColophonRegister } from './alone.js';
export { ColophonStudio } from './studio.js';
export type { GetToken } from './connection.js';
export type { Messages } from '../locales/en.js';
