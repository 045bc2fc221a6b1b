// The auditor's check: a whole settlement computed again from its files, and compared with what was published of it.
import type { Check, Colophon, Settlement } from '@colophon/sdk';
import { options, type PageReport, type Trust, type Verdict } from './check.js';
import { receiptOf, type Bundle, type Receipt, type Statement } from './documents.js';

/** The files of a bundle: one document that holds them all, or the tables themselves. */
export async function readBundle(files: readonly File[]): Promise<Bundle | undefined> {
  const names = files.map(({ name }) => name);
  if (files.length > 1 || names[0]!.endsWith('.csv')) {
    const texts = await Promise.all(files.map((file) => file.text()));
    return { format: 'colophon/settlement-bundle/2', files: Object.fromEntries(names.map((name, i) => [name, texts[i]!])) };
  }
  // Only the beginning is looked at: a bundle may be large, and what else may be opened here may be larger.
  if (!(await files[0]!.slice(0, 12).text()).startsWith('{"files":')) return undefined;
  const document = JSON.parse(await files[0]!.text()) as Bundle;
  return document.format === 'colophon/settlement-bundle/2' ? document : undefined;
}

const passed = (name: string, holds: boolean, field = '', detail = ''): Check => ({ name, holds, field, detail: holds ? '' : detail });

/** `published`: a receipt of the settlement, or a statement of it, or empty. */
export async function replay(colophon: Colophon, bundle: Bundle, published: string, trust: Trust, onProgress: (done: number, total: number) => void): Promise<Verdict> {
  const settlement = await colophon.settle(bundle.files, { onProgress });
  const checks: Check[] = [passed('replay', true)];
  if (bundle.root !== undefined) checks.push(passed('replay-root', bundle.root === settlement.root, 'root', `The files give the root ${settlement.root}, and the bundle says ${bundle.root}.`));
  let report: PageReport = { kind: 'replay', holds: true, checks, facts: {}, proven: [], not_proven: [] };
  if (published !== '') {
    const base = await colophon.verify(published, options(trust));
    checks.push(...base.checks, ...(await compare(colophon, settlement, JSON.parse(published) as Receipt | Statement)));
    report = { ...report, facts: base.facts, proven: base.proven };
  }
  const holds = checks.every((one) => one.holds), against = checks.some(({ name }) => name === 'replay-header' || name === 'replay-root');
  const proven = holds && against ? [{ id: 'replayed', text: 'Every amount of this settlement follows from these files by its rules.' }, ...report.proven.filter(({ id }) => id !== 'arithmetic')] : [];
  return {
    document: { format: 'replayed', settlement }, tables: 0, trust,
    report: { ...report, checks, holds, proven, not_proven: [{ id: 'inputs', text: 'That the units and the revenue are real.' }] },
  };
}

async function compare(colophon: Colophon, settlement: Settlement, document: Receipt | Statement): Promise<Check[]> {
  const header = document.format === 'colophon/statement/2' ? document.settlement : receiptOf(document)?.payload;
  const [ours, theirs] = await Promise.all([settlement.settlement, header ?? {}].map((one) => colophon.canonicalJson(one)));
  const checks = [passed('replay-header', ours === theirs, 'settlement', 'What was published is another settlement than the one that these files give.')];
  if (document.format !== 'colophon/statement/2') return checks;
  const { party } = document.statement, known = settlement.statements.some((one) => one.party === party);
  const mine = known ? (await settlement.statement(party))['statement'] : {};
  const [again, before] = await Promise.all([mine as object, document.statement].map((one) => colophon.canonicalJson(one)));
  return [...checks, passed('replay-statement', again === before, 'statement', 'These files give this party another statement.')];
}
