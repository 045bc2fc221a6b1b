// What a picture editor gives. Integers only; rectangles are in pixels of the picture as seen (EXIF orientation applied).
import type { CallOptions, ImageInfo, Pixels, ProgressOptions, Source } from '../sdk/types.js';

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
export interface ExportOptions {
  format: 'jpeg' | 'png' | 'webp';
  /** 1 to 100, for jpeg and webp. Default: 92. */
  quality?: number;
  /** `strip` leaves nothing of the source in the file but its colour profile; `keep` leaves out other pictures (thumbnails) and the old orientation. Default: strip. */
  metadata?: 'keep' | 'strip';
}
export interface Exported {
  blob: Blob;
  width: number;
  height: number;
  /** `none`: the source had nothing to keep or to strip. */
  metadata: 'kept' | 'stripped' | 'none';
  /** What was to be kept and could not be: "exif", "thumbnail", "c2pa", ...; core/include/colophon/picture/metadata.hpp lists them. */
  dropped: string[];
}
export interface UpscaleOptions extends ProgressOptions {
  /** The manifest of a model for `upscale-2x`. Default: `upscaleSrc` of createColophon. */
  model?: Source;
}

/** What is done to every pixel: whole numbers, all 0 leaves each as it is. */
export interface Adjustments {
  /** Thousandths of a stop of light, -3000 to 3000. */
  exposure_milli: number;
  /** -100 to 100. */
  contrast: number;
  /** -100 (greys) to 100. */
  saturation: number;
  /** White balance, -100 (blue) to 100 (amber). */
  warmth: number;
  /** White balance, -100 (green) to 100 (magenta). */
  tint: number;
  /** 0 to 100. */
  denoise: number;
  /** 0 to 100. */
  sharpen: number;
}
/** What is done to a picture, as a value: cropped, adjusted, turned, then mirrored. Undo is an earlier edit. */
export interface Edit {
  /** In pixels of the picture; left out: the whole of it. */
  crop?: Rect;
  /** Quarter turns clockwise. */
  turns?: 0 | 1 | 2 | 3;
  /** Left becomes right. */
  mirror?: boolean;
  adjust?: Partial<Adjustments>;
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
  /** The edit made at full size, as a file by the browser's own encoder; `unavailable` where there is none (Node). */
  export(edit: Edit, options: ExportOptions, call?: CallOptions): Promise<Exported>;
  /** The picture, of at most a megapixel, at twice its size, in an editor of its own. Progress is told in thousandths, fetching the model included. */
  upscale(options?: UpscaleOptions): Promise<PictureEditor>;
  /** What the picture needs; a good one gets nearly nothing. */
  enhance(options?: CallOptions): Promise<Adjustments>;
  /** The edit made, its longer side at most `longest` pixels (0: full size), for a canvas. The picture stays as it is. */
  preview(edit: Edit, longest: number, options?: CallOptions): Promise<Pixels>;
  /** Gives the picture's memory back; every later call is `not_found`. */
  dispose(): void;
  [Symbol.dispose](): void;
}
