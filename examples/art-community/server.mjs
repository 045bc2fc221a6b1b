#!/usr/bin/env node
// A small art community over `colophon serve`: upload, tags, near matches, badges, earnings.
//   ./dev node examples/art-community/server.mjs [PORT]          (README.md)
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, uuidv7 } from './colophon.mjs';
import { earningsPage, gallery, html, layout, uploadPage, workPage } from './pages.mjs';
import { textsFor } from './texts.mjs';

const here = fileURLToPath(new URL('.', import.meta.url)), port = Number(process.argv[2] ?? 8090), bodyBytesMax = 65_536;
const folder = process.env.ART_COMMUNITY_DATA ?? join(here, '../../build/art-community'), site = `http://127.0.0.1:${port}`;
// In place of a real sign-in: whoever visits chooses who they are.
const members = [{ id: 'ada', name: 'Ada Okafor' }, { id: 'xiaoming', name: '王小明' }, { id: 'noor', name: 'Noor Haddad' }];
const signedIn = new Map();

const colophon = await connect(folder, site);
const file = join(folder, 'works.json'), works = new Map(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []);
const save = () => writeFileSync(file, JSON.stringify([...works]));

const policy = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self' ${colophon.origin}; img-src 'self' blob: ${colophon.origin}; style-src 'self'; `
  + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types colophon";

class Refusal extends Error { constructor(status, message) { super(message); this.status = status; } }
const go = (to, cookie) => ({ status: 303, headers: { location: to, ...(cookie && { 'set-cookie': `${cookie}; HttpOnly; SameSite=Strict; Path=/` }) } });
const json = (document) => ({ type: 'application/json', body: JSON.stringify(document) });
const page = (visit, title, body, scripts) => ({ type: 'text/html; charset=utf-8', body: layout({ ...visit, members, title, scripts }, body) });

function memberOf({ member, t }) {
  if (!member) throw new Refusal(401, t.pleaseSignIn);
  return member;
}
function workOf(id, { t }) {
  const work = works.get(id);
  if (!work) throw new Refusal(404, t.notFound);
  return work;
}
/** A token for the member, bound to this site; the key that asks for it never leaves this process. */
const tokenFor = ({ id, name }) => colophon.call('POST', '/v1/sessions', { external_id: id, name, origin: site });

/** Puts what the member registered in the browser on show, after Colophon has said whose it is. */
async function show(visit, { work: id, tags }) {
  const member = memberOf(visit), [{ party }, work] = await Promise.all([tokenFor(member), colophon.call('GET', `/v1/works/${encodeURIComponent(id)}`)]);
  if (work.owner !== party) throw new Refusal(403, visit.t.failed);
  await colophon.call('PUT', `/v1/works/${work.work}/publication`, { published: true });
  works.set(work.work, { id: work.work, title: work.title, by: member.name, tags: tags.filter((tag) => Object.hasOwn(visit.t.tagNames, tag)), likes: 0 });
  save();
  return json({ page: `/works/${work.work}` });
}

async function nearOf(id) {
  const { matches } = await colophon.call('GET', `/v1/works/similar?work=${id}&limit=6`);
  return matches.filter(({ work, relation }) => work !== id && relation !== 'unrelated').map((match) => ({ ...match, known: works.get(match.work) }));
}

/** What members do counts because this server says so: with its key, not from the browser. */
async function act(visit, id, what) {
  const { id: listener } = memberOf(visit), work = workOf(id, visit);
  if (what === 'tip') await colophon.call('POST', '/v1/revenue', { lines: [{ id: uuidv7(), kind: 'tip', amount: '2.00', currency: 'EUR', work: id, listener }] });
  else await colophon.call('POST', '/v1/events', { events: [{ id: uuidv7(), type: 'like', work: id, listener }] });
  if (what === 'like') work.likes += 1;
  save();
  return go(`/works/${id}${what === 'tip' ? '?thanks' : ''}`);
}

