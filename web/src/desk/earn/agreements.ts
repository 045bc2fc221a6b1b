// Agreements: read in words with their history, edited as JSON that is checked while it is written; rates, payees and holds beside them.
import { download, h } from '../../element/dom.js';
import { get } from '../../site/api.js';
import { badge, column, empty, loaded, scroller, time, type Desk, type View } from '../context.js';
import { editorView } from './agreement_editor.js';
import { holdsView } from './holds.js';
import { payeesView } from './payees.js';
import { ratesView } from './rates.js';

export interface Agreement { agreement: string; title?: string; from: string; until?: string; recorded?: string; works?: string[] | 'all'; side?: string; currency?: string }
export interface RuleBook { format: string; pools?: { pool: string; rule: string }[]; agreements?: Agreement[] }
export interface Words { agreement?: string; pool?: string; title?: string; from?: string; text: string }
export interface Book { document: RuleBook | null; in_words: Words[]; labels: Record<string, string>; version: number | null; versions: { version: number; recorded_at: string; recorded_by: string }[] }

const kId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Names for ids, for people. */
export const withNames = (text: string, labels: Record<string, string>): string => text.replace(kId, (id) => labels[id] ?? id);

/** Core writes one sentence a line; rate steps are indented under their tier. */
export function wordsView(words: Words, labels: Record<string, string>): HTMLElement {
  return h('ul', { class: 'in-words' }, ...words.text.trim().split('\n').map((line) => h('li', { class: /^(\s|\d+\.)/.test(line) ? 'under' : '' }, withNames(line.trim(), labels))));
}

type When = 'now' | 'later' | 'over';
function whenOf(agreement: Agreement, next: Agreement | undefined): { state: When; until: string } {
  const today = new Date().toISOString().slice(0, 10), ends = [agreement.until, next?.from].filter((day): day is string => day !== undefined).sort()[0];
  return { state: agreement.from > today ? 'later' : ends !== undefined && ends <= today ? 'over' : 'now', until: ends ?? '' };
}

function agreementCard(desk: Desk, name: string, versions: readonly Agreement[], book: Book): HTMLElement {
  const { earn: { agreements: words } } = desk, sorted = [...versions].sort((a, b) => (a.from < b.from ? 1 : -1)), newest = sorted[0]!;
  const works = newest.works === 'all' ? words.allWorks : (newest.works ?? []).map((id) => book.labels[id] ?? id).join(', ');
  return h('section', { class: 'card stack agreement', 'data-agreement': name }, h('div', { class: 'row head' }, h('h3', null, newest.title ?? name), newest.title !== undefined && newest.title !== name && h('span', { class: 'soft small mono' }, name)),
    works !== '' && h('p', { class: 'soft small' }, words.covers(works)),
    h('ol', { class: 'history' }, ...sorted.map((one, index) => {
      const { state, until } = whenOf(one, sorted[index - 1]), text = book.in_words.find((each) => each.agreement === name && each.from === one.from);
      return h('li', { class: state }, h('div', { class: 'row' }, badge(state === 'now' ? 'approved' : state === 'later' ? 'draft' : '', words.when[state]), h('strong', null, words.span(one.from, until)),
        one.recorded !== undefined && h('span', { class: 'soft tiny' }, words.recorded(one.recorded))), text && h('details', { open: state === 'now' }, h('summary', null, words.inWords), wordsView(text, book.labels)));
    })));
}

function overview(desk: Desk): HTMLElement {
  const { earn: { agreements: words }, locale } = desk, asked = new URLSearchParams(location.hash.split('?')[1] ?? '').get('version');
  return loaded(desk, () => get<Book>(`/v1/agreements?locale=${locale}${asked === null ? '' : `&version=${encodeURIComponent(asked)}`}`), (book) => {
    const groups = new Map<string, Agreement[]>();
    for (const one of book.document?.agreements ?? []) groups.set(one.agreement, [...(groups.get(one.agreement) ?? []), one]);
    const pools = book.in_words.filter((one) => one.pool !== undefined), old = asked !== null && book.versions[0]?.version !== book.version;
    return h('div', { class: 'stack wide' }, old && h('p', { class: 'note row' }, words.oldVersion(String(book.version)), h('a', { href: '#agreements' }, words.toNewest)),
      book.document === null && h('p', { class: 'note' }, words.noBook),
      pools.length > 0 && h('section', { class: 'card stack' }, h('h3', null, words.pools), ...pools.map((pool) => h('details', { open: true }, h('summary', null, h('strong', null, pool.pool ?? '')), wordsView(pool, book.labels)))),
      groups.size === 0 ? empty(words.empty) : h('div', { class: 'agreement-list' }, ...[...groups].map(([name, versions]) => agreementCard(desk, name, versions, book))),
      book.versions.length > 0 && h('section', { class: 'card stack' }, h('h3', null, words.versions), h('p', { class: 'soft small' }, words.versionsText),
        scroller(words.versions, h('table', null, h('thead', null, h('tr', null, column(words.version, true), column(words.recordedAt), column(words.recordedBy), column(words.actions))),
          h('tbody', null, ...book.versions.map((one) => h('tr', { class: one.version === book.version ? 'chosen' : '' }, h('th', { scope: 'row', class: 'num' }, String(one.version)), h('td', null, time(desk, one.recorded_at)), h('td', null, one.recorded_by),
            h('td', { class: 'actions' }, h('a', { class: 'button slim', href: `#agreements/book?version=${one.version}`, 'aria-label': words.showLabel(String(one.version)) }, words.show))))))),
        book.document !== null && h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: () => download(`agreements-${book.version ?? 0}.json`, new Blob([JSON.stringify(book.document, null, 2)], { type: 'application/json' })) }, words.download))));
  });
}

const kParts: Record<string, View> = { book: overview, edit: editorView, payees: payeesView, rates: ratesView, holds: holdsView };

export const agreementsView: View = (desk) => {
  const { earn: { agreements: words } } = desk, wanted = location.hash.split('/')[1]?.split('?')[0] ?? 'book', part = wanted in kParts ? wanted : 'book';
  return h('div', { class: 'stack wide' }, h('p', { class: 'lead' }, words.lead),
    h('nav', { class: 'parts', 'aria-label': words.partsLabel }, ...Object.keys(kParts).map((name) => h('a', { href: name === 'book' ? '#agreements' : `#agreements/${name}`, 'aria-current': name === part && 'page' }, words.parts[name as keyof typeof words.parts]))),
    kParts[part]!(desk));
};
