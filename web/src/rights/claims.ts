// Claims by and against the reader.
import { h } from '../element/dom.js';
import { form } from '../element/form.js';
import { ask, badge, empty, keyNeeded, loaded, maker, time, unfolding, type Claim, type Rights, type View, type Work } from './context.js';
import { actsList } from './history.js';

const kAppealMs = 14 * 86_400_000;

/** One a line: an address, a SHA-256, or words. */
const evidenceOf = (text: string): { kind: string; value: string }[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  .map((value) => ({ kind: /^https?:\/\//.test(value) ? 'url' : /^[0-9a-f]{64}$/.test(value) ? 'sha256' : 'text', value }));

function claimForm(rights: Rights, works: readonly Work[]): HTMLElement {
  const { messages: { claims: words, working, needed }, locale } = rights;
  return form({
    locale, submit: words.send, working, needed, fields: [
      { name: 'work', label: words.work },
      { name: 'own_work', label: words.own, type: 'choice', choices: [...works.map((work) => [work.work, work.title] as const), ['', words.none]], optional: true },
      { name: 'basis', label: words.basis, type: 'choice', choices: Object.entries(words.bases) },
      { name: 'statement', label: words.statement, type: 'area' },
      { name: 'evidence', label: words.evidence, type: 'area', hint: words.evidenceHint, optional: true },
      { name: 'amount_max', label: words.amount, type: 'number', value: '100' },
      { name: 'currency', label: words.currency, value: locale === 'zh-CN' ? 'CNY' : 'EUR' },
      { name: 'days', label: words.days, type: 'number', value: '30', hint: words.daysHint },
    ],
    async send({ evidence, days, currency, ...filled }) {
      await rights.colophon.declare('claim', { ...filled, claim: crypto.randomUUID(), evidence: evidenceOf(evidence ?? ''), currency: currency!.toUpperCase(), days: Math.trunc(Number(days)) || 0 });
      rights.done(words.sent);
    },
  });
}

function speech(rights: Rights, claim: Claim, act: 'answer' | 'appeal' | 'retract'): HTMLElement {
  const { messages: { claims: words, works, working, needed }, locale } = rights, submit = { answer: words.answerSend, appeal: words.appealSend, retract: words.retract }[act];
  const fields = act === 'retract' ? [{ name: 'reason', label: works.withdrawReason, optional: true }]
    : [{ name: 'statement', label: words.statement, type: 'area' as const }, 
      ...(act === 'answer' ? [{ name: 'evidence', label: words.evidence, type: 'area' as const, hint: words.evidenceHint, optional: true }] : [])];
  return form({
    locale, submit, working, needed, fields,
    async send({ evidence, ...filled }) {
      await rights.colophon.declare(act, { claim: claim.claim, ...filled, ...(act === 'answer' && { evidence: evidenceOf(evidence ?? '') }) });
      rights.done(words.done);
    },
  });
}

function claimCard(rights: Rights, claim: Claim): HTMLElement {
  const { messages: { claims: words }, locale, party } = rights, mine = claim.claimant === party, waits = claim.state === 'open' || claim.state === 'appealed';
  const lost = (claim.state === 'confirmed' && !mine) || (claim.state === 'rejected' && mine);
  const appeals = lost && !claim.appealed && claim.decided_at !== null && Date.now() < new Date(claim.decided_at).getTime() + kAppealMs;
  const signs = rights.key !== undefined;
  return h('li', { class: 'card stack' }, h('div', { class: 'row' }, h('h3', null, claim.title || claim.work), badge(claim.state, words.states[claim.state] ?? claim.state),
      h('span', { class: 'soft small' }, `${mine ? words.by : words.against} · ${words.bases[claim.basis] ?? claim.basis} · ${claim.amount_max} ${claim.currency}`)),
    h('p', { class: 'small soft' }, claim.state === 'open' && `${words.answerUntil(time(locale, claim.answer_until))} ${words.lapses(time(locale, claim.lapses_at))} `,
      claim.own_work_is_earlier !== null && (claim.own_work_is_earlier ? words.earlier : words.later)),
    unfolding(words.open, () => loaded(rights, () => ask<Claim>(rights, `/v1/claims/${claim.claim}`), (whole) => actsList(maker(rights), whole.acts ?? []))),
    signs && waits && !mine && unfolding(words.answer, () => speech(rights, claim, 'answer')),
    signs && appeals && unfolding(words.appeal, () => speech(rights, claim, 'appeal')),
    signs && waits && mine && unfolding(words.retract, () => speech(rights, claim, 'retract')));
}

const claimsAndWorks = (rights: Rights) =>
  Promise.all([ask<{ claims: Claim[] }>(rights, '/v1/claims?limit=100'), ask<{ works: Work[] }>(rights, '/v1/works?limit=100')]);

export const claimsView: View = (rights) => loaded(rights, () => claimsAndWorks(rights), ([{ claims }, { works }]) => {
  const { messages: { claims: words } } = rights;
  return h('div', { class: 'stack wide' }, h('p', { class: 'lead' }, words.lead), keyNeeded(rights),
    rights.key !== undefined && h('section', { class: 'card' }, unfolding(words.make, () => claimForm(rights, works))),
    claims.length === 0 ? empty(words.empty) : h('ul', { class: 'stack items' }, ...claims.reverse().map((claim) => claimCard(rights, claim))));
});
