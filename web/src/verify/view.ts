// A verdict as people read it: the stamp, what was checked, the facts in their units, and what all of it rests on.
import type { Check, Explanation, Saying } from '@colophon/sdk';
import { h, put, s, tick } from '../element/dom.js';
import type { VerifyMessages } from '../locales/site/verify.en.js';
import { fromMicros, fromMinor, whole } from './amounts.js';
import type { PageReport, Verdict } from './check.js';
import { gapPpm, receiptOf, type Account, type Document, type Line, type Payout, type PlanFile, type PoolTable, type Receipt, type Replayed, type Statement } from './documents.js';

const kLinesShown = 50;
const short = (id: string): HTMLElement => h('span', { class: 'mono', title: id }, id.length > 20 ? `${id.slice(0, 8)}…${id.slice(-6)}` : id);
const mono = (text: string): HTMLElement => h('span', { class: 'mono' }, text);

/** The printer's stamp. The words stand beside it as text, so it is decoration. */
export function stamp(messages: VerifyMessages, holds: boolean): SVGSVGElement {
  const text = holds ? messages.stamp.holds : messages.stamp.fails;
  const size = /[一-鿿]/.test(text) ? (text.length > 2 ? 30 : 42) : 27;
  return s('svg', { class: `stamp ${holds ? 'yes' : 'no'}`, viewBox: '0 0 140 140', 'aria-hidden': 'true' },
    s('g', { transform: 'rotate(-7 70 70)' },
      s('rect', { x: 9, y: 9, width: 122, height: 122, rx: 16, class: 'outer' }), s('rect', { x: 17, y: 17, width: 106, height: 106, rx: 10, class: 'inner' }),
      s('text', { x: 70, y: 71, 'font-size': size, 'text-anchor': 'middle', 'dominant-baseline': 'central' }, text),
      s('path', { class: 'lines', d: 'M34 38h72M34 102h72' })));
}

interface Group { name: string; checks: Check[] }
/** "split:0", "split:1", ... are one group: a statement may have thousands of lines. */
function grouped(checks: readonly Check[]): Group[] {
  const groups = new Map<string, Group>();
  for (const check of checks) {
    const name = check.name.replace(/:\d+$/, '');
    const group = groups.get(name) ?? { name, checks: [] };
    group.checks.push(check);
    groups.set(name, group);
  }
  return [...groups.values()];
}

function groupView(messages: VerifyMessages, locale: string, { name, checks }: Group): HTMLElement {
  const bad = checks.filter((check) => !check.holds), numbered = checks.some((check) => check.name.includes(':'));
  const count = numbered && (bad.length === 0 ? messages.all(whole(checks.length, locale)) : messages.some(whole(checks.length - bad.length, locale), whole(checks.length, locale)));
  return h('li', { class: bad.length === 0 ? 'yes' : 'no' }, tick(bad.length === 0),
    h('div', null, h('span', null, messages.checks[name] ?? name), count && h('span', { class: 'soft' }, ` · ${count}`),
      ...bad.slice(0, 8).map((check) => h('p', { class: 'why', lang: 'en' }, check.field !== '' && h('b', { class: 'mono' }, `${check.field}: `), check.detail || check.name))));
}

export function checksView(messages: VerifyMessages, locale: string, checks: readonly Check[]): HTMLElement {
  return h('ul', { class: 'checks' }, ...grouped(checks).map((group) => groupView(messages, locale, group)));
}

type Pairs = [string, Node | string][];
const pairs = (rows: Pairs): HTMLElement => h('dl', { class: 'pairs' }, ...rows.flatMap(([name, value]) => [h('dt', null, name), h('dd', null, value)]));

/** An account, line by line: what is 0 is left out. */
function accountFacts({ facts }: VerifyMessages, locale: string, account: Account, payout: Payout | undefined): Pairs {
  const { currency } = account, rows: Pairs = [];
  const micros = (name: string, value: string): void => void (value !== '0' && rows.push([name, fromMicros(value, currency, locale)]));
  micros(facts.opening, account.opening_micro);
  rows.push([facts.earned, fromMicros(account.earned_micro, currency, locale)]);
  micros(facts.held, account.held_micro);
  micros(facts.reserved, account.reserved_micro);
  micros(facts.recouped, account.recouped_micro);
  rows.push([facts.payable, h('strong', null, fromMinor(payout?.net_minor ?? account.paid_minor, currency, locale))]);
  if (payout && payout.tax_minor !== '0') rows.push([facts.tax, fromMinor(payout.tax_minor, currency, locale)]);
  micros(facts.carried, account.closing_micro);
  return rows;
}

