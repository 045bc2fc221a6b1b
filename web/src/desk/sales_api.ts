// What the server says about sales, and the few conversions that the page needs.
import type { Desk } from './context.js';
import { salesEn, type SalesMessages } from '../locales/site/sales.en.js';
import { salesZh } from '../locales/site/sales.zh-CN.js';

export interface Sum { currency: string; lines: number; returns: number; units: string; amount: string; returned: string }
export interface Finding { code: string; column: string; sample: string; count: number; first_row: number }
export interface Reading {
  rows: number; lines: number; skipped: number; totals: number; first_date: string | null; last_date: string | null; sums: Sum[]; findings: Finding[];
  errors: { code: string; field: string; detail: string }[]; more_errors: boolean; acceptable: boolean;
}
export interface Line {
  row: number; date: string; kind: string; source: string; use: string; territory: string; units: string; amount: string; currency: string; title: string; artist: string;
  isrc: string; work: string | null; work_title: string; match: string; how: string;
}
export interface Preview {
  format: 'table' | 'dsr'; guess?: Mapping; reading: Reading; lines: Line[]; rows?: { row: number; cells: string[] }[]; unmatched: { currency: string; lines: number; amount: string }[];
  head?: { profile: string; version: string; sender_name: string };
}
export interface SalesFile {
  file: string; name: string; source: string; format: string; lines: number; posted: number; first_date: string | null; last_date: string | null; imported_by: string; reading: Reading;
  again?: boolean; matched_lines?: number; store_findings?: Finding[];
}
export interface Suggestion { work: string; title: string; artist: string; score_milli: number; reason: string }
export interface Match {
  key: string; state: string; work: string | null; work_title: string; how: string; decided_by: string; isrc: string; iswc: string; upc: string; proprietary: string; title: string; artist: string;
  sums: { currency: string; lines: number; units: string; amount: string }[]; suggestions: Suggestion[];
}
export interface SuspenseSum { state: string; currency: string; keys: number; lines: number; units: string; amount: string }
export interface PostedGroup { lines: number; amount: string }
export interface Posted {
  periods: ({ period: string; currency: string } & Record<'sales' | 'suspense' | 'resolved' | 'reversed', PostedGroup>)[];
  without_money: number; waiting_returns: number; revenue_lines: number;
}
/** docs/formats/sales-mapping.md. */
export type Mapping = Record<string, unknown>;
export interface SavedMapping { name: string; mapping: Mapping; updated_by: string }

export const words = (desk: Desk): SalesMessages => (desk.locale === 'en' ? salesEn : salesZh);
export const mayWrite = (desk: Desk): boolean => desk.me.role !== 'approver';
export const whole = (desk: Desk, value: number | string): string => new Intl.NumberFormat(desk.locale).format(BigInt(value));

/** "1,234.5 EUR" of a decimal string: every digit, grouped. */
export function money(desk: Desk, amount: string, currency: string): string {
  const [, sign, digits, rest] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? ['', '', '0', ''];
  const point = new Intl.NumberFormat(desk.locale).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.';
  return `${sign === '-' ? '−' : ''}${whole(desk, digits ?? '0')}${rest === undefined ? '' : point + rest}\u00a0${currency}`;
}

/** The bytes as base64, without holding them as a string of characters in between. */
export function base64(bytes: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).slice(String(reader.result).indexOf(',') + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(bytes);
  });
}

/** As much of a table as a preview needs, cut between two lines; the whole where it is small, packed, or has two bytes a character. */
export async function headOf(file: Blob, bytesMax = 256 * 1024): Promise<{ bytes: Blob; whole: boolean }> {
  if (file.size <= bytesMax) return { bytes: file, whole: true };
  const head = new Uint8Array(await file.slice(0, bytesMax).arrayBuffer());
  const packed = head[0] === 0x1f && head[1] === 0x8b, wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const end = head.lastIndexOf(10);
  if (packed || wide || end < 0) return { bytes: file, whole: true };
  return { bytes: new Blob([head.subarray(0, end + 1)]), whole: false };
}
