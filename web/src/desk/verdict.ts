// "Verify in this browser": fetches a document with what belongs to it, recomputes it, and shows the verdict in a dialogue.
import { h, put } from '../element/dom.js';
import { asMessage } from '../site/errors.js';
import { check, fetchTables, trustOf } from '../verify/check.js';
import type { Document } from '../verify/documents.js';
import { verdictView } from '../verify/view.js';
import type { Desk } from './context.js';

export async function verdictDialog(desk: Desk, name: string, fetchDocument: () => Promise<string>): Promise<void> {
  const { messages, verify: words, locale } = desk;
  const place = h('div', { class: 'body' }, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), words.working));
  const dialog = h('dialog', { class: 'verdict-dialog', 'aria-label': `${words.title} ${name}` },
    h('div', { class: 'bar' }, h('span', { class: 'mono' }, name), h('button', { type: 'button', class: 'slim', onclick: () => dialog.close() }, messages.close)), place);
  dialog.addEventListener('close', () => dialog.remove());
  desk.signal.addEventListener('abort', () => dialog.close(), { once: true });
  document.body.append(dialog);
  dialog.showModal();
  try {
    const text = await fetchDocument(), tables = await fetchTables(JSON.parse(text) as Document);
    const verdict = await check(desk.colophon, text, tables, trustOf('', desk.siteKeys));
    put(place, verdictView(words, locale, verdict, { explain: (line) => desk.colophon.explain(text, { line, locale }) }));
    place.querySelector<HTMLElement>('.says')?.focus();
  } catch (thrown) {
    put(place, asMessage(locale, thrown, words.notDocument));
  }
}
