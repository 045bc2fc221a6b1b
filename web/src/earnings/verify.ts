// Checking a statement on this machine: with its receipt, the log's key, and the published tables of all pools that it has lines in.
import type { CallOptions, Check, Colophon, Report } from '../sdk/types.js';
import type { Statement } from './data.js';

export async function verifyStatement(colophon: Colophon, statement: Statement, options: CallOptions): Promise<Report & { tables: number }> {
  const { log_key: logKey } = await colophon.site(options);
  const base = await colophon.verify(statement, { ...options, logKey });
  const checks: Check[] = [...base.checks], pools = new Set(statement.statement.lines.map((line) => statement.pools[line.pool]?.pool));
  let tables = 0;
  for (const pool of pools) {
    if (pool === undefined) continue;
    const table = await colophon.request<object>('GET', `/v1/settlements/${statement.settlement.settlement}/pools/${pool}/table`, undefined, options);
    const report = await colophon.verify(statement, { ...options, logKey, table });
    const known = new Set(checks.map((one) => `${one.name} ${one.holds}`));
    checks.push(...report.checks.filter((one) => one.name.startsWith('table-') || !known.has(`${one.name} ${one.holds}`)));
    ++tables;
  }
  return { ...base, checks, holds: checks.length > 0 && checks.every((one) => one.holds), tables };
}
