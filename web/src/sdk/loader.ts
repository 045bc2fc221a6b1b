// The only file that touches a module's memory: bytes in, bytes out. wasm/include/colophon_abi.h says what the verbs mean.
import { ColophonError, errorCodes, type ColophonErrorCode } from './errors.js';

export type Address = number;
export type Verb = (...numbers: number[]) => number;

/** What every module exports. */
export interface ModuleExports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  colophon_abi_version(): number;
  colophon_memory_exhausted(): number;
  colophon_alloc(size: number): Address;
  colophon_free(address: Address): void;
}

interface CoreExports extends ModuleExports {
  colophon_sha256: Verb;
  colophon_blake3: Verb;
  colophon_hasher_new(): Address;
  colophon_hasher_update(hasher: Address, data: Address, size: number): void;
  colophon_hasher_finish: Verb;
  colophon_canonical_json: Verb;
  colophon_commitment: Verb;
  colophon_image_decode: Verb;
  colophon_image_free(image: Address): void;
  colophon_image_rgba: Verb;
  colophon_image_features: Verb;
  colophon_image_repair: Verb;
  colophon_image_quality_input: Verb;
  colophon_quality_from_logits: Verb;
  colophon_text_features: Verb;
  colophon_verify: Verb;
  colophon_explain: Verb;
  colophon_plan: Verb;
  colophon_iscc_sum_new(): Address;
  colophon_iscc_sum_update(sum: Address, data: Address, size: number): void;
  colophon_iscc_sum_finish: Verb;
  colophon_iscc_text: Verb;
  colophon_image_iscc: Verb;
  colophon_iscc_call: Verb;
  colophon_trust: Verb;
  colophon_declaration: Verb;
  colophon_log_verifier_new: Verb;
  colophon_log_verifier_update(verifier: Address, data: Address, size: number): void;
  colophon_log_verifier_finish: Verb;
  colophon_instance_new(): Address;
  colophon_instance_free(instance: Address): void;
  colophon_instance_array: Verb;
  colophon_instance_solve: Verb;
  colophon_instance_check: Verb;
}

/** Raw arrays by their names: docs/formats/raw-instance.md. */
export type NamedArrays = Record<string, Uint8Array>;

/** A picture in the core's memory; `Core.freeImage` gives it back. */
export type ImageHandle = number & { readonly image: unique symbol };

/** What takes data in pieces. */
export interface PieceWise {
  update(piece: Uint8Array): void;
  finish(): Uint8Array;
}

/** Two 32-bit words: address and size of what a verb gives. */
const bufferBytes = 8;
const decoder = new TextDecoder();
export const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text);
export const parseBytes = <T>(bytes: Uint8Array): T => JSON.parse(decoder.decode(bytes)) as T;

/** One instance of a module, and how its verbs are called. */
export class Loaded {
  /** Set by a trap: the memory is in no defined state, and only a new instance helps. */
  dead = false;

  protected constructor(protected readonly exports: ModuleExports) {}

  protected static async start<T extends ModuleExports>(module: WebAssembly.Module): Promise<T> {
    const imports = { env: { emscripten_notify_memory_growth: () => undefined } };
    const instance = await WebAssembly.instantiate(module, imports).catch((cause: unknown) => {
      throw otherCore(cause);
    });
    const exports = instance.exports as unknown as T;
    if (typeof exports.colophon_abi_version !== 'function' || exports.colophon_abi_version() !== __COLOPHON_ABI__) throw otherCore();
    exports._initialize();
    return exports;
  }

  /** Bytes that the instance holds; it never shrinks. */
  get memoryBytes(): number {
    return this.exports.memory.buffer.byteLength;
  }

  /** A verb whose inputs are byte ranges and whose output is one buffer. */
  protected transform(verb: Verb, ...inputs: Uint8Array[]): Uint8Array {
    return this.guard(() => this.withInputs(inputs, (addresses) =>
      this.result((out) => verb(...addresses.flatMap((address, i) => [address, inputs[i]!.byteLength]), out))));
  }

