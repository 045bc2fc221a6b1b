// The reader's keys: the one in this browser, and all that sign for them.
import { ColophonError } from '@colophon/sdk';
import { download, h } from '../element/dom.js';
import { form } from '../element/form.js';
import { ask, badge, loaded, time, unfolding, type Rights, type View } from './context.js';

interface Row { key: string; label: string; state: 'active' | 'revoked' | 'reset'; added_at: string; ended_at: string | null }

const saveFile = (file: object, publicKey: string): void => download(`colophon-key-${publicKey.slice(0, 8)}.json`, new Blob([JSON.stringify(file, null, 1)], { type: 'application/json' }));

/** A name that a person will know the device by. */
function deviceName(): string {
  const agent = navigator.userAgent, system = /Android|iPhone|iPad|Windows|Macintosh|Linux/.exec(agent)?.[0] ?? '', browser = /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0] ?? '';
  return [browser === 'Edg' ? 'Edge' : browser, system === 'Macintosh' ? 'Mac' : system].filter((part) => part !== '').join(', ');
}

function makeForm(rights: Rights, hasOthers: boolean): HTMLElement {
  const { messages: { keys: words, working, needed }, locale } = rights;
  return form({
    locale, submit: words.makeButton, working, needed, fields: [
      { name: 'label', label: words.label, value: deviceName(), optional: true },
      { name: 'passphrase', label: words.passphrase, type: 'password', hint: words.passphraseHint, autocomplete: 'new-password' },
      { name: 'again', label: words.again, type: 'password', autocomplete: 'new-password' },
      ...(hasOthers ? [{ name: 'second', label: words.second, type: 'tick' as const, value: 'true' }] : []),
    ],
    async send({ label, passphrase, again, second }) {
      if (passphrase !== again) throw new ColophonError({ code: 'invalid_argument', field: 'again', detail: words.differ });
      const file = await rights.colophon.keys.make({ passphrase: passphrase!, label: label!, second: second === 'true' });
      saveFile(file, file.public_key);
      rights.done(second === 'true' ? words.secondMade + file.public_key : words.saved);
    },
  });
}

function importForm(rights: Rights): HTMLElement {
  const { messages: { keys: words, working, needed }, locale } = rights;
  return form({
    locale, submit: words.importButton, working, needed, fields: [
      { name: 'file', label: words.file, type: 'file' },
      { name: 'passphrase', label: words.filePassphrase, type: 'password', autocomplete: 'current-password' },
    ],
    async send({ passphrase }, { file }) {
      await rights.colophon.keys.import(file!, passphrase!);
      rights.done(words.imported);
    },
  });
}

function addForm(rights: Rights): HTMLElement {
  const { messages: { keys: words, working, needed }, locale } = rights;
  return form({
    locale, submit: words.addButton, working, needed, fields: [{ name: 'new_key', label: words.addKey, hint: words.addHint }, { name: 'label', label: words.label, optional: true }],
    async send({ new_key, label }) {
      await rights.colophon.declare('add-key', { new_key: new_key!.toLowerCase(), label: label! });
      rights.done(words.added);
    },
  });
}

function forgetForm(rights: Rights): HTMLElement {
  const { messages: { keys: words, working, needed }, locale } = rights;
  return h('div', { class: 'stack' }, h('p', { class: 'soft small' }, words.forgetText), form({
    locale, submit: words.forget, working, needed, fields: [],
    async send() {
      await rights.colophon.keys.forget();
      rights.done(words.forgotten);
    },
  }));
}

function here(rights: Rights, rows: readonly Row[]): HTMLElement {
  const { messages: { keys: words }, key } = rights;
  if (!key) {
    return h('section', { class: 'card stack' }, h('h2', null, words.none), h('div', { class: 'two' },
      h('section', { class: 'stack' }, h('h3', null, words.make), makeForm(rights, rows.some((row) => row.state === 'active'))),
      h('section', { class: 'stack' }, h('h3', null, words.import), importForm(rights))));
  }
  const row = rows.find((one) => one.key === key.publicKey);
  return h('section', { class: 'card stack' },
    h('div', { class: 'row' }, h('h2', null, words.here), row && badge(row.state, words.states[row.state] ?? row.state)),
    h('p', { class: 'mono' }, key.publicKey),
    !row && h('p', { class: 'note' }, words.secondMade, h('span', { class: 'mono' }, key.publicKey)),
    h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => void rights.colophon.keys.export().then((file) => saveFile(file, file.public_key)) }, words.export)),
    unfolding(words.forget, () => forgetForm(rights)));
}

function list(rights: Rights, rows: readonly Row[]): HTMLElement {
  const { messages: { keys: words, working, needed }, locale, key } = rights;
  if (rows.length === 0) return h('p', { class: 'soft' }, words.allEmpty);
  const revoke = (row: Row): HTMLElement => form({
    locale, submit: words.revoke, working, needed, className: 'inline', fields: [],
    async send() {
      await rights.colophon.declare('revoke-key', { old_key: row.key, reason: '' });
      rights.done(words.revoked);
    },
  });
  const signs = key !== undefined && rows.some((row) => row.key === key.publicKey && row.state === 'active'), many = rows.filter((row) => row.state === 'active').length > 1;
  return h('ul', { class: 'stack' }, ...rows.map((row) => h('li', { class: 'stack keyrow' },
    h('div', { class: 'row' }, h('strong', null, row.label || row.key.slice(0, 8)), badge(row.state, words.states[row.state] ?? row.state),
      row.key === key?.publicKey && h('span', { class: 'small' }, words.thisOne),
      h('span', { class: 'soft small' }, row.ended_at === null ? words.since(time(locale, row.added_at)) : words.ended(time(locale, row.ended_at))),
      signs && many && row.state === 'active' && revoke(row)), h('p', { class: 'mono soft' }, row.key))));
}

export const keysView: View = (rights) => loaded(rights, () => ask<{ keys: Row[] }>(rights, `/v1/parties/${rights.party}/keys`), ({ keys }) => {
  const { messages: { keys: words } } = rights;
  const signs = rights.key !== undefined && keys.some((row) => row.key === rights.key!.publicKey && row.state === 'active');
  return h('div', { class: 'stack wide' }, h('p', { class: 'lead' }, words.lead), here(rights, keys),
    h('section', { class: 'card stack' }, h('h2', null, words.all), list(rights, keys), signs && unfolding(words.add, () => addForm(rights))), h('p', { class: 'soft small' }, words.lost));
});
