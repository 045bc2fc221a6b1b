// The two small drawings of the studio: the distribution of the score, and a value against its usual range.
import type { Measured, Quality } from '../sdk/types.js';
import { s } from './dom.js';

const kWidth = 520, kTop = 14, kBase = 132, kColumn = kWidth / 10;
const across = (score: number): number => (score - 0.5) * kColumn;

/** Ten bars, the mean as a line, the spread (one standard deviation to each side) as a band; dashed outlines are the score before a repair. */
export function qualityChart(quality: Quality, before: Quality | undefined, label: string): SVGSVGElement {
  const peak = Math.max(...quality.probability_ppm, ...(before?.probability_ppm ?? []), 1);
  const mean = quality.mean_milli / 1000, spread = Math.sqrt(quality.variance_milli / 1000);
  const box = (ppm: number, index: number) => {
    const height = Math.max((ppm / peak) * (kBase - kTop - 12), ppm > 0 ? 1.5 : 0);
    return { x: index * kColumn + 6, y: kBase - height, width: kColumn - 12, height, rx: 3 };
  };
  const chart = s('svg', { class: 'chart', part: 'chart', viewBox: `0 0 ${kWidth} 162`, role: 'img', 'aria-label': label });
  quality.probability_ppm.forEach((ppm, index) => {
    const near = Math.abs(index + 1 - mean) <= Math.max(spread, 0.5);
    chart.append(s('rect', { class: near ? 'bar near' : 'bar', ...box(ppm, index) }));
  });
  before?.probability_ppm.forEach((ppm, index) => chart.append(s('rect', { class: 'before', ...box(ppm, index) })));
  const x = across(mean), reach = spread * kColumn;
  chart.append(
    s('line', { class: 'axis', x1: 0, x2: kWidth, y1: kBase + 0.5, y2: kBase + 0.5 }),
    s('line', { class: 'spread', x1: Math.max(x - reach, 3), x2: Math.min(x + reach, kWidth - 3), y1: kBase + 0.5, y2: kBase + 0.5 }),
    s('line', { class: 'mark', x1: x, x2: x, y1: kTop - 10, y2: kBase }),
    s('circle', { class: 'dot', cx: x, cy: kTop - 9, r: 4.5 }),
  );
  for (let score = 1; score <= 10; ++score) chart.append(s('text', { x: across(score), y: 153 }, String(score)));
  return chart;
}

/** The usual range as a band on a track that is wide enough for the value. Decoration: the same is said in text. */
export function rangeBar(feature: Pick<Measured, 'value_milli' | 'usual_low_milli' | 'usual_high_milli'>): SVGSVGElement {
  const { value_milli: value, usual_low_milli: low, usual_high_milli: high } = feature;
  const width = Math.max(high - low, 1);
  const from = Math.min(low - width * 0.6, value - width * 0.15), to = Math.max(high + width * 0.6, value + width * 0.15);
  const x = (at: number) => 6 + ((at - from) / (to - from)) * 104;
  return s('svg', { class: value < low || value > high ? 'range off' : 'range', part: 'range', viewBox: '0 0 116 16', 'aria-hidden': 'true' },
    s('rect', { class: 'track', x: 0, y: 6, width: 116, height: 4, rx: 2 }),
    s('rect', { class: 'usual', x: x(low), y: 3, width: Math.max(x(high) - x(low), 2), height: 10, rx: 3 }),
    s('circle', { class: 'at', cx: x(value), cy: 8, r: 5 }));
}
