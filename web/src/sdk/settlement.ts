// A settlement computed again on this machine: the page's side.
import { compileModule } from './assets.js';
import type { Channel } from './channel.js';
import { ColophonError } from './errors.js';
import type { ColophonOptions, ExplainOptions, FileSource, LocaleOptions, ProgressOptions, Settlement, SettlementFiles, SettlementSummary, SettleOptions } from './types.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

let compiled: { source: ColophonOptions['settleSrc']; module: Promise<WebAssembly.Module> } | undefined;
function settleModule(options: ColophonOptions): Promise<WebAssembly.Module> {
  if (compiled === undefined || compiled.source !== options.settleSrc) {
    const module = compileModule(options.settleSrc, () => new URL('./settle.wasm', import.meta.url), { file: 'settle.wasm', field: 'settleSrc', sha256: __SETTLE_SHA256__ });
    // A later call may find the file back.
    module.catch(() => { compiled = undefined; });
    compiled = { source: options.settleSrc, module };
  }
  return compiled.module;
}

export async function explain<T>(channel: Channel, statement: Uint8Array, { line, locale, ...call }: ExplainOptions): Promise<T> {
  return JSON.parse(decode(await channel.call('explain', [statement, encode(JSON.stringify({ ...(line === undefined ? {} : { line }), locale: locale ?? 'en' }))], call))) as T;
}
export async function explainAgreements<T>(channel: Channel, options: ColophonOptions, document: Uint8Array, { locale, ...call }: LocaleOptions): Promise<T> {
  return JSON.parse(decode(await channel.call('explainAgreements', [await settleModule(options), document, encode(locale ?? 'en')], call))) as T;
}

const sourceOf = (text: SettlementFiles[string]): FileSource => (typeof text === 'string' ? encode(text) : text);

export async function settle(channel: Channel, options: ColophonOptions, files: SettlementFiles, { period, as_of, ...call }: SettleOptions = {}): Promise<Settlement> {
  const list = Object.entries(files).map(([name, text]): [string, FileSource] => [name, sourceOf(text)]);
  const wanted = JSON.stringify({ ...(period === undefined ? {} : { period }), ...(as_of === undefined ? {} : { as_of }) });
  const module = await settleModule(options);
  const { replay, summary } = await channel.call('settle', [module, list, encode(wanted)], call);
  const generation = channel.generation;
  const read = async (what: 'statement' | 'table' | 'journal', index: number, call?: ProgressOptions): Promise<string> => {
    if (generation !== channel.generation) throw new ColophonError({ code: 'not_found', detail: 'The worker that held this settlement has ended: compute it again.' });
    return decode(await channel.call('replayed', [replay, what, index], call));
  };
  const parsed = JSON.parse(decode(summary)) as SettlementSummary;
  const place = (list: readonly object[], key: string, wanted: number | string): number => {
    const index = typeof wanted === 'number' ? wanted : list.findIndex((one) => (one as Record<string, unknown>)[key] === wanted);
    if (index < 0 || index >= list.length) throw new ColophonError({ code: 'not_found', field: key, detail: `This settlement has no such ${key}.` });
    return index;
  };
  const dispose = (): void => {
    if (generation === channel.generation) void channel.call('endReplay', [replay]).catch(() => undefined);
  };
  return {
    ...parsed,
    statement: async (party, call) => JSON.parse(await read('statement', place(parsed.statements, 'party', party), call)) as Record<string, unknown>,
    table: async (pool, call) => JSON.parse(await read('table', place(parsed.pools, 'pool', pool), call)) as Record<string, unknown>,
    journal: (call) => read('journal', 0, call),
    dispose,
    [Symbol.dispose]: dispose,
  };
}
