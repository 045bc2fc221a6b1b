// What every limit is worth and how far that holds; what fairness costs, level by level.
import { h } from '../../element/dom.js';
import { get, post } from '../../site/api.js';
import { loaded, percent, type Desk } from '../context.js';
import { plotView } from '../plots.js';
import { digits, unitOf, worth, wordsOf, type Plan } from './data.js';

interface Limit { kind: 'budget' | 'floor' | 'cap'; channel?: string; party?: string | null; of?: string; limit: string; used: string; price: string; holds_from: string; holds_to: string | null }
interface Point { floor: string; feasible: boolean; value: string; bound: string; price: string }

function rows(desk: Desk, plan: Plan, limits: readonly Limit[]): HTMLElement {
  const { prices: words } = wordsOf(desk), channel = (id?: string): string => plan.channels.find((one) => one.channel === id)?.name ?? id ?? '';
  const name = (limit: Limit): string => limit.kind === 'budget' ? words.budget(channel(limit.channel))
    : limit.kind === 'floor' ? words.floor(plan.floors.find((one) => one.party === limit.party)?.name || words.nameless)
      : words.cap(desk.messages.catalogue.kinds[limit.of ?? ''] ?? limit.of ?? '', channel(limit.channel));
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': words.title }, h('table', null,
    h('thead', null, h('tr', null, ...Object.values(words.columns).map((title, index) => h('th', { scope: 'col', class: index > 0 ? 'num' : '' }, title)))),
    h('tbody', null, ...limits.map((limit) => h('tr', null, h('th', { scope: 'row' }, name(limit)), h('td', { class: 'num' }, digits(desk, limit.limit)), h('td', { class: 'num' }, digits(desk, limit.used)),
      h('td', { class: 'num' }, Number(limit.price) === 0 ? h('span', { class: 'soft' }, words.free) : worth(desk, plan, limit.price)),
      h('td', { class: 'num' }, limit.holds_to === null ? words.open(digits(desk, limit.holds_from)) : words.range(digits(desk, limit.holds_from), digits(desk, limit.holds_to))))))));
}

export const pricesView = (desk: Desk, plan: Plan): HTMLElement => {
  const { prices: words } = wordsOf(desk);
  return h('section', { class: 'card stack', id: 'prices' }, h('h2', null, words.title), h('p', { class: 'soft small' }, `${words.lead} (${unitOf(desk, plan)})`),
    loaded(desk, () => get<{ limits: Limit[] }>(`/v1/plans/${plan.plan}/prices`), ({ limits }) => {
      const floors = limits.filter((one) => one.kind === 'floor' && one.limit !== '0');
      return h('div', { class: 'stack' }, rows(desk, plan, limits.filter((one) => one.kind !== 'floor')),
        floors.length > 0 && h('details', null, h('summary', null, words.floors(digits(desk, floors.length))), rows(desk, plan, floors)));
    }));
};

export const frontierView = (desk: Desk, plan: Plan): HTMLElement => {
  const { frontier: words } = wordsOf(desk);
  if (plan.floors.length === 0) return h('section', { class: 'card stack', id: 'frontier' }, h('h2', null, words.title), h('p', { class: 'soft' }, words.none));
  return h('div', { id: 'frontier' }, loaded(desk, () => post<{ points: Point[] }>(`/v1/plans/${plan.plan}/frontier`, { steps: 8, up_to_percent: 200 }), ({ points }) => {
    const fit = points.filter((one) => one.feasible), free = Number(fit[0]?.value ?? 0), last = points.at(-1);
    const promised = plan.floors.reduce((sum, one) => sum + one.at_least, 0), here = fit.reduce<Point | undefined>((near, one) => (near && Math.abs(Number(near.floor) - promised) <= Math.abs(Number(one.floor) - promised) ? near : one), undefined);
    // A plan that keeps a floor may by luck of rounding be worth a hair more: nobody calls that a negative cost.
    const cost = (one: Point): number => Math.max(0, free - Number(one.value));
    const text = [words.text(digits(desk, promised), percent(desk, here && free > 0 ? cost(here) / free : 0, 2)), last && !last.feasible && words.limit(digits(desk, last.floor))].filter(Boolean).join(' ');
    return plotView(desk, { title: words.title, text, kind: 'line', x: { label: words.x, values: fit.map((one) => Number(one.floor)), format: (value) => digits(desk, value) },
      y: { label: `${words.y} (${unitOf(desk, plan)})`, values: fit.map((one) => cost(one) / Number(plan.unit.per_major)), format: (value) => new Intl.NumberFormat(desk.locale, { maximumSignificantDigits: 3 }).format(value) } });
  }));
};
