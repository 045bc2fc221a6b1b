// The files of a settlement: for the books, for the auditor, for the payees.
import { download, h, put } from '../../element/dom.js';
import { getText } from '../../site/api.js';
import { asMessage } from '../../site/errors.js';
import { fromMicrosShort } from '../../verify/amounts.js';
import type { Desk } from '../context.js';
import type { Detail } from './types.js';

export function exportSection(desk: Desk, detail: Detail): HTMLElement {
  const { earn: { exports: words, rules }, locale } = desk, trouble = h('div'), base = `/v1/settlements/${detail.settlement}`, pays = desk.me.role !== 'operator';
  const save = (path: string, name: string, type: string): void => {
    put(trouble);
    getText(path).then((text) => download(name, new Blob([text], { type })), (thrown: unknown) => put(trouble, asMessage(locale, thrown)));
  };
  const file = (key: keyof typeof words.files, path: string, name: string, type: string, may = true): HTMLElement => h('li', { class: 'row' },
    h('div', { class: 'what' }, h('strong', null, words.files[key].name), h('span', { class: 'soft small' }, words.files[key].text)),
    h('button', { type: 'button', class: `slim ${key}`, disabled: !may, 'aria-label': words.saveLabel(words.files[key].name), onclick: () => save(path, name, type) }, words.save));
  const approved = detail.state === 'approved';
  return h('div', { class: 'stack' }, detail.state === 'draft' && h('p', { class: 'note' }, words.draftNote), trouble,
    h('ul', { class: 'files' },
      file('journal', `${base}/journal`, `journal-${detail.period}.ledger`, 'text/plain'),
      file('bundle', `${base}/bundle`, `bundle-${detail.period}.json`, 'application/json', pays),
      approved && file('payouts', `${base}/payouts?format=csv`, `payouts-${detail.period}.csv`, 'text/csv', pays),
      approved && file('claims', `${base}/claims`, `claims-${detail.period}.json`, 'application/json', pays),
      ...detail.pools.map((pool) => {
        const name = pool.name === 'direct' ? rules['direct'] ?? pool.name : pool.name;
        return h('li', { class: 'row pool' }, h('div', { class: 'what' }, h('strong', null, words.pool(name)), h('span', { class: 'soft small' }, `${rules[pool.rule] ?? pool.rule} · ${fromMicrosShort(pool.amount_micro, pool.currency, locale)}`)),
          h('button', { type: 'button', class: 'slim', 'aria-label': words.saveLabel(`${words.pool(name)} ${pool.currency}`), onclick: () => save(`${base}/pools/${pool.pool}/table`, `pool-${detail.period}-${pool.name}-${pool.currency}.json`, 'application/json') }, words.save));
      })),
    h('p', { class: 'soft small' }, words.perParty));
}
