// A page under watch: whatever the browser complains of, whatever leaks a key, and pictures of the states worth looking at.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const screens = join(root, 'build/screens');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens a context with one page; `problems` gathers errors of the console, of scripts and of the content security policy. */
export async function watched(browser, { language = 'en', theme = 'light', width = 1280, height = 900 } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: language, colorScheme: theme, acceptDownloads: true });
  // Generous: a machine that runs everything at once takes its time.
  context.setDefaultTimeout(120_000);
  const page = await context.newPage(), problems = [], leaks = [];
  page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  page.on('pageerror', (error) => problems.push(String(error)));
  await context.addInitScript(() => {
    globalThis.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  context.on('response', async (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (!/json|text|javascript/.test(type)) return;
    const body = await response.text().catch(() => '');
    // The key's prefix stands in documentation and code; a key has 32 bytes behind it.
    if (/ck_[A-Za-z0-9_-]{20,}/.test(body)) leaks.push(response.url());
  });
  return {
    context, page, problems,
    /** Nothing was logged as an error, but for what the test expects; no API key was seen. */
    clean(...expected) {
      assert.deepEqual(problems.filter((text) => !expected.some((one) => one.test(text))), []);
      assert.deepEqual(leaks, [], 'no answer holds an API key');
    },
  };
}

export async function screenshot(page, name, fullPage = true) {
  mkdirSync(screens, { recursive: true });
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(screens, `${name}.png`), fullPage, animations: 'disabled' });
}

/** No violation that axe calls serious or critical, in the page and in open shadow roots. */
export async function accessible(page) {
  // The page's policy forbids scripts of others: the debugger may still evaluate.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${JSON.stringify(target)} ${failureSummary}`).join(' | ')}`);
  });
  assert.deepEqual(found, []);
}
