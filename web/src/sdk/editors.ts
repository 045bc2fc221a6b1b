// The pictures that are open in editors, each in an instance of its own: bytes of JSON and of maps, as the module gives them.
import { bytesOf, imageBytesMax, type Caller } from './engine.js';
import { ColophonError, cancelled } from './errors.js';
import { parseBytes } from './loader.js';
import type { Models } from './model.js';
import { PictureCore } from './picture-core.js';
import type { EditorId } from './protocol.js';
import type { FileSource, ImageInfo } from './types.js';
import { upscaled } from './upscale.js';

interface Open {
  core: PictureCore;
  module: WebAssembly.Module;
  /** The file that the picture came from: an export takes its metadata. */
  file: FileSource;
  info: ImageInfo;
}

export class Editors {
  private readonly editors = new Map<EditorId, Open>();
  private last = 0;

  async open(module: WebAssembly.Module, file: FileSource, caller: Caller): Promise<{ editor: EditorId; info: ImageInfo }> {
    const size = file instanceof Blob ? file.size : file.byteLength;
    if (size > imageBytesMax) {
      throw new ColophonError({ code: 'limit_exceeded', field: 'file', detail: `The file has ${size} bytes and the limit is ${imageBytesMax}: save the picture smaller.` });
    }
    const [core, bytes] = await Promise.all([PictureCore.instantiate(module), bytesOf(file)]);
    if (caller.cancelled()) throw cancelled();
    return this.keep({ core, module, file, info: parseBytes<ImageInfo>(core.open(bytes)) });
  }

  /** The picture at twice its size, as an editor of its own. */
  async upscale(editor: EditorId, models: Models, manifest: string, caller: Caller): Promise<{ editor: EditorId; info: ImageInfo }> {
    const { core, module, file, info } = this.find(editor);
    const picture = await upscaled(core, models, manifest, caller);
    if (caller.cancelled()) throw cancelled();
    const larger = await PictureCore.instantiate(module);
    // Its pixels are turned already.
    return this.keep({ core: larger, module, file, info: { ...info, ...parseBytes<Pick<ImageInfo, 'width' | 'height'>>(larger.openRgb(picture)), orientation: 1 } });
  }

  core(editor: EditorId): PictureCore {
    return this.find(editor).core;
  }
  file(editor: EditorId): FileSource {
    return this.find(editor).file;
  }

  end(editor: EditorId): void {
    this.editors.delete(editor);
  }

  private keep(open: Open): { editor: EditorId; info: ImageInfo } {
    this.editors.set((this.last += 1), open);
    return { editor: this.last, info: open.info };
  }
  private find(editor: EditorId): Open {
    const open = this.editors.get(editor);
    if (open === undefined) throw new ColophonError({ code: 'not_found', detail: 'This editor was disposed of: open the picture again.' });
    return open;
  }
}
