// <colophon-manuscript> as its writer meets it: chapters, writing, marks, finding, versions, drafts, registration; in both languages, themes and on a phone.
import assert from 'node:assert/strict';
import { strFromU8, unzipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { root } from '../support/core.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';
import { readCode } from '../support/qr.mjs';
import { testProofreader } from '../support/rules_of_a_test.mjs';

let server, browser;
before(async () => {
  server = await startColophon();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const partOf = (page) => page.locator('colophon-manuscript');
const textOf = (page) => page.locator('colophon-manuscript > textarea');
/** The page of writing with the proofreader of these tests. */
async function start(page, { proofread = true, query = '' } = {}) {
  await page.goto(`${server.origin}/write${query}`);
  await partOf(page).locator('[part=drop]').waitFor();
  if (proofread) await page.evaluate((source) => { document.querySelector('colophon-manuscript').options = { proofreader: (0, eval)(`(${source})`)() }; }, String(testProofreader)).catch(async () => {
    // The page's policy forbids eval: the debugger may define it.
    await page.evaluate(`document.querySelector('colophon-manuscript').options = { proofreader: (${String(testProofreader)})() }`);
  });
}
const open = (page, book) => page.evaluate((given) => {
  const { chapters, ...rest } = given;
  document.querySelector('colophon-manuscript').openBook({
    title: '', subtitle: '', language: 'en', direction: 'horizontal', names: [], edition: '', licence: '', ai: { level: 'none', note: '' }, images: [], cover: undefined, ...rest,
    chapters: chapters.map(([title, text], index) => ({ id: `c${index}`, title, text })),
  });
}, book);
const book = (page) => page.evaluate(() => document.querySelector('colophon-manuscript').book);
const titles = async (page) => (await book(page)).chapters.map(({ title }) => title);
/** Does something and waits until the draft was written after it. */
async function keeping(page, act) {
  await page.evaluate(() => { globalThis.wasKept = new Promise((resolve) => addEventListener('colophon-draft', () => resolve(), { once: true })); });
  await act();
  await page.evaluate(() => globalThis.wasKept);
}

test('chapters are added, named, moved by keys and by dragging, deleted; undo takes each back', async () => {
  const session = await watched(browser, { width: 1440 }), { page } = session, part = partOf(page);
  await start(page);
  await part.getByRole('button', { name: 'Begin a new book' }).click();
  await textOf(page).pressSequentially('It was a dark night.');
  await page.getByRole('textbox', { name: 'Title of the chapter' }).fill('One');
  await part.getByRole('button', { name: 'Add a chapter' }).click();
  await page.keyboard.type('Two');
  await page.keyboard.press('Enter');
  await page.keyboard.type('And stormy.');
  await part.getByRole('button', { name: 'Add a chapter' }).click();
  await page.keyboard.type('Three');
  assert.deepEqual(await titles(page), ['One', 'Two', 'Three']);
  await part.locator('[part=total]').getByText('3 chapters · 7 words').waitFor();
  await part.locator('[part=chapters] .chapter', { hasText: 'Three' }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowUp');
  assert.deepEqual(await titles(page), ['Three', 'One', 'Two']);
  await part.locator('[part=chapters] li', { hasText: 'Three' }).dragTo(part.locator('[part=chapters] li', { hasText: 'Two' }), { targetPosition: { x: 30, y: 34 } });
  assert.deepEqual(await titles(page), ['One', 'Two', 'Three']);
  await part.getByRole('button', { name: 'Delete “Two”' }).click();
  assert.deepEqual(await titles(page), ['One', 'Three']);
  await part.getByRole('button', { name: 'Undo', exact: true }).click();
  assert.deepEqual(await titles(page), ['One', 'Two', 'Three']);
  assert.equal((await book(page)).chapters[1].text, 'And stormy.');
  for (let step = 0; step < 3; ++step) await part.getByRole('button', { name: 'Undo', exact: true }).click();
  assert.deepEqual(await titles(page), ['One', 'Two', 'Three'].slice(0, 3));
  while (await part.locator('[part=undo]').isEnabled()) await part.locator('[part=undo]').click();
  assert.deepEqual((await book(page)).chapters.map(({ title, text }) => [title, text]), [['', '']]);
  while (await part.locator('[part=redo]').isEnabled()) await part.locator('[part=redo]').click();
  assert.deepEqual(await titles(page), ['One', 'Three']);
  session.clean();
  await session.context.close();
});

test('what is counted follows the writing', async () => {
  const session = await watched(browser), { page } = session, part = partOf(page);
  await start(page);
  await open(page, { title: 'Count', chapters: [['', '']] });
  await textOf(page).pressSequentially('Eight words are written here, one by one.');
  await part.locator('[part=total]', { hasText: '1 chapter · 8 words' }).waitFor();
  session.clean();
  await session.context.close();
});

test('while an input method composes nothing is marked, kept or undone; then it is one act', async () => {
  const session = await watched(browser, { language: 'zh-CN' }), { page } = session, part = partOf(page);
  await start(page);
  await part.getByRole('button', { name: '新建一本书' }).click();
  await textOf(page).pressSequentially('春');
  const client = await session.context.newCDPSession(page);
  for (const text of ['j', 'ji', 'jia', 'jiang']) await client.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await page.waitForTimeout(900);
  assert.equal((await book(page)).chapters[0].text, '春');
  await page.keyboard.press('Control+z');
  assert.match(await textOf(page).inputValue(), /^春jiang/, 'undo waits for the input method');
  await client.send('Input.insertText', { text: '江潮水' });
  assert.equal((await book(page)).chapters[0].text, '春江潮水');
  await page.waitForTimeout(1100);
  await textOf(page).pressSequentially('连海平');
  await page.keyboard.press('Control+z');
  assert.equal(await textOf(page).inputValue(), '春江潮水');
  await page.keyboard.press('Control+Shift+z');
  assert.equal(await textOf(page).inputValue(), '春江潮水连海平');
  session.clean();
  await session.context.close();
});

test('marks stand under their words; F8 goes to them, one key corrects, rules and words are turned off', async () => {
  const session = await watched(browser, { width: 1440 }), { page } = session, part = partOf(page);
  await start(page);
  const filler = Array.from({ length: 120 }, (_, i) => `Paragraph ${i} of a long chapter, with enough words in it that the line has to be broken at least once or twice on the way to its end, which is here.`).join('\n');
  await open(page, { title: 'Marks', chapters: [['First', `He recieved a letter letter from teh sea.\n${filler}\nNobody recieved another, and that was the end of teh story.`]] });
  await part.locator('.mark.spelling').first().waitFor();
  assert.deepEqual(await part.locator('.mark').allTextContents(), ['recieved', 'letter letter', 'teh']);
  await textOf(page).focus();
  await page.keyboard.press('F8');
  await part.locator('[part=mark]').getByText('A rule of the test: recieved').waitFor();
  // What can be done about it is in sight, however tall the text is.
  const { bottom, height } = await part.locator('[part=mark]').evaluate((bar) => ({ bottom: bar.getBoundingClientRect().bottom, height: innerHeight }));
  assert.ok(bottom <= height, `${bottom} of ${height}`);
  await page.keyboard.press('Control+.');
  await page.keyboard.press('F8');
  await page.keyboard.press('Control+.');
  assert.match(await textOf(page).inputValue(), /^He received a letter from teh sea\./);
  await page.keyboard.press('Shift+F8');
  // Around the end: the last mark of the chapter comes into view, its mark with it.
  await page.waitForFunction(() => document.querySelector('colophon-manuscript > textarea').selectionStart > 5000);
  await part.locator('.mark', { hasText: 'teh' }).waitFor();
  await page.waitForTimeout(300);
  await screenshot(page, 'write-marks-en');
  const place = await page.evaluate(() => {
    const field = document.querySelector('colophon-manuscript > textarea'), box = field.getBoundingClientRect(), mark = document.querySelector('colophon-manuscript').shadowRoot.querySelector('.mark').getBoundingClientRect();
    return { inside: mark.top > box.top && mark.bottom < box.bottom, fromEnd: field.scrollHeight - parseFloat(getComputedStyle(field).paddingBottom) - (mark.bottom - box.top + field.scrollTop), line: parseFloat(getComputedStyle(field).lineHeight) };
  });
  assert.ok(place.inside);
  assert.ok(place.fromEnd > -2 && place.fromEnd < 2.2 * place.line, `the mark is in the last paragraph: ${place.fromEnd} px above its end`);
  await part.locator('[part=mark]').getByRole('button', { name: 'Add to the dictionary' }).click();
  await part.locator('.mark', { hasText: 'teh' }).waitFor({ state: 'detached' });
  assert.equal(await part.locator('.mark', { hasText: 'recieved' }).count(), 1);
  await page.keyboard.press('F8');
  await part.locator('[part=mark]').getByRole('button', { name: 'Ignore this rule' }).click();
  await part.locator('.mark').first().waitFor({ state: 'detached' });
  await part.getByRole('button', { name: 'Turn on again: test-words' }).click();
  await part.getByRole('button', { name: 'recieved', exact: false }).first().waitFor();
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('finding and replacing, over a chapter and over the book; undo takes all of it back', async () => {
  const session = await watched(browser, { width: 1440 }), { page } = session, part = partOf(page);
  await start(page);
  await open(page, { title: 'Find', chapters: [['One', 'The sea, the Sea, the seaside.\nNo sea here.'], ['Two', 'A sea again.']] });
  await textOf(page).focus();
  await page.keyboard.press('Control+h');
  await page.getByRole('textbox', { name: 'Find', exact: true }).fill('sea');
  await part.locator('[part=find]').getByText('4 found').waitFor();
  assert.equal(await part.locator('.found').count(), 4);
  await part.getByRole('checkbox', { name: 'Whole word' }).check();
  await part.getByRole('checkbox', { name: 'Match case' }).check();
  await part.locator('[part=find]').getByText('2 found').waitFor();
  await part.getByRole('combobox', { name: 'Where' }).selectOption('everywhere');
  await part.locator('[part=find]').getByText('3 found').waitFor();
  await page.getByRole('textbox', { name: 'Find', exact: true }).press('Enter');
  await screenshot(page, 'write-find-en');
  await page.getByRole('textbox', { name: 'Replace with' }).fill('lake');
  await part.getByRole('button', { name: 'Replace all' }).click();
  await part.locator('[part=find]').getByText('3 replaced.').waitFor();
  assert.deepEqual((await book(page)).chapters.map(({ text }) => text), ['The lake, the Sea, the seaside.\nNo lake here.', 'A lake again.']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  assert.deepEqual((await book(page)).chapters.map(({ text }) => text), ['The sea, the Sea, the seaside.\nNo sea here.', 'A sea again.']);
  await page.keyboard.press('Control+f');
  await part.getByRole('checkbox', { name: 'Regular expression' }).check();
  await page.getByRole('textbox', { name: 'Find', exact: true }).fill('(unclosed');
  await part.locator('[part=find] [role=status]').getByText(/expression/).waitFor();
  await accessible(page);
  session.clean();
  await session.context.close();
});

test('versions are kept, compared and restored', async () => {
  const session = await watched(browser, { width: 1440 }), { page } = session, part = partOf(page);
  await start(page);
  await keeping(page, () => open(page, { title: 'Versions', chapters: [['One', 'The sea was calm.\nNobody came.'], ['Two', 'Later.']] }));
  await part.getByRole('tab', { name: 'Versions' }).click();
  await page.getByRole('textbox', { name: 'Name of the version' }).fill('Before the storm');
  await part.locator('[part=keep-version]').click();
  await part.locator('.versions-list').getByText('Before the storm').waitFor();
  await textOf(page).fill('The sea was wild.\nNobody came.\nBut the storm did.');
  await part.getByRole('button', { name: 'Compare: Before the storm' }).click();
  await part.getByText(/2 paragraphs differ/).click();
  assert.deepEqual(await part.locator('.change del').allTextContents(), ['calm']);
  assert.deepEqual(await part.locator('.change ins').allTextContents(), ['wild', 'But the storm did.']);
  await screenshot(page, 'write-versions-en');
  await accessible(page);
  await part.getByRole('button', { name: 'Restore: Before the storm' }).click();
  assert.equal(await textOf(page).inputValue(), 'The sea was calm.\nNobody came.');
  await part.getByRole('button', { name: 'Undo', exact: true }).click();
  assert.match(await textOf(page).inputValue(), /wild/);
  session.clean();
  await session.context.close();
});

test('a book survives a reload with its chapter, details, dictionary and versions; a second tab has a copy', async () => {
  const session = await watched(browser, { width: 1440 }), { page, context } = session, part = partOf(page);
  await start(page);
  await open(page, { title: 'Kept', chapters: [['One', 'First.'], ['Two', 'Second teh.']] });
  await part.locator('[part=chapters] .chapter', { hasText: 'Two' }).click();
  await part.getByRole('tab', { name: 'Book' }).click();
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Kept 留存');
  await part.getByRole('button', { name: 'Add a name' }).click();
  await keeping(page, () => page.getByRole('textbox', { name: 'Name 1' }).fill('李白'));
  await part.getByText(/Draft kept on this device/).waitFor();
  const second = await context.newPage();
  await second.goto(`${server.origin}/write`);
  await partOf(second).getByRole('button', { name: 'Open: Kept 留存' }).click();
  await partOf(second).getByText('This draft is open in another tab. You have a copy').waitFor();
  await second.close();
  await page.reload();
  await part.getByRole('button', { name: 'Open: Kept 留存' }).first().waitFor();
  await screenshot(page, 'write-drafts-en');
  await accessible(page);
  await part.getByRole('button', { name: 'Open: Kept 留存' }).last().click();
  await part.locator('[part=desk]').waitFor();
  assert.equal(await textOf(page).inputValue(), 'Second teh.');
  assert.deepEqual((await book(page)).names, [{ name: '李白', role: 'author' }]);
  session.clean();
  await session.context.close();
});

test('a full disk is said, the book stays and goes to a file; the file opens again, a changed one is refused by name', async () => {
  const session = await watched(browser), { page } = session, part = partOf(page);
  await start(page);
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args) {
      if (globalThis.diskIsFull) throw new DOMException('No room.', 'QuotaExceededError');
      return put.apply(this, args);
    };
  });
  await keeping(page, () => open(page, { title: 'Full', chapters: [['One', 'A \ud800 lone half, and \u202eturned\u202c text.']] }));
  await page.evaluate(() => { globalThis.diskIsFull = true; });
  await textOf(page).focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' More.');
  await part.getByText('This browser has no room left').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), part.locator('[part=save-draft]').click()]);
  assert.equal(download.suggestedFilename(), 'Full.colophon.json');
  const saved = readFileSync(await download.path(), 'utf8');
  await page.evaluate(() => { globalThis.diskIsFull = false; });
  await part.locator('[part=close]').click();
  const choose = (text) => part.locator('input[part=file]').setInputFiles({ name: 'Full.colophon.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await choose(saved.replace('"direction":"horizontal"', '"direction":"sideways"'));
  await part.getByText('book.direction').first().waitFor();
  await choose(saved);
  await textOf(page).waitFor();
  assert.match(await textOf(page).inputValue(), /More\.$/);
  session.clean();
  await session.context.close();
});

test('a registration of the book: near works with their passages, and a receipt that holds', async () => {
  const session = await watched(browser, { width: 1440 }), { page } = session, part = partOf(page);
  await start(page);
  const poem = readFileSync(join(root, 'examples/catalogue/poems/bai-juyi-1.txt'), 'utf8').trim();
  await open(page, { title: '', language: 'zh-Hant', chapters: [['', `${poem}\n我讀了很久。`]] });
  await part.getByRole('tab', { name: 'Prove' }).click();
  await part.getByRole('button', { name: 'Look for near works' }).click();
  await part.locator('.match').first().waitFor();
  await part.locator('.match').first().getByRole('button', { name: 'Side by side' }).click();
  await part.locator('[part=passages] mark').first().waitFor();
  await screenshot(page, 'write-near-en');
  await accessible(page);
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('A reading');
  await part.getByRole('button', { name: 'Register', exact: true }).click();
  await part.getByText('Registered, and the receipt holds').waitFor();
  // The code on the last page of its EPUB, read by another program, opens the check, and the check holds.
  await part.locator('[part=publish]').click();
  await part.getByText('anybody can check it').waitFor();
  await part.getByRole('tab', { name: 'Export' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), part.getByRole('button', { name: 'Save: EPUB 3' }).click()]);
  const last = strFromU8(unzipSync(readFileSync(await download.path()))['OEBPS/colophon.xhtml']), address = readCode(/<svg[\s\S]*?<\/svg>/.exec(last)[0]);
  assert.match(address, new RegExp(`^${server.origin}/verify\\?work=[0-9a-f-]{36}$`));
  const reader = await watched(browser, { language: 'zh-CN', width: 360 });
  await reader.page.goto(address);
  await reader.page.locator('.says').first().waitFor();
  await screenshot(reader.page, 'write-code-zh');
  assert.match(await reader.page.locator('.says').first().textContent(), /^成立/);
  await reader.page.goto(`${server.origin}/w/${new URL(address).searchParams.get('work')}`);
  await reader.page.getByRole('link', { name: '在你的浏览器中核验回执' }).click();
  await reader.page.locator('.says').first().waitFor();
  await reader.page.goto(address.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')));
  await reader.page.getByText('没有这个编号的已发布作品').waitFor();
  reader.clean(/404/);
  await reader.context.close();
  // What was proven is kept with the draft; of another text the last page does not say it.
  await page.waitForFunction(() => document.querySelector('colophon-manuscript').shadowRoot.querySelector('.draft')?.textContent.includes('Draft kept'));
  await page.reload();
  await part.getByRole('button', { name: /^Open:/ }).first().click();
  const saved = async () => {
    await part.getByRole('tab', { name: 'Export' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), part.getByRole('button', { name: 'Save: EPUB 3' }).click()]);
    return strFromU8(unzipSync(readFileSync(await file.path()))['OEBPS/colophon.xhtml']);
  };
  assert.match(await saved(), new RegExp(new URL(address).searchParams.get('work')));
  await part.getByRole('tab', { name: 'Prove' }).click();
  await part.getByText('This text was registered on').waitFor();
  await page.locator('colophon-manuscript > textarea').press('End');
  await page.locator('colophon-manuscript > textarea').pressSequentially('!');
  assert.doesNotMatch(await saved(), new RegExp(new URL(address).searchParams.get('work')));
  await part.getByText('The text was changed since its registration').waitFor();
  // While the log has not signed yet, the receipt is not there.
  session.clean(/404/);
  await session.context.close();
});

test('ten thousand chapters, and a book of 300,000 characters: they open, are moved through and written in', async () => {
  const session = await watched(browser, { width: 1440 }), { page } = session, part = partOf(page);
  await start(page);
  const opened = await page.evaluate(async () => {
    const began = performance.now();
    document.querySelector('colophon-manuscript').openBook({
      title: 'Many', subtitle: '', language: 'zh-Hans', direction: 'horizontal', names: [], edition: '', licence: '', ai: { level: 'none', note: '' }, images: [], cover: undefined,
      chapters: Array.from({ length: 10_000 }, (_, index) => ({ id: `c${index}`, title: `第${index + 1}章`, text: '春江潮水连海平，海上明月共潮生。再接再励。' })),
    });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - began;
  });
  console.log(`      10,000 chapters open in ${opened.toFixed(0)} ms`);
  assert.ok(opened < 10_000);
  await part.locator('[part=chapters] .chapter').last().click();
  assert.match(await part.locator('[part=total]').textContent(), /10,000/);
  await textOf(page).press('Control+End');
  await keeping(page, () => page.keyboard.type('完。'));
  assert.match((await book(page)).chapters.at(-1).text, /完。$/);
  await page.evaluate(() => {
    const paragraph = '春江潮水连海平，海上明月共潮生。滟滟随波千万里，何处春江无月明！江流宛转绕芳甸，月照花林皆似霰。\n', text = paragraph.repeat(6000).slice(0, 300_000);
    document.querySelector('colophon-manuscript').openBook({ title: 'Long', subtitle: '', language: 'zh-Hans', direction: 'horizontal', names: [], edition: '', licence: '', ai: { level: 'none', note: '' }, images: [], cover: undefined, chapters: [{ id: 'all', title: '', text: `${text}迫不急待` }] });
  });
  await textOf(page).press('Control+End');
  await part.locator('.mark', { hasText: '迫不急待' }).waitFor();
  const at = await page.evaluate(() => {
    const field = document.querySelector('colophon-manuscript > textarea'), mark = document.querySelector('colophon-manuscript').shadowRoot.querySelector('.mark').getBoundingClientRect(), box = field.getBoundingClientRect();
    return field.scrollHeight - parseFloat(getComputedStyle(field).paddingBottom) - (mark.bottom - box.top + field.scrollTop);
  });
  assert.ok(Math.abs(at) < 40, `the mark of the last line of 6,000 is ${at} px above the text's end`);
  session.clean();
  await session.context.close();
});

test('a form has the book as its value; removal ends the workers and a move does not', async () => {
  const session = await watched(browser), { page } = session;
  await start(page);
  const found = await page.evaluate(async () => {
    const form = document.createElement('form'), element = document.createElement('colophon-manuscript');
    element.setAttribute('name', 'book');
    element.setAttribute('required', '');
    element.setAttribute('drafts', 'off');
    form.append(element);
    document.body.append(form);
    const missing = form.reportValidity();
    await element.open(new File(['# One\n\nThe sea.\n\n# Two\n\nThe shore.\n'], 'sea.md', { type: 'text/markdown' }));
    const file = new FormData(form).get('book'), titles = element.book.chapters.map(({ title }) => title);
    document.body.append(form);
    await Promise.resolve();
    const moved = element.book !== undefined;
    form.reset();
    return { missing, titles, text: await file.text(), name: file.name, moved, after: new FormData(form).get('book') };
  });
  assert.equal(found.missing, false);
  assert.deepEqual(found.titles, ['One', 'Two']);
  assert.match(found.text, /One\n\nThe sea\.\n\nTwo\n\nThe shore\.\n/);
  assert.equal(found.moved, true);
  assert.equal(found.after, null);
  session.clean();
  await session.context.close();
});

test('prompts come from the book’s own words; what a prompt or a model writes is declared', async () => {
  const session = await watched(browser, { width: 1440 }), { page } = session, part = partOf(page);
  await start(page, { proofread: false });
  await page.evaluate(() => { document.querySelector('colophon-manuscript').options = { textModel: { name: 'Model of a test', write: async ({ instruction, context }) => `${instruction}: ${context.length} characters so far.` } }; });
  await open(page, { title: 'Ideas', chapters: [['One', 'The lighthouse and the keeper. The lighthouse kept its keeper. ']] });
  await part.getByRole('tab', { name: 'Prompts' }).click();
  await part.getByText('Made by rules from words of your book, not by AI.').waitFor();
  assert.match((await part.locator('[part=ideas] li p').allTextContents()).join(' '), /lighthouse|keeper/i);
  await screenshot(page, 'write-ideas-en');
  await textOf(page).press('Control+End');
  await part.locator('[part=ideas] li button').first().click();
  assert.deepEqual((await book(page)).ai, { level: 'none', note: 'Prompts made by rules of Colophon.' });
  await page.getByRole('textbox', { name: 'What do you want from it?' }).fill('Go on');
  await part.getByRole('button', { name: 'Ask', exact: true }).click();
  await part.locator('blockquote').waitFor();
  await part.locator('blockquote + .row button').click();
  assert.deepEqual((await book(page)).ai, { level: 'assisted', note: 'Prompts made by rules of Colophon. Text written by Model of a test.' });
  assert.match(await textOf(page).inputValue(), /Go on: \d+ characters so far\.$/);
  await accessible(page);
  session.clean();
  await session.context.close();
});

for (const [language, theme, width] of [['en', 'light', 1440], ['zh-CN', 'dark', 1440], ['zh-CN', 'light', 360], ['en', 'dark', 360]]) {
  test(`${language}, ${theme}, ${width} px: nothing runs out of the page, and axe finds nothing`, async () => {
    const session = await watched(browser, { language, theme, width }), { page } = session, part = partOf(page);
    await start(page);
    await screenshot(page, `write-start-${language}-${theme}-${width}`);
    await accessible(page);
    await page.locator('main .samples button').nth(language === 'en' ? 0 : 1).click();
    await part.locator('.mark').first().waitFor();
    await screenshot(page, `write-desk-${language}-${theme}-${width}`);
    await accessible(page);
    for (const tab of await part.getByRole('tab').all()) {
      if (!(await tab.isVisible())) continue;
      await tab.click();
      await page.waitForTimeout(400);
      await screenshot(page, `write-${await tab.getAttribute('data-name')}-${language}-${theme}-${width}`);
      await accessible(page);
    }
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scrolling');
    session.clean();
    await session.context.close();
  });
}
