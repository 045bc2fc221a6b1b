// The verbs over one instance of the core: runs in the worker, and in the calling thread where there is no worker.
import { Editors } from './editors.js';
import { ColophonError, cancelled } from './errors.js';
import { Core, encodeText, parseBytes, type ImageHandle } from './loader.js';
import type { IsccInput } from './iscc-input.js';
import { identify } from './iscc.js';
import { exported } from './export.js';
import { Models } from './model.js';
import { QualityModel } from './quality-model.js';
import { Replays } from './replays.js';
import type { PictureId, Setup, VerbName, Verbs } from './protocol.js';
import { SettleCore } from './settle-core.js';
import type { FileSource, ImageInfo, Measured, Pixels, Quality, RepairName } from './types.js';

/** core/include/colophon/base/limits.hpp, kImageBytesMax: refused here before the file is read into memory. */
export const imageBytesMax = 64 * 2 ** 20;

/** How much of a file is in memory at once while it is hashed. */
const pieceBytes = 2 ** 20;

/** What a running call knows of its caller. */
export interface Caller {
  cancelled(): boolean;
  progress(done: number, total: number): void;
}

export class Engine {
  private readonly pictures = new Map<PictureId, ImageHandle>();
  private readonly models: Models;
  private readonly model: QualityModel;
  private lastPicture = 0;
  private readonly replays = new Replays();
  private readonly editors = new Editors();

  private constructor(private readonly core: Core, setup: Setup) {
    this.models = new Models(setup.runtimeSrc, (bytes) => core.sha256(bytes));
    this.model = new QualityModel(this.models, setup.modelSrc);
  }

  static async start(setup: Setup): Promise<Engine> {
    if (setup.version !== __COLOPHON_VERSION__) {
      throw new ColophonError({
        code: 'abi_mismatch',
        field: 'workerSrc',
        detail: `worker.js is version ${__COLOPHON_VERSION__} and the page's script is ${setup.version}: publish the files of one version together.`,
      });
    }
    return new Engine(await Core.instantiate(setup.module), setup);
  }

  /** True after a trap: start another engine. */
  get dead(): boolean {
    return this.core.dead;
  }

  async run(verb: VerbName, args: unknown[], caller: Caller): Promise<unknown> {
    if (caller.cancelled()) throw cancelled();
    const method = this.verbs(caller)[verb] as (...args: unknown[]) => unknown;
    // What was opened is answered even where the caller has gone by now: the page gives it back (channel.ts).
    return method(...args);
  }

  private verbs(caller: Caller): Verbs {
    const { core } = this;
    return {
      open: (file) => this.open(file, caller),
      close: (picture) => this.close(picture),
      features: (picture) => parseBytes<{ features: Measured[] }>(core.imageFeatures(this.handle(picture))).features,
      preview: (picture, side) => this.preview(picture, side),
      repair: (picture, name) => this.repair(picture, name),
      quality: (picture) => this.quality(picture, caller),
      textFeatures: (text) => core.textFeatures(text),
      sha256: (file) => this.sha256(file, caller),
      canonicalJson: (document) => core.canonicalJson(document),
      verify: (document, table) => core.verify(document, table),
      declaration: (json) => core.declaration(json),
      trust: (note, policy, verdicts) => core.trust(note, policy, verdicts),
      verifyLog: (archive, held) => this.inPieces(archive, core.logVerifier(held), caller),
      plan: (problem) => core.plan(problem),
      explain: (statement, request) => core.explain(statement, request),
      settle: (module, files, options) => this.replays.settle(module, files, options, caller),
      replayed: (replay, what, index) => this.replays.read(replay, what, index),
      endReplay: (replay) => this.replays.end(replay),
      explainAgreements: async (module, document, locale) => (await SettleCore.instantiate(module)).explainAgreements(document, locale),
      openEditor: (module, file) => this.editors.open(module, file, caller),
      endEditor: (editor) => this.editors.end(editor),
      palette: (editor, count) => this.editors.core(editor).palette(count),
      saliency: (editor) => this.editors.core(editor).saliency(),
      crop: (editor, width, height) => this.editors.core(editor).crop(width, height),
      harmony: (editor) => this.editors.core(editor).harmony(),
      style: (editor) => this.editors.core(editor).style(),
      export: (editor, edit, request) => exported(this.editors.core(editor), this.editors.file(editor), edit, request),
      upscale: (editor, manifest) => this.editors.upscale(editor, this.models, manifest, caller),
      enhance: (editor) => this.editors.core(editor).enhance(),
      editPreview: (editor, edit, longest) => pixelsOf(this.editors.core(editor).preview(edit, longest)),
      iscc: (file, input: IsccInput) => identify(core, file, input, caller),
      isccCall: (name, args) => core.isccCall(name, args),
      solveInstance: (arrays, options) => core.solveInstance(arrays, options),
      checkInstance: (arrays, certificate, plan) => core.checkInstance(arrays, certificate, plan),
    };
  }

