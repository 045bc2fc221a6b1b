// Drafts: what is open survives a reload, a full disk, two tabs and a deletion; it can be taken along as a file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const images = new URL('../../examples/catalogue/images/', import.meta.url).pathname;
let server, browser;
before(async () => {
  server = await startColophon();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const studioOf = (page) => page.locator('colophon-studio');
async function start(page) {
  await page.goto(server.origin);
  await studioOf(page).locator('[part=drop]').waitFor();
}
const choose = (page, file) => studioOf(page).locator('input[type=file]').setInputFiles(file);
/** Does something and waits until the draft was written after it. */
async function keeping(page, act) {
  await page.evaluate(() => { globalThis.wasKept = new Promise((resolve) => addEventListener('colophon-draft', () => resolve(), { once: true })); });
  await act();
  await page.evaluate(() => globalThis.wasKept);
}
const repaired = (page) => studioOf(page).locator('[part=stage]').getByText(/repaired:/);

test('a draft survives a reload: the picture, what was done to it, undo and redo, title, shares', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await start(page);
  assert.equal(await studio.locator('[part=drafts] :is(h3, li)').count(), 0, 'nobody is shown an empty list');
  await choose(page, join(images, 'rocket.jpg'));
  await studio.locator('[part=mean]').waitFor({ timeout: 150_000 });
  await studio.locator('[part=button-repair]').first().click();
  await repaired(page).waitFor();
  await studio.getByRole('tab', { name: 'Prove' }).click();
  await studio.getByRole('button', { name: '+ Add a co-creator' }).click();
  await keeping(page, () => page.getByRole('textbox', { name: 'Title' }).fill('Up and away 火箭'));
  await studio.getByText(/Draft kept on this device/).waitFor();
  await page.reload();
  await studio.locator('[part=drafts]').waitFor();
  await screenshot(page, 'drafts-en');
  await accessible(page);
  await studio.getByRole('button', { name: 'Open: Up and away 火箭' }).click();
  await repaired(page).waitFor();
  await studio.getByRole('tab', { name: 'Prove' }).click();
  assert.equal(await page.getByRole('textbox', { name: 'Title' }).inputValue(), 'Up and away 火箭');
  assert.equal(await studio.locator('[part=shares] .share').count(), 2);
  await studio.getByRole('button', { name: 'Undo', exact: true }).click();
  await repaired(page).waitFor({ state: 'detached' });
  await studio.getByRole('button', { name: 'Redo', exact: true }).click();
  await repaired(page).waitFor();
  session.clean();
  await session.context.close();
});

test('a text is kept while it is written; the counts follow', async () => {
  const session = await watched(browser, { language: 'zh-CN' });
  const { page } = session, studio = studioOf(page);
  await start(page);
  await studio.getByRole('button', { name: '粘贴文字' }).click();
  const field = page.locator('colophon-studio > textarea');
  await field.fill('床前明月光，');
  await studio.getByRole('button', { name: '开始测量' }).click();
  await studio.locator('[part=counts]').waitFor();
  await field.focus();
  await page.keyboard.press('Control+End');
  await keeping(page, () => page.keyboard.type('疑是地上霜。'));
  await studio.locator('[part=counts]').getByText('10', { exact: true }).first().waitFor();
  await page.reload();
  await studio.getByRole('button', { name: /^打开: / }).click();
  await studio.locator('[part=counts]').waitFor();
  assert.equal(await field.inputValue(), '床前明月光，疑是地上霜。');
  await screenshot(page, 'draft-text-zh');
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('two tabs on one draft: the second has a copy, and both are kept', async () => {
  const session = await watched(browser);
  const { page, context } = session;
  await start(page);
  await keeping(page, () => choose(page, join(images, 'chelsea.png')));
  const second = await context.newPage();
  await start(second);
  await studioOf(second).getByRole('button', { name: 'Open: chelsea' }).click();
  await studioOf(second).getByText('This draft is open in another tab. You have a copy').waitFor();
  await screenshot(second, 'draft-copy-en');
  await studioOf(second).getByRole('tab', { name: 'Prove' }).click();
  await keeping(second, () => second.getByRole('textbox', { name: 'Title' }).fill('The second cat'));
  await studioOf(page).getByRole('tab', { name: 'Prove' }).click();
  await keeping(page, () => page.getByRole('textbox', { name: 'Title' }).fill('The first cat'));
  const third = await context.newPage();
  await start(third);
  await studioOf(third).locator('[part=drafts] li').nth(1).waitFor();
  assert.deepEqual((await studioOf(third).locator('[part=drafts] b').allTextContents()).sort(), ['The first cat', 'The second cat']);
  session.clean();
  await context.close();
});

test('a draft goes to a file and comes back from it; a changed one is refused by name', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await start(page);
  await choose(page, join(images, 'rocket.jpg'));
  await studio.locator('[part=button-repair]').first().click();
  await repaired(page).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), studio.locator('[part=save-draft]').click()]);
  assert.equal(download.suggestedFilename(), 'rocket.colophon.json');
  const saved = readFileSync(await download.path(), 'utf8'), draft = JSON.parse(saved);
  assert.equal(draft.format, 'colophon/draft/1');
  assert.ok(Buffer.from(draft.file.base64, 'base64').equals(readFileSync(join(images, 'rocket.jpg'))), 'the file that was opened is in it, byte for byte');
  // In another browser, where nothing is kept.
  const other = await watched(browser);
  await start(other.page);
  const file = (content) => ({ name: 'rocket.colophon.json', mimeType: 'application/json', buffer: Buffer.from(content) });
  await choose(other.page, file(saved));
  await repaired(other.page).waitFor();
  assert.equal(await studioOf(other.page).getByRole('button', { name: 'Undo', exact: true }).isDisabled(), false);
  draft.history.states[1].steps[0].repair = '<script>';
  await start(other.page);
  await choose(other.page, file(JSON.stringify(draft)));
  await studioOf(other.page).getByText(/"history.states.steps.repair" is not what colophon\/draft\/1 says/).waitFor();
  session.clean();
  other.clean();
  await session.context.close();
  await other.context.close();
});

