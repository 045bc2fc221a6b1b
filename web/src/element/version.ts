// One state of a picture: its bytes, pixels, measures and score. What is registered are exactly the bytes that were measured and scored.
import type { Colophon, Measured, Pixels, Quality, RepairName } from '../sdk/types.js';

const previewSide = 1280;

export interface Version {
  readonly blob: Blob;
  /** What the bytes are, whatever the file is called. */
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly preview: Pixels;
  readonly features: Measured[];
  readonly quality: Quality | undefined;
  score(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<Quality>;
  /** The picture after a repair, as a file of the same format; this version stays as it is. */
  repaired(name: RepairName, signal: AbortSignal): Promise<Blob>;
  dispose(): void;
}

export async function openVersion(colophon: Colophon, blob: Blob, signal: AbortSignal): Promise<Version> {
  const image = await colophon.image(blob, { signal });
  // A repair is put on and taken off again: two of them at once would meet each other's.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const result = last.then(act);
    last = result.catch(() => undefined);
    return result;
  };
  try {
    const [features, preview] = await Promise.all([image.features({ signal }), image.preview(previewSide, { signal })]);
    let quality: Quality | undefined;
    return {
      blob, mediaType: `image/${image.info.format}`, features, preview, width: image.info.width, height: image.info.height,
      get quality() { return quality; },
      score: (call, onProgress) => inTurn(async () => (quality ??= await image.quality({ signal: call, onProgress }))),
      repaired: (name, call) => inTurn(async () => {
        await image.repair(name, { signal: call });
        try {
          return await image.encode({ signal: call });
        } finally {
          image.undo();
        }
      }),
      dispose: () => image.dispose(),
    };
  } catch (thrown) {
    image.dispose();
    throw thrown;
  }
}
