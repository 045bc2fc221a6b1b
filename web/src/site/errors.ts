// An error in the pages' own frame: what to do in the reader's language, the field, and core's or the server's sentence.
import { h } from '../element/dom.js';
import { pickMessages, tell } from '../element/texts.js';

export function asMessage(locale: string, thrown: unknown, title?: string): HTMLElement {
  const messages = pickMessages([locale]), told = tell(messages, thrown);
  return h('div', { class: 'alert', role: 'alert', tabindex: '-1' },
    h('p', null, h('strong', null, title ?? messages.error.title), ' ', told.message),
    told.field !== '' && h('p', { class: 'small' }, messages.error.field(told.field)),
    told.detail !== '' && h('p', { class: 'small', lang: 'en' }, told.detail));
}