test('deleted drafts can be taken back', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await start(page);
  await keeping(page, () => choose(page, join(images, 'chelsea.png')));
  await studio.getByRole('button', { name: 'Open another' }).click();
  await studio.getByRole('button', { name: 'Delete: chelsea' }).click();
  await studio.locator('[part=drafts] .note').waitFor();
  assert.equal(await studio.locator('[part=drafts] li').count(), 0);
  await studio.locator('[part=drafts]').getByRole('button', { name: 'Undo' }).click();
  await studio.locator('[part=drafts] li').waitFor();
  await studio.getByRole('button', { name: 'Open: chelsea' }).click();
  await studio.locator('[part=reasons]').waitFor();
  session.clean();
  await session.context.close();
});

test('a full disk: the studio says so, the work stays, and the draft goes to a file', async () => {
  const session = await watched(browser);
  const { page, context } = session, studio = studioOf(page);
  await start(page);
  const debug = await context.newCDPSession(page);
  await debug.send('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize: 30_000 });
  await choose(page, join(images, 'rocket.jpg'));
  await studio.getByText(/This browser has no room left: the draft is not kept/).waitFor();
  await screenshot(page, 'draft-full-en');
  await accessible(page);
  await studio.locator('[part=mean]').waitFor({ timeout: 150_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), studio.locator('[part=save-draft]').click()]);
  assert.equal(JSON.parse(readFileSync(await download.path(), 'utf8')).name, 'rocket.jpg');
  // With room again the next pause keeps it.
  await debug.send('Storage.overrideQuotaForOrigin', { origin: server.origin });
  await studio.getByRole('tab', { name: 'Prove' }).click();
  await keeping(page, () => page.getByRole('textbox', { name: 'Title' }).fill('Kept after all'));
  session.clean();
  await context.close();
});

test('the element is a field of a form: its value is the work, required and reset work', async () => {
  const session = await watched(browser);
  const { page } = session;
  await start(page);
  const found = await page.evaluate(async (address) => {
    const form = document.createElement('form'), studio = document.createElement('colophon-studio');
    studio.setAttribute('name', 'work');
    studio.setAttribute('required', '');
    studio.setAttribute('drafts', 'off');
    form.append(studio);
    document.body.append(form);
    const missing = form.reportValidity();
    const bytes = await (await fetch(address)).arrayBuffer();
    await studio.open(new File([bytes], 'rocket.jpg', { type: 'image/jpeg' }));
    const file = new FormData(form).get('work');
    const same = file.size === bytes.byteLength && file.name === 'rocket.jpg' && file.type === 'image/jpeg';
    const valid = form.checkValidity();
    form.reset();
    return { missing, same, valid, after: new FormData(form).get('work'), elements: form.elements.length };
  }, '/sdk/pages/samples/rocket.jpg');
  assert.deepEqual(found, { missing: false, same: true, valid: true, after: null, elements: found.elements });
  session.clean();
  await session.context.close();
});
