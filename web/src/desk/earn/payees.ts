// Payees: by what each party is paid, what is missing, and a form to mend it. Accounts are personal; only finance sees them.
import { h, put } from '../../element/dom.js';
import { get, replace } from '../../site/api.js';
import { badge, column, empty, loaded, scroller, type Desk, type View } from '../context.js';
import { form } from './form.js';
import { decimalText, shareText } from './money.js';

export interface Payee { party: string; name: string; external_id: string; currency: string; threshold: string; withholding: string; payable: boolean; account_name: string; iban: string; bic: string; country: string; evm: string }

const short = (text: string): string => (text.length > 10 ? `${text.slice(0, 4)} … ${text.slice(-4)}` : text);

function way(desk: Desk, payee: Payee): HTMLElement {
  const { earn: { payees: words } } = desk;
  if (!payee.payable) return badge('', words.carried);
  if (payee.iban !== '') return h('span', null, words.bank, ' ', h('span', { class: 'mono' }, short(payee.iban)));
  if (payee.evm !== '') return h('span', null, words.claim, ' ', h('span', { class: 'mono' }, short(payee.evm)));
  return badge('failed', words.nothing);
}

function editor(desk: Desk, payee: Payee, done: () => void): HTMLElement {
  const { earn: { payees: words } } = desk;
  return h('section', { class: 'card stack payee-form' }, h('h3', null, words.edit(payee.name || payee.party)), form(desk, [
    { name: 'currency', label: words.currency, value: payee.currency, size: '4', hint: words.currencyHint }, { name: 'threshold', label: words.threshold, value: payee.threshold, size: '10', hint: words.thresholdHint },
    { name: 'withholding', label: words.tax, value: payee.withholding, size: '8', hint: words.taxHint }, { name: 'country', label: words.country, value: payee.country, size: '4', hint: words.countryHint },
    { name: 'account_name', label: words.accountName, value: payee.account_name, hint: words.accountNameHint }, { name: 'iban', label: 'IBAN', value: payee.iban, size: '34' }, { name: 'bic', label: 'BIC', value: payee.bic, size: '12' },
    { name: 'evm', label: words.evm, value: payee.evm, size: '44', hint: words.evmHint }, { name: 'payable', label: words.payable, type: 'checkbox', value: payee.payable, hint: words.payableHint }], {
    role: 'finance', submit: words.save, cancel: done,
    send: async (values) => {
      await replace(`/v1/parties/${payee.party}/payee`, { ...values, currency: String(values['currency']).toUpperCase(), country: String(values['country']).toUpperCase() });
      desk.reload();
    },
  }));
}

export const payeesView: View = (desk) => {
  const { earn: { payees: words, changes }, locale } = desk;
  if (desk.me.role !== 'finance') return empty(words.notYours);
  return loaded(desk, () => get<{ payees: Payee[] }>('/v1/payees'), ({ payees }) => {
    if (payees.length === 0) return empty(words.empty);
    const place = h('div'), body = h('tbody'), find = h('input', { type: 'search', 'aria-label': words.find, placeholder: words.find, oninput: () => rows() });
    const onlyMissing = h('input', { type: 'checkbox', onchange: () => rows() }), count = h('span', { class: 'soft small', role: 'status' });
    const missing = (one: Payee): boolean => one.payable && one.iban === '' && one.evm === '';
    const open = (payee: Payee): void => {
      put(place, editor(desk, payee, () => put(place)));
      place.querySelector('input')?.focus();
    };
    const rows = (): void => {
      const wanted = find.value.trim().toLocaleLowerCase();
      const shown = payees.filter((one) => `${one.name} ${one.external_id}`.toLocaleLowerCase().includes(wanted) && (!onlyMissing.checked || missing(one))).sort((a, b) => Number(missing(b)) - Number(missing(a)) || a.name.localeCompare(b.name, locale));
      count.textContent = words.count(String(shown.length), String(payees.filter(missing).length));
      put(body, ...shown.slice(0, 300).map((one) => {
        const name = one.name || changes.nameless;
        return h('tr', null, h('th', { scope: 'row', title: one.party }, name, one.external_id !== '' && h('span', { class: 'soft tiny mono' }, ` ${one.external_id}`)), h('td', null, way(desk, one)), h('td', null, one.currency || words.any), h('td', { class: 'num' }, one.threshold === '' ? '—' : decimalText(one.threshold, '', locale)),
          h('td', { class: 'num' }, one.withholding === '' ? '—' : shareText(one.withholding, locale)), h('td', { class: 'actions' }, h('button', { type: 'button', class: 'slim', 'aria-label': words.editLabel(name), onclick: () => open(one) }, words.change)));
      }));
    };
    rows();
    return h('div', { class: 'stack' }, h('p', { class: 'soft' }, words.lead), place,
      h('section', { class: 'card stack' }, h('div', { class: 'row filters' }, find, h('label', { class: 'row check' }, onlyMissing, words.onlyMissing), count),
        scroller(words.title, h('table', { class: 'payees' }, h('thead', null, h('tr', null, column(words.party), column(words.way), column(words.currency), column(words.threshold, true), column(words.tax, true), column(words.actions))), body))));
  });
};
