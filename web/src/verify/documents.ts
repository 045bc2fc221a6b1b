// The documents of docs/formats as the pages read them, after the core has found them well formed.
import type { Settlement } from '@colophon/sdk';

/** Also of a .tlog-proof, which names no key. */
export interface Receipt {
  format: 'colophon/receipt/1'; kind: string; payload: Record<string, unknown>; index: number; log_key: string;
}
export interface Consistency { format: 'colophon/consistency/1' }
/** A whole log has no document of its own: it is an archive. */
export interface WholeLog { format: 'log' }
export interface PoolHeader { amount_micro: string; currency: string; name: string; period: string; pool: string; received_micro: string; rows: number; rule: string; tree: string; units: string }
/** A fee of a pool has no cell. */
export interface Line { pool: number; cell?: { work: string; kind?: string }; fee?: number; units?: string; row_amount_micro?: string; part: { amount_micro: string; currency: string } }
export interface Account { currency: string; opening_micro: string; earned_micro: string; held_micro: string; reserved_micro: string; recouped_micro: string; paid_minor: string; closing_micro: string }
export interface Payout { currency: string; gross_minor: string; tax_minor: string; net_minor: string; reference: string }
export interface Statement {
  format: 'colophon/statement/2';
  settlement: { settlement: string; period: string };
  statement: { party: string; period: string; accounts: Account[]; lines: Line[]; payouts: Payout[] };
  pools: PoolHeader[];
  /** What works and agreements are called: for people, and no part of what is proven. */
  labels?: Record<string, string>;
  receipt?: Receipt;
}
export interface PoolTable { format: 'colophon/pool-table/2'; pool: PoolHeader; rows: unknown[] }
/** A journal is text: what it comes to is in the report. */
export interface Journal { format: 'journal' }
/** The files of a settlement, and the root that was published, where the file says so. */
export interface Bundle { format: 'colophon/settlement-bundle/2'; files: Record<string, string>; root?: string }
export interface Replayed { format: 'replayed'; settlement: Settlement }
export interface PlanFile {
  format: 'colophon/plan/1'; problem: { works: string[]; channels: string[] };
  certificate: { value: string; bound: string };
}
export type Document = Receipt | Statement | PoolTable | Journal | Replayed | PlanFile | Consistency | WholeLog;

/** The receipt that a document carries, where it carries one. */
export function receiptOf(document: Document): Receipt | undefined {
  if (document.format === 'colophon/receipt/1') return document;
  return document.format === 'colophon/statement/2' ? document.receipt : undefined;
}

/** (bound - value) / bound in parts per million, rounded up: never better than it is. */
export function gapPpm(value: string, bound: string): number {
  const top = BigInt(bound), gap = top - BigInt(value);
  return top === 0n ? 0 : Number((gap * 1_000_000n + top - 1n) / top);
}
