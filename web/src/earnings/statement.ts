// One month: how its payout came about, every line with "why this much", and the check on this machine.
import { download, h, put } from '../element/dom.js';
import { alertBox, waiting } from '../element/parts.js';
import type { Messages } from '../element/texts.js';
import type { EarningsMessages } from '../locales/earnings.en.js';
import type { VerifyMessages } from '../locales/site/verify.en.js';
import type { CallOptions, Colophon } from '../sdk/types.js';
import { fromMicros } from '../verify/amounts.js';
import { checksView } from '../verify/view.js';
import type { Explanation, Line, PeriodEarnings, Statement } from './data.js';
import { verifyStatement } from './verify.js';

const kLinesShown = 25;

export interface StatementHost {
  locale: string; words: EarningsMessages; messages: Messages; verify: VerifyMessages; signal: AbortSignal;
  colophon(): Colophon;
  /** A file of the server as text: what the SDK's JSON calls do not give. */
  text(path: string): Promise<string>;
}

/** Each step leads from the amount above it to its own; the last one of a line is what it came to. */
function explanationView(host: StatementHost, { steps }: Explanation, ends = true): HTMLElement {
  return h('ol', { class: ends ? 'why ends' : 'why', part: 'why' }, ...steps.map((one) => h('li', null, h('span', null, one.text), h('span', { class: 'num', 'aria-label': host.words.statement.then }, one.amount.replace(/^-/, '−')))));
}

function lineItem(host: StatementHost, path: string, statement: Statement, line: Line, index: number): HTMLElement {
  const { words: { statement: words }, locale } = host, pool = statement.pools[line.pool], { currency } = line.part;
  const work = line.cell?.work, title = line.fee !== undefined ? pool?.fees[line.fee]?.name ?? words.fee : statement.labels?.[work ?? ''] ?? `${work?.slice(0, 8)}…`;
  const facts = line.fee !== undefined ? [words.fee, pool?.name] : [pool?.rule === 'direct' ? words.kinds[line.cell?.kind ?? ''] ?? line.cell?.kind : pool?.name, line.cell?.source, words.uses[line.cell?.use ?? ''] ?? line.cell?.use, line.cell?.territory, line.cell?.from];
  const place = h('div', { class: 'explained', hidden: true });
  const less = (['recouped', 'reserved', 'held'] as const).filter((kind) => line[`${kind}_micro`] !== '0').map((kind) => h('span', { class: 'chip' }, words.less[kind](fromMicros(line[`${kind}_micro`], currency, locale))));
  const button = h('button', { type: 'button', class: 'quiet slim', 'aria-expanded': 'false', 'aria-label': words.whyLabel(title), onclick: () => {
    const open = place.hidden;
    place.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    if (!open || place.childElementCount > 0) return;
    put(place, waiting(words.loading));
    host.colophon().request<Explanation>('GET', `${path}/explanation?line=${index}&locale=${locale}`, undefined, { signal: host.signal })
      .then((answer) => put(place, explanationView(host, answer)), (thrown: unknown) => { if (!host.signal.aborted) put(place, alertBox(host.messages, thrown)); });
  } }, words.why);
  return h('li', { class: 'line' }, h('div', { class: 'line-head' }, h('div', null, h('strong', null, title), h('span', { class: 'small soft' }, facts.filter(Boolean).join(' · '))), h('div', { class: 'row' }, ...less), h('span', { class: 'num amount' }, fromMicros(line.part.amount_micro, currency, locale)), button), place);
}

function verifyPart(host: StatementHost, statement: Statement): HTMLElement {
  const { words: { statement: words }, locale } = host, place = h('div', { role: 'status' }), call: CallOptions = { signal: host.signal };
  const run = async (): Promise<void> => {
    button.disabled = true;
    put(place, waiting(words.verifying));
    try {
      const report = await verifyStatement(host.colophon(), statement, call);
      const bad = report.checks.filter((one) => !one.holds).length;
      put(place, h('div', { class: report.holds ? 'receipt' : 'receipt false', part: 'verdict' }, h('h4', { class: 'says', tabindex: '-1' }, report.holds ? host.verify.holds : host.verify.fails),
        h('p', { class: 'small' }, report.holds ? words.holds(report.checks.length, report.tables) : host.verify.failsText(bad, report.checks.length)), checksView(host.verify, locale, report.checks), h('p', { class: 'small soft' }, host.verify.trust['statement'] ?? '')));
      place.querySelector<HTMLElement>('.says')?.focus();
    } catch (thrown) {
      if (!host.signal.aborted) put(place, alertBox(host.messages, thrown, host.verify.notDocument));
    }
    button.disabled = false;
  };
  const button = h('button', { type: 'button', class: 'main', part: 'button-main', onclick: () => void run() }, words.verify);
  return h('section', { class: 'stack' }, h('p', { class: 'small soft' }, words.verifyText), h('div', { class: 'row' }, button), place);
}

export function statementView(host: StatementHost, { settlement, period }: PeriodEarnings): HTMLElement {
  const { words: { statement: words }, locale } = host, path = `/v1/settlements/${settlement}/statements/self`, place = h('div', { class: 'statement stack', part: 'statement' }, waiting(words.loading));
  const call: CallOptions = { signal: host.signal }, trouble = h('div');
  const save = (format: 'csv' | 'html', type: string): void => {
    host.text(`${path}?format=${format}&locale=${locale}`).then((text) => download(`statement-${period}.${format}`, new Blob([text], { type })), (thrown: unknown) => put(trouble, alertBox(host.messages, thrown)));
  };
  Promise.all([host.colophon().request<Statement>('GET', path, undefined, call), host.colophon().request<Explanation>('GET', `${path}/explanation?locale=${locale}`, undefined, call)]).then(([statement, balance]) => {
    const lines = statement.statement.lines.map((line, index) => ({ line, index })).sort((a, b) => (BigInt(b.line.part.amount_micro) > BigInt(a.line.part.amount_micro) ? 1 : BigInt(b.line.part.amount_micro) < BigInt(a.line.part.amount_micro) ? -1 : a.index - b.index));
    const list = h('ul', { class: 'lines' });
    let shown = 0;
    const more = h('button', { type: 'button', onclick: () => extend() }, words.more);
    const extend = (): void => {
      list.append(...lines.slice(shown, shown + kLinesShown).map(({ line, index }) => lineItem(host, path, statement, line, index)));
      shown += kLinesShown;
      more.hidden = shown >= lines.length;
    };
    extend();
    put(place, h('h3', { tabindex: '-1' }, words.title(period)), h('section', { class: 'stack' }, h('h4', null, words.balance), explanationView(host, balance, false)),
      h('section', { class: 'stack' }, h('h4', null, words.lines(lines.length)), lines.length === 0 ? h('p', { class: 'soft' }, words.noLines) : list, more), verifyPart(host, statement),
      h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => download(`statement-${period}.json`, new Blob([JSON.stringify(statement)], { type: 'application/json' })) }, words.json),
        h('button', { type: 'button', onclick: () => save('csv', 'text/csv') }, words.csv), h('button', { type: 'button', onclick: () => save('html', 'text/html') }, words.page)), trouble);
    place.querySelector('h3')?.focus();
  }, (thrown: unknown) => { if (!host.signal.aborted) put(place, alertBox(host.messages, thrown)); });
  return place;
}
