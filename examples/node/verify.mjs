#!/usr/bin/env node
// Checks a statement, receipt, pool table or plan on this machine, with the same core as the browser's.
//   node examples/node/verify.mjs DOCUMENT [--table FILE] [--log-key KEY]
// Exit status: 0 it holds, 1 it does not, 2 it is no such document.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ColophonError, createColophon } from '@colophon/sdk';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { table: { type: 'string' }, 'log-key': { type: 'string' } } });
if (positionals.length !== 1) {
  console.error('usage: verify.mjs DOCUMENT [--table FILE] [--log-key KEY]');
  process.exit(2);
}

const colophon = createColophon();
try {
  const report = await colophon.verify(await readFile(positionals[0]), {
    ...(values.table && { table: await readFile(values.table) }),
    ...(values['log-key'] && { logKey: values['log-key'] }),
  });
  for (const check of report.checks) {
    console.log(`${check.holds ? 'holds' : 'FAILS'}  ${check.name}${check.holds ? '' : `: ${check.detail} (${check.field})`}`);
  }
  console.log(`This ${report.kind} ${report.holds ? 'holds' : 'does not hold'}.`);
  process.exitCode = report.holds ? 0 : 1;
} catch (error) {
  // What is wrong with the document, or a file that cannot be read; anything else is a bug and shows where.
  if (!(error instanceof ColophonError || error.syscall)) throw error;
  console.error(error.message);
  process.exitCode = 2;
} finally {
  colophon.dispose();
}
