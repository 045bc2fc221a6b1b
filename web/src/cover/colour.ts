// Colours: contrast as WCAG 2.2 defines it, and lightness moved in OKLCH (Ottosson 2020), where hue stays what it was.
export type Rgb = readonly [number, number, number];

const kLinear = Float64Array.from({ length: 256 }, (_, value) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
const linear = (value: number): number => kLinear[Math.max(0, Math.min(255, Math.round(value)))]!;
const encoded = (value: number): number => Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));

/** Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance"). */
export const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

/** Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: Rgb, other: Rgb): number {
  const a = luminance(one), b = luminance(other);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

export const hex = (rgb: Rgb): string => `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`;

/** `over` laid on `under` with an opacity, as browsers composite: on encoded values. */
export const mix = (under: Rgb, over: Rgb, opacity: number): Rgb => [0, 1, 2].map((i) => Math.round(under[i]! + (over[i]! - under[i]!) * opacity)) as unknown as Rgb;

/** Lightness 0 to 1, chroma 0 to about 0.32, hue in radians. */
export interface Lch { l: number; c: number; h: number }

export function toLch(rgb: Rgb): Lch {
  const [r, g, b] = rgb.map(linear) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return { l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, c: Math.hypot(a, bb), h: Math.atan2(bb, a) };
}

function linearOf({ l, c, h }: Lch): [number, number, number] {
  const a = c * Math.cos(h), b = c * Math.sin(h);
  const L = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3, M = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3, S = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S, -1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S, -0.0041960863 * L - 0.7034186147 * M + 1.707614701 * S];
}

/** The colour, or where the screen has none that strong, the same hue and lightness with less chroma. */
export function fromLch(wish: Lch): Rgb {
  for (let c = wish.c; ; c -= 0.005) {
    const channels = linearOf({ ...wish, c: Math.max(0, c) });
    if (c > 0 && channels.some((one) => one < -0.0005 || one > 1.0005)) continue;
    return channels.map((one) => encoded(Math.max(0, Math.min(1, one)))) as unknown as Rgb;
  }
}

/**
 * The colour nearest in lightness to `wish` that has at least `ratio` against every one of `grounds`; where the hue has none, white or
 * black, whichever has more. Against one ground a ratio up to 4.58 is always met.
 */
export function readable(wish: Rgb, grounds: readonly Rgb[], ratio: number): Rgb {
  const worst = (one: Rgb): number => Math.min(...grounds.map((ground) => contrast(one, ground)));
  if (worst(wish) >= ratio) return wish;
  const from = toLch(wish);
  for (let step = 1; step <= 100; step++) {
    for (const l of [from.l - step / 100, from.l + step / 100]) {
      if (l < 0 || l > 1) continue;
      const one = fromLch({ ...from, l });
      if (worst(one) >= ratio) return one;
    }
  }
  const black: Rgb = [0, 0, 0], white: Rgb = [255, 255, 255];
  return worst(black) > worst(white) ? black : white;
}
