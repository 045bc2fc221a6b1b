// What each channel brought: pages served from the plan, and what the audience did on them.
import { h } from '../../element/dom.js';
import { get } from '../../site/api.js';
import { loaded, type Desk } from '../context.js';
import { digits, wordsOf, type Plan } from './data.js';

interface Row { channel: string; name: string; pages: number; showings: number; explored: number; outcomes: Record<string, number> }

export const reportView = (desk: Desk, plan: Plan): HTMLElement => {
  const { report: words } = wordsOf(desk);
  return h('section', { class: 'card stack', id: 'report' }, h('h2', null, words.title), h('p', { class: 'soft small' }, words.lead), loaded(desk, () => get<{ channels: Row[] }>('/v1/reports/channels'), ({ channels }) => {
    if (channels.every((row) => row.pages === 0)) return h('p', { class: 'soft' }, words.none);
    const kinds = Object.keys(words.events).filter((kind) => channels.some((row) => (row.outcomes[kind] ?? 0) > 0));
    return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': words.title }, h('table', null,
      h('thead', null, h('tr', null, ...[...Object.values(words.columns), ...kinds.map((kind) => words.events[kind]!)].map((name, index) => h('th', { scope: 'col', class: index > 0 ? 'num' : '' }, name)))),
      h('tbody', null, ...channels.map((row) => h('tr', null, h('th', { scope: 'row' }, plan.channels.find((one) => one.channel === row.channel)?.name ?? row.name),
        ...[row.pages, row.showings, row.explored, ...kinds.map((kind) => row.outcomes[kind] ?? 0)].map((count) => h('td', { class: 'num' }, digits(desk, count))))))));
  }));
};
