// Colours of a cover out of the colours of the work. Every scheme is readable by construction: tests/web/cover.test.mjs tries thousands.
import { contrast, fromLch, readable, toLch, type Lch, type Rgb } from './colour.js';
import type { SchemeName, Swatch } from './types.js';

export interface Scheme {
  name: SchemeName;
  paper: Rgb;
  /** At least 7 against the paper. */
  ink: Rgb;
  /** At least 3 against the paper. */
  accent: Rgb;
  /** Text on the accent: at least 4.5. */
  onAccent: Rgb;
  /** A scrim and its text, dark and light: what lies over pictures. */
  night: Rgb;
  day: Rgb;
  /** Further colours for patterns, from near the paper to the accent. */
  tones: readonly Rgb[];
}
export const kSchemes: readonly SchemeName[] = ['light', 'dark', 'bold', 'second'];

const apart = (a: Lch, b: Lch): number => Math.hypot(a.l - b.l, a.c * Math.cos(a.h) - b.c * Math.cos(b.h), a.c * Math.sin(a.h) - b.c * Math.sin(b.h));

export function schemeOf(palette: readonly Swatch[], name: SchemeName): Scheme {
  const swatches = [...palette].filter(({ share_ppm }) => share_ppm > 0).sort((a, b) => b.share_ppm - a.share_ppm);
  // A work without colours has those of paper and ink.
  const colours = (swatches.length > 0 ? swatches : [{ rgb: [90, 84, 78] as [number, number, number], share_ppm: 1_000_000 }]).map(({ rgb, share_ppm }) => ({ ...toLch(rgb), share: share_ppm / 1e6 }));
  const main = colours[0]!;
  // What the eye calls the colour of a picture: strong, and not too rare.
  const byStrength = [...colours].sort((a, b) => b.c * (0.15 + Math.sqrt(b.share)) - a.c * (0.15 + Math.sqrt(a.share)));
  const strong = byStrength[0]!, second = byStrength.find((one) => apart(one, strong) > 0.14) ?? { ...main, l: main.l > 0.5 ? main.l - 0.3 : main.l + 0.3 };
  const papers: Record<SchemeName, Lch> = {
    light: { l: 0.962, c: Math.min(main.c * 0.35, 0.022), h: main.h },
    dark: { l: 0.225, c: Math.min(main.c * 0.6, 0.045), h: main.h },
    bold: { l: Math.max(0.34, Math.min(0.86, strong.l)), c: Math.max(Math.min(strong.c, 0.17), Math.min(strong.c * 1.25, 0.09)), h: strong.h },
    second: { l: Math.max(0.3, Math.min(0.88, second.l)), c: Math.min(second.c * 1.1, 0.15), h: second.h },
  };
  let wish = papers[name];
  // Between 0.5 and 0.68 neither white nor black reads well: such a paper steps aside, to the nearer edge.
  if ((name === 'bold' || name === 'second') && wish.l > 0.46 && wish.l < 0.72) wish = { ...wish, l: wish.l < 0.6 ? 0.46 : 0.74 };
  const paper = fromLch(wish), onDark = wish.l < 0.6;
  const ink = readable(fromLch(onDark ? { l: 0.97, c: 0.012, h: wish.h } : { l: 0.23, c: Math.min(0.03, wish.c), h: wish.h }), [paper], 7);
  const other = name === 'bold' ? second : strong;
  const accent = readable(fromLch({ l: onDark ? Math.max(0.68, other.l) : Math.min(0.6, other.l), c: Math.min(0.17, other.c * 1.3), h: other.h }), [paper], 3);
  const dark: Rgb = fromLch({ l: 0.17, c: Math.min(main.c, 0.03), h: main.h }), light: Rgb = fromLch({ l: 0.975, c: 0.01, h: main.h });
  const onAccent = readable(contrast(light, accent) >= contrast(dark, accent) ? light : dark, [accent], 4.5);
  // A straight line through the colour space: no third hue on the way.
  const [from, to] = [toLch(paper), toLch(accent)].map(({ l, c, h }) => [l, c * Math.cos(h), c * Math.sin(h)] as const) as [readonly [number, number, number], readonly [number, number, number]];
  const tones = [0.1, 0.22, 0.4, 1].map((part) => { const [l, a, b] = from.map((one, i) => one + (to[i]! - one) * part) as [number, number, number]; return fromLch({ l, c: Math.hypot(a, b), h: Math.atan2(b, a) }); });
  return { name, paper, ink, accent, onAccent, night: dark, day: light, tones };
}
