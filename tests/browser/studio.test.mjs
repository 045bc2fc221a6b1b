// The studio on the first page, over the real server: open, score, repair, undo, register, check the receipt.
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
async function open(session, path = '/') {
  await session.page.goto(`${server.origin}${path}`);
  await studioOf(session.page).locator('[part=drop]').waitFor();
}
const act = (page, name) => studioOf(page).getByRole('tab', { name, exact: true }).click();
async function choose(page, file) {
  await studioOf(page).locator('input[type=file]').setInputFiles(file);
}
const mean = async (page) => Number(await studioOf(page).locator('[part=mean]').textContent({ timeout: 150_000 }));

for (const [language, name, words] of [['en', 'en', { quality: 'Technical photo quality', synthetic: '(synthetic labels)', measured: 'What was measured' }],
  ['zh-CN', 'zh', { quality: '技术画质', synthetic: '（合成标签）', measured: '测量结果' }]]) {
  test(`a photograph gets its distribution and its reasons (${language})`, async () => {
    const session = await watched(browser, { language });
    const { page } = session;
    await open(session);
    await screenshot(page, `studio-empty-${name}`);
    await choose(page, join(images, 'rocket.jpg'));
    const score = await mean(page), studio = studioOf(page);
    assert.ok(score >= 1 && score <= 10, `the mean is ${score}`);
    const heading = await studio.locator('[part=score] h3').textContent();
    assert.ok(heading.includes(words.quality) && heading.includes(words.synthetic), heading);
    assert.equal(await studio.locator('[part=chart] .bar').count(), 10);
    assert.equal(await studio.locator('[part=reasons] caption').textContent(), words.measured);
    assert.equal(await studio.locator('[part=reasons] tbody tr').count(), 6);
    await screenshot(page, `studio-photo-${name}`);
    await accessible(page);
    session.clean();
    await session.context.close();
  });
}

test('a repair is applied, compared, scored again and undone', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await open(session);
  await choose(page, join(images, 'rocket.jpg'));
  const before = await mean(page);
  const values = () => studio.locator('[part=reasons] td.value').allTextContents();
  const measured = await values();
  await studio.locator('[part=button-repair]').first().click();
  const undo = studio.getByRole('button', { name: 'Undo', exact: true });
  await studio.locator('[part=chart] .before').first().waitFor({ timeout: 60_000 });
  assert.ok(await undo.evaluate((button) => button.getRootNode().activeElement === button), 'the focus is on what can be done next');
  assert.notDeepEqual(await values(), measured);
  await studio.locator('input[type=range]').fill('30');
  await screenshot(page, 'studio-repaired-en');
  await act(page, 'Prove');
  await studio.getByText('What is registered: the picture as it is now').waitFor();
  await act(page, 'Coach');
  await undo.click();
  await page.waitForFunction(() => !document.querySelector('colophon-studio').shadowRoot.querySelector('[part=chart] .before'));
  assert.deepEqual(await values(), measured);
  assert.equal(await mean(page), before);
  assert.match(await studio.locator('[part=register]').textContent(), /What is registered: the original file/);
  await studio.getByRole('button', { name: 'Redo', exact: true }).click();
  await studio.locator('[part=chart] .before').first().waitFor({ timeout: 60_000 });
  // The keyboard does what the buttons do.
  await page.keyboard.press('Control+z');
  await page.waitForFunction(() => !document.querySelector('colophon-studio').shadowRoot.querySelector('[part=chart] .before'));
  assert.deepEqual(await values(), measured);
  session.clean();
  await session.context.close();
});

