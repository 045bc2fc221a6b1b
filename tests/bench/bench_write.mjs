// A key press in a book of 300,000 characters, in Chromium, with real key events and checking on: from the event to the next frame that is
// drawn, beside a bare textarea that holds the same chapter. Wall-clock time in the browser's own clock. Not a test: machines are noisy.
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { testProofreader } from '../support/rules_of_a_test.mjs';

const keys = Number(process.env.COLOPHON_BENCH_KEYS ?? 240), targetMs = 50;
const server = await startColophon(), browser = await launch();

/** Runs in the page. Chinese prose in paragraphs of some 80 characters, with a word in every tenth that the proofreader marks. */
function makeBook(chapterUnits, bookUnits) {
  const sentence = '春江潮水连海平，海上明月共潮生，滟滟随波千万里，何处春江无月明；江流宛转绕芳甸，月照花林皆似霰。', chapters = [];
  for (let made = 0, paragraph = 0; made < bookUnits;) {
    let text = '';
    while (text.length < chapterUnits) text += `${sentence.repeat(2).slice(paragraph % 7, 76 + (paragraph % 13))}${paragraph++ % 10 === 3 ? '再接再励' : ''}\n`;
    chapters.push({ id: `c${chapters.length}`, title: `第${chapters.length + 1}章`, text: text.slice(0, chapterUnits) });
    made += chapterUnits;
  }
  return { title: '长篇', subtitle: '', language: 'zh-Hans', direction: 'horizontal', names: [], edition: '', licence: '', ai: { level: 'none', note: '' }, chapters, images: [], cover: undefined };
}
/** Runs in the page: gathers the time from every key to the frame after it. */
function watch(field) {
  globalThis.latencies = [];
  globalThis.events = [];
  new PerformanceObserver((list) => { for (const { name, duration } of list.getEntries()) if (name === 'keydown') globalThis.events.push(duration); }).observe({ type: 'event', durationThreshold: 16 });
  field.addEventListener('keydown', () => {
    const began = performance.now();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => globalThis.latencies.push(performance.now() - began);
      port2.postMessage(0);
    });
  }, true);
}
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

async function type(page) {
  for (let i = 0; i < keys; ++i) {
    await page.keyboard.press(i % 12 === 11 ? 'Backspace' : i % 40 === 39 ? 'Enter' : 'abcdefg'[i % 7]);
    // As fast as somebody who types well, with pauses in which checking, counting and keeping begin.
    await page.waitForTimeout(i % 30 === 29 ? 800 : 70);
  }
  await page.waitForTimeout(500);
  return page.evaluate(() => ({ latencies: globalThis.latencies, events: globalThis.events }));
}
async function measured(page, prepare) {
  await prepare();
  const { latencies, events } = await type(page);
  return { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), worst: Math.max(0, ...latencies), slow: events.filter((duration) => duration > targetMs).length, count: latencies.length };
}
const fresh = async (act) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } }), page = await context.newPage();
  try {
    return await act(page);
  } finally {
    await context.close();
  }
};

for (const [name, chapterUnits] of [['30 chapters of 10,000', 10_000], ['chapters of 100,000', 100_000]]) {
  const ours = await fresh((page) => measured(page, async () => {
    await page.goto(`${server.origin}/write`);
    await page.evaluate(() => customElements.whenDefined('colophon-manuscript'));
    const opened = await page.evaluate(`(() => {
      const element = document.querySelector('colophon-manuscript'), began = performance.now();
      if (${process.env.COLOPHON_BENCH_TEST_RULES === '1'}) element.options = { proofreader: (${testProofreader})() };
      element.openBook((${makeBook})(${chapterUnits}, 300000));
      return new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began))));
    })()`);
    await page.waitForTimeout(3000);
    console.log(`a book of 300,000 characters, ${name}, opens: ${opened.toFixed(0)} ms; target 300 ms; ratio ${(300 / opened).toPrecision(3)}`);
    await page.evaluate(`{
      const field = document.querySelector('colophon-manuscript > textarea'), middle = field.value.indexOf('\\n', field.value.length / 2);
      field.focus();
      field.setSelectionRange(middle, middle);
      field.scrollTop = field.scrollHeight / 2 - 300;
      (${watch})(field);
    }`);
    await page.waitForTimeout(800);
  }));
  const bare = await fresh((page) => measured(page, async () => {
    await page.setContent('<!doctype html><title>bare</title>');
    await page.evaluate(`{
      const field = document.createElement('textarea'), { chapters } = (${makeBook})(${chapterUnits}, ${chapterUnits});
      document.body.replaceChildren(field);
      Object.assign(field.style, { width: '690px', height: '720px', font: '18px/1.85 serif' });
      field.spellcheck = false;
      field.value = chapters[0].text;
      field.focus();
      const middle = field.value.indexOf('\\n', field.value.length / 2);
      field.setSelectionRange(middle, middle);
      field.scrollTop = field.scrollHeight / 2 - 300;
      (${watch})(field);
    }`);
    await page.waitForTimeout(800);
  }));
  const line = (what, mine, theirs) => console.log(`a key in a book of 300,000 characters, ${name}, ${what} of ${ours.count}: ${mine.toFixed(1)} ms; bare textarea ${theirs.toFixed(1)} ms; ratio ${(theirs / mine).toPrecision(3)}`);
  line('p50', ours.p50, bare.p50);
  line('p99', ours.p99, bare.p99);
  line('worst', ours.worst, bare.worst);
  console.log(`keys that took more than ${targetMs} ms by Event Timing, ${name}: ${ours.slow} of ${ours.count}; bare textarea ${bare.slow}`);
}
await browser.close();
await server.close();
