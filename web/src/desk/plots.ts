// Plots by uPlot: colours from the page's own properties, width from its place, and a sentence for those who do not see it.
import uPlot from 'uplot';
import { h } from '../element/dom.js';
import type { Desk } from './context.js';

const kHeight = 240;

/** Canvas cannot read light-dark(): a probe resolves a property to a colour. */
function colour(element: Element, property: string): string {
  const probe = h('i', { class: `ink-${property}` });
  element.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

export interface Plot {
  title: string;
  text: string;
  x: { label: string; values: number[]; format?: (value: number) => string; range?: [number, number] };
  y: { label: string; values: number[]; format?: (value: number) => string; log?: boolean };
  kind: 'bars' | 'points' | 'line';
}

function options(plot: Plot, host: HTMLElement, width: number): uPlot.Options {
  const ink = colour(host, 'soft'), line = colour(host, 'line'), accent = colour(host, 'accent');
  const font = `12px ${getComputedStyle(host).fontFamily}`;
  const axis = (label: string, format: ((value: number) => string) | undefined, size: number): uPlot.Axis => ({
    label, labelFont: font, space: 34, labelSize: 20, font, stroke: ink, size, gap: 4,
    grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1, size: 4 },
    ...(format && { values: (_chart: uPlot, ticks: number[]) => ticks.map((tick) => (tick === null ? '' : format(tick))) }),
  });
  const paths: Partial<uPlot.Series> = plot.kind === 'bars' ? { paths: uPlot.paths.bars!({ size: [0.78, 64], radius: 0.12 }), fill: accent, width: 0, points: { show: false } }
    : plot.kind === 'points' ? { paths: () => null, points: { show: true, size: 8, width: 0, fill: accent } }
      : { stroke: accent, width: 2, points: { show: true, size: 6, fill: accent, stroke: accent } };
  return {
    width, height: kHeight, legend: { show: false }, cursor: { show: false },
    scales: {
      x: { time: false, ...(plot.x.range && { range: plot.x.range }) },
      y: plot.y.log ? { distr: 3, log: 10 } : { range: (_chart, low, high) => [Math.min(0, low), high > 0 ? high * 1.08 : 1] },
    },
    series: [{}, { label: plot.y.label, stroke: accent, ...paths }],
    axes: [axis(plot.x.label, plot.x.format, 34), axis(plot.y.label, plot.y.format, 50)],
  };
}

export function plotView(desk: Desk, plot: Plot): HTMLElement {
  const host = h('div', { class: 'plot', role: 'img', 'aria-label': `${plot.title}. ${plot.text}` });
  const element = h('figure', { class: 'card stack' }, h('figcaption', null, h('h3', null, plot.title), h('p', { class: 'soft small' }, plot.text)), host);
  let chart: uPlot | undefined;
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry!.contentRect.width);
    if (width < 40) return;
    if (chart) chart.setSize({ width, height: kHeight });
    else chart = new uPlot(options(plot, host, width), [plot.x.values, plot.y.values], host);
  });
  observer.observe(host);
  desk.signal.addEventListener('abort', () => { observer.disconnect(); chart?.destroy(); }, { once: true });
  return element;
}
