// A picture that the worker holds: its repairs are a stack, and undo goes back one.
import type { Channel } from './channel.js';
import { ColophonError } from './errors.js';
import type { PictureId } from './protocol.js';
import type { CallOptions, ColophonImage, EncodeOptions, FileSource, ImageInfo, Measured, Pixels, ProgressOptions, Quality, RepairName } from './types.js';

export async function openImage(channel: Channel, file: FileSource, options: CallOptions): Promise<ColophonImage> {
  const { picture, info } = await channel.call('open', [file], options);
  return new WorkerImage(channel, picture, info);
}

class WorkerImage implements ColophonImage {
  /** The picture as opened, then one a repair. */
  private readonly stack: PictureId[];
  private readonly names: RepairName[] = [];
  private readonly generation: number;
  private disposed = false;

  constructor(private readonly channel: Channel, picture: PictureId, readonly info: ImageInfo) {
    this.stack = [picture];
    this.generation = channel.generation;
  }

  get repairs(): readonly RepairName[] {
    return [...this.names];
  }
  async features(options: CallOptions = {}): Promise<Measured[]> {
    return this.channel.call('features', [this.current()], options);
  }
  async preview(side: number, options: CallOptions = {}): Promise<Pixels> {
    return this.channel.call('preview', [this.current(), side], options);
  }
  async repair(name: RepairName, options: CallOptions = {}): Promise<void> {
    const repaired = await this.channel.call('repair', [this.current(), name], options);
    if (this.disposed) return this.close(repaired);
    this.stack.push(repaired);
    this.names.push(name);
  }
  undo(): boolean {
    if (this.names.pop() === undefined) return false;
    this.close(this.stack.pop()!);
    return true;
  }
  async encode({ format = this.info.format, quality = 95, ...call }: EncodeOptions = {}): Promise<Blob> {
    return this.channel.call('encode', [this.current(), format, quality], call);
  }
  async quality(options: ProgressOptions = {}): Promise<Quality> {
    return this.channel.call('quality', [this.current()], options);
  }
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const picture of this.stack.splice(0)) this.close(picture);
  }
  [Symbol.dispose](): void {
    this.dispose();
  }

  private current(): PictureId {
    if (this.disposed) throw new ColophonError({ code: 'not_found', detail: 'This picture was disposed of: open it again.' });
    if (this.generation !== this.channel.generation) {
      throw new ColophonError({ code: 'not_found', detail: 'The worker that held this picture was restarted: open the picture again.' });
    }
    return this.stack[this.stack.length - 1]!;
  }
  private close(picture: PictureId): void {
    // The memory of a worker that has ended is gone already.
    if (this.generation === this.channel.generation) void this.channel.call('close', [picture]).catch(() => undefined);
  }
}
