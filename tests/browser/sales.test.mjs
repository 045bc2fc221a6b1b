// The desk's page of sales over the real server: a report is mapped with a live preview, imported, and its suspense worked off.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const kReport = `Reporting Month,Store,Country,Track Title,Artist,ISRC,Quantity,Net Revenue,Currency
2026-09,Spotify,US,French Alpine Landscpe,Unknown,,1036181,408.255314,USD
2026-09,Spotify,DE,Black Canyon (Live),,,300,0.003271845,EUR
2026-09,Apple Music,JP,Nothing Like It At All,Somebody,USRC17607839,12,-3.5,USD
2026-09,Apple Music,Narnia,Locomotion: House Cat,,bad,7,1.234,KWD
`;
const kBad = kReport.replace('408.255314', '408.25x');
const fixture = (name) => readFileSync(new URL(`../fixtures/dsr/${name}`, import.meta.url));
let server, browser;
before(async () => {
  server = await startColophon();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function desk(role, options = {}) {
  const session = await watched(browser, options);
  const { page } = session;
  await page.goto(`${server.origin}/desk#sales`);
  await page.locator('.accounts button').nth(['operator', 'finance', 'approver'].indexOf(role)).click();
  await page.locator('.sales').waitFor();
  return session;
}
const signedOut = /status of 401/;
const done = async (session, ...expected) => {
  session.clean(signedOut, ...expected);
  await session.context.close();
};
const choose = (page, name, text) => page.locator('#sales-file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

test('an approver looks and does not import', async () => {
  const session = await desk('approver');
  await session.page.getByText('Only operator and finance may do this.').waitFor();
  assert.equal(await session.page.locator('#sales-file').count(), 0);
  await screenshot(session.page, 'sales-empty-en');
  await accessible(session.page);
  await done(session);
});

test('a report is mapped with a live preview, and what would lose money refuses it', async () => {
  const session = await desk('finance');
  const { page } = session;
  await choose(page, 'september.csv', kReport);
  // Guessed from the header: amount, date, currency, names. The kind of money is nobody's guess.
  await page.locator('.rule.lacking').waitFor();
  assert.match(await page.locator('.rule.lacking').textContent(), /Kind of money/);
  await page.getByText('the preview appears: Kind of money.').waitFor();
  await page.getByLabel('Kind of money: Column').selectOption('constant');
  await page.locator('table.lines tbody tr').nth(3).waitFor();
  const cells = await page.locator('table.lines tbody tr').first().locator('td').allTextContents();
  assert.deepEqual(cells.slice(0, 3), ['2', '2026-09-30', 'subscription']);
  assert.match(cells[6], /^408\.255314\sUSD$/);
  assert.match(await page.locator('.findings').textContent(), /Narnia.*not a country/);
  await page.getByLabel('Service, by line: Meanings').fill('Apple Music = apple; Spotify = spotify');
  await page.getByLabel('Use: Column', { exact: true }).selectOption('constant');
  await page.getByLabel('Use: Value', { exact: true }).fill('stream');
  await page.waitForFunction(() => document.querySelector('table.lines tbody td:nth-child(4)')?.textContent === 'stream');
  await screenshot(page, 'sales-mapping-en');
  await accessible(page);

  await page.getByRole('button', { name: 'Choose another file' }).click();
  await choose(page, 'bad.csv', kBad);
  await page.getByLabel('Kind of money: Column').selectOption('constant');
  const refusal = page.locator('.alert', { hasText: 'bad.csv:2:Net Revenue' });
  await refusal.waitFor();
  assert.match(await refusal.textContent(), /The file would be refused/);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.locator('.alert', { hasText: /bad\.csv:2:Net Revenue/ }).nth(1).waitFor();
  await screenshot(page, 'sales-refused-en');
  await done(session, /status of 422/);
});

test('a file comes in, its lines are matched by a person, and the sums follow', async () => {
  const session = await desk('finance');
  const { page } = session;
  await choose(page, 'september.csv', kReport);
  await page.getByLabel('Kind of money: Column').selectOption('constant');
  await page.locator('table.lines tbody tr').nth(3).waitFor();
  await page.getByLabel('Keep the mapping as').fill('distributor');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByText('Kept as @distributor.').waitFor();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('Imported: 4 lines, 0 with a work.').waitFor();
  await page.locator('.queue .item').nth(3).waitFor();
  await page.getByRole('button', { name: 'Look for suggestions' }).click();
  await page.getByText(/\d of 4 have a work like them\./).waitFor();
  const first = page.locator('.queue .item').first();
  assert.match(await first.textContent(), /French Alpine Landscpe.*408\.255314.USD/s);
  await screenshot(page, 'sales-queue-en');
  await accessible(page);
  await first.locator('.suggestion button').first().click();
  await page.locator('.decided').waitFor();
  assert.match(await page.locator('.decided').textContent(), /Matched: /);
  assert.doesNotMatch(await page.locator('.suspense').textContent(), /404\.755314/);
  assert.match(await page.locator('.suspense').textContent(), /−3\.5/);

  // Another work than those suggested, and what is not ours.
  const other = page.locator('.queue .item', { hasText: 'Nothing Like It' });
  await other.getByRole('button', { name: 'Another work' }).click();
  await other.getByLabel('Find a work by its title').fill('black canyon');
  await other.getByRole('button', { name: 'Find', exact: true }).click();
  await other.locator('.other .suggestion').first().waitFor();
  await other.getByRole('button', { name: 'Not ours' }).click();
  await page.locator('.decided').nth(1).waitFor();
  await page.locator('.filters select').first().selectOption('rejected');
  await page.locator('.queue .item', { hasText: 'USRC17607839' }).waitFor();
  assert.equal(await page.locator('.queue .item').count(), 1);

  // Into the books: what is matched to its work, what waits into suspense, what is not ours not at all.
  const posting = page.locator('.posting');
  await posting.getByRole('button', { name: 'Show what would be posted' }).click();
  await posting.locator('tbody tr').nth(2).waitFor();
  assert.match(await posting.locator('tbody').textContent(), /0\.003271845.EUR.*1\.234.KWD.*408\.255314.USD/s);
  await posting.scrollIntoViewIfNeeded();
  await screenshot(page, 'sales-posting-en');
  await accessible(page);
  await posting.getByRole('button', { name: 'Post', exact: true }).click();
  await posting.getByText('Posted: 3 lines of revenue.').waitFor();
  await posting.getByRole('button', { name: 'Show what would be posted' }).click();
  await posting.getByText('Nothing is left to post.').waitFor();

  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()]);
  assert.match(readFileSync(await file.path(), 'utf8'), /2026-09-30,subscription,spotify,/);
  await done(session);
});

