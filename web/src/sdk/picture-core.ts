// The third module, colophon-picture.wasm: what an editor asks of one picture. Loaded only where an editor opens.
import { Loaded, type Address, type ImageHandle, type ModuleExports, type Verb } from './loader.js';

interface PictureExports extends ModuleExports {
  colophon_image_decode: Verb;
  colophon_image_free(image: Address): void;
  colophon_picture_palette: Verb;
  colophon_picture_saliency: Verb;
  colophon_picture_crop: Verb;
  colophon_picture_enhance: Verb;
  colophon_picture_preview: Verb;
}

/** One instance holds one picture; its memory goes with the instance. */
export class PictureCore extends Loaded {
  declare protected readonly exports: PictureExports;
  private image: ImageHandle | 0 = 0;

  static async instantiate(module: WebAssembly.Module): Promise<PictureCore> {
    return new PictureCore(await Loaded.start<PictureExports>(module));
  }

  /** Takes the place of the picture before it; gives what was found out about the file. */
  open(file: Uint8Array): Uint8Array {
    return this.guard(() => {
      if (this.image !== 0) this.exports.colophon_image_free(this.image);
      this.image = 0;
      const { handle, info } = this.withInputs([file], ([input]) =>
        this.withHandle((slot, out) => this.exports.colophon_image_decode(input!, file.byteLength, slot, out)));
      this.image = handle as ImageHandle;
      return info;
    });
  }
  palette(count: number): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_picture_palette(this.image, count, out)));
  }
  saliency(): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_picture_saliency(this.image, out)));
  }
  crop(width: number, height: number): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_picture_crop(this.image, width, height, out)));
  }
  enhance(): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_picture_enhance(this.image, out)));
  }
  /** Width, height and RGBA of the edit, which is JSON. */
  preview(edit: Uint8Array, longest: number): Uint8Array {
    return this.guard(() => this.withInputs([edit], ([input]) =>
      this.result((out) => this.exports.colophon_picture_preview(this.image, input!, edit.byteLength, longest, out))));
  }
}
