// The right-hand side of the studio: score, reasons, counts. Pure functions from a work to elements.
import type { Measured, Quality, TextFeatures } from '../sdk/types.js';
import { qualityChart, rangeBar } from './charts.js';
import { h } from './dom.js';
import { decimal, integer, type Messages } from './texts.js';

export const spreadOf = (quality: Quality): number => Math.sqrt(quality.variance_milli / 1000);

export function scoreHeading(messages: Messages): HTMLElement {
  return h('h3', { class: 'title' }, messages.score.title, ' ', h('span', { class: 'soft small' }, messages.score.qualifier));
}

/** The distribution with its mean and spread; `before` is the original's where a repair was applied. */
export function scoreView(messages: Messages, quality: Quality, before: Quality | undefined): HTMLElement {
  const mean = decimal(messages.code, quality.mean_milli / 1000, 1), spread = decimal(messages.code, spreadOf(quality), 1);
  const mode = quality.probability_ppm.indexOf(Math.max(...quality.probability_ppm)) + 1;
  return h('div', { class: 'score', part: 'score' },
    scoreHeading(messages),
    h('p', { class: 'big' },
      h('span', { class: 'mean', part: 'mean' }, mean),
      h('span', { class: 'of' }, `${messages.score.of} · ${messages.score.spread(spread)}`),
      before && deltaView(messages, quality.mean_milli - before.mean_milli)),
    qualityChart(quality, before, messages.score.chart(mean, spread, String(mode))),
    h('p', { class: 'soft small' }, messages.score.explain));
}

function deltaView(messages: Messages, milli: number): HTMLElement {
  const size = decimal(messages.code, Math.abs(milli) / 1000, 1);
  if (size === decimal(messages.code, 0, 1)) return h('span', { class: 'delta soft' }, messages.score.same);
  return milli > 0 ? h('span', { class: 'delta' }, `▲ ${messages.score.better(size)}`) : h('span', { class: 'delta down' }, `▼ ${messages.score.worse(size)}`);
}

export function notPhotoView(messages: Messages): HTMLElement {
  return h('div', { class: 'note', part: 'note' }, h('p', null, h('b', null, messages.score.notPhoto)), h('p', { class: 'soft' }, messages.score.notPhotoMore));
}

function advice(messages: Messages, feature: Measured): string {
  if (feature.verdict === 'usual') return messages.reasons.fine;
  return messages.reasons.advices[feature.advice] ?? messages.reasons.outside;
}

/** Sharpness to composition: value, usual range, what to do. */
export function reasonsTable(messages: Messages, features: readonly Measured[]): HTMLElement {
  const { reasons } = messages;
  const plain = (milli: number): string => decimal(messages.code, milli / 1000, Math.abs(milli) < 100_000 ? 1 : 0);
  // A share of the picture's diagonal; the others have the units of their formulas.
  const ofDiagonal = (milli: number): string => new Intl.NumberFormat(messages.code, { style: 'percent', maximumFractionDigits: 1 }).format(milli / 1000);
  return h('table', { class: 'reasons', part: 'reasons' },
    h('caption', null, h('h3', null, reasons.title)),
    h('thead', null, h('tr', null,
      h('th', { scope: 'col' }, reasons.measure), h('th', { scope: 'col', class: 'value' }, reasons.value),
      h('th', { scope: 'col' }, reasons.range), h('th', { scope: 'col' }, reasons.advice))),
    h('tbody', null, ...features.map((feature) => {
      const number = feature.name === 'composition' ? ofDiagonal : plain;
      const usual = reasons.within(number(feature.usual_low_milli), number(feature.usual_high_milli));
      return h('tr', { class: feature.verdict === 'usual' ? '' : 'off' },
        h('th', { scope: 'row' }, reasons.names[feature.name] ?? feature.name),
        h('td', { class: 'value' }, number(feature.value_milli)),
        h('td', { title: usual }, rangeBar(feature), h('span', { class: 'vh' }, usual)),
        h('td', { class: 'advice' }, advice(messages, feature)));
    })));
}

/** What can be counted in a text. */
export function textTable(messages: Messages, features: TextFeatures): HTMLElement {
  const { reasons } = messages, { textNames } = reasons;
  const whole = (value: number): string => integer(messages.code, value);
  const percent = (milli: number): string => new Intl.NumberFormat(messages.code, { style: 'percent', maximumFractionDigits: 1 }).format(milli / 1000);
  const rows: [string, string][] = [
    ['characters', whole(features.characters)], ['words', whole(features.words)], ['sentences', whole(features.sentences)],
    ['lines', whole(features.lines)],
    ['sentence', reasons.words(decimal(messages.code, features.sentence_words_mean_milli / 1000, 1))],
    ['longest', reasons.words(whole(features.sentence_words_max))],
    ['distinct', percent(features.distinct_words_milli)], ['dialogue', percent(features.dialogue_milli)],
    ['language', reasons.languages[features.language] ?? features.language],
  ];
  return h('div', null,
    h('table', { part: 'counts' }, h('caption', null, h('h3', null, reasons.title)),
      h('tbody', null, ...rows.map(([name, value]) => h('tr', null, h('th', { scope: 'row' }, textNames[name] ?? name), h('td', { class: 'value' }, value))))),
    h('p', { class: 'soft small' }, reasons.textNote));
}
