// Payouts: what is due, who pays, payment files for the bank, and what the bank says of each payment.
import { download, h, put } from '../../element/dom.js';
import { get, getText, post, postXml, replace } from '../../site/api.js';
import { asMessage } from '../../site/errors.js';
import { badge, column, empty, figure, loaded, roleButton, scroller, time, type Desk, type View } from '../context.js';
import { confirmed } from './confirm.js';
import { form } from './form.js';
import { decimalText } from './money.js';
import type { Payout } from './types.js';

interface PaymentFile { message: string; made_at: string; made_by: string; payments: number; totals: { amount: string; currency: string }[]; withdrawn: boolean }
interface MadeFile { message: string | null; payments: number; totals: { amount: string; currency: string }[]; left_out: { party: string; reason: string; reference: string }[]; rewritten: { field: string; given: string; written: string }[] }
interface BankAnswer { message: string; id: string; changed: number; unchanged: number; pending: number; unknown: string[]; groups: { message: string; status: string }[]; notes: string[] }
interface Payer { name: string; iban: string; bic: string; token_decimals: number }

const sums = (totals: readonly { amount: string; currency: string }[], locale: string): string => totals.map((one) => decimalText(one.amount, one.currency, locale)).join(' + ');

function payoutTable(desk: Desk, rows: readonly Payout[], withPeriod: boolean): HTMLElement {
  const { earn: { payouts: words, changes }, locale } = desk;
  return scroller(words.title, h('table', { class: 'payout-table' }, h('thead', null, h('tr', null, column(words.party), ...(withPeriod ? [column(words.period)] : []), column(words.gross, true), column(words.tax, true), column(words.net, true), column(words.state), column(words.note))),
    h('tbody', null, ...rows.map((row) => h('tr', { 'data-reference': row.reference }, h('th', { scope: 'row', title: row.party }, row.name || changes.nameless), ...(withPeriod ? [h('td', null, row.period)] : []),
      h('td', { class: 'num' }, decimalText(row.gross, row.currency, locale)), h('td', { class: 'num' }, decimalText(row.tax, row.currency, locale)), h('td', { class: 'num' }, h('strong', null, decimalText(row.net, row.currency, locale))),
      h('td', null, badge(row.state, words.states[row.state])),
      h('td', { class: 'small soft' }, row.state === 'due' && row.problem ? h('span', { class: 'wrong' }, words.cannot, ' ', h('span', { lang: 'en' }, row.problem)) : row.reason !== '' ? h('span', { class: row.state === 'paid' ? '' : 'wrong', lang: 'en' }, row.reason)
        : row.state === 'due' && row.way === 'evm' ? words.byClaim : row.day ?? (row.message ? words.inFile(row.message.slice(0, 8)) : '')))))));
}

/** Of one settlement, as the last step of closing it. */
export function settlementPayouts(desk: Desk, id: string): HTMLElement {
  const { earn: { payouts: words } } = desk;
  if (desk.me.role === 'operator') return h('p', { class: 'soft' }, words.notYours);
  return loaded(desk, () => get<{ payouts: Payout[] }>(`/v1/settlements/${id}/payouts`), ({ payouts }) => {
    if (payouts.length === 0) return h('p', { class: 'soft' }, words.none);
    return h('div', { class: 'stack' }, counts(desk, payouts), payoutTable(desk, payouts, false), h('p', null, h('a', { class: 'button', href: '#payouts' }, words.goPay)));
  });
}

function counts(desk: Desk, rows: readonly Payout[]): HTMLElement {
  const { earn: { payouts: words } } = desk;
  const of = (state: Payout['state']): number => rows.filter((row) => row.state === state).length;
  return h('dl', { class: 'figures states' }, ...(['due', 'sent', 'paid', 'returned', 'rejected'] as const).map((state) => figure(words.states[state], String(of(state)), words.stateHints[state])));
}

