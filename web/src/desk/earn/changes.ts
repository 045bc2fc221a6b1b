// Two settlements side by side: who gets more, who gets less, and how much goes to somebody else.
import { h } from '../../element/dom.js';
import { column, scroller, type Desk } from '../context.js';
import { decimalText, isZero, signedText } from './money.js';
import type { Changes } from './types.js';

const kShown = 10;

export function changesView(desk: Desk, title: string, changes: Changes): HTMLElement {
  const { earn: { changes: words }, locale } = desk, moved = Object.entries(changes.moved).filter(([, amount]) => !isZero(amount));
  const body = h('tbody');
  const more = h('button', { type: 'button', class: 'slim', hidden: changes.changes.length <= kShown, onclick: () => show(changes.changes.length) }, words.all(String(changes.changes.length)));
  const show = (count: number): void => {
    body.replaceChildren(...changes.changes.slice(0, count).map((one) => h('tr', null, h('th', { scope: 'row', title: one.party }, one.name || words.nameless),
      h('td', { class: 'num' }, decimalText(one.earned_before, one.currency, locale)), h('td', { class: 'num' }, decimalText(one.earned_after, one.currency, locale)),
      h('td', { class: one.change.startsWith('-') ? 'num less' : 'num more' }, signedText(one.change, one.currency, locale)))));
    more.hidden = changes.changes.length <= count;
  };
  show(kShown);
  return h('section', { class: 'stack compare' }, h('h4', null, title),
    changes.changed === 0 ? h('p', { class: 'soft' }, words.same)
      : h('p', { class: 'soft' }, words.summary(String(changes.changed), String(changes.parties)), ' ', moved.length > 0 && words.moved(moved.map(([currency, amount]) => decimalText(amount, currency, locale)).join(' + '))),
    changes.changed > 0 && scroller(title, h('table', null, h('thead', null, h('tr', null, column(words.party), column(words.before, true), column(words.after, true), column(words.change, true))), body)), more);
}
