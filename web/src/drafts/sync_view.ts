// The way to keep drafts with the site as well: a box to tick, what it means, and how it stands.
import { h, put } from '../element/dom.js';
import { alertBox } from '../element/parts.js';
import type { Messages } from '../element/texts.js';
import type { DraftsMessages } from '../locales/panels/drafts.en.js';
import type { SyncState } from './sync.js';

export interface SyncRow { show(): HTMLElement; said(state: SyncState): void }

export function syncRow(words: () => DraftsMessages, messages: () => Messages, site: string, turn: (on: boolean) => void): SyncRow {
  let state: SyncState = { state: 'off' };
  const element = h('div', { class: 'draft-site', part: 'draft-site' });
  const box = h('input', { type: 'checkbox', onchange: () => turn(box.checked) });
  const status = (): HTMLElement | false => {
    const w = words();
    if (state.state === 'off') return false;
    if (state.state === 'failed') return alertBox(messages(), state.thrown);
    const said = state.state === 'busy' ? w.siteBusy : state.state === 'waiting' ? w.siteWaiting
      : w.siteDone(new Intl.DateTimeFormat(messages().code, { timeStyle: 'short' }).format(state.at));
    return h('p', { class: 'small soft', role: 'status' }, said);
  };
  return {
    show: () => {
      box.checked = state.state !== 'off';
      put(element, h('label', { class: 'check' }, box, h('span', null, words().site(site))), h('p', { class: 'hint' }, words().siteHint(site)), status());
      return element;
    },
    said: (next) => { state = next; },
  };
}
