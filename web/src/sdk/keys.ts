// A party's own Ed25519 key: made by WebCrypto in this browser, kept here as a key that no script can read, and taken along as a file that only
// its passphrase opens (docs/formats/key-file.md). It is never sent anywhere.
import type { Channel } from './channel.js';
import { ColophonError } from './errors.js';
import type { ColophonOptions, DeclareOptions, DeclaredAct, KeyFile, MakeKeyOptions, PartyKey, PartyKeys, StoredKey } from './types.js';

const kIterations = 600_000;
const kPassphraseMin = 10;
const kFormat = 'colophon/key/1';

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
function bytesOf(text: unknown, field: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(String(text)), (character) => character.charCodeAt(0));
  } catch {
    throw new ColophonError({ code: 'invalid_encoding', field, detail: 'This key file is damaged: take the copy that you saved.' });
  }
}

/** Where keys are kept: one a server. */
interface KeyStore { get(name: string): Promise<StoredKey | undefined>; put(name: string, key: StoredKey): Promise<void>; remove(name: string): Promise<void> }

/** The browser's database; without one (Node) this instance's memory. */
function keyStore(): KeyStore {
  if (!('indexedDB' in globalThis)) {
    const kept = new Map<string, StoredKey>();
    return { get: async (name) => kept.get(name), put: async (name, key) => void kept.set(name, key), remove: async (name) => void kept.delete(name) };
  }
  const run = async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<T> => {
    const database = await new Promise<IDBDatabase>((done, failed) => {
      const opening = indexedDB.open('colophon', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => failed(noStorage(opening.error));
    });
    try {
      return await new Promise<T>((done, failed) => {
        const transaction = database.transaction('keys', mode), request = work(transaction.objectStore('keys'));
        transaction.oncomplete = () => done(request.result as T);
        transaction.onerror = transaction.onabort = () => failed(noStorage(transaction.error));
      });
    } finally {
      database.close();
    }
  };
  return {
    get: (name) => run('readonly', (store) => store.get(name)),
    put: (name, key) => run('readwrite', (store) => store.put(key, name)),
    remove: (name) => run('readwrite', (store) => store.delete(name)),
  };
}
const noStorage = (cause: unknown): ColophonError =>
  new ColophonError({ code: 'unavailable', field: 'key', detail: 'This browser keeps nothing for this site (private window, or storage is full): a key made here would be lost.' }, { cause });

async function wrappingKey(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey('raw', encode(passphrase.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, secret, { name: 'AES-GCM', length: 256 }, false, [usage]);
}

async function noEd25519<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new ColophonError({ code: 'unavailable', field: 'key', detail: 'This browser cannot make Ed25519 keys (it needs HTTPS and a version of 2025 or later): use another one.' }, { cause });
  }
}

/** The private key as a file; `publicKey` is bound into it, so that a file cannot be made to name another key. */
async function sealed(pkcs8: ArrayBuffer, publicKey: string, label: string, passphrase: string): Promise<KeyFile> {
  const salt = crypto.getRandomValues(new Uint8Array(16)), iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await wrappingKey(passphrase, salt, kIterations, 'encrypt');
  const ciphertext = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encode(`${kFormat}\n${publicKey}`) }, key, pkcs8);
  return {
    format: kFormat, public_key: publicKey, label, kdf: { name: 'PBKDF2-SHA-256', iterations: kIterations, salt: base64(salt) }, cipher: { name: 'AES-256-GCM', iv: base64(iv) },
    ciphertext: base64(new Uint8Array(ciphertext)),
  };
}

async function keyFileOf(file: Blob): Promise<KeyFile> {
  try {
    return JSON.parse(await file.text()) as KeyFile;
  } catch (cause) {
    throw new ColophonError({ code: 'unknown_format', field: 'file', detail: 'This is not a colophon/key/1: it is no JSON.' }, { cause });
  }
}

