// The second module, colophon-settle.wasm: a whole settlement computed again from its bundle. Loaded only where somebody does that.
import { Loaded, type Address, type ModuleExports, type Verb } from './loader.js';

interface SettleExports extends ModuleExports {
  colophon_bundle_new(): Address;
  colophon_bundle_free(bundle: Address): void;
  colophon_bundle_add(bundle: Address, name: Address, nameSize: number, text: Address, size: number): void;
  colophon_bundle_settle: Verb;
  colophon_bundle_statement: Verb;
  colophon_bundle_table: Verb;
  colophon_bundle_journal: Verb;
  colophon_explain_agreements: Verb;
}

/** One instance holds one settlement; its memory goes with the instance. */
export class SettleCore extends Loaded {
  declare protected readonly exports: SettleExports;
  private bundle: Address = 0;

  static async instantiate(module: WebAssembly.Module): Promise<SettleCore> {
    const core = new SettleCore(await Loaded.start<SettleExports>(module));
    core.bundle = core.guard(() => core.exports.colophon_bundle_new());
    return core;
  }

  add(name: Uint8Array, text: Uint8Array): void {
    this.guard(() => this.withInputs([name, text], ([nameAt, textAt]) =>
      this.exports.colophon_bundle_add(this.bundle, nameAt!, name.byteLength, textAt!, text.byteLength)));
  }
  /** After every file was added. */
  settle(options: Uint8Array): Uint8Array {
    return this.guard(() => this.withInputs([options], ([at]) =>
      this.result((out) => this.exports.colophon_bundle_settle(this.bundle, at!, options.byteLength, out))));
  }
  statement(index: number): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_bundle_statement(this.bundle, index, out)));
  }
  table(index: number): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_bundle_table(this.bundle, index, out)));
  }
  journal(): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_bundle_journal(this.bundle, out)));
  }
  explainAgreements = (document: Uint8Array, locale: Uint8Array): Uint8Array => this.transform(this.exports.colophon_explain_agreements, document, locale);
}
