// What an import would do: lines with their works, exact sums, findings, and everything that refuses the file.
import { h } from '../element/dom.js';
import { badge, type Desk } from './context.js';
import { money, whole, words, type Preview, type Reading } from './sales_api.js';

/** Sums, findings and errors: the same for a preview and for what was imported. */
export function readingView(desk: Desk, reading: Reading, unmatched: Preview['unmatched'] = []): HTMLElement {
  const { preview: text } = words(desk);
  const count = `${whole(desk, reading.errors.length)}${reading.more_errors ? '+' : ''}`;
  return h('div', { class: 'stack' },
    reading.errors.length > 0 && h('div', { class: 'alert', role: 'alert' }, h('p', null, h('strong', null, text.refused(count))),
      h('ul', { class: 'errors' }, ...reading.errors.slice(0, 12).map((error) => h('li', { lang: 'en' }, h('span', { class: 'mono' }, error.field), ' ', error.detail)), (reading.errors.length > 12 || reading.more_errors) && h('li', null, text.more))),
    h('p', { class: 'soft small' }, text.lines(whole(desk, reading.lines), whole(desk, reading.rows)), reading.first_date !== null && `; ${text.used(reading.first_date, reading.last_date ?? '')}`),
    reading.sums.length > 0 && h('dl', { class: 'figures' }, ...reading.sums.map((sum) => h('div', { class: 'figure' }, h('dt', null, sum.currency),
      h('dd', null, money(desk, sum.amount, sum.currency), h('span', { class: 'soft tiny' }, text.sum(whole(desk, sum.units), whole(desk, sum.lines)), sum.returns > 0 && ` · ${text.returns(whole(desk, sum.returns), money(desk, sum.returned, sum.currency))}`),
        ...unmatched.filter((one) => one.currency === sum.currency).map((one) => h('span', { class: 'tiny lacks' }, text.unmatched(one.amount === sum.amount ? '' : money(desk, one.amount, one.currency), whole(desk, one.lines)))))))),
    reading.findings.length > 0 && h('div', null, h('h4', null, text.findings), h('ul', { class: 'findings' }, ...reading.findings.map((finding) =>
      h('li', null, h('span', { class: 'mono' }, finding.column), ' ', h('q', null, finding.sample), ' ', h('span', null, text.codes[finding.code] ?? finding.code), ' ',
        h('span', { class: 'soft tiny' }, text.times(whole(desk, finding.count), String(finding.first_row))))))));
}

export function previewView(desk: Desk, preview: Preview): HTMLElement {
  const { preview: text, editor, states } = words(desk), { columns } = text;
  const table = preview.lines.length === 0 ? h('p', { class: 'soft' }, text.empty)
    : h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': text.title }, h('table', { class: 'lines' },
      h('thead', null, h('tr', null, ...[[columns.row, 'num'], [columns.date, ''], [columns.kind, ''], [columns.use, ''], [columns.territory, ''], [columns.units, 'num'], [columns.amount, 'num'], [columns.title, ''], [columns.work, '']]
        .map(([name, kind]) => h('th', { scope: 'col', class: kind! }, name)))),
      h('tbody', null, ...preview.lines.map((line) => h('tr', null, h('td', { class: 'num soft' }, String(line.row)), h('td', null, line.date), h('td', null, editor.kinds[line.kind] ?? line.kind), h('td', null, line.use),
        h('td', null, line.territory), h('td', { class: 'num' }, whole(desk, line.units)), h('td', { class: line.amount.startsWith('-') ? 'num less' : 'num' }, money(desk, line.amount, line.currency)),
        h('td', { class: 'what' }, h('span', null, line.title || line.isrc || '—'), line.artist !== '' && h('span', { class: 'soft tiny' }, line.artist)),
        h('td', null, line.work !== null ? line.work_title : badge(line.match, states[line.match] ?? line.match)))))));
  const own = preview.rows === undefined || preview.rows.length === 0 ? false
    : h('details', null, h('summary', null, text.own), h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': text.own }, h('table', { class: 'own' },
      h('tbody', null, ...preview.rows.map(({ row, cells }, i) => h('tr', null, h('td', { class: 'num soft' }, String(row)), ...cells.map((cell) => (i === 0 ? h('th', { scope: 'col' }, cell) : h('td', null, cell)))))))));
  return h('div', { class: 'stack' }, h('h4', null, text.title), readingView(desk, preview.reading, preview.unmatched), table, own);
}
