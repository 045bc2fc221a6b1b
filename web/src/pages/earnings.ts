// /earnings: <colophon-earnings> as a creator has it inside a platform. The sample lets its visitor choose whose it is.
import '@colophon/sdk/earnings/define';
import { ColophonError } from '@colophon/sdk';
import { h, put } from '../element/dom.js';
import type { SiteMessages } from '../locales/site/site.en.js';
import { get, post } from '../site/api.js';
import { mount } from '../site/chrome.js';
import { asMessage } from '../site/errors.js';

const intro = h('div', { class: 'intro' }), chooser = h('div', { class: 'row as' }), stage = h('div'), element = h('colophon-earnings', { server: '/' });
let words: SiteMessages['earnings'] | undefined, locale = 'en', sample: boolean | undefined, parties: { party: string; name: string }[] | undefined, failure: unknown;
let chosen = new URLSearchParams(location.search).get('party') ?? '';

async function token(): Promise<string> {
  if (chosen === '') throw new ColophonError({ code: 'unauthorized', field: 'party', detail: 'Nobody is chosen.' });
  return (await post<{ token: string }>('/v1/sample/session', { party: chosen })).token;
}
function choose(party: string): void {
  chosen = party;
  const address = new URL(location.href);
  address.searchParams.set('party', party);
  history.replaceState(null, '', address);
  element.getToken = token;
  render();
}

function render(): void {
  if (!words) return;
  put(intro, h('h1', null, words.title), h('p', null, words.lead));
  put(chooser);
  if (failure !== undefined) return put(stage, asMessage(locale, failure));
  if (sample === undefined) return;
  if (!sample) return put(stage, h('p', { class: 'note' }, words.elsewhere));
  if (!parties) return;
  if (parties.length === 0) return put(stage, h('p', { class: 'note' }, words.empty));
  put(chooser, h('label', { class: 'field' }, words.as, h('select', { onchange: (event: Event) => choose((event.target as HTMLSelectElement).value) }, chosen === '' && h('option', { value: '' }, words.choose),
    ...parties.map(({ party, name }) => h('option', { value: party, selected: party === chosen }, name)))), h('p', { class: 'soft small' }, words.sampleNote));
  if (chosen !== '' && !element.isConnected) put(stage, element);
}

mount('earnings', {
  main: h('main', null, h('div', { class: 'wrap' }, intro, chooser, stage)),
  localise(code, messages) {
    locale = code;
    words = messages.earnings;
    element.setAttribute('locale', code);
    render();
  },
  know(facts) {
    sample = facts?.sample ?? false;
    render();
    if (!sample) return;
    get<{ parties: { party: string; name: string }[] }>('/v1/sample/parties').then((answer) => {
      parties = answer.parties.sort((a, b) => a.name.localeCompare(b.name, locale));
      if (chosen !== '') element.getToken = token;
      render();
    }, (thrown: unknown) => { failure = thrown; render(); });
  },
  theme: (theme) => element.setAttribute('theme', theme),
});
