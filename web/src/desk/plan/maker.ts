// Making a plan: what is asked for, a preview that stores nothing, and the plan itself.
import { h, put } from '../../element/dom.js';
import { post } from '../../site/api.js';
import { roleButton, type Desk } from '../context.js';
import { failureOf, follow } from '../follow.js';
import { asNamedMessage, digits, worth, wordsOf, type Plan } from './data.js';

interface Evaluation { channel: string; name: string; pages: number; now: string; dr?: { estimate: string; low: string; high: string }; effective_pages?: string }
interface Preview { value: string; bound: string; changes: number; evaluation: Evaluation[] }

function previewed(desk: Desk, plan: Plan | null, preview: Preview): HTMLElement {
  const { maker: words } = wordsOf(desk), short = (text: string): string => new Intl.NumberFormat(desk.locale, { maximumFractionDigits: 3 }).format(Number(text));
  const { messages: { plan: names } } = desk;
  return h('section', { class: 'stack preview' },
    h('p', null, words.previewed(digits(desk, preview.changes)), plan && ` ${names.value}: ${worth(desk, plan, preview.value)}; ${names.bound}: ${worth(desk, plan, preview.bound)}.`),
    h('h3', null, words.log), h('p', { class: 'soft small' }, words.logHelp),
    h('div', { class: 'scroll' }, h('table', null, h('thead', null, h('tr', null, ...[wordsOf(desk).report.columns.channel, words.pages, words.now, words.proposed, words.effective]
      .map((name, index) => h('th', { scope: 'col', class: index > 0 ? 'num' : '' }, name)))),
    h('tbody', null, ...preview.evaluation.map((row) => h('tr', null, h('th', { scope: 'row' }, plan?.channels.find((one) => one.channel === row.channel)?.name ?? row.name), h('td', { class: 'num' }, digits(desk, row.pages)), h('td', { class: 'num' }, short(row.now)),
      h('td', { class: 'num' }, row.dr ? `${short(row.dr.estimate)} (${short(row.dr.low)} – ${short(row.dr.high)})` : h('span', { class: 'soft' }, words.few)), h('td', { class: 'num' }, row.effective_pages ? short(row.effective_pages) : '–')))))));
}

const select = (options: Record<string, string>, chosen?: string): HTMLSelectElement =>
  h('select', null, ...Object.entries(options).map(([value, name]) => h('option', { value, selected: value === chosen }, name)));

export function makerView(desk: Desk, plan: Plan | null): HTMLElement {
  const { messages: { plan: names } } = desk, { maker: words } = wordsOf(desk), state = h('div', { role: 'status', class: 'stack' });
  // What the current plan was asked for is where the next one begins.
  const asked = plan?.request, rank = h('input', { type: 'checkbox', checked: plan?.rank_by_quality ?? true });
  const floor = h('input', { type: 'number', min: '0', max: '1000000', value: String(asked?.floors.each_creator ?? 0), size: '6' }), each = h('input', { type: 'number', min: '0', max: '255', value: String(asked?.channels_each ?? 0), placeholder: words.eachAll, size: '6' });
  const stance = select(words.stances, asked?.stance), explore = select(words.explores, asked?.explore.by), part = h('input', { type: 'number', min: '1', max: '50', value: String((asked?.explore.part_ppm || 100_000) / 10_000), size: '4' }), keep = h('input', { type: 'checkbox' });
  const request = (): Record<string, unknown> => ({
    rank_by_quality: rank.checked, stance: stance.value, channels_each: Number(each.value || 0), floors: { each_creator: Number(floor.value || 0) },
    explore: { by: explore.value, part_ppm: explore.value === 'none' ? 0 : Math.round(Number(part.value || 0) * 10_000) },
    // A change has to bring a thousandth of the plan's value a showing.
    keep_bonus: keep.checked && plan ? Number(BigInt(plan.value) / 1000n) : 0,
  });
  const run = async (preview: boolean): Promise<void> => {
    const said = preview ? words.previewing : names.making, bar = h('progress', { max: '1', 'aria-label': said });
    put(state, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), said), bar);
    try {
      const { job } = await post<{ job: string }>('/v1/plans', { ...request(), ...(preview && { preview }) });
      const end = await follow(job, desk.signal, (now) => { if (now.total > 0) bar.value = now.done / now.total; });
      const failure = failureOf(end);
      if (failure) throw failure;
      if (preview) put(state, previewed(desk, plan, end.result as unknown as Preview));
      else desk.reload();
    } catch (thrown) {
      if (!desk.signal.aborted) put(state, await asNamedMessage(desk, thrown));
    }
  };
  if (desk.me.role !== 'operator') return h('div', { class: 'row' }, roleButton(desk, 'operator', names.make, () => undefined));
  return h('section', { class: 'card stack maker' }, h('h2', null, words.title),
    h('div', { class: 'row fields' }, h('label', { class: 'field', title: words.floorHelp }, words.floor, floor), h('label', { class: 'field' }, words.each, each),
      h('label', { class: 'field' }, words.stance, stance), h('label', { class: 'field' }, words.explore, explore), h('label', { class: 'field' }, `${words.part} (%)`, part)),
    h('div', { class: 'row' }, h('label', { class: 'row small' }, rank, names.rank), plan && h('label', { class: 'row small' }, keep, words.keep)),
    h('div', { class: 'row' }, roleButton(desk, 'operator', names.make, () => void run(false)), h('button', { type: 'button', onclick: () => void run(true) }, words.preview)), state);
}
