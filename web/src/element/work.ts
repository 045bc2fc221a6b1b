// A work that is open in the studio: its versions (the original, then one a repair), each with its bytes, pixels, measures and score.
import { ColophonError } from '../sdk/errors.js';
import type { Colophon, Measured, Pixels, Quality, RepairName, TextFeatures } from '../sdk/types.js';
import { h } from './dom.js';

export type WorkKind = 'photo' | 'drawing' | 'painting' | 'text';
const kPreviewSide = 1280;
const kTextBytesMax = 8 << 20;

export interface Version {
  repair: RepairName | undefined;
  /** What is registered: exactly these bytes were measured and scored. */
  blob: Blob;
  /** What the bytes are, whatever the file is called. */
  mediaType: string;
  width: number;
  height: number;
  preview: Pixels;
  features: Measured[];
  quality: Quality | undefined;
  dispose(): void;
  score(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<Quality>;
  repaired(name: RepairName, signal: AbortSignal): Promise<Blob>;
}

async function openVersion(colophon: Colophon, blob: Blob, repair: RepairName | undefined, signal: AbortSignal): Promise<Version> {
  const image = await colophon.image(blob, { signal });
  try {
    const [features, preview] = await Promise.all([image.features({ signal }), image.preview(kPreviewSide, { signal })]);
    const version: Version = {
      repair, blob, mediaType: `image/${image.info.format}`, features, preview, width: image.info.width, height: image.info.height, quality: undefined,
      dispose: () => image.dispose(),
      score: async (call, onProgress) => (version.quality ??= await image.quality({ signal: call, onProgress })),
      repaired: async (name, call) => {
        await image.repair(name, { signal: call });
        try {
          return await encoded(await image.preview(0, { signal: call }), image.info.format);
        } finally {
          image.undo();
        }
      },
    };
    return version;
  } catch (thrown) {
    image.dispose();
    throw thrown;
  }
}

/** The pixels as a file of the original's format. A canvas writes no camera metadata. */
async function encoded(pixels: Pixels, format: 'jpeg' | 'png'): Promise<Blob> {
  const canvas = h('canvas', { width: pixels.width, height: pixels.height });
  canvas.getContext('2d')!.putImageData(new ImageData(pixels.rgba, pixels.width, pixels.height), 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, `image/${format}`, 0.95));
  if (!blob) throw new ColophonError({ code: 'out_of_memory', detail: 'The browser could not write the repaired picture.' });
  return blob;
}

export class ImageWork {
  readonly type = 'image';
  kind: WorkKind = 'photo';
  private constructor(private readonly colophon: Colophon, readonly name: string, private readonly versions: Version[]) {}

  static async open(colophon: Colophon, file: Blob, name: string, signal: AbortSignal): Promise<ImageWork> {
    return new ImageWork(colophon, name, [await openVersion(colophon, file, undefined, signal)]);
  }
  get current(): Version { return this.versions[this.versions.length - 1]!; }
  get original(): Version { return this.versions[0]!; }
  get repairs(): RepairName[] { return this.versions.flatMap((version) => version.repair ?? []); }
  /** The repairs that core advises for the present version and that were not applied yet. */
  get advised(): RepairName[] {
    const names = this.current.features.map((feature) => feature.repair).filter((name) => name !== '');
    return [...new Set(names)].filter((name) => !this.repairs.includes(name));
  }
  async apply(name: RepairName, signal: AbortSignal): Promise<void> {
    const blob = await this.current.repaired(name, signal);
    this.versions.push(await openVersion(this.colophon, blob, name, signal));
  }
  undo(): void {
    if (this.versions.length > 1) this.versions.pop()!.dispose();
  }
  get blob(): Blob { return this.current.blob; }
  get mediaType(): string { return this.current.mediaType; }
  get measured(): Record<string, unknown> { return { features: this.current.features }; }
  dispose(): void {
    for (const version of this.versions) version.dispose();
  }
}

export class TextWork {
  readonly type = 'text';
  readonly kind: WorkKind = 'text';
  readonly mediaType = 'text/plain';
  private constructor(readonly name: string, readonly text: string, readonly features: TextFeatures, readonly blob: Blob) {}

  static async open(colophon: Colophon, text: string, name: string, signal: AbortSignal, file?: Blob): Promise<TextWork> {
    const features = await colophon.text(text, { signal });
    return new TextWork(name, text, features, file ?? new Blob([text]));
  }
  get measured(): Record<string, unknown> { return { ...this.features }; }
  dispose(): void { /* Text holds nothing in the worker. */ }
}

export type OpenWork = ImageWork | TextWork;

const textual = (file: Blob, name: string): boolean => file.type.startsWith('text/') || (file.type === '' && /\.(txt|md|markdown)$/i.test(name));

/** Text by its type or name; whatever else goes to core, which knows a picture by its bytes. */
export async function openWork(colophon: Colophon, file: Blob, name: string, signal: AbortSignal): Promise<OpenWork> {
  if (!textual(file, name)) return ImageWork.open(colophon, file, name, signal);
  if (file.size > kTextBytesMax) throw new ColophonError({ code: 'limit_exceeded', field: name, detail: 'A text has at most 8 MB.' });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new ColophonError({ code: 'invalid_encoding', field: name, detail: 'The text is not UTF-8: save it as UTF-8 and choose it again.' });
  }
  return TextWork.open(colophon, text, name, signal, file);
}
