// What the server says of a party's money (docs/formats/http-api.md), and what these pages make of it. Integers all the way.
import { exponent } from '../verify/amounts.js';

export interface Account { currency: string; opening_micro: string; earned_micro: string; held_micro: string; reserved_micro: string; recouped_micro: string; paid_minor: string; closing_micro: string }
export interface Payout { currency: string; gross_minor: string; tax_minor: string; net_minor: string; state: 'due' | 'sent' | 'paid' | 'returned' | 'rejected'; reason: string; day: string | null }
export interface PeriodEarnings { settlement: string; period: string; approved_at: string; accounts: Account[]; payouts: Payout[] }
export interface Balance { kind: string; currency: string; micros: string }
export interface Forecast { period: string; through: string; days: number; days_passed: number; made_at: string; amounts: { currency: string; so_far_micro: string; at_this_pace_micro: string }[] }
export interface Earnings { party: string; name: string; balances: Balance[]; periods: PeriodEarnings[]; forecast: Forecast | null }

export interface Line {
  pool: number; fee?: number; cell?: { work: string; kind?: string; source?: string; use?: string; territory?: string; side?: string; from?: string }; units?: string; row_amount_micro?: string;
  part: { amount_micro: string; currency: string }; held_micro: string; reserved_micro: string; recouped_micro: string;
}
export interface Statement {
  format: string; settlement: { settlement: string; period: string }; labels?: Record<string, string>;
  statement: { party: string; period: string; lines: Line[] }; pools: { pool: string; name: string; rule: string; currency: string; fees: { name: string }[] }[];
}
export interface Explanation { title: string; amount: string; steps: { step: string; text: string; amount: string }[] }

/** Micros by kind of balance in a currency. A payout stays in the ledger until the next settlement hears of the bank's answer: what is on its way is what the
 * bank has not answered yet, and what it sent back comes into the balance with the next settlement. */
export function balanceOf({ balances, periods }: Earnings, kind: string, currency: string): bigint {
  const ledger = (name: string): bigint => balances.filter((one) => one.kind === name && one.currency === currency).reduce((sum, one) => sum + BigInt(one.micros), 0n);
  const paid = (states: readonly Payout['state'][]): bigint => periods.flatMap((one) => one.payouts).filter((one) => one.currency === currency && states.includes(one.state))
    .reduce((sum, one) => sum + BigInt(one.gross_minor) * 1_000_000n, 0n);
  if (kind === 'payout') return paid(['due', 'sent']);
  if (kind !== 'back') return ledger(kind);
  const back = paid(['returned', 'rejected']), rest = ledger('payout') - paid(['due', 'sent']);
  return rest <= 0n ? 0n : back < rest ? back : rest;
}

/** The currency in which most of the periods have earnings; the first by its name where none has. */
export function currencies({ periods, balances, forecast }: Earnings): string[] {
  const counts = new Map<string, number>();
  for (const { accounts } of periods) for (const one of accounts) counts.set(one.currency, (counts.get(one.currency) ?? 0) + (one.earned_micro === '0' ? 0 : 1));
  for (const { currency } of [...balances, ...(forecast?.amounts ?? [])]) counts.set(currency, counts.get(currency) ?? 0);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([currency]) => currency);
}

const kMonthsForRange = 6;
const daysOf = (period: string): bigint => BigInt(new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5)), 0)).getUTCDate());

export interface Range { period: string; soFar: bigint; pace: bigint; low: bigint; high: bigint; months: number }
/** Where the month under way may end: what is earned already, and for the days that are left the slowest and the best daily average of the last six
 * months and of this month so far. Without earlier months: from nothing more to this month's pace. */
export function rangeOf({ forecast, periods }: Earnings, currency: string): Range | undefined {
  const amount = forecast?.amounts.find((one) => one.currency === currency);
  if (!forecast || !amount) return undefined;
  const soFar = BigInt(amount.so_far_micro), pace = BigInt(amount.at_this_pace_micro), rest = BigInt(forecast.days - forecast.days_passed);
  const past = periods.filter((one) => one.period < forecast.period).sort((a, b) => (a.period < b.period ? 1 : -1)).slice(0, kMonthsForRange);
  // What a day brought, in micros of which `days` are in a month: compared as fractions of the rest of the month.
  const rests = past.map(({ period, accounts }) => (BigInt(accounts.find((one) => one.currency === currency)?.earned_micro ?? '0') * rest) / daysOf(period));
  const further = [...rests, pace - soFar, ...(past.length === 0 ? [0n] : [])];
  const least = further.reduce((a, b) => (b < a ? b : a)), most = further.reduce((a, b) => (b > a ? b : a));
  return { period: forecast.period, soFar, pace, low: soFar + least, high: soFar + most, months: past.length };
}

/** For drawings only. */
export const major = (micros: bigint | string, currency: string): number => Number(micros) / 10 ** (6 + exponent(currency));
