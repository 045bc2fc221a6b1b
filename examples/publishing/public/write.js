// On sale: the text as it stands must be registered; then the EPUB is made here with its proof, the offer signed, and both sent.
import { signing } from '/signer.js';

const manuscript = document.querySelector('colophon-manuscript'), yearMs = 364 * 86_400_000, utc = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

manuscript.addEventListener('colophon-receipt', () => document.querySelector('#state').replaceChildren());
await signing(document.querySelector('#sell'), async ({ colophon, texts, post, say, unlock }) => {
  const { book, value } = manuscript;
  if (!book?.chapters.some(({ text }) => text.trim() !== '')) throw new Error(texts.noBook);
  const sha256 = await colophon.sha256(value), { works } = await colophon.request('GET', '/v1/works?limit=500'), found = works.find((work) => work.sha256 === sha256);
  if (!found) throw new Error(texts.notRegistered);
  await unlock();
  const { work, iscc, registered_at: registeredAt } = await colophon.request('GET', `/v1/works/${found.work}`);
  say(texts.making);
  const { exportEpub } = await import('/words/books.js');
  const epub = await exportEpub(book, { proof: { iscc: iscc ?? '', work, registeredAt, checkUrl: `${location.origin}/books/${work}` } });
  const offer = crypto.randomUUID(), now = Date.now(), amount = Number(document.querySelector('#price').value).toFixed(2);
  await colophon.declare('offer', { offer, work, to: '', kind: 'licence', use: texts.use, territory: 'world', exclusive: false, from: utc(now), until: '', amount, currency: 'EUR', share: '', expires_at: utc(now + yearMs) });
  say(texts.sending);
  const parts = { works: work, offers: offer, about: document.querySelector('#about').value, language: book.language, epub, ...(book.cover && { cover: book.cover.data }) }, form = new FormData();
  for (const [name, part] of Object.entries(parts)) form.append(name, part);
  const { page } = await post('/books', form), { offers } = await colophon.request('GET', `/v1/offers?work=${work}&open=true`);
  // A book has one price: what was offered to anyone before holds no longer.
  for (const { offer: earlier, to } of offers) if (earlier !== offer && to === null) await colophon.declare('cancel-offer', { offer: earlier });
  return page;
});
