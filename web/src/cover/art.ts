// Quiet patterns for covers without a picture: few shapes, the palette's colours, the same for the same seed.
import { hex, type Rgb } from './colour.js';
import type { Scheme } from './scheme.js';
import { tag } from './svg.js';
import type { Box } from './types.js';

/** xorshift32: 0 to 1. */
function random(seed: number): () => number {
  let state = (Math.imul(seed >>> 0, 2654435761) ^ 0x9e3779b9) >>> 0 || 1;
  return () => {
    state ^= state << 13; state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5; state >>>= 0;
    return state / 4294967296;
  };
}

export interface Art { svg: string; colours: readonly Rgb[] }

export function drawArt([x, y, w, h]: Box, { paper, tones }: Scheme, seed: number): Art {
  const next = random(seed), ground = tones[0]!, deep = tones[2]!, accent = tones[3]!, mid = tones[1]!;
  const shapes: string[] = [tag('rect', { x, y, width: w, height: h, fill: hex(ground) })];
  const side = Math.min(w, h);
  const kinds = [
    () => { // hills under a sun
      shapes.push(tag('circle', { cx: x + w * (0.25 + 0.5 * next()), cy: y + h * (0.3 + 0.12 * next()), r: side * (0.13 + 0.07 * next()), fill: hex(accent) }));
      [mid, deep, paper].forEach((tone, i) => {
        const base = y + h * (0.5 + i * 0.17), rise = Math.min(h * 0.1, w * 0.14), a = next() * 6.3, f = 1 + next() * 1.2;
        const at = (k: number): string => `${(x + (w * k) / 48).toFixed(1)} ${(base - rise * Math.sin(a + (f * 6.283 * k) / 48)).toFixed(1)}`;
        const points = Array.from({ length: 49 }, (_, k) => at(k));
        shapes.push(tag('path', { d: `M${points.join('L')}L${x + w} ${y + h}L${x} ${y + h}Z`, fill: hex(tone), 'stroke-linejoin': 'round' }));
      });
    },
    () => { // rings
      const cx = x + w * (0.3 + 0.4 * next()), cy = y + h * (0.35 + 0.3 * next()), reach = Math.hypot(w, h) * 0.62;
      for (let i = 9; i >= 0; i--) shapes.push(tag('circle', { cx, cy, r: (reach * (i + 0.6)) / 10, fill: i === 0 ? hex(accent) : 'none', stroke: hex(i % 3 === 0 ? deep : mid), 'stroke-width': side * 0.012 }));
    },
    () => { // quarter discs in a grid
      const columns = Math.max(2, Math.round(w / (side / 4))), cell = w / columns, rows = Math.ceil(h / cell);
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          const cx = x + c * cell, cy = y + r * cell, turn = Math.floor(next() * 4), tone = [mid, mid, deep, deep, paper, accent][Math.floor(next() * 6)]!;
          const [px, py] = [[0, 0], [1, 0], [1, 1], [0, 1]][turn]! as [number, number];
          const ax = cx + px * cell, ay = cy + py * cell, bx = cx + (1 - px) * cell, by = cy + (1 - py) * cell;
          shapes.push(tag('path', { d: `M${ax} ${ay}L${bx} ${ay}A${cell} ${cell} 0 0 ${(px + py) % 2 === 0 ? 1 : 0} ${ax} ${by}Z`, fill: hex(tone) }));
        }
      }
    },
    () => { // leaning stripes
      const wide = side * (0.09 + 0.05 * next()), lean = h * (next() < 0.5 ? 0.35 : -0.35), from = x - Math.abs(lean);
      for (let i = 0, at = from; at < x + w + Math.abs(lean); i++, at += wide * 2) shapes.push(tag('path', { d: `M${at} ${y}h${wide}l${lean} ${h}h${-wide}Z`, fill: hex(i % 5 === 2 ? accent : i % 2 === 0 ? mid : deep) }));
    },
  ];
  kinds[Math.floor(next() * kinds.length)]!();
  return { svg: shapes.join(''), colours: [ground, mid, deep, accent, paper] };
}
