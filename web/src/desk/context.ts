// What every view of the desk gets, and the few pieces that several of them build with.
import type { Colophon } from '@colophon/sdk';
import { h, mark } from '../element/dom.js';
import type { DeskMessages } from '../locales/site/desk.en.js';
import type { EarnMessages } from '../locales/site/earn.en.js';
import type { VerifyMessages } from '../locales/site/verify.en.js';
import { asMessage } from '../site/errors.js';
import type { Language } from '../site/prefs.js';

export type RoleName = 'operator' | 'finance' | 'approver';
export interface Me { user: string; role: RoleName }

export interface Desk {
  locale: Language;
  messages: DeskMessages;
  earn: EarnMessages;
  verify: VerifyMessages;
  me: Me;
  colophon: Colophon;
  siteKeys: string[] | undefined;
  /** Aborted when the reader leaves the view. */
  signal: AbortSignal;
  /** Shows the view again with fresh data. */
  reload(): void;
}
export type View = (desk: Desk) => HTMLElement;

/** Loads, then shows; says what failed and offers to try again. Nothing of it happens once the reader has left. */
export function loaded<T>(desk: Desk, load: () => Promise<T>, show: (data: T) => Node): HTMLElement {
  const { messages } = desk;
  const element = h('div', { 'aria-busy': 'true' }, h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), messages.loading));
  load().then(show).catch((thrown: unknown) => h('div', { class: 'stack' }, asMessage(desk.locale, thrown),
    h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => desk.reload() }, messages.reload))))
    .then((content) => {
      if (desk.signal.aborted) return;
      element.replaceChildren(content);
      element.removeAttribute('aria-busy');
    }, () => undefined);
  return element;
}

export const empty = (text: string): HTMLElement => h('div', { class: 'empty' }, mark(), h('p', null, text));
export const figure = (name: string, value: Node | string, note?: string): HTMLElement =>
  h('div', { class: 'figure' }, h('dt', null, name), h('dd', null, value, note !== undefined && h('span', { class: 'soft tiny' }, note)));
export const time = (desk: Desk, text: string): string => new Intl.DateTimeFormat(desk.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(text));
export const percent = (desk: Desk, ratio: number, places = 1): string =>
  new Intl.NumberFormat(desk.locale, { style: 'percent', maximumFractionDigits: places }).format(ratio);
export const number = (desk: Desk, value: number, places = 2): string => new Intl.NumberFormat(desk.locale, { maximumFractionDigits: places, minimumFractionDigits: places }).format(value);
export const badge = (state: string, text: string): HTMLElement => h('span', { class: `badge ${state}` }, text);
/** A button that only some roles may press; others see it greyed out, with the reason. */
export function roleButton(desk: Desk, roles: RoleName | readonly RoleName[], label: string, press: () => void, look = 'main'): HTMLElement {
  const { messages } = desk, list = [roles].flat(), may = list.includes(desk.me.role);
  const reason = messages.onlyRole(list.map((role) => messages.roles[role] ?? role).join(messages.or));
  return h('span', { class: 'row' }, h('button', { type: 'button', class: look, disabled: !may, onclick: press }, label), !may && h('span', { class: 'soft tiny' }, reason));
}
/** A table in its own scroller. */
export const scroller = (label: string, ...children: Node[]): HTMLElement => h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, ...children);
export const column = (name: string, numeric = false): HTMLElement => h('th', { scope: 'col', class: numeric ? 'num' : '' }, name);