async function opened(file: KeyFile, passphrase: string): Promise<CryptoKey> {
  if (file?.format !== kFormat || file.kdf?.name !== 'PBKDF2-SHA-256' || file.cipher?.name !== 'AES-256-GCM' || !/^[0-9a-f]{64}$/.test(file.public_key)) {
    throw new ColophonError({ code: 'unknown_format', field: 'file', detail: 'This is not a colophon/key/1.' });
  }
  if (!Number.isInteger(file.kdf.iterations) || file.kdf.iterations < 100_000 || file.kdf.iterations > 10_000_000) {
    throw new ColophonError({ code: 'invalid_argument', field: 'file.kdf.iterations', detail: 'A key file has 100,000 to 10,000,000 iterations.' });
  }
  const key = await wrappingKey(passphrase, bytesOf(file.kdf.salt, 'file.kdf.salt'), file.kdf.iterations, 'decrypt');
  let pkcs8: ArrayBuffer;
  try {
    const cipher = { name: 'AES-GCM', iv: bytesOf(file.cipher.iv, 'file.cipher.iv'), additionalData: encode(`${kFormat}\n${file.public_key}`) };
    pkcs8 = await crypto.subtle.decrypt(cipher, key, bytesOf(file.ciphertext, 'file.ciphertext'));
  } catch (cause) {
    if (cause instanceof ColophonError) throw cause;
    throw new ColophonError({ code: 'does_not_hold', field: 'passphrase', detail: 'The passphrase does not open this key file.' }, { cause });
  }
  return noEd25519(crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']));
}

export type Ask = <T>(method: string, path: string, body?: unknown, idempotencyKey?: string) => Promise<T>;

export function keysOf(options: ColophonOptions, channel: Channel, ask: Ask): { keys: PartyKeys; declare(act: string, body: Record<string, unknown>, call?: DeclareOptions): Promise<DeclaredAct> } {
  const store = keyStore(), name = String(options.server ?? '').replace(/\/+$/, '');
  const shown = ({ file }: StoredKey): PartyKey => ({ publicKey: file.public_key, label: file.label });
  const needed = async (): Promise<StoredKey> => {
    const key = await store.get(name);
    if (!key) throw new ColophonError({ code: 'not_found', field: 'key', detail: 'There is no key in this browser: make one, or import the file that you saved.' });
    return key;
  };

  /** Declares with the key of this browser, or with one that is not kept yet. */
  async function signed(act: string, body: Record<string, unknown>, key: StoredKey, { idempotencyKey }: DeclareOptions = {}): Promise<DeclaredAct> {
    const { party, platform } = await ask<{ party: string; platform: string }>('GET', '/v1/session');
    const declaration = { format: 'colophon/declaration/1', act, party, key: key.file.public_key, platform, made_at: `${new Date().toISOString().slice(0, 19)}Z`, body };
    // The core checks the form, so that nothing is signed that could not be read.
    const message = await channel.call('declaration', [encode(JSON.stringify(declaration))]);
    const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', key.privateKey, message as Uint8Array<ArrayBuffer>));
    return ask('POST', '/v1/declarations', { declaration, signature: hex(signature) }, idempotencyKey);
  }

  const keys: PartyKeys = {
    current: async () => store.get(name).then((key) => (key ? shown(key) : undefined)),
    async make({ passphrase, label = '', second = false }: MakeKeyOptions) {
      const tooShort = `A passphrase has at least ${kPassphraseMin} characters: four or five words are better than one.`;
      if ([...passphrase].length < kPassphraseMin) throw new ColophonError({ code: 'invalid_argument', field: 'passphrase', detail: tooShort });
      if (await store.get(name)) throw new ColophonError({ code: 'conflict', field: 'key', detail: 'This browser has a key for this site already: export it, or forget it first.' });
      const pair = (await noEd25519(crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']) as Promise<CryptoKeyPair>));
      const publicKey = hex(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
      const pkcs8 = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
      const file = await sealed(pkcs8, publicKey, label, passphrase);
      // From here on no script can read it: what is kept is not extractable, and the file needs the passphrase.
      const key: StoredKey = { file, privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']) };
      new Uint8Array(pkcs8).fill(0);
      if (options.server !== undefined && !second) await signed('add-key', { new_key: publicKey, label }, key);
      await store.put(name, key);
      return file;
    },
    async import(file, passphrase) {
      const read = file instanceof Blob ? await keyFileOf(file) : file;
      const there = await store.get(name);
      if (there && there.file.public_key !== read?.public_key)
        throw new ColophonError({ code: 'conflict', field: 'key', detail: 'This browser has another key for this site: export it, and forget it first.' });
      const key: StoredKey = { file: read, privateKey: await opened(read, passphrase) };
      await store.put(name, key);
      return shown(key);
    },
    export: async () => (await needed()).file,
    forget: () => store.remove(name),
  };
  return { keys, declare: async (act, body, call) => signed(act, body, await needed(), call) };
}
