// The acts *Picture*, *Cover* and *Earn* of the studio, on real files over the real server.
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
async function opened(page, file = 'rocket.jpg') {
  await page.goto(server.origin);
  await studioOf(page).locator('[part=drop]').waitFor();
  await studioOf(page).locator('input[type=file]').setInputFiles(join(images, file));
  await studioOf(page).locator('[part=reasons]').waitFor();
}
/** Does something and gives the steps of the state that it led to. */
async function steps(page, act) {
  await page.evaluate(() => { globalThis.edited = new Promise((resolve) => addEventListener('colophon-edited', ({ detail }) => resolve(detail.steps), { once: true })); });
  await act();
  return page.evaluate(() => Promise.race([globalThis.edited, new Promise((_, reject) => setTimeout(() => reject(new Error('nothing was edited')), 90_000))]));
}
const size = (page) => studioOf(page).locator('[part=stage] .facts span').first().textContent();

for (const [language, theme, width, tab] of [['en', 'light', 1440, 'Picture'], ['zh-CN', 'dark', 360, '修图']]) {
  test(`a picture is enhanced, cropped by what draws the eye, turned, undone (${language}, ${theme}, ${width} px)`, async () => {
    const session = await watched(browser, { language, theme, width });
    const { page } = session, studio = studioOf(page);
    await opened(page, 'airplane-from-above.jpg');
    const whole = await size(page);
    await studio.getByRole('tab', { name: tab }).click();
    const [{ edit }] = await steps(page, () => studio.locator('[part=enhance]').click());
    assert.ok(Object.keys(edit.adjust).length > 0, 'a dull photograph needs something');
    for (const [name, value] of Object.entries(edit.adjust)) assert.ok(Math.abs(Number(await studio.locator(`input[data-name=${name}]`).inputValue()) - value) <= 10, name);
    const square = await steps(page, () => studio.getByRole('radio', { name: '1:1' }).check());
    assert.equal(square.length, 1, 'edits in a row are one step');
    const { crop } = square[0].edit;
    assert.ok(Math.abs(crop.width - crop.height) <= 1 && crop.width > 100);
    const frame = studio.locator('[part=crop-frame]');
    await frame.focus();
    const moved = await steps(page, () => page.keyboard.press(crop.x > 0 ? 'ArrowLeft' : 'ArrowRight'));
    assert.notEqual(moved[0].edit.crop.x, crop.x);
    assert.deepEqual(moved[0].edit.adjust, edit.adjust, 'a crop leaves the light as it is');
    const turned = await steps(page, () => studio.getByRole('button', { name: /Turn right|向右转/ }).click());
    assert.equal(turned[0].edit.turns, 1);
    await studio.locator('[part=tags] .tag').first().waitFor();
    await studio.locator('[part=colours] .swatch').first().waitFor();
    await screenshot(page, `picture-act-${language}`);
    await accessible(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    for (let undone = 0; undone < 4; ++undone) await steps(page, () => page.keyboard.press('Control+z'));
    assert.equal(await size(page), whole);
    assert.ok(await studio.locator('[part=undo]').isDisabled());
    session.clean();
    await session.context.close();
  });
}

test('the picture is saved in the format that is asked for, and what is registered is what is seen', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await opened(page);
  await studio.getByRole('tab', { name: 'Picture' }).click();
  await steps(page, () => studio.getByRole('radio', { name: '16:9' }).check());
  await studio.locator('[part=save] select').selectOption('png');
  const [file] = await Promise.all([page.waitForEvent('download'), studio.locator('[part=save-picture]').click()]);
  assert.equal(file.suggestedFilename(), 'rocket.png');
  const png = readFileSync(await file.path());
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  assert.equal(`${png.readUInt32BE(16)} × ${png.readUInt32BE(20)} pixels`, await size(page));
  await studio.getByText(/rocket\.png was saved/).waitFor();
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/v1/works'));
  const value = await page.evaluate(() => document.querySelector('colophon-studio').value.size);
  await studio.getByRole('tab', { name: 'Prove' }).click();
  await studio.getByRole('button', { name: 'Register', exact: true }).click();
  await studio.getByText('Registered, and the receipt holds').waitFor();
  assert.equal((await sent).postDataJSON().bytes, value);
  session.clean(/status of 404/);
  await session.context.close();
});

