// What waits for its work: the largest amounts first, each with the works that are like it; a person decides.
import { h, put } from '../element/dom.js';
import { get, post } from '../site/api.js';
import { asMessage } from '../site/errors.js';
import { empty, percent, type Desk } from './context.js';
import { failureOf, follow } from './follow.js';
import { mayWrite, money, whole, words, type Match, type Suggestion, type SuspenseSum } from './sales_api.js';

const kPage = 20;
interface Answer { suspense: SuspenseSum[]; queue: Match[] }

export function suspenseFigures(desk: Desk, sums: readonly SuspenseSum[]): HTMLElement {
  const { suspense, matchedAll, keys, states } = words(desk);
  if (sums.length === 0) return h('p', { class: 'good' }, matchedAll);
  return h('dl', { class: 'figures', 'aria-label': suspense }, ...sums.map((sum) => h('div', { class: 'figure' }, h('dt', null, states[sum.state] ?? sum.state),
    h('dd', null, money(desk, sum.amount, sum.currency), h('span', { class: 'soft tiny' }, keys(whole(desk, sum.lines), whole(desk, sum.keys)))))));
}

export function queueView(desk: Desk, first: Answer, figures: HTMLElement): HTMLElement {
  const { queue: text, states } = words(desk), list = h('ol', { class: 'queue' }), trouble = h('div'), may = mayWrite(desk);
  const find = h('input', { type: 'search', 'aria-label': text.find, placeholder: text.find });
  const state = h('select', null, ...Object.entries(states).map(([value, name]) => h('option', { value }, name)));
  const currencies = [...new Set(first.suspense.map((sum) => sum.currency))];
  const currency = h('select', null, h('option', { value: '' }, text.any), ...currencies.map((code) => h('option', { value: code }, code)));
  const more = h('button', { type: 'button', class: 'slim', onclick: () => void load(list.childElementCount) }, text.more);
  let asked = 0;

  async function load(skip: number): Promise<void> {
    const mine = ++asked;
    try {
      const query = new URLSearchParams({ state: state.value, currency: currency.value, find: find.value.trim(), skip: String(skip), limit: String(kPage) });
      for (const name of ['currency', 'find']) if (query.get(name) === '') query.delete(name);
      const answer = await get<Answer>(`/v1/sales/suspense?${query}`);
      if (mine === asked && !desk.signal.aborted) show(answer, skip);
    } catch (thrown) {
      if (!desk.signal.aborted) put(trouble, asMessage(desk.locale, thrown));
    }
  }

  function show(answer: Answer, skip: number): void {
    put(trouble);
    put(figures, suspenseFigures(desk, answer.suspense));
    if (skip === 0) list.replaceChildren();
    list.append(...answer.queue.map(item));
    if (list.childElementCount === 0) list.append(h('li', { class: 'nothing' }, empty(text.empty)));
    more.hidden = answer.queue.length < kPage;
  }

  /** Sends a decision; the item says what became of it, and the sums above are asked for again. */
  async function decide(element: HTMLElement, match: Match, body: { state: string; work?: string }): Promise<void> {
    try {
      const now = await post<Match>('/v1/sales/decisions', { key: match.key, ...body });
      const focus = element.nextElementSibling?.querySelector<HTMLElement>('button') ?? find;
      element.replaceWith(h('li', { class: 'decided' }, h('span', null, match.title || match.isrc || text.untitled), h('span', { class: 'soft' }, ` → ${states[now.state] ?? now.state}${now.work_title === '' ? '' : `: ${now.work_title}`}`)));
      focus.focus();
      put(figures, suspenseFigures(desk, (await get<Answer>('/v1/sales/suspense?limit=1')).suspense));
    } catch (thrown) {
      if (!desk.signal.aborted) element.append(asMessage(desk.locale, thrown));
    }
  }

  function suggestion(element: HTMLElement, match: Match, one: Suggestion): HTMLElement {
    const bar = h('meter', { min: '0', max: '1000', value: String(one.score_milli), 'aria-hidden': 'true' });
    return h('li', { class: 'suggestion' }, h('span', { class: 'work' }, h('strong', null, one.title), one.artist !== '' && h('span', { class: 'soft small' }, one.artist)),
      h('span', { class: 'score soft tiny' }, bar, `${text.reason[one.reason] ?? one.reason} ${one.reason === 'title' ? percent(desk, one.score_milli / 1000, 0) : ''}`),
      h('button', { type: 'button', class: 'slim', disabled: !may, 'aria-label': text.thisLabel(one.title, match.title), onclick: () => void decide(element, match, { state: 'matched', work: one.work }) }, text.this));
  }

  function otherWork(element: HTMLElement, match: Match): HTMLElement {
    const input = h('input', { type: 'search', value: match.title, 'aria-label': text.search }), found = h('ul', { class: 'suggestions' });
    const search = async (): Promise<void> => {
      try {
        const { works } = await get<{ works: Suggestion[] }>(`/v1/sales/works?${new URLSearchParams({ title: input.value.trim() || '?' })}`);
        put(found, ...(works.length === 0 ? [h('li', { class: 'soft small' }, text.nothingLike)] : works.map((one) => suggestion(element, match, one))));
      } catch (thrown) {
        put(found, h('li', null, asMessage(desk.locale, thrown)));
      }
    };
    return h('form', { class: 'other stack', onsubmit: (event: Event) => { event.preventDefault(); void search(); } }, h('div', { class: 'row' }, input, h('button', { type: 'submit', class: 'slim' }, text.searchButton)), found);
  }

  function item(match: Match): HTMLElement {
    const element = h('li', { class: 'card item' }), ids = [match.isrc, match.iswc, match.upc, match.proprietary].filter((id) => id !== '');
    const other = h('div', { hidden: true });
    const button = (label: string, press: () => void): HTMLElement => h('button', { type: 'button', class: 'slim', disabled: !may, onclick: press }, label);
    put(element,
      h('div', { class: 'what' }, h('strong', null, match.title || text.untitled), h('span', { class: 'soft' }, match.artist), ids.length > 0 && h('span', { class: 'mono soft' }, ids.join(' · '))),
      h('div', { class: 'much' }, ...match.sums.map((sum) => h('div', null, h('strong', { class: sum.amount.startsWith('-') ? 'less' : '' }, money(desk, sum.amount, sum.currency)),
        h('span', { class: 'soft tiny' }, text.lines(whole(desk, sum.lines), whole(desk, sum.units)))))),
      match.state === 'matched' ? h('p', { class: 'small' }, text.matchedTo(match.work_title, match.decided_by || text.byIdentifier))
        : h('ul', { class: 'suggestions' }, ...(match.suggestions.length === 0 ? [h('li', { class: 'soft small' }, text.noSuggestion)] : match.suggestions.slice(0, 3).map((one) => suggestion(element, match, one)))),
      h('div', { class: 'row acts' }, button(text.other, () => {
        if (other.childElementCount === 0) put(other, otherWork(element, match));
        other.hidden = !other.hidden;
        other.querySelector('input')?.focus();
      }), match.state !== 'rejected' && button(text.reject, () => void decide(element, match, { state: 'rejected' })),
      match.state !== 'postponed' && match.state !== 'matched' && button(text.postpone, () => void decide(element, match, { state: 'postponed' })),
      match.state !== 'open' && button(text.reopen, () => void decide(element, match, { state: 'open' }))), other);
    return element;
  }

  const status = h('div', { role: 'status' });
  const suggest = async (): Promise<void> => {
    const bar = h('progress', { max: '1', 'aria-label': text.suggesting });
    put(status, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), text.suggesting), bar);
    try {
      const { job } = await post<{ job: string }>('/v1/sales/suggestions');
      const end = await follow(job, desk.signal, (now) => { if (now.total > 0) bar.value = now.done / now.total; });
      const failure = failureOf(end);
      if (failure) throw failure;
      put(status, h('p', { class: 'small' }, text.suggested(String(end.result?.['keys'] ?? 0), String(end.result?.['with_suggestions'] ?? 0))));
      await load(0);
    } catch (thrown) {
      if (!desk.signal.aborted) put(status, asMessage(desk.locale, thrown));
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  find.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(() => void load(0), 300); });
  state.addEventListener('change', () => void load(0));
  currency.addEventListener('change', () => void load(0));
  show(first, 0);
  return h('section', { class: 'stack' }, h('div', { class: 'row between' }, h('h3', null, text.title), h('button', { type: 'button', class: 'slim', disabled: !may, onclick: () => void suggest() }, text.suggest)),
    h('p', { class: 'soft small' }, text.lead), status,
    h('div', { class: 'row filters' }, find, h('label', { class: 'row small' }, text.state, state), h('label', { class: 'row small' }, text.currency, currency)), trouble, list, h('div', { class: 'row' }, more));
}
