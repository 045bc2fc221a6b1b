// /verify over a settlement: an auditor computes it again in the browser, a payee asks why, and what was forged is seen. `colophon settle run`, another
// process, made what is compared.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { colophon, startColophon } from '../support/colophon.mjs';
import { root } from '../support/core.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const bundle = join(root, 'examples/settlement'), out = mkdtempSync(join(tmpdir(), 'colophon-replay-'));
const text = (path) => readFileSync(path, 'utf8');
const tables = readdirSync(bundle).map((name) => ({ name, mimeType: 'text/plain', buffer: readFileSync(join(bundle, name)) }));
const asDocument = (change = {}) => JSON.stringify({ files: Object.fromEntries(tables.map(({ name, buffer }) => [name, buffer.toString()])), format: 'colophon/settlement-bundle/2', root: summary.root, ...change });
let browser, server, summary;

before(async () => {
  colophon('settle', 'run', bundle, '--out', join(out, 'run'));
  summary = JSON.parse(text(join(out, 'run/summary.json')));
  [browser, server] = await Promise.all([launch(), startColophon()]);
});
after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(out, { recursive: true, force: true });
});

async function open(files, options) {
  const session = await watched(browser, options);
  await session.page.goto(`${server.origin}/verify`);
  await choose(session, files);
  return session;
}
async function choose({ page }, files) {
  await page.locator('input[type=file]').first().setInputFiles(files);
  await page.locator('.says, .alert').first().waitFor();
}
const file = (name, content) => ({ name, mimeType: 'application/json', buffer: Buffer.from(content) });

test('the tables of a settlement give the root that the program gave, and the published statement is theirs', async () => {
  const session = await open(tables), { page } = session;
  assert.match(await page.locator('.result').textContent(), new RegExp(summary.root));
  await page.locator('input[type=file]').nth(2).setInputFiles(join(out, 'run/statements/ada.json'));
  await page.getByText('They give this very statement').waitFor();
  assert.equal(await page.locator('.result').getAttribute('class'), 'result good');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the journal' }).click();
  assert.equal(text(await (await saved).path()), text(join(out, 'run/journal.ledger')));
  await screenshot(page, 'verify-replay');
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('a bundle whose root is another, a statement of another run, and a table that was cut are refused, in Chinese too', async () => {
  const session = await open(file('bundle.json', asDocument()), { language: 'zh-CN' }), { page } = session;
  assert.equal(await page.locator('.result').getAttribute('class'), 'result good');
  await choose(session, file('bundle.json', asDocument({ root: '00'.repeat(32) })));
  await page.locator('.result.bad').waitFor();
  const statement = JSON.parse(text(join(out, 'run/statements/ada.json')));
  statement.statement.lines[0].part.amount_micro = String(BigInt(statement.statement.lines[0].part.amount_micro) + 1n);
  await choose(session, file('bundle.json', asDocument()));
  await page.locator('.result.good').waitFor();
  await page.locator('input[type=file]').nth(2).setInputFiles(file('statement.json', JSON.stringify(statement)));
  await page.locator('.result.bad').waitFor();
  const cut = JSON.parse(asDocument());
  cut.files['revenue.csv'] = cut.files['revenue.csv'].slice(0, -4);
  await choose(session, file('bundle.json', JSON.stringify(cut)));
  await page.locator('.alert').waitFor();
  assert.match(await page.locator('.alert').textContent(), /revenue\.csv/);
  await screenshot(page, 'verify-replay-cut.zh-CN');
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('every line of a statement says why it is this much; a journal is checked', async () => {
  const session = await open(join(out, 'run/statements/ada.json'), { language: 'zh-CN' }), { page } = session;
  const lines = page.locator('.result table tbody tr:not(.reasons)');
  assert.equal(await lines.count(), JSON.parse(text(join(out, 'run/statements/ada.json'))).statement.lines.length);
  await lines.first().getByRole('button').click();
  await page.locator('.reasons li').first().waitFor();
  assert.match(await page.locator('.reasons').first().textContent(), /[一-龥]/);
  await accessible(page);
  await screenshot(page, 'verify-why.zh-CN');
  await choose(session, join(out, 'run/journal.ledger'));
  await page.locator('.result.good').waitFor();
  await choose(session, file('journal.ledger', text(join(out, 'run/journal.ledger')).replace(/(\d+\.\d+)/, '9$1')));
  await page.locator('.result.bad, .alert').first().waitFor();
  session.clean();
  await session.context.close();
});
