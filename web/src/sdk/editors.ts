// The pictures that are open in editors, each in an instance of its own: bytes of JSON and of maps, as the module gives them.
import { bytesOf, imageBytesMax, type Caller } from './engine.js';
import { ColophonError, cancelled } from './errors.js';
import { parseBytes } from './loader.js';
import { PictureCore } from './picture-core.js';
import type { EditorId } from './protocol.js';
import type { FileSource, ImageInfo } from './types.js';

export class Editors {
  private readonly cores = new Map<EditorId, PictureCore>();
  private last = 0;

  async open(module: WebAssembly.Module, file: FileSource, caller: Caller): Promise<{ editor: EditorId; info: ImageInfo }> {
    const size = file instanceof Blob ? file.size : file.byteLength;
    if (size > imageBytesMax) {
      throw new ColophonError({ code: 'limit_exceeded', field: 'file', detail: `The file has ${size} bytes and the limit is ${imageBytesMax}: save the picture smaller.` });
    }
    const [core, bytes] = await Promise.all([PictureCore.instantiate(module), bytesOf(file)]);
    if (caller.cancelled()) throw cancelled();
    const info = parseBytes<ImageInfo>(core.open(bytes));
    this.cores.set((this.last += 1), core);
    return { editor: this.last, info };
  }

  core(editor: EditorId): PictureCore {
    const core = this.cores.get(editor);
    if (core === undefined) throw new ColophonError({ code: 'not_found', detail: 'This editor was disposed of: open the picture again.' });
    return core;
  }

  end(editor: EditorId): void {
    this.cores.delete(editor);
  }
}
