// What a period would come to, before anything is kept: by the agreements in force, or by others (what if).
import { h, put } from '../../element/dom.js';
import { get, post } from '../../site/api.js';
import { asMessage } from '../../site/errors.js';
import { figure, roleButton, time, type Desk } from '../context.js';
import { changesView } from './changes.js';
import { runJob } from './job.js';
import { cut, decimalText, isZero } from './money.js';
import { previewColumns, totalsTable } from './totals.js';
import type { Preview } from './types.js';
import { warningCount, warningsView } from './warnings.js';

const kRules = ['', 'pro-rata', 'user-centric', 'artist-centric'] as const;
interface Kept { preview: Preview; at: string; whatIf: boolean }
/** The last preview of a period stays while the reader mends what it told. */
const kept = new Map<string, Kept>();

/** The rule by which the draft will be made, and an agreement that is only thought of. */
export interface Choice { rule: string; agreements: string }

function headline(desk: Desk, { currencies, statements, payouts }: Preview): HTMLElement {
  const { earn: { preview: words }, locale } = desk;
  const sum = (name: 'received' | 'earned' | 'net'): Node => h('span', null, ...(currencies.some((one) => !isZero(one[name])) ? currencies.filter((one) => !isZero(one[name])).map((one) => h('span', { class: 'line' }, decimalText(cut(one[name], one.currency), one.currency, locale))) : ['0']));
  return h('dl', { class: 'figures' }, figure(words.received, sum('received')), figure(words.earned, sum('earned'), words.statements(statements)), figure(words.net, sum('net'), words.payouts(payouts)));
}

function result(desk: Desk, { preview, at, whatIf }: Kept): HTMLElement {
  const { earn: { preview: words, warnings: warn, rules }, locale } = desk, count = warningCount(preview.warnings);
  return h('div', { class: 'stack previewed', tabindex: '-1' },
    whatIf ? h('p', { class: 'note what-if' }, h('strong', null, words.whatIf), ' ', words.whatIfText) : false,
    h('p', { class: 'soft small' }, words.made(time(desk, at), preview.rule === null ? words.asAgreed : rules[preview.rule] ?? preview.rule)),
    preview.simulated && h('p', { class: 'note' }, words.simulated),
    headline(desk, preview),
    h('section', { class: 'stack' }, h('h3', null, warn.title(count)), warningsView(desk, preview.warnings)),
    preview.as_it_is && changesView(desk, words.againstNow, preview.as_it_is),
    preview.draft && changesView(desk, words.againstDraft, preview.draft),
    preview.last && changesView(desk, words.againstLast(preview.last.period ?? ''), preview.last),
    h('details', null, h('summary', null, words.all), h('div', { class: 'stack' }, totalsTable(desk, previewColumns(preview.currencies, locale)),
      h('ul', { class: 'pools' }, ...preview.pools.map((pool) => h('li', { class: 'row' }, h('strong', null, pool.name === 'direct' ? rules['direct'] : pool.name), h('span', { class: 'soft small' }, rules[pool.rule] ?? pool.rule),
        h('span', { class: 'num' }, decimalText(pool.divided, pool.currency, locale))))))));
}

export const forget = (period: string): void => { kept.delete(period); };

/** The form, its progress and its result. `choose` hears what the draft would be made by. */
export function previewSection(desk: Desk, period: string, choose: (choice: Choice) => void): HTMLElement {
  const { earn: { preview: words, rules } } = desk, place = h('div'), state = h('div');
  const rule = h('select', { onchange: () => changed() }, ...kRules.map((name) => h('option', { value: name }, name === '' ? words.asAgreed : rules[name] ?? name)));
  const help = h('p', { class: 'soft small' });
  const other = h('textarea', { rows: '10', class: 'mono', spellcheck: 'false', 'aria-label': words.otherAgreements, oninput: () => changed() });
  const changed = (): void => {
    help.textContent = words.ruleHelp[rule.value] ?? '';
    choose({ rule: rule.value, agreements: other.value.trim() });
  };
  const load = (): void => {
    get<{ document: unknown }>('/v1/agreements').then(({ document }) => {
      other.value = JSON.stringify(document ?? { format: 'colophon/agreements/1', pools: [], agreements: [] }, null, 2);
      changed();
    }, (thrown: unknown) => put(state, asMessage(desk.locale, thrown)));
  };
  const run = async (): Promise<void> => {
    const text = other.value.trim();
    put(state);
    try {
      let agreements: unknown;
      if (text !== '') {
        try {
          agreements = JSON.parse(text);
        } catch (thrown) {
          put(state, h('div', { class: 'alert', role: 'alert' }, h('p', null, h('strong', null, words.notJson), ' ', h('span', { lang: 'en' }, (thrown as Error).message))));
          other.focus();
          return;
        }
      }
      const job = await runJob(desk, state, words.running, () => post('/v1/settlements/preview', { period, ...(rule.value !== '' && { rule: rule.value }), ...(agreements !== undefined && { agreements }) }));
      if (!job || desk.signal.aborted) return;
      const one: Kept = { preview: job.result as unknown as Preview, at: new Date().toISOString(), whatIf: agreements !== undefined };
      kept.set(period, one);
      const shown = result(desk, one);
      put(place, shown);
      shown.focus();
    } catch (thrown) {
      if (!desk.signal.aborted) put(state, asMessage(desk.locale, thrown));
    }
  };
  changed();
  const before = kept.get(period);
  if (before) put(place, result(desk, before));
  return h('div', { class: 'stack' },
    h('p', { class: 'soft' }, words.lead),
    h('div', { class: 'row fields' }, h('label', { class: 'field' }, words.rule, rule), roleButton(desk, ['finance', 'approver'], before ? words.again : words.run, () => void run())),
    help,
    h('details', { class: 'what-if' }, h('summary', null, words.otherTitle), h('div', { class: 'stack' }, h('p', { class: 'soft small' }, words.otherText), other,
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', onclick: load }, words.load), h('button', { type: 'button', class: 'slim', onclick: () => { other.value = ''; changed(); } }, words.clear)))),
    state, place);
}
