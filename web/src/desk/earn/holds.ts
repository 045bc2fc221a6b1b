// Holds: money of a party or a work is kept back while a dispute is open, and given free or to somebody else once it is decided.
import { h, put } from '../../element/dom.js';
import { get, replace } from '../../site/api.js';
import { badge, column, loaded, scroller, type Desk, type View } from '../context.js';
import { form } from './form.js';
import { decimalText } from './money.js';
import type { Payee } from './payees.js';

interface Hold { hold: string; party: string | null; work: string | null; limit: string | null; currency: string | null; from: string; until: string | null; state: 'open' | 'released' | 'upheld'; pay_to: string | null; reason: string }
interface Known { holds: Hold[]; parties: Map<string, string>; works: Map<string, string> }

async function load(desk: Desk): Promise<Known> {
  const [{ holds }, { works }, payees] = await Promise.all([get<{ holds: Hold[] }>('/v1/earnings-holds'), get<{ works: { work: string; title: string }[] }>('/v1/works?limit=500'),
    desk.me.role === 'finance' ? get<{ payees: Payee[] }>('/v1/payees') : { payees: [] }]);
  return { holds, parties: new Map(payees.payees.map((one) => [one.party, one.name])), works: new Map(works.map((one) => [one.work, one.title])) };
}

function editor(desk: Desk, hold: Hold | undefined, known: Known, done: () => void): HTMLElement {
  const { earn: { holds: words } } = desk, listed = (map: Map<string, string>) => [['', '—'] as const, ...[...map].map(([id, name]) => [id, name || id] as const)];
  return form(desk, [
    ...(hold ? [] : [{ name: 'hold', label: words.name, required: true, hint: words.nameHint }]),
    { name: 'party', label: words.party, type: 'select', options: listed(known.parties), value: hold?.party ?? '' }, { name: 'work', label: words.work, type: 'select', options: listed(known.works), value: hold?.work ?? '' },
    { name: 'from', label: words.from, type: 'date', required: true, value: hold?.from ?? new Date().toISOString().slice(0, 10) }, { name: 'until', label: words.until, type: 'date', value: hold?.until ?? '', hint: words.untilHint },
    { name: 'limit', label: words.limit, value: hold?.limit ?? '', size: '10', hint: words.limitHint }, { name: 'currency', label: words.currency, value: hold?.currency ?? '', size: '4' },
    { name: 'state', label: words.state, type: 'select', options: Object.entries(words.states), value: hold?.state ?? 'open' }, { name: 'pay_to', label: words.payTo, type: 'select', options: listed(known.parties), value: hold?.pay_to ?? '', hint: words.payToHint },
    { name: 'reason', label: words.reason, value: hold?.reason ?? '' }], {
    role: 'finance', submit: words.save, cancel: done,
    send: async (values) => {
      const { hold: name = hold?.hold ?? '', ...rest } = values;
      // An empty field says nothing: the server takes what is left out.
      await replace(`/v1/earnings-holds/${encodeURIComponent(String(name))}`, Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')));
      desk.reload();
    },
  });
}

export const holdsView: View = (desk) => loaded(desk, () => load(desk), (known) => {
  const { earn: { holds: words }, locale } = desk, place = h('div'), { holds } = known;
  const open = (hold?: Hold): void => {
    put(place, h('section', { class: 'card stack' }, h('h3', null, hold ? words.edit(hold.hold) : words.add), editor(desk, hold, known, () => put(place))));
    place.querySelector<HTMLElement>('input, select')?.focus();
  };
  const named = (map: Map<string, string>, id: string | null): string => (id === null ? '' : map.get(id) || id.slice(0, 8));
  return h('div', { class: 'stack' }, h('p', { class: 'soft' }, words.lead), h('div', { class: 'row' }, h('button', { type: 'button', disabled: desk.me.role !== 'finance', onclick: () => open() }, words.add)), place,
    h('section', { class: 'card stack' }, holds.length === 0 ? h('p', { class: 'soft' }, words.empty) : scroller(words.title, h('table', null,
      h('thead', null, h('tr', null, column(words.name), column(words.on), column(words.span), column(words.limit, true), column(words.state), column(words.reason), column(words.actions))),
      h('tbody', null, ...holds.map((one) => h('tr', null, h('th', { scope: 'row' }, one.hold), h('td', null, [named(known.parties, one.party), named(known.works, one.work)].filter(Boolean).join(' · ')), h('td', null, `${one.from} – ${one.until ?? ''}`),
        h('td', { class: 'num' }, one.limit === null ? words.all : decimalText(one.limit, one.currency ?? '', locale)), h('td', null, badge(one.state === 'open' ? 'draft' : 'approved', words.states[one.state])), h('td', { class: 'soft small' }, one.reason),
        h('td', { class: 'actions' }, desk.me.role === 'finance' && h('button', { type: 'button', class: 'slim', 'aria-label': words.edit(one.hold), onclick: () => open(one) }, words.change)))))))));
});
