// The reports that came in, and the lines of a month as a file.
import { download, h, put } from '../element/dom.js';
import { getText, post } from '../site/api.js';
import { asMessage } from '../site/errors.js';
import { empty, type Desk } from './context.js';
import { mayWrite, money, whole, words, type SalesFile } from './sales_api.js';

export function filesView(desk: Desk, files: readonly SalesFile[], changed: () => void): HTMLElement {
  const { files: text } = words(desk), { columns } = text, trouble = h('div');
  const withdraw = (file: SalesFile): void => {
    if (!confirm(text.confirm(file.name))) return;
    post(`/v1/sales/files/${file.file}/withdraw`).then(changed, (thrown: unknown) => put(trouble, asMessage(desk.locale, thrown)));
  };
  const table = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': text.title }, h('table', null,
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, columns.name), h('th', { scope: 'col' }, columns.source), h('th', { scope: 'col' }, columns.used), h('th', { scope: 'col', class: 'num' }, columns.money),
      h('th', { scope: 'col', class: 'num' }, columns.lines), h('th', { scope: 'col', class: 'num' }, columns.posted), h('th', { scope: 'col' }, columns.by), h('th', null, h('span', { class: 'vh' }, text.withdraw)))),
    h('tbody', null, ...files.map((file) => h('tr', null, h('th', { scope: 'row' }, h('strong', null, file.name)), h('td', null, file.source),
      h('td', { class: 'small' }, file.first_date === null ? '' : file.first_date === file.last_date ? file.first_date : `${file.first_date} – ${file.last_date}`),
      h('td', { class: 'num' }, ...file.reading.sums.map((sum) => h('div', null, money(desk, sum.amount, sum.currency)))), h('td', { class: 'num' }, whole(desk, file.lines)), h('td', { class: 'num' }, whole(desk, file.posted)),
      h('td', { class: 'soft small' }, file.imported_by),
      h('td', { class: 'num' }, mayWrite(desk) && file.posted === 0 && h('button', { type: 'button', class: 'slim', 'aria-label': text.withdrawLabel(file.name), onclick: () => withdraw(file) }, text.withdraw)))))));
  const month = files.find((file) => file.last_date !== null)?.last_date?.slice(0, 7) ?? new Date().toISOString().slice(0, 7);
  const period = h('input', { type: 'text', inputmode: 'numeric', pattern: '[0-9]{4}-[0-9]{2}', size: '8', value: month });
  const report = (): void => {
    getText(`/v1/sales/report?period=${encodeURIComponent(period.value.trim())}`).then((csv) => download(`sales-${period.value.trim()}.csv`, new Blob([csv], { type: 'text/csv' })),
      (thrown: unknown) => put(trouble, asMessage(desk.locale, thrown)));
  };
  return h('section', { class: 'card stack' }, h('h3', null, text.title), trouble, files.length === 0 ? empty(text.empty) : table,
    files.length > 0 && h('div', { class: 'row fields' }, h('label', { class: 'field' }, text.report, period), h('button', { type: 'button', class: 'slim', onclick: report }, text.download)));
}
