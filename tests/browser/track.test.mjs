// The plan in a reader's browser: a page of a channel, what is reported of it, and what is not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../support/browser.mjs';
import { startColophon } from '../support/colophon.mjs';
import { accessible, screenshot, watched } from '../support/page.mjs';

let server, browser, session, page;
before(async () => {
  server = await startColophon();
  browser = await launch();
  session = await watched(browser);
  ({ page } = session);
  // The desk's cookie is for the questions of this test; what is reported goes with a session's token.
  await page.goto(`${server.origin}/desk`);
  await page.locator('.accounts button').first().click();
  await page.locator('.tabs').waitFor();
  await page.evaluate(async () => {
    const { createColophon } = await import('/sdk/index.js');
    globalThis.open = (consent) => createColophon({
      server: location.origin, consent,
      getToken: async () => (await (await fetch('/v1/sample/session', { method: 'POST' })).json()).token,
    });
    globalThis.likes = async () => (await (await fetch('/v1/reports/channels')).json()).channels.reduce((sum, row) => sum + row.outcomes.like, 0);
    globalThis.channel = (await (await fetch('/v1/channels')).json()).channels[0].channel;
  });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

test('without a word about consent nothing is reported, and without consent nothing is kept', async () => {
  const told = await page.evaluate(async () => {
    const silent = open(undefined), refused = open(() => false);
    const shown = await refused.page(channel, { limit: 4 });
    const missing = await silent.track({ type: 'like', work: shown.works[0].work }).catch(({ code, field }) => ({ code, field }));
    const withheld = await shown.track('like', shown.works[0].work, { now: true });
    return { missing, withheld, kept: Object.keys(localStorage).filter((name) => name.startsWith('colophon/events')), likes: await likes() };
  });
  assert.deepEqual(told.missing, { code: 'invalid_argument', field: 'consent' });
  assert.deepEqual(told.withheld, { accepted: 0, duplicates: 0, waiting: 0, withheld: 1 });
  assert.deepEqual(told.kept, []);
  assert.equal(told.likes, 0);
});

test('acts on a page travel together and name its decision; a work in sight is a view', async () => {
  const sent = [];
  page.on('request', (request) => { if (request.url().endsWith('/v1/events')) sent.push(JSON.parse(request.postData())); });
  const told = await page.evaluate(async () => {
    const colophon = open(async () => true), shown = await colophon.page(channel, { limit: 4 });
    const element = document.body.appendChild(document.createElement('p'));
    element.textContent = shown.works[0].title;
    element.scrollIntoView();
    shown.seen(element, shown.works[0].work);
    await new Promise((next) => setTimeout(next, 1_300));
    const [like, share] = await Promise.all([shown.track('like', shown.works[0].work), shown.track('share', shown.works[0].work)]);
    element.remove();
    return { like, share, decision: shown.decision, works: shown.works.length, likes: await likes() };
  });
  assert.equal(told.works, 4);
  assert.equal(sent.length, 1, 'one request for three acts');
  assert.deepEqual(sent[0].events.map(({ type }) => type).sort(), ['like', 'share', 'view']);
  assert.ok(sent[0].events.every(({ decision }) => decision === told.decision));
  assert.deepEqual(told.like, { accepted: 3, duplicates: 0, waiting: 0, withheld: 0 });
  assert.equal(told.likes, 1);
});

test('without a connection acts are kept, and delivered once there is one, also by the next page', async () => {
  await page.evaluate(async () => {
    globalThis.colophon = open(true);
    globalThis.shown = await colophon.page(channel, { limit: 4 });
  });
  await session.context.setOffline(true);
  const waiting = await page.evaluate(() => shown.track('like', shown.works[1].work, { now: true }));
  assert.deepEqual(waiting, { accepted: 0, duplicates: 0, waiting: 1, withheld: 0 });
  await session.context.setOffline(false);
  await page.waitForFunction(async () => (await likes()) === 2);
  assert.equal(await page.evaluate(() => localStorage.length), 0, 'what was delivered is not kept');
  // The page goes while the server is away; the next one brings what it left.
  await session.context.setOffline(true);
  await page.evaluate(() => shown.track('like', shown.works[2].work, { now: true }));
  await page.evaluate(() => colophon.dispose());
  await session.context.setOffline(false);
  await page.evaluate(async () => {
    globalThis.next = open(true);
    await next.site();
  });
  await page.waitForFunction(async () => (await likes()) === 3);
  session.clean(/status of 401/, /ERR_INTERNET_DISCONNECTED/);
});

test('one event that the server refuses does not hold up the others', async () => {
  const told = await page.evaluate(async () => {
    const results = await Promise.allSettled([next.track({ type: 'like', work: '00000000-0000-7000-8000-000000000000' }), next.track({ type: 'like', work: shown.works[3].work, decision: shown.decision })]);
    return results.map(({ status, reason }) => ({ status, code: reason?.code }));
  });
  assert.deepEqual(told[0].status, 'rejected');
  assert.match(told[0].code, /unknown_work|not_found/);
  assert.deepEqual(told[1], { status: 'fulfilled', code: undefined });
  assert.equal(await page.evaluate(() => likes()), 4, 'every like once');
});

test('a published work has a page that anybody reads, in both languages, dark and small', async () => {
  const work = await page.evaluate(async () => (await (await fetch('/v1/catalogue?limit=1000')).json()).works);
  const photo = work.find((row) => row.kind === 'photo'), text = work.find((row) => row.kind === 'text');
  for (const [row, name, options] of [[photo, 'work-en', {}], [photo, 'work-small-dark-zh', { language: 'zh-CN', theme: 'dark', width: 375, height: 780 }], [text, 'work-text-zh', { language: 'zh-CN' }]]) {
    const reader = await watched(browser, options);
    await reader.page.goto(`${server.origin}/w/${row.work}`);
    assert.equal(await reader.page.locator('h1').textContent(), row.title);
    if (row === photo) assert.ok(await reader.page.locator('figure img').evaluate((image) => image.complete && image.naturalWidth > 0));
    await screenshot(reader.page, name);
    await accessible(reader.page);
    assert.ok(await reader.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    if (row === text) {
      await reader.page.locator('a[rel=author]').click();
      await reader.page.locator('.works li').first().waitFor();
      await screenshot(reader.page, 'creator-zh');
      await accessible(reader.page);
    }
    reader.clean();
    await reader.context.close();
  }
});
