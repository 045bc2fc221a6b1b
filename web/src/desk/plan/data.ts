// The current plan as the desk's views take it, and how its figures are written.
import { planEn, type PlanMessages } from '../../locales/site/plan.en.js';
import { planZh } from '../../locales/site/plan.zh-CN.js';
import { h } from '../../element/dom.js';
import { get } from '../../site/api.js';
import { asMessage } from '../../site/errors.js';
import type { Desk } from '../context.js';

export interface Shown { work: string; title: string | null }
export interface Channel { channel: string; name: string; budget: string; spent: string; price: string; to_try: number; shown: Shown[] }
export interface Floor { party: string; name: string; at_least: number; shown: number; price: string }
export interface Plan {
  plan: string; made_at: string; made_by: string; rank_by_quality: boolean; value: string; bound: string; gap_ppm: number; works: number;
  /** A unit of the plan is this part of a major unit of the currency (times quality, where quality ranks). */
  unit: { currency: string; per_major: string };
  channels: Channel[]; floors: Floor[]; request: PlanAsked;
}
/** What was asked for. */
export interface PlanAsked { stance: string; channels_each: number; floors: { each_creator: number }; explore: { by: string; part_ppm: number } }
interface Named { channels: { channel: string; name: string; name_zh: string }[] }

export const wordsOf = (desk: Desk): PlanMessages => (desk.locale.startsWith('zh') ? planZh : planEn);

/** The current plan with its channels' names in the reader's language, or null where there is none yet. */
export async function currentPlan(locale: string): Promise<Plan | null> {
  try {
    const [plan, { channels }] = await Promise.all([get<Plan>('/v1/plans/current'), get<Named>('/v1/channels')]);
    const names = new Map(channels.map((one) => [one.channel, (locale.startsWith('zh') && one.name_zh) || one.name]));
    return { ...plan, channels: plan.channels.map((one) => ({ ...one, name: names.get(one.channel) ?? one.name })) };
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'not_found') return null;
    throw thrown;
  }
}

export const digits = (desk: Desk, text: string | number): string => new Intl.NumberFormat(desk.locale, { maximumFractionDigits: 0 }).format(typeof text === 'string' ? BigInt(text) : text);

/** Units of a plan in the currency, four significant digits: for reading, not for computing. */
export function worth(desk: Desk, plan: Plan, units: string | number, signed = false): string {
  const major = Number(units) / Number(plan.unit.per_major);
  return new Intl.NumberFormat(desk.locale, { maximumSignificantDigits: 4, ...(signed && { signDisplay: 'exceptZero' as const }) }).format(Math.abs(major) < 1e-12 ? 0 : major);
}
export const unitOf = (desk: Desk, plan: Plan): string => wordsOf(desk).unit(plan.unit.currency, plan.rank_by_quality);

/** An error with the creators' names where it speaks of their ids. */
export async function asNamedMessage(desk: Desk, thrown: unknown): Promise<HTMLElement> {
  const error = thrown as { code?: string; detail?: string };
  if (error.code !== 'infeasible' || error.detail === undefined) return asMessage(desk.locale, thrown);
  const ids = [...new Set(error.detail.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [])];
  let { detail } = error;
  for (const [index, name] of (await Promise.all(ids.map((id) => get<{ name: string }>(`/v1/parties/${id}`).then((party) => party.name, () => '')))).entries())
    if (name !== '') detail = detail.replaceAll(ids[index]!, name);
  // The sentence first; how to mend it may be a long list.
  const [what = '', how] = detail.split(/(?<=\.) (?=Least relaxation)/);
  return h('div', { class: 'alert', role: 'alert' }, h('p', null, h('strong', null, wordsOf(desk).infeasible)), h('p', { class: 'small', lang: 'en' }, what),
    how !== undefined && (how.length < 300 ? h('p', { class: 'small', lang: 'en' }, how) : h('details', { class: 'small' }, h('summary', null, wordsOf(desk).relaxation), h('p', { lang: 'en' }, how))));
}
