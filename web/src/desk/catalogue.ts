// The catalogue: V, and every work's Q, S, R and V.
import { h, put } from '../element/dom.js';
import { get } from '../site/api.js';
import { empty, figure, loaded, number, percent, type Desk, type View } from './context.js';
import { plotView } from './plots.js';

interface Row {
  work: string; title: string; kind: string; creator: string; Q: number | null; Q_variance: number | null; S: number; R: number; V: number;
  channels: { channel: string; S: number; R: number }[];
}
interface Catalogue { value: { V: number; N: number; not_scored: number; simulated_audience: boolean }; works: Row[]; channels: { channel: string; name: string }[] }
type Column = 'title' | 'Q' | 'S' | 'R' | 'V';

function thumbnail(row: Row): HTMLElement {
  if (row.kind === 'text') return h('span', { class: 'thumb glyph', 'aria-hidden': 'true', lang: 'zh' }, [...row.title][0] ?? '');
  const image = h('img', { class: 'thumb', src: `/v1/works/${row.work}/content`, alt: '', loading: 'lazy', decoding: 'async', width: '56', height: '44' });
  image.addEventListener('error', () => image.replaceWith(h('span', { class: 'thumb glyph', 'aria-hidden': 'true' }, [...row.title][0] ?? '')));
  return image;
}

/** Absent qualities sort last in both directions. */
function compare(column: Column, direction: 1 | -1, locale: string): (a: Row, b: Row) => number {
  if (column === 'title') return (a, b) => direction * a.title.localeCompare(b.title, locale);
  return (a, b) => {
    const x = a[column], y = b[column];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return direction * (x - y) || a.title.localeCompare(b.title, locale);
  };
}

function table(desk: Desk, { works, channels }: Catalogue): HTMLElement {
  const { messages: { catalogue: words }, locale } = desk;
  let column: Column = 'V', direction: 1 | -1 = -1;
  const filter = h('input', { type: 'search', 'aria-label': words.filter, placeholder: words.filter, oninput: () => rows() });
  const kinds = [...new Set(works.map((row) => row.kind))];
  const kind = h('select', { 'aria-label': words.kind, onchange: () => rows() }, h('option', { value: '' }, words.all),
    ...kinds.map((value) => h('option', { value }, words.kinds[value] ?? value)));
  const count = h('span', { class: 'soft small', role: 'status' }), body = h('tbody'), head = h('tr');
  const sorter = (name: Column): HTMLElement => h('th', { scope: 'col', class: name === 'title' ? '' : 'num', 'aria-sort': column === name ? (direction === 1 ? 'ascending' : 'descending') : 'none' },
    h('button', { type: 'button', class: 'sort', title: name === 'title' ? undefined : words.hints[name], onclick: () => {
      direction = column === name ? (direction === 1 ? -1 : 1) : name === 'title' ? 1 : -1;
      column = name;
      heads();
      rows();
      head.querySelectorAll<HTMLElement>('.sort')[(['title', 'Q', 'S', 'R', 'V'] as const).indexOf(name)]?.focus();
    } }, words.columns[name], h('span', { 'aria-hidden': 'true' }, column === name ? (direction === 1 ? ' ▲' : ' ▼') : '')));
  const heads = (): void => put(head, ...(['title', 'Q', 'S', 'R', 'V'] as const).map(sorter));
  const rows = (): void => {
    const wanted = filter.value.trim().toLocaleLowerCase();
    const shown = works.filter((row) => (kind.value === '' || row.kind === kind.value) && `${row.title} ${row.creator}`.toLocaleLowerCase().includes(wanted))
      .sort(compare(column, direction, locale));
    count.textContent = words.count(String(shown.length));
    put(body, ...shown.map((row) => h('tr', null,
      h('th', { scope: 'row' }, h('div', { class: 'work' }, thumbnail(row),
        h('div', null, h('strong', null, row.title), h('span', { class: 'soft tiny' }, [row.creator, words.kinds[row.kind] ?? row.kind].filter(Boolean).join(' · '))))),
      h('td', { class: 'num' }, row.Q === null ? h('span', { class: 'soft' }, words.unscored) : h('span', null, h('strong', null, number(desk, row.Q, 1)), h('span', { class: 'soft' }, ` ± ${number(desk, Math.sqrt(row.Q_variance ?? 0), 1)}`))),
      h('td', { class: 'num' }, words.of(String(row.S), String(channels.length))), h('td', { class: 'num' }, number(desk, row.R)), h('td', { class: 'num' }, number(desk, row.V, 4)))),
    shown.length === 0 && h('tr', null, h('td', { colspan: '5' }, h('p', { class: 'soft' }, words.none))));
  };
  heads();
  rows();
  return h('section', { class: 'card stack' }, h('div', { class: 'row filters' }, filter, kind, count),
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': desk.messages.tabs.catalogue }, h('table', { class: 'catalogue' }, h('thead', null, head), body)));
}

function plots(desk: Desk, works: readonly Row[]): HTMLElement {
  const words = desk.messages.catalogue.plots, scored = works.filter((row) => row.Q !== null);
  const byValue = scored.map((row) => row.V).sort((a, b) => b - a), total = byValue.reduce((sum, value) => sum + value, 0);
  const top = byValue.slice(0, 10).reduce((sum, value) => sum + value, 0);
  const best = scored.reduce<Row | undefined>((most, row) => (most && most.V >= row.V ? most : row), undefined);
  const classes = Array.from({ length: 10 }, (_, index) => scored.filter((row) => Math.min(10, Math.max(1, Math.round(row.Q!))) === index + 1).length);
  const mean = scored.reduce((sum, row) => sum + row.Q!, 0) / Math.max(scored.length, 1);
  const points = [...scored].sort((a, b) => a.Q! - b.Q!);
  const short = (value: number): string => new Intl.NumberFormat(desk.locale, { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
  return h('div', { class: 'plots' },
    plotView(desk, { title: words.value, text: words.valueText(best?.title ?? '', percent(desk, total === 0 ? 0 : top / total, 0)), kind: 'bars',
      x: { label: words.rank, values: byValue.map((_, index) => index + 1), range: [0.3, Math.max(byValue.length, 1) + 0.7], format: (value) => (Number.isInteger(value) ? String(value) : '') }, y: { label: words.V, values: byValue, format: short } }),
    plotView(desk, { title: words.quality, text: words.qualityText(number(desk, mean, 1)), kind: 'bars',
      x: { label: words.Q, values: classes.map((_, index) => index + 1), range: [0.4, 10.6], format: (value) => (Number.isInteger(value) ? String(value) : '') }, y: { label: words.works, values: classes, format: (value) => (Number.isInteger(value) ? String(value) : '') } }),
    plotView(desk, { title: words.scatter, text: words.scatterText, kind: 'points',
      x: { label: words.Q, values: points.map((row) => row.Q!), range: [1, 10] }, y: { label: words.R, values: points.map((row) => row.R), format: short } }));
}

export const catalogueView: View = (desk) => loaded(desk, () => get<Catalogue>('/v1/catalogue'), (catalogue) => {
  const { messages: { catalogue: words } } = desk;
  if (catalogue.works.length === 0) return empty(words.empty);
  const { value } = catalogue;
  return h('div', { class: 'stack wide' }, h('p', { class: 'lead' }, words.lead),
    h('dl', { class: 'figures' }, figure(words.value, number(desk, value.V, 4)), figure(words.scored, String(value.N)), figure(words.notScored, String(value.not_scored)),
      figure(words.channels, String(catalogue.channels.length))),
    value.N > 0 && plots(desk, catalogue.works), table(desk, catalogue));
});
