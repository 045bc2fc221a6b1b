// Documents that tests make from a seed: settlement bundles and plan problems.
import { random } from './core.mjs';

const nobody = '00000000-0000-0000-0000-000000000000';

/** A bundle with one pool of each rule: the sizes are small enough to settle in a blink, large enough for every remainder. */
export function bundle(seed, { works = 60, listeners = 80, usages = 600 } = {}) {
  const { below, bytes, uuid } = random(seed);
  const workIds = Array.from({ length: works }, uuid);
  const listenerIds = Array.from({ length: listeners }, uuid);
  const parties = Array.from({ length: 20 }, uuid);
  const some = (list) => list[below(list.length)];
  const usageRows = () => Array.from({ length: usages }, () => [some(listenerIds), some(workIds), String(1 + below(500))]);
  const amount = () => `${below(100)}.${String(below(1e6)).padStart(6, '0')}`;
  const shares = () => {
    const first = below(parties.length);
    const second = (first + 1 + below(parties.length - 1)) % parties.length;
    const third = 1 + below(998);
    return [[parties[first], `${third}/999`], [parties[second], `${999 - third}/999`]];
  };
  return {
    format: 'colophon/settlement-bundle/1',
    settlement: uuid(),
    period: '2026-10',
    currency: ['EUR', 'JPY', 'KWD'][seed % 3],
    seed: Buffer.from(bytes(32)).toString('hex'),
    pools: [
      { pool: uuid(), rule: 'pro-rata', fees: [[nobody, amount(), nobody]], usages: usageRows() },
      { pool: uuid(), rule: 'user-centric', fees: listenerIds.map((id) => [id, amount(), nobody]), usages: usageRows() },
      { pool: uuid(), rule: 'direct', fees: workIds.slice(0, 10).map((id) => [some(listenerIds), amount(), id]), usages: [] },
    ],
    works: workIds.map((work) => ({ work, shares: shares() })),
    openings: parties.slice(0, 5).map((party) => [party, String(below(2_000_000))]),
  };
}

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
