// How good a cover is, in four figures that its maker can check by eye; and the dozen that are worth showing.
import type { Box, PlacedText, Scores } from './types.js';

const clamp = (value: number): number => Math.max(0, Math.min(1, value));
const kWeights = { contrast: 0.28, balance: 0.18, thumbnail: 0.28, free: 0.26 } as const;
/** The longer side of the thumbnail, pixels, and the heights of letters there that cannot be read and that are read at ease. */
const kThumbnail = 120, kTiny = 4, kEasy = 13;

export interface Looked { texts: readonly PlacedText[]; width: number; height: number; frame: Box; full: boolean; scrim: number; covered: number; shown: number; coveredMax: number; han: boolean }

export function scoresOf({ texts, width, height, frame, full, scrim, covered, shown, coveredMax, han }: Looked): Scores {
  // Twice the required ratio is full marks; a heavy scrim is a contrast that the picture pays for.
  const contrast = clamp(Math.min(...texts.map((one) => (one.contrast_milli / one.required_milli - 0.6) / 1.9))) * (1 - 0.45 * scrim);
  const title = texts.find(({ role }) => role === 'title')!;
  const pixels = (title.size * kThumbnail) / Math.max(width, height) / (han ? 1.25 : 1);
  const thumbnail = clamp((pixels - kTiny) / (kEasy - kTiny)) * clamp(title.contrast_milli / 7000 + 0.15);
  // Weight about the middle line, and about the optical middle, a little above the true one.
  let mass = 0, mx = 0, my = 0;
  const put = ([x, y, w, h]: Box, weight: number): void => { mass += w * h * weight; mx += w * h * weight * (x + w / 2); my += w * h * weight * (y + h / 2); };
  put(frame, full ? 0.12 : 0.55);
  for (const one of texts) put(one.box, one.role === 'title' ? 1 : 0.6);
  const dx = mx / mass / width - 0.5, dy = my / mass / height - 0.48;
  const balance = clamp(1 - Math.hypot(dx * 2.2, dy * 1.6));
  const free = clamp(1 - covered * 1.6 - Math.max(0, covered - coveredMax) * 2) * (0.35 + 0.65 * shown);
  const milli = (value: number): number => Math.round(value * 1000);
  return { contrast: milli(contrast), balance: milli(balance), thumbnail: milli(thumbnail), free: milli(free),
    total: milli(contrast * kWeights.contrast + balance * kWeights.balance + thumbnail * kWeights.thumbnail + free * kWeights.free) };
}