test('for anything but a photograph there is no score, and that is said', async () => {
  const session = await watched(browser, { theme: 'dark' });
  const { page } = session, studio = studioOf(page);
  await open(session);
  await choose(page, join(images, 'coffee.png'));
  await mean(page);
  await studio.getByRole('radio', { name: 'Drawing' }).check();
  assert.equal(await studio.locator('[part=mean]').count(), 0);
  assert.match(await studio.locator('[part=note]').textContent(), /This score is for photographs and does not apply here/);
  assert.equal(await studio.locator('[part=reasons] tbody tr').count(), 6);
  await screenshot(page, 'studio-drawing-dark-en');
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('a text is pasted into the page’s own DOM and counted', async () => {
  const session = await watched(browser, { language: 'zh-CN' });
  const { page } = session, studio = studioOf(page);
  await open(session);
  await studio.getByRole('button', { name: '粘贴文字' }).click();
  const field = page.locator('colophon-studio > textarea');
  assert.ok(await field.evaluate((element) => element === document.activeElement), 'the text field is in the light DOM and has the focus');
  await field.fill('床前明月光，疑是地上霜。\n举头望明月，低头思故乡。');
  await studio.getByRole('button', { name: '开始测量' }).click();
  await studio.locator('[part=counts]').waitFor();
  const rows = await studio.locator('[part=counts] tr').allTextContents();
  assert.ok(rows.includes('字词数20') && rows.includes('句数2') && rows.includes('行数2'), rows.join(' '));
  assert.equal(await studio.locator('[part=score]').count(), 0);
  await screenshot(page, 'studio-text-zh');
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('what is no picture is refused, in the reader’s language, with what to do', async () => {
  const session = await watched(browser, { language: 'zh-CN' });
  const { page } = session, studio = studioOf(page);
  await open(session);
  const whole = readFileSync(join(images, 'rocket.jpg'));
  await choose(page, { name: 'cut.jpg', mimeType: 'image/jpeg', buffer: whole.subarray(0, whole.length >> 1) });
  assert.match(await studio.locator('[part=error]').textContent(), /图片数据不完整，请重新复制或导出。/);
  await screenshot(page, 'studio-error-zh', false);
  await choose(page, { name: 'not.png', mimeType: 'image/png', buffer: Buffer.from('GIF89a, in truth') });
  await studio.getByText('这个文件既不是 JPEG 也不是 PNG').waitFor();
  await choose(page, { name: 'latin.txt', mimeType: 'text/plain', buffer: Buffer.from([0x63, 0x61, 0x66, 0xe9]) });
  await studio.getByText('文本不是 UTF-8 编码').waitFor();
  session.clean();
  await session.context.close();
});

test('shares must add up to exactly 1', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await open(session);
  await choose(page, join(images, 'rocket.jpg'));
  await act(page, 'Prove');
  await studio.getByRole('button', { name: '+ Add a co-creator' }).click();
  await studio.getByRole('button', { name: '+ Add a co-creator' }).click();
  const shares = studio.locator('[part=shares]'), inputs = shares.locator('.share input:last-of-type');
  assert.deepEqual(await Promise.all([0, 1, 2].map((row) => shares.getByLabel(/^Share of/).nth(row).inputValue())), ['1/3', '1/3', '1/3']);
  assert.match(await shares.locator('.sum').textContent(), /Adds up to exactly 1/);
  const first = shares.getByLabel('Share of You');
  // 0.333333 is not a third, however near it is.
  await first.fill('0.333333');
  assert.match(await shares.locator('.sum').textContent(), /Adds up to 2999999\/3000000: 1\/3000000 is still to give/);
  await first.fill('50%');
  assert.match(await shares.locator('.sum').textContent(), /Adds up to 7\/6: 1\/6 too much/);
  await studio.getByRole('button', { name: 'Register', exact: true }).click();
  assert.match(await shares.textContent(), /A party’s id is 36 characters/);
  assert.ok(await inputs.count() > 0);
  await screenshot(page, 'studio-shares-en');
  session.clean();
  await session.context.close();
});

test('Enter in the title registers, but not while composing; the receipt comes back and is checked here', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await open(session);
  await choose(page, join(images, 'chelsea.png'));
  await mean(page);
  await act(page, 'Prove');
  const title = page.getByRole('textbox', { name: 'Title' });
  await title.fill('Chelsea, repaired 猫');
  const sent = [];
  page.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/v1/works')) sent.push(request.postDataJSON()); });
  await title.evaluate((input) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, isComposing: true, cancelable: true })));
  assert.equal(await studio.locator('[part=receipt]').count(), 0);
  const event = page.evaluate(() => new Promise((resolve) => addEventListener('colophon-receipt', ({ detail }) => resolve(detail), { once: true })));
  await title.press('Enter');
  const { receipt, report } = await event;
  assert.equal(report.holds, true);
  assert.deepEqual(report.checks.map(({ name, holds }) => [name, holds]), [['commitment', true], ['inclusion', true], ['checkpoint', true], ['signature', true], ['known-key', true]]);
  assert.equal(receipt.payload.title, 'Chelsea, repaired 猫');
  assert.equal(sent.length, 1);
  assert.deepEqual(sent[0].shares, [{ party: 'self', share: '1/1' }]);
  assert.equal(sent[0].ai, 'none');
  assert.match(await studio.locator('[part=receipt]').textContent(), /Registered, and the receipt holds/);
  await screenshot(page, 'studio-registered-en');
  await accessible(page);
  const [file] = await Promise.all([page.waitForEvent('download'), studio.getByRole('button', { name: 'Save the receipt' }).click()]);
  const saved = readFileSync(await file.path(), 'utf8');
  assert.deepEqual(JSON.parse(saved), receipt);

  // The maker's own key: made here, its file saved, and the work declared under it.
  await studio.getByText('Declare it under your own key').click();
  await studio.getByLabel('Licence').selectOption('CC-BY-4.0');
  await studio.getByLabel('Passphrase for your new key').fill('short');
  await studio.getByLabel('Passphrase again').fill('short');
  await studio.getByRole('button', { name: 'Make the key and sign' }).click();
  await studio.locator('.wrong', { hasText: 'at least 10 characters' }).waitFor();
  await studio.getByLabel('Passphrase for your new key').fill('four words are enough');
  await studio.getByLabel('Passphrase again').fill('four words are enough');
  await screenshot(page, 'studio-sign-en');
  await accessible(page);
  const [key] = await Promise.all([page.waitForEvent('download'), studio.getByRole('button', { name: 'Make the key and sign' }).click()]);
  assert.equal(JSON.parse(readFileSync(await key.path(), 'utf8')).format, 'colophon/key/1');
  await studio.locator('.signed').waitFor();
  const terms = await (await fetch(`${server.origin}/v1/works/${receipt.payload.work}/terms`)).json();
  assert.deepEqual([terms.licence, terms.tdm, terms.ai], ['CC-BY-4.0', 'reserved', 'none']);
  // The same key is there on /rights, and so is what it said.
  await page.goto(`${server.origin}/rights#keys`);
  await page.getByText('The key in this browser').waitFor();
  await page.goto(`${server.origin}/rights#works`);
  await page.getByRole('heading', { name: 'Chelsea, repaired 猫' }).waitFor();
  session.clean(/status of 404/);
  await session.context.close();
});

