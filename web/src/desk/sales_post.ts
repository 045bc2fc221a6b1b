// From sales to revenue: what would be posted, by the month in which it counts, and the button that does it.
import { h, put } from '../element/dom.js';
import { post } from '../site/api.js';
import { asMessage } from '../site/errors.js';
import type { Desk } from './context.js';
import { mayWrite, money, whole, words, type Posted, type PostedGroup } from './sales_api.js';

const kGroups = ['sales', 'suspense', 'resolved', 'reversed'] as const;

export function postView(desk: Desk, changed: () => void): HTMLElement {
  const { posting: text } = words(desk), outcome = h('div', { class: 'stack', role: 'status' }), may = mayWrite(desk);
  const until = h('input', { type: 'text', inputmode: 'numeric', pattern: '[0-9]{4}-[0-9]{2}', size: '8', placeholder: text.all });
  const body = (): { until?: string } => (until.value.trim() === '' ? {} : { until: until.value.trim() });

  const group = (one: PostedGroup, currency: string): HTMLElement => h('td', { class: 'num' },
    one.lines > 0 && h('div', null, h('div', null, money(desk, one.amount, currency)), h('span', { class: 'soft tiny' }, text.lines(whole(desk, one.lines)))));
  const table = (posted: Posted): HTMLElement => h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': text.title }, h('table', null,
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, text.period), ...kGroups.map((name) => h('th', { scope: 'col', class: 'num' }, text.groups[name])))),
    h('tbody', null, ...posted.periods.map((row) => h('tr', null, h('th', { scope: 'row' }, row.period), ...kGroups.map((name) => group(row[name], row.currency)))))));
  const waiting = (posted: Posted): HTMLElement | false => posted.waiting_returns > 0 && h('p', { class: 'soft small' }, text.waiting(whole(desk, posted.waiting_returns)));

  async function run(button: HTMLButtonElement, act: () => Promise<void>): Promise<void> {
    button.disabled = true;
    try {
      await act();
    } catch (thrown) {
      if (!desk.signal.aborted) put(outcome, asMessage(desk.locale, thrown));
    } finally {
      button.disabled = false;
    }
  }
  async function preview(): Promise<void> {
    const chosen = body(), posted = await post<Posted>('/v1/sales/postings/preview', chosen);
    if (desk.signal.aborted) return;
    if (posted.periods.length === 0) {
      put(outcome, h('p', { class: 'small' }, text.nothing), waiting(posted));
      return;
    }
    const go: HTMLButtonElement = h('button', { type: 'button', onclick: () => void run(go, async () => {
      const done = await post<Posted>('/v1/sales/postings', chosen);
      if (desk.signal.aborted) return;
      put(outcome, h('p', { class: 'good' }, text.posted(whole(desk, done.revenue_lines))), table(done), waiting(done));
      changed();
    }) }, text.post);
    put(outcome, table(posted), waiting(posted), h('div', { class: 'row' }, go));
  }
  const show: HTMLButtonElement = h('button', { type: 'button', class: 'slim', disabled: !may, onclick: () => void run(show, preview) }, text.show);
  until.addEventListener('input', () => put(outcome));
  return h('section', { class: 'card stack posting' }, h('h3', null, text.title), h('p', { class: 'soft small' }, text.lead),
    h('div', { class: 'row fields' }, h('label', { class: 'field' }, text.until, until), show), outcome);
}
