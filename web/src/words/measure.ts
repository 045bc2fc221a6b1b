// The widths that a text is set with, from a canvas: on the page as in a worker.
import type { FontStyle } from './layout.js';

/** How text of one style is drawn: what a canvas's `font` takes. */
export interface TextStyle { family: string; sizePx: number; weight: number; italic: boolean }

/** Units of layout in a CSS pixel. */
export const unitsPerPx = 64;

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export const fontOf = (style: TextStyle): string => `${style.italic ? 'italic ' : ''}${style.weight} ${style.sizePx}px ${style.family}`;

/** Han, kana, Hangul and full-width forms have an em, which needs no measuring; core's Font knows them by itself. */
const isWide = (code: number): boolean =>
  (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f) || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) ||
  (code >= 0xff01 && code <= 0xff60) || (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x20000 && code <= 0x3fffd);

/** Remembers what it has measured. */
export class TextMeasure {
  private readonly context: Context;
  private readonly advances = new Map<string, Map<number, number>>();
  private readonly pairs = new Map<string, Map<string, number>>();

  /** `language` as the text will be drawn in it: fonts have other digits and marks for Chinese. */
  constructor(language: string) {
    const canvas = typeof document === 'undefined' ? new OffscreenCanvas(1, 1) : document.createElement('canvas');
    if ('lang' in canvas) canvas.lang = language;
    this.context = canvas.getContext('2d') as Context;
    this.context.fontKerning = 'normal';
    // Browsers that know it take the language from here, also in a worker; the others from the element.
    if ('lang' in this.context) this.context.lang = language;
  }

  /** The widths of what a text has; `known` gathers the characters and pairs of texts before it, so that one font serves many. */
  style(style: TextStyle, known: KnownText): FontStyle {
    const font = fontOf(style);
    this.context.font = font;
    const advances = mapOf(this.advances, font), pairs = mapOf(this.pairs, font);
    const width = (text: string): number => this.context.measureText(text).width;
    for (const code of known.characters) if (!advances.has(code)) advances.set(code, Math.max(0, Math.round(width(String.fromCodePoint(code)) * unitsPerPx)));
    for (const pair of known.pairs) {
      if (pairs.has(pair)) continue;
      const [left, right] = [...pair] as [string, string];
      pairs.set(pair, Math.round((width(pair) - width(left) - width(right)) * unitsPerPx));
    }
    const kerning: [number, number, number][] = [];
    for (const pair of known.pairs) {
      const adjustment = pairs.get(pair)!;
      if (adjustment !== 0) kerning.push([pair.charCodeAt(0), pair.charCodeAt(1), adjustment]);
    }
    return { other: Math.round(style.sizePx * unitsPerPx / 2), advances: [...known.characters].map((code) => [code, advances.get(code)!] as const), kerning };
  }
}

function mapOf<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  let map = maps.get(key);
  if (map === undefined) maps.set(key, (map = new Map<K, V>()));
  return map;
}

/** Which characters, and which pairs of Western ones, texts have. */
export class KnownText {
  readonly characters = new Set<number>([0x20, 0x2d]);
  readonly pairs = new Set<string>();

  /** Whether something was new. */
  add(text: string): boolean {
    const before = this.characters.size + this.pairs.size;
    let last = 0;
    for (let i = 0; i < text.length; ++i) {
      const code = text.codePointAt(i)!;
      if (code > 0xffff) ++i;
      if (isWide(code) || (code >= 0xd800 && code <= 0xdfff)) {
        last = 0;
        continue;
      }
      this.characters.add(code);
      if (last > 0x20 && code > 0x20 && last < 0x2000 && code < 0x2000) this.pairs.add(String.fromCharCode(last, code));
      last = code > 0xffff ? 0 : code;
    }
    return this.characters.size + this.pairs.size > before;
  }
}
