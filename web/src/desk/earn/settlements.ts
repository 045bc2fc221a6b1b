// Settlements: every period with what it needs next, and the one that is open below.
import { h } from '../../element/dom.js';
import { get } from '../../site/api.js';
import { fromMicrosShort, fromMinor } from '../../verify/amounts.js';
import { badge, column, empty, loaded, scroller, type Desk, type View } from '../context.js';
import { closing } from './close.js';
import { stateOf, type PeriodOf } from './periods.js';
import type { Settlement, Settlements } from './types.js';

/** Newest first. A settlement's period counts even where the server forgot to list it. */
function periodsOf({ settlements, periods }: Settlements): PeriodOf[] {
  const rows = new Map(periods.map((row) => [row.period, row]));
  for (const { period, state } of settlements) if (!rows.has(period)) rows.set(period, { period, state: state === 'approved' ? 'closed' : 'settling', events: 0, revenue_lines: 0 });
  return [...rows.values()].sort((a, b) => (a.period < b.period ? 1 : -1)).map((row) => ({ row, settlement: settlements.find((one) => one.period === row.period) }));
}
function sums(settlement: Settlement | undefined, locale: string): { earned: string; net: string } {
  const totals = settlement?.currencies.filter((one) => one['earned_micro'] !== '0' || one['net_minor'] !== '0') ?? [];
  return { earned: totals.map((one) => fromMicrosShort(one['earned_micro'] ?? '0', one.currency, locale)).join(' + ') || '—', net: totals.map((one) => fromMinor(one['net_minor'] ?? '0', one.currency, locale)).join(' + ') || '—' };
}

function list(desk: Desk, periods: readonly PeriodOf[], chosen: string | undefined): HTMLElement {
  const { earn: { close: words }, locale } = desk, { columns } = words;
  return h('section', { class: 'card' }, scroller(words.periods, h('table', null,
    h('thead', null, h('tr', null, column(columns.period), column(columns.state), column(columns.events, true), column(columns.revenue, true), column(columns.earned, true), column(columns.net, true), h('th', null, h('span', { class: 'vh' }, columns.open)))),
    h('tbody', null, ...periods.map((one) => {
      const state = stateOf(one), { earned, net } = sums(one.settlement, locale), { row } = one, count = (value: number): string => new Intl.NumberFormat(locale).format(value);
      return h('tr', { class: row.period === chosen ? 'chosen' : '' }, h('th', { scope: 'row' }, h('strong', { class: 'period' }, row.period)), h('td', null, badge(state, words.states[state])),
        h('td', { class: 'num' }, count(row.events)), h('td', { class: 'num' }, count(row.revenue_lines)), h('td', { class: 'num' }, earned), h('td', { class: 'num' }, net),
        h('td', { class: 'num' }, h('a', { class: 'button slim', href: `#settlements/${row.period}`, 'aria-current': row.period === chosen && 'true', 'aria-label': `${words.next[state]}: ${row.period}` }, words.next[state])));
    })))));
}

export const settlementsView: View = (desk) => loaded(desk, () => get<Settlements>('/v1/settlements'), (all) => {
  const { earn: { close: words } } = desk, periods = periodsOf(all), wanted = location.hash.split('/')[1];
  if (periods.length === 0) return empty(words.empty);
  // The oldest period that is not closed is the one to close next.
  const next = [...periods].reverse().find((one) => stateOf(one) !== 'approved' && one.row.revenue_lines > 0);
  const chosen = periods.find((one) => one.row.period === wanted) ?? next ?? periods[0]!;
  return h('div', { class: 'stack wide' }, h('p', { class: 'lead' }, words.lead), list(desk, periods, chosen.row.period), closing(desk, chosen));
});
