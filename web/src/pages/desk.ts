// /desk: signing in, then one view a tab. The address' hash says which.
import { createColophon } from '@colophon/sdk';
import { h, put } from '../element/dom.js';
import { catalogueView } from '../desk/catalogue.js';
import type { Desk, Me, View } from '../desk/context.js';
import { disputesView } from '../desk/disputes.js';
import { agreementsView } from '../desk/earn/agreements.js';
import { payoutsView } from '../desk/earn/payouts.js';
import { settlementsView } from '../desk/earn/settlements.js';
import { jobsView } from '../desk/jobs.js';
import { logView } from '../desk/log.js';
import { loginView } from '../desk/login.js';
import { planView } from '../desk/plan/index.js';
import { salesView } from '../desk/sales.js';
import { deskEn } from '../locales/site/desk.en.js';
import { deskZh } from '../locales/site/desk.zh-CN.js';
import { earnEn } from '../locales/site/earn.en.js';
import { earnZh } from '../locales/site/earn.zh-CN.js';
import { verifyEn } from '../locales/site/verify.en.js';
import { verifyZh } from '../locales/site/verify.zh-CN.js';
import { get, post, type SiteFacts } from '../site/api.js';
import { mount } from '../site/chrome.js';
import { asMessage } from '../site/errors.js';
import type { Language } from '../site/prefs.js';

const kViews: Record<string, View> = { catalogue: catalogueView, jobs: jobsView, plan: planView, sales: salesView, settlements: settlementsView, payouts: payoutsView, agreements: agreementsView, disputes: disputesView, log: logView };
type TabName = keyof typeof deskEn.tabs;
const kTabs = Object.keys(deskEn.tabs) as TabName[];

const colophon = createColophon({ server: location.origin });
const place = h('div', { class: 'wrap desk' });
let locale: Language = 'en', me: Me | null | undefined, facts: SiteFacts | undefined, failure: unknown, life = new AbortController();

const chosen = (): TabName => kTabs.find((name) => location.hash === `#${name}` || location.hash.startsWith(`#${name}/`)) ?? 'catalogue';

function enter(who: Me): void {
  me = who;
  show();
  place.querySelector<HTMLElement>('.tabs a[aria-current]')?.focus();
}
async function leave(): Promise<void> {
  await post('/v1/desk/logout').catch(() => undefined);
  me = null;
  show();
}

function show(): void {
  life.abort();
  life = new AbortController();
  const messages = locale === 'en' ? deskEn : deskZh, tab = chosen();
  if (failure !== undefined) return put(place, asMessage(locale, failure));
  if (me === undefined) return put(place, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), messages.loading));
  if (me === null) return put(place, loginView(locale, messages, facts, enter));
  const desk: Desk = { locale, messages, earn: locale === 'en' ? earnEn : earnZh, verify: locale === 'en' ? verifyEn : verifyZh, me, colophon, siteKeys: facts?.log_keys, signal: life.signal, reload: show };
  const role = messages.roles[me.role] ?? me.role;
  put(place,
    h('div', { class: 'head' }, h('h1', null, messages.tabs[tab]), h('div', { class: 'row who' }, h('span', { class: 'soft small' }, messages.signedIn(me.user, role)),
      h('button', { type: 'button', class: 'slim', onclick: () => void leave() }, messages.logout))),
    h('nav', { class: 'tabs', 'aria-label': messages.tabsLabel }, ...kTabs.map((name) => h('a', { href: `#${name}`, 'aria-current': name === tab && 'page' }, messages.tabs[name]))),
    kViews[tab]!(desk));
  // On a small screen the tabs scroll: the one that is open is in sight.
  const tabs = place.querySelector<HTMLElement>('.tabs'), open = tabs?.querySelector<HTMLElement>('[aria-current]');
  if (tabs && open) tabs.scrollLeft = open.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - open.offsetWidth) / 2;
}

addEventListener('hashchange', () => {
  show();
  place.querySelector<HTMLElement>('.tabs a[aria-current]')?.focus();
});
mount('desk', {
  main: h('main', null, place),
  localise(code) { locale = code; show(); },
  know(answer) { facts = answer; },
});
get<Me>('/v1/desk/me').then((who) => { me = who; }, (thrown: { code?: string }) => {
  if (thrown.code === 'unauthorized' || thrown.code === 'forbidden') me = null;
  else failure = thrown;
}).then(show, () => undefined);
