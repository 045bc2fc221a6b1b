// Pieces that several views of the studio show: an error, a wait, a list of checks.
import type { Check } from '../sdk/types.js';
import { h, tick } from './dom.js';
import { tell, type Messages } from './texts.js';

/** What went wrong, the field, and what to do. */
export function alertBox(messages: Messages, thrown: unknown, title = messages.error.title): HTMLElement {
  const told = tell(messages, thrown);
  return h('div', { class: 'alert', part: 'error', role: 'alert' },
    h('p', null, h('b', null, title), ' ', told.message),
    told.field !== '' && h('p', { class: 'small soft' }, messages.error.field(told.field)),
    told.detail !== '' && h('p', { class: 'small soft', lang: 'en' }, told.detail));
}

export function waiting(text: string): HTMLElement {
  return h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), text);
}

/** Every check with a tick, or exactly what does not hold. */
export function checkList(checks: readonly Check[], names: Record<string, string>): HTMLElement {
  return h('ul', { class: 'checks', part: 'checks' }, ...checks.map((check) =>
    h('li', { class: check.holds ? 'yes' : 'no' }, tick(check.holds),
      h('div', null, h('span', null, names[check.name] ?? check.name),
        !check.holds && h('p', { class: 'why', lang: 'en' }, [check.field, check.detail].filter((part) => part !== '').join(': '))))));
}
