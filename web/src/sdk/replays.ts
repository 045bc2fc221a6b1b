// The settlements that the worker has computed again, each in an instance of its own.
import { bytesOf, type Caller } from './engine.js';
import { ColophonError, cancelled } from './errors.js';
import { encodeText } from './loader.js';
import type { ReplayId } from './protocol.js';
import { SettleCore } from './settle-core.js';
import type { FileSource } from './types.js';

export class Replays {
  private readonly cores = new Map<ReplayId, SettleCore>();
  private last = 0;

  async settle(module: WebAssembly.Module, files: [name: string, text: FileSource][], options: Uint8Array, caller: Caller): Promise<{ replay: ReplayId; summary: Uint8Array }> {
    const core = await SettleCore.instantiate(module);
    for (const [i, [name, text]] of files.entries()) {
      if (caller.cancelled()) throw cancelled();
      caller.progress(i, files.length + 1);
      core.add(encodeText(name), await bytesOf(text));
    }
    caller.progress(files.length, files.length + 1);
    const summary = core.settle(options);
    caller.progress(files.length + 1, files.length + 1);
    this.cores.set((this.last += 1), core);
    return { replay: this.last, summary };
  }

  read(replay: ReplayId, what: 'statement' | 'table' | 'journal', index: number): Uint8Array {
    const core = this.cores.get(replay);
    if (core === undefined) throw new ColophonError({ code: 'not_found', detail: 'This settlement was disposed of: compute it again.' });
    return what === 'journal' ? core.journal() : core[what](index);
  }

  end(replay: ReplayId): void {
    this.cores.delete(replay);
  }
}
