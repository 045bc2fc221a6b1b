// The core in the calling thread: Node, tests, and pages that ask for it. Loaded only there.
import type { Life } from './channel.js';
import { Engine } from './engine.js';
import { type ColophonError, asColophonError } from './errors.js';
import type { Setup, VerbName } from './protocol.js';
import type { ProgressOptions } from './types.js';

export class InlineLife implements Life {
  private constructor(private readonly engine: Engine, private readonly onFatal: (reason: ColophonError) => void) {}

  static async begin(setup: Setup, onFatal: (reason: ColophonError) => void): Promise<Life> {
    return new InlineLife(await Engine.start(setup), onFatal);
  }

  async call(verb: VerbName, args: unknown[], { signal, onProgress }: ProgressOptions): Promise<unknown> {
    try {
      return await this.engine.run(verb, args, {
        cancelled: () => signal?.aborted ?? false,
        progress: (done, total) => onProgress?.(done, total),
      });
    } catch (thrown) {
      const error = asColophonError(thrown);
      if (this.engine.dead) this.onFatal(error);
      throw error;
    }
  }

  end(): void {
    // The engine and its memory go with the last reference.
  }
}
