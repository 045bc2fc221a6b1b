// What the server says of settlements (docs/formats/http-api.md): only what these pages read.

export interface Warning { code: string; place: string; detail: string; count: number; amount_micro: string; currency: string }

/** Totals of a currency: decimals in a preview, micros in a settlement. */
export interface PreviewTotals {
  currency: string; received: string; reversed: string; divided: string; suspense: string; earned: string; recouped: string; reserved: string; held: string;
  gross: string; tax: string; net: string; opening: string; closing: string;
}
export type HeaderTotals = { currency: string } & Record<string, string>;

export interface Change { party: string; name: string; currency: string; earned_before: string; earned_after: string; change: string; paid_before: string; paid_after: string }
export interface Changes { changed: number; changes: Change[]; moved: Record<string, string>; parties: number; settlement?: string; period?: string; root?: string; made_at_ms?: number }

export interface Preview {
  period: string; rule: string | null; root: string; transactions: number; statements: number; payouts: number; simulated: boolean;
  currencies: PreviewTotals[]; warnings: Warning[];
  pools: { pool: string; name: string; rule: string; currency: string; received: string; fees: string; divided: string; rows: number }[];
  draft?: Changes; last?: Changes; as_it_is?: Changes;
}

export interface Settlement {
  settlement: string; period: string; rule: string | null; state: 'draft' | 'approved'; made_by: string; made_at: string; approved_by: string | null; approved_at: string | null;
  root: string; currencies: HeaderTotals[]; statements: number; transactions: number; warnings: Warning[]; earlier: Changes | null; simulated_audience: boolean;
}
export interface Distribution { currency: string; parties: number; paid: number; earned_median_micro: string; earned_p90_micro: string; earned_max_micro: string; top_tenth_ppm: number }
export interface PoolRow { pool: string; name: string; rule: string; currency: string; amount_micro: string }
export interface Detail extends Settlement { pools: PoolRow[]; distribution: Distribution[] }
export interface Account {
  currency: string; opening_micro: string; earned_micro: string; held_micro: string; reserved_micro: string; recouped_micro: string; paid_minor: string; closing_micro: string;
}
export interface StatementRow { party: string; name: string; accounts: Account[] }

export type PeriodState = 'open' | 'settling' | 'closed';
export interface PeriodRow { period: string; state: PeriodState; events: number; revenue_lines: number }
export interface Settlements { settlements: Settlement[]; periods: PeriodRow[]; currency: string | null }

export interface Payout {
  reference: string; settlement: string; period: string; party: string; name: string; currency: string; gross: string; tax: string; net: string;
  state: 'due' | 'sent' | 'paid' | 'returned' | 'rejected'; reason: string; day: string | null; message: string | null; way?: 'bank' | 'evm' | null; problem?: string;
}
