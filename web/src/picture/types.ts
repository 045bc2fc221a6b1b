// What a picture editor gives. Integers only; rectangles are in pixels of the picture as seen (EXIF orientation applied).
import type { CallOptions, ImageInfo } from '../sdk/types.js';

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

export interface PictureEditor {
  readonly info: ImageInfo;
  /** At most `count` (1 to 32) colours, the largest share first. */
  palette(count: number, options?: CallOptions): Promise<Swatch[]>;
  saliency(options?: CallOptions): Promise<Saliency>;
  /** The best crop in that ratio of width to height: whole numbers from 1 to 10,000. */
  crop(ratio: [width: number, height: number], options?: CallOptions): Promise<Crop>;
  /** Gives the picture's memory back; every later call is `not_found`. */
  dispose(): void;
  [Symbol.dispose](): void;
}