function statementFacts(messages: VerifyMessages, locale: string, { statement, settlement }: Statement): Pairs {
  const { facts } = messages;
  return [
    [facts.period, statement.period], [facts.party, mono(statement.party)],
    ...statement.accounts.flatMap((account) => accountFacts(messages, locale, account, statement.payouts.find(({ currency }) => currency === account.currency))),
    [facts.settlement, mono(settlement.settlement)], [facts.lines, whole(statement.lines.length, locale)],
  ];
}

interface CurrencyTotals { currency: string; divided_micro: string; net_minor: string }
function settlementFacts({ facts }: VerifyMessages, locale: string, header: Record<string, unknown>): Pairs {
  const totals = (header['currencies'] ?? []) as CurrencyTotals[];
  return [[facts.period, String(header['period'] ?? '')],
    ...totals.flatMap((one): Pairs => [[facts.amount, fromMicros(one.divided_micro, one.currency, locale)], [facts.payable, fromMinor(one.net_minor, one.currency, locale)]]),
    [facts.statements, whole(String(header['statements'] ?? '0'), locale)], [facts.settlement, mono(String(header['settlement'] ?? ''))]];
}

function replayFacts(messages: VerifyMessages, locale: string, { settlement }: Replayed): Pairs {
  return [...settlementFacts(messages, locale, settlement.settlement), [messages.facts.pools, whole(settlement.pools.length, locale)], [messages.facts.root, mono(settlement.root)]];
}

function journalFacts({ facts: words }: VerifyMessages, locale: string, { facts }: PageReport): Pairs {
  return [[words.transactions, whole(String(facts['transactions']), locale)], [words.postings, whole(String(facts['postings']), locale)], [words.head, mono(String(facts['head']))]];
}

function receiptFacts(messages: VerifyMessages, locale: string, { payload, kind, index }: Receipt): Pairs {
  const { facts } = messages, text = (name: string): string => String(payload[name] ?? '');
  const rows: Pairs = [[facts.kind, messages.receiptKinds[kind] ?? kind], [facts.index, whole(index, locale)]];
  if (kind === 'work') {
    const shares = Array.isArray(payload['shares']) ? (payload['shares'] as { party: string; share: string }[]) : [];
    rows.push([facts.title, text('title')], [facts.registered, text('registered_at')], [facts.work, mono(text('work'))], [facts.fingerprint, mono(text('sha256'))],
      [facts.shares, h('ul', null, ...shares.map((one) => h('li', null, `${one.share} `, short(one.party))))]);
  } else if (kind === 'settlement') {
    rows.push(...settlementFacts(messages, locale, payload));
  } else if (kind === 'plan') {
    rows.push([facts.plan, mono(text('plan'))], [facts.value, text('value')], [facts.bound, text('bound')]);
  } else {
    rows.push(...Object.keys(payload).sort().map((name): [string, Node] => [name, mono(text(name))]));
  }
  return rows;
}

function tableFacts(messages: VerifyMessages, locale: string, { pool }: PoolTable): Pairs {
  const { facts } = messages;
  return [[facts.pool, pool.name], [facts.period, pool.period], [facts.rule, messages.rules[pool.rule] ?? pool.rule], [facts.amount, fromMicros(pool.amount_micro, pool.currency, locale)],
    [facts.units, pool.rule === 'direct' ? '—' : whole(pool.units, locale)], [facts.rows, whole(pool.rows, locale)]];
}

function planFacts({ facts }: VerifyMessages, locale: string, { problem, certificate }: PlanFile): Pairs {
  const gap = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 }).format(gapPpm(certificate.value, certificate.bound) / 1e6);
  return [[facts.works, whole(problem.works.length, locale)], [facts.channels, whole(problem.channels.length, locale)],
    [facts.value, whole(certificate.value, locale)], [facts.bound, whole(certificate.bound, locale)], [facts.gap, gap]];
}

/** Of a log or of two states of one. */
function logFacts({ facts: words }: VerifyMessages, locale: string, { facts }: PageReport): Pairs {
  const text = (name: string): string => String(facts[name] ?? ''), rows: Pairs = [[words.origin, text('origin')]];
  if (facts['old_size'] !== undefined) rows.push([words.oldSize, whole(text('old_size'), locale)]);
  rows.push([words.size, whole(text('size'), locale)]);
  if (facts['checkpoints'] !== undefined) rows.push([words.checkpoints, whole(text('checkpoints'), locale)]);
  return [...rows, [words.root, mono(text('root'))]];
}

