// <colophon-badge>: a mark beside a published work. At a click its receipt is fetched and checked in this browser; before, nothing is.
// docs/how-to/embed.md has its attributes.
import { h, mark, put, tick } from '../element/dom.js';
import { badgeEn, type BadgeMessages } from '../locales/badge.en.js';
import { badgeZh } from '../locales/badge.zh-CN.js';
import css from '../styles/badge.css';
import type { BadgeCheck, BadgeFacts, BadgeInput, BadgeOutcome } from './outcome.js';

const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;
type Settled = Extract<BadgeOutcome, { checks: unknown }>;
type State = 'idle' | 'checking' | BadgeOutcome['state'];

let sheet: CSSStyleSheet | undefined;
/** Its own styles: those of the studio weigh more than the mark may. */
function adopt(root: ShadowRoot, nonce: string): void {
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } else {
    (root as ShadowRoot).append(h('style', { nonce: nonce || undefined }, css));
  }
}

export class ColophonBadge extends Base {
  static readonly observedAttributes = ['lang', 'locale', 'log-key', 'receipt', 'server', 'token-url', 'wasm-src', 'work', 'worker-src'];

  private button: HTMLButtonElement | undefined;
  private dialog: HTMLDialogElement | undefined;
  private life = new AbortController();
  private checking = false;
  private outcome: BadgeOutcome | undefined;
  private code: 'en' | 'zh-CN' = 'en';
  /** The language that the outcome came in. */
  private told = '';

  /** What is known: idle until somebody asked. */
  get state(): State { return this.checking ? 'checking' : (this.outcome?.state ?? 'idle'); }

