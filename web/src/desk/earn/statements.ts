// The statements of a settlement: who earned what, checked in this browser or taken as a file.
import { download, h, put } from '../../element/dom.js';
import { get, getText } from '../../site/api.js';
import { asMessage } from '../../site/errors.js';
import { fromMicros, fromMinor } from '../../verify/amounts.js';
import { column, scroller, type Desk } from '../context.js';
import { verdictDialog } from '../verdict.js';
import type { Account, Detail, StatementRow } from './types.js';

const kPage = 500, kStatementsMax = 5_000, kRowsShown = 40;

export const earnedIn = (row: StatementRow, currency: string): string => row.accounts.find((one) => one.currency === currency)?.earned_micro ?? '0';

/** The largest first, by the currency in which most is earned. */
export async function allStatements(id: string): Promise<StatementRow[]> {
  const rows: StatementRow[] = [];
  let cursor = '';
  do {
    const page = await get<{ statements: StatementRow[]; next: string | null }>(`/v1/settlements/${id}/statements?limit=${kPage}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    rows.push(...page.statements);
    cursor = page.next ?? '';
  } while (cursor !== '' && rows.length < kStatementsMax);
  const counts = new Map<string, number>();
  for (const row of rows) for (const { currency } of row.accounts) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const main = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
  return rows.sort((a, b) => { const by = BigInt(earnedIn(b, main)) - BigInt(earnedIn(a, main)); return by > 0n ? 1 : by < 0n ? -1 : 0; });
}

export function statementTable(desk: Desk, detail: Detail, statements: readonly StatementRow[]): HTMLElement {
  const { earn: { statements: words, changes }, locale } = desk, body = h('tbody'), trouble = h('div');
  const path = (party: string): string => `/v1/settlements/${detail.settlement}/statements/${party}`;
  const file = (party: string): string => `statement-${detail.period}-${party}`;
  const save = (party: string, format: 'json' | 'csv' | 'html', type: string): void => {
    getText(`${path(party)}${format === 'json' ? '' : `?format=${format}&locale=${locale}`}`)
      .then((text) => download(`${file(party)}.${format}`, new Blob([text], { type })), (thrown: unknown) => put(trouble, asMessage(locale, thrown)));
  };
  const lines = (accounts: readonly Account[], show: (one: Account) => string): HTMLElement[] => accounts.map((one) => h('div', null, show(one)));
  const row = ({ party, name: known, accounts }: StatementRow): HTMLElement => {
    const name = known || changes.nameless;
    return h('tr', null, h('th', { scope: 'row', title: party }, name),
      h('td', { class: 'num' }, ...lines(accounts, (one) => fromMicros(one.earned_micro, one.currency, locale))),
      h('td', { class: 'num' }, ...lines(accounts, (one) => (one.recouped_micro === '0' ? '—' : fromMicros(one.recouped_micro, one.currency, locale)))),
      h('td', { class: 'num' }, ...lines(accounts, (one) => (BigInt(one.held_micro) + BigInt(one.reserved_micro) === 0n ? '—' : fromMicros(BigInt(one.held_micro) + BigInt(one.reserved_micro), one.currency, locale)))),
      h('td', { class: 'num' }, ...lines(accounts, (one) => fromMinor(one.paid_minor, one.currency, locale)).map((one) => h('strong', null, one))),
      h('td', { class: 'num' }, ...lines(accounts, (one) => fromMicros(one.closing_micro, one.currency, locale))),
      h('td', { class: 'actions' },
        h('button', { type: 'button', class: 'slim verify', 'aria-label': words.verifyLabel(name), onclick: () => void verdictDialog(desk, file(party), () => getText(path(party))) }, words.verify),
        ...([['json', 'application/json'], ['csv', 'text/csv'], ['html', 'text/html']] as const).map(([format, type]) =>
          h('button', { type: 'button', class: `slim ${format}`, 'aria-label': words.saveLabel(name, format), onclick: () => save(party, format, type) }, words.formats[format]))));
  };
  let shown = 0;
  const more = h('button', { type: 'button', class: 'slim', onclick: () => extend() }, words.more);
  const extend = (): void => {
    body.append(...statements.slice(shown, shown + kRowsShown).map(row));
    shown += kRowsShown;
    more.hidden = shown >= statements.length;
  };
  extend();
  if (statements.length === 0) return h('section', { class: 'card stack' }, h('h3', null, words.title), h('p', { class: 'soft' }, words.empty));
  return h('section', { class: 'card stack' }, h('h3', null, words.title), trouble,
    scroller(words.title, h('table', { class: 'statements' }, h('thead', null, h('tr', null, column(words.party), column(words.earned, true), column(words.recouped, true), column(words.kept, true), column(words.paid, true), column(words.closing, true), column(words.actions))), body)), more);
}
