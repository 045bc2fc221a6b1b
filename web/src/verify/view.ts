// A verdict as people read it: the stamp, what was checked, the facts in their units, and what all of it rests on.
import type { Check } from '@colophon/sdk';
import { h, s, tick } from '../element/dom.js';
import type { VerifyMessages } from '../locales/site/verify.en.js';
import { fromMicros, fromMinor, whole } from './amounts.js';
import type { Verdict } from './check.js';
import { gapPpm, receiptOf, type Document, type PlanFile, type PoolTable, type Receipt, type Statement } from './documents.js';

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

function statementFacts({ facts }: VerifyMessages, locale: string, { statement, settlement }: Statement): Pairs {
  const { currency } = statement;
  return [
    [facts.period, statement.period], [facts.party, mono(statement.party)],
    [facts.opening, fromMicros(statement.opening_micro, currency, locale)], [facts.earned, fromMicros(statement.earned_micro, currency, locale)],
    [facts.payable, h('strong', null, fromMinor(statement.payable_minor, currency, locale))], [facts.carried, fromMicros(statement.carried_micro, currency, locale)],
    [facts.settlement, mono(settlement.settlement)], [facts.lines, whole(statement.lines.length, locale)],
  ];
}

function receiptFacts(messages: VerifyMessages, locale: string, { payload, kind, index }: Receipt): Pairs {
  const { facts } = messages, text = (name: string): string => String(payload[name] ?? '');
  const rows: Pairs = [[facts.kind, messages.receiptKinds[kind] ?? kind], [facts.index, whole(index, locale)]];
  if (kind === 'work') {
    const shares = Array.isArray(payload['shares']) ? (payload['shares'] as { party: string; share: string }[]) : [];
    rows.push([facts.title, text('title')], [facts.registered, text('registered_at')], [facts.work, mono(text('work'))], [facts.fingerprint, mono(text('sha256'))],
      [facts.shares, h('ul', null, ...shares.map((one) => h('li', null, `${one.share} `, short(one.party))))]);
  } else if (kind === 'settlement') {
    const currency = text('currency');
    rows.push([facts.period, text('period')], [facts.amount, fromMicros(text('pool_micro'), currency, locale)],
      [facts.payable, fromMinor(text('payable_minor'), currency, locale)], [facts.statements, whole(text('statements'), locale)], [facts.settlement, mono(text('settlement'))]);
  } else rows.push([facts.plan, mono(text('plan'))], [facts.value, text('value')], [facts.bound, text('bound')]);
  return rows;
}

function tableFacts(messages: VerifyMessages, locale: string, { pool }: PoolTable): Pairs {
  const { facts } = messages;
  return [[facts.period, pool.period], [facts.rule, messages.rules[pool.rule] ?? pool.rule], [facts.amount, fromMicros(pool.amount_micro, pool.currency, locale)],
    [facts.units, pool.rule === 'direct' ? '—' : whole(pool.units, locale)], [facts.rows, whole(pool.rows, locale)], [facts.pool, mono(pool.pool)]];
}

function planFacts({ facts }: VerifyMessages, locale: string, { problem, certificate }: PlanFile): Pairs {
  const gap = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 }).format(gapPpm(certificate.value, certificate.bound) / 1e6);
  return [[facts.works, whole(problem.works.length, locale)], [facts.channels, whole(problem.channels.length, locale)],
    [facts.value, whole(certificate.value, locale)], [facts.bound, whole(certificate.bound, locale)], [facts.gap, gap]];
}

export function factsView(messages: VerifyMessages, locale: string, document: Document): HTMLElement {
  switch (document.format) {
    case 'colophon/statement/1': return pairs(statementFacts(messages, locale, document));
    case 'colophon/receipt/1': return pairs(receiptFacts(messages, locale, document));
    case 'colophon/pool-table/1': return pairs(tableFacts(messages, locale, document));
    default: return pairs(planFacts(messages, locale, document));
  }
}