  connectedCallback(): void {
    if (!this.button) {
      this.button = h('button', { type: 'button', class: 'mark', part: 'mark', 'aria-haspopup': 'dialog', onclick: () => this.open() });
      this.dialog = h('dialog', { part: 'dialog', 'aria-labelledby': 'title', onclose: () => this.closed(), onclick: (event: MouseEvent) => this.outside(event) });
      const root = this.attachShadow({ mode: 'open' });
      adopt(root, this.nonce);
      root.append(this.button, this.dialog);
    }
    this.localise();
  }
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected) this.forget();
    });
  }
  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.button || before === after) return;
    if (name !== 'lang' && name !== 'locale') this.forget();
    this.localise();
  }

  /** Opens the dialog, and checks the receipt unless that is done. */
  open(): void {
    if (!this.dialog || this.dialog.open) return;
    this.dialog.showModal();
    if (this.outcome && 'checks' in this.outcome && this.told === this.code) this.show();
    else void this.check();
  }

  private get words(): BadgeMessages { return this.code === 'en' ? badgeEn : badgeZh; }
  private localise(): void {
    const wishes = [this.getAttribute('locale'), this.getAttribute('lang'), this.closest('[lang]')?.getAttribute('lang'), document.documentElement.lang, navigator.language];
    const before = this.code;
    this.code = /^zh\b/i.test(wishes.find((one) => /^(zh|en)\b/i.test(one ?? '')) ?? '') ? 'zh-CN' : 'en';
    this.button!.lang = this.dialog!.lang = this.code;
    // The names of the checks came in the other language.
    if (before !== this.code && this.dialog!.open) return void this.check();
    this.show();
  }
  private forget(): void {
    this.life.abort();
    this.checking = false;
    this.outcome = undefined;
    this.dialog?.close();
  }
  /** Closed while it was checking: nobody waits for it any more. */
  private closed(): void {
    if (this.checking) {
      this.life.abort();
      this.checking = false;
    }
    this.show();
    this.button?.focus();
  }
  private outside(event: MouseEvent): void {
    if (event.target !== this.dialog) return;
    const { left, right, top, bottom } = this.dialog!.getBoundingClientRect();
    if (event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom) this.dialog!.close();
  }

  private input(): BadgeInput | undefined {
    const text = (name: string): string | undefined => this.getAttribute(name)?.trim() || undefined, address = (name: string): string | undefined => text(name) && new URL(text(name)!, document.baseURI).href;
    const server = this.hasAttribute('server') ? new URL(this.getAttribute('server')!.trim() || '/', document.baseURI).href.replace(/\/?$/, '/') : undefined;
    const all = { receipt: address('receipt'), work: text('work'), server, logKey: text('log-key'), tokenUrl: text('token-url'), workerSrc: text('worker-src'), wasmSrc: text('wasm-src') };
    if (all.receipt === undefined && (all.work === undefined || server === undefined)) return undefined;
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as BadgeInput;
  }

  private async check(): Promise<void> {
    this.life.abort();
    const { signal } = (this.life = new AbortController()), { code } = this;
    this.outcome = undefined;
    this.checking = true;
    this.show();
    let outcome: BadgeOutcome;
    try {
      const input = this.input();
      const { checkReceipt } = await import('./check.js');
      signal.throwIfAborted();
      outcome = input ? await checkReceipt(input, code, signal) : { state: 'closed', detail: '' };
    } catch (thrown) {
      if (signal.aborted) return;
      outcome = { state: 'unreachable', detail: String((thrown as Error | undefined)?.message ?? thrown) };
    }
    if (signal.aborted) return;
    this.checking = false;
    this.outcome = outcome;
    this.told = code;
    this.show();
    this.dialog!.querySelector<HTMLElement>('.says')?.focus();
    const detail = 'checks' in outcome ? { state: outcome.state, checks: outcome.checks } : { state: outcome.state };
    this.dispatchEvent(new CustomEvent('colophon-checked', { bubbles: true, composed: true, detail }));
  }

  private show(): void {
    const { words, outcome, state } = this, button = this.button!, fails = state === 'fails';
    button.className = `mark ${state}`;
    button.setAttribute('aria-label', fails ? words.fails : words.open);
    put(button, fails ? tick(false) : mark(), h('span', null, fails ? words.fails : words.registered), state === 'holds' && tick(true));
    if (!this.dialog!.open) return put(this.dialog!);
    const body = this.checking ? [h('p', { class: 'wait' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), words.working)] : outcome ? ('checks' in outcome ? this.verdict(outcome) : this.unknown(outcome)) : [];
    put(this.dialog!, h('div', { class: 'head' }, h('h2', { id: 'title' }, words.title), h('button', { type: 'button', onclick: () => this.dialog!.close() }, words.close)), h('div', { class: 'body', 'aria-live': 'polite', 'aria-busy': this.checking && 'true' }, ...body));
  }

  private unknown({ state, detail }: Exclude<BadgeOutcome, Settled>): HTMLElement[] {
    const { words } = this, unset = this.input() === undefined;
    const [title, text] = unset ? [words.unset, words.unsetText] : state === 'closed' ? [words.closed, words.closedText] : [words.unreachable, words.unreachableText];
    return [h('div', { part: 'verdict' }, h('strong', { class: 'says', tabindex: '-1' }, title), h('p', null, text), detail !== '' && h('p', { class: 'small soft', lang: 'en' }, detail)),
      h('div', { class: 'foot' }, !unset && h('button', { type: 'button', onclick: () => void this.check() }, words.again))];
  }

  private verdict(settled: Settled): HTMLElement[] {
    const { words } = this, { checks, facts, caveats, key, text } = settled, holds = settled.state === 'holds', server = this.input()?.server;
    // What does not hold comes first: it is what the reader has to act on.
    const sorted = [...checks].sort((a, b) => Number(a.holds) - Number(b.holds));
    const whose = key === 'nobody' ? words.whose : checks.some(({ name, holds: good }) => name === 'known-key' && good) && (key === 'page' ? words.key.page : words.key.server(new URL(server!).host));
    return [
      h('div', { part: 'verdict' }, h('strong', { class: `says ${settled.state}`, tabindex: '-1' }, holds ? words.holds : words.failsTitle), h('p', null, holds ? words.holdsText(checks.length) : words.failsText)),
      h('ul', { class: 'checks', part: 'checks' }, ...sorted.map((one) => this.item(one, settled.names))),
      ...(whose ? [h('p', { class: 'small soft' }, whose)] : []),
      ...(holds && facts ? [this.facts(facts)] : []),
      ...(holds && caveats && caveats.lines.length > 0 ? [h('div', { class: 'caveats small' }, h('strong', null, caveats.title), ...caveats.lines.map((line) => h('p', null, line)))] : []),
      h('div', { class: 'foot' }, h('button', { type: 'button', onclick: () => save(text) }, words.save), server !== undefined && h('a', { href: new URL('verify', server).href, target: '_blank', rel: 'noopener' }, words.verify)),
    ];
  }
  private item({ name, holds, field, detail }: BadgeCheck, names: Record<string, string>): HTMLElement {
    const { words } = this, exact = [field, detail].filter((part) => part !== '').join(': ');
    return h('li', { class: holds ? 'yes' : 'no' }, tick(holds), h('div', null, h('span', null, words.names[name] ?? names[name] ?? name),
      !holds && h('p', null, words.remedies[name] ?? words.remedies['document']), !holds && exact !== '' && h('p', { class: 'small', lang: 'en' }, exact)));
  }
  /** Shown only where all holds: of a changed file none of it is known. */
  private facts({ title, registeredAt, sha256, parties }: BadgeFacts): HTMLElement {
    const { words } = this, when = new Date(registeredAt), date = Number.isNaN(when.getTime()) ? registeredAt : new Intl.DateTimeFormat(this.code, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(when) + ' UTC';
    const rows: [string, ...(string | HTMLElement)[]][] = [[words.work, title], [words.registered, h('time', { datetime: registeredAt }, date)], [words.who, ...parties.map(({ party, share }) => h('div', null, words.party(party, share)))], ['SHA-256', sha256]];
    return h('dl', { part: 'facts' }, ...rows.flatMap(([name, ...values]) => [h('dt', null, name), h('dd', null, ...values)]));
  }
}

/** From inside the dialog: a link of the page would be inert. */
function save(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  h('a', { href: address, download: 'receipt.json' }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
