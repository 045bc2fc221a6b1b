// What is published: the page of a work, its embedding, the creators' feeds. Read as other platforms read them.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, catalogueFile, login, program, project, register, startServer, uuid7 } from './server.mjs';

const site = 'https://art.example';
const folder = mkdtempSync(join(tmpdir(), 'colophon-public-'));
const hostile = '"><script>alert(1)</script> & \u0001 Zoë 猫';
let server, key, token, party, work, text;
const headers = { origin: site };
const publish = (id, published, more = { key }) => ask(server, 'PUT', `/v1/works/${id}/publication`, { ...more, body: { published } });

/** xmllint reads a document whole, or says why not. */
function wellFormed(xml) {
  const { status, stderr } = spawnSync('xmllint', ['--nonet', '--noout', '-'], { input: xml });
  assert.equal(status, 0, String(stderr));
}
const xpath = (xml, query) => execFileSync('xmllint', ['--nonet', '--xpath', query, '-'], { input: xml, encoding: 'utf8' }).trim();

before(async () => {
  server = await startServer({ args: ['--quiet', '--allow-origin', site] });
  key = server.key;
  const opened = (await ask(server, 'POST', '/v1/sessions', { key, body: { external_id: 'ada', name: 'Ada <Lovelace>', origin: site } })).json;
  token = opened.token;
  party = opened.party;
  const shares = [{ party: 'self', share: '1' }];
  work = (await register(server, token, catalogueFile('images/rocket.jpg'), { title: hostile, shares, headers })).work;
  text = (await register(server, token, catalogueFile('poems/li-bai-1.txt'), { title: '靜夜思', kind: 'text', media_type: 'text/plain', shares, headers })).work;
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('what is not published has no page, no bytes, no feed and no embedding', async () => {
  for (const path of [`/w/${work}`, `/w/${work}/content`, `/creators/${party}`, `/creators/${party}/feed.atom`, `/w/${uuid7()}`, '/w/x', `/oembed?url=${server.origin}/w/${work}`])
    assert.equal((await ask(server, 'GET', path)).status, 404, path);
  const feed = await ask(server, 'GET', '/feed.atom');
  assert.equal(feed.status, 200);
  wellFormed(feed.text);
});

test('its owner, the backend and the operator publish a work; others do not learn that it is there', async () => {
  const other = (await ask(server, 'POST', '/v1/sessions', { key, body: { external_id: 'eve', origin: site } })).json;
  assert.equal((await publish(work, true, { key: other.token, headers })).status, 404);
  assert.equal((await ask(server, 'PUT', `/v1/works/${work}/publication`, { key, body: { published: 'yes' } })).json.field, 'published');
  assert.equal((await ask(server, 'PUT', `/v1/works/${work}/publication`, { key, body: {} })).json.code, 'missing_field');
  const cookie = await login(server, 'finance');
  assert.equal((await publish(work, true, { cookie })).status, 403);
  const made = await publish(work, true, { key: token, headers });
  assert.equal(made.status, 200, made.text);
  assert.equal(made.json.page_url, `/w/${work}`);
  const again = await publish(work, true, { cookie: await login(server, 'operator') });
  assert.equal(again.json.published_at, made.json.published_at, 'a second publication keeps the first time');
  assert.equal((await publish(text, true)).status, 200);
});

test('the page of a work: Open Graph and schema.org for machines, no script, nothing of the title escapes', async () => {
  const page = await ask(server, 'GET', `/w/${work}`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type'), /^text\/html/);
  assert.match(page.headers.get('content-security-policy'), /^default-src 'none'; style-src 'self'; img-src 'self'/);
  assert.ok(!page.text.includes('<script>alert'));
  const property = (name) => new RegExp(`<meta property="${name}" content="([^"]*)">`).exec(page.text)?.[1];
  assert.equal(property('og:url'), `${server.origin}/w/${work}`);
  assert.equal(property('og:image'), `${server.origin}/w/${work}/content`);
  assert.ok(Number(property('og:image:width')) > 100);
  assert.match(property('og:title'), /^&quot;&gt;&lt;script&gt;/);
  const data = JSON.parse(/<script type="application\/ld\+json">(.*)<\/script>/.exec(page.text)[1]);
  assert.equal(data['@type'], 'Photograph');
  assert.equal(data.name, hostile);
  assert.equal(data.author.name, 'Ada <Lovelace>');
  const picture = await ask(server, 'GET', new URL(data.image.contentUrl).pathname);
  assert.equal(picture.status, 200);
  assert.equal(picture.headers.get('access-control-allow-origin'), '*');
  assert.deepEqual(picture.bytes, catalogueFile('images/rocket.jpg'));
  assert.equal((await ask(server, 'GET', `/w/${work}/content`, { headers: { 'if-none-match': picture.headers.get('etag') } })).status, 304);
  const chinese = await ask(server, 'GET', `/w/${text}`, { headers: { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' } });
  assert.match(chinese.text, /<html lang="zh-CN">/);
  assert.match(chinese.text, /未使用人工智能/);
  assert.match(chinese.headers.get('vary'), /Accept-Language/);
});

test('oEmbed 1.0: a photo within the space there is, a text as a quotation, and clear refusals', async () => {
  const embed = (query) => ask(server, 'GET', `/oembed?${new URLSearchParams({ url: `${server.origin}/w/${work}`, ...query })}`);
  const photo = (await embed({})).json;
  assert.equal(photo.version, '1.0');
  assert.equal(photo.type, 'photo');
  assert.equal(photo.title, hostile);
  assert.equal(photo.url, `${server.origin}/w/${work}/content`);
  const small = (await embed({ maxwidth: '100', maxheight: '1000' })).json;
  assert.equal(small.width, 100);
  assert.ok(Math.abs(small.height - photo.height * 100 / photo.width) <= 1);
  const rich = (await embed({ url: `${server.origin}/w/${text}` })).json;
  assert.equal(rich.type, 'rich');
  assert.match(rich.html, /^<blockquote cite="[^"]+"><p>/);
  assert.equal((await embed({ format: 'xml' })).status, 501);
  assert.equal((await embed({ url: `https://elsewhere.example/w/${work}` })).status, 404);
  assert.equal((await embed({ maxwidth: '0' })).json.field, 'maxwidth');
  assert.equal((await ask(server, 'GET', '/oembed')).json.field, 'url');
});

test('a creator has a page and an Atom feed that an XML reader takes; it says when nothing is new', async () => {
  assert.match((await ask(server, 'GET', `/creators/${party}`)).text, /Ada &lt;Lovelace&gt;/);
  const feed = await ask(server, 'GET', `/creators/${party}/feed.atom`);
  assert.match(feed.headers.get('content-type'), /^application\/atom\+xml/);
  wellFormed(feed.text);
  // RFC 4287: exactly one id, title and updated in the feed and in every entry, an author, an alternate link.
  for (const [query, want] of [
    ['count(/*[local-name()="feed"]/*[local-name()="id"])', '1'], ['count(/*/*[local-name()="updated"])', '1'], ['count(//*[local-name()="entry"])', '2'],
    ['count(//*[local-name()="entry"][*[local-name()="id"] and *[local-name()="title"] and *[local-name()="updated"] and *[local-name()="author"]/*[local-name()="name"]])', '2'],
    ['count(//*[local-name()="entry"]/*[local-name()="link"][@rel="alternate"])', '2'], ['count(//*[local-name()="entry"]/*[local-name()="link"][@rel="enclosure"][@length>0])', '1'],
    ['string(//*[local-name()="author"]/*[local-name()="name"])', 'Ada <Lovelace>'],
  ]) assert.equal(xpath(feed.text, query), want, query);
  assert.equal((await ask(server, 'GET', `/creators/${party}/feed.atom`, { headers: { 'if-none-match': feed.headers.get('etag') } })).status, 304);
});

test('taken back, it is gone everywhere', async () => {
  assert.equal((await publish(work, false)).json.published_at, null);
  assert.equal((await ask(server, 'GET', `/w/${work}`)).status, 404);
  assert.equal((await ask(server, 'GET', `/w/${work}/content`)).status, 404);
  assert.ok(!(await ask(server, 'GET', `/creators/${party}/feed.atom`)).text.includes(work));
});

test('erased, it is gone without being taken back, and cannot be published again', async () => {
  assert.equal((await ask(server, 'GET', `/w/${text}`)).status, 200);
  assert.equal((await ask(server, 'POST', `/v1/works/${text}/erase`, { key, body: { reason: 'its maker asked for it' } })).status, 201);
  for (const path of [`/w/${text}`, `/w/${text}/content`]) assert.equal((await ask(server, 'GET', path)).status, 404, path);
  assert.ok(!(await ask(server, 'GET', `/creators/${party}/feed.atom`)).text.includes(text));
  assert.equal((await publish(text, true)).status, 409);
});
