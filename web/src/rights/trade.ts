// Offers by and to the reader, and what was agreed.
import { ColophonError } from '@colophon/sdk';
import { download, h } from '../element/dom.js';
import { form } from '../element/form.js';
import { ask, badge, empty, keyNeeded, loaded, time, type Act, type Licence, type Offer, type Rights, type View } from './context.js';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The fingerprint of the declaration that was signed, computed here: what is accepted is what was read. */
async function fingerprintOf({ colophon }: Rights, act: Act): Promise<{ sha256: string; body: Record<string, unknown> }> {
  const declaration = act.payload?.['declaration'] as { body: Record<string, unknown> };
  const message = new TextEncoder().encode(`colophon/declaration/1\n${await colophon.canonicalJson(declaration)}`);
  return { sha256: hex(new Uint8Array(await crypto.subtle.digest('SHA-256', message))), body: declaration.body };
}

function offerCard(rights: Rights, offer: Offer): HTMLElement {
  const { messages: { trade: words, working, needed }, locale, party } = rights, terms = offer.terms as Record<string, string | boolean>;
  const mine = offer.from === party, open = offer.state === 'open';
  const accept = (): HTMLElement => form({
    locale, submit: words.accept, working, needed, fields: [],
    async send() {
      const signed = await fingerprintOf(rights, await ask<Act>(rights, `/v1/acts/${offer.act}`));
      const shown = await rights.colophon.canonicalJson(offer.terms);
      if (signed.sha256 !== offer.offer_sha256 || await rights.colophon.canonicalJson(signed.body) !== shown) throw new ColophonError({ code: 'does_not_hold', detail: words.changed });
      await rights.colophon.declare('accept', { offer: offer.offer, offer_sha256: signed.sha256 });
      rights.done(words.accepted);
    },
  });
  const cancel = (): HTMLElement => form({
    locale, submit: words.cancel, working, needed, fields: [],
    async send() {
      await rights.colophon.declare('cancel-offer', { offer: offer.offer });
      rights.done(words.cancelled);
    },
  });
  const pair = (name: string, value: unknown): Node[] => (value === '' ? [] : [h('dt', null, name), h('dd', null, String(value))]);
  const kind = words.kinds[String(terms['kind'])] ?? String(terms['kind']);
  return h('li', { class: 'card stack' }, h('div', { class: 'row' }, h('h3', null, offer.title || offer.work), h('span', null, kind), badge(offer.state, words.states[offer.state] ?? offer.state),
      h('span', { class: 'soft small' }, `${mine ? words.made : offer.to === null ? words.anyone : words.got} · ${words.expires(time(locale, offer.expires_at))}`)),
    h('dl', { class: 'pairs' }, ...pair(words.use, terms['use']), ...pair(words.territory, terms['territory'] === 'world' ? words.world : terms['territory']),
      ...pair(words.amount, `${String(terms['amount'])} ${String(terms['currency'])}`),
      ...pair(words.share, terms['share']), ...pair(words.until, terms['until'] === '' ? words.forEver : time(locale, String(terms['until']))),
      ...(terms['exclusive'] === true ? pair(words.exclusiveYes, '✓') : []), ...pair(rights.messages.works.columns.work, offer.work)),
    open && !mine && rights.key !== undefined && h('div', { class: 'stack' }, h('p', { class: 'soft small' }, words.acceptNote), accept()), open && mine && rights.key !== undefined && cancel());
}

function licenceRow(rights: Rights, licence: Licence): HTMLElement {
  const { messages: { trade: words, receipt, receiptOf }, locale, party } = rights;
  const save = async (): Promise<void> => {
    const receipt = JSON.stringify(await rights.colophon.request('GET', licence.receipt_url));
    download(`licence-${licence.licence}.json`, new Blob([receipt], { type: 'application/json' }));
  };
  const who = licence.licensor === party ? `${words.licensee} ${licence.licensee}` : `${words.licensor} ${licence.licensor}`;
  return h('li', { class: 'row' }, h('strong', null, words.kinds[licence.kind] ?? licence.kind),
    h('span', null, `${licence.amount} ${licence.currency}${licence.share === null ? '' : ` · ${licence.share}`}`),
    h('span', { class: 'soft small' }, `${who} · ${time(locale, licence.made_at)} · ${licence.until === null ? words.forEver : time(locale, licence.until)}`),
    h('button', { type: 'button', class: 'slim', 'aria-label': receiptOf(words.kinds[licence.kind] ?? licence.kind), onclick: () => void save() }, receipt));
}

const offersAndLicences = (rights: Rights) =>
  Promise.all([ask<{ offers: Offer[] }>(rights, '/v1/offers?limit=100'), ask<{ licences: Licence[] }>(rights, '/v1/licences?limit=100')]);

export const tradeView: View = (rights) => loaded(rights, () => offersAndLicences(rights), ([{ offers }, { licences }]) => {
  const { messages: { trade: words } } = rights;
  return h('div', { class: 'stack wide' }, h('p', { class: 'lead' }, words.lead), keyNeeded(rights),
    h('section', { class: 'stack' }, h('h2', null, words.offers), offers.length === 0 ? empty(words.empty) : h('ul', { class: 'stack items' }, ...offers.map((offer) => offerCard(rights, offer)))),
    h('section', { class: 'card stack' }, h('h2', null, words.licences),
      licences.length === 0 ? h('p', { class: 'soft' }, words.licencesEmpty) : h('ul', { class: 'stack' }, ...licences.reverse().map((licence) => licenceRow(rights, licence)))));
});
