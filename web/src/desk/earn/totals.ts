// What came in and what became of it: one column a currency, from the top down.
import { h } from '../../element/dom.js';
import { fromMicros, fromMinor } from '../../verify/amounts.js';
import { column, scroller, type Desk } from '../context.js';
import { decimalText, isZero } from './money.js';
import type { HeaderTotals, PreviewTotals } from './types.js';

const kRows = ['received', 'reversed', 'fees', 'divided', 'suspense', 'opening', 'earned', 'released', 'unheld', 'guaranteed', 'returned', 'recouped', 'reserved', 'held', 'gross', 'tax', 'net', 'closing'] as const;
type Row = (typeof kRows)[number];
/** A currency and what of it to show; an absent figure is not known, "" is nothing. */
interface Column { currency: string; cell(row: Row): string }

export function previewColumns(totals: readonly PreviewTotals[], locale: string): Column[] {
  return totals.map((one) => ({ currency: one.currency, cell: (row) => {
    const value = (one as unknown as Record<string, string>)[row];
    return value === undefined || isZero(value) ? '' : decimalText(value, one.currency, locale);
  } }));
}
export function headerColumns(totals: readonly HeaderTotals[], locale: string): Column[] {
  return totals.map((one) => ({ currency: one.currency, cell: (row) => {
    const minor = one[`${row}_minor`], micros = one[`${row}_micro`] ?? '0', { currency } = one;
    if (minor !== undefined) return minor === '0' ? '' : fromMinor(minor, currency, locale);
    return micros === '0' ? '' : fromMicros(micros, currency, locale);
  } }));
}

export function totalsTable(desk: Desk, columns: readonly Column[]): HTMLElement {
  const { earn: { totals: words } } = desk;
  const shown = kRows.filter((row) => columns.some((one) => one.cell(row) !== ''));
  return scroller(words.title, h('table', { class: 'totals' }, h('thead', null, h('tr', null, column(words.title), ...columns.map((one) => column(one.currency, true)))),
    h('tbody', null, ...shown.map((row) => h('tr', { class: row === 'net' || row === 'earned' ? 'strong' : '' },
      h('th', { scope: 'row' }, words.rows[row].name, h('span', { class: 'soft tiny' }, words.rows[row].hint)),
      ...columns.map((one) => h('td', { class: 'num' }, one.cell(row) || '—')))))));
}
