// The proofreader of this build beside the text: what it marks in the two sample texts, and that one key corrects it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

let server, browser;
before(async () => {
  server = await startColophon();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

for (const [language, sample, expected, wrong, right] of [
  ['en', 0, ['the the', 'Your', 'recieved', 'Their', 'then', 'alot'], 'recieved', 'received'],
  ['zh-CN', 1, ['迫不急待', '一如继往', '以经', '好象'], '一如继往', '一如既往'],
]) {
  test(`${language}: mistakes of the sample are marked, with their reasons; the worker does it while keys go on`, async () => {
    const session = await watched(browser, { language, width: 1440 }), { page } = session, part = page.locator('colophon-manuscript'), field = page.locator('colophon-manuscript > textarea');
    await page.goto(`${server.origin}/write`);
    await page.locator('main .samples button').nth(sample).click();
    await part.locator('.mark', { hasText: wrong }).waitFor();
    const marked = await part.locator('.mark').allTextContents();
    for (const text of expected) assert.ok(marked.includes(text), `${text} in ${marked.join(' | ')}`);
    await page.evaluate((text) => {
      const area = document.querySelector('colophon-manuscript > textarea'), at = area.value.indexOf(text);
      area.focus();
      area.setSelectionRange(at + 1, at + 1);
    }, wrong);
    await page.keyboard.press('Control+.');
    assert.ok((await field.inputValue()).includes(right));
    await part.locator('.mark', { hasText: wrong }).waitFor({ state: 'detached' });
    await screenshot(page, `write-proof-${language}`);
    await accessible(page);
    session.clean();
    await session.context.close();
  });
}