export function factsView(messages: VerifyMessages, locale: string, document: Document, report: PageReport): HTMLElement {
  switch (document.format) {
    case 'log': case 'colophon/consistency/1': return pairs(logFacts(messages, locale, report));
    case 'colophon/statement/2': return pairs(statementFacts(messages, locale, document));
    case 'journal': return pairs(journalFacts(messages, locale, report));
    case 'replayed': return pairs(replayFacts(messages, locale, document));
    case 'colophon/receipt/1': return pairs(receiptFacts(messages, locale, document));
    case 'colophon/pool-table/2': return pairs(tableFacts(messages, locale, document));
    default: return pairs(planFacts(messages, locale, document));
  }
}

/** Why a line is this much, asked for when somebody opens it. */
export type Explain = (line: number) => Promise<Explanation>;

/** A line of the table, and under it, once asked for, why it is this much. */
function withReasons(messages: VerifyMessages, explain: Explain, index: number, cells: HTMLElement[]): HTMLElement[] {
  const place = h('td', { colspan: String(cells.length + 1) }), reasons = h('tr', { class: 'reasons', hidden: true, id: `why-${index}` }, place);
  const button = h('button', { type: 'button', class: 'slim', 'aria-expanded': 'false', 'aria-controls': `why-${index}`, onclick: () => {
    reasons.hidden = !reasons.hidden;
    button.setAttribute('aria-expanded', String(!reasons.hidden));
    if (reasons.hidden || place.childElementCount > 0) return;
    explain(index).then(({ steps }) => put(place, h('ol', null, ...steps.map(({ text }) => h('li', null, text)))),
      (thrown: unknown) => put(place, h('p', { class: 'warn' }, thrown instanceof Error ? thrown.message : String(thrown))));
  } }, messages.lines.why);
  return [h('tr', null, ...cells, h('td', null, button)), reasons];
}

/** The lines of a statement, largest amounts first as the file has no better order for a reader. */
export function linesView(messages: VerifyMessages, locale: string, document: Document, explain: Explain | undefined): HTMLElement | false {
  if (document.format !== 'colophon/statement/2' || document.statement.lines.length === 0) return false;
  const { lines: words, rules } = messages, { labels = {} } = document;
  const lines = document.statement.lines.map((line, index) => ({ line, index })).sort((a, b) => (BigInt(b.line.part.amount_micro) > BigInt(a.line.part.amount_micro) ? 1 : -1));
  const rest = lines.length - kLinesShown;
  const workOf = ({ cell }: Line): Node | string => (cell === undefined ? words.fee : labels[cell.work] ?? short(cell.work));
  return h('section', { class: 'card stack' }, h('h2', null, words.title),
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': words.title }, h('table', null,
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, words.work), h('th', { scope: 'col' }, words.rule), h('th', { scope: 'col', class: 'num' }, words.units),
        h('th', { scope: 'col', class: 'num' }, words.workAmount), h('th', { scope: 'col', class: 'num' }, words.amount), explain && h('th', { scope: 'col' }, words.why))),
      h('tbody', null, ...lines.slice(0, kLinesShown).flatMap(({ line, index }) => {
        const pool = document.pools[line.pool], rule = pool?.rule ?? '';
        const cells = [h('td', null, workOf(line)), h('td', null, rule === 'direct' ? (line.cell?.kind ?? rules[rule] ?? rule) : `${pool?.name ?? ''} · ${rules[rule] ?? rule}`),
          h('td', { class: 'num' }, rule === 'direct' || line.units === undefined ? '—' : whole(line.units, locale)),
          h('td', { class: 'num' }, line.row_amount_micro === undefined || pool === undefined ? '—' : fromMicros(line.row_amount_micro, pool.currency, locale)),
          h('td', { class: 'num' }, h('strong', null, fromMicros(line.part.amount_micro, line.part.currency, locale)))];
        return explain ? withReasons(messages, explain, index, cells) : [h('tr', null, ...cells)];
      })))),
    rest > 0 && h('p', { class: 'soft small' }, words.more(whole(rest, locale))));
}

/** What an auditor would look at: what the settlement itself found strange, and its papers to take along. */
export function replayView(messages: VerifyMessages, locale: string, document: Document, save: ((what: 'journal' | 'statements') => void) | undefined): HTMLElement | false {
  if (document.format !== 'replayed') return false;
  const { replay: words } = messages, { warnings, statements } = document.settlement;
  return h('section', { class: 'card stack' }, h('h2', null, words.title),
    h('p', null, words.found(whole(statements.length, locale))),
    warnings.length > 0 && h('details', null, h('summary', null, words.warnings(warnings.length)),
      h('ul', null, ...warnings.slice(0, kLinesShown).map((one) => h('li', { lang: 'en' }, h('b', { class: 'mono' }, `${one.place}: `), one.detail)))),
    save && h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: () => save('journal') }, words.journal),
      h('button', { type: 'button', class: 'slim', onclick: () => save('statements') }, words.statements)));
}

