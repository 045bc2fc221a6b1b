// An error of a book as its reader should see it: a problem that is known is told in every language, another as everywhere.
import { h } from '../element/dom.js';
import { alertBox } from '../element/parts.js';
import type { Messages } from '../element/texts.js';
import { tellBook } from './problems.js';

export function bookAlert(messages: Messages, thrown: unknown): HTMLElement {
  const told = tellBook(messages.code, thrown);
  if (!told) return alertBox(messages, thrown);
  return h('div', { class: 'alert', part: 'error', role: 'alert' }, h('p', null, h('b', null, messages.error.title), ' ', told.message), told.field !== '' && h('p', { class: 'small soft' }, messages.error.field(told.field)));
}
