// What every view of /rights gets, the answers of the interface that it reads, and pieces that several views build with.
import type { Colophon, PartyKey } from '@colophon/sdk';
import { h, mark } from '../element/dom.js';
import type { RightsMessages } from '../locales/site/rights.en.js';
import { asMessage } from '../site/errors.js';
import type { Reader } from './history.js';

export interface Rights {
  locale: string;
  messages: RightsMessages;
  colophon: Colophon;
  /** Who the session is. */
  party: string;
  /** The key in this browser. */
  key: PartyKey | undefined;
  /** Aborted when the reader leaves the view. */
  signal: AbortSignal;
  /** Shows the view again with fresh data, and says what was done. */
  done(said: string): void;
}
export type View = (rights: Rights) => HTMLElement;

export interface Act {
  act: string; name: string; kind: string; party: string | null; work: string | null; about: string | null; made_at: string; index: number | null;
  payload: Record<string, unknown> | null;
}
export interface Hold {
  work: string; kind: 'near-match' | 'claim' | 'takedown'; about: string; detail: string; amount_max: string | null; currency: string | null;
  since: string; until: string | null;
}
export interface Work { work: string; title: string; kind: string; sha256: string; bytes: number; registered_at: string; owner: string | null }
export interface History { work: string; title: string; state: string; registered_at: string; index: number | null; acts: Act[]; holds: Hold[] }
export interface Terms { licence: string; tdm: string; tdm_policy: string; ai: string; declared_at: string | null; state: string }
export interface Offer {
  offer: string; work: string; title: string; from: string; to: string | null; act: string; offer_sha256: string; terms: Record<string, unknown>;
  state: string; made_at: string; expires_at: string;
}
export interface Licence {
  licence: string; work: string; licensor: string; licensee: string; kind: string; amount: string; currency: string; share: string | null;
  from: string; until: string | null; made_at: string; receipt_url: string;
}
export interface Claim {
  claim: string; work: string; title: string; claimant: string; other: string | null; own_work: string | null; own_work_is_earlier: boolean | null; basis: string; amount_max: string; currency: string;
  made_at: string; answer_until: string; lapses_at: string; answers: number; state: string;
  decided_at: string | null; appealed: boolean; acts?: Act[]; claimant_name?: string; other_name?: string; decided_by: string | null;
}

export const ask = <T>(rights: Rights, path: string): Promise<T> => rights.colophon.request<T>('GET', path, undefined, { signal: rights.signal });

/** Loads, then shows; says what failed. Nothing of it happens once the reader has left. */
export function loaded<T>(rights: Rights, load: () => Promise<T>, show: (data: T) => Node): HTMLElement {
  const element = h('div', { 'aria-busy': 'true' }, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), rights.messages.loading));
  load().then(show).catch((thrown: unknown) => asMessage(rights.locale, thrown)).then((content) => {
    if (rights.signal.aborted) return;
    element.replaceChildren(content);
    element.removeAttribute('aria-busy');
  }, () => undefined);
  return element;
}

/** The reader of a history, as the maker that they are. */
export const maker = (rights: Rights): Reader => ({
  locale: rights.locale, messages: rights.messages, who: (party) => (party === rights.party ? rights.messages.by.you : rights.messages.by.other), get: (path) => rights.colophon.request('GET', path),
});
export const empty = (text: string): HTMLElement => h('div', { class: 'empty' }, mark(), h('p', null, text));
export const badge = (state: string, text: string): HTMLElement => h('span', { class: `badge ${state}` }, text);
export const time = (locale: string, text: string): string => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(text));
/** As the interface writes it: whole seconds, UTC. */
export const utc = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
/** A button that opens what lies below it. */
export function unfolding(label: string, content: () => HTMLElement, className = 'unfold'): HTMLElement {
  const body = h('div', { class: 'stack' }), summary = h('summary', null, label);
  const element = h('details', { class: className, ontoggle: () => { if (element.open && body.childElementCount === 0) body.append(content()); } }, summary, body);
  return element;
}
/** Nothing can be signed without a key: says where one is made. */
export const keyNeeded = ({ messages, key }: Rights): HTMLElement | false =>
  key === undefined && h('p', { class: 'note' }, messages.keyNeeded, ' ', h('a', { href: '#keys' }, messages.keyNeededLink));
