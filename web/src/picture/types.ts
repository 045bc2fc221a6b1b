// What a picture editor gives. Integers only; rectangles are in pixels of the picture as seen (EXIF orientation applied).
import type { CallOptions, ImageInfo, Pixels } from '../sdk/types.js';

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
  /** What the picture needs; a good one gets nearly nothing. */
  enhance(options?: CallOptions): Promise<Adjustments>;
  /** The edit made, its longer side at most `longest` pixels (0: full size), for a canvas. The picture stays as it is. */
  preview(edit: Edit, longest: number, options?: CallOptions): Promise<Pixels>;
  /** Gives the picture's memory back; every later call is `not_found`. */
  dispose(): void;
  [Symbol.dispose](): void;
}