  private handle(picture: PictureId): ImageHandle {
    const handle = this.pictures.get(picture);
    if (handle === undefined) throw new ColophonError({ code: 'not_found', detail: 'This picture was disposed of: open it again.' });
    return handle;
  }
  private keep(handle: ImageHandle): PictureId {
    this.lastPicture += 1;
    this.pictures.set(this.lastPicture, handle);
    return this.lastPicture;
  }

  private async open(file: FileSource, caller: Caller): Promise<{ picture: PictureId; info: ImageInfo }> {
    const size = file instanceof Blob ? file.size : file.byteLength;
    if (size > imageBytesMax) {
      throw new ColophonError({ code: 'limit_exceeded', field: 'file', detail: `The file has ${size} bytes and the limit is ${imageBytesMax}: save the picture smaller.` });
    }
    const bytes = await bytesOf(file);
    if (caller.cancelled()) throw cancelled();
    const { image, info } = this.core.decodeImage(bytes);
    return { picture: this.keep(image), info: parseBytes<ImageInfo>(info) };
  }

  private close(picture: PictureId): void {
    const handle = this.pictures.get(picture);
    if (handle === undefined) return;
    this.pictures.delete(picture);
    this.core.freeImage(handle);
  }

  private preview(picture: PictureId, side: number): Pixels {
    return pixelsOf(this.core.imageRgba(this.handle(picture), side));
  }

  private repair(picture: PictureId, name: RepairName): PictureId {
    return this.keep(this.core.repairImage(this.handle(picture), encodeText(name)));
  }

  private async quality(picture: PictureId, caller: Caller): Promise<Quality> {
    this.handle(picture);
    await this.model.load(caller);
    if (caller.cancelled()) throw cancelled();
    const logits = await this.model.run(this.core.qualityInput(this.handle(picture)));
    return parseBytes<Quality>(this.core.qualityFromLogits(logits));
  }

  private async sha256(file: FileSource, caller: Caller): Promise<Uint8Array> {
    return file instanceof Blob ? this.inPieces(file, this.core.hasher(), caller) : this.core.sha256(await bytesOf(file));
  }

  /** Feeds a file of any size to something that takes pieces, with progress. */
  private async inPieces(file: FileSource, taker: { update(piece: Uint8Array): void; finish(): Uint8Array }, caller: Caller): Promise<Uint8Array> {
    const blob = file instanceof Blob ? file : new Blob([file as ArrayBuffer]);
    let stopped = true;
    try {
      for (let at = 0; at < blob.size; at += pieceBytes) {
        if (caller.cancelled()) throw cancelled();
        taker.update(await bytesOf(blob.slice(at, at + pieceBytes)));
        caller.progress(Math.min(at + pieceBytes, blob.size), blob.size);
      }
      stopped = false;
    } finally {
      // Also where the call was cancelled or the file could not be read: this gives the taker's memory back.
      if (stopped && !this.core.dead) {
        try {
          taker.finish();
        } catch { /* What is wrong with half a file is not what went wrong. */ }
      }
    }
    return taker.finish();
  }
}

export async function bytesOf(file: FileSource): Promise<Uint8Array> {
  if (file instanceof Uint8Array) return file;
  return new Uint8Array(file instanceof ArrayBuffer ? file : await file.arrayBuffer());
}

/** What a verb gives as width, height and RGBA. */
export function pixelsOf(bytes: Uint8Array): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  // The copy out of the module's memory is ours alone, so the canvas may have its buffer.
  const rgba = new Uint8ClampedArray(bytes.buffer as ArrayBuffer, bytes.byteOffset + 8, bytes.byteLength - 8);
  return { width: view.getUint32(0, true), height: view.getUint32(4, true), rgba };
}
