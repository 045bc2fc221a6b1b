// The log's newest checkpoint, its keys, and who has cosigned it.
import { download, h } from '../element/dom.js';
import { get, getText } from '../site/api.js';
import { badge, empty, figure, loaded, type View } from './context.js';

interface Key { number: number; log_key: string; state: string }

async function checkpoint(): Promise<{ note: string; keys: Key[] } | null> {
  const { keys } = await get<{ keys: Key[] }>('/v1/log/key');
  try {
    return { note: await getText('/v1/log/checkpoint'), keys };
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'not_found') return null;
    throw thrown;
  }
}

/** Names below the note's text: those of the log itself are its own keys. */
const witnessesOf = (note: string, origin: string): string[] =>
  note.split('\n').filter((line) => line.startsWith('— ')).map((line) => line.split(' ')[1] ?? '').filter((name) => name !== origin);

export const logView: View = (desk) => loaded(desk, checkpoint, (found) => {
  const { messages: { log: words } } = desk;
  if (!found) return empty(words.empty);
  const [origin = '', size = '0', root = ''] = found.note.split('\n'), witnesses = witnessesOf(found.note, origin);
  return h('div', { class: 'stack wide' }, h('p', { class: 'lead' }, words.lead),
    h('dl', { class: 'figures' }, figure(words.size, new Intl.NumberFormat(desk.locale).format(BigInt(size))), figure(words.origin, h('span', { class: 'small' }, origin)),
      figure(words.witnesses, witnesses.length === 0 ? words.noWitness : h('span', { class: 'small' }, witnesses.join(', ')))),
    h('section', { class: 'card stack' },
      h('dl', { class: 'pairs' }, h('dt', null, words.root), h('dd', { class: 'mono' }, root),
        ...found.keys.flatMap((key) => [h('dt', null, words.key), h('dd', { class: 'row' }, h('span', { class: 'mono key' }, key.log_key), badge(key.state, words.keyStates[key.state] ?? key.state))])),
      h('h3', null, words.note), h('pre', { class: 'note mono', tabindex: '0' }, found.note),
      h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => download('checkpoint.txt', new Blob([found.note], { type: 'text/plain' })) }, words.download),
        h('a', { class: 'button', href: '/v1/log/export', download: 'log.tar' }, words.export)),
      h('p', { class: 'soft small' }, words.exportText), h('p', { class: 'soft small' }, words.notTime)));
});
