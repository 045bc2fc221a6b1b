// A small picture of a draft, for the list.
import type { Pixels } from '../sdk/types.js';

const side = 96;

export const thumbnailOf = ({ width, height, rgba }: Pixels): Promise<Blob | undefined> => small(new ImageData(rgba, width, height));

/** Of a file whose steps were not made yet: as it came. */
export const thumbnailOfFile = async (file: Blob): Promise<Blob | undefined> => small(await createImageBitmap(file).catch(() => undefined));

async function small(source: ImageData | ImageBitmap | undefined): Promise<Blob | undefined> {
  if (!source) return undefined;
  const { width, height } = source;
  try {
    const scale = Math.min(1, side / Math.max(width, height));
    const bitmap = await createImageBitmap(source, { resizeWidth: Math.max(1, Math.round(width * scale)), resizeHeight: Math.max(1, Math.round(height * scale)), resizeQuality: 'medium' });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
    bitmap.close();
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  } catch {
    // A draft without its small picture is a draft all the same.
    return undefined;
  }
}
