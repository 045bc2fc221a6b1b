// <colophon-cover> and the panel that the studio shows, on a page with the strictest policy: from a photograph to a saved cover.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { dist, root } from '../support/core.mjs';
import { sendFile, serve } from '../support/http_server.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob:; style-src 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types colophon";
const images = join(root, 'examples/catalogue/images'), photo = join(images, 'rocket.jpg');
const bytesOf = async (download) => readFileSync(await download.path());
const sizeOfPng = (bytes) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

let site, browser;
before(async () => {
  site = await serve(({ url }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://site');
    if (pathname.startsWith('/samples/')) return sendFile(response, images, pathname.slice(9)) || response.writeHead(404).end();
    if (pathname !== '/') return sendFile(response, dist, pathname.slice(1)) || response.writeHead(404).end();
    const lang = searchParams.get('lang'), [title, author] = lang === 'en' ? ['The Long Way Up', 'Ada Okafor'] : ['长路登天', '王小明'];
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
      .end(`<!doctype html><html lang="${lang}"><meta name="color-scheme" content="light dark"><meta name="viewport" content="width=device-width"><title>A site</title><main><h1>Covers</h1>
<form><colophon-cover title="${title}" author="${author}"></colophon-cover></form></main><script type="module" src="/define-cover.js"></script>`);
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function open({ lang = 'en', ...options } = {}) {
  const session = await watched(browser, { language: lang, ...options }), { page } = session;
  await page.goto(`${site.origin}/?lang=${lang}`);
  const panel = page.locator('colophon-cover'), covers = panel.locator('.cover'), png = panel.getByRole('button', { name: /^(Save PNG|保存 PNG)$/ }), picker = panel.locator('.picker');
  await panel.locator('.drop').waitFor();
  await page.evaluate(() => {
    globalThis.heard = [];
    for (const name of ['cover-chosen', 'cover-saved', 'error']) document.addEventListener(`colophon-${name}`, ({ detail }) => globalThis.heard.push([name, detail]));
    document.querySelector('form').addEventListener('submit', () => globalThis.heard.push(['submit', {}]));
  });
  /** The covers are those of what stands in the fields, and nothing is on its way: words wait a moment before covers are made of them. */
  const settled = async () => {
    await page.evaluate(() => { globalThis.stillSince = undefined; });
    await page.waitForFunction(() => {
      const root = document.querySelector('colophon-cover').shadowRoot, save = root.querySelector('.save .main'), now = performance.now();
      if (root.querySelectorAll('.cover').length === 0 || !save || save.disabled) globalThis.stillSince = undefined;
      else globalThis.stillSince ??= now;
      return now - globalThis.stillSince > 700;
    });
  };
  return {
    ...session, panel, covers, png, picker, settled,
    heard: (name) => page.evaluate((wanted) => globalThis.heard.filter(([one]) => one === wanted).map(([, detail]) => detail), name),
    async give(file = photo) {
      await panel.locator('input[type=file]').setInputFiles(file);
      await settled();
    },
    async end(...expected) {
      session.clean(/favicon|404/, ...expected);
      assert.deepEqual(await page.evaluate(() => globalThis.heard.filter(([one]) => one === 'submit')), [], 'no form was sent');
      await session.context.close();
    },
  };
}
const contrasts = (covers) => covers.locator('.says').allTextContents().then((all) => all.map((text) => Number(/([\d.]+)\s:\s1/.exec(text)?.[1])));

for (const [lang, theme, width, ratio] of [['en', 'light', 1440, 'book'], ['zh-CN', 'dark', 1440, 'wide'], ['en', 'dark', 360, 'square'], ['zh-CN', 'light', 360, 'story']]) {
  test(`a photograph becomes a dozen covers: ${lang}, ${theme}, ${width} pixels wide, ${ratio}`, async () => {
    const session = await open({ lang, theme, width }), { page, panel, covers } = session;
    if (ratio === 'book') await screenshot(page, `cover-empty-${lang}-${theme}-${width}`);
    await accessible(page);
    await session.give(join(images, lang === 'en' ? 'rocket.jpg' : 'french-alpine-landscape.jpg'));
    if (ratio !== 'book') {
      await panel.locator(`.ratio input[value=${ratio}]`).check({ force: true });
      await page.waitForFunction(() => globalThis.heard.at(-1)?.[1].ratio !== 'book');
      await session.settled();
    }
    // Not every layout is for a wide cover.
    assert.ok((await covers.count()) >= (ratio === 'wide' ? 8 : 12), `${await covers.count()} covers`);
    assert.equal(await covers.locator('input').first().isChecked(), true, 'the best is chosen at first');
    const least = await contrasts(covers);
    console.log(`      contrasts ${least.join(' ')}`);
    for (const [index, one] of least.entries()) assert.ok(one >= 4.5, `cover ${index + 1} has a contrast of ${one}`);
    for (const said of await covers.locator('.says').allTextContents()) assert.equal(said.split(/[,，]/).length, 4, `four measures in words: ${said}`);
    const [chosen] = (await session.heard('cover-chosen')).slice(-1);
    assert.equal(chosen.ratio, ratio);
    assert.ok(chosen.scores.total > 0 && chosen.choice.template, JSON.stringify(chosen.choice));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing is wider than the page');
    await screenshot(page, `cover-${lang}-${theme}-${width}`);
    await accessible(page);
    await session.end();
  });
}

test('by keyboard alone: picture, words, shape, cover, size, PNG of that size', async () => {
  const session = await open(), { page, panel, covers } = session, focused = () => page.evaluate(() => {
    const outer = document.activeElement, inner = outer.shadowRoot?.activeElement ?? outer;
    return inner.getAttribute('aria-label') ?? inner.textContent.trim() ?? inner.tagName;
  });
  const tabTo = async (wanted) => {
    for (let i = 0; i < 12; ++i) {
      await page.keyboard.press('Tab');
      if (wanted.test(await focused())) return;
    }
    assert.fail(`${wanted} was not reached`);
  };
  // Listened for well before it comes: the browser has to be told to ask.
  const chooser = page.waitForEvent('filechooser');
  await tabTo(/Choose a picture/);
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(photo);
  await session.settled();
  await tabTo(/^Title$/);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Night Launch');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => globalThis.heard.at(-1)?.[1].title === 'Night Launch');
  // The browser's own undo: no script has written into the field.
  await page.keyboard.press('ControlOrMeta+Z');
  await page.waitForFunction(() => globalThis.heard.at(-1)?.[1].title !== 'Night Launch');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Night Launch');
  await page.waitForFunction(() => globalThis.heard.at(-1)?.[1].title === 'Night Launch');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Notes');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => { const [, last] = globalThis.heard.at(-1); return last.ratio === 'square' && last.subtitle === 'Notes'; });
  await session.settled();
  const before = await panel.locator('[part=preview]').getAttribute('alt');
  await tabTo(/^$/);
  if (!(await covers.locator('input').first().evaluate((radio) => radio === radio.getRootNode().activeElement))) await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.equal(await covers.locator('input').nth(2).isChecked(), true);
  const alt = await panel.locator('[part=preview]').getAttribute('alt'), [picked] = (await session.heard('cover-chosen')).slice(-1);
  assert.notEqual(alt, before);
  assert.match(alt, /Night Launch/);
  await session.settled();
  await tabTo(/1,200 × 1,200/);
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => document.querySelector('colophon-cover').shadowRoot.querySelector('.save select').value === '1200');
  await tabTo(/^Save PNG$/);
  const saved = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const download = await saved;
  assert.equal(download.suggestedFilename(), 'rocket-cover-1200x1200.png');
  assert.deepEqual(sizeOfPng(await bytesOf(download)), [1200, 1200]);
  await panel.getByText('Saved: rocket-cover-1200x1200.png').first().waitFor();
  assert.equal(await focused(), 'Save PNG', 'the focus is where it was');
  const [event] = await session.heard('cover-saved');
  assert.deepEqual([event.type, event.width, event.height, event.name], ['image/png', 1200, 1200, 'rocket-cover-1200x1200.png']);
  // Other words: the cover that was chosen stays chosen.
  await panel.locator('[data-cover=author]').or(page.locator('[data-cover=author]')).first().fill('A. Okafor');
  await page.waitForFunction(() => globalThis.heard.at(-1)?.[1].author === 'A. Okafor');
  const [kept] = (await session.heard('cover-chosen')).slice(-1);
  assert.deepEqual([kept.choice.template, kept.choice.scheme], [picked.choice.template, picked.choice.scheme]);
  await session.end();
});

test('every size of PNG, and an SVG that holds its picture and loads nothing', async () => {
  const session = await open(), { page, panel, png } = session;
  await session.give();
  for (const [side, expected] of [['1200', [800, 1200]], ['2400', [1600, 2400]], ['3600', [2400, 3600]]]) {
    await panel.locator('.save select').selectOption(side);
    const saved = page.waitForEvent('download');
    await png.click();
    assert.deepEqual(sizeOfPng(await bytesOf(await saved)), expected);
    await session.settled();
  }
  assert.equal(await panel.locator('.save .hint').first().isVisible(), true, 'a picture of 640 pixels is soft at 3600, and the panel says so');
  const saved = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Save SVG' }).click();
  const svg = (await bytesOf(await saved)).toString();
  assert.match(svg, /^<svg [^>]*viewBox="0 0 1000 1500"/);
  assert.match(svg, /The Long|The<|Long/);
  assert.deepEqual([...svg.matchAll(/href="([^"]{0,22})/g)].map(([, start]) => start), ['data:image/jpeg;base64']);
  await session.end();
});

test('a photograph that lies on its side stands upright on the cover, and its metadata stays at home', async () => {
  const jpeg = readFileSync(photo), exif = Buffer.from('ffe1002245786966000049492a0008000000010012010300010000000600000000000000', 'hex');
  const session = await open(), { page, panel } = session;
  await session.give({ name: 'on its side.jpg', mimeType: 'image/jpeg', buffer: Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]) });
  const saved = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Save SVG' }).click();
  const download = await saved, svg = (await bytesOf(download)).toString();
  assert.equal(download.suggestedFilename(), 'on its side-cover.svg');
  const [, base64] = /href="data:image\/jpeg;base64,([^"]+)"/.exec(svg), inside = Buffer.from(base64, 'base64');
  assert.equal(inside.includes('Exif'), false);
  const frame = inside.indexOf(Buffer.from([0xff, 0xc0])), [height, width] = [inside.readUInt16BE(frame + 5), inside.readUInt16BE(frame + 7)];
  assert.deepEqual([width, height], [427, 640]);
  await session.end();
});

