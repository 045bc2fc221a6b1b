// A small picture of a draft, for the list.
import type { Pixels } from '../sdk/types.js';

const side = 96;

export async function thumbnailOf({ width, height, rgba }: Pixels): Promise<Blob | undefined> {
  try {
    const scale = Math.min(1, side / Math.max(width, height));
    const bitmap = await createImageBitmap(new ImageData(rgba, width, height), { resizeWidth: Math.max(1, Math.round(width * scale)), resizeHeight: Math.max(1, Math.round(height * scale)), resizeQuality: 'medium' });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
    bitmap.close();
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  } catch {
    // A draft without its small picture is a draft all the same.
    return undefined;
  }
}
