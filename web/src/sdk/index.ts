// @colophon/sdk. Importing does nothing: it is safe on a server, and costs a few kilobytes.
export { createColophon } from './client.js';
export { ColophonError, errorCodes, type ColophonErrorCode, type ErrorRecord } from './errors.js';
export type * from './types.js';
