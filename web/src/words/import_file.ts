// What opens files comes when a file is opened.
export { importBook } from './import.js';
export { tellNote } from './problems.js';
