#!/usr/bin/env node
// A small publishing platform over `colophon serve`: write, register, sell licences under both keys, read, royalties.
//   ./dev node examples/publishing/server.mjs [PORT]          (README.md)
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from './colophon.mjs';
import { bookPage, earningsPage, html, layout, libraryPage, shelf, writePage } from './pages.mjs';
import { textsFor } from './texts.mjs';

const here = fileURLToPath(new URL('.', import.meta.url)), port = Number(process.argv[2] ?? 8091), bodyBytesMax = 64 * 2 ** 20, aboutMax = 1000;
const folder = process.env.PUBLISHING_DATA ?? join(here, '../../build/publishing'), site = `http://127.0.0.1:${port}`;
// In place of a real sign-in: whoever visits chooses who they are.
const members = [{ id: 'ada', name: 'Ada Okafor' }, { id: 'xiaoming', name: '王小明' }, { id: 'noor', name: 'Noor Haddad' }];
const signedIn = new Map();

const colophon = await connect(folder, site);
const file = join(folder, 'books.json'), books = new Map(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []);

const policy = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self' ${colophon.origin}; img-src 'self' blob: data:; style-src 'self'; font-src 'self'; `
  + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types colophon";

class Refusal extends Error { constructor(status, message) { super(message); this.status = status; } }
const go = (to, cookie) => ({ status: 303, headers: { location: to, ...(cookie && { 'set-cookie': `${cookie}; HttpOnly; SameSite=Strict; Path=/` }) } });
const json = (document) => ({ type: 'application/json', body: JSON.stringify(document) });
const page = (visit, title, body, scripts) => ({ type: 'text/html; charset=utf-8', body: layout({ ...visit, members, title, scripts }, body) });

function memberOf({ member, t }) {
  if (!member) throw new Refusal(401, t.pleaseSignIn);
  return member;
}
function bookOf(id, { t }) {
  const book = books.get(id);
  if (!book) throw new Refusal(404, t.notFound);
  return book;
}
/** A token for the member, bound to this site; the key that asks for it never leaves this process. */
const tokenFor = ({ id, name }) => colophon.call('POST', '/v1/sessions', { external_id: id, name, origin: site });

/** What the member owes and is owed: an invoice for each licence, which is issued here where a reader's browser has just agreed to it. */
async function dealings(visit) {
  await colophon.call('POST', '/v1/invoices', {});
  const { party, token } = await tokenFor(memberOf(visit)), { invoices } = await colophon.call('GET', '/v1/invoices', undefined, token);
  return { bought: invoices.filter(({ licensee }) => licensee === party), sold: invoices.filter(({ licensor }) => licensor === party) };
}
/** The member's own invoice for a book, paid ones first. */
async function invoiceOf(visit, id) {
  const found = (await dealings(visit)).bought.filter(({ work, state }) => work === id && state !== 'cancelled');
  return found.find(({ state }) => state === 'paid') ?? found[0];
}

const isEpub = (bytes) => bytes.subarray(0, 2).toString() === 'PK' && bytes.subarray(30, 58).toString() === 'mimetypeapplication/epub+zip';
const coverTypes = { ffd8ff: 'image/jpeg', '89504e': 'image/png', 524946: 'image/webp' };
const bytesOf = async (part) => (part instanceof File ? Buffer.from(await part.arrayBuffer()) : Buffer.alloc(0));

/** Puts a book on the shelf, after Colophon has said whose the work and the offer are. */
async function publish(visit) {
  const member = memberOf(visit), form = await visit.form(), field = (name) => String(form.get(name) ?? ''), { t } = visit;
  const [{ party }, work, offer] = await Promise.all([tokenFor(member), ...['works', 'offers'].map((kind) => colophon.call('GET', `/v1/${kind}/${encodeURIComponent(field(kind))}`))]);
  const { terms } = offer, holds = work.owner === party && offer.from === party && offer.work === work.work && offer.to === null && offer.state === 'open' && terms.kind === 'licence' && !terms.exclusive;
  if (!holds) throw new Refusal(403, t.notYours);
  const [epub, cover] = await Promise.all([bytesOf(form.get('epub')), bytesOf(form.get('cover'))]), coverType = coverTypes[cover.subarray(0, 3).toString('hex')];
  if (!isEpub(epub)) throw new Refusal(422, t.noEpub);
  writeFileSync(join(folder, `${work.work}.epub`), epub);
  if (coverType) writeFileSync(join(folder, `${work.work}.cover`), cover);
  const language = /^[\w-]{2,20}$/.exec(field('language'))?.[0] ?? 'en';
  books.set(work.work, { id: work.work, title: work.title, by: member.name, member: member.id, offer: offer.offer, amount: terms.amount, currency: terms.currency, about: field('about').slice(0, aboutMax), language, coverType });
  writeFileSync(file, JSON.stringify([...books]));
  return json({ page: `/books/${work.work}` });
}

/** The till of this example takes no money and says that it did: here a payment provider's answer belongs. */
async function pay(visit, id) {
  const open = await invoiceOf(visit, id);
  if (!open) throw new Refusal(404, visit.t.notFound);
  if (open.state === 'open') await colophon.call('POST', `/v1/invoices/${open.invoice}/pay`, { day: new Date().toISOString().slice(0, 10), reference: `publishing example ${randomUUID()}` });
  return go(`/books/${id}?thanks`);
}
async function download(visit, id) {
  const book = bookOf(id, visit);
  if (memberOf(visit).id !== book.member && (await invoiceOf(visit, id))?.state !== 'paid') throw new Refusal(403, visit.t.buyFirst);
  const name = encodeURIComponent(`${book.title}.epub`).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return { type: 'application/epub+zip', headers: { 'content-disposition': `attachment; filename*=UTF-8''${name}` }, body: readFileSync(join(folder, `${id}.epub`)) };
}

