// The fourth module, colophon-words.wasm: what reads, proofreads and sets texts. Loaded only where somebody writes.
import { Loaded, type Address, type ModuleExports, type Verb } from './loader.js';

/** What a verb takes: a text as UTF-16 (address and bytes), bytes as they are (address and bytes), or a number, which may be a handle. */
export type WordsInput = string | Uint8Array | number;
export type WordsHandle = number & { readonly words: unique symbol };

/** One instance holds what was loaded for one language; its memory goes with the instance. */
export class WordsCore extends Loaded {
  declare protected readonly exports: ModuleExports & Record<string, Verb>;

  static async instantiate(module: WebAssembly.Module): Promise<WordsCore> {
    return new WordsCore(await Loaded.start<ModuleExports & Record<string, Verb>>(module));
  }

  /** The verb `colophon_NAME`; its last argument is where the answer goes. */
  call(name: string, ...inputs: WordsInput[]): Uint8Array {
    return this.guard(() => this.withNumbers(inputs, (numbers) => this.result((out) => this.verb(name)(...numbers, out))));
  }
  /** A verb that makes something: its last arguments are where the handle and the answer go. */
  open(name: string, ...inputs: WordsInput[]): { handle: WordsHandle; info: Uint8Array } {
    return this.guard(() => this.withNumbers(inputs, (numbers) => {
      const { handle, info } = this.withHandle((slot, out) => this.verb(name)(...numbers, slot, out));
      return { handle: handle as WordsHandle, info };
    }));
  }
  /** The verb that takes a handle and gives nothing. */
  end(name: string, handle: WordsHandle): void {
    if (!this.dead) this.verb(name)(handle);
  }

  private verb(name: string): Verb {
    const verb = this.exports[`colophon_${name}`];
    if (verb === undefined) throw new TypeError(`colophon-words.wasm has no verb ${name}`);
    return verb;
  }
  private withNumbers<T>(inputs: WordsInput[], work: (numbers: number[]) => T): T {
    const bytes = inputs.filter((input) => typeof input !== 'number').map((input) => (typeof input === 'string' ? utf16(input) : input));
    return this.withInputs(bytes, (addresses: Address[]) => {
      let next = 0;
      return work(inputs.flatMap((input) => {
        if (typeof input === 'number') return [input];
        const at = next++;
        return [addresses[at]!, bytes[at]!.byteLength];
      }));
    });
  }
}

/** Little-endian, lone surrogates as they are. */
function utf16(text: string): Uint8Array {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; ++i) units[i] = text.charCodeAt(i);
  return new Uint8Array(units.buffer);
}
