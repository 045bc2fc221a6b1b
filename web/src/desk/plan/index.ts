// The current plan: its certificate, what people ask of it, and a new one.
import { download, h, put } from '../../element/dom.js';
import { get } from '../../site/api.js';
import { asMessage } from '../../site/errors.js';
import { empty, figure, loaded, percent, time, type Desk, type View } from '../context.js';
import { verdictDialog } from '../verdict.js';
import { currentPlan, digits, unitOf, worth, wordsOf, type Channel, type Plan } from './data.js';
import { makerView } from './maker.js';
import { frontierView, pricesView } from './prices.js';
import { reportView } from './report.js';
import { whatIfView } from './what_if.js';
import { whyView } from './why.js';

const kTitlesShown = 14;

function channelView(desk: Desk, plan: Plan, channel: Channel, ask: (work: string) => void): HTMLElement {
  const { messages: { plan: words } } = desk, ratio = channel.budget === '0' ? 0 : Number(channel.spent) / Number(channel.budget);
  const rest = channel.shown.length - kTitlesShown;
  return h('section', { class: 'card stack channel' }, h('h3', null, channel.name || channel.channel),
    h('div', null, h('progress', { max: '1', value: String(ratio), 'aria-label': words.used(percent(desk, ratio)) }), h('p', { class: 'soft tiny' }, words.used(percent(desk, ratio)))),
    h('dl', { class: 'pairs' }, h('dt', null, words.budget), h('dd', { class: 'num' }, digits(desk, channel.budget)), h('dt', null, words.spent), h('dd', { class: 'num' }, digits(desk, channel.spent)),
      h('dt', { title: words.priceText }, words.price), h('dd', { class: 'num' }, worth(desk, plan, channel.price))),
    h('p', { class: 'soft small' }, words.shown(String(channel.shown.length))),
    h('ul', { class: 'chips' }, ...channel.shown.slice(0, kTitlesShown).map(({ work, title }) => {
      const name = title ?? work.slice(0, 8);
      return h('li', null, h('button', { type: 'button', title: wordsOf(desk).whyLabel(name), onclick: () => ask(work) }, name));
    }), rest > 0 && h('li', { class: 'soft' }, words.more(String(rest)))));
}

export const planView: View = (desk) => loaded(desk, () => currentPlan(desk.locale), (plan) => {
  const { messages: { plan: words } } = desk, more = wordsOf(desk);
  if (!plan) return h('div', { class: 'stack' }, empty(words.empty), makerView(desk, null));
  const fetchDocument = async (): Promise<string> => JSON.stringify(await get<unknown>(`/v1/plans/${plan.plan}/document`));
  const trouble = h('div'), why = whyView(desk, plan), unit = unitOf(desk, plan);
  return h('div', { class: 'stack wide plan' }, h('p', { class: 'lead' }, words.lead),
    h('dl', { class: 'figures' }, figure(words.value, worth(desk, plan, plan.value), unit), figure(words.bound, worth(desk, plan, plan.bound), unit), figure(words.gap, percent(desk, plan.gap_ppm / 1e6, 3))),
    h('div', { class: 'row' }, h('span', { class: 'soft small' }, `${words.made(time(desk, plan.made_at), plan.made_by)} · ${plan.rank_by_quality ? words.ranked : words.notRanked}`)),
    h('div', { class: 'row' },
      h('button', { type: 'button', onclick: () => void verdictDialog(desk, `plan-${plan.plan}`, fetchDocument) }, words.verify),
      h('button', { type: 'button', onclick: () => {
        void fetchDocument().then((text) => download(`plan-${plan.plan}.json`, new Blob([text], { type: 'application/json' })), (thrown: unknown) => put(trouble, asMessage(desk.locale, thrown)));
      } }, words.document)), trouble, makerView(desk, plan), whatIfView(desk, plan), pricesView(desk, plan), frontierView(desk, plan), why.element,
    h('h2', { id: 'shown' }, more.channels), h('div', { class: 'channels' }, ...plan.channels.map((channel) => channelView(desk, plan, channel, why.ask))), reportView(desk, plan));
});
