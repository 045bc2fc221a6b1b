// The dozen: every layout in every scheme is composed and scored; the best are shown, each layout once and the schemes mixed.
import { ColophonError } from '../sdk/errors.js';
import type { ProgressOptions } from '../sdk/types.js';
import { compose, templatesFor } from './compose.js';
import type { MeasureFont } from './fit.js';
import { kSchemes } from './scheme.js';
import type { Cover, CoverInput } from './types.js';

/** What a further cover in a scheme that was already taken must be better by, thousandths. */
const kSchemeTaken = 55;
/** The page stays at ease: no longer than this at a time. */
const kSliceMs = 12;

export interface VariantOptions extends ProgressOptions { /** Default 12. */ count?: number; /** Default 1. */ seed?: number; measure?: MeasureFont }

/** Ranked, the best first; the same for the same input and seed. Throws what the layouts refused where none takes the title. */
export async function variants(input: CoverInput, { count = 12, seed = 1, measure, signal, onProgress }: VariantOptions = {}): Promise<Cover[]> {
  const made: Cover[] = [];
  let refused: unknown, since = performance.now();
  const layouts = templatesFor(input);
  for (const [index, { name }] of layouts.entries()) {
    onProgress?.(index, layouts.length);
    for (const scheme of kSchemes) {
      if (performance.now() - since > kSliceMs) { await new Promise((resolve) => setTimeout(resolve)); since = performance.now(); }
      if (signal?.aborted) throw new ColophonError({ code: 'cancelled', detail: 'The covers were not needed any more.' });
      try {
        made.push(compose(input, { template: name, scheme, seed: seed * 31 + index }, measure));
      } catch (thrown) {
        if (!(thrown instanceof ColophonError) || thrown.code !== 'limit_exceeded') throw thrown;
        refused = thrown;
        break;
      }
    }
  }
  if (made.length === 0) throw refused ?? new ColophonError({ code: 'invalid_argument', field: 'ratio', detail: 'There is no layout for this ratio.' });
  const chosen: Cover[] = [], taken = new Map<string, number>();
  const times = (key: string): number => taken.get(key) ?? 0;
  while (chosen.length < count && made.length > 0) {
    const worth = ({ choice, scores }: Cover): number => scores.total - kSchemeTaken * times(choice.scheme) - 2000 * times(choice.template);
    const best = made.reduce((a, b) => (worth(b) > worth(a) ? b : a));
    made.splice(made.indexOf(best), 1);
    chosen.push(best);
    for (const key of [best.choice.scheme, best.choice.template]) taken.set(key, times(key) + 1);
  }
  return chosen.sort((a, b) => b.scores.total - a.scores.total);
}
