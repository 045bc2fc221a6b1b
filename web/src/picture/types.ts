// What a picture editor gives. Integers only; rectangles are in pixels of the picture as seen (EXIF orientation applied).
import type { CallOptions, ImageInfo, ProgressOptions, Source } from '../sdk/types.js';

export interface Rect { x: number; y: number; width: number; height: number }
export interface Swatch {
  /** The mean of the pixels that it stands for, 0 to 255 each. */
  rgb: [number, number, number];
  /** Of all pixels; the shares of a palette add up to 1,000,000. */
  share_ppm: number;
}
export interface Crop extends Rect {
  /** 0 where nothing in the picture stands out: then the crop is the largest, in the middle. */
  score_ppm: number;
}
/** A coarse map of what draws the eye: the longer side is 64 (or the picture's, where that is smaller). */
export interface Saliency {
  width: number;
  height: number;
  /** Rows from the top, 0 to 255. */
  values: Uint8Array;
}
export type Scheme = 'monochrome' | 'analogous' | 'complementary' | 'split-complementary' | 'triad' | 'tetrad';
/** One classical colour scheme, at the angle at which it fits the picture best. */
export interface SchemeFit {
  scheme: Scheme;
  /** Where its first sector has its middle: thousandths of a degree of HSV hue, red is 0. */
  angle_milli: number;
  /** How far the picture's hues lie outside its sectors on average, thousandths of a degree. */
  off_milli: number;
  /** 2 to 4 colours that make this scheme together with the main colour. */
  colours: [number, number, number][];
}
export interface Harmony {
  /** The scheme that fits best; `neutral` where the picture has no colour to speak of. */
  scheme: Scheme | 'neutral';
  main: [number, number, number];
  /** All six, from the simplest. */
  schemes: SchemeFit[];
}
/** What a picture looks like: measures, and tags by written rules (docs/explanation/pictures.md). No tag says what is shown. */
export interface Style {
  /** Thousandths, but `colours` (a count); brightness and contrast are luma of 255 times a thousand. */
  measures: Record<'warmth' | 'colourfulness' | 'saturation' | 'brightness' | 'contrast' | 'hue_focus' | 'colours' | 'edges' | 'flat' | 'symmetry'
    | 'horizontal' | 'vertical' | 'diagonal' | 'aspect', number>;
  tags: StyleTag[];
}
export type StyleTag = 'greyscale' | 'monochrome' | 'many-hues' | 'warm' | 'cool' | 'vivid' | 'muted' | 'high-key' | 'low-key' | 'high-contrast' | 'low-contrast'
  | 'minimal' | 'busy' | 'symmetric' | 'horizontal-lines' | 'vertical-lines' | 'diagonal-lines' | 'panorama' | 'landscape-format' | 'portrait-format' | 'square-format';
export interface UpscaleOptions extends ProgressOptions {
  /** The manifest of a model for `upscale-2x`. Default: `upscaleSrc` of createColophon. */
  model?: Source;
}

export interface PictureEditor {
  readonly info: ImageInfo;
  /** At most `count` (1 to 32) colours, the largest share first. */
  palette(count: number, options?: CallOptions): Promise<Swatch[]>;
  saliency(options?: CallOptions): Promise<Saliency>;
  /** The best crop in that ratio of width to height: whole numbers from 1 to 10,000. */
  crop(ratio: [width: number, height: number], options?: CallOptions): Promise<Crop>;
  harmony(options?: CallOptions): Promise<Harmony>;
  style(options?: CallOptions): Promise<Style>;
  /** The picture, of at most a megapixel, at twice its size, in an editor of its own. Progress is told in thousandths, fetching the model included. */
  upscale(options?: UpscaleOptions): Promise<PictureEditor>;
  /** Gives the picture's memory back; every later call is `not_found`. */
  dispose(): void;
  [Symbol.dispose](): void;
}
