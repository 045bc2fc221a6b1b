// People with keys of their own, who declare over HTTP: every act is signed here by Node's Ed25519.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { ask, register } from './server.mjs';

/** Their pages' origin: the server is started with `--allow-origin`. */
export const site = 'https://art.example';
const headers = { origin: site };

/** RFC 8785 for what these declarations hold: strings, integers, booleans, arrays, objects with ASCII names. */
export const canonical = (value) => (Array.isArray(value) ? `[${value.map(canonical).join(',')}]`
  : value && typeof value === 'object' ? `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}` : JSON.stringify(value));

export function makeKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { privateKey, hex: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex') };
}
export const now = (ms = 0) => `${new Date(Date.now() + ms).toISOString().slice(0, 19)}Z`;

export function signed(who, act, body, over = {}) {
  const declaration = { format: 'colophon/declaration/1', act, party: who.party, key: who.key.hex, platform: 'localhost/colophon', made_at: now(), body, ...over };
  return { declaration, signature: sign(null, Buffer.from(`colophon/declaration/1\n${canonical(declaration)}`), who.key.privateKey).toString('hex') };
}

export const declare = (who, act, body, over) => ask(who.server, 'POST', '/v1/declarations', { key: who.token, headers, body: signed(who, act, body, over) });
export const send = (who, document) => ask(who.server, 'POST', '/v1/declarations', { key: who.token, headers, body: document });
export const as = (who, path) => ask(who.server, 'GET', path, { key: who.token, headers });
/** A text of that title and content. */
export const made = async (who, text, more = {}) =>
  (await register(who.server, who.token, Buffer.from(text), { kind: 'text', media_type: 'text/plain', title: text, shares: [{ party: 'self', share: '1' }], headers, ...more })).work;

/** A party with a session and a first key. `platform`: the name of the server's log, where it is not the default. */
export async function person(server, name, { key = makeKey(), platform } = {}) {
  const { json } = await ask(server, 'POST', '/v1/sessions', { key: server.key, body: { external_id: name, name, origin: site } });
  const who = { server, name, party: json.party, token: json.token, key };
  const added = await declare(who, 'add-key', { new_key: key.hex, label: 'laptop' }, platform && { platform });
  assert.equal(added.status, 201, added.text);
  return who;
}
