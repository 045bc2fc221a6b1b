// The book as files. Each kind is one line; the code that makes it comes when it is asked for.
import { download, h, put } from '../../element/dom.js';
import { waiting } from '../../element/parts.js';
import type { PrintTemplateName } from '../export_print.js';
import type { ManuscriptMessages } from '../../locales/panels/manuscript.en.js';
import { bookAlert } from '../alert.js';
import type { KeptProof } from '../book.js';
import type { Panel, PanelHost, PanelView } from '../host.js';

interface Making { signal: AbortSignal; progress(done: number): void }
interface Kind {
  name: (words: ManuscriptMessages) => string;
  hint: (words: ManuscriptMessages) => string;
  /** Kinds of the kind. */
  choices?: readonly string[];
  make(host: PanelHost, making: Making, choice: string): Promise<void>;
}
export const fileNameOf = (title: string, ending: string): string => `${title.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').trim().slice(0, 80) || 'book'}.${ending}`;
const save = (host: PanelHost, ending: string, type: string, content: string): void => download(fileNameOf(host.manuscript.book.title, ending), new Blob([content], { type }));
/** What the colophon page says of the registration: nothing where the text is another by now. */
async function proven(host: PanelHost): Promise<{ proof?: KeptProof }> {
  const { proof } = host;
  return proof && await (await import('./prove.js')).isStill(host, proof) ? { proof } : {};
}
const kinds: readonly Kind[] = [
  {
    name: ({ export: words }) => words.epub, hint: ({ export: words }) => words.epubHint,
    make: async (host, making) => download(fileNameOf(host.manuscript.book.title, 'epub'), await (await import('../export_epub.js')).exportEpub(host.manuscript.book, { ...making, ...(await proven(host)) })),
  },
  {
    name: ({ export: words }) => words.print, hint: ({ export: words }) => words.printHint, choices: ['a5', 'k32', 'k16', 'trade'],
    make: async (host, making, choice) => save(host, 'html', 'text/html', await (await import('../export_print.js')).exportPrintHtml(host.manuscript.book, choice as PrintTemplateName, { ...making, ...(await proven(host)) })),
  },
  { name: ({ export: words }) => words.markdown, hint: ({ export: words }) => words.markdownHint, make: async (host) => save(host, 'md', 'text/markdown', (await import('../export_text.js')).exportMarkdown(host.manuscript.book)) },
  { name: ({ export: words }) => words.text, hint: ({ export: words }) => words.textHint, make: async (host) => save(host, 'txt', 'text/plain', (await import('../export_text.js')).exportTxt(host.manuscript.book)) },
  { name: ({ export: words }) => words.draft, hint: ({ export: words }) => words.draftHint, make: (host) => host.saveDraft() },
];

function exportView(host: PanelHost): PanelView {
  const words = host.words().export, state = h('div', { role: 'status' });
  let running: AbortController | undefined;
  const make = async (kind: Kind, choice: string): Promise<void> => {
    running?.abort();
    const { signal } = (running = new AbortController()), bar = h('progress', { max: '1', 'aria-label': words.working });
    put(state, h('div', { class: 'busy' }, waiting(words.working), bar));
    try {
      await kind.make(host, { signal, progress: (done) => { bar.value = done; } }, choice);
      // Who sends a book away should know that its last page does not vouch for this text.
      const changed = kind.choices !== undefined || kind === kinds[0] ? host.proof !== undefined && (await proven(host)).proof === undefined : false;
      if (!signal.aborted) put(state, h('p', { class: 'small' }, words.done), changed && h('p', { class: 'small note' }, words.changed));
    } catch (thrown) {
      if (!signal.aborted) put(state, bookAlert(host.messages(), thrown));
    }
  };
  const row = (kind: Kind): HTMLElement => {
    const name = kind.name(host.words()), choice = kind.choices && h('select', { 'aria-label': name }, ...kind.choices.map((value) => h('option', { value }, words.templates[value] ?? value)));
    return h('li', null, h('div', null, h('b', null, name), h('p', { class: 'small soft' }, kind.hint(host.words()))),
      h('div', { class: 'row' }, choice, h('button', { type: 'button', class: 'slim', 'aria-label': `${words.save}: ${name}`, onclick: () => void make(kind, choice?.value ?? '') }, words.save)));
  };
  return {
    element: h('div', { class: 'report', part: 'export' }, h('h3', null, words.title), h('ul', { class: 'kinds-list' }, ...kinds.map(row)), state),
    dispose: () => running?.abort(),
  };
}
export const exportPanel: Panel = { name: 'export', there: () => true, make: exportView };
