// colophon-settle.wasm as an auditor's page uses it: a bundle in, its documents out. Written against wasm/include/colophon_abi.h alone.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './core.mjs';

export const settlePath = join(root, 'build/wasm/colophon-settle.wasm');

/** The compiled module; says what to build where it is not there. */
export function settleModule() {
  if (!existsSync(settlePath)) throw new Error('build/wasm/colophon-settle.wasm is not built: ./dev cmake --build --preset wasm --target colophon_settle_wasm');
  return new WebAssembly.Module(readFileSync(settlePath));
}

/** A folder's files, by name. */
export const folderFiles = (folder) => readdirSync(folder).sort().map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]);

const text = (value) => (typeof value === 'string' ? new TextEncoder().encode(value) : value);

/** One instance. A verb gives {status, bytes}; on failure the bytes are the error as JSON. */
export class Settler {
  static async instantiate(module = settleModule()) {
    const instance = await WebAssembly.instantiate(module, { env: { emscripten_notify_memory_growth: () => undefined } });
    instance.exports._initialize();
    const settler = new Settler();
    settler.exports = instance.exports;
    return settler;
  }

  get memoryBytes() {
    return this.exports.memory.buffer.byteLength;
  }

  copyIn(bytes) {
    const address = this.exports.colophon_alloc(bytes.byteLength) >>> 0;
    if (address === 0) throw new Error('the memory is exhausted');
    new Uint8Array(this.exports.memory.buffer, address, bytes.byteLength).set(bytes);
    return address;
  }

  /** Calls a verb with texts, given as (address, size) after `first`, and a buffer for what it gives. */
  call(verb, first, ...inputs) {
    const bytes = inputs.map(text);
    const addresses = bytes.map((each) => this.copyIn(each));
    const out = this.exports.colophon_alloc(8) >>> 0;
    new Uint8Array(this.exports.memory.buffer, out, 8).fill(0);
    const status = this.exports[verb](...first, ...addresses.flatMap((address, i) => [address, bytes[i].byteLength]), out);
    const view = new DataView(this.exports.memory.buffer);
    const data = view.getUint32(out, true);
    const result = new Uint8Array(this.exports.memory.buffer, data, view.getUint32(out + 4, true)).slice();
    for (const address of [...addresses, out, data]) if (address !== 0) this.exports.colophon_free(address);
    return { status, bytes: result };
  }

  explainAgreements(document, locale) {
    return this.call('colophon_explain_agreements', [], document, locale);
  }

  /** Settles [name, bytes] pairs and gives what `use` makes of the bundle; the bundle is given back. */
  with(files, use) {
    const bundle = this.exports.colophon_bundle_new() >>> 0;
    try {
      for (const [name, content] of files) {
        const inputs = [text(name), text(content)];
        const addresses = inputs.map((each) => this.copyIn(each));
        this.exports.colophon_bundle_add(bundle, addresses[0], inputs[0].byteLength, addresses[1], inputs[1].byteLength);
        for (const address of addresses) this.exports.colophon_free(address);
      }
      return use({
        settle: (options = '') => this.call('colophon_bundle_settle', [bundle], options),
        statement: (index) => this.call('colophon_bundle_statement', [bundle, index]),
        table: (index) => this.call('colophon_bundle_table', [bundle, index]),
        journal: () => this.call('colophon_bundle_journal', [bundle]),
      });
    } finally {
      this.exports.colophon_bundle_free(bundle);
    }
  }

  /** As native_dump's verb "settle": the summary, every statement and table, and the journal, one after the other. */
  everything(files) {
    return this.with(files, (bundle) => {
      const summary = bundle.settle();
      const pieces = [summary.bytes];
      if (summary.status === 0) {
        for (const verb of [bundle.statement, bundle.table]) {
          for (let i = 0; ; ++i) {
            const document = verb(i);
            if (document.status !== 0) break;
            pieces.push(document.bytes);
          }
        }
        pieces.push(bundle.journal().bytes);
      }
      return { status: summary.status, bytes: Buffer.concat(pieces) };
    });
  }
}