test('cancelled while it draws: nothing is saved, and it can be saved again', async () => {
  const session = await open(), { page, panel, png } = session;
  let downloads = 0;
  page.on('download', () => { downloads++; });
  await session.give();
  const during = await panel.evaluate(({ shadowRoot }) => {
    const [main, svg, cancel] = shadowRoot.querySelectorAll('.save button'), size = shadowRoot.querySelector('.save select');
    main.click();
    const state = [main.disabled, svg.disabled, size.disabled, cancel.hidden, shadowRoot.querySelectorAll('.save progress').length];
    cancel.click();
    return state;
  });
  assert.deepEqual(during, [true, true, true, false, 1]);
  await panel.locator('.save').getByText('Cancelled. Nothing was saved.').waitFor();
  assert.equal(downloads, 0);
  const saved = page.waitForEvent('download');
  await png.click();
  await saved;
  assert.equal(downloads, 1);
  await session.end();
});

for (const [lang, needs, long] of [['en', 'Write a title', 'This is too long for every layout'], ['zh-CN', '请写下标题', '任何版面也放不下']]) {
  test(`no title, and words that no layout has room for, are told in place: ${lang}`, async () => {
    const session = await open({ lang }), { page, panel, png } = session, field = (name) => page.locator(`[data-cover=${name}]`);
    await session.give();
    await field('title').fill('');
    await panel.getByText(needs).waitFor();
    assert.equal(await field('title').getAttribute('aria-invalid'), 'true');
    await page.waitForFunction(() => document.querySelector('colophon-cover').shadowRoot.querySelector('.save .main').disabled);
    await accessible(page);
    for (const name of ['title', 'subtitle', 'author']) await field(name).fill('W'.repeat(name === 'author' ? 120 : 200));
    await panel.getByText(long).first().waitFor();
    assert.equal(await png.isDisabled(), true);
    assert.equal((await session.heard('error')).at(-1).code, 'limit_exceeded');
    await accessible(page);
    for (const [name, text] of [['title', lang === 'en' ? 'Up' : '登天'], ['subtitle', ''], ['author', '']]) await field(name).fill(text);
    await session.settled();
    await session.end();
  });
}

