// Sales reports over HTTP, as a royalty manager's desk walks them: guess, preview, import, suspense, suggestion, decision, report.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ask, jobEnd, login, project, register, startServer } from './server.mjs';

const mapping = {
  format: 'colophon/sales-mapping/1', source: 'shop',
  fields: {
    date: { column: 'Month', format: 'YYYY-MM' }, kind: { value: 'sale' }, use: { value: 'download' }, units: 'Units', amount: 'Net', currency: { value: 'EUR' },
    territory: 'Country', isrc: 'ISRC', title: 'Title', artist: 'Artist',
  },
};
const july = 'Month,Country,ISRC,Title,Artist,Units,Net\n2026-07,DE,,Alpine Landscap,Ada,10,7.25\n2026-07,FR,USRC17607839,Other,Bob,-1,-0.003271845\n';
const base64 = (text) => Buffer.from(text).toString('base64');
const fixture = (name) => readFileSync(join(project, 'tests/fixtures/dsr', name));
let server, key, finance, approver, work;

before(async () => {
  server = await startServer({ args: ['--quiet'] });
  key = server.key;
  finance = await login(server, 'finance');
  approver = await login(server, 'approver');
  const party = (await ask(server, 'POST', '/v1/parties', { key, body: { name: 'Ada' } })).json.party;
  ({ work } = await register(server, key, Buffer.from('a poem'), { kind: 'text', media_type: 'text/plain', title: 'Alpine Landscape', shares: [{ party, share: '1' }] }));
});
after(() => server?.stop());

const post = (path, body, options = {}) => ask(server, 'POST', `/v1/sales/${path}`, { cookie: finance, body, ...options });
const get = (path) => ask(server, 'GET', `/v1/sales/${path}`, { cookie: finance });

test('a table without a mapping gets a guess of one, with its rows', async () => {
  const answer = await post('preview', { name: 'july.csv', data: base64(july), lines: 1 });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json.guess.fields.amount, 'Net');
  assert.deepEqual(answer.json.guess.fields.date, { column: 'Month', format: 'YYYY-MM' });
  assert.deepEqual(answer.json.rows.map((row) => row.cells[0]), ['Month', '2026-07']);
});

test('a preview shows lines, exact sums and what is unmatched, and changes nothing', async () => {
  const answer = await post('preview', { name: 'july.csv', data: base64(july), mapping });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json.reading.sums[0].amount, '7.246728155');
  assert.equal(answer.json.reading.sums[0].returns, 1);
  assert.equal(answer.json.lines.length, 2);
  assert.equal(answer.json.unmatched[0].lines, 2);
  assert.equal((await get('files')).json.files.length, 0);
  const bad = await post('preview', { name: 'july.csv', data: base64(july.replace('7.25', 'abc')), mapping });
  assert.equal(bad.json.reading.acceptable, false);
  assert.equal(bad.json.reading.errors[0].field, 'july.csv:2:Net');
});

test('what is wrong is refused with its field, and nothing is stored', async () => {
  const cases = [
    [{ name: 'july.csv', data: base64(july.replace('7.25', 'abc')), mapping }, 422, 'july.csv:2:Net'],
    [{ name: 'july.csv', data: base64(july.slice(0, -1)), mapping }, 422, 'july.csv:3'],
    [{ name: 'july.csv', data: '???', mapping }, 422, 'data'],
    [{ name: 'july.csv', data: base64(july) }, 422, 'mapping'],
    [{ name: 'july.csv', data: base64(july), mapping: '@none' }, 404, 'mapping'],
    [{ name: 'july.csv', data: base64(july), mapping: { ...mapping, source: 'SHOP' } }, 422, 'mapping.source'],
    [{ name: '', data: base64(july), mapping }, 422, 'name'],
    [{ name: 'july.csv', data: base64(july), mapping, colour: 1 }, 422, 'colour'],
    [{ name: 'july.gz', data: gzipSync(july).subarray(0, 40).toString('base64'), mapping }, 422, 'data'],
    [{ data: base64(july), mapping }, 422, 'name'],
  ];
  for (const [body, status, field] of cases) {
    const answer = await post('files', body);
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.json.field, field);
  }
  assert.equal((await get('files')).json.files.length, 0);
});

test('only who may bring money in may import, and a read key may only look', async () => {
  assert.equal((await post('files', { name: 'july.csv', data: base64(july), mapping }, { cookie: approver })).status, 403);
  assert.equal((await ask(server, 'POST', '/v1/sales/files', { body: {} })).status, 401);
  assert.equal((await ask(server, 'GET', '/v1/sales/suspense', { cookie: approver })).status, 200);
  assert.equal((await ask(server, 'GET', '/v1/sales/suspense')).status, 401);
});

