// The Ed25519 half of a verification: the core says what was signed by which key, WebCrypto whether it was, and the core what follows.
// docs/formats/receipt.md names the checks.
import type { Channel } from './channel.js';
import { ColophonError } from './errors.js';
import type { CallOptions, Check, Report, Saying } from './types.js';

/** What the core's report holds beyond what a reader sees. The checkpoints are whole notes, or empty. */
export interface CoreReport extends Report {
  checkpoint: string;
  old_checkpoint: string;
  log_key: string;
  declared: Signed[];
}

/** Base64. */
interface Signed { key: string; message: string; signature: string }
/** What colophon_trust gives: first the tasks, then what their answers mean. */
interface Tasks { tasks: (Signed & { name: string })[] }
interface Judgement { checks: Check[]; facts: Record<string, unknown>; proven: Saying[]; not_proven: Saying[] }

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = <T>(bytes: Uint8Array): T => JSON.parse(new TextDecoder().decode(bytes)) as T;
const bytesOfBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Appends `signature` (the document's own key), and `known-key` and `witnesses` where the reader says whom to trust. */
export async function withSignatures(channel: Channel, report: CoreReport, trusted: string | undefined, call: CallOptions = {}): Promise<Report> {
  const { kind, facts, checkpoint, old_checkpoint: older, log_key: documentKey } = report;
  const checks = [...report.checks], proven = [...report.proven], notProven = [...report.not_proven];
  for (const signed of report.declared) {
    const good = await holds(signed);
    checks.push({ name: 'declared', holds: good, field: good ? '' : 'payload.signature', detail: good ? '' : 'The signature is not by the key that the declaration names.' });
    proven.push({ id: 'declared', text: 'Whoever holds the key that the declaration names has signed exactly this declaration.' });
  }
  // A document without a checkpoint (a pool table, a statement that is not in the log yet) has nothing that was signed.
  for (const [note, prefix] of [[older, 'old-'], [checkpoint, '']] as const) {
    if (note === '') continue;
    if (documentKey !== '') checks.push(...named(await own(channel, note, documentKey, call), { 'known-key': `${prefix}signature` }));
    const judged = await judge(channel, note, trusted ?? '', call);
    if (trusted !== undefined) checks.push(...named(judged.checks, prefix === '' ? {} : { 'known-key': 'old-known-key', witnesses: undefined }));
    if (prefix !== '') continue;
    Object.assign(facts, judged.facts);
    proven.push(...judged.proven);
    notProven.push(...judged.not_proven);
  }
  // A proof that names no key says nothing of whose log it is from, unless the reader does.
  if (checkpoint !== '' && documentKey === '' && trusted === undefined) {
    checks.push({ name: 'known-key', holds: false, field: 'logKey', detail: 'The document names no key: give the one of the log that you trust.' });
  }
  const all = checks.length > 0 && checks.every((check) => check.holds);
  return { kind, holds: all, checks, facts, proven: all ? proven : [], not_proven: notProven };
}

/** Under other names; `undefined` leaves a check out. */
function named(checks: Check[], names: Record<string, string | undefined>): Check[] {
  return checks.flatMap((check) => {
    const name = check.name in names ? names[check.name] : check.name;
    return name === undefined ? [] : [{ ...check, name }];
  });
}

/** The check of the key that the document itself names: one that is no key is a check that does not hold, not an error. */
async function own(channel: Channel, note: string, key: string, call: CallOptions): Promise<Check[]> {
  try {
    const [check] = (await judge(channel, note, key, call)).checks;
    if (check?.holds) return [check];
    return [{ name: 'known-key', holds: false, field: 'checkpoint', detail: 'No signature of the checkpoint is a valid one by the key that the document names.' }];
  } catch (thrown) {
    if (!(thrown instanceof ColophonError) || thrown.code === 'cancelled') throw thrown;
    return [{ name: 'known-key', holds: false, field: 'log_key', detail: thrown.detail }];
  }
}

async function judge(channel: Channel, note: string, policy: string, call: CallOptions): Promise<Judgement> {
  if (last?.note === note && last.policy === policy) return last.judgement;
  const judgement = await judgeNow(channel, note, policy, call);
  last = { note, policy, judgement };
  return judgement;
}

/** A reader mostly trusts the very key that the document names: then the second question is the first. */
let last: { note: string; policy: string; judgement: Judgement } | undefined;

async function judgeNow(channel: Channel, note: string, policy: string, call: CallOptions): Promise<Judgement> {
  const ask = async (verdicts: string): Promise<Uint8Array> => channel.call('trust', [encode(note), encode(policy), encode(verdicts)], call);
  const first = parse<Tasks & Judgement>(await ask(''));
  if (first.tasks.length === 0) return first;
  const verdicts = await Promise.all(first.tasks.map(async (task) => ((await holds(task)) ? '1' : '0')));
  return parse<Judgement>(await ask(verdicts.join('')));
}

async function holds({ key, message, signature }: Signed): Promise<boolean> {
  return crypto.subtle.verify('Ed25519', await imports(bytesOfBase64(key)), bytesOfBase64(signature), bytesOfBase64(message));
}

async function imports(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
  } catch (cause) {
    throw new ColophonError({ code: 'unavailable', field: 'signature', detail: 'This browser cannot check Ed25519 signatures (it needs HTTPS and a version of 2025 or later): use another one.' }, { cause });
  }
}
