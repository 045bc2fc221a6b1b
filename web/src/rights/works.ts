// A maker's works: terms, the declaration that they are theirs, offers, withdrawal, history.
import { h } from '../element/dom.js';
import { form } from '../element/form.js';
import { ask, badge, empty, keyNeeded, loaded, maker, time, unfolding, utc, type History, type Hold, type Rights, type Terms, type View, type Work } from './context.js';
import { actsList } from './history.js';

const kLicences = ['all-rights-reserved', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'CC-BY-NC-4.0', 'CC-BY-NC-ND-4.0', 'CC0-1.0'];
const kDayMs = 86_400_000;

function termsForm(rights: Rights, work: Work, terms: Terms, ais: Record<string, string>): HTMLElement {
  const { messages: { works: words, working, needed }, locale } = rights;
  const known = kLicences.includes(terms.licence) || terms.licence === '' ? kLicences : [terms.licence, ...kLicences];
  return form({
    locale, submit: words.declareTerms, working, needed, fields: [
      { name: 'licence', label: words.licence, type: 'choice', value: terms.licence || 'all-rights-reserved', choices: known.map((id) => [id, words.licences[id] ?? id]), hint: words.licenceHint },
      { name: 'tdm', label: words.tdm, type: 'choice', value: terms.declared_at === null ? 'reserved' : terms.tdm, choices: Object.entries(words.tdms), hint: words.tdmHint },
      { name: 'tdm_policy', label: words.policy, value: terms.tdm_policy, hint: words.policyHint, optional: true },
      { name: 'ai', label: words.ai, type: 'choice', value: terms.ai || 'none', choices: Object.entries(ais) },
    ],
    async send(filled) {
      await rights.colophon.declare('terms', { work: work.work, ...filled });
      rights.done(words.done);
    },
  });
}

function offerForm(rights: Rights, work: Work): HTMLElement {
  const { messages: { trade: words, working, needed }, locale } = rights;
  return form({
    locale, submit: words.send, working, needed, fields: [
      { name: 'kind', label: words.kind, type: 'choice', value: 'licence', choices: Object.entries(words.kinds) },
      { name: 'to', label: words.to, hint: words.toHint, optional: true },
      { name: 'use', label: words.use, type: 'area' },
      { name: 'territory', label: words.territory, value: 'world', hint: words.territoryHint },
      { name: 'exclusive', label: words.exclusive, type: 'tick' },
      { name: 'until', label: words.until, type: 'date', hint: words.untilHint, optional: true },
      { name: 'amount', label: words.amount, type: 'number' },
      { name: 'currency', label: words.currency, value: locale === 'zh-CN' ? 'CNY' : 'EUR' },
      { name: 'share', label: words.share, hint: words.shareHint, optional: true },
      { name: 'days', label: words.days, type: 'number', value: '30' },
    ],
    async send({ days, until, exclusive, share, currency, ...filled }) {
      const now = Date.now();
      await rights.colophon.declare('offer', {
        ...filled, offer: crypto.randomUUID(), work: work.work, exclusive: exclusive === 'true', share: filled['kind'] === 'transfer' ? share : '', currency: currency!.toUpperCase(),
        from: utc(new Date(now)), until: until ? `${until}T23:59:59Z` : '', expires_at: utc(new Date(now + Math.max(1, Math.min(365, Number(days) || 30)) * kDayMs - 60_000)),
      });
      rights.done(words.sent);
    },
  });
}

function withdrawForm(rights: Rights, work: Work): HTMLElement {
  const { messages: { works: words, working, needed }, locale } = rights;
  return h('div', { class: 'stack' }, h('p', { class: 'soft small' }, words.withdrawText), form({
    locale, submit: words.withdrawButton, working, needed, fields: [{ name: 'reason', label: words.withdrawReason, optional: true }],
    async send(filled) {
      await rights.colophon.declare('withdraw', { work: work.work, ...filled });
      rights.done(words.done);
    },
  }));
}

function ownForm(rights: Rights, work: Work): HTMLElement {
  const { messages: { works: words, working, needed }, locale } = rights;
  return h('div', { class: 'stack' }, h('p', { class: 'soft small' }, words.ownText), form({
    locale, submit: words.ownButton, working, needed, fields: [],
    async send() {
      await rights.colophon.declare('register', { work: work.work, sha256: work.sha256, bytes: String(work.bytes), title: work.title });
      rights.done(words.done);
    },
  }));
}

function holdNote({ messages: { works: words }, locale }: Rights, hold: Hold): HTMLElement {
  return h('p', { class: 'note' }, words.holds[hold.kind] ?? hold.kind, hold.amount_max !== null && ` ${words.waits(`${hold.amount_max} ${hold.currency ?? ''}`)}`,
    hold.until !== null && ` ${words.until(time(locale, hold.until))}`);
}

export function details(rights: Rights, work: Work, ais: Record<string, string>): HTMLElement {
  const { messages: { works: words }, locale } = rights;
  const path = `/v1/works/${work.work}`;
  return loaded(rights, async () => ({ history: await ask<History>(rights, `${path}/history`), terms: await ask<Terms>(rights, `${path}/terms`) }), ({ history, terms }) => {
    const alive = history.state === 'registered' || history.state === 'held', signs = rights.key !== undefined && alive;
    const declared = history.acts.some((act) => act.name === 'register');
    return h('div', { class: 'stack' }, ...history.holds.map((hold) => holdNote(rights, hold)), alive && keyNeeded(rights),
      h('p', { class: 'mono soft' }, work.work),
      signs && !declared && unfolding(words.own, () => ownForm(rights, work)),
      signs && unfolding(words.terms, () => termsForm(rights, work, terms, ais)),
      h('p', { class: 'small soft' }, terms.declared_at === null ? words.notDeclared
        : `${words.licences[terms.licence] ?? terms.licence} · ${words.tdm}: ${words.tdms[terms.tdm] ?? terms.tdm} · ${words.ai}: ${ais[terms.ai] ?? terms.ai}.`
          + ` ${words.declared(time(locale, terms.declared_at))}`),
      signs && unfolding(words.offer, () => offerForm(rights, work)),
      signs && unfolding(words.withdraw, () => withdrawForm(rights, work)),
      h('h3', null, words.history), history.acts.length === 0 ? h('p', { class: 'soft small' }, words.historyEmpty) : actsList(maker(rights), history.acts));
  });
}

export const worksView = (ais: Record<string, string>): View => (rights) => loaded(rights, () => ask<{ works: Work[] }>(rights, '/v1/works?limit=100'), ({ works }) => {
  const { messages, messages: { works: words }, locale } = rights;
  if (works.length === 0) return empty(words.empty);
  return h('ul', { class: 'stack items' }, ...works.reverse().map((work) => {
    const state = h('span');
    void ask<Terms>(rights, `/v1/works/${work.work}/terms`).then((terms) => state.replaceChildren(badge(terms.state, messages.states[terms.state] ?? terms.state)), () => undefined);
    return h('li', { class: 'card stack' }, h('div', { class: 'row' }, h('h2', null, work.title || work.work.slice(-12)), state,
      h('span', { class: 'soft small' }, `${words.columns.registered}: ${time(locale, work.registered_at)}`)),
      unfolding(words.open, () => details(rights, work, ais)));
  }));
});
