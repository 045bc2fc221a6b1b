// Plans over HTTP: asked for with floors and exploration, questioned, served as pages, and judged by the log of those pages.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, jobEnd, program, project, startServer, uuid7 } from './server.mjs';

const site = 'https://art.example';
const folder = mkdtempSync(join(tmpdir(), 'colophon-plans-'));
let server, key, channels, plan;
const get = (path, more = {}) => ask(server, 'GET', path, { key, ...more });
const post = (path, body, more = {}) => ask(server, 'POST', path, { key, body, ...more });
/** A plan is a job: its end. */
async function planned(request) {
  const asked = await post('/v1/plans', request);
  assert.equal(asked.status, 202, asked.text);
  return (await jobEnd(server, key, asked.json.job)).json;
}

before(async () => {
  const store = join(folder, 'colophon.db');
  execFileSync(program, ['import', 'catalogue', join(project, 'examples/catalogue'), '--store', store]);
  server = await startServer({ store, args: ['--quiet', '--allow-origin', site] });
  key = server.key;
  channels = (await get('/v1/channels')).json.channels;
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('before there is a plan, everything about it is not found', async () => {
  for (const path of ['/v1/plans/current', '/v1/plans/current/prices', `/v1/channels/${channels[0].channel}/works`, `/v1/plans/current/works/${uuid7()}`])
    assert.equal((await get(path)).status, 404, path);
});

test('a request that says nonsense is refused by the name of its field, and starts nothing', async () => {
  const before = (await get('/v1/jobs')).json.jobs.length;
  for (const [body, field] of [
    [{ stance: 'bold' }, 'stance'], [{ kappa_milli: -1 }, 'kappa_milli'], [{ channels_each: 256 }, 'channels_each'], [{ keep_bonus: -1 }, 'keep_bonus'], [{ colour: 1 }, 'colour'],
    [{ floors: { each_creator: -1 } }, 'floors.each_creator'], [{ floors: { creators: [{ party: 'x', at_least: 1 }] } }, 'floors.creators[0].party'],
    [{ caps: [{ kind: 'photo', at_most: -2 }] }, 'caps[0].at_most'], [{ explore: { by: 'draw', part_ppm: 600_000 } }, 'explore.part_ppm'], [{ preview: 1 }, 'preview'], [{ rank_by_quality: 'yes' }, 'rank_by_quality'],
  ]) {
    const answer = await post('/v1/plans', body);
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.json.field, field);
  }
  assert.equal((await get('/v1/jobs')).json.jobs.length, before);
});

test('a plan with floors, a cap and works to try keeps them all, and its certificate holds', async () => {
  const job = await planned({ rank_by_quality: true, channels_each: 2, floors: { each_creator: 1 }, caps: [{ kind: 'text', channel: channels[0].channel, at_most: 3 }], explore: { by: 'optimistic', part_ppm: 250_000 } });
  assert.equal(job.state, 'done', JSON.stringify(job));
  plan = (await get('/v1/plans/current')).json;
  assert.ok(plan.floors.length > 20);
  for (const floor of plan.floors) assert.ok(floor.shown >= floor.at_least, floor.name);
  const count = new Map();
  for (const channel of plan.channels) {
    assert.ok(BigInt(channel.spent) <= BigInt(channel.budget));
    for (const { work } of channel.shown) count.set(work, (count.get(work) ?? 0) + 1);
  }
  assert.ok(Math.max(...count.values()) <= 2);
  assert.ok(BigInt(plan.value) <= BigInt(plan.bound));
  const report = (await get('/v1/plans/current/document')).json;
  assert.equal(report.certificate.value, plan.value);
});

test('every limit has a price, and the price holds over a range that the limit lies in', async () => {
  const { limits } = (await get('/v1/plans/current/prices')).json;
  const budgets = limits.filter((limit) => limit.kind === 'budget');
  assert.equal(budgets.length, channels.length);
  for (const limit of limits) {
    assert.ok(BigInt(limit.holds_from) <= BigInt(limit.limit), JSON.stringify(limit));
    assert.ok(limit.holds_to === null || BigInt(limit.holds_to) >= BigInt(limit.limit), JSON.stringify(limit));
    // A limit that is not used up is worth nothing more (complementary slackness), whole items aside.
    if (limit.kind === 'budget' && Number(limit.price) > 0) assert.ok(Number(limit.used) > 0.5 * Number(limit.limit), JSON.stringify(limit));
  }
  assert.ok(budgets.some((limit) => Number(limit.price) > 0));
  assert.ok(limits.some((limit) => limit.kind === 'cap' && limit.of === 'text'));
  assert.equal((await get('/v1/plans/current/prices?within=0')).json.field, 'within');
});

test('a work that is shown is worth its price, and one that is not says why and by how much', async () => {
  const shown = plan.channels.find((channel) => channel.shown.length > 0);
  const { work } = shown.shown[0];
  const reasons = (await get(`/v1/plans/current/works/${work}`)).json;
  assert.equal(reasons.channels.find((cell) => cell.channel === shown.channel).why, 'shown');
  for (const cell of reasons.channels) {
    const worth = Number(cell.value) - Number(cell.paid) + Number(cell.bonus) - Number(cell.penalty);
    assert.ok(Math.abs(worth - Number(cell.worth)) < 1e-3 * Math.max(1, Math.abs(worth)), JSON.stringify(cell));
  }
  const all = new Map((await get('/v1/catalogue?limit=1000')).json.works.map((row) => [row.work, row]));
  const hidden = [...all.keys()].find((id) => plan.channels.every((channel) => channel.shown.every((one) => one.work !== id)));
  if (hidden) {
    const why = (await get(`/v1/plans/current/works/${hidden}`)).json.channels;
    assert.ok(why.every((cell) => cell.why !== 'shown'));
  }
  assert.equal((await get(`/v1/plans/current/works/${uuid7()}`)).status, 404);
});

test('a what-if answers with a bound at once that the new plan keeps; it stores nothing', async () => {
  const { channel, budget } = channels[0];
  const half = (await post('/v1/plans/current/what-if', { budgets: { [channel]: String(budget >> 1) } })).json;
  const whole = (await post('/v1/plans/current/what-if', { budgets: { [channel]: String(2 * budget) } })).json;
  assert.equal(half.value_before, plan.value);
  for (const answer of [half, whole]) assert.ok(BigInt(answer.value) <= BigInt(answer.bound) && BigInt(answer.value) <= BigInt(answer.bound_at_once), JSON.stringify(answer));
  assert.ok(BigInt(half.value) < BigInt(whole.value));
  assert.ok(half.changes > 0);
  const same = (await post('/v1/plans/current/what-if', {})).json;
  assert.equal(same.bound_at_once, same.bound_before);
  for (const [body, field] of [[{ budgets: { [channel]: '-1' } }, `budgets.${channel}`], [{ budgets: { [channel]: 4 } }, `budgets.${channel}`], [{ budgets: { nowhere: '1' } }, 'budgets.nowhere'], [{ budgets: [] }, 'budgets']]) {
    const refused = await post('/v1/plans/current/what-if', body);
    assert.ok([404, 422].includes(refused.status), refused.text);
    assert.equal(refused.json.field, field);
  }
  assert.equal((await get('/v1/plans/current')).json.plan, plan.plan);
});

test('the frontier: a higher floor never brings more, and the level that cannot be met says so', async () => {
  const { points } = (await post('/v1/plans/current/frontier', { steps: 4, up_to_percent: 400 })).json;
  // It ends with the first level that cannot be met.
  assert.ok(points.length >= 2 && points.length <= 5);
  assert.equal(points[0].floor, '0');
  for (let i = 1; i < points.length; ++i) {
    assert.ok(points[i].feasible || i === points.length - 1);
    if (!points[i].feasible) continue;
    assert.ok(BigInt(points[i].bound) <= BigInt(points[i - 1].bound) + BigInt(points[i - 1].bound) / 100_000n, JSON.stringify(points));
  }
  assert.equal(points.at(-1).feasible, false, 'four showings of everybody do not fit');
  assert.equal((await post('/v1/plans/current/frontier', { steps: 0 })).json.field, 'steps');
});

test('floors that cannot be met name the budget in the way and the least relaxation, and change nothing', async () => {
  const job = await planned({ floors: { each_creator: 4 } });
  assert.equal(job.state, 'failed');
  assert.equal(job.error.code, 'infeasible');
  assert.equal(job.error.field, 'floors');
  assert.match(job.error.detail, /budget of Front page/);
  assert.match(job.error.detail, /[Ll]ower the floor of creator [0-9a-f-]{36} by \d+/);
  assert.equal((await get('/v1/plans/current')).json.plan, plan.plan);
});

test('yesterday\'s plan is kept where a change would bring too little', async () => {
  const again = await planned({ rank_by_quality: false, preview: true });
  const kept = await planned({ rank_by_quality: false, preview: true, keep_bonus: 1_000_000_000_000 });
  assert.equal(kept.state, 'done', JSON.stringify(kept));
  assert.ok(kept.result.changes < again.result.changes, `${kept.result.changes} against ${again.result.changes}`);
});

test('a page is drawn from the plan and logged; what comes of it is counted for its channel, and only once', async () => {
  const { channel } = channels[1];
  const page = (await get(`/v1/channels/${channel}/works?limit=8`)).json;
  assert.equal(page.plan, plan.plan);
  assert.ok(page.works.length > 0 && page.works.length <= 8);
  assert.ok(page.works.every((work) => work.page_url === `/w/${work.work}`), 'the sample is published');
  const session = (await post('/v1/sessions', { external_id: 'reader', origin: site, scopes: ['events:write'] })).json;
  const inBrowser = { key: session.token, headers: { origin: site } };
  const theirs = await ask(server, 'GET', `/v1/channels/${channel}/works?limit=1`, inBrowser);
  assert.equal(theirs.status, 200, theirs.text);
  const event = { id: uuid7(), type: 'like', work: page.works[0].work, decision: page.decision };
  assert.equal((await ask(server, 'POST', '/v1/events', { ...inBrowser, body: { events: [event] } })).json.accepted, 1);
  assert.equal((await ask(server, 'POST', '/v1/events', { ...inBrowser, body: { events: [event] } })).json.duplicates, 1);
  const report = (await get('/v1/reports/channels')).json.channels.find((row) => row.channel === channel);
  assert.equal(report.pages, 2);
  assert.equal(report.showings, page.works.length + 1);
  assert.equal(report.outcomes.like, 1);
  const lost = await ask(server, 'POST', '/v1/events', { ...inBrowser, body: { events: [{ ...event, id: uuid7(), decision: uuid7() }] } });
  assert.equal(lost.status, 404);
  assert.equal(lost.json.field, 'events[0].decision');
  for (const limit of ['0', '201', 'x']) assert.equal((await get(`/v1/channels/${channel}/works?limit=${limit}`)).json.field, 'limit');
});

test('the log of pages says what a plan would bring, before it runs', async () => {
  const { channel } = channels[1];
  const events = [];
  for (let k = 0; k < 60; ++k) {
    const page = (await get(`/v1/channels/${channel}/works?limit=6`)).json;
    // Readers of this test like whatever stands first.
    events.push({ id: uuid7(), type: 'like', work: page.works[0].work, decision: page.decision });
  }
  assert.equal((await post('/v1/events', { events })).json.accepted, 60);
  const { channels: rows } = (await get('/v1/plans/current/evaluation?reward=like')).json;
  const row = rows.find((one) => one.channel === channel);
  assert.equal(row.pages, 62);
  assert.ok(Math.abs(Number(row.now) - 61 / 62) < 1e-5, row.now);
  // The plan that was served is the plan that is asked about: every weight is 1, so these two are what the pages brought.
  for (const name of ['ips', 'snips']) assert.ok(Math.abs(Number(row[name].estimate) - Number(row.now)) < 1e-4, `${name}: ${JSON.stringify(row)}`);
  // This one has a model besides, fitted on the other half of few pages: near, not equal (five of its deviations).
  assert.ok(Math.abs(Number(row.dr.estimate) - Number(row.now)) < 0.25, JSON.stringify(row));
  for (const name of ['ips', 'snips', 'dr']) assert.ok(Number(row[name].low) <= Number(row[name].estimate) && Number(row[name].estimate) <= Number(row[name].high), name);
  const preview = await planned({ preview: true, stance: 'draw', seed: 3 });
  assert.equal(preview.result.plan, null);
  assert.equal(preview.result.evaluation.length, channels.length);
  assert.equal((await get('/v1/plans/current')).json.plan, plan.plan, 'a preview stores nothing');
  assert.equal((await get('/v1/plans/current/evaluation?reward=joy')).json.field, 'reward');
});
