// Runs the core over a document, with the pool tables that there are, and gathers one verdict.
import type { Check, Colophon, Report } from '@colophon/sdk';
import { get } from '../site/api.js';
import type { Document } from './documents.js';

/** Whom the reader trusts: keys or a policy of their own, or the keys that this site publishes; nobody where it could not be asked. */
export interface Trust { by: 'reader' | 'site' | 'nobody'; policy: string }

export function trustOf(written: string, siteKeys: readonly string[] | undefined): Trust {
  if (written.trim() !== '') return { by: 'reader', policy: written };
  return siteKeys === undefined ? { by: 'nobody', policy: '' } : { by: 'site', policy: siteKeys.join('\n') };
}

/** Of a settlement that was computed again there is a report too, made by the page. */
export type PageReport = Omit<Report, 'kind'> & { kind: Report['kind'] | 'replay' };

export interface Verdict {
  document: Document;
  report: PageReport;
  tables: number;
  trust: Trust;
}

export const options = ({ by, policy }: Trust): { policy?: string } => (by === 'nobody' ? {} : { policy });

/** Checks `text`; every table adds its own checks to those of the document. */
export async function check(colophon: Colophon, text: string, tables: readonly string[], trust: Trust): Promise<Verdict> {
  const base = await colophon.verify(text, options(trust));
  const checks: Check[] = [...base.checks];
  for (const table of tables) {
    const report = await colophon.verify(text, { ...options(trust), table });
    const known = new Set(checks.map((one) => `${one.name} ${one.holds}`));
    checks.push(...report.checks.filter((one) => one.name.startsWith('table-') || !known.has(`${one.name} ${one.holds}`)));
  }
  const holds = checks.length > 0 && checks.every((one) => one.holds);
  const report: Report = { ...base, checks, holds, proven: holds ? base.proven : [] };
  return { document: documentOf(text, report), report, tables: tables.length, trust };
}

/** A proof file and a journal are no JSON: what a proof was made from comes out of the report. */
function documentOf(text: string, report: Report): Document {
  if (report.kind === 'journal') return { format: 'journal' };
  if (!text.startsWith('c2sp.org/')) return JSON.parse(text) as Document;
  const { kind, payload, index } = report.facts as { kind: string; payload: Record<string, unknown>; index: number };
  return { format: 'colophon/receipt/1', kind, payload, index, log_key: '' };
}

/** A whole log; `held` is a receipt or checkpoint of the reader's, or empty. */
export async function checkLog(colophon: Colophon, archive: Blob, held: string, trust: Trust, onProgress: (done: number, total: number) => void): Promise<Verdict> {
  const report = await colophon.verifyLog(archive, { ...options(trust), held: heldNote(held), onProgress });
  return { document: { format: 'log' }, report, tables: 0, trust };
}

/** The checkpoint inside a receipt; what is no receipt is taken for a checkpoint. */
function heldNote(text: string): string {
  if (text.startsWith('{')) return String((JSON.parse(text) as { checkpoint?: unknown }).checkpoint ?? '');
  return text.startsWith('c2sp.org/') ? text.slice(text.indexOf('\n\n') + 2) : text;
}

/** An archive says so where its first header ends. */
export async function isArchive(file: Blob): Promise<boolean> {
  return (await file.slice(257, 262).text()) === 'ustar';
}

/** The published tables of a statement's pools that it has lines in, from this server. */
export async function fetchTables(document: Document): Promise<string[]> {
  if (document.format !== 'colophon/statement/2') return [];
  const pools = new Set(document.statement.lines.map((line) => document.pools[line.pool]?.pool));
  const tables: string[] = [];
  for (const pool of pools) {
    if (pool === undefined) continue;
    tables.push(JSON.stringify(await get<unknown>(`/v1/settlements/${document.settlement.settlement}/pools/${pool}/table`)));
  }
  return tables;
}
