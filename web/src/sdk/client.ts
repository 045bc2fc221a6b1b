// The package's one object: the core in a worker, and the server over HTTP.
import { Channel, startWorker } from './channel.js';
import type { Inside } from './inside.js';
import { isccInput } from './iscc-input.js';
import type { Server } from './server.js';
import type { CoreReport } from './signature.js';
import type { Colophon, ColophonOptions, DocumentSource } from './types.js';

/** Makes a Colophon. Nothing is loaded until the first call (or `ready()`). */
export function createColophon(options: ColophonOptions = {}): Colophon {
  const channel = new Channel(options);
  let server: Promise<Server> | undefined;
  const remote = (): Promise<Server> => (server ??= import('./server.js').then(({ serverOf }) => serverOf(options, channel)));

  const settling = () => import('./settlement.js');
  const signing = async () => {
    const [{ keysOf: keys }, server] = await Promise.all([import('./keys.js'), remote()]);
    return keys(options, channel, (method, path, body, idempotencyKey) => server.request(method, path, body, idempotencyKey === undefined ? {} : { idempotencyKey }));
  };
  let signer: ReturnType<typeof signing> | undefined;
  const withKeys = (): ReturnType<typeof signing> => (signer ??= signing());
  const end = (): void => {
    channel.end();
    void server?.then((made) => made.end(), () => undefined);
  };

  return {
    version: __COLOPHON_VERSION__,
    server: options.server === undefined ? undefined : String(options.server),
    // Pictures and the signature check come along, so that what was made ready needs no connection later.
    ready: async () => void (await Promise.all([channel.start(), import('./image.js'), import('./signature.js')])),
    image: async (file, call = {}) => (await import('./image.js')).openImage(channel, file, call),
    text: async (text, call) => parsed(await channel.call('textFeatures', [encode(text)], call)),
    sha256: async (file, call) => hex(await channel.call('sha256', [file], call)),
    canonicalJson: async (document, call) => decode(await channel.call('canonicalJson', [await bytesOf(document)], call)),
    verify: async (document, { table, entry, logKey, policy, ...call } = {}) => {
      const inputs = await Promise.all([bytesOf(document), table === undefined ? (entry ?? new Uint8Array()) : bytesOf(table)]);
      const report = parsed<CoreReport>(await channel.call('verify', inputs, call));
      const { withSignatures } = await import('./signature.js');
      return withSignatures(channel, report, policy ?? listOf(logKey), call);
    },
    verifyLog: async (archive, { held, logKey, policy, ...call } = {}) => {
      const report = parsed<CoreReport>(await channel.call('verifyLog', [archive, encode(held ?? '')], call));
      const { withSignatures } = await import('./signature.js');
      return withSignatures(channel, report, policy ?? listOf(logKey), call);
    },
    plan: async (problem, call) => parsed(await channel.call('plan', [await bytesOf(problem)], call)),
    settle: async (files, call) => (await settling()).settle(channel, options, files, call),
    explain: async (statement, call = {}) => (await settling()).explain(channel, await bytesOf(statement), call),
    explainAgreements: async (document, call = {}) => (await settling()).explainAgreements(channel, options, await bytesOf(document), call),
    iscc: async (file, call = {}) => channel.call('iscc', [file, isccInput(file, call)], call),
    isccCall: async (name, args, call) => parsed(await channel.call('isccCall', [encode(name), encode(JSON.stringify(args))], call)),
    solveArrays: async (arrays, call = {}) => (await import('./arrays.js')).solveArrays(channel, arrays, call),
    checkArrays: async (arrays, certificate, plan, call = {}) => (await import('./arrays.js')).checkArrays(channel, arrays, await bytesOf(certificate), plan, call),
    site: async (call) => (await remote()).site(call),
    register: async (work, file, call) => (await remote()).register(work, file, call),
    receipt: async (work, call) => (await remote()).receipt(work, call),
    similar: async (content, call) => (await remote()).similar(content, call),
    keys: {
      current: async () => (await withKeys()).keys.current(),
      make: async (key) => (await withKeys()).keys.make(key),
      import: async (file, passphrase) => (await withKeys()).keys.import(file, passphrase),
      export: async () => (await withKeys()).keys.export(),
      forget: async () => (await withKeys()).keys.forget(),
    },
    declare: async (act, body, call) => (await withKeys()).declare(act, body, call),
    track: async (events, call) => (await remote()).track(events, call),
    page: async (name, call) => (await remote()).page(name, call),
    request: async (method, path, body, call) => (await remote()).request(method, path, body, call),
    dispose: end,
    [Symbol.dispose]: end,
    ...{ [Symbol.for('colophon.inside')]: { channel, options, startWorker } satisfies Inside },
  };
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const parsed = <T>(bytes: Uint8Array): T => JSON.parse(decode(bytes)) as T;
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Several keys are a list, one a line: any of them will do. */
const listOf = (keys: string | string[] | undefined): string | undefined => (keys === undefined ? undefined : [keys].flat().join('\n'));

async function bytesOf(document: DocumentSource): Promise<Uint8Array> {
  if (typeof document === 'string') return encode(document);
  if (document instanceof Uint8Array) return document;
  if (document instanceof Blob) return new Uint8Array(await document.arrayBuffer());
  return encode(JSON.stringify(document));
}