  /** Turns a trap into an error, and remembers that this instance is of no more use. */
  protected guard<T>(work: () => T): T {
    if (this.dead) throw this.stopped();
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof ColophonError) throw thrown;
      this.dead = true;
      throw this.stopped(thrown);
    }
  }
  private stopped(cause?: unknown): ColophonError {
    if (this.exports.colophon_memory_exhausted() !== 0) return exhausted(cause);
    return new ColophonError({ code: 'internal', detail: 'The core stopped unexpectedly. Please report this with the input.' }, { cause });
  }

  protected allocate(size: number): Address {
    const address = this.exports.colophon_alloc(size) >>> 0;
    if (address === 0) throw exhausted();
    return address;
  }
  protected copyIn(bytes: Uint8Array): Address {
    const address = this.allocate(bytes.byteLength);
    // The view is made after the allocation, which may have replaced the memory's buffer.
    new Uint8Array(this.exports.memory.buffer, address, bytes.byteLength).set(bytes);
    return address;
  }
  protected withInputs<T>(inputs: Uint8Array[], work: (addresses: Address[]) => T): T {
    const addresses: Address[] = [];
    try {
      for (const input of inputs) addresses.push(this.copyIn(input));
      return work(addresses);
    } finally {
      this.release(addresses);
    }
  }
  protected withHandle(work: (slot: Address, out: Address) => number): { handle: Address; info: Uint8Array } {
    const slot = this.allocate(4);
    try {
      const info = this.result((out) => work(slot, out));
      return { handle: new DataView(this.exports.memory.buffer).getUint32(slot, true), info };
    } finally {
      this.release([slot]);
    }
  }

  /** Runs a verb with a fresh output buffer; gives a copy of what it wrote, or throws the error that it wrote. */
  protected result(verb: (out: Address) => number): Uint8Array {
    const out = this.allocate(bufferBytes);
    let data: Address = 0;
    try {
      new Uint8Array(this.exports.memory.buffer, out, bufferBytes).fill(0);
      const status = verb(out);
      const view = new DataView(this.exports.memory.buffer);
      data = view.getUint32(out, true);
      const bytes = new Uint8Array(this.exports.memory.buffer, data, view.getUint32(out + 4, true)).slice();
      if (status !== 0) throw errorOf(status, bytes);
      return bytes;
    } finally {
      this.release(data === 0 ? [out] : [out, data]);
    }
  }

  /** A verb with two outputs, which gives the error in the second. */
  protected results(verb: (first: Address, out: Address) => number): [first: Uint8Array, second: Uint8Array] {
    const slot = this.allocate(bufferBytes);
    let data: Address = 0;
    try {
      new Uint8Array(this.exports.memory.buffer, slot, bufferBytes).fill(0);
      const second = this.result((out) => verb(slot, out));
      const view = new DataView(this.exports.memory.buffer);
      data = view.getUint32(slot, true);
      return [new Uint8Array(this.exports.memory.buffer, data, view.getUint32(slot + 4, true)).slice(), second];
    } finally {
      this.release(data === 0 ? [slot] : [slot, data]);
    }
  }

  /** After a trap nothing is freed: the allocator's own state may be what broke. */
  protected release(addresses: Address[]): void {
    for (const address of addresses) {
      try {
        this.exports.colophon_free(address);
      } catch {
        this.dead = true;
      }
    }
  }
}

/** The core: what every page needs. */
export class Core extends Loaded {
  declare protected readonly exports: CoreExports;

  static async instantiate(module: WebAssembly.Module): Promise<Core> {
    return new Core(await Loaded.start<CoreExports>(module));
  }

  sha256 = (data: Uint8Array): Uint8Array => this.transform(this.exports.colophon_sha256, data);
  blake3 = (data: Uint8Array): Uint8Array => this.transform(this.exports.colophon_blake3, data);
  canonicalJson = (text: Uint8Array): Uint8Array => this.transform(this.exports.colophon_canonical_json, text);
  commitment = (json: Uint8Array): Uint8Array => this.transform(this.exports.colophon_commitment, json);
  textFeatures = (text: Uint8Array): Uint8Array => this.transform(this.exports.colophon_text_features, text);
  qualityFromLogits = (logits: Uint8Array): Uint8Array => this.transform(this.exports.colophon_quality_from_logits, logits);
  verify = (document: Uint8Array, table: Uint8Array): Uint8Array => this.transform(this.exports.colophon_verify, document, table);
  explain = (statement: Uint8Array, request: Uint8Array): Uint8Array => this.transform(this.exports.colophon_explain, statement, request);
  plan = (problem: Uint8Array): Uint8Array => this.transform(this.exports.colophon_plan, problem);

  declaration = (json: Uint8Array): Uint8Array => this.transform(this.exports.colophon_declaration, json);
  trust = (note: Uint8Array, policy: Uint8Array, verdicts: Uint8Array): Uint8Array => this.transform(this.exports.colophon_trust, note, policy, verdicts);

  /** Takes the pieces of a log's archive until `finish`, which gives the report, and must be called. */
  logVerifier(held: Uint8Array): { update(piece: Uint8Array): void; finish(): Uint8Array } {
    const verifier = this.guard(() => this.withInputs([held], ([input]) =>
      this.withHandle((slot, out) => this.exports.colophon_log_verifier_new(input!, held.byteLength, slot, out)))).handle;
    return {
      update: (piece) => this.guard(() => this.withInputs([piece], ([input]) => this.exports.colophon_log_verifier_update(verifier, input!, piece.byteLength))),
      finish: () => this.guard(() => this.result((out) => this.exports.colophon_log_verifier_finish(verifier, out))),
    };
  }

