// /rights: what a maker declares under a key of their own. The host's site opens it with a session token behind the #; the sample gives its own.
import { ColophonError, createColophon } from '@colophon/sdk';
import { h, put } from '../element/dom.js';
import { pickMessages } from '../element/texts.js';
import { rightsEn } from '../locales/site/rights.en.js';
import { rightsZh } from '../locales/site/rights.zh-CN.js';
import { claimsView } from '../rights/claims.js';
import type { Rights, View } from '../rights/context.js';
import { keysView } from '../rights/keys.js';
import { tradeView } from '../rights/trade.js';
import { worksView } from '../rights/works.js';
import { post, type SiteFacts } from '../site/api.js';
import { mount } from '../site/chrome.js';
import { asMessage } from '../site/errors.js';
import type { Language } from '../site/prefs.js';

type TabName = keyof typeof rightsEn.tabs;
const kTabs = Object.keys(rightsEn.tabs) as TabName[];

/** What the host handed over. It leaves the address at once: an address is copied and kept. */
const handed = /^#token=([A-Za-z0-9_-]+)$/.exec(location.hash)?.[1];
if (handed !== undefined) history.replaceState(null, '', location.pathname + location.search);

let facts: SiteFacts | undefined, locale: Language = 'en', party: string | undefined, failure: unknown, nobody = false, said = '', life = new AbortController();
const colophon = createColophon({
  server: location.origin,
  getToken: async () => handed ?? (await post<{ token: string }>('/v1/sample/session')).token,
});
const place = h('div', { class: 'wrap desk rights' }), live = h('p', { class: 'done', role: 'status' });

const chosen = (): TabName => kTabs.find((name) => location.hash === `#${name}`) ?? 'works';

async function show(): Promise<void> {
  life.abort();
  const mine = life = new AbortController(), messages = locale === 'en' ? rightsEn : rightsZh, tab = chosen();
  if (nobody) return put(place, h('h1', null, messages.who), h('p', { class: 'lead' }, messages.whoText));
  if (failure !== undefined) return put(place, h('h1', null, messages.title), asMessage(locale, failure));
  if (party === undefined) return put(place, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), messages.loading));
  const key = await colophon.keys.current().catch(() => undefined);
  if (mine.signal.aborted) return;
  const rights: Rights = { locale, messages, colophon, party, key, signal: life.signal, done(text) { said = text; void show().then(() => live.focus()); } };
  const views: Record<TabName, View> = { works: worksView(pickMessages([locale]).register.ais), trade: tradeView, claims: claimsView, keys: keysView };
  live.textContent = said;
  live.tabIndex = -1;
  live.hidden = said === '';
  said = '';
  put(place, h('h1', null, messages.title), h('p', { class: 'lead' }, messages.lead), h('p', { class: 'small soft you' }, messages.you, h('span', { class: 'mono' }, party)),
    h('nav', { class: 'tabs', 'aria-label': messages.tabsLabel }, ...kTabs.map((name) => h('a', { href: `#${name}`, 'aria-current': name === tab && 'page' }, messages.tabs[name]))),
    live, views[tab](rights));
}

addEventListener('hashchange', () => void show().then(() => place.querySelector<HTMLElement>('.tabs a[aria-current]')?.focus()));
mount('rights', {
  main: h('main', null, place),
  localise(code) { locale = code; void show(); },
  know(answer) {
    facts = answer;
    if (party !== undefined || nobody) return;
    nobody = handed === undefined && facts?.sample === false;
    if (nobody) return void show();
    colophon.request<{ party: string }>('GET', '/v1/session').then((session) => { party = session.party; }, (thrown: unknown) => {
      if (thrown instanceof ColophonError && thrown.code === 'unauthorized' && handed !== undefined) nobody = true;
      else failure = thrown;
    }).then(show, () => undefined);
  },
});
