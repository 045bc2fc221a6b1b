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

/** An instance of the optimiser as raw arrays (docs/formats/raw-instance.md). */
export function instance(seed, { items = 500, channels = 6, floors = false, sparse = false, limits = false, caps = false, floats = false } = {}) {
  const { below, next } = random(seed);
  const begin = [0n];
  const indices = [];
  for (let i = 0; i < items; ++i) {
    for (let c = 0; c < channels; ++c) if (!sparse || below(4) === 0) indices.push(c);
    begin.push(BigInt(indices.length));
  }
  const numbers = (low, high) => indices.map(() => (floats ? low + next() * (high - low) : low + below(high - low)));
  const arrays = { [floats ? 'values.f32' : 'values.u16']: numbers(0, 9000), [floats ? 'costs.f32' : 'costs.u16']: numbers(100, 900) };
  for (const [name, list] of Object.entries(arrays)) arrays[name] = floats ? Float32Array.from(list) : Uint16Array.from(list);
  arrays['budgets.i64'] = BigInt64Array.from({ length: channels }, () => BigInt(Math.floor((items / channels) * (100 + below(300)))));
  if (sparse) {
    arrays['indptr.i64'] = BigInt64Array.from(begin);
    arrays['indices.u32'] = Uint32Array.from(indices);
  }
  if (floors || caps) arrays['groups.u8'] = Uint8Array.from({ length: items }, () => below(4));
  if (floors) arrays['floors.i64'] = BigInt64Array.from({ length: 4 }, (_, g) => BigInt(Math.floor((items / 4) * (g % 2 === 0 ? 0.3 : 0.05))));
  if (caps) arrays['caps.i64'] = BigInt64Array.from({ length: 4 * channels }, () => BigInt(1 + below(Math.ceil(items / channels / 8) + 1)));
  if (limits) arrays['limits.u8'] = Uint8Array.from({ length: items }, () => below(3));
  return arrays;
}
