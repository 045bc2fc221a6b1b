// The studio as its user meets it, in Chromium: time to the first measures and the first score, and tasks on the main thread while a large picture is edited.
// Wall-clock time, in the browser's own clock. Not a test: machines are noisy.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/core.mjs';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { slowLine } from '../support/slow_line.mjs';

const photo = readFileSync(join(root, 'examples/catalogue/images/rocket.jpg'));
const rounds = 3;
const server = await startColophon(), browser = await launch();
const line = (name, ours, unit, target) => console.log(`${name}: ${ours.toFixed(ours < 10 ? 2 : 0)} ${unit}; target ${target} ${unit}; ratio ${(target / ours).toPrecision(3)}`);

/** Opens the page anew and drops the photo as soon as the widget is ready; gives the seconds to measures and to the score, and whether progress was shown. */
async function drop(page, origin) {
  await page.goto(origin);
  await page.evaluate(() => customElements.whenDefined('colophon-studio'));
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const studio = document.querySelector('colophon-studio'), when = {};
    const began = performance.now();
    const scored = new Promise((resolve) => {
      studio.addEventListener('colophon-opened', () => { when.opened = performance.now() - began; });
      studio.addEventListener('colophon-scored', () => { when.scored = performance.now() - began; resolve(); });
    });
    void studio.open(new File([bytes], 'rocket.jpg', { type: 'image/jpeg' }));
    const watch = setInterval(() => { when.progress ||= studio.shadowRoot.querySelector('[part=report] progress') !== null; }, 20);
    await scored;
    clearInterval(watch);
    return when;
  }, photo.toString('base64'));
}

async function best(of, act) {
  let least;
  for (let round = 0; round < rounds; ++round) {
    const found = await act();
    if (least === undefined || found[of] < least[of]) least = found;
  }
  return least;
}
const fresh = async (act) => {
  const context = await browser.newContext();
  try {
    return await act(await context.newPage());
  } finally {
    await context.close();
  }
};

// The server compresses ONNX Runtime Web once; that is not the visitor's wait.
await fresh((page) => drop(page, server.origin));
const far = await slowLine(server.origin, 10e6);
const distant = await best('scored', () => fresh((page) => drop(page, far.origin)));
line('10 Mbit/s, nothing cached, a dropped photo to its measures', distant.opened / 1000, 's', 1);
line(`10 Mbit/s, nothing cached, to its score (progress ${distant.progress ? 'shown' : 'NOT shown'})`, distant.scored / 1000, 's', 6);
await far.close();

const cold = await best('scored', () => fresh((page) => drop(page, server.origin)));
line('loopback, cold, to the score', cold.scored / 1000, 's', 1.5);
const warm = await fresh(async (page) => {
  await drop(page, server.origin);
  return best('scored', () => page.evaluate(async (base64) => {
    const studio = document.querySelector('colophon-studio'), bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const scored = new Promise((resolve) => studio.addEventListener('colophon-scored', resolve, { once: true })), began = performance.now();
    void studio.open(new File([bytes], 'rocket.jpg', { type: 'image/jpeg' }));
    await scored;
    return { scored: performance.now() - began };
  }, photo.toString('base64')));
});
line('loopback, warm, a photo to its score', warm.scored, 'ms', 150);

/** Twelve megapixels: enhanced, cropped, a slider pulled, undone. */
const tasks = await fresh(async (page) => {
  await page.goto(server.origin);
  await page.evaluate(() => customElements.whenDefined('colophon-studio'));
  const studio = page.locator('colophon-studio');
  await page.evaluate(async (base64) => {
    const small = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(4000, 3000);
    canvas.getContext('2d').drawImage(small, 0, 0, 4000, 3000);
    globalThis.large = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  }, photo.toString('base64'));
  const idle = () => page.waitForTimeout(1500);
  await idle();
  await page.evaluate(() => {
    globalThis.long = [];
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) globalThis.long.push(entry.duration); }).observe({ type: 'longtask' });
  });
  const edited = () => page.evaluate(() => new Promise((resolve) => document.querySelector('colophon-studio').addEventListener('colophon-edited', () => resolve(), { once: true })));
  const doing = async (act) => { const done = edited(); await act(); await done; await idle(); };
  await page.evaluate(() => document.querySelector('colophon-studio').open(globalThis.large, 'large.jpg'));
  await studio.getByRole('tab', { name: 'Picture' }).click();
  await studio.locator('[part=enhance]').waitFor();
  await idle();
  await doing(() => studio.locator('[part=enhance]').click());
  await doing(() => studio.getByRole('radio', { name: '16:9' }).check());
  await doing(async () => {
    for (let value = 5; value <= 60; value += 5) await studio.locator('input[data-name=contrast]').fill(String(value));
  });
  await doing(() => studio.locator('[part=undo]').click());
  return page.evaluate(() => globalThis.long);
});
line(`12 megapixels edited, the longest of ${tasks.length} long tasks on the main thread`, Math.max(0.01, ...tasks), 'ms', 50);

await browser.close();
await server.close();