const routes = [
  ['GET', /^\/$/, (visit) => page(visit, visit.t.gallery, gallery(visit.t, [...works.values()].reverse(), colophon.origin))],
  ['GET', /^\/upload$/, (visit) => (memberOf(visit), page(visit, visit.t.upload, uploadPage(visit.t, colophon.origin), ['/upload.js']))],
  ['GET', /^\/earnings$/, (visit) => (memberOf(visit), page(visit, visit.t.earnings, earningsPage(visit.t, colophon.origin), ['/sdk/define-earnings.js']))],
  ['GET', /^\/works\/([\w-]+)$/, async (visit, id) => {
    const work = workOf(id, visit);
    return page(visit, work.title, workPage(visit.t, work, await nearOf(id), colophon.origin, visit.member, visit.query.has('thanks')), ['/sdk/define-badge.js']);
  }],
  // The owner published the work here, and its receipt with it.
  ['GET', /^\/receipts\/([\w-]+)\.json$/, async (visit, id) => (workOf(id, visit), json(await colophon.call('GET', `/v1/works/${id}/receipt`)))],
  ['POST', /^\/sign-in$/, (visit) => {
    const session = randomUUID();
    signedIn.set(session, members.find(({ id }) => id === visit.form().get('member')));
    return go('/', `session=${session}`);
  }],
  ['POST', /^\/sign-out$/, (visit) => (signedIn.delete(visit.cookies.session), go('/', 'session=; Max-Age=0'))],
  ['POST', /^\/language$/, (visit) => go('/', `language=${visit.form().get('language') === 'en' ? 'en' : 'zh-CN'}`)],
  ['POST', /^\/colophon-token$/, async (visit) => json(await tokenFor(memberOf(visit)))],
  ['POST', /^\/works$/, (visit) => show(visit, JSON.parse(visit.body))],
  ['POST', /^\/works\/([\w-]+)\/(like|tip)$/, act],
  // The package comes from this site's own origin, as worker-src 'self' demands.
  ['GET', /^\/(sdk\/[\w./-]+)$/, async (visit, path) => {
    const answer = await fetch(`${colophon.origin}/${path}`);
    return { status: answer.status, type: answer.headers.get('content-type'), body: Buffer.from(await answer.arrayBuffer()) };
  }],
  ['GET', /^\/(site\.css|upload\.js)$/, (visit, name) => ({ type: name.endsWith('.css') ? 'text/css' : 'text/javascript', body: readFileSync(join(here, 'public', name)) })],
];

async function answer(request, body) {
  const { pathname, searchParams } = new URL(request.url, site);
  const cookies = Object.fromEntries((request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=')));
  const visit = { cookies, query: searchParams, body, form: () => new URLSearchParams(body), member: signedIn.get(cookies.session), t: textsFor(cookies.language, request.headers['accept-language']) };
  try {
    if (request.method !== 'GET' && request.headers['sec-fetch-site'] !== 'same-origin') throw new Refusal(403, visit.t.failed);
    const [, pattern, handler] = routes.find(([method, path]) => method === request.method && path.test(pathname)) ?? [];
    if (!handler) throw new Refusal(404, visit.t.notFound);
    return await handler(visit, ...pattern.exec(pathname).slice(1));
  } catch (error) {
    const { status = 500 } = error;
    if (status === 500) console.error(error);
    if (!request.headers.accept?.includes('text/html')) return { status, ...json({ code: 'unavailable', detail: error.message }) };
    return { status, ...page(visit, visit.t.failed, html`<p role="alert">${status === 500 ? '500' : error.message}</p>`) };
  }
}

createServer((request, response) => {
  const pieces = [];
  let bytes = 0;
  request.on('data', (piece) => ((bytes += piece.length) > bodyBytesMax ? request.destroy() : pieces.push(piece)));
  request.on('end', async () => {
    const { status = 200, type = 'text/plain', headers = {}, body = '' } = await answer(request, Buffer.concat(pieces).toString());
    response.writeHead(status, { 'content-type': type, 'content-security-policy': policy, ...headers }).end(body);
  });
}).listen(port, '127.0.0.1', () => console.log(`The art community is at ${site}; Colophon at ${colophon.origin}`));
