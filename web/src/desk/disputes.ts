// Claims with what both sides said, works whose income waits, lost keys, erasure.
import { h } from '../element/dom.js';
import { rightsEn } from '../locales/site/rights.en.js';
import { rightsZh } from '../locales/site/rights.zh-CN.js';
import type { Claim, Hold } from '../rights/context.js';
import { actsList } from '../rights/history.js';
import { get, post } from '../site/api.js';
import { form, type Field } from '../element/form.js';
import { badge, empty, loaded, roleButton, time, type Desk, type View } from './context.js';

interface DeskHold extends Hold { title: string | null; about_title: string | null; about_platform: string | null }

const wordsOf = (desk: Desk): typeof rightsEn => (desk.locale === 'en' ? rightsEn : rightsZh);
const may = (desk: Desk): boolean => desk.me.role === 'operator' || desk.me.role === 'approver';
/** A form of the desk: what was decided shows when the view comes again. */
function decided(desk: Desk, submit: string, fields: Field[], send: (filled: Record<string, string>) => Promise<unknown>): HTMLElement {
  const { messages: { disputes: words } } = desk;
  return form({ locale: desk.locale, submit, working: words.working, needed: words.needed, fields, async send(filled) { await send(filled); desk.reload(); } });
}
const reason = (desk: Desk): Field => ({ name: 'reason', label: desk.messages.disputes.reason, type: 'area', hint: desk.messages.disputes.reasonHint });

function claimCard(desk: Desk, claim: Claim): HTMLElement {
  const { messages: { disputes: words } } = desk, rights = wordsOf(desk);
  const names: Record<string, string | undefined> = { [claim.claimant]: claim.claimant_name, ...(claim.other !== null && { [claim.other]: claim.other_name }) };
  const called = (party: string | null): string => (party === null ? words.nobody : names[party] || party.slice(-12));
  const reader = { locale: desk.locale, messages: rights, who: called, get };
  const heard = claim.answers > 0 || Date.now() >= new Date(claim.answer_until).getTime();
  const choices = (['reject', ...(heard ? ['confirm'] : [])]).map((value) => [value, words.decisions[value] ?? value] as const);
  const first = claim.state === 'appealed' && claim.decided_by !== null;
  return h('li', { class: 'card stack' }, h('div', { class: 'row' }, h('h3', null, claim.title || claim.work),
      badge(claim.state, rights.claims.states[claim.state] ?? claim.state), h('strong', null, words.versus(called(claim.claimant), called(claim.other)))),
    h('p', { class: 'small soft' }, words.facts(words.bases[claim.basis] ?? claim.basis, `${claim.amount_max} ${claim.currency}`, time(desk, claim.lapses_at))),
    h('p', { class: 'small' }, claim.own_work === null ? words.noWork : claim.own_work_is_earlier ? words.earlier : words.later),
    loaded(desk, () => get<Claim>(`/v1/claims/${claim.claim}`), (whole) => actsList(reader, whole.acts ?? [])),
    !heard && h('p', { class: 'note' }, words.unheard(time(desk, claim.answer_until))), first && h('p', { class: 'note' }, words.appeal(claim.decided_by!)),
    may(desk) && decided(desk, words.decide, [{ name: 'decision', label: words.decision, type: 'choice', choices, value: 'reject' }, reason(desk)],
      (filled) => post(`/v1/claims/${claim.claim}/decide`, filled)));
}

/** The registry's words for a likeness (docs/formats/registry.md), in the reader's language; the name of another platform stands by itself. */
function likeness(desk: Desk, detail: string): string {
  const { messages: { disputes: words } } = desk;
  const [, unit, bits] = /^(\w+) at distance (\d+) of 64$/.exec(detail) ?? [];
  if (unit !== undefined) return words.distance(words.units[unit] ?? unit, bits!);
  return detail.startsWith('same bytes') ? words.sameBytes : detail;
}

function holdRow(desk: Desk, hold: DeskHold): HTMLElement {
  const { messages: { disputes: words } } = desk, facts = [likeness(desk, hold.detail), hold.about_platform === null ? '' : words.on(hold.about_platform), words.since(time(desk, hold.since))];
  return h('li', { class: 'stack' }, h('div', { class: 'row' }, h('strong', null, words.alike(hold.title ?? hold.work.slice(-12), hold.about_title ?? hold.about.slice(-12))),
      h('span', { class: 'soft small' }, facts.filter((part) => part !== '').join(' · '))),
    may(desk) && unfold(words.release, h('p', { class: 'soft small' }, words.releaseText),
      decided(desk, words.release, [reason(desk)], (filled) => post(`/v1/works/${hold.work}/release`, { about: hold.about, ...filled }))));
}

const unfold = (label: string, ...content: Node[]): HTMLElement => h('details', { class: 'unfold' }, h('summary', null, label), h('div', { class: 'stack' }, ...content));

/** What only an operator may do, or a greyed button that says so. */
function only(desk: Desk, title: string, text: string, submit: string, field: Field, path: (id: string) => string): HTMLElement {
  return h('section', { class: 'card stack' }, unfold(title, h('p', { class: 'soft small' }, text), desk.me.role !== 'operator' ? roleButton(desk, 'operator', submit, () => undefined)
    : decided(desk, submit, [field, reason(desk)], ({ id, reason: why }) => post(path(encodeURIComponent(id!)), { reason: why }))));
}

const waiting = () => Promise.all([get<{ claims: Claim[] }>('/v1/claims?waiting=true&limit=100'), get<{ holds: DeskHold[] }>('/v1/holds')]);

export const disputesView: View = (desk) => loaded(desk, waiting, ([{ claims }, { holds }]) => {
  const { messages: { disputes: words } } = desk, alike = holds.filter((hold) => hold.kind === 'near-match');
  return h('div', { class: 'stack wide' }, h('p', { class: 'lead' }, words.lead),
    h('section', { class: 'stack' }, h('h2', null, words.claims), claims.length === 0 ? empty(words.none) : h('ul', { class: 'stack' }, ...claims.map((claim) => claimCard(desk, claim)))),
    h('section', { class: 'card stack' }, h('h2', null, words.holds),
      alike.length === 0 ? h('p', { class: 'soft' }, words.holdsNone) : h('ul', { class: 'stack' }, ...alike.map((hold) => holdRow(desk, hold)))),
    only(desk, words.lost, words.lostText, words.reset, { name: 'id', label: words.party }, (id) => `/v1/parties/${id}/keys/reset`),
    only(desk, words.erase, words.eraseText, words.eraseButton, { name: 'id', label: words.work }, (id) => `/v1/works/${id}/erase`));
});
