// Why a work is shown on a channel, or not, and what would change that.
import { h, put } from '../../element/dom.js';
import { get } from '../../site/api.js';
import { asMessage } from '../../site/errors.js';
import type { Desk } from '../context.js';
import { unitOf, worth, wordsOf, type Plan } from './data.js';

interface Cell { channel: string; name: string; why: string; value: string; paid: string; bonus: string; penalty: string; worth: string; margin: string | null }
interface Reasons { work: string; title: string | null; channels: Cell[]; best: string | null; runner_up: string | null }
interface Named { work: string; title: string }

export interface WhyView { element: HTMLElement; ask(work: string): void }

export function whyView(desk: Desk, plan: Plan): WhyView {
  const { why: words } = wordsOf(desk), place = h('div', { 'aria-live': 'polite' }), list = h('datalist', { id: 'plan-works' });
  const channel = (id: string): string => plan.channels.find((one) => one.channel === id)?.name ?? id;
  let works: Promise<Named[]> | undefined;
  const load = (): Promise<Named[]> => (works ??= get<{ works: Named[] }>('/v1/catalogue?limit=1000').then(({ works: rows }) => {
    put(list, ...rows.map((row) => h('option', { value: row.title })));
    return rows;
  }));
  const input = h('input', { type: 'search', list: 'plan-works', placeholder: words.ask, 'aria-label': words.work, onfocus: () => { load().catch(() => { works = undefined; }); }, onchange: () => void choose() });
  const show = ({ title, channels, best, runner_up, work }: Reasons): HTMLElement => h('div', { class: 'stack' }, h('h3', null, title ?? work),
    best !== null && h('p', null, words.best(channel(best)), runner_up !== null && words.second(channel(runner_up)), desk.locale.startsWith('zh') ? '。' : '.'),
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': words.title }, h('table', null, h('thead', null, h('tr', null, ...Object.values(words.columns).map((name, index) => h('th', { scope: 'col', class: index >= 2 && index <= 5 ? 'num' : '' }, name)))),
      h('tbody', null, ...channels.map((cell) => h('tr', null, h('th', { scope: 'row' }, channel(cell.channel)), h('td', null, h('span', { class: `badge ${cell.why === 'shown' ? 'done' : ''}` }, words.verdicts[cell.why] ?? cell.why)),
        ...[cell.value, cell.paid, cell.bonus, cell.worth].map((units) => h('td', { class: 'num' }, worth(desk, plan, units))),
        h('td', null, cell.margin === null ? h('span', { class: 'soft' }, words.never) : cell.why === 'shown' ? words.falls(worth(desk, plan, cell.margin)) : words.rises(worth(desk, plan, cell.margin)))))))),
    h('p', { class: 'soft tiny' }, unitOf(desk, plan)));
  const ask = async (work: string): Promise<void> => {
    put(place, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), desk.messages.loading));
    try {
      const reasons = await get<Reasons>(`/v1/plans/${plan.plan}/works/${work}`);
      if (!desk.signal.aborted) put(place, show(reasons));
    } catch (thrown) {
      if (!desk.signal.aborted) put(place, asMessage(desk.locale, thrown));
    }
  };
  const choose = async (): Promise<void> => {
    const wanted = input.value.trim();
    if (wanted === '') return put(place);
    if (/^[0-9a-f-]{36}$/.test(wanted)) return ask(wanted);
    try {
      const found = (await load()).find((row) => row.title === wanted);
      if (found) await ask(found.work);
      else put(place, h('p', { class: 'soft' }, words.unknown));
    } catch (thrown) {
      works = undefined;
      put(place, asMessage(desk.locale, thrown));
    }
  };
  const element = h('section', { class: 'card stack', id: 'why' }, h('h2', null, words.title), h('p', { class: 'soft small' }, words.help), h('div', { class: 'row filters' }, input, list), place);
  return {
    element,
    ask: (work) => {
      element.scrollIntoView({ block: 'start' });
      void ask(work);
    },
  };
}
