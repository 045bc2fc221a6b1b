// The current plan, its certificate, and a new one.
import { download, h, put } from '../element/dom.js';
import { get, post } from '../site/api.js';
import { asMessage } from '../site/errors.js';
import { empty, figure, loaded, percent, roleButton, time, type Desk, type View } from './context.js';
import { failureOf, follow } from './follow.js';
import { verdictDialog } from './verdict.js';

interface Channel { channel: string; name: string; budget: string; spent: string; price: string; shown: { work: string; title: string | null }[] }
interface Named { channels: { channel: string; name: string; name_zh: string }[] }
interface Plan { plan: string; made_at: string; made_by: string; rank_by_quality: boolean; value: string; bound: string; gap_ppm: number; channels: Channel[] }
const kTitlesShown = 14;

const digits = (desk: Desk, text: string): string => new Intl.NumberFormat(desk.locale).format(BigInt(text));

/** In six significant digits: for reading, not for computing. */
function price(desk: Desk, exact: string): string {
  return new Intl.NumberFormat(desk.locale, { maximumSignificantDigits: 6 }).format(Number(exact));
}

function channelView(desk: Desk, channel: Channel): HTMLElement {
  const { messages: { plan: words } } = desk, ratio = channel.budget === '0' ? 0 : Number(channel.spent) / Number(channel.budget);
  const rest = channel.shown.length - kTitlesShown;
  return h('section', { class: 'card stack channel' }, h('h3', null, channel.name || channel.channel),
    h('div', null, h('progress', { max: '1', value: String(ratio), 'aria-label': words.used(percent(desk, ratio)) }), h('p', { class: 'soft tiny' }, words.used(percent(desk, ratio)))),
    h('dl', { class: 'pairs' }, h('dt', null, words.budget), h('dd', { class: 'num' }, digits(desk, channel.budget)), h('dt', null, words.spent), h('dd', { class: 'num' }, digits(desk, channel.spent)),
      h('dt', { title: words.priceText }, words.price), h('dd', { class: 'num' }, price(desk, channel.price))),
    h('p', { class: 'soft small' }, words.shown(String(channel.shown.length))),
    h('ul', { class: 'chips' }, ...channel.shown.slice(0, kTitlesShown).map((work) => h('li', null, work.title ?? work.work.slice(0, 8))), rest > 0 && h('li', { class: 'soft' }, words.more(String(rest)))));
}

function maker(desk: Desk): HTMLElement {
  const { messages: { plan: words } } = desk, state = h('div', { role: 'status' });
  const rank = h('input', { type: 'checkbox', checked: true });
  const make = async (): Promise<void> => {
    const bar = h('progress', { max: '1', 'aria-label': words.making });
    put(state, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), words.making), bar);
    try {
      const { job } = await post<{ job: string }>('/v1/plans', { rank_by_quality: rank.checked });
      const end = await follow(job, desk.signal, (now) => { if (now.total > 0) bar.value = now.done / now.total; });
      const failure = failureOf(end);
      if (failure) throw failure;
      desk.reload();
    } catch (thrown) {
      if (!desk.signal.aborted) put(state, asMessage(desk.locale, thrown));
    }
  };
  return h('div', { class: 'stack maker' }, h('div', { class: 'row' }, roleButton(desk, 'operator', words.make, () => void make()),
    desk.me.role === 'operator' && h('label', { class: 'row small' }, rank, words.rank)), state);
}

/** The current plan with its channels' names in the reader's language, or null where there is none yet. */
async function currentPlan(locale: string): Promise<Plan | null> {
  try {
    const [plan, { channels }] = await Promise.all([get<Plan>('/v1/plans/current'), get<Named>('/v1/channels')]);
    const names = new Map(channels.map((one) => [one.channel, (locale.startsWith('zh') && one.name_zh) || one.name]));
    return { ...plan, channels: plan.channels.map((one) => ({ ...one, name: names.get(one.channel) ?? one.name })) };
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'not_found') return null;
    throw thrown;
  }
}

export const planView: View = (desk) => loaded(desk, () => currentPlan(desk.locale), (plan) => {
  const { messages: { plan: words } } = desk;
  if (!plan) return h('div', { class: 'stack' }, empty(words.empty), maker(desk));
  const fetchDocument = async (): Promise<string> => JSON.stringify(await get<unknown>(`/v1/plans/${plan.plan}/document`));
  const trouble = h('div');
  return h('div', { class: 'stack wide' }, h('p', { class: 'lead' }, words.lead),
    h('dl', { class: 'figures' }, figure(words.value, digits(desk, plan.value), words.units), figure(words.bound, digits(desk, plan.bound)),
      figure(words.gap, percent(desk, plan.gap_ppm / 1e6, 3))),
    h('div', { class: 'row' }, h('span', { class: 'soft small' }, `${words.made(time(desk, plan.made_at), plan.made_by)} · ${plan.rank_by_quality ? words.ranked : words.notRanked}`)),
    h('div', { class: 'row' },
      h('button', { type: 'button', onclick: () => void verdictDialog(desk, `plan-${plan.plan}`, fetchDocument) }, words.verify),
      h('button', { type: 'button', onclick: () => {
        void fetchDocument().then((text) => download(`plan-${plan.plan}.json`, new Blob([text], { type: 'application/json' })), (thrown: unknown) => put(trouble, asMessage(desk.locale, thrown)));
      } }, words.document)), trouble, maker(desk),
    h('div', { class: 'channels' }, ...plan.channels.map((channel) => channelView(desk, channel))));
});
