// Earnings by month, and where the month under way may end: what is sure solid, the range as a whisker.
import { s } from '../element/dom.js';
import { major, type Earnings, type Range } from './data.js';

const kWidth = 720, kHeight = 230, kTop = 18, kBase = 190, kLeft = 58, kMonths = 12;

/** A round number at or above the largest. */
function ceiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-6)));
  return ([1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

export function earningsChart(earnings: Earnings, currency: string, range: Range | undefined, locale: string, label: string): SVGSVGElement {
  const past = [...earnings.periods].sort((a, b) => (a.period < b.period ? -1 : 1)).slice(-kMonths)
    .map(({ period, accounts }) => ({ period, earned: major(accounts.find((one) => one.currency === currency)?.earned_micro ?? '0', currency) }));
  const amounts = range && { soFar: major(range.soFar, currency), pace: major(range.pace, currency), low: major(range.low, currency), high: major(range.high, currency) };
  const top = ceiling(Math.max(...past.map(({ earned }) => earned), amounts?.high ?? 0, amounts?.pace ?? 0, 0.01)), count = past.length + (range ? 1 : 0);
  const step = (kWidth - kLeft) / Math.max(count, 4), wide = Math.min(step * 0.62, 56), y = (value: number): number => kBase - (Math.max(value, 0) / top) * (kBase - kTop);
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 }), month = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  const name = (period: string): string => `${month.format(new Date(`${period}-01T00:00:00Z`))}${period.endsWith('-01') ? ` ${period.slice(0, 4)}` : ''}`;
  const chart = s('svg', { class: 'chart earned', part: 'chart', viewBox: `0 0 ${kWidth} ${kHeight}`, role: 'img', 'aria-label': label });
  for (const part of [0, 0.5, 1]) {
    chart.append(s('line', { class: 'axis', x1: kLeft - 8, x2: kWidth, y1: y(top * part) + 0.5, y2: y(top * part) + 0.5 }), s('text', { class: 'tick-y', x: kLeft - 14, y: y(top * part) + 4 }, compact.format(top * part)));
  }
  const column = (index: number): number => kLeft + step * index + (step - wide) / 2;
  past.forEach(({ period, earned }, index) => chart.append(s('rect', { class: 'bar near', x: column(index), y: y(earned), width: wide, height: Math.max(kBase - y(earned), earned > 0 ? 1.5 : 0), rx: 3 }),
    s('text', { x: column(index) + wide / 2, y: kBase + 20 }, name(period))));
  if (range && amounts) {
    const x = column(past.length), middle = x + wide / 2;
    chart.append(s('rect', { class: 'bar sure', x, y: y(amounts.soFar), width: wide, height: Math.max(kBase - y(amounts.soFar), amounts.soFar > 0 ? 1.5 : 0), rx: 3 }),
      s('rect', { class: 'before', x, y: y(amounts.pace), width: wide, height: Math.max(kBase - y(amounts.pace), 0), rx: 3 }),
      s('path', { class: 'whisker', d: `M${middle} ${y(amounts.low)}V${y(amounts.high)}M${middle - 9} ${y(amounts.low)}h18M${middle - 9} ${y(amounts.high)}h18` }),
      s('text', { x: middle, y: kBase + 20 }, name(range.period)));
  }
  return chart;
}
