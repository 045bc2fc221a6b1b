// The log's newest checkpoint.
import { download, h } from '../element/dom.js';
import { get, getText } from '../site/api.js';
import { empty, figure, loaded, type View } from './context.js';

async function checkpoint(): Promise<{ note: string; key: string } | null> {
  const { log_key: key } = await get<{ log_key: string }>('/v1/log/key');
  try {
    return { note: await getText('/v1/log/checkpoint'), key };
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'not_found') return null;
    throw thrown;
  }
}

export const logView: View = (desk) => loaded(desk, checkpoint, (found) => {
  const { messages: { log: words } } = desk;
  if (!found) return empty(words.empty);
  const [origin = '', size = '0', root = ''] = found.note.split('\n');
  return h('div', { class: 'stack wide' }, h('p', { class: 'lead' }, words.lead),
    h('dl', { class: 'figures' }, figure(words.size, new Intl.NumberFormat(desk.locale).format(BigInt(size))), figure(words.origin, h('span', { class: 'small' }, origin))),
    h('section', { class: 'card stack' },
      h('dl', { class: 'pairs' }, h('dt', null, words.root), h('dd', { class: 'mono' }, root), h('dt', null, words.key), h('dd', { class: 'mono key' }, found.key)),
      h('h3', null, words.note), h('pre', { class: 'note mono', tabindex: '0' }, found.note),
      h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => download('checkpoint.txt', new Blob([found.note], { type: 'text/plain' })) }, words.download)),
      h('p', { class: 'soft small' }, words.notTime)));
});