test('twice the size: progress, cancel, the result, and undo', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await opened(page, 'chelsea.png');
  assert.equal(await size(page), '451 × 300 pixels');
  await studio.getByRole('tab', { name: 'Picture' }).click();
  await studio.locator('[part=enlarge-button]').click();
  await studio.locator('[part=enlarge] progress').waitFor();
  await studio.locator('[part=enlarge]').getByRole('button', { name: 'Cancel' }).click();
  await studio.locator('[part=enlarge-button]').waitFor();
  assert.equal(await size(page), '451 × 300 pixels');
  assert.deepEqual(await steps(page, () => studio.locator('[part=enlarge-button]').click()), [{ enlarge: 2 }]);
  assert.equal(await size(page), '902 × 600 pixels');
  await steps(page, () => studio.locator('[part=undo]').click());
  assert.equal(await size(page), '451 × 300 pixels');
  session.clean();
  await session.context.close();
});

test('the coach tries each remedy on the file and names the best first', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await opened(page, 'airplane-from-above.jpg');
  await studio.locator('[part=mean]').waitFor({ timeout: 150_000 });
  const tried = page.evaluate(() => new Promise((resolve) => addEventListener('colophon-tried', ({ detail }) => resolve(detail.trials), { once: true })));
  await studio.locator('[part=try]').click();
  const trials = await tried;
  assert.deepEqual([...trials].map(({ remedy }) => remedy).sort(), ['enhance', 'levels', 'sharpen']);
  assert.deepEqual(trials, [...trials].sort((a, b) => b.gain_milli - a.gain_milli));
  await screenshot(page, 'coach-trials-en');
  // What was promised is what comes: the same bytes are scored again.
  const scored = page.evaluate(() => new Promise((resolve) => addEventListener('colophon-scored', ({ detail }) => resolve(detail.mean_milli), { once: true })));
  await studio.locator('[part=trials] button').first().click();
  assert.equal(await scored, trials[0].mean_milli);
  session.clean();
  await session.context.close();
});

test('a cover is made of the work, kept in its draft, and Earn shows the party’s own', async () => {
  const session = await watched(browser);
  const { page } = session, studio = studioOf(page);
  await opened(page);
  await studio.getByRole('tab', { name: 'Cover' }).click();
  const chosen = await page.evaluate(() => new Promise((resolve) => addEventListener('colophon-cover-chosen', ({ detail }) => resolve(detail.title), { once: true })));
  assert.equal(chosen, 'rocket');
  await studio.locator('[part=cover] img').first().waitFor();
  await screenshot(page, 'cover-act-en');
  await accessible(page);
  await studio.getByRole('tab', { name: 'Earn' }).click();
  await studio.locator('colophon-earnings').waitFor();
  session.clean();
  await session.context.close();
});

test('one act alone: <colophon-coach> and <colophon-register>', async () => {
  const session = await watched(browser);
  const { page } = session;
  await page.goto(server.origin);
  await page.evaluate(async () => {
    const file = new File([await (await fetch('/sdk/pages/samples/rocket.jpg')).arrayBuffer()], 'rocket.jpg', { type: 'image/jpeg' });
    for (const tag of ['colophon-coach', 'colophon-register']) {
      const element = document.createElement(tag);
      element.setAttribute('drafts', 'off');
      document.querySelector('main').append(element);
      await element.open(file);
    }
  });
  const coach = page.locator('colophon-coach'), register = page.locator('colophon-register');
  await coach.locator('[part=reasons]').waitFor();
  assert.equal(await coach.locator('[role=tab]:visible').count(), 0);
  assert.equal(await coach.locator('[part=register]').count(), 0);
  await register.locator('[part=register]').waitFor();
  assert.equal(await register.locator('[part=reasons]:visible').count(), 0);
  session.clean();
  await session.context.close();
});
