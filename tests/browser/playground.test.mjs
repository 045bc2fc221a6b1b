// /playground: every call gives what its own code gives, in both languages, under the server's strict policy.
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

const open = async (options) => {
  const session = await watched(browser, options);
  await session.page.goto(`${server.origin}/playground`);
  await session.page.locator('#result').getByText('sharpness').waitFor();
  return session;
};
/** The result that is shown once nothing more is computed. */
const shown = async (page, mark) => {
  await page.locator('#result').getByText(mark).first().waitFor();
  return JSON.parse(await page.locator('#result').textContent());
};
/** Runs the code that is shown, as a reader would who copied it: the debugger may evaluate what the page's policy forbids. */
async function runShown(page, sample) {
  const files = { '@colophon/sdk': '/sdk/index.js', '@colophon/sdk/picture': '/sdk/picture.js' };
  const body = (await page.locator('#code').textContent()).replace(/^import (\{ \w+ \}) from '([^']+)';$/gm, (line, names, from) => `const ${names} = await import('${files[from]}');`);
  return page.evaluate(`(async () => {
    const file = new File([await (await fetch('/sdk/pages/samples/${sample}')).blob()], '${sample}', { type: '${sample.endsWith('.txt') ? 'text/plain' : 'image/jpeg'}' });
    ${body}
    return JSON.parse(JSON.stringify(result));
  })()`);
}

test('each call: its code, run as it stands, gives the result that is shown', async () => {
  const session = await open(), { page } = session;
  const expected = { features: 'sharpness', quality: 'mean_milli', palette: 'share_ppm', crop: 'score_ppm', iscc: 'datahash' };
  for (const [name, mark] of Object.entries(expected)) {
    await page.getByRole('radio', { name: new RegExp(`^${name}`) }).check();
    const result = await shown(page, mark);
    assert.deepEqual(await runShown(page, 'rocket.jpg'), result, name);
  }
  await screenshot(page, 'playground-en');
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('arguments change the code and the result; what is no number is refused in words', async () => {
  const session = await open(), { page } = session;
  await page.getByRole('radio', { name: /^palette/ }).check();
  assert.equal((await shown(page, 'share_ppm')).length, 6);
  await page.getByLabel('How many colours').fill('3');
  await page.waitForFunction(() => JSON.parse(document.querySelector('#result').textContent).length === 3);
  assert.match(await page.locator('#code').textContent(), /editor\.palette\(3\)/);
  await page.getByLabel('How many colours').fill('33');
  await page.getByText('A whole number from 1 to 32.').waitFor();
  assert.equal(await page.locator('#code').textContent(), '');
  await page.getByRole('radio', { name: /^crop/ }).check();
  await page.getByLabel('Width to height').selectOption('16:9');
  await page.waitForFunction(() => {
    const { width, height } = JSON.parse(document.querySelector('#result').textContent);
    return Math.abs(width / height - 16 / 9) < 0.02;
  });
  await page.getByRole('radio', { name: /^iscc/ }).check();
  await page.getByLabel('Title').fill('A "rocket"');
  await page.waitForFunction(() => JSON.parse(document.querySelector('#result').textContent).units?.meta !== undefined);
  assert.deepEqual(await runShown(page, 'rocket.jpg'), JSON.parse(await page.locator('#result').textContent()));
  session.clean();
  await session.context.close();
});

test('a text, a file of one’s own, a file that is broken; in Chinese, dark and narrow', async () => {
  const session = await open({ language: 'zh-CN', theme: 'dark', width: 360, height: 740 }), { page } = session;
  await page.getByRole('button', { name: '李白' }).click();
  assert.equal((await shown(page, 'han_characters')).language, 'zh');
  assert.deepEqual(await runShown(page, 'li-bai-1.txt'), JSON.parse(await page.locator('#result').textContent()));
  await page.getByRole('radio', { name: /^palette/ }).check();
  await page.getByText('这项调用需要一张图片，请选择一张。').waitFor();
  await page.locator('input[type=file]').setInputFiles({ name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await page.getByText('这个文件既不是 JPEG 也不是 PNG').waitFor();
  await page.getByLabel('自己的文字').fill('床前明月光');
  await page.getByRole('button', { name: '使用这段文字' }).click();
  await page.waitForFunction(() => document.querySelector('#result').textContent.includes('"han_characters": 5'));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing is wider than the page');
  await screenshot(page, 'playground-zh-dark');
  await accessible(page);
  session.clean();
  await session.context.close();
});