/** The lines of a statement, largest amounts first as the file has no better order for a reader. */
export function linesView(messages: VerifyMessages, locale: string, document: Document): HTMLElement | false {
  if (document.format !== 'colophon/statement/1' || document.statement.lines.length === 0) return false;
  const { lines: words, rules } = messages, { currency } = document.statement;
  const lines = [...document.statement.lines].sort((a, b) => (BigInt(b.amount_micro) > BigInt(a.amount_micro) ? 1 : -1));
  const rest = lines.length - kLinesShown;
  return h('section', { class: 'card stack' }, h('h2', null, words.title),
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': words.title }, h('table', null,
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, words.work), h('th', { scope: 'col' }, words.rule), h('th', { scope: 'col', class: 'num' }, words.units),
        h('th', { scope: 'col', class: 'num' }, words.workAmount), h('th', { scope: 'col', class: 'num' }, words.share), h('th', { scope: 'col', class: 'num' }, words.amount))),
      h('tbody', null, ...lines.slice(0, kLinesShown).map((line) => {
        const rule = document.pools[line.pool]?.rule ?? '';
        return h('tr', null, h('td', null, short(line.work)), h('td', null, rules[rule] ?? rule), h('td', { class: 'num' }, rule === 'direct' ? '—' : whole(line.units, locale)),
          h('td', { class: 'num' }, fromMicros(line.work_amount_micro, currency, locale)), h('td', { class: 'num' }, line.share),
          h('td', { class: 'num' }, h('strong', null, fromMicros(line.amount_micro, currency, locale))));
      })))),
    rest > 0 && h('p', { class: 'soft small' }, words.more(whole(rest, locale))));
}

/** Which key signed, whether it is the site's, and what no check can show. */
export function trustView(messages: VerifyMessages, { document, report, siteKey }: Verdict): HTMLElement {
  const { trust } = messages, receipt = receiptOf(document);
  const signed = report.checks.some((check) => check.name === 'signature' && check.holds);
  const lines: (HTMLElement | false)[] = [];
  if (receipt) {
    const own = siteKey !== undefined && siteKey === receipt.log_key;
    lines.push(
      h('p', null, h('span', { class: 'soft' }, `${trust['signedBy']} `), mono(receipt.log_key)),
      h('p', { class: own && signed ? 'yes' : 'warn' }, !signed ? trust['badSignature'] ?? '' : siteKey === undefined ? trust['unknown'] ?? '' : own ? trust['own'] ?? '' : trust['foreign'] ?? ''));
  } else {
    lines.push(h('p', { class: 'warn' }, document.format === 'colophon/statement/1' ? trust['noReceipt'] ?? '' : document.format === 'colophon/plan/2' ? trust['planNone'] ?? '' : trust['none'] ?? ''));
  }
  return h('section', { class: 'card stack trust' }, h('h2', null, trust['title']), ...lines,
    h('div', { class: 'note' }, h('h3', null, trust['notProven']), h('p', null, trust[report.kind] ?? '')));
}

/** The whole result. `extra` stands under the facts: what a page adds. */
export function verdictView(messages: VerifyMessages, locale: string, verdict: Verdict, ...extra: (Node | false)[]): HTMLElement {
  const { report, document, tables } = verdict, bad = report.checks.filter((check) => !check.holds).length;
  return h('div', { class: `result ${report.holds ? 'good' : 'bad'}` },
    h('section', { class: 'card verdict' }, stamp(messages, report.holds),
      h('div', { class: 'stack' },
        h('div', null, h('p', { class: 'soft small' }, messages.kinds[report.kind] ?? report.kind),
          h('h2', { class: 'says', tabindex: '-1' }, report.holds ? messages.holds : messages.fails),
          h('p', { class: 'count' }, report.holds ? messages.holdsText(report.checks.length) : messages.failsText(bad, report.checks.length)),
          tables > 0 && h('p', { class: 'soft small' }, messages.table.used(tables))),
        !report.holds && h('ul', { class: 'checks' }, ...grouped(report.checks).filter((group) => group.checks.some((check) => !check.holds)).map((group) => groupView(messages, locale, group))),
        factsView(messages, locale, document), ...extra)),
    h('section', { class: 'card stack' }, h('h2', null, messages.checksTitle), checksView(messages, locale, report.checks)),
    trustView(messages, verdict), linesView(messages, locale, document));
}
