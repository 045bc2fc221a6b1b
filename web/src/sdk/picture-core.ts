// The third module, colophon-picture.wasm: what an editor asks of one picture. Loaded only where an editor opens.
import { Loaded, parseBytes, type Address, type ImageHandle, type ModuleExports, type Verb } from './loader.js';

interface PictureExports extends ModuleExports {
  colophon_image_decode: Verb;
  colophon_image_free(image: Address): void;
  colophon_picture_palette: Verb;
  colophon_picture_saliency: Verb;
  colophon_picture_crop: Verb;
  colophon_picture_enhance: Verb;
  colophon_picture_preview: Verb;
  colophon_picture_harmony: Verb;
  colophon_picture_style: Verb;
  colophon_picture_metadata: Verb;
  colophon_picture_from_rgb: Verb;
  colophon_upscale_new: Verb;
  colophon_upscale_free(upscale: Address): void;
  colophon_upscale_input: Verb;
  colophon_upscale_blend: Verb;
  colophon_upscale_finish: Verb;
}

/** Upscaling under way: `end` gives its memory back. */
export interface UpscaleJob {
  tiles: number;
  /** Of each tile. */
  width: number;
  height: number;
  input(tile: number): Uint8Array;
  blend(tile: number, answer: Uint8Array): void;
  finish(): Uint8Array;
  end(): void;
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
  harmony(): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_picture_harmony(this.image, out)));
  }
  style(): Uint8Array {
    return this.guard(() => this.result((out) => this.exports.colophon_picture_style(this.image, out)));
  }
  /** The metadata of one file into another, which an encoder made; what was kept comes as JSON. */
  metadata(source: Uint8Array, encoded: Uint8Array, width: number, height: number, keep: boolean): [file: Uint8Array, report: Uint8Array] {
    return this.guard(() => this.withInputs([source, encoded], ([from, to]) => this.results((file, out) =>
      this.exports.colophon_picture_metadata(from!, source.byteLength, to!, encoded.byteLength, width, height, Number(keep), file, out))));
  }
  /** Takes the place of the picture before it: what `finish` of an upscaling gave. */
  openRgb(picture: Uint8Array): Uint8Array {
    return this.guard(() => {
      const { handle, info } = this.withInputs([picture], ([input]) =>
        this.withHandle((slot, out) => this.exports.colophon_picture_from_rgb(input!, picture.byteLength, slot, out)));
      if (this.image !== 0) this.exports.colophon_image_free(this.image);
      this.image = handle as ImageHandle;
      return info;
    });
  }
  beginUpscale(): UpscaleJob {
    const { handle, info } = this.guard(() => this.withHandle((slot, out) => this.exports.colophon_upscale_new(this.image, slot, out)));
    return {
      ...parseBytes<Pick<UpscaleJob, 'tiles' | 'width' | 'height'>>(info),
      input: (tile) => this.guard(() => this.result((out) => this.exports.colophon_upscale_input(handle, tile, out))),
      blend: (tile, answer) => void this.guard(() => this.withInputs([answer], ([values]) =>
        this.result((out) => this.exports.colophon_upscale_blend(handle, tile, values!, answer.byteLength, out)))),
      finish: () => this.guard(() => this.result((out) => this.exports.colophon_upscale_finish(handle, out))),
      end: () => {
        if (!this.dead) this.exports.colophon_upscale_free(handle);
      },
    };
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
