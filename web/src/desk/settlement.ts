// One settlement: totals, the spread of earnings, a comparison with the draft before, approval, and every party's statement.
import { download, h, put } from '../element/dom.js';
import { get, post } from '../site/api.js';
import { asMessage } from '../site/errors.js';
import { fromMicros, fromMicrosShort, fromMinor, toNumber } from '../verify/amounts.js';
import { badge, figure, loaded, percent, roleButton, time, type Desk } from './context.js';
import { plotView } from './plots.js';
import type { Settlement } from './settlements.js';
import { verdictDialog } from './verdict.js';

interface Statement { party: string; name: string; opening_micro: string; earned_micro: string; payable_minor: string; carried_micro: string }
interface Distribution { parties: number; paid: number; earned_median_micro: string; earned_p90_micro: string; earned_max_micro: string; top_tenth_ppm: number }
interface Detail extends Settlement { pools: { pool: string; rule: string; amount_micro: string }[]; distribution: Distribution }
interface Loaded { detail: Detail; statements: Statement[] }

const kPage = 500, kStatementsMax = 5_000, kRowsShown = 60;

async function allStatements(id: string): Promise<Statement[]> {
  const rows: Statement[] = [];
  let cursor = '';
  do {
    const page = await get<{ statements: Statement[]; next: string | null }>(`/v1/settlements/${id}/statements?limit=${kPage}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    rows.push(...page.statements);
    cursor = page.next ?? '';
  } while (cursor !== '' && rows.length < kStatementsMax);
  return rows.sort((a, b) => (BigInt(b.earned_micro) > BigInt(a.earned_micro) ? 1 : BigInt(b.earned_micro) < BigInt(a.earned_micro) ? -1 : 0));
}

/** A new draft replaces the old one on the server; for comparing, the page keeps what the old one said. */
const drafts = new Map<string, { id: string; rule: string; statements: Statement[] }>();
export async function remember(row: Settlement): Promise<void> {
  drafts.set(row.period, { id: row.settlement, rule: row.rule, statements: await allStatements(row.settlement) });
}

function totals(desk: Desk, { detail }: Loaded): HTMLElement {
  const { messages: { settlements: { totals: words } }, locale } = desk, { distribution: spread, currency } = detail;
  return h('dl', { class: 'figures' },
    figure(words.pool, fromMicrosShort(detail.pool_micro, currency, locale)), figure(words.payable, fromMinor(detail.payable_minor, currency, locale)),
    figure(words.carried, fromMicrosShort(detail.carried_micro, currency, locale)), figure(words.parties, String(spread.parties), `${words.paid}: ${spread.paid}`),
    figure(words.median, fromMicrosShort(spread.earned_median_micro, currency, locale)), figure(words.p90, fromMicrosShort(spread.earned_p90_micro, currency, locale)),
    figure(words.max, fromMicrosShort(spread.earned_max_micro, currency, locale)), figure(words.top, percent(desk, spread.top_tenth_ppm / 1e6, 0)));
}

function spreadPlot(desk: Desk, { detail, statements }: Loaded): HTMLElement | false {
  const { messages: { settlements: words }, locale } = desk, { currency } = detail;
  const earned = statements.map((row) => toNumber(row.earned_micro, currency)).filter((value) => value > 0);
  if (earned.length < 2) return false;
  const total = earned.reduce((sum, value) => sum + value, 0), top = earned.slice(0, 10).reduce((sum, value) => sum + value, 0);
  return plotView(desk, { title: words.plot, kind: 'line', text: words.plotText(percent(desk, top / total, 0), fromMicrosShort(statements[0]!.earned_micro, currency, locale)),
    x: { label: words.rank, values: earned.map((_, index) => index + 1), format: (value) => (Number.isInteger(value) ? String(value) : '') },
    y: { label: `${words.earned} (${currency})`, values: earned, log: true, format: (value) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 2, notation: 'compact' }).format(value) } });
}

/** What the other rule changes, party by party; the largest changes first. */
function comparison(desk: Desk, { detail, statements }: Loaded): HTMLElement | false {
  const { messages: { settlements: words }, locale } = desk, { currency } = detail, before = drafts.get(detail.period);
  if (!before || before.id === detail.settlement || before.rule === detail.rule) return false;
  const old = new Map(before.statements.map((row) => [row.party, BigInt(row.earned_micro)]));
  const changes = statements.map((row) => ({ row, was: old.get(row.party) ?? 0n, now: BigInt(row.earned_micro) })).map((one) => ({ ...one, by: one.now - one.was }));
  const moved = changes.reduce((sum, { by }) => (by > 0n ? sum + by : sum), 0n), size = (value: bigint): bigint => (value < 0n ? -value : value);
  changes.sort((a, b) => (size(b.by) > size(a.by) ? 1 : size(b.by) < size(a.by) ? -1 : 0));
  const share = percent(desk, Number(moved) / Math.max(Number(detail.pool_micro), 1));
  return h('section', { class: 'card stack compare' }, h('h3', null, words.compare(words.rules[before.rule] ?? before.rule)),
    h('p', { class: 'soft' }, `${words.compareText} ${words.moved(fromMicrosShort(moved, currency, locale), share)}`),
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': words.compareText }, h('table', null,
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, words.party), ...[words.before, words.now, words.change].map((name) => h('th', { scope: 'col', class: 'num' }, name)))),
      h('tbody', null, ...changes.slice(0, 10).map(({ row, was, now, by }) => h('tr', null, h('th', { scope: 'row' }, row.name || words.nameless),
        h('td', { class: 'num' }, fromMicrosShort(was, currency, locale)), h('td', { class: 'num' }, fromMicrosShort(now, currency, locale)),
        h('td', { class: by < 0n ? 'num less' : 'num more' }, `${by > 0n ? '+' : ''}${fromMicrosShort(by, currency, locale)}`)))))));
}

function approval(desk: Desk, { detail }: Loaded): HTMLElement {
  const { messages: { settlements: words } } = desk, trouble = h('div');
  const approve = (): void => {
    post(`/v1/settlements/${detail.settlement}/approve`).then(() => desk.reload(), (thrown: unknown) => put(trouble, asMessage(desk.locale, thrown)));
  };
  return h('div', { class: 'stack' }, h('p', { class: 'row small soft' }, badge(detail.state, words.states[detail.state] ?? detail.state), words.madeBy(detail.made_by, time(desk, detail.made_at)),
    detail.approved_by !== null && detail.approved_at !== null && h('span', null, `· ${words.approved(detail.approved_by, time(desk, detail.approved_at))}`)),
  detail.state === 'draft' && h('div', { class: 'row' }, roleButton(desk, 'approver', words.approve, approve), h('span', { class: 'soft tiny' }, words.approveNote)),
  detail.simulated_audience && h('p', { class: 'note' }, words.simulated), trouble);
}

function statementTable(desk: Desk, { detail, statements }: Loaded): HTMLElement {
  const { messages: { settlements: words }, locale } = desk, { currency } = detail, body = h('tbody'), trouble = h('div');
  const fetchDocument = async (party: string): Promise<string> => JSON.stringify(await get<unknown>(`/v1/settlements/${detail.settlement}/statements/${party}`));
  const file = (party: string): string => `statement-${detail.period}-${party}`;
  const row = (statement: Statement): HTMLElement => {
    const name = statement.name || words.nameless;
    return h('tr', null, h('th', { scope: 'row', title: statement.party }, name),
      h('td', { class: 'num' }, fromMicros(statement.earned_micro, currency, locale)), h('td', { class: 'num' }, h('strong', null, fromMinor(statement.payable_minor, currency, locale))),
      h('td', { class: 'num' }, fromMicros(statement.carried_micro, currency, locale)),
      h('td', { class: 'actions' },
        h('button', { type: 'button', class: 'slim verify', 'aria-label': words.verifyLabel(name), onclick: () => void verdictDialog(desk, file(statement.party), () => fetchDocument(statement.party)) }, words.verify),
        h('button', { type: 'button', class: 'slim', 'aria-label': words.downloadLabel(name), onclick: () => {
          fetchDocument(statement.party).then((text) => download(`${file(statement.party)}.json`, new Blob([text], { type: 'application/json' })), (thrown: unknown) => put(trouble, asMessage(locale, thrown)));
        } }, words.download)));
  };
  let shown = 0;
  const more = h('button', { type: 'button', class: 'slim', onclick: () => extend() }, words.more);
  const extend = (): void => {
    body.append(...statements.slice(shown, shown + kRowsShown).map(row));
    shown += kRowsShown;
    more.hidden = shown >= statements.length;
  };
  extend();
  return h('section', { class: 'card stack' }, h('h3', null, words.statements), trouble,
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': words.statements }, h('table', { class: 'statements' }, h('thead', null, h('tr', null, h('th', { scope: 'col' }, words.party),
      ...[words.earnedColumn, words.payable, words.carried].map((name) => h('th', { scope: 'col', class: 'num' }, name)), h('th', { scope: 'col' }, words.actions))), body)), more);
}

function pools(desk: Desk, { detail }: Loaded): HTMLElement {
  const { messages: { settlements: words }, locale } = desk, trouble = h('div');
  return h('section', { class: 'card stack' }, h('h3', null, words.pools), trouble,
    h('ul', { class: 'pools' }, ...detail.pools.map((pool) => {
      const rule = words.rules[pool.rule] ?? pool.rule;
      return h('li', { class: 'row' }, h('strong', null, rule), h('span', { class: 'num' }, fromMicrosShort(pool.amount_micro, detail.currency, locale)),
        h('button', { type: 'button', class: 'slim', 'aria-label': words.poolTableLabel(rule), onclick: () => {
          get<unknown>(`/v1/settlements/${detail.settlement}/pools/${pool.pool}/table`).then(
            (table) => download(`pool-table-${detail.period}-${pool.rule}.json`, new Blob([JSON.stringify(table)], { type: 'application/json' })), (thrown: unknown) => put(trouble, asMessage(locale, thrown)));
        } }, words.poolTable));
    })),
    h('p', { class: 'soft tiny' }, `${words.root} `, h('span', { class: 'mono' }, detail.root)));
}

export function settlementDetail(desk: Desk, id: string): HTMLElement {
  return loaded(desk, async (): Promise<Loaded> => {
    const [detail, statements] = await Promise.all([get<Detail>(`/v1/settlements/${id}`), allStatements(id)]);
    return { detail, statements };
  }, (all) => h('div', { class: 'stack wide detail' }, h('h2', null, `${all.detail.period} · ${desk.messages.settlements.rules[all.detail.rule] ?? all.detail.rule}`),
    approval(desk, all), totals(desk, all), comparison(desk, all), spreadPlot(desk, all), statementTable(desk, all), pools(desk, all)));
}
