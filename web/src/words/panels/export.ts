// The book as files. Each kind is one line; the code that makes it comes when it is asked for.
import { download, h, put } from '../../element/dom.js';
import { alertBox, waiting } from '../../element/parts.js';
import type { ManuscriptMessages } from '../../locales/panels/manuscript.en.js';
import type { Panel, PanelHost, PanelView } from '../host.js';
import { plainText } from '../manuscript.js';

interface Kind {
  name: (words: ManuscriptMessages) => string;
  hint: (words: ManuscriptMessages) => string;
  make(host: PanelHost): Promise<void>;
}
export const fileNameOf = (title: string, ending: string): string => `${title.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').trim().slice(0, 80) || 'book'}.${ending}`;
const kinds: readonly Kind[] = [
  { name: ({ export: words }) => words.text, hint: ({ export: words }) => words.textHint, make: async (host) => download(fileNameOf(host.manuscript.book.title, 'txt'), new Blob([plainText(host.manuscript.book)], { type: 'text/plain' })) },
  { name: ({ export: words }) => words.draft, hint: ({ export: words }) => words.draftHint, make: (host) => host.saveDraft() },
];

function exportView(host: PanelHost): PanelView {
  const words = host.words(), state = h('div', { role: 'status' });
  const make = async (kind: Kind): Promise<void> => {
    put(state, waiting(words.export.working));
    try {
      await kind.make(host);
      put(state, h('p', { class: 'small' }, words.export.done));
    } catch (thrown) {
      put(state, alertBox(host.messages(), thrown));
    }
  };
  return {
    element: h('div', { class: 'report', part: 'export' }, h('h3', null, words.export.title),
      h('ul', { class: 'kinds-list' }, ...kinds.map((kind) => h('li', null, h('div', null, h('b', null, kind.name(words)), h('p', { class: 'small soft' }, kind.hint(words))),
        h('button', { type: 'button', class: 'slim', 'aria-label': kind.name(words), onclick: () => void make(kind) }, '↓')))), state),
  };
}
export const exportPanel: Panel = { name: 'export', there: () => true, make: exportView };
