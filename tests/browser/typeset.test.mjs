// Set pages in a real browser: where core places a piece, there the browser draws it; English, Chinese across and Chinese down the page.
import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { englishHyphenation } from '../../web/words/data/make_hyphenation.mjs';
import { launch } from '../support/browser.mjs';
import { root, wordsPath } from '../support/core.mjs';
import { serve } from '../support/http_server.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' blob: data:; require-trusted-types-for 'script'";
let browser, host, script;
before(async () => {
  const header = readFileSync(join(root, 'wasm/include/colophon_abi.h'), 'utf8');
  const made = await build({
    entryPoints: [join(root, 'tests/support/typeset_page.mjs')], bundle: true, format: 'esm', write: false, loader: { '.css': 'text' }, logLevel: 'warning',
    define: { __COLOPHON_VERSION__: '"test"', __COLOPHON_ABI__: /#define COLOPHON_ABI_VERSION (\d+)/.exec(header)[1] },
  });
  script = made.outputFiles[0].text;
  host = await serve((request, response) => {
    const path = new URL(request.url, 'http://page').pathname;
    const files = {
      '/': ['text/html; charset=utf-8', '<!doctype html><html lang="en"><meta name="color-scheme" content="light dark"><title>Pages</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script><main><h1>Pages</h1></main>'],
      '/page.js': ['text/javascript', script], '/words.wasm': ['application/wasm', readFileSync(wordsPath)], '/hyphenation-en-us.bin': ['application/octet-stream', Buffer.from(englishHyphenation())],
    };
    if (files[path] === undefined) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': files[path][0], 'content-security-policy': policy }).end(files[path][1]);
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await host?.close();
});

async function opened(chapter, options = {}) {
  const session = await watched(browser, { width: 1000, height: 800, ...options });
  await session.page.goto(`${host.origin}/?chapter=${chapter}`);
  await session.page.locator('html[data-ready]').waitFor();
  return session;
}

/** Of every page the lines with what the browser drew: text, where it begins along the line, how long it is. */
const drawn = (page) => page.evaluate(async () => {
  const { preview, setter } = globalThis, vertical = setter.style.direction === 'vertical', lines = [];
  for (let at = 0; at < preview.pages; at += 2) {
    await preview.go(at);
    for (const area of preview.element.shadowRoot.querySelectorAll('.area')) {
      const box = area.getBoundingClientRect();
      for (const line of area.querySelectorAll('.line')) {
        const runs = [...line.querySelectorAll('.run')].map((run) => {
          const rect = run.getBoundingClientRect();
          return { text: run.textContent, from: vertical ? rect.top - box.top : rect.left - box.left, length: vertical ? rect.height : rect.width, dotted: run.classList.contains('dotted') };
        });
        lines.push({ runs, text: runs.map(({ text }) => text).join(' ') });
      }
    }
  }
  await preview.go(0);
  return lines;
});
/** The same as core placed them. */
const placed = (page) => page.evaluate(() => {
  const { setter, chapter } = globalThis, set = setter.set(chapter), lines = [];
  for (let at = 0; at < set.pages; ++at) for (const item of set.page(at)) if (item.kind === 'line') lines.push({ pieces: item.pieces, role: item.role });
  return lines;
});

for (const chapter of ['english', 'hanging', 'horizontal', 'vertical']) {
  test(`${chapter}: the browser draws every piece where core placed it, as long as it was measured`, async () => {
    const session = await opened(chapter);
    const real = await drawn(session.page), wanted = await placed(session.page);
    assert.ok(real.length > 25);
    assert.equal(real.length, wanted.length);
    let worst = 0;
    real.forEach(({ runs }, i) => {
      assert.equal(runs.length, wanted[i].pieces.length);
      runs.forEach((run, n) => {
        const piece = wanted[i].pieces[n];
        assert.ok(Math.abs(run.from - piece.x) < 0.6, `${run.text} is at ${run.from}, not ${piece.x}`);
        // What is set in a vertical form or in an em of its own is as long as that, whatever its advance across.
        if (piece.combined || piece.dotted || /^[“”‘’—…﹁-﹄]/.test(piece.text) || piece.text.endsWith('-')) return;
        worst = Math.max(worst, Math.abs(run.length - piece.advance));
        assert.ok(Math.abs(run.length - piece.advance) < 0.8, `${run.text} is ${run.length} long, not ${piece.advance}`);
      });
    });
    console.log(`      ${chapter}: ${real.length} lines, lengths off by at most ${worst.toFixed(2)} px`);
    session.clean();
    await session.context.close();
  });
}

test('no line of Chinese begins with what may not begin one, nor ends with what may not end one', async () => {
  for (const chapter of ['horizontal', 'vertical']) {
    const session = await opened(chapter);
    for (const { runs } of await drawn(session.page)) {
      assert.doesNotMatch(runs[0].text, /^[，。、；：！？」』）》”’﹂﹄]/, runs.map(({ text }) => text).join(''));
      assert.doesNotMatch(runs.at(-1).text, /[「『（《“‘﹁﹃]$/, runs.map(({ text }) => text).join(''));
    }
    await session.context.close();
  }
});

test('pages turn by keys in the direction of the book, and by buttons', async () => {
  for (const [chapter, forward, backward] of [['english', 'ArrowRight', 'ArrowLeft'], ['vertical', 'ArrowLeft', 'ArrowRight']]) {
    const session = await opened(chapter), { page } = session;
    const at = () => page.evaluate(() => globalThis.preview.page);
    await page.locator('.spread').focus();
    await page.keyboard.press(forward);
    assert.equal(await at(), 2);
    await page.keyboard.press(backward);
    assert.equal(await at(), 0);
    await page.keyboard.press('End');
    assert.ok(await at() >= 2);
    await page.keyboard.press('Home');
    assert.equal(await at(), 0);
    await page.getByRole('button', { name: /Next page|下一页/ }).click();
    assert.equal(await at(), 2);
    await accessible(page);
    await page.keyboard.press('Escape');
    session.clean();
    await session.context.close();
  }
});

test('a changed paragraph is set again alone, and the page stays', async () => {
  const session = await opened('english');
  const { calls, page } = await session.page.evaluate(async () => {
    const { preview, setter, chapter } = globalThis;
    await preview.go(2);
    let calls = 0;
    const core = setter.typesetter, paragraph = core.paragraph.bind(core);
    core.paragraph = (font, text, options, ...rest) => { if (!options.placed) ++calls; return paragraph(font, text, options, ...rest); };
    await preview.show({ ...chapter, text: chapter.text.replace('golden ball', 'silver ball') });
    return { calls, page: preview.page };
  });
  assert.equal(calls, 1);
  assert.equal(page, 2);
  await session.context.close();
});

test('screenshots of set pages with the rules that they show; in the dark the paper stays light', async () => {
  for (const chapter of ['english', 'hanging', 'horizontal', 'vertical']) {
    const session = await opened(chapter, { width: 940, height: 1000 });
    await screenshot(session.page, `typeset-${chapter}`);
    await session.page.evaluate(() => globalThis.preview.turn(1));
    await screenshot(session.page, `typeset-${chapter}-2`);
    await session.context.close();
  }
  const session = await opened('horizontal', { theme: 'dark', width: 940, height: 1000 });
  await screenshot(session.page, 'typeset-dark');
  await session.context.close();
});
