// Fetches a receipt and has the core check it. Loaded at the click, with the SDK: no part of what a page with a mark downloads.
import { connect, tokenFrom } from '../element/connection.js';
import { verifyEn } from '../locales/site/verify.en.js';
import { verifyZh } from '../locales/site/verify.zh-CN.js';
import { asColophonError } from '../sdk/errors.js';
import type { BadgeCheck, BadgeFacts, BadgeInput, BadgeOutcome } from './outcome.js';

/** A receipt has a few kilobytes: whatever is larger is none, and is not read to its end. */
const kReceiptBytesMax = 1 << 20;

interface Payload { work?: unknown; title?: unknown; registered_at?: unknown; sha256?: unknown; shares?: unknown }

class Unanswered extends Error {
  constructor(readonly state: 'unreachable' | 'closed', detail: string) { super(detail); }
}

async function ask(address: string, signal: AbortSignal, token?: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { headers: { accept: 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) }, credentials: 'same-origin', signal });
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    throw new Unanswered('unreachable', `${new URL(address).host} did not answer, or does not let this page ask it.`);
  }
  if (response.ok) return response;
  throw new Unanswered([401, 403].includes(response.status) ? 'closed' : 'unreachable', `${address} answered ${response.status}.`);
}

async function textOf(response: Response): Promise<string | undefined> {
  const reader = response.body!.getReader(), decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '', bytes = 0;
  for (;;) {
    let piece: ReadableStreamReadResult<Uint8Array>;
    try {
      piece = await reader.read();
    } catch {
      throw new Unanswered('unreachable', 'The answer broke off.');
    }
    try {
      if (piece.done) return text + decoder.decode();
      bytes += piece.value.length;
      if (bytes > kReceiptBytesMax) return void await reader.cancel();
      text += decoder.decode(piece.value, { stream: true });
    } catch {
      return undefined;
    }
  }
}

/** The server's keys as it publishes them to anybody; of a key that was stolen anything may be signed. */
async function serverKeys(server: string, signal: AbortSignal): Promise<string[]> {
  const answer = (await (await ask(new URL('v1/log/key', server).href, signal)).json().catch(() => ({}))) as { log_key?: string; keys?: { log_key: string; state: string }[] };
  const keys = [answer.log_key, ...(answer.keys ?? []).filter((one) => one.state !== 'compromised').map((one) => one.log_key)].filter((one): one is string => typeof one === 'string' && one !== '');
  if (keys.length === 0) throw new Unanswered('unreachable', `${server} names no key of a log: check server="…".`);
  return [...new Set(keys)];
}

function factsOf(text: string): { kind: string; work: string; facts: BadgeFacts } {
  const { kind, payload } = JSON.parse(text) as { kind: string; payload: Payload }, shares = Array.isArray(payload.shares) ? (payload.shares as { party: unknown; share: unknown }[]) : [];
  return {
    kind, work: String(payload.work ?? ''),
    facts: { title: String(payload.title ?? ''), registeredAt: String(payload.registered_at ?? ''), sha256: String(payload.sha256 ?? ''), parties: shares.map(({ party, share }) => ({ party: String(party), share: String(share) })) },
  };
}

/** Never rejects but where `signal` says so. */
export async function checkReceipt(input: BadgeInput, locale: string, signal: AbortSignal): Promise<BadgeOutcome> {
  const words = locale === 'en' ? verifyEn : verifyZh, names = words.checks, connection = connect({ ...(input.workerSrc && { workerSrc: input.workerSrc }), ...(input.wasmSrc && { wasmSrc: input.wasmSrc }) }, input.server ?? null, undefined);
  try {
    const token = input.receipt === undefined && input.tokenUrl !== undefined ? await tokenFrom(input.tokenUrl).catch((thrown: unknown) => { throw new Unanswered('unreachable', asColophonError(thrown).detail); }) : undefined;
    const text = await textOf(await ask(input.receipt ?? new URL(`v1/works/${encodeURIComponent(input.work!)}/receipt`, input.server).href, signal, token));
    const key = input.logKey !== undefined ? 'page' : input.server !== undefined ? 'server' : 'nobody';
    const keys = input.logKey !== undefined ? [input.logKey] : input.server !== undefined ? await serverKeys(input.server, signal) : undefined;
    const failed = (detail: string): BadgeOutcome => ({ state: 'fails', checks: [{ name: 'document', holds: false, field: '', detail }], names, key, text: text ?? '' });
    if (text === undefined) return failed('It is no UTF-8 text of at most a megabyte.');
    await connection.colophon.ready().catch((thrown: unknown) => { throw new Unanswered('unreachable', asColophonError(thrown).detail); });
    let checks: BadgeCheck[], read: ReturnType<typeof factsOf>, caveats: string[];
    try {
      const report = await connection.colophon.verify(text, { signal, ...(keys && { logKey: keys }) });
      if (report.kind !== 'receipt') return failed(`It is a ${report.kind}.`);
      checks = report.checks.map(({ name, holds, field, detail }) => ({ name, holds, field, detail }));
      // Whose log it is the mark says in words of its own.
      caveats = report.not_proven.filter(({ id }) => id !== 'whose-log').map(({ id, text: plain }) => words.sayings[id] ?? plain);
      read = factsOf(text);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      const { field, detail } = asColophonError(thrown);
      return failed([field, detail].filter((part) => part !== '').join(': '));
    }
    if (read.kind !== 'work') return failed(`It is a receipt of a ${read.kind}.`);
    if (input.work !== undefined) {
      const holds = read.work === input.work.toLowerCase();
      checks.push({ name: 'work', holds, field: holds ? '' : 'payload.work', detail: holds ? '' : `It is ${read.work}, the page says ${input.work}.` });
    }
    return { state: checks.length > 0 && checks.every((one) => one.holds) ? 'holds' : 'fails', checks, names, facts: read.facts, caveats: { title: words.trust['notProven']!, lines: caveats }, key, text };
  } catch (thrown) {
    if (thrown instanceof Unanswered) return { state: thrown.state, detail: thrown.message };
    throw thrown;
  } finally {
    connection.end();
  }
}
