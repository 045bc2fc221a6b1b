// Other limits than the plan has: a bound at once from its prices, then the best plan under them.
import { h, put } from '../../element/dom.js';
import { post } from '../../site/api.js';
import type { Desk } from '../context.js';
import { asNamedMessage, digits, unitOf, worth, wordsOf, type Plan } from './data.js';

interface Answer { value_before: string; bound_at_once: string; value: string; bound: string; changes: number }
const kQuietMs = 180;

/** One slider. `at()` is what the bound gains by where it stands, in units of the plan; `body()` adds to what is asked. */
interface Slider { row: HTMLElement; moved(): boolean; gain(): number; reset(): void; add(body: { budgets: Record<string, string>; floors: Record<string, string> }): void }

export function whatIfView(desk: Desk, plan: Plan): HTMLElement {
  const { whatIf: words } = wordsOf(desk), trouble = h('div'), unit = unitOf(desk, plan);
  const atMost = h('dd'), found = h('dd'), change = h('dd'), changes = h('dd');
  let asked = 0, timer: ReturnType<typeof setTimeout> | undefined;

  const slider = (name: string, now: number, max: number, label: (value: number) => string, rest: Pick<Slider, 'add'> & { gainOf(value: number): number; read(value: number): void }): Slider => {
    const out = h('output', { class: 'num small' });
    const input = h('input', { type: 'range', min: '0', max: String(max), step: String(Math.max(1, Math.round(max / 200))), oninput: () => { say(); move(); } });
    input.value = String(now);
    const value = (): number => (Math.abs(Number(input.value) - now) < Number(input.step) ? now : Number(input.value));
    const say = (): void => { rest.read(value()); out.textContent = label(value()); };
    say();
    return { row: h('label', { class: 'slider' }, h('span', null, name), input, out), moved: () => value() !== now, gain: () => rest.gainOf(value()), add: rest.add, reset: () => { input.value = String(now); say(); } };
  };
  const percent = (value: number, now: number): string => new Intl.NumberFormat(desk.locale, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(now === 0 ? 0 : value / now - 1);
  const sliders: Slider[] = plan.channels.map((channel) => {
    const now = Number(channel.budget);
    let at = now;
    return slider(channel.name || channel.channel, now, Math.max(2 * now, 10), (value) => `${digits(desk, value)} (${percent(value, now)})`, {
      gainOf: (value) => Number(channel.price) * (value - now), read: (value) => { at = value; }, add: ({ budgets }) => { if (at !== now) budgets[channel.channel] = String(at); },
    });
  });
  if (plan.floors.length > 0) {
    let at = 100;
    const scaled = (floor: { at_least: number }, by: number): number => Math.round(floor.at_least * by / 100);
    sliders.push(slider(words.floors, 100, 300, (value) => `${digits(desk, plan.floors.reduce((sum, floor) => sum + scaled(floor, value), 0))} (${percent(value, 100)})`, {
      gainOf: (value) => plan.floors.reduce((sum, floor) => sum - Number(floor.price) * (scaled(floor, value) - floor.at_least), 0), read: (value) => { at = value; },
      add: ({ floors }) => { if (at !== 100) for (const floor of plan.floors) floors[floor.party] = String(scaled(floor, at)); },
    }));
  }

  const still = (): void => {
    put(atMost, worth(desk, plan, plan.bound), h('span', { class: 'soft tiny' }, `${unit} · ${words.atOnce}`));
    put(found, worth(desk, plan, plan.value), h('span', { class: 'soft tiny' }, unit));
    put(change, '0');
    put(changes, '0');
    put(trouble);
  };
  const solve = async (turn: number): Promise<void> => {
    const body = { budgets: {}, floors: {} };
    for (const one of sliders) one.add(body);
    try {
      const answer = await post<Answer>(`/v1/plans/${plan.plan}/what-if`, body);
      if (turn !== asked || desk.signal.aborted) return;
      const by = Number(BigInt(answer.value) - BigInt(answer.value_before));
      put(found, worth(desk, plan, answer.value), h('span', { class: 'soft tiny' }, unit));
      put(change, h('span', { class: by < 0 ? 'less' : by > 0 ? 'more' : '' }, worth(desk, plan, by, true)));
      put(changes, digits(desk, answer.changes));
      put(trouble);
    } catch (thrown) {
      if (turn !== asked || desk.signal.aborted) return;
      for (const place of [found, change, changes]) put(place, '–');
      put(trouble, await asNamedMessage(desk, thrown));
    }
  };
  const move = (): void => {
    const turn = ++asked;
    clearTimeout(timer);
    if (!sliders.some((one) => one.moved())) return still();
    put(atMost, worth(desk, plan, Math.max(0, Number(plan.bound) + sliders.reduce((sum, one) => sum + one.gain(), 0))), h('span', { class: 'soft tiny' }, `${unit} · ${words.atOnce}`));
    for (const place of [found, change, changes]) put(place, h('span', { class: 'soft' }, words.solving));
    timer = setTimeout(() => void solve(turn), kQuietMs);
  };
  still();
  desk.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  return h('section', { class: 'card stack what-if', id: 'what-if' }, h('h2', null, words.title), h('p', { class: 'soft small' }, words.lead),
    h('div', { class: 'sliders' }, ...sliders.map((one) => one.row)),
    h('dl', { class: 'figures', 'aria-live': 'polite' }, ...([[words.atMost, atMost], [words.found, found], [words.change, change], [words.changes, changes]] as const).map(([name, place]) => h('div', { class: 'figure' }, h('dt', null, name), place))),
    trouble, h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: () => { for (const one of sliders) one.reset(); move(); } }, words.reset)));
}
