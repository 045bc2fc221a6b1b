// <colophon-earnings>: what its party has earned, why, and what is still to come. docs/how-to/embed.md has its attributes.
import { connect, tokenFrom, type Connection, type GetToken } from '../element/connection.js';
import { h, mark, put } from '../element/dom.js';
import { alertBox, waiting } from '../element/parts.js';
import { adoptStyles } from '../element/sheet.js';
import { pickMessages, type Messages } from '../element/texts.js';
import { earningsEn, type EarningsMessages } from '../locales/earnings.en.js';
import { earningsZh } from '../locales/earnings.zh-CN.js';
import { verifyEn } from '../locales/site/verify.en.js';
import { verifyZh } from '../locales/site/verify.zh-CN.js';
import { ColophonError } from '../sdk/errors.js';
import type { Colophon, ColophonOptions } from '../sdk/types.js';
import css from '../styles/earnings.css';
import { fromMicros, fromMicrosShort, fromMinor } from '../verify/amounts.js';
import { earningsChart } from './chart.js';
import { balanceOf, currencies, rangeOf, type Earnings, type PeriodEarnings } from './data.js';
import { statementView } from './statement.js';

const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;
const kForecastTries = 4, kForecastPauseMs = 2_500;
/** In this order; what is ready comes first. */
const kKinds = ['balance', 'payout', 'back', 'reserve', 'held', 'advance'] as const;

export class ColophonEarnings extends Base {
  static readonly observedAttributes = ['lang', 'locale', 'server', 'token-url', 'worker-src', 'wasm-src'];

  private messages: Messages = pickMessages([]);
  private tokenGiver: GetToken | undefined;
  private sdkOptions: ColophonOptions = {};
  private connection: Connection | undefined;
  private built = false;
  private life = new AbortController();
  private earnings: Earnings | undefined;
  private currency = '';
  protected open: PeriodEarnings | undefined;
  private readonly frame = h('div', { class: 'frame earnings', part: 'frame' });

  get getToken(): GetToken | undefined { return this.tokenGiver; }
  set getToken(give: GetToken | undefined) { this.tokenGiver = give; this.reconnect(); }
  get options(): ColophonOptions { return this.sdkOptions; }
  set options(options: ColophonOptions) { this.sdkOptions = options; this.reconnect(); }

