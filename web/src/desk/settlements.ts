// Settlements: the list, and making a draft.
import { h, put } from '../element/dom.js';
import { get, post } from '../site/api.js';
import { asMessage } from '../site/errors.js';
import { fromMicrosShort, fromMinor } from '../verify/amounts.js';
import { badge, empty, loaded, roleButton, type Desk, type View } from './context.js';
import { failureOf, follow } from './follow.js';
import { remember, settlementDetail } from './settlement.js';

export interface Settlement {
  settlement: string; period: string; currency: string; rule: string; state: 'draft' | 'approved'; made_by: string; made_at: string;
  approved_by: string | null; approved_at: string | null; root: string; pool_micro: string; payable_minor: string; carried_micro: string; statements: number; simulated_audience: boolean;
}
interface Settlements { settlements: Settlement[]; currency?: string | null; periods?: { period: string; state: 'open' | 'settling' | 'closed'; events: number; revenue_lines: number }[] }
const kRules = ['pro-rata', 'user-centric'] as const;

function lastMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

function maker(desk: Desk, { settlements, periods, currency }: Settlements, open: (id: string) => void): HTMLElement {
  const { messages: { settlements: words } } = desk, state = h('div', { role: 'status' }), help = h('p', { class: 'soft small' });
  const waiting = periods?.filter((row) => row.state !== 'closed' && row.revenue_lines > 0).map((row) => row.period).sort() ?? [];
  const draft = settlements.find((row) => row.state === 'draft');
  const period = waiting.length > 0
    ? h('select', null, ...waiting.map((name) => h('option', { value: name, selected: name === (draft?.period ?? waiting[0]) }, name)))
    : h('input', { type: 'text', inputmode: 'numeric', pattern: '[0-9]{4}-[0-9]{2}', placeholder: '2026-10', size: '8', value: draft?.period ?? lastMonth() });
  const money = h('input', { type: 'text', size: '4', maxlength: '3', value: currency ?? settlements[0]?.currency ?? 'EUR' });
  const rule = h('select', { onchange: () => explain() }, ...kRules.map((name) => h('option', { value: name, selected: draft !== undefined && draft.rule !== name }, words.rules[name])));
  const explain = (): void => { help.textContent = words.ruleHelp[rule.value] ?? ''; };
  explain();
  const make = async (): Promise<void> => {
    const bar = h('progress', { max: '1', 'aria-label': words.making });
    put(state, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), words.making), bar);
    try {
      const before = settlements.find((row) => row.state === 'draft' && row.period === period.value);
      if (before) await remember(before);
      const { job } = await post<{ job: string }>('/v1/settlements', { period: period.value.trim(), currency: money.value.trim().toUpperCase(), rule: rule.value });
      const end = await follow(job, desk.signal, (now) => { if (now.total > 0) bar.value = now.done / now.total; });
      const failure = failureOf(end);
      if (failure) throw failure;
      open(String(end.result?.['settlement'] ?? ''));
    } catch (thrown) {
      if (!desk.signal.aborted) put(state, asMessage(desk.locale, thrown));
    }
  };
  return h('section', { class: 'card stack maker' }, h('div', { class: 'row fields' },
    h('label', { class: 'field' }, words.period, period), h('label', { class: 'field' }, words.currency, money), h('label', { class: 'field' }, words.rule, rule),
    roleButton(desk, 'finance', words.make, () => void make())), help, state);
}

function list(desk: Desk, rows: readonly Settlement[], shown: string, open: (id: string) => void): HTMLElement {
  const { messages: { settlements: words, tabs } } = desk, { columns } = words;
  return h('section', { class: 'card' }, h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': tabs.settlements }, h('table', null,
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, columns.period), h('th', { scope: 'col' }, columns.rule), h('th', { scope: 'col' }, columns.state),
      h('th', { scope: 'col', class: 'num' }, columns.pool), h('th', { scope: 'col', class: 'num' }, columns.payable), h('th', { scope: 'col', class: 'num' }, columns.statements), h('th', null, h('span', { class: 'vh' }, columns.open)))),
    h('tbody', null, ...rows.map((row) => h('tr', { class: row.settlement === shown ? 'chosen' : '' },
      h('th', { scope: 'row' }, h('strong', null, row.period)), h('td', null, words.rules[row.rule] ?? row.rule), h('td', null, badge(row.state, words.states[row.state] ?? row.state)),
      h('td', { class: 'num' }, fromMicrosShort(row.pool_micro, row.currency, desk.locale)), h('td', { class: 'num' }, fromMinor(row.payable_minor, row.currency, desk.locale)),
      h('td', { class: 'num' }, String(row.statements)),
      h('td', { class: 'num' }, h('button', { type: 'button', class: 'slim', 'aria-label': words.open(row.period), 'aria-current': row.settlement === shown && 'true', onclick: () => open(row.settlement) }, columns.open))))))));
}

export const settlementsView: View = (desk) => loaded(desk, () => get<Settlements>('/v1/settlements'), (answer) => {
  const { messages: { settlements: words } } = desk, rows = answer.settlements;
  const chosen = /^#settlements\/([0-9a-f-]{36})$/.exec(location.hash)?.[1] ?? rows[0]?.settlement ?? '';
  const open = (id: string): void => {
    const hash = `#settlements/${id}`;
    if (location.hash === hash) desk.reload();
    else location.hash = hash;
  };
  const known = rows.some((row) => row.settlement === chosen);
  return h('div', { class: 'stack wide' }, h('p', { class: 'lead' }, words.lead), maker(desk, answer, open),
    rows.length === 0 ? empty(words.empty) : list(desk, rows, chosen, open), known && settlementDetail(desk, chosen));
});