  /** Takes pieces until `finish`, which gives the hash; `finish` must be called, else the hasher's memory stays taken. */
  hasher(): PieceWise {
    return this.pieceWise(this.exports.colophon_hasher_new, this.exports.colophon_hasher_update, this.exports.colophon_hasher_finish);
  }
  /** The Data- and Instance-Code of pieces, as JSON; `finish` must be called. */
  isccSum(): PieceWise {
    const { colophon_iscc_sum_new: make, colophon_iscc_sum_update: update, colophon_iscc_sum_finish: finish } = this.exports;
    return this.pieceWise(make, update, (sum, out) => finish(sum!, 0, out!));
  }
  isccText(text: Uint8Array, markup: 0 | 1 | 2): Uint8Array {
    return this.guard(() => this.withInputs([text], ([input]) =>
      this.result((out) => this.exports.colophon_iscc_text(input!, text.byteLength, markup, out))));
  }
  imageIscc(image: ImageHandle): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_image_iscc(image, out)));
  }
  /** A function of ISO 24138 by its name; an empty name gives the list of them. */
  isccCall = (name: Uint8Array, args: Uint8Array): Uint8Array => this.transform(this.exports.colophon_iscc_call, name, args);

  private pieceWise(make: () => Address, update: (handle: Address, data: Address, size: number) => void, finish: Verb): PieceWise {
    const handle = this.guard(make);
    return {
      update: (piece) => this.guard(() => this.withInputs([piece], ([input]) => update(handle, input!, piece.byteLength))),
      finish: () => this.guard(() => this.result((out) => finish(handle, out))),
    };
  }

  /** The optimiser on raw arrays: the bytes of the plan, and what the ABI's header says of it. */
  solveInstance(arrays: NamedArrays, options: Uint8Array): { plan: Uint8Array; answer: Uint8Array } {
    return this.withInstance(arrays, (instance) => this.withInputs([options], ([input]) => {
      const [plan, answer] = this.results((first, out) => this.exports.colophon_instance_solve(instance, input!, options.byteLength, first, out));
      return { plan, answer };
    }));
  }
  /** A plan's certificate against the arrays, without solving: the report. */
  checkInstance(arrays: NamedArrays, certificate: Uint8Array, plan: Uint8Array): Uint8Array {
    return this.withInstance(arrays, (instance) => this.withInputs([certificate, plan], ([first, second]) =>
      this.result((out) => this.exports.colophon_instance_check(instance, first!, certificate.byteLength, second!, plan.byteLength, out))));
  }
  private withInstance<T>(arrays: NamedArrays, work: (instance: Address) => T): T {
    return this.guard(() => {
      const instance = this.exports.colophon_instance_new();
      try {
        for (const [name, bytes] of Object.entries(arrays)) {
          const text = encodeText(name);
          // The instance takes the array's memory, whatever comes of it.
          const data = this.copyIn(bytes);
          this.withInputs([text], ([input]) => this.result((out) => this.exports.colophon_instance_array(instance, input!, text.byteLength, data, bytes.byteLength, out)));
        }
        return work(instance);
      } finally {
        if (!this.dead) this.exports.colophon_instance_free(instance);
      }
    });
  }

  decodeImage(file: Uint8Array): { image: ImageHandle; info: Uint8Array } {
    const { handle, info } = this.guard(() => this.withInputs([file], ([input]) =>
      this.withHandle((slot, out) => this.exports.colophon_image_decode(input!, file.byteLength, slot, out))));
    return { image: handle as ImageHandle, info };
  }
  repairImage(image: ImageHandle, name: Uint8Array): ImageHandle {
    return this.guard(() => this.withInputs([name], ([input]) =>
      this.withHandle((slot, out) => this.exports.colophon_image_repair(image, input!, name.byteLength, slot, out)))).handle as ImageHandle;
  }
  imageRgba(image: ImageHandle, sideMax: number): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_image_rgba(image, sideMax, out)));
  }
  imageFeatures(image: ImageHandle): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_image_features(image, out)));
  }
  qualityInput(image: ImageHandle): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_image_quality_input(image, out)));
  }
  freeImage(image: ImageHandle): void {
    if (!this.dead) this.exports.colophon_image_free(image);
  }
}

function errorOf(status: number, bytes: Uint8Array): ColophonError {
  const code = (errorCodes[status] ?? 'internal') as ColophonErrorCode;
  if (bytes.byteLength === 0) return new ColophonError({ code, detail: `The core answered ${code}.` });
  const { field, detail } = parseBytes<{ field: string; detail: string }>(bytes);
  return new ColophonError({ code, field, detail });
}

function otherCore(cause?: unknown): ColophonError {
  return new ColophonError(
    {
      code: 'abi_mismatch',
      field: 'wasmSrc',
      detail: `This is not the core of @colophon/sdk ${__COLOPHON_VERSION__}: publish core.wasm and the scripts of one version together.`,
    },
    { cause },
  );
}

function exhausted(cause?: unknown): ColophonError {
  return new ColophonError(
    { code: 'out_of_memory', detail: 'This input needs more memory than the core may take. Use a smaller picture or document.' },
    { cause },
  );
}
