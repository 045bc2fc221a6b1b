// @colophon/words: the class of <colophon-manuscript> and what a book is. `@colophon/words/define` registers the element. Importing does nothing.
export { ColophonManuscript } from './element.js';
export { emptyBook, bookLimits } from './book.js';
export type * from './book.js';
export type { GetToken } from './connect.js';
export type { WordsOptions } from './tools_client.js';
export type { Mark, Proofreader, ProofreadOptions, Range } from './tools.js';
export { endpointModel, type Endpoint, type TextModel, type TextRequest } from './text_model.js';