/** One thing that was shown or cannot be: in the reader's language where it is known. */
function saying(messages: VerifyMessages, locale: string, verdict: Verdict, { id, text }: Saying): HTMLElement {
  const first = (verdict.report.facts['witnesses'] as { name: string; time: string }[] | undefined)?.[0];
  const words = id === 'seen' && first ? messages.seen(first.name, new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium' }).format(new Date(first.time))) : messages.sayings[id];
  return words === undefined ? h('li', { lang: 'en' }, text) : h('li', null, words);
}

/** Which key signed, whom the reader trusts, what follows, and what no check can show. */
export function trustView(messages: VerifyMessages, locale: string, verdict: Verdict): HTMLElement {
  const { document, report, trust: whom } = verdict, { trust } = messages, receipt = receiptOf(document);
  const check = (name: string): boolean | undefined => report.checks.find((one) => one.name === name)?.holds;
  const known = check('known-key'), lines: (HTMLElement | false)[] = [];
  if (report.facts['fork'] === true) lines.push(h('p', { class: 'warn' }, trust['fork']));
  if (receipt && receipt.log_key !== '') lines.push(h('p', null, h('span', { class: 'soft' }, `${trust['signedBy']} `), mono(receipt.log_key)));
  if (known !== undefined || check('signature') !== undefined) {
    const words = check('signature') === false ? trust['badSignature'] : known === undefined || whom.by === 'nobody' ? trust['unknown']
      : whom.by === 'site' ? (known ? trust['own'] : trust['foreign']) : known ? trust['yours'] : trust['notYours'];
    lines.push(h('p', { class: known && whom.by !== 'nobody' && check('signature') !== false ? 'yes' : 'warn' }, words));
  } else {
    lines.push(h('p', { class: 'warn' }, document.format === 'colophon/statement/2' ? trust['noReceipt'] : document.format === 'journal' ? trust['journalNone'] : document.format === 'replayed' ? trust['replayNone'] : document.format === 'colophon/plan/1' ? trust['planNone'] : trust['none']));
  }
  const list = (sayings: readonly Saying[]): HTMLElement => h('ul', { class: 'sayings' }, ...sayings.map((one) => saying(messages, locale, verdict, one)));
  return h('section', { class: 'card stack trust' }, h('h2', null, trust['title']), ...lines,
    report.proven.length > 0 && h('div', { class: 'note proven' }, h('h3', null, trust['proven']), list(report.proven)),
    report.not_proven.length > 0 && h('div', { class: 'note' }, h('h3', null, trust['notProven']), list(report.not_proven)));
}

export interface VerdictActions { explain?: Explain; save?: (what: 'journal' | 'statements') => void }

/** The whole result. `extra` stands under the facts: what a page adds. */
export function verdictView(messages: VerifyMessages, locale: string, verdict: Verdict, { explain, save }: VerdictActions, ...extra: (Node | false)[]): HTMLElement {
  const { report, document, tables } = verdict, bad = report.checks.filter((check) => !check.holds).length;
  return h('div', { class: `result ${report.holds ? 'good' : 'bad'}` },
    h('section', { class: 'card verdict' }, stamp(messages, report.holds),
      h('div', { class: 'stack' },
        h('div', null, h('p', { class: 'soft small' }, messages.kinds[report.kind] ?? report.kind),
          h('h2', { class: 'says', tabindex: '-1' }, report.holds ? messages.holds : messages.fails),
          h('p', { class: 'count' }, report.holds ? messages.holdsText(report.checks.length) : messages.failsText(bad, report.checks.length)),
          tables > 0 && h('p', { class: 'soft small' }, messages.table.used(tables))),
        !report.holds && h('ul', { class: 'checks' }, ...grouped(report.checks).filter((group) => group.checks.some((check) => !check.holds)).map((group) => groupView(messages, locale, group))),
        factsView(messages, locale, document, report), ...extra)),
    h('section', { class: 'card stack' }, h('h2', null, messages.checksTitle), checksView(messages, locale, report.checks)),
    trustView(messages, locale, verdict), replayView(messages, locale, document, save), linesView(messages, locale, document, explain));
}
