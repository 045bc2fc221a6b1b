// Copies of a picture for covers: upright, opaque, without the camera's metadata, and no larger than they are shown.
import { h } from '../element/dom.js';
import { ColophonError } from '../sdk/errors.js';
import { dataUrl, type CoverPicture } from './index.js';

/** Longer sides, pixels. The first is what contrast is measured on (CoverPicture.pixels). */
const kLook = 256, kSmall = 480, kLarge = 1400, kSaved = 4096;
const kJpegQuality = 0.9;

type Drawn = ImageBitmap | HTMLCanvasElement;

/** Decoded beside the page's own thread, upright. (A browser that is asked to scale it as well does that on the page's thread, and slowly.) */
const decode = (blob: Blob): Promise<ImageBitmap> => createImageBitmap(blob).catch((thrown: unknown) => {
  throw new ColophonError({ code: 'image_corrupt', field: 'picture', detail: 'The browser could not draw this picture: export it again as JPEG or PNG.' }, { cause: thrown });
});

/** On white: a cover's contrast is measured on what is seen, and JPEG has no transparency. */
function draw(source: Drawn, longest: number): HTMLCanvasElement {
  const scale = Math.min(1, longest / Math.max(source.width, source.height));
  const canvas = h('canvas', { width: Math.max(1, Math.round(source.width * scale)), height: Math.max(1, Math.round(source.height * scale)) });
  const context = canvas.getContext('2d', { willReadFrequently: longest === kLook })!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function encode(canvas: HTMLCanvasElement): Promise<string> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', kJpegQuality));
  canvas.width = canvas.height = 0;
  if (!blob) throw new ColophonError({ code: 'out_of_memory', field: 'picture', detail: 'The browser has no memory for a copy of this picture: close other tabs, or choose a smaller one.' });
  return dataUrl(blob);
}

export class Copies {
  private constructor(private readonly blob: Blob, private readonly size: { width: number; height: number }, private readonly pixels: NonNullable<CoverPicture['pixels']>,
    /** For a dozen covers side by side, and for the one that is looked at. */
    readonly small: CoverPicture, readonly large: CoverPicture) {}
  private whole: Promise<CoverPicture> | undefined;

  static async of(blob: Blob, size: { width: number; height: number }): Promise<Copies> {
    const bitmap = await decode(blob), big = draw(bitmap, kLarge), little = draw(big, kSmall), look = draw(little, kLook);
    bitmap.close();
    const { width, height } = look, pixels = { width, height, rgba: look.getContext('2d')!.getImageData(0, 0, width, height).data };
    const [small, large] = await Promise.all([encode(little), encode(big)]);
    return new Copies(blob, size, pixels, { ...size, pixels, href: small }, { ...size, pixels, href: large });
  }

  /** As many pixels as a saved cover can use. Made when it is asked for, then kept. */
  full(): Promise<CoverPicture> {
    this.whole ??= (async () => {
      const bitmap = await decode(this.blob);
      try {
        return { ...this.size, pixels: this.pixels, href: await encode(draw(bitmap, kSaved)) };
      } finally {
        bitmap.close();
      }
    })();
    this.whole.catch(() => { this.whole = undefined; });
    return this.whole;
  }
}