function payerCard(desk: Desk, payer: Payer): HTMLElement {
  const { earn: { payouts: words } } = desk, place = h('div');
  const show = (): void => put(place, payer.iban === '' ? h('p', { class: 'note' }, words.noPayer) : h('dl', { class: 'pairs' }, h('dt', null, words.payerName), h('dd', null, payer.name), h('dt', null, 'IBAN'), h('dd', { class: 'mono' }, payer.iban.replace(/(.{4})(?=.)/g, '$1 ')),
    payer.bic !== '' && h('dt', null, 'BIC'), payer.bic !== '' && h('dd', { class: 'mono' }, payer.bic)),
  h('div', { class: 'row' }, roleButton(desk, 'finance', words.editPayer, edit, 'slim')));
  const edit = (): void => put(place, form(desk, [
    { name: 'name', label: words.payerName, value: payer.name, required: true }, { name: 'iban', label: 'IBAN', value: payer.iban, required: true, size: '34' },
    { name: 'bic', label: 'BIC', value: payer.bic, hint: words.bicHint }], {
    role: 'finance', submit: words.save, cancel: show,
    send: async (values) => { Object.assign(payer, await replace<Payer>('/v1/payer', { ...values, token_decimals: payer.token_decimals })); show(); },
  }));
  show();
  return h('section', { class: 'card stack payer' }, h('h3', null, words.payer), place);
}

function filesCard(desk: Desk, files: readonly PaymentFile[], due: number): HTMLElement {
  const { earn: { payouts: words }, locale } = desk, state = h('div', { role: 'status' });
  const make = async (): Promise<void> => {
    put(state);
    try {
      const made = await post<MadeFile>('/v1/payment-files');
      if (made.message === null) return put(state, h('div', { class: 'note' }, h('p', null, words.nothingByBank), leftOut(made)));
      await save(made.message);
      notice = h('div', { class: 'note good' }, h('p', null, words.fileMade(String(made.payments), sums(made.totals, locale))), leftOut(made));
      desk.reload();
    } catch (thrown) {
      if (!desk.signal.aborted) put(state, asMessage(locale, thrown));
    }
  };
  const leftOut = (made: MadeFile): HTMLElement | string => (made.left_out.length === 0 ? '' : h('div', null, h('p', { class: 'small' }, words.leftOut(String(made.left_out.length))),
    h('ul', { class: 'small', lang: 'en' }, ...made.left_out.map((one) => h('li', null, h('span', { class: 'mono' }, one.reference.slice(0, 8)), ` ${one.reason}`)))));
  const save = async (message: string): Promise<void> => download(`pain.001-${message}.xml`, new Blob([await getText(`/v1/payment-files/${message}`)], { type: 'application/xml' }));
  const withdraw = async (message: string): Promise<void> => {
    if (!(await confirmed(desk, words.withdraw, [words.withdrawText], words.withdraw))) return;
    post(`/v1/payment-files/${message}/withdraw`).then(() => desk.reload(), (thrown: unknown) => put(state, asMessage(locale, thrown)));
  };
  return h('section', { class: 'card stack payment-files' }, h('h3', null, words.files), h('p', { class: 'soft' }, words.filesText), h('div', { class: 'row' }, roleButton(desk, 'finance', words.make, () => void make()), h('span', { class: 'soft small' }, words.dueCount(String(due)))), state,
    files.length === 0 ? h('p', { class: 'soft' }, words.noFiles) : scroller(words.files, h('table', null, h('thead', null, h('tr', null, column(words.file), column(words.made), column(words.payments, true), column(words.total, true), column(words.actions))),
      h('tbody', null, ...files.map((file) => h('tr', null, h('th', { scope: 'row', class: 'mono', title: file.message }, file.message.slice(0, 12)), h('td', { class: 'small' }, time(desk, file.made_at), ` · ${file.made_by}`), h('td', { class: 'num' }, String(file.payments)),
        h('td', { class: 'num' }, sums(file.totals, locale)), h('td', { class: 'actions' }, file.withdrawn ? badge('cancelled', words.withdrawn) : false,
          h('button', { type: 'button', class: 'slim', 'aria-label': words.downloadLabel(file.message.slice(0, 12)), onclick: () => { save(file.message).catch((thrown: unknown) => put(state, asMessage(locale, thrown))); } }, words.download),
          !file.withdrawn && desk.me.role === 'finance' && h('button', { type: 'button', class: 'slim quiet', 'aria-label': words.withdrawLabel(file.message.slice(0, 12)), onclick: () => void withdraw(file.message) }, words.withdraw))))))));
}

