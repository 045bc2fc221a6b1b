// A cover's four measures, in words.
import { decimal } from '../element/texts.js';
import type { CoverMessages } from '../locales/cover.en.js';
import type { Cover, Scores } from './index.js';

export type Measure = Exclude<keyof Scores, 'total'>;
export interface Said { measure: Measure; score_milli: number; text: string }

/** The least scores, thousandths, of the first phrases; what is below gets the last one. */
const kLevels: Record<Exclude<Measure, 'contrast'>, readonly number[]> = { balance: [900, 740], thumbnail: [640, 380, 160], free: [950, 800, 550] };

/** Of the text that stands out least. */
export const contrastOf = ({ texts }: Cover): number => Math.min(...texts.map(({ contrast_milli }) => contrast_milli)) / 1000;

/** `motif`: whether there is a picture, of which something can be hidden. */
export function sayings(cover: Cover, motif: boolean, words: CoverMessages, locale: string): Said[] {
  const ratio = contrastOf(cover), phrases = words.measures;
  // Rounded down: 4.49 is not yet 4.5.
  const contrast = phrases.contrast[ratio >= 7 ? 0 : ratio >= 4.5 ? 1 : 2]!(words.ratioOf(decimal(locale, Math.floor(ratio * 10) / 10, 1)));
  const level = (measure: 'balance' | 'thumbnail' | 'free'): string => {
    const at = kLevels[measure].findIndex((least) => cover.scores[measure] >= least);
    return phrases[measure][at < 0 ? kLevels[measure].length : at]!;
  };
  const all: Said[] = [{ measure: 'contrast', score_milli: cover.scores.contrast, text: contrast },
    ...(['balance', 'thumbnail', 'free'] as const).map((measure) => ({ measure, score_milli: cover.scores[measure], text: level(measure) }))];
  return motif ? all : all.filter(({ measure }) => measure !== 'free');
}
