// What somebody should look at before a settlement is approved: grouped by what it is about, each with what it means and what to do.
import { h } from '../../element/dom.js';
import { get } from '../../site/api.js';
import { fromMicros } from '../../verify/amounts.js';
import type { Desk } from '../context.js';
import type { Warning } from './types.js';

type Theme = 'waiting' | 'payees' | 'rules' | 'unusual' | 'other';
const kThemes: Theme[] = ['waiting', 'payees', 'rules', 'unusual', 'other'];
interface Kind { theme: Theme; /** Where it is mended: a hash of the desk. */ to?: string; place?: 'party' | 'work' | 'agreement' | 'period' | 'hold' | 'listener' | 'word' }
const kKinds: Record<string, Kind> = {
  'unmatched-work': { theme: 'waiting', to: '#sales' }, 'no-agreement': { theme: 'waiting', to: '#agreements/edit', place: 'work' },
  'two-agreements': { theme: 'waiting', to: '#agreements/edit', place: 'work' }, 'no-term': { theme: 'waiting', to: '#agreements/edit', place: 'agreement' },
  'not-in-force': { theme: 'waiting', to: '#agreements/edit', place: 'agreement' }, 'no-composition': { theme: 'waiting', place: 'work' },
  'no-pool': { theme: 'waiting', to: '#agreements/edit', place: 'word' }, 'suspense-open': { theme: 'waiting', to: '#sales', place: 'word' },
  'payee-missing': { theme: 'payees', to: '#agreements/payees', place: 'party' }, 'missing-payee-data': { theme: 'payees', to: '#agreements/payees', place: 'party' },
  'payee-erased': { theme: 'payees', place: 'party' }, 'negative-balance': { theme: 'payees', place: 'party' },
  'fee-no-match': { theme: 'rules', to: '#agreements/edit', place: 'agreement' }, 'fee-two-match': { theme: 'rules', to: '#agreements/edit', place: 'agreement' },
  'late-revenue': { theme: 'rules', place: 'period' }, 'hold-unknown': { theme: 'rules', to: '#agreements/holds', place: 'hold' }, 'hold-open': { theme: 'rules', to: '#agreements/holds', place: 'hold' },
  'total-jump': { theme: 'unusual', place: 'period' }, 'party-jump': { theme: 'unusual', place: 'party' }, 'party-gone': { theme: 'unusual', place: 'party' },
  'listener-heavy': { theme: 'unusual', place: 'listener' },
};
/** What the sentence of these says beside the code: figures, or the bank's reason. */
const kTelling = new Set(['payee-missing', 'total-jump', 'party-jump', 'party-gone', 'listener-heavy', 'no-agreement', 'two-agreements', 'no-term', 'not-in-force', 'fee-two-match']);

const names = new Map<string, Promise<string>>();
/** A party's name or a work's title, shown once the server has told it; the first digits until then. */
function named(place: string, kind: Kind['place']): HTMLElement {
  const element = h('span', { class: 'place', title: place }, place);
  const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(place)?.[0];
  if (id === undefined) return element;
  element.textContent = place.replace(id, `${id.slice(0, 8)}…`);
  if (kind !== 'party' && kind !== 'work') return element;
  const known = names.get(id) ?? (kind === 'party' ? get<{ name: string }>(`/v1/parties/${id}`).then(({ name }) => name) : get<{ title: string }>(`/v1/works/${id}`).then(({ title }) => title)).catch(() => '');
  names.set(id, known);
  void known.then((name) => { if (name !== '') element.textContent = name; });
  return element;
}

function item(desk: Desk, warning: Warning): HTMLElement {
  const { earn: { warnings: words }, locale } = desk, kind = kKinds[warning.code] ?? { theme: 'other' }, text = words.codes[warning.code];
  const link = kind.to !== undefined && document.querySelector(`.tabs a[href="${kind.to.split('/')[0]}"]`) ? words.links[kind.to] : undefined;
  return h('li', { class: 'warning', 'data-code': warning.code },
    h('div', { class: 'row head' }, h('strong', null, text?.title ?? warning.code), h('span', { class: 'badge' }, words.count(warning.count)),
      warning.currency !== '' && warning.amount_micro !== '0' && h('span', { class: 'num' }, fromMicros(warning.amount_micro, warning.currency, locale))),
    text && h('p', { class: 'small' }, text.remedy),
    h('p', { class: 'small soft row' },
      h('span', null, `${words.first(warning.count)} `, named(warning.place, kind.place)),
      (kTelling.has(warning.code) || !text) && h('span', { lang: 'en' }, warning.detail),
      link !== undefined && h('a', { href: kind.to }, link)));
}

export function warningsView(desk: Desk, list: readonly Warning[]): HTMLElement {
  const { earn: { warnings: words } } = desk;
  if (list.length === 0) return h('p', { class: 'note good' }, words.none);
  const themes = kThemes.map((theme) => ({ theme, rows: list.filter((one) => (kKinds[one.code]?.theme ?? 'other') === theme) })).filter(({ rows }) => rows.length > 0);
  return h('div', { class: 'stack warnings' }, ...themes.map(({ theme, rows }) => h('section', null,
    h('h4', null, words.themes[theme]), h('ul', null, ...rows.map((one) => item(desk, one))))));
}
export const warningCount = (list: readonly Warning[]): number => list.reduce((sum, one) => sum + one.count, 0);
