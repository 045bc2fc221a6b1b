// Exchange rates: recorded with date and source; a settlement takes the last one on or before the last day of its period.
import { h, put } from '../../element/dom.js';
import { get, post } from '../../site/api.js';
import { column, loaded, scroller, type View } from '../context.js';
import { form } from './form.js';

interface Rate { date: string; from: string; to: string; rate: string; source: string }

export const ratesView: View = (desk) => loaded(desk, () => get<{ rates: Rate[] }>('/v1/rates'), ({ rates }) => {
  const { earn: { rates: words } } = desk, place = h('div');
  const sorted = [...rates].sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.from < b.from ? -1 : 1));
  put(place, form(desk, [{ name: 'date', label: words.date, type: 'date', required: true, value: new Date().toISOString().slice(0, 10) }, { name: 'from', label: words.from, required: true, size: '4' }, { name: 'to', label: words.to, required: true, size: '4', value: sorted[0]?.to ?? 'EUR' },
    { name: 'rate', label: words.rate, required: true, size: '12', hint: words.rateHint }, { name: 'source', label: words.source, hint: words.sourceHint }], {
    role: 'finance', submit: words.record,
    send: async (values) => {
      await post('/v1/rates', { rates: [{ ...values, from: String(values['from']).toUpperCase(), to: String(values['to']).toUpperCase() }] });
      desk.reload();
    },
  }));
  return h('div', { class: 'stack' }, h('p', { class: 'soft' }, words.lead), h('section', { class: 'card stack' }, h('h3', null, words.add), place),
    h('section', { class: 'card stack' }, h('h3', null, words.title), sorted.length === 0 ? h('p', { class: 'soft' }, words.empty)
      : scroller(words.title, h('table', { class: 'rates' }, h('thead', null, h('tr', null, column(words.date), column(words.pair), column(words.rate, true), column(words.source))),
        h('tbody', null, ...sorted.map((one) => h('tr', null, h('th', { scope: 'row' }, one.date), h('td', null, `1 ${one.from} → ${one.to}`), h('td', { class: 'num' }, one.rate), h('td', { class: 'soft' }, one.source))))))));
});