function answerView(desk: Desk, name: string, answer: BankAnswer): HTMLElement {
  const { earn: { payouts: words } } = desk;
  return h('div', { class: answer.unknown.length > 0 || answer.notes.length > 0 ? 'note' : 'note good' }, h('p', null, h('strong', null, `${name}: `), words.answer(String(answer.changed), String(answer.unchanged))),
    answer.pending > 0 && h('p', { class: 'small' }, words.pending(String(answer.pending))),
    answer.unknown.length > 0 && h('p', { class: 'small' }, words.unknown(String(answer.unknown.length)), ' ', h('span', { class: 'mono' }, answer.unknown.slice(0, 5).join(', '))),
    ...answer.notes.slice(0, 8).map((text) => h('p', { class: 'small', lang: 'en' }, text)));
}
/** What the last write said; it outlives the reload that shows the new states. */
let notice: HTMLElement | undefined;

function reportCard(desk: Desk): HTMLElement {
  const { earn: { payouts: words }, locale } = desk, state = h('div', { role: 'status' }), may = desk.me.role === 'finance';
  const input = h('input', { type: 'file', accept: '.xml,application/xml,text/xml', multiple: true, hidden: true, 'aria-label': words.chooseReport, onchange: () => void take([...(input.files ?? [])]) });
  const take = async (files: File[]): Promise<void> => {
    input.value = '';
    const shown: HTMLElement[] = [];
    for (const file of files) {
      try {
        shown.push(answerView(desk, file.name, await postXml<BankAnswer>('/v1/bank-reports', await file.text())));
      } catch (thrown) {
        shown.push(asMessage(locale, thrown, words.reportRefused(file.name)));
      }
    }
    if (desk.signal.aborted) return;
    if (shown.every((one) => one.classList.contains('note'))) {
      notice = h('div', { class: 'stack' }, ...shown);
      desk.reload();
    } else put(state, ...shown);
  };
  const card = h('section', { class: 'card stack reports' }, h('h3', null, words.reports), h('p', { class: 'soft' }, words.reportsText), h('div', { class: 'row' }, roleButton(desk, 'finance', words.chooseReport, () => input.click())), input, state);
  card.addEventListener('dragover', (event) => { if (may) event.preventDefault(); });
  card.addEventListener('drop', (event) => { event.preventDefault(); if (may) void take([...(event.dataTransfer?.files ?? [])]); });
  return card;
}

export const payoutsView: View = (desk) => {
  const { earn: { payouts: words } } = desk;
  if (desk.me.role === 'operator') return empty(words.notYours);
  return loaded(desk, async () => {
    const [{ payouts }, { payment_files: files }, payer] = await Promise.all([get<{ payouts: Payout[] }>('/v1/payouts'), get<{ payment_files: PaymentFile[] }>('/v1/payment-files'),
      desk.me.role === 'finance' ? get<Payer>('/v1/payer') : undefined]);
    return { payouts, files, payer };
  }, ({ payouts, files, payer }) => {
    const said = notice, due = payouts.filter((row) => row.state === 'due').length;
    notice = undefined;
    const order: Payout['state'][] = ['rejected', 'returned', 'due', 'sent', 'paid'];
    const rows = [...payouts].sort((a, b) => (a.period < b.period ? 1 : a.period > b.period ? -1 : order.indexOf(a.state) - order.indexOf(b.state)));
    return h('div', { class: 'stack wide' }, h('p', { class: 'lead' }, words.lead), said && h('div', { role: 'status' }, said),
      payouts.length === 0 ? empty(words.empty) : h('div', { class: 'stack wide' }, counts(desk, payouts), h('section', { class: 'card stack' }, h('h3', null, words.title), payoutTable(desk, rows, true))),
      filesCard(desk, files, due), h('div', { class: 'pair' }, reportCard(desk), payer && payerCard(desk, payer)));
  });
};
