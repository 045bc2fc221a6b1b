// Where the picture lies in its frame, and what is seen under a text.
import { contrast, mix, type Rgb } from './colour.js';
import type { Box, CoverPicture, Saliency } from './types.js';

/** The part of the picture that is shown, in its own pixels. */
export type View = Box;

/** The share of the map's weight inside a box whose sides are parts of the picture, 0 to 1. */
export function weightIn(map: Saliency, [x, y, w, h]: Box): number {
  let inside = 0, all = 0;
  for (let row = 0; row < map.height; row++) {
    for (let column = 0; column < map.width; column++) {
      const value = map.values[row * map.width + column]!, cx = (column + 0.5) / map.width, cy = (row + 0.5) / map.height;
      all += value;
      if (cx >= x && cx < x + w && cy >= y && cy < y + h) inside += value;
    }
  }
  return all === 0 ? 0 : inside / all;
}

/** The largest part of the picture of the frame's shape that shows most of what the eye goes to, and hides least of it under `covers`. */
export function placePicture(picture: CoverPicture, frame: Box, saliency: Saliency | undefined, covers: readonly Box[]): View {
  const shape = frame[2] / frame[3], wide = picture.width / picture.height > shape;
  const w = wide ? picture.height * shape : picture.width, h = wide ? picture.height : picture.width / shape;
  const slack = wide ? picture.width - w : picture.height - h, steps = slack < 1 ? 0 : 16;
  let best: View = [wide ? slack / 2 : 0, wide ? 0 : slack / 2, w, h], most = -Infinity;
  for (let step = 0; saliency && step <= steps; step++) {
    const offset = steps === 0 ? 0 : (slack * step) / steps, view: View = wide ? [offset, 0, w, h] : [0, offset, w, h];
    const part: Box = [view[0] / picture.width, view[1] / picture.height, w / picture.width, h / picture.height];
    const hidden = covers.reduce((sum, one) => sum + weightIn(saliency, partUnder(one, frame, part)), 0);
    // Of equals, the one nearest to the middle.
    const worth = weightIn(saliency, part) - 0.8 * hidden - 0.02 * Math.abs(offset - slack / 2) / Math.max(1, slack);
    if (worth > most) { most = worth; best = view; }
  }
  return best;
}

/** Which part of the picture lies under a box of the cover. */
export function partUnder(box: Box, frame: Box, part: Box): Box {
  const x0 = Math.max(box[0], frame[0]), y0 = Math.max(box[1], frame[1]), x1 = Math.min(box[0] + box[2], frame[0] + frame[2]), y1 = Math.min(box[1] + box[3], frame[1] + frame[3]);
  if (x1 <= x0 || y1 <= y0) return [0, 0, 0, 0];
  const kx = part[2] / frame[2], ky = part[3] / frame[3];
  return [part[0] + (x0 - frame[0]) * kx, part[1] + (y0 - frame[1]) * ky, (x1 - x0) * kx, (y1 - y0) * ky];
}

/** The colours in a part of the picture, alike ones once: the darkest and the lightest of each kind. */
export function coloursIn({ width, height, rgba }: NonNullable<CoverPicture['pixels']>, [x, y, w, h]: Box): Rgb[] {
  const kinds = new Map<number, [Rgb, Rgb]>(), sum = ([r, g, b]: Rgb): number => 2 * r + 7 * g + b;
  for (let row = Math.max(0, Math.floor(y * height)); row < Math.min(height, Math.ceil((y + h) * height)); row++) {
    for (let column = Math.max(0, Math.floor(x * width)); column < Math.min(width, Math.ceil((x + w) * width)); column++) {
      const at = (row * width + column) * 4, one: Rgb = [rgba[at]!, rgba[at + 1]!, rgba[at + 2]!];
      const kind = ((one[0] >> 4) << 8) | ((one[1] >> 4) << 4) | (one[2] >> 4), known = kinds.get(kind);
      if (!known) kinds.set(kind, [one, one]);
      else if (sum(one) < sum(known[0])) known[0] = one;
      else if (sum(one) > sum(known[1])) known[1] = one;
    }
  }
  return [...kinds.values()].flat();
}

export const worst = (text: Rgb, grounds: readonly Rgb[]): number => Math.min(...grounds.map((one) => contrast(text, one)));

/** The least opacity of a scrim, in fiftieths, under which `text` has `ratio` against every one of `grounds`. */
export function leastScrim(text: Rgb, scrim: Rgb, grounds: readonly Rgb[], ratio: number): number {
  let low = 0, high = 50;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (grounds.every((one) => contrast(text, mix(one, scrim, middle / 50)) >= ratio)) high = middle;
    else low = middle + 1;
  }
  return low / 50;
}