const routes = [
  ['GET', /^\/$/, (visit) => page(visit, visit.t.shelf, shelf(visit.t, [...books.values()].reverse()))],
  ['GET', /^\/write$/, (visit) => page(visit, visit.t.write, writePage(visit.t, colophon.origin, memberOf(visit)), ['/words/define.js', '/write.js'])],
  ['GET', /^\/library$/, async (visit) => page(visit, visit.t.library, libraryPage(visit.t, (await dealings(visit)).bought))],
  ['GET', /^\/earnings$/, async (visit) => page(visit, visit.t.earnings, earningsPage(visit.t, colophon.origin, (await dealings(visit)).sold), ['/sdk/define-earnings.js'])],
  ['GET', /^\/books\/([\w-]+)$/, async (visit, id) => {
    const book = bookOf(id, visit), own = visit.member?.id === book.member, invoice = visit.member && !own ? await invoiceOf(visit, id) : undefined;
    return page(visit, book.title, bookPage(visit.t, { book, own, invoice, member: visit.member, thanks: visit.query.has('thanks') }, colophon.origin), ['/sdk/define-badge.js', '/buy.js']);
  }],
  ['GET', /^\/books\/([\w-]+)\.epub$/, download],
  ['GET', /^\/covers\/([\w-]+)$/, (visit, id) => ({ type: bookOf(id, visit).coverType, body: readFileSync(join(folder, `${id}.cover`)) })],
  // The receipt shows who registered which bytes and when, and nothing of the text: that stays with Colophon, where the work is not published.
  ['GET', /^\/receipts\/([\w-]+)\.json$/, async (visit, id) => (bookOf(id, visit), json(await colophon.call('GET', `/v1/works/${id}/receipt`)))],
  ['POST', /^\/sign-in$/, async (visit) => {
    const session = randomUUID(), chosen = (await visit.form()).get('member');
    signedIn.set(session, members.find(({ id }) => id === chosen));
    return go('/', `session=${session}`);
  }],
  ['POST', /^\/sign-out$/, (visit) => (signedIn.delete(visit.cookies.session), go('/', 'session=; Max-Age=0'))],
  ['POST', /^\/language$/, async (visit) => go('/', `language=${(await visit.form()).get('language') === 'en' ? 'en' : 'zh-CN'}`)],
  ['POST', /^\/colophon-token$/, async (visit) => json(await tokenFor(memberOf(visit)))],
  ['POST', /^\/books$/, publish],
  ['POST', /^\/books\/([\w-]+)\/pay$/, pay],
  // The packages come from this site's own origin, as worker-src 'self' demands.
  ['GET', /^\/((?:sdk|words)\/[\w./-]+)$/, async (visit, path) => {
    const answer = await fetch(`${colophon.origin}/${path}`);
    return { status: answer.status, type: answer.headers.get('content-type'), body: Buffer.from(await answer.arrayBuffer()) };
  }],
  ['GET', /^\/(site\.css|write\.js|buy\.js|signer\.js)$/, (visit, name) => ({ type: name.endsWith('.css') ? 'text/css' : 'text/javascript', body: readFileSync(join(here, 'public', name)) })],
];

async function answer(request, body) {
  const { pathname, searchParams } = new URL(request.url, site), cookies = Object.fromEntries((request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=')));
  const form = () => new Response(body, { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData();
  const visit = { cookies, query: searchParams, form, member: signedIn.get(cookies.session), t: textsFor(cookies.language, request.headers['accept-language']) };
  try {
    if (request.method !== 'GET' && request.headers['sec-fetch-site'] !== 'same-origin') throw new Refusal(403, visit.t.failed);
    if (body === undefined) throw new Refusal(413, visit.t.tooLarge);
    const [, pattern, handler] = routes.find(([method, path]) => method === request.method && path.test(pathname)) ?? [];
    if (!handler) throw new Refusal(404, visit.t.notFound);
    return await handler(visit, ...pattern.exec(pathname).slice(1));
  } catch (error) {
    const { status = 500 } = error;
    if (status === 500) console.error(error);
    if (!request.headers.accept?.includes('text/html')) return { status, ...json({ code: 'unavailable', detail: error.message }) };
    return { status, ...page(visit, visit.t.failed, html`<p role="alert">${status === 500 ? visit.t.unavailable : error.message}</p>`) };
  }
}

createServer((request, response) => {
  const pieces = [];
  let bytes = 0;
  request.on('data', (piece) => { if ((bytes += piece.length) <= bodyBytesMax) pieces.push(piece); });
  request.on('end', async () => {
    const { status = 200, type = 'text/plain', headers = {}, body = '' } = await answer(request, bytes > bodyBytesMax ? undefined : Buffer.concat(pieces));
    response.writeHead(status, { 'content-type': type, 'content-security-policy': policy, 'x-content-type-options': 'nosniff', ...headers }).end(body);
  });
}).listen(port, '127.0.0.1', () => console.log(`The publisher is at ${site}; Colophon at ${colophon.origin}`));
