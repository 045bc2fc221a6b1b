// The optimiser on raw arrays: loaded when one of these is first called.
import type { Channel } from './channel.js';
import type { CoreReport } from './signature.js';
import type { CallOptions, RawArrays, Report, SolvedArrays, SolveOptions } from './types.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const parsed = <T>(bytes: Uint8Array): T => JSON.parse(new TextDecoder().decode(bytes)) as T;

export async function solveArrays(channel: Channel, arrays: RawArrays, { searchWork, seed, gap, warm, ...call }: SolveOptions): Promise<SolvedArrays> {
  const options = { search_work: searchWork, seed, gap_e12: gap === undefined ? undefined : Math.round(gap * 1e12), warm };
  const { plan, answer } = await channel.call('solveInstance', [bytesOfArrays(arrays), encode(JSON.stringify(options))], call);
  const { plan: planName, ...rest } = parsed<Omit<SolvedArrays, 'plan' | 'planName'> & { plan: SolvedArrays['planName'] }>(answer);
  return { ...rest, plan, planName };
}

export async function checkArrays(channel: Channel, arrays: RawArrays, certificate: Uint8Array, plan: Uint8Array, call: CallOptions): Promise<Report> {
  const report = parsed<CoreReport>(await channel.call('checkInstance', [bytesOfArrays(arrays), certificate, plan], call));
  const { withSignatures } = await import('./signature.js');
  return withSignatures(channel, report, undefined, call);
}

/** The bytes under any view, as they lie in memory: little-endian wherever a browser runs. */
function bytesOfArrays(arrays: RawArrays): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) =>
    [name, array instanceof ArrayBuffer ? new Uint8Array(array) : new Uint8Array(array.buffer, array.byteOffset, array.byteLength)]));
}
