// The publisher's pages as text. Whatever is put into a page is escaped, but for what `html` made itself.
class Markup { constructor(text) { this.text = text; } }
const escape = (value) => String(value ?? '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const write = (value) => (Array.isArray(value) ? value.map(write).join('') : value instanceof Markup ? value.text : value === false ? '' : escape(value));
export const html = (parts, ...values) => new Markup(parts.reduce((text, part, index) => text + write(values[index - 1]) + part));

export const layout = ({ t, member, members, title, scripts = [] }, body) => html`<!doctype html><html lang="${t.code}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title} · ${t.name}</title><link rel="stylesheet" href="/site.css">${scripts.map((script) => html`<script type="module" src="${script}"></script>`)}
<header><a class="brand" href="/">${t.name}</a><nav><a href="/">${t.shelf}</a>${member ? html`<a href="/write">${t.write}</a><a href="/library">${t.library}</a><a href="/earnings">${t.earnings}</a>` : false}</nav>
<div class="row">${member ? html`<span>${member.name}</span><form method="post" action="/sign-out"><button>${t.signOut}</button></form>`
    : html`<form method="post" action="/sign-in"><label>${t.signIn} <select name="member">${members.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select></label> <button>OK</button></form>`}
<form method="post" action="/language"><button lang="${t.code === 'en' ? 'zh-CN' : 'en'}" name="language" value="${t.code === 'en' ? 'zh-CN' : 'en'}">${t.other}</button></form></div></header>
<main><h1>${title}</h1>${body}</main></html>`.text;

const cover = (book) => (book.coverType ? html`<img class="cover" src="/covers/${book.id}" alt="" loading="lazy">` : html`<span class="cover plain" aria-hidden="true" lang="${book.language}">${book.title}</span>`);
const price = ({ amount, currency }) => `${amount} ${currency}`;
const table = (label, columns, rows) => html`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;

export const shelf = (t, books) => html`<p>${t.lead}</p>${books.length === 0 ? html`<p class="empty">${t.empty}</p>` : html`<ul class="grid">${books.map((book) => html`<li><a href="/books/${book.id}">${cover(book)}
<strong lang="${book.language}">${book.title}</strong></a><span class="soft">${t.by} ${book.by} · ${price(book)}</span></li>`)}</ul>`}`;

/** Where a member signs: signer.js shows what is needed. */
const signature = (t) => html`<fieldset id="signature"><legend>${t.signature}</legend><p id="key-note" class="soft">${t.working}</p>
<label id="key-file" hidden>${t.keyFile} <input type="file" accept=".json"></label><label id="passphrase" hidden>${t.passphrase} <input type="password" minlength="10" autocomplete="new-password"></label></fieldset>`;
const signed = (t, id, colophon, more, body) => html`<form id="${id}" class="stack card" data-server="${colophon}" data-texts="${JSON.stringify(t)}" data-more="${JSON.stringify(more)}">${body}<p id="state" role="status"></p></form>`;

export const writePage = (t, colophon, member) => html`<p>${t.writeLead}</p><colophon-manuscript server="${colophon}" token-url="/colophon-token" locale="${t.code}" drafts="${member.id}"></colophon-manuscript>
${signed(t, 'sell', colophon, {}, html`<h2>${t.sell}</h2><p class="soft">${t.sellLead}</p><label>${t.price} <input id="price" type="number" min="0.5" max="999" step="0.01" value="4.90" required></label>
<label>${t.about} <textarea id="about" maxlength="1000" rows="3"></textarea></label>${signature(t)}<button class="main">${t.publish}</button>`)}`;

function deal(t, { book, own, invoice, member, thanks }, colophon) {
  const file = html`<p><a class="main" href="/books/${book.id}.epub" download>${t.download}</a></p>`;
  if (own) return html`<p>${t.own}</p>${file}`;
  if (!member) return html`<p>${t.signInToBuy(price(book))}</p>`;
  if (invoice?.state === 'paid') return html`<p role="status">${thanks ? t.thanks : t.yours}</p>${file}`;
  if (invoice) return html`<p>${t.agreed(price(invoice))}</p><form method="post" action="/books/${book.id}/pay"><button class="main">${t.pay(price(invoice))}</button></form><p class="soft">${t.till}</p>`;
  return signed(t, 'buy', colophon, { book: book.id, offer: book.offer }, html`<h2>${t.licence}</h2><p>${t.licenceText}</p>${signature(t)}<button class="main">${t.buy(price(book))}</button>`);
}
export const bookPage = (t, facts, colophon) => html`<article class="work">${cover(facts.book)}<div class="stack"><p>${t.by} ${facts.book.by} <colophon-badge receipt="/receipts/${facts.book.id}.json" work="${facts.book.id}" server="${colophon}"></colophon-badge></p>
${facts.book.about ? html`<p class="about" lang="${facts.book.language}">${facts.book.about}</p>` : false}${deal(t, facts, colophon)}</div></article>`;

export const libraryPage = (t, invoices) => (invoices.length === 0 ? html`<p class="empty">${t.libraryEmpty}</p>` : table(t.library, [t.book, t.amount, t.state], invoices.map((one) => [html`<a href="/books/${one.work}">${one.title}</a>`, price(one), t.states[one.state]])));
export const earningsPage = (t, colophon, invoices) => html`<h2>${t.sales}</h2>${invoices.length === 0 ? html`<p class="empty">${t.salesEmpty}</p>`
  : table(t.sales, [t.book, t.reader, t.amount, t.day, t.state], invoices.map((one) => [one.title, one.licensee_name, price(one), one.changed ?? one.issued, t.states[one.state]]))}
<colophon-earnings server="${colophon}" token-url="/colophon-token" locale="${t.code}"></colophon-earnings>`;
