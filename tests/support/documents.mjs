// Documents that tests make from a seed: plan problems.
import { random } from './core.mjs';

/** A plan problem: values 0 where a work may not be shown. */
export function problem(seed, { works = 50, channels = 4 } = {}) {
  const { below, uuid } = random(seed);
  const cells = works * channels;
  return {
    works: Array.from({ length: works }, uuid),
    channels: Array.from({ length: channels }, uuid),
    value: Array.from({ length: cells }, () => String(below(5) === 0 ? 0 : below(1e9))),
    cost: Array.from({ length: cells }, () => String(1 + below(1000))),
    budget: Array.from({ length: channels }, () => String(below(works * 200))),
  };
}
