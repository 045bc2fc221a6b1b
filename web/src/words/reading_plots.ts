// A book along its chapters: bars that a pointer and the keyboard reach, one place in the order of tabs.
import { s } from '../element/dom.js';

const kWidth = 720, kHeight = 100, kTop = 4, kBase = 96;
/** A chapter is a bar as long as they can be told apart; in a longer book one stands for several. */
const barsMax = 180;

export interface ChapterPlot {
  label: string;
  values: readonly number[];
  /** The usual range, as a band. */
  usual?: { low: number; high: number } | undefined;
  /** The least top of the scale. */
  top: number;
  /** What is said of the chapters from `first` to `last`. */
  say(first: number, last: number, value: number): string;
  chosen(chapter: number): void;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

export function chapterPlot(plot: ChapterPlot): SVGSVGElement {
  const { values } = plot, each = Math.max(1, Math.ceil(values.length / barsMax)), count = Math.ceil(values.length / each);
  const groups = Array.from({ length: count }, (_, i) => ({ first: i * each, last: Math.min((i + 1) * each, values.length) - 1, value: mean(values.slice(i * each, (i + 1) * each)) }));
  const top = Math.max(plot.top, plot.usual?.high ?? 0, ...groups.map(({ value }) => value)) * 1.04;
  const height = (value: number): number => (value / top) * (kBase - kTop), step = kWidth / Math.max(count, 1), width = Math.max(Math.min(step - Math.min(step * 0.18, 6), 46), 1);
  const chart = s('svg', { class: 'plot', part: 'plot', viewBox: `0 0 ${kWidth} ${kHeight}`, role: 'group', 'aria-label': plot.label });
  if (plot.usual) chart.append(s('rect', { class: 'usual', x: 0, width: kWidth, y: kBase - height(plot.usual.high), height: Math.max(height(plot.usual.high) - height(plot.usual.low), 2) }));
  const bars = groups.map(({ first, last, value }, i) => {
    const tall = Math.max(height(value), value > 0 ? 1.5 : 0), said = plot.say(first, last, value);
    return s('g', { class: 'bar', role: 'button', tabindex: i === 0 ? '0' : '-1', 'aria-label': said, onclick: () => plot.chosen(first) },
      s('title', null, said),
      s('rect', { class: 'hit', x: i * step, y: 0, width: step, height: kBase }),
      s('rect', { class: 'fill', x: i * step + (step - width) / 2, y: kBase - tall, width, height: tall, rx: Math.min(3, step / 4) }));
  });
  chart.append(...bars, s('line', { class: 'axis', x1: 0, x2: kWidth, y1: kBase + 0.5, y2: kBase + 0.5 }));
  chart.addEventListener('keydown', (event) => {
    const at = bars.indexOf(event.target as SVGGElement), to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: count - 1 }[event.key];
    if (at < 0) return;
    if (event.key === 'Enter' || event.key === ' ') plot.chosen(groups[at]!.first);
    else if (to === undefined || !bars[to]) return;
    else {
      bars[at]!.setAttribute('tabindex', '-1');
      bars[to].setAttribute('tabindex', '0');
      bars[to].focus();
    }
    event.preventDefault();
  });
  return chart;
}
