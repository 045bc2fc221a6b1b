// The community's pages as text. Whatever is put into a page is escaped, but for what `html` made itself.
class Markup { constructor(text) { this.text = text; } }
const escape = (value) => String(value ?? '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const write = (value) => (Array.isArray(value) ? value.map(write).join('') : value instanceof Markup ? value.text : value === false ? '' : escape(value));
export const html = (parts, ...values) => new Markup(parts.reduce((text, part, index) => text + write(values[index - 1]) + part));

export const layout = ({ t, member, members, title, scripts = [] }, body) => html`<!doctype html><html lang="${t.code}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title} · ${t.name}</title><link rel="stylesheet" href="/site.css">${scripts.map((script) => html`<script type="module" src="${script}"></script>`)}
<header><a class="brand" href="/">${t.name}</a><nav><a href="/">${t.gallery}</a>${member ? html`<a href="/upload">${t.upload}</a><a href="/earnings">${t.earnings}</a>` : false}</nav>
<div class="row">${member ? html`<span>${member.name}</span><form method="post" action="/sign-out"><button>${t.signOut}</button></form>`
    : html`<form method="post" action="/sign-in"><label>${t.signIn} <select name="member">${members.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select></label> <button>OK</button></form>`}
<form method="post" action="/language"><button lang="${t.code === 'en' ? 'zh-CN' : 'en'}" name="language" value="${t.code === 'en' ? 'zh-CN' : 'en'}">${t.other}</button></form></div></header>
<main><h1>${title}</h1>${body}</main></html>`.text;

const tagList = (t, tags) => html`<ul class="tags">${tags.map((tag) => html`<li>${t.tagNames[tag]}</li>`)}</ul>`;

export const gallery = (t, works, colophon) => (works.length === 0 ? html`<p>${t.lead}</p><p class="empty">${t.empty}</p>` : html`<p>${t.lead}</p><ul class="grid">${works.map((work) => html`<li><a href="/works/${work.id}">
<img src="${colophon}/w/${work.id}/content" alt="" loading="lazy"><strong>${work.title}</strong></a><span class="soft">${t.by} ${work.by}</span>${tagList(t, work.tags)}</li>`)}</ul>`);

export const workPage = (t, work, near, colophon, member, thanks) => html`<article class="work"><img src="${colophon}/w/${work.id}/content" alt="${work.title}">
<div><p>${t.by} ${work.by} <colophon-badge receipt="/receipts/${work.id}.json" work="${work.id}" server="${colophon}"></colophon-badge></p>${tagList(t, work.tags)}
<p>${t.likes(work.likes)}</p>${member ? html`<div class="row"><form method="post" action="/works/${work.id}/like"><button>${t.like}</button></form><form method="post" action="/works/${work.id}/tip"><button>${t.tip}</button></form></div>` : false}
${thanks ? html`<p role="status">${t.thanks}</p>` : false}
${near.length > 0 ? html`<h2>${t.near}</h2><ul>${near.map((one) => html`<li>${t.relations[one.relation]}: ${one.known ? html`<a href="/works/${one.work}">${one.known.title}</a> (${t.by} ${one.known.by})` : t.somebody}</li>`)}</ul><p class="soft">${t.nearNote}</p>` : false}</div></article>`;

export const uploadPage = (t, colophon) => html`<form id="upload" class="stack" data-server="${colophon}" data-texts="${JSON.stringify({ ...t, likes: undefined })}">
<label>${t.choose} <input type="file" id="file" accept="image/jpeg,image/png" required></label><canvas id="preview" hidden></canvas>
<label>${t.title} <input id="title" maxlength="200" required></label>
<label>${t.kind} <select id="kind">${Object.entries(t.kinds).map(([kind, name]) => html`<option value="${kind}">${name}</option>`)}</select></label>
<section aria-live="polite" id="seen" class="stack"></section><button class="main">${t.publish}</button><p id="state" role="status"></p></form>`;

export const earningsPage = (t, colophon) => html`<colophon-earnings server="${colophon}" token-url="/colophon-token" locale="${t.code}"></colophon-earnings>`;
