// Closing a period, step by step: preview, draft, approval, files, payment. A step that is not due yet says what it waits for.
import { h, put } from '../../element/dom.js';
import { get, post } from '../../site/api.js';
import { asMessage } from '../../site/errors.js';
import { badge, figure, loaded, percent, roleButton, time, type Desk } from '../context.js';
import { plotView } from '../plots.js';
import { fromMicrosShort, fromMinor, toNumber } from '../../verify/amounts.js';
import { changesView } from './changes.js';
import { confirmed } from './confirm.js';
import { exportSection } from './exports.js';
import { runJob } from './job.js';
import { settlementPayouts } from './payouts.js';
import { forget, previewSection, type Choice } from './preview.js';
import { monthName, stateOf, type PeriodOf } from './periods.js';
import { allStatements, earnedIn, statementTable } from './statements.js';
import { headerColumns, totalsTable } from './totals.js';
import type { Detail, StatementRow } from './types.js';
import { warningCount, warningsView } from './warnings.js';

const kSteps = ['preview', 'draft', 'approve', 'files', 'pay'] as const;
type Step = (typeof kSteps)[number];

function stepper(desk: Desk, current: Step): HTMLElement {
  const { earn: { close: words } } = desk, at = kSteps.indexOf(current);
  return h('ol', { class: 'steps', 'aria-label': words.stepsLabel }, ...kSteps.map((step, index) =>
    h('li', { class: index < at ? 'done' : '', 'aria-current': index === at && 'step' }, h('span', { class: 'number', 'aria-hidden': 'true' }, index < at ? '✓' : String(index + 1)),
      words.steps[step], index < at && h('span', { class: 'vh' }, words.stepDone))));
}

const section = (step: Step, title: string, ...content: (Node | false)[]): HTMLElement => h('section', { class: 'card stack step', 'data-step': step, 'aria-label': title }, h('h3', { class: 'title' }, title), ...content);

function draftSection(desk: Desk, period: PeriodOf, choice: () => Choice): HTMLElement {
  const { earn: { close: words, preview } } = desk, { row, settlement } = period, state = h('div'), note = h('p', { class: 'soft small' });
  const make = async (): Promise<void> => {
    put(state);
    const { rule, agreements } = choice();
    if (agreements !== '') return put(state, h('p', { class: 'note' }, words.draftNotWhatIf));
    try {
      const job = await runJob(desk, state, words.drafting, () => post('/v1/settlements', { period: row.period, ...(rule !== '' && { rule }) }));
      if (!job || desk.signal.aborted) return;
      // What the preview told stands in the draft now.
      forget(row.period);
      desk.reload();
    } catch (thrown) {
      if (!desk.signal.aborted) put(state, asMessage(desk.locale, thrown));
    }
  };
  const drop = async (): Promise<void> => {
    if (!settlement || !(await confirmed(desk, words.drop, [words.dropText(row.period)], words.drop))) return;
    post(`/v1/settlements/${settlement.settlement}/drop`).then(() => desk.reload(), (thrown: unknown) => put(state, asMessage(desk.locale, thrown)));
  };
  put(note, settlement ? words.draftAgainText : words.draftText);
  return section('draft', settlement ? words.draftTitle(preview.byRule(settlement.rule === null ? preview.asAgreed : desk.earn.rules[settlement.rule] ?? settlement.rule)) : words.steps.draft, note,
    h('div', { class: 'row' }, roleButton(desk, 'finance', settlement ? words.draftAgain : words.draft, () => void make(), settlement ? '' : 'main'),
      settlement && roleButton(desk, ['finance', 'approver'], words.drop, () => void drop(), 'quiet')), state);
}

function spreads(desk: Desk, { distribution }: Detail, statements: readonly StatementRow[]): (HTMLElement | false)[] {
  const { earn: { spread: words }, locale } = desk;
  return distribution.filter((one) => one.earned_max_micro !== '0').flatMap((one) => {
    const { currency } = one, micros = (value: string): string => fromMicrosShort(value, currency, locale);
    const earned = statements.map((row) => toNumber(earnedIn(row, currency), currency)).filter((value) => value > 0).sort((a, b) => b - a);
    const total = earned.reduce((sum, value) => sum + value, 0), top = earned.slice(0, 10).reduce((sum, value) => sum + value, 0);
    return [
      h('dl', { class: 'figures' }, figure(words.parties, String(one.parties), words.paid(one.paid)), figure(words.median, micros(one.earned_median_micro)), figure(words.p90, micros(one.earned_p90_micro)),
        figure(words.max, micros(one.earned_max_micro)), figure(words.top, percent(desk, one.top_tenth_ppm / 1e6, 0))),
      earned.length > 10 && plotView(desk, { title: words.plot(currency), kind: 'line', text: words.plotText(percent(desk, top / total, 0)),
        x: { label: words.rank, values: earned.map((_, index) => index + 1), format: (value) => (Number.isInteger(value) ? String(value) : '') },
        y: { label: `${words.earned} (${currency})`, values: earned, log: true, format: (value) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 2, notation: 'compact' }).format(value) } }),
    ];
  });
}

