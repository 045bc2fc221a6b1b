// The documents of docs/formats as the pages read them, after the core has found them well formed.

export interface Receipt {
  format: 'colophon/receipt/1'; kind: 'work' | 'settlement' | 'plan'; payload: Record<string, unknown>;
  index: number; checkpoint: string; log_key: string;
}
export interface PoolHeader { amount_micro: string; currency: string; period: string; pool: string; rows: number; rule: string; tree: string; units: string }
export interface Line { pool: number; row: number; work: string; units: string; work_amount_micro: string; share: string; amount_micro: string }
export interface Statement {
  format: 'colophon/statement/1';
  settlement: { settlement: string; period: string; currency: string };
  statement: {
    party: string; period: string; currency: string; opening_micro: string; earned_micro: string; payable_minor: string; carried_micro: string; lines: Line[];
  };
  pools: PoolHeader[];
  receipt?: Receipt;
}
export interface PoolTable { format: 'colophon/pool-table/1'; pool: PoolHeader; rows: unknown[] }
export interface PlanFile {
  format: 'colophon/plan/2'; problem: { works: string[]; channels: string[] };
  certificate: { value: string; bound: string };
}
export type Document = Receipt | Statement | PoolTable | PlanFile;

/** The receipt that a document carries, where it carries one. */
export function receiptOf(document: Document): Receipt | undefined {
  if (document.format === 'colophon/receipt/1') return document;
  return document.format === 'colophon/statement/1' ? document.receipt : undefined;
}

/** (bound - value) / bound in parts per million, rounded up: never better than it is. */
export function gapPpm(value: string, bound: string): number {
  const top = BigInt(bound), gap = top - BigInt(value);
  return top === 0n ? 0 : Number((gap * 1_000_000n + top - 1n) / top);
}