test('without a picture: covers of colours alone, other patterns, and then a picture after all', async () => {
  const session = await open({ width: 1000 }), { page, panel, covers } = session;
  await panel.getByRole('button', { name: 'Make one from colours alone' }).click();
  await session.settled();
  assert.equal(await covers.count(), 12);
  for (const one of await contrasts(covers)) assert.ok(one >= 4.5, String(one));
  await panel.locator('.palette input[value=moss]').check({ force: true });
  await page.waitForFunction(() => globalThis.heard.length === 2);
  const first = (await session.heard('cover-chosen')).at(-1);
  await panel.getByRole('button', { name: 'Another pattern' }).click();
  await page.waitForFunction(() => globalThis.heard.length === 3);
  assert.notEqual((await session.heard('cover-chosen')).at(-1).choice.seed, first.choice.seed);
  await screenshot(page, 'cover-colours-en');
  await accessible(page);
  await session.give();
  assert.equal(await panel.locator('.palette').isVisible(), false);
  await session.end();
});

test('a file that is no picture, and then one that is', async () => {
  const session = await open({ lang: 'zh-CN' }), { panel } = session;
  await panel.locator('input[type=file]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('not a picture at all') });
  await panel.getByRole('alert').waitFor();
  assert.match(await panel.getByRole('alert').textContent(), /JPEG/);
  assert.equal((await session.heard('error')).at(-1).code, 'not_an_image');
  await session.give();
  assert.equal(await panel.getByRole('alert').count(), 0);
  await session.end();
});

test('another language while it is open; taken off the page, its worker ends', async () => {
  const session = await open(), { page, panel, covers } = session;
  await session.give();
  await page.locator('[data-cover=subtitle]').fill('Notes');
  await page.waitForFunction(() => globalThis.heard.at(-1)?.[1].subtitle === 'Notes');
  await session.settled();
  const [name] = await covers.locator('.name').allTextContents();
  assert.equal(page.workers().length, 1);
  await panel.evaluate((element) => element.setAttribute('locale', 'zh-CN'));
  assert.notEqual((await covers.locator('.name').allTextContents())[0], name);
  assert.match(await covers.locator('.says').first().textContent(), /对比/);
  assert.equal(await page.locator('[data-cover=title]').inputValue(), 'The Long Way Up', 'what was written stays');
  await panel.evaluate((element) => { element.setAttribute('author', 'B. Okafor'); element.setAttribute('title', 'Down Again'); });
  await page.waitForFunction(() => { const [, { title, author }] = globalThis.heard.at(-1); return title === 'Down Again' && author === 'B. Okafor'; });
  await session.settled();
  await panel.evaluate((element) => { const parent = element.parentNode; element.remove(); parent.append(element); });
  assert.equal(await covers.count(), 12, 'a move keeps it');
  await panel.evaluate((element) => { globalThis.kept = element; element.remove(); });
  for (let i = 0; i < 100 && page.workers().length > 0; ++i) await new Promise((later) => setTimeout(later, 20));
  assert.equal(page.workers().length, 0);
  await page.evaluate(() => document.querySelector('form').append(globalThis.kept));
  await session.settled();
  assert.equal(await page.locator('[data-cover=title]').count(), 1, 'back again, with each field once');
  assert.equal(await page.locator('[data-cover=subtitle]').inputValue(), 'Notes', 'and with what was written');
  await session.end();
});

test('a draft brings back words, shape and the cover that was chosen', async () => {
  const session = await open(), { page, panel, covers } = session;
  await session.give();
  await panel.locator('.ratio input[value=square]').check({ force: true });
  await page.waitForFunction(() => globalThis.heard.at(-1)?.[1].ratio === 'square');
  await session.settled();
  await covers.locator('input').nth(4).check({ force: true });
  await page.locator('[data-cover=subtitle]').fill('Notes');
  await page.waitForFunction(() => globalThis.heard.at(-1)?.[1].subtitle === 'Notes');
  const draft = await panel.evaluate((element) => JSON.stringify(element.brief)), { ratio, choice } = JSON.parse(draft);
  assert.equal(ratio, 'square');
  const heard = await page.evaluate(async ([text, address]) => {
    const other = document.createElement('colophon-cover');
    other.file = new File([await (await fetch(address)).blob()], 'rocket.jpg');
    other.brief = JSON.parse(text);
    const chosen = new Promise((resolve) => other.addEventListener('colophon-cover-chosen', ({ detail }) => resolve(detail)));
    document.querySelector('colophon-cover').replaceWith(other);
    return chosen;
  }, [draft, '/samples/rocket.jpg']);
  assert.deepEqual([heard.title, heard.subtitle, heard.ratio, heard.choice], ['The Long Way Up', 'Notes', 'square', choice]);
  await session.end();
});
