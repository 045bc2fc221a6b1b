// Near works in the studio, before a registration, over the real server and the sample catalogue.
import assert from 'node:assert/strict';
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

for (const [language, name, words] of [['en', 'en', { same: 'The same file:', content: 'The same content, saved anew:', none: 'Nothing near to it is registered here.' }],
  ['zh-CN', 'zh', { same: '同一文件：', content: '内容相同，另存一份：', none: '本站没有登记过与它相近的作品。' }]]) {
  test(`a work that is registered already is named before it is registered again (${language})`, async () => {
    const session = await watched(browser, { language });
    const { page } = session, studio = page.locator('colophon-studio');
    const asked = [];
    page.on('request', (request) => { if (request.url().includes('/similar')) asked.push(request.url()); });
    await page.goto(server.origin);
    await studio.locator('[part=drop]').waitFor();
    await studio.locator('input[type=file]').setInputFiles(join(images, 'rocket.jpg'));
    const act = (name) => studio.getByRole('tab', { name }).click();
    await act(/Prove|存证/);
    // Nothing is sent before the reader turns to the form.
    await studio.locator('[part=near] button').waitFor();
    assert.equal(asked.length, 0);
    await page.locator('input[slot=colophon-title]').focus();
    const match = studio.locator('[part=near] .match').first();
    await match.waitFor();
    assert.ok((await match.textContent()).startsWith(words.same), await match.textContent());
    assert.match(await studio.locator('[part=near] .mono').textContent(), /^ISCC:KE/);
    await screenshot(page, `studio-near-${name}`);
    await accessible(page);
    // A repaired picture has other bytes and the same content.
    await act(/Coach|评析/);
    const repair = studio.locator('[part=reasons] button, [part=repairs] button, button').filter({ hasText: /Sharpen|Set the levels|锐化|调整色阶/ }).first();
    await repair.click();
    await studio.locator('[part=stage]').getByText(/repaired:|已修复：/).waitFor();
    await act(/Prove|存证/);
    await studio.locator('[part=near] .match.same_content').first().waitFor();
    assert.ok((await match.textContent()).startsWith(words.content), await match.textContent());
    await screenshot(page, `studio-near-repaired-${name}`);
    session.clean();
    await session.context.close();
  });
}

test('a text that nobody has registered is near to nothing', async () => {
  const session = await watched(browser);
  const { page } = session, studio = page.locator('colophon-studio');
  await page.goto(server.origin);
  await studio.locator('[part=drop]').waitFor();
  await studio.locator('input[type=file]').setInputFiles({ name: 'new.txt', mimeType: 'text/plain', buffer: Buffer.from('Quite another story, of a lighthouse keeper and seventeen grey umbrellas. '.repeat(4)) });
  await studio.getByRole('tab', { name: 'Prove' }).click();
  await studio.locator('[part=near] button').click();
  await studio.locator('[part=near] .mono').waitFor();
  assert.equal(await studio.locator('[part=near] .hint').first().textContent(), 'Nothing near to it is registered here.');
  session.clean();
  await session.context.close();
});
