// Writing agreements: JSON on one side, what it means on the other, checked by the server while it is written. Nothing counts until it is recorded.
import type { ColophonError } from '@colophon/sdk';
import { h, put } from '../../element/dom.js';
import { get, post } from '../../site/api.js';
import { asMessage } from '../../site/errors.js';
import { loaded, roleButton, type Desk } from '../context.js';
import { wordsView, type Book, type RuleBook, type Words } from './agreements.js';
import { confirmed } from './confirm.js';
import { placeOf } from './json_place.js';

const kPauseMs = 350;
interface Checked { document: RuleBook; in_words: Words[]; labels: Record<string, string> }

function template(book: RuleBook | null): RuleBook {
  const today = new Date().toISOString().slice(0, 10), next = { agreement: 'new-agreement', title: '', from: today, works: [], currency: 'EUR', shares: {} };
  return { format: 'colophon/agreements/1', ...(book ?? {}), agreements: [...(book?.agreements ?? []), next] };
}

/** What a person wrote and has not recorded outlives a look at another tab. */
let unsaved: string | undefined;

export function editorView(desk: Desk): HTMLElement {
  const { earn: { editor: words }, locale } = desk;
  return loaded(desk, () => get<Book>(`/v1/agreements?locale=${locale}`), (book) => {
    const before = JSON.stringify(book.document ?? { format: 'colophon/agreements/1', pools: [], agreements: [] }, null, 2);
    const text = h('textarea', { class: 'mono editor', rows: '28', spellcheck: 'false', 'aria-label': words.text, 'aria-describedby': 'editor-state', value: unsaved ?? before, wrap: 'off' });
    const verdict = h('div', { class: 'stack', id: 'editor-state', role: 'status' }), meaning = h('div', { class: 'stack meaning' }), legend = h('div');
    let turn = 0, timer = 0, good: RuleBook | undefined, running: AbortController | undefined;
    const record = async (): Promise<void> => {
      if (!good || !(await confirmed(desk, words.ask, [words.askNext, words.askOld], words.record))) return;
      post<{ version: number }>('/v1/agreements', good).then(() => { unsaved = undefined; location.hash = '#agreements'; }, (thrown: unknown) => put(verdict, asMessage(locale, thrown)));
    };
    const button = h('div', { class: 'row' });
    const buttons = (): void => {
      const save = roleButton(desk, 'finance', words.record, () => void record());
      if (!good || text.value === before) save.querySelector('button')!.disabled = true;
      put(button, save, h('button', { type: 'button', class: 'slim', onclick: () => { text.value = JSON.stringify(template(parsed() ?? book.document), null, 2); edited(); } }, words.add),
        h('button', { type: 'button', class: 'slim quiet', disabled: text.value === before, onclick: () => { text.value = before; edited(); } }, words.revert));
    };
    const parsed = (): RuleBook | undefined => { try { return JSON.parse(text.value) as RuleBook; } catch { return undefined; } };
    const goTo = (from: number, to: number): void => {
      text.focus();
      text.setSelectionRange(from, to);
      const line = text.value.slice(0, from).split('\n').length, height = text.scrollHeight / Math.max(text.value.split('\n').length, 1);
      text.scrollTop = Math.max(0, (line - 4) * height);
    };
    const refused = (thrown: unknown): void => {
      const { field } = thrown as ColophonError, place = field ? placeOf(text.value, field) : undefined;
      put(verdict, asMessage(locale, thrown, words.refused), place && h('div', null, h('button', { type: 'button', class: 'slim where', onclick: () => goTo(place.from, place.to) }, words.line(String(place.line)))));
      text.setAttribute('aria-invalid', 'true');
    };
    const check = async (): Promise<void> => {
      const mine = ++turn;
      running?.abort();
      running = new AbortController();
      good = undefined;
      let document: unknown;
      try {
        document = JSON.parse(text.value);
      } catch (thrown) {
        const at = /position (\d+)/.exec((thrown as Error).message)?.[1], offset = at === undefined ? undefined : Number(at);
        text.setAttribute('aria-invalid', 'true');
        put(verdict, h('div', { class: 'alert' }, h('p', null, h('strong', null, words.notJson), ' ', h('span', { lang: 'en' }, (thrown as Error).message))),
          offset !== undefined && h('div', null, h('button', { type: 'button', class: 'slim where', onclick: () => goTo(offset, offset + 1) }, words.line(String(text.value.slice(0, offset).split('\n').length)))));
        return buttons();
      }
      try {
        const answer = await post<Checked>(`/v1/agreements/check?locale=${locale}`, document, running.signal);
        if (mine !== turn || desk.signal.aborted) return;
        good = document as RuleBook;
        text.removeAttribute('aria-invalid');
        put(verdict, h('p', { class: 'note good' }, text.value === before ? words.unchanged : words.holds(String(answer.document.agreements?.length ?? 0), String(answer.document.pools?.length ?? 0))));
        put(meaning, h('h3', null, words.meaning), ...answer.in_words.map((one) => h('section', null, h('h4', null, one.title ?? one.pool ?? ''), wordsView(one, answer.labels))));
        const names = Object.entries(answer.labels);
        put(legend, names.length > 0 && h('details', null, h('summary', null, words.legend), h('dl', { class: 'pairs' }, ...names.flatMap(([id, name]) => [h('dt', null, name), h('dd', { class: 'mono' }, id)]))));
      } catch (thrown) {
        if (mine !== turn || desk.signal.aborted) return;
        refused(thrown);
      }
      buttons();
    };
    const edited = (): void => {
      unsaved = text.value === before ? undefined : text.value;
      clearTimeout(timer);
      timer = window.setTimeout(() => void check(), kPauseMs);
    };
    text.addEventListener('input', edited);
    desk.signal.addEventListener('abort', () => { clearTimeout(timer); running?.abort(); }, { once: true });
    buttons();
    if (desk.me.role === 'finance') void check();
    else put(verdict, h('p', { class: 'note' }, words.readOnly));
    text.readOnly = desk.me.role !== 'finance';
    return h('div', { class: 'stack' }, h('p', { class: 'soft' }, words.lead), h('div', { class: 'editing' }, h('section', { class: 'card stack' }, text, verdict, button, legend), h('section', { class: 'card' }, meaning)));
  });
}
