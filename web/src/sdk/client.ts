// The package's one object: the core in a worker, and the server over HTTP.
import { Channel } from './channel.js';
import { openImage } from './image.js';
import type { Server } from './server.js';
import type { CoreReport } from './signature.js';
import type { Colophon, ColophonOptions, DocumentSource, RawArrays, SolvedArrays } from './types.js';

/** Makes a Colophon. Nothing is loaded until the first call (or `ready()`). */
export function createColophon(options: ColophonOptions = {}): Colophon {
  const channel = new Channel(options);
  let server: Promise<Server> | undefined;
  const remote = (): Promise<Server> => (server ??= import('./server.js').then(({ serverOf }) => serverOf(options, channel)));

  const end = (): void => {
    channel.end();
    void server?.then((made) => made.end(), () => undefined);
  };

  return {
    version: __COLOPHON_VERSION__,
    server: options.server === undefined ? undefined : String(options.server),
    // The signature check comes along, so that what was made ready needs no connection later.
    ready: async () => void (await Promise.all([channel.start(), import('./signature.js')])),
    image: (file, call = {}) => openImage(channel, file, call),
    text: async (text, call) => parsed(await channel.call('textFeatures', [encode(text)], call)),
    sha256: async (file, call) => hex(await channel.call('sha256', [file], call)),
    canonicalJson: async (document, call) => decode(await channel.call('canonicalJson', [await bytesOf(document)], call)),
    verify: async (document, { table, logKey, ...call } = {}) => {
      const inputs = await Promise.all([bytesOf(document), table === undefined ? new Uint8Array() : bytesOf(table)]);
      const report = parsed<CoreReport>(await channel.call('verify', inputs, call));
      const { withSignature } = await import('./signature.js');
      return withSignature(report, logKey);
    },
    plan: async (problem, call) => parsed(await channel.call('plan', [await bytesOf(problem)], call)),
    solveArrays: async (arrays, { searchWork, seed, gap, warm, ...call } = {}) => {
      const options = { search_work: searchWork, seed, gap_e12: gap === undefined ? undefined : Math.round(gap * 1e12), warm };
      const { plan, answer } = await channel.call('solveInstance', [bytesOfArrays(arrays), encode(JSON.stringify(options))], call);
      const { plan: name, ...rest } = parsed<Omit<SolvedArrays, 'plan' | 'planName'> & { plan: SolvedArrays['planName'] }>(answer);
      return { ...rest, plan, planName: name };
    },
    checkArrays: async (arrays, certificate, plan, call) => {
      const report = parsed<CoreReport>(await channel.call('checkInstance', [bytesOfArrays(arrays), await bytesOf(certificate), plan], call));
      const { withSignature } = await import('./signature.js');
      return withSignature(report, undefined);
    },
    settle: async (bundle, call) => parsed(await channel.call('settle', [await bytesOf(bundle)], call)),
    site: async (call) => (await remote()).site(call),
    register: async (work, file, call) => (await remote()).register(work, file, call),
    receipt: async (work, call) => (await remote()).receipt(work, call),
    track: async (events, call) => (await remote()).track(events, call),
    page: async (name, call) => (await remote()).page(name, call),
    request: async (method, path, body, call) => (await remote()).request(method, path, body, call),
    dispose: end,
    [Symbol.dispose]: end,
  };
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const parsed = <T>(bytes: Uint8Array): T => JSON.parse(decode(bytes)) as T;
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The bytes under any view, as they lie in memory: little-endian wherever a browser runs. */
function bytesOfArrays(arrays: RawArrays): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) =>
    [name, array instanceof ArrayBuffer ? new Uint8Array(array) : new Uint8Array(array.buffer, array.byteOffset, array.byteLength)]));
}

async function bytesOf(document: DocumentSource): Promise<Uint8Array> {
  if (typeof document === 'string') return encode(document);
  if (document instanceof Uint8Array) return document;
  if (document instanceof Blob) return new Uint8Array(await document.arrayBuffer());
  return encode(JSON.stringify(document));
}