  connectedCallback(): void {
    if (!this.built) {
      for (const name of ['getToken', 'options'] as const) {
        if (!Object.hasOwn(this, name)) continue;
        const value = this[name];
        delete this[name];
        Object.assign(this, { [name]: value });
      }
      this.built = true;
      adoptStyles(this.attachShadow({ mode: 'open' }), this.nonce, css);
      this.shadowRoot!.append(this.frame);
    }
    this.localise();
    if (!this.earnings) void this.load();
  }
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.life.abort();
      this.connection?.end();
      this.connection = undefined;
      this.earnings = undefined;
    });
  }
  attributeChangedCallback(name: string): void {
    if (!this.built || !this.isConnected) return;
    if (name === 'lang' || name === 'locale' || name === 'period') this.localise();
    else this.reconnect();
  }
  /** Asks the server again. */
  refresh(): Promise<void> { return this.load(); }

  protected get words(): EarningsMessages { return this.messages.code === 'en' ? earningsEn : earningsZh; }
  private localise(): void {
    this.messages = pickMessages([this.getAttribute('locale'), this.getAttribute('lang'), this.closest('[lang]')?.getAttribute('lang'), document.documentElement.lang, navigator.language].filter((one): one is string => !!one));
    this.frame.lang = this.messages.code;
    this.show();
  }
  private reconnect(): void {
    this.connection?.end();
    this.connection = undefined;
    this.earnings = this.open = undefined;
    if (this.built && this.isConnected) void this.load();
  }
  private tokens(): GetToken | undefined {
    const address = this.getAttribute('token-url');
    return this.tokenGiver ?? (address === null ? undefined : () => tokenFrom(address));
  }
  private colophon(): Colophon {
    const from = (name: string): string | undefined => this.getAttribute(name) ?? undefined, workerSrc = from('worker-src'), wasmSrc = from('wasm-src');
    this.connection ??= connect({ ...this.sdkOptions, ...(workerSrc && { workerSrc }), ...(wasmSrc && { wasmSrc }) }, this.getAttribute('server'), this.tokens());
    return this.connection.colophon;
  }
  private async text(path: string): Promise<string> {
    const server = new URL(this.getAttribute('server') || '/', document.baseURI), token = await this.tokens()?.();
    const response = await fetch(new URL(path.replace(/^\//, ''), server.href.replace(/\/?$/, '/')), { headers: token === undefined ? {} : { authorization: `Bearer ${token}` }, signal: this.life.signal });
    if (response.ok) return response.text();
    const problem = (await response.json().catch(() => ({}))) as { detail?: string; field?: string };
    throw new ColophonError({ code: response.status === 404 ? 'not_found' : 'unavailable', field: problem.field ?? '', detail: problem.detail ?? `The server answered ${response.status}.` });
  }

  private async load(tries = kForecastTries): Promise<void> {
    this.life.abort();
    const { signal } = (this.life = new AbortController());
    if (!this.earnings) {
      put(this.frame, h('div', { class: 'pad' }, waiting(this.words.loading)));
      this.frame.setAttribute('aria-busy', 'true');
    }
    try {
      if (!this.tokens()) throw new ColophonError({ code: 'unauthorized', field: 'token-url', detail: 'Earnings are shown to their party only: give token-url, or set getToken.' });
      this.earnings = await this.colophon().request<Earnings>('GET', '/v1/parties/self/earnings', undefined, { signal });
    } catch (thrown) {
      if (signal.aborted) return;
      this.frame.removeAttribute('aria-busy');
      return put(this.frame, h('div', { class: 'pad stack' }, alertBox(this.messages, thrown), h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => void this.load() }, this.words.again))));
    }
    if (signal.aborted) return;
    this.frame.removeAttribute('aria-busy');
    this.show();
    // The server makes a forecast when somebody asks for one: the first answer may be without it.
    if (this.earnings.forecast === null && tries > 0) setTimeout(() => { if (!signal.aborted && this.isConnected && !this.open) void this.load(tries - 1); }, kForecastPauseMs);
  }

  private show(): void {
    const { earnings } = this;
    if (!earnings) return;
    const known = currencies(earnings);
    if (!known.includes(this.currency)) this.currency = known[0] ?? '';
    if (known.length === 0) return put(this.frame, h('div', { class: 'drop' }, mark(), h('h2', null, this.words.emptyTitle), h('p', { class: 'soft' }, this.words.empty)));
    put(this.frame, ...this.body(earnings, known));
  }
  protected body(earnings: Earnings, known: readonly string[]): (HTMLElement | false)[] {
    return [this.head(earnings, known), this.balances(earnings), this.outlook(earnings), this.months(earnings), this.detail()];
  }

  private head({ name }: Earnings, known: readonly string[]): HTMLElement {
    const choice = known.length > 1 && h('select', { 'aria-label': this.words.currency, onchange: (event: Event) => { this.currency = (event.target as HTMLSelectElement).value; this.show(); } }, ...known.map((one) => h('option', { value: one, selected: one === this.currency }, one)));
    return h('div', { class: 'pad row title' }, h('h2', null, this.words.title(name)), choice);
  }

  private balances(earnings: Earnings): HTMLElement {
    const { words, messages: { code } } = this, of = (kind: string): bigint => balanceOf(earnings, kind, this.currency);
    return h('dl', { class: 'balances', part: 'balances' }, ...kKinds.filter((kind) => kind === 'balance' || of(kind) !== 0n).map((kind) =>
      h('div', { class: kind }, h('dt', null, words.balances[kind].name), h('dd', null, fromMicrosShort(of(kind), this.currency, code)), h('dd', { class: 'small soft' }, words.balances[kind].text))));
  }

  private outlook(earnings: Earnings): HTMLElement {
    const { words, messages: { code }, currency } = this, range = rangeOf(earnings, currency), micros = (value: bigint): string => fromMicrosShort(value, currency, code);
    const text = range ? words.forecast.text(micros(range.soFar), micros(range.low), micros(range.high), micros(range.pace)) : words.forecast.none;
    const total = earnings.periods.reduce((sum, { accounts }) => sum + BigInt(accounts.find((one) => one.currency === currency)?.earned_micro ?? '0'), 0n);
    return h('section', { class: 'pad stack outlook' }, h('h3', null, range ? words.forecast.title : words.history), h('p', null, text),
      earningsChart(earnings, currency, range, code, words.chart(String(earnings.periods.length), micros(total), text)),
      range && earnings.forecast && h('p', { class: 'small soft' }, words.forecast.how(earnings.forecast.through, String(earnings.forecast.days_passed), String(earnings.forecast.days), range.months)));
  }

  private months({ periods }: Earnings): HTMLElement {
    const { words, messages: { code } } = this, sorted = [...periods].sort((a, b) => (a.period < b.period ? 1 : -1));
    if (sorted.length === 0) return h('section', { class: 'pad' }, h('h3', null, words.months.title), h('p', { class: 'soft' }, words.months.none));
    const cells = (one: PeriodEarnings, show: (account: PeriodEarnings['accounts'][number]) => string): HTMLElement[] => one.accounts.map((account) => h('div', null, show(account)));
    return h('section', { class: 'pad stack' }, h('h3', null, words.months.title), h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': words.months.title }, h('table', { class: 'months' },
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, words.months.month), ...[words.months.earned, words.months.recouped, words.months.kept, words.months.paid].map((name) => h('th', { scope: 'col', class: 'value' }, name)), h('th', { scope: 'col' }, words.months.bank), h('th', null, h('span', { class: 'vh' }, words.months.open)))),
      h('tbody', null, ...sorted.map((one) => h('tr', { class: one.settlement === this.open?.settlement ? 'chosen' : '' }, h('th', { scope: 'row' }, one.period),
        h('td', { class: 'value' }, ...cells(one, (account) => fromMicros(account.earned_micro, account.currency, code))),
        h('td', { class: 'value' }, ...cells(one, (account) => (account.recouped_micro === '0' ? '—' : fromMicros(account.recouped_micro, account.currency, code)))),
        h('td', { class: 'value' }, ...cells(one, (account) => { const kept = BigInt(account.held_micro) + BigInt(account.reserved_micro); return kept === 0n ? '—' : fromMicros(kept, account.currency, code); })),
        h('td', { class: 'value' }, ...(one.payouts.length > 0 ? one.payouts.map((payout) => h('div', null, h('strong', null, fromMinor(payout.net_minor, payout.currency, code)), payout.tax_minor !== '0' && h('span', { class: 'small soft' }, ` ${words.months.tax(fromMinor(payout.tax_minor, payout.currency, code))}`))) : ['—'])),
        h('td', null, ...one.payouts.map((payout) => h('div', { class: `state ${payout.state}` }, h('span', { class: 'chip' }, words.states[payout.state]), payout.day !== null && h('span', { class: 'small soft' }, ` ${payout.day}`), payout.reason !== '' && h('span', { class: 'small soft', lang: 'en' }, ` ${payout.reason}`)))),
        h('td', { class: 'value' }, h('button', { type: 'button', class: 'slim', 'aria-label': words.months.openLabel(one.period), onclick: () => { this.open = one; this.show(); } }, words.months.open))))))));
  }

  protected detail(): HTMLElement | false {
    const { open } = this;
    if (!open) return false;
    return h('div', { class: 'pad' }, statementView({
      locale: this.messages.code, words: this.words, messages: this.messages, verify: this.messages.code === 'en' ? verifyEn : verifyZh, signal: this.life.signal,
      colophon: () => this.colophon(), text: (path) => this.text(path),
    }, open));
  }
}