test('a file comes in once, its suspense is worked off with a suggestion that a person confirms', async () => {
  const made = await post('files', { name: 'july.csv.gz', data: gzipSync(july).toString('base64'), mapping });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.json.lines, 2);
  const again = await post('files', { name: 'july.csv', data: base64(july), mapping });
  assert.equal(again.status, 200);
  assert.equal(again.json.again, true);
  assert.equal(again.json.file, made.json.file);
  const lines = (await get(`files/${made.json.file}/lines?limit=1`)).json;
  assert.equal(lines.lines[0].amount, '7.25');
  assert.ok(lines.next);
  assert.equal((await get(`files/${made.json.file}/lines?cursor=${lines.next}`)).json.lines[0].amount, '-0.003271845');

  const { job } = (await post('suggestions', {})).json;
  assert.equal((await jobEnd(server, key, job)).json.state, 'done');
  let suspense = (await get('suspense')).json;
  assert.deepEqual(suspense.suspense, [{ amount: '7.246728155', currency: 'EUR', keys: 2, lines: 2, state: 'open', units: '9' }]);
  const [first] = suspense.queue;
  assert.equal(first.title, 'Alpine Landscap');
  assert.equal(first.suggestions[0].work, work);
  assert.ok(first.suggestions[0].score_milli > 800);

  const decide = (body) => post('decisions', body);
  assert.equal((await decide({ key: first.key, state: 'matched' })).json.field, 'work');
  assert.equal((await decide({ key: first.key, state: 'open', work })).json.field, 'work');
  assert.equal((await decide({ key: 'title:none|', state: 'rejected' })).status, 404);
  assert.equal((await decide({ key: first.key, state: 'perhaps' })).json.field, 'state');
  const matched = await decide({ key: first.key, state: 'matched', work });
  assert.equal(matched.status, 200, matched.text);
  assert.equal(matched.json.decided_by, 'finance');
  assert.equal((await decide({ key: 'isrc:USRC17607839', state: 'rejected' })).status, 200);
  suspense = (await get('suspense?state=rejected')).json;
  assert.equal(suspense.queue[0].isrc, 'USRC17607839');
  assert.equal((await get('works?title=alpine%20landscape')).json.works[0].work, work);
  assert.equal((await get('works')).status, 422);

  // What is posted is revenue: once, the rejected return not at all.
  const would = await post('postings/preview', { until: '2026-07' });
  assert.equal(would.status, 200, would.text);
  assert.deepEqual(would.json.periods.map((row) => [row.period, row.currency, row.sales, row.suspense.lines]), [['2026-07', 'EUR', { amount: '7.25', lines: 1 }, 0]]);
  assert.equal((await post('postings/preview', { until: 'July' })).json.field, 'until');
  assert.equal((await post('postings/preview', { colour: 1 })).json.field, 'colour');
  assert.equal((await post('postings', {}, { cookie: approver })).status, 403);

  const csv = await get('report?period=2026-07');
  assert.equal(csv.headers.get('content-type'), 'text/csv; charset=utf-8');
  assert.match(csv.text, new RegExp(`2026-07-31,sale,shop,download,DE,,${work},10,7.25,EUR`));
  const dsr = await get('report?period=2026-07&format=dsr&sender_id=PADPIDA2026000001A&sender_name=Us');
  assert.match(dsr.text, /^HEAD\tdsrf\/[^\n]*BasicAudioProfile\t1\.2/);
  assert.match(dsr.headers.get('content-disposition'), /DSR_none_PADPIDA2026000001A_all_2026-07_DE_1of1/);
  assert.equal((await get('report?period=2026-07&format=dsr')).json.field, 'sender_id');

  const gone = await post(`files/${made.json.file}/withdraw`, {});
  assert.equal(gone.status, 200, gone.text);
  assert.equal((await get(`files/${made.json.file}`)).status, 404);
});

test('what is posted is revenue, once, and its file stays', async () => {
  const { json: file } = await post('files', { name: 'posted.csv', data: base64(july.replaceAll('2026-07', '2026-06')), mapping });
  assert.equal((await post('postings', { until: '2026-05' })).json.revenue_lines, 0);
  const done = await post('postings', { until: '2026-06' });
  assert.equal(done.status, 200, done.text);
  assert.equal(done.json.revenue_lines, 1);
  assert.equal(done.json.periods[0].sales.amount, '7.25');
  assert.equal((await post('postings', {})).json.revenue_lines, 0);
  assert.equal((await get(`files/${file.file}`)).json.posted, 1);
  assert.equal((await post(`files/${file.file}/withdraw`, {})).status, 409);
});

test('mappings are kept under a name', async () => {
  assert.equal((await post('mappings', { name: 'shop', mapping })).status, 201);
  assert.equal((await post('mappings', { name: 'bad', mapping: { ...mapping, fields: {} } })).json.field, 'mapping.fields.date');
  const { mappings } = (await get('mappings')).json;
  assert.deepEqual(mappings.map((one) => [one.name, one.updated_by]), [['shop', 'finance']]);
  const august = july.replaceAll('2026-07', '2026-08');
  assert.equal((await post('files', { name: 'august.csv', data: base64(august), mapping: '@shop' })).status, 201);
});

test('the DSR samples: passing is imported, negative refused with the line and the reason', async () => {
  const passing = await post('files', { name: 'passing.tsv', data: fixture('passing.tsv').toString('base64') });
  assert.equal(passing.status, 201, passing.text);
  assert.equal(passing.json.reading.sums[0].amount, '198.88');
  const negative = await post('files', { name: 'negative.tsv', data: fixture('negative.tsv').toString('base64') });
  assert.equal(negative.status, 409);
  assert.equal(negative.json.field, 'negative.tsv:10:SY02.01.Usages');
  assert.match(negative.json.detail, /'1036181'.*'1036182'/);
});