function reviewSection(desk: Desk, detail: Detail, statements: readonly StatementRow[]): HTMLElement {
  const { earn: { close: words, warnings: warn }, locale } = desk;
  return h('div', { class: 'stack wide review' },
    h('section', { class: 'card stack' }, h('h3', null, words.totals), totalsTable(desk, headerColumns(detail.currencies, locale)), detail.simulated_audience && h('p', { class: 'note' }, desk.earn.preview.simulated),
      h('p', { class: 'soft tiny' }, `${words.root} `, h('span', { class: 'mono root' }, detail.root), ` · ${words.transactions(detail.transactions)}`)),
    detail.state === 'draft' && h('section', { class: 'card stack' }, h('h3', null, warn.title(warningCount(detail.warnings))), warningsView(desk, detail.warnings)),
    detail.earlier && h('section', { class: 'card' }, changesView(desk, words.againstEarlier, detail.earlier)),
    ...spreads(desk, detail, statements), statementTable(desk, detail, statements));
}

function approveSection(desk: Desk, detail: Detail): HTMLElement {
  const { earn: { close: words }, locale } = desk, trouble = h('div');
  const net = detail.currencies.filter((one) => one['net_minor'] !== '0').map((one) => fromMinor(one['net_minor'] ?? '0', one.currency, locale)).join(' + ') || words.nothing;
  const approve = async (): Promise<void> => {
    put(trouble);
    const final = words.final(monthName(locale, detail.period), String(detail.statements), net);
    if (!(await confirmed(desk, words.approveAsk(monthName(locale, detail.period)), final, words.approveNow))) return;
    // What was just closed stays in sight, though another month is now the one to close next.
    const here = `#settlements/${detail.period}`, stay = (): void => (location.hash === here ? desk.reload() : void (location.hash = here));
    post(`/v1/settlements/${detail.settlement}/approve`).then(stay, (thrown: unknown) => put(trouble, asMessage(locale, thrown)));
  };
  if (detail.state === 'approved') {
    return section('approve', words.steps.approve, h('p', { class: 'row' }, badge('approved', words.states.approved), words.approvedBy(detail.approved_by ?? '', time(desk, detail.approved_at ?? detail.made_at)),
      h('span', { class: 'soft small' }, `· ${words.madeBy(detail.made_by, time(desk, detail.made_at))}`)), h('p', { class: 'soft small' }, words.approvedText));
  }
  return section('approve', words.steps.approve, h('p', { class: 'soft' }, words.approveText), h('p', { class: 'soft small' }, words.madeBy(detail.made_by, time(desk, detail.made_at))),
    h('div', { class: 'row' }, detail.made_by === desk.me.user && desk.me.role === 'approver' ? h('p', { class: 'note' }, words.ownDraft) : roleButton(desk, 'approver', words.approve, () => void approve())), trouble);
}

export function closing(desk: Desk, period: PeriodOf): HTMLElement {
  const { earn: { close: words }, locale } = desk, { row, settlement } = period, state = stateOf(period);
  let choice: Choice = { rule: '', agreements: '' };
  const head = h('h2', { class: 'closing' }, state === 'approved' ? words.closedTitle(monthName(locale, row.period)) : words.title(monthName(locale, row.period)));
  const open = state === 'approved' ? [] : [
    state === 'draft'
      ? h('section', { class: 'card step', 'data-step': 'preview', 'aria-label': words.steps.preview }, h('details', null, h('summary', { class: 'title' }, words.previewAgain), previewSection(desk, row.period, (now) => { choice = now; })))
      : section('preview', words.steps.preview, row.revenue_lines === 0 && h('p', { class: 'note' }, words.noMoney), previewSection(desk, row.period, (now) => { choice = now; })),
    draftSection(desk, period, () => choice)];
  if (!settlement) {
    return h('div', { class: 'stack wide detail' }, head, stepper(desk, state === 'approved' ? 'pay' : 'preview'), ...open,
      state === 'open' && h('p', { class: 'soft small later' }, words.later));
  }
  return h('div', { class: 'stack wide detail' }, head, stepper(desk, state === 'draft' ? 'approve' : 'pay'), ...open,
    loaded(desk, async () => {
      const [detail, statements] = await Promise.all([get<Detail>(`/v1/settlements/${settlement.settlement}`), allStatements(settlement.settlement)]);
      return { detail, statements };
    }, ({ detail, statements }) => {
      const review = reviewSection(desk, detail, statements);
      const pay = detail.state === 'approved' && section('pay', words.steps.pay, settlementPayouts(desk, detail.settlement));
      const files = section('files', words.steps.files, exportSection(desk, detail));
      // A draft is looked at before it is approved; of what is closed, what is still to do comes first.
      return h('div', { class: 'stack wide' }, ...(detail.state === 'draft' ? [review, approveSection(desk, detail), files] : [approveSection(desk, detail), files, ...(pay ? [pay] : []), review]));
    }));
}