test('DDEX files need no mapping; a message that says something else than before is refused with line and cell', async () => {
  const session = await desk('operator', { language: 'zh-CN', theme: 'dark' });
  const { page } = session;
  await choose(page, 'passing.tsv', fixture('passing.tsv'));
  await page.locator('table.lines tbody tr').nth(5).waitFor();
  await screenshot(page, 'sales-dsr-dark-zh');
  await accessible(page);
  await page.getByRole('button', { name: '导入', exact: true }).click();
  await page.getByText('已导入 6 条明细，其中 0 条已对应到作品。').waitFor();
  await page.getByRole('button', { name: '换一个文件' }).click();
  await choose(page, 'negative.tsv', fixture('negative.tsv'));
  await page.getByRole('button', { name: '导入', exact: true }).click();
  await page.getByText('negative.tsv:10:SY02.01.Usages').waitFor();
  assert.equal(await page.locator('.bring input[type=checkbox]').isVisible(), false, 'another message under the same id is no second import of the same lines');
  // Withdrawn, it is gone.
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: '撤回 passing.tsv' }).click();
  await page.getByRole('button', { name: '撤回 passing.tsv' }).waitFor({ state: 'detached' });
  await screenshot(page, 'sales-queue-dark-zh');
  await done(session, /status of 409/);
});

test('the page fits a small screen', async () => {
  const session = await desk('finance', { width: 375, height: 780, language: 'zh-CN' });
  const { page } = session;
  await choose(page, 'again.csv', kReport.replaceAll('2026-09', '2026-08'));
  await page.locator('.posting').getByRole('button', { name: '查看将过账的内容' }).click();
  await page.getByText('没有可过账的内容。').waitFor();
  await page.locator('label.field', { hasText: '映射' }).first().locator('select').selectOption('distributor');
  await page.locator('table.lines tbody tr').nth(3).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375);
  await screenshot(page, 'sales-small-zh');
  await done(session);
});
