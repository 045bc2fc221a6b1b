// A licence: what is accepted is the offer as its author signed it, word for word.
import { signing } from '/signer.js';

const form = document.querySelector('#buy'), hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

if (form) await signing(form, async ({ colophon, texts, more, unlock }) => {
  const offer = await colophon.request('GET', `/v1/offers/${more.offer}`), { payload } = await colophon.request('GET', `/v1/acts/${offer.act}`);
  const message = `colophon/declaration/1\n${await colophon.canonicalJson(payload.declaration)}`, sha256 = hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(message)));
  const same = await colophon.canonicalJson(payload.declaration.body) === await colophon.canonicalJson(offer.terms);
  if (sha256 !== offer.offer_sha256 || offer.work !== more.book || !same) throw new Error(texts.changed);
  await unlock();
  await colophon.declare('accept', { offer: offer.offer, offer_sha256: sha256 });
  return `/books/${more.book}`;
});
