// What a cover is made of and what comes out. docs/how-to/cover.md shows it at work.
import type { Saliency, Swatch } from '../picture/types.js';
import type { Rgb } from './colour.js';

export type { Saliency, Swatch } from '../picture/types.js';

/** Four numbers: x, y, width, height. In a template thousandths of the cover's width and height; in a cover its own units. */
export type Box = readonly [number, number, number, number];

export const kRatios = { book: [1000, 1500], square: [1000, 1000], wide: [1600, 900], story: [900, 1600] } as const;
export type RatioName = keyof typeof kRatios;
export type Align = 'start' | 'middle' | 'end';
export type SchemeName = 'light' | 'dark' | 'bold' | 'second';
export type Role = 'title' | 'subtitle' | 'author' | 'mark';

export interface CoverPicture {
  /** "blob:..." or "data:image/...;base64,...": anything else is refused, so that a cover never loads from elsewhere. */
  href: string;
  width: number;
  height: number;
  /** The same picture, small (longer side about 256): contrast under the text is measured on it. Without it a full scrim is laid. */
  pixels?: { width: number; height: number; rgba: Uint8ClampedArray };
}
export interface CoverInput {
  title: string;
  subtitle?: string;
  author?: string;
  /** The platform's or publisher's name, small. */
  mark?: string;
  palette: readonly Swatch[];
  saliency?: Saliency;
  /** Without it the picture's place is filled by a quiet pattern of the palette's colours. */
  picture?: CoverPicture;
  ratio: RatioName;
  /** The least contrast of any text, 3 to 4.5. Default 3, which WCAG 2.2 asks for of large text; text that is not large has 4.5 always. */
  leastContrast?: number;
  /** The language of the texts, "en", "zh-CN": it picks the shapes of Han characters. */
  lang: string;
}
/** Which cover of all that could be made: small enough to keep in a draft or an undo history. */
export interface Choice {
  template: string;
  scheme: SchemeName;
  /** Default: the template's own. */
  align?: Align;
  /** Per cent of the size that fits best, 60 to 100. Default 100. */
  size?: number;
  /** Picks and places the pattern of a cover without a picture. Default 1. */
  seed?: number;
}
/** What a draft has to keep of a cover. Without a choice the best one is taken. */
export interface CoverBrief { title: string; subtitle: string; author: string; ratio: RatioName; choice?: Choice }
/** Thousandths, more is better. */
export interface Scores { contrast: number; balance: number; thumbnail: number; free: number; total: number }
export interface PlacedText {
  role: Role;
  lines: readonly { text: string; x: number; y: number; width: number }[];
  /** Of the letters, in the cover's units. */
  size: number;
  align: Align;
  vertical: boolean;
  /** Where the text had to stay. */
  room: Box;
  /** What its lines take. */
  box: Box;
  colour: Rgb;
  /** The least contrast against what is beneath it, and what it had to be: WCAG 2.2's for text of that size, or CoverInput.leastContrast where that is more; thousandths. */
  contrast_milli: number;
  required_milli: number;
}
export interface Cover {
  svg: string;
  width: number;
  height: number;
  choice: Required<Choice>;
  texts: readonly PlacedText[];
  /** Opacity of the strongest scrim, thousandths; 0 where none is laid. */
  scrim_milli: number;
  scores: Scores;
}

// ---- Templates: web/src/cover/templates.json

export interface TextStyle { font: 'serif' | 'sans'; weight: number; /** Smallest and largest, thousandths of the cover's shorter side. */ size: readonly [number, number]; leading: number; /** Thousandths of the size. */ tracking: number; lines: number; upper?: boolean; italic?: boolean }
export type ColourRole = 'paper' | 'ink' | 'accent';
export interface Block {
  region: Box;
  items: readonly Role[];
  align: Align;
  valign: 'top' | 'middle' | 'bottom';
  /** What lies beneath the text. */
  over: 'paper' | 'accent' | 'picture';
  /** Han titles are set in columns from right to left. */
  vertical?: boolean;
  /** From which edge a scrim comes over a picture; 'box': a plate just behind the text. */
  scrim?: 'top' | 'bottom' | 'start' | 'box';
  colour?: ColourRole;
}
export interface Decoration { kind: 'rect' | 'frame' | 'dot'; region: Box; colour: ColourRole; /** Of a frame's line, thousandths of the shorter side. */ line?: number; under?: boolean }
export interface Layout {
  picture: { region: Box; shape?: 'rect' | 'circle' | 'arch' };
  blocks: readonly Block[];
  decoration: readonly Decoration[];
}
export interface Template extends Layout {
  name: string;
  type: string;
  /** How much of what the eye goes to may lie under text or plates, thousandths. */
  covered_max: number;
  /** Only for titles of Han characters. */
  han?: boolean;
  ratios: readonly RatioName[];
  /** What differs in these ratios. */
  square?: Partial<Layout>;
  wide?: Partial<Layout>;
  story?: Partial<Layout>;
}
export interface TemplateFile { types: Record<string, Record<Role, TextStyle>>; templates: readonly Template[] }
