// Runs the core over a document, with the pool tables that there are, and gathers one verdict.
import type { Check, Colophon, Report } from '@colophon/sdk';
import { get } from '../site/api.js';
import type { Document } from './documents.js';

export interface Verdict {
  document: Document;
  report: Report;
  tables: number;
  /** The site's key at the time of the check; undefined where it could not be asked. */
  siteKey: string | undefined;
}

/** Checks `text`; every table adds its own checks to those of the document. */
export async function check(colophon: Colophon, text: string, tables: readonly string[], siteKey: string | undefined): Promise<Verdict> {
  const trusted = siteKey === undefined ? {} : { logKey: siteKey };
  const base = await colophon.verify(text, trusted);
  const checks: Check[] = [...base.checks];
  for (const table of tables) {
    const report = await colophon.verify(text, { ...trusted, table });
    const known = new Set(checks.map((one) => `${one.name} ${one.holds}`));
    checks.push(...report.checks.filter((one) => one.name.startsWith('table-') || !known.has(`${one.name} ${one.holds}`)));
  }
  const report: Report = { ...base, checks, holds: checks.length > 0 && checks.every((one) => one.holds) };
  return { document: JSON.parse(text) as Document, report, tables: tables.length, siteKey };
}

/** The published tables of a statement's pools that it has lines in, from this server. */
export async function fetchTables(document: Document): Promise<string[]> {
  if (document.format !== 'colophon/statement/1') return [];
  const pools = new Set(document.statement.lines.map((line) => document.pools[line.pool]?.pool));
  const tables: string[] = [];
  for (const pool of pools) {
    if (pool === undefined) continue;
    tables.push(JSON.stringify(await get<unknown>(`/v1/settlements/${document.settlement.settlement}/pools/${pool}/table`)));
  }
  return tables;
}