test('what is registered after a repair are the repaired bytes', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await open(session);
  await choose(page, join(images, 'rocket.jpg'));
  await studio.locator('[part=button-repair]').first().click();
  await studio.locator('[part=chart] .before').first().waitFor({ timeout: 60_000 });
  await act(page, 'Prove');
  const done = page.evaluate(() => new Promise((resolve) => addEventListener('colophon-registered', ({ detail }) => resolve(detail), { once: true })));
  const upload = page.waitForRequest((request) => request.method() === 'PUT');
  await studio.getByRole('button', { name: 'Register', exact: true }).click();
  const { sha256, work } = await done;
  assert.equal((await upload).headers()['content-type'], 'image/jpeg');
  const kept = await page.evaluate(async (address) => {
    const token = (await (await fetch('/v1/sample/session', { method: 'POST' })).json()).token;
    const bytes = await (await fetch(address, { headers: { authorization: `Bearer ${token}` } })).arrayBuffer();
    return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }, `/v1/works/${work}/content`);
  assert.equal(kept, sha256);
  session.clean(/status of 404/);
  await session.context.close();
});

test('a server that does not answer: the work stays, the attempt is repeated', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await open(session);
  await choose(page, join(images, 'rocket.jpg'));
  await mean(page);
  await page.route('**/v1/works', (route) => route.abort(), { times: 1 });
  await act(page, 'Prove');
  await studio.getByRole('button', { name: 'Register', exact: true }).click();
  await studio.getByText('It was not registered.').waitFor();
  assert.match(await studio.locator('[part=error]').textContent(), /The server cannot be reached/);
  await screenshot(page, 'studio-offline-en');
  await studio.getByRole('button', { name: 'Register', exact: true }).click();
  await studio.getByText('Registered, and the receipt holds').waitFor();
  session.clean(/ERR_FAILED/, /status of 404/);
  await session.context.close();
});

test('a receipt that the server forged is refused, with what does not hold', async () => {
  const session = await watched(browser, { language: 'zh-CN' });
  const { page } = session, studio = studioOf(page);
  await open(session);
  await choose(page, join(images, 'rocket.jpg'));
  // The answer is changed in the page: a proxy would not have the browser's own headers, and the server asks for them.
  await page.evaluate(() => {
    const honest = globalThis.fetch;
    globalThis.fetch = async (...call) => {
      const answer = await honest(...call);
      if (!String(call[0]).endsWith('/receipt') || !answer.ok) return answer;
      const receipt = await answer.json();
      receipt.payload.title = 'somebody else’s';
      return new Response(JSON.stringify(receipt), { headers: { 'content-type': 'application/json' } });
    };
  });
  await act(page, '存证');
  await studio.getByRole('button', { name: '登记', exact: true }).click();
  await studio.getByRole('heading', { name: '回执不成立' }).waitFor();
  assert.equal(await studio.locator('[part=checks] .no').count(), 1);
  await screenshot(page, 'studio-forged-zh');
  session.clean(/404/);
  await session.context.close();
});

test('a model that is not the one on its card gives no score', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await session.context.route('**/*.onnx', async (route) => {
    const answer = await route.fetch(), bytes = await answer.body();
    bytes[bytes.length >> 1] ^= 1;
    return route.fulfill({ response: answer, body: bytes });
  });
  await open(session);
  await choose(page, join(images, 'rocket.jpg'));
  const error = studio.locator('[part=error]');
  await error.waitFor({ timeout: 150_000 });
  assert.match(await error.textContent(), /There is no score:.*is declared: publish both files/s);
  assert.equal(await studio.locator('[part=reasons] tbody tr').count(), 6);
  session.clean();
  await session.context.close();
});

test('language, theme and small screens', async () => {
  const session = await watched(browser, { language: 'zh-CN', theme: 'dark', width: 375, height: 780 });
  const { page } = session;
  await open(session);
  await choose(page, join(images, 'chelsea.png'));
  await mean(page);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375);
  await screenshot(page, 'studio-small-dark-zh');
  await page.getByRole('button', { name: 'English' }).click();
  assert.match(await studioOf(page).locator('[part=score] h3').textContent(), /Technical photo quality/);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  assert.ok((await page.locator('.banner').textContent()).includes('The audience of this sample is simulated'));
  await accessible(page);
  session.clean();
  await session.context.close();
});
