// The Ed25519 half of a verification: the core has no curve code, WebCrypto has. docs/formats/receipt.md names the two checks.
import type { Check, Report } from './types.js';

/** What the core's report holds beyond what a reader sees. `signature` is base64, `key_hash` eight hexadecimal digits. */
export interface CoreReport extends Report {
  signed_text: string;
  signatures: { name: string; key_hash: string; signature: string }[];
  log_key: string;
}

/** Ed25519 in a C2SP verifier key: the byte that names the algorithm, before the 32 bytes of the key. */
const algorithmEd25519 = 1;
const keyBytes = 32;

/** Appends `signature`, and `known-key` where the reader names a key, to a report about a document that the log signed. */
export async function withSignature(report: CoreReport, logKey: string | undefined): Promise<Report> {
  const { kind, facts, signed_text: text, signatures, log_key: documentKey } = report;
  const checks = [...report.checks];
  // A document without a checkpoint (a pool table, a statement that is not in the log yet) has nothing that was signed.
  if (text !== '') {
    checks.push(await signatureCheck(text, signatures, documentKey));
    if (logKey !== undefined) checks.push(knownKeyCheck(documentKey, logKey.trim()));
  }
  return { kind, checks, facts, holds: report.holds && checks.every((check) => check.holds) };
}

function check(name: string, problem: string): Check {
  return { name, holds: problem === '', field: problem === '' ? '' : 'log_key', detail: problem };
}

function knownKeyCheck(documentKey: string, logKey: string): Check {
  return check('known-key', documentKey === logKey ? '' : `The document is signed by ${documentKey}, and the key to be trusted is ${logKey}.`);
}

async function signatureCheck(text: string, signatures: CoreReport['signatures'], documentKey: string): Promise<Check> {
  const [name, keyHash, base64] = splitKey(documentKey);
  const key = bytesOfBase64(base64);
  if (!key || key.length !== keyBytes + 1 || key[0] !== algorithmEd25519) return check('signature', 'The log key is not an Ed25519 verifier key.');
  const found = signatures.filter((signature) => signature.name === name && signature.key_hash === keyHash);
  if (found.length === 0) return check('signature', `The checkpoint has no signature by ${name}+${keyHash}.`);
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey('raw', key.slice(1), 'Ed25519', false, ['verify']);
  } catch {
    return check('signature', 'This browser cannot check Ed25519 signatures (it needs HTTPS and a version of 2025 or later): use another one.');
  }
  const signed = new TextEncoder().encode(text);
  for (const { signature } of found) {
    const bytes = bytesOfBase64(signature);
    if (bytes && (await crypto.subtle.verify('Ed25519', imported, bytes, signed))) return check('signature', '');
  }
  return check('signature', `No signature of the checkpoint is one by ${name}+${keyHash}.`);
}

/** "name+hash+key": a name has no plus sign, base64 may. */
function splitKey(key: string): [name: string, hash: string, base64: string] {
  const first = key.indexOf('+');
  const second = key.indexOf('+', first + 1);
  return first < 0 || second < 0 ? ['', '', ''] : [key.slice(0, first), key.slice(first + 1, second), key.slice(second + 1)];
}

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
