// What the page and the worker say to each other: bytes in, bytes out, one message a call.
import type { ErrorRecord } from './errors.js';
import type { IsccInput } from './iscc-input.js';
import type { FileSource, ImageInfo, IsccIdentity, Measured, Pixels, Quality, RepairName } from './types.js';

/** Names a picture inside the worker that opened it. */
export type PictureId = number;
/** Names a settlement that the worker has computed again. */
export type ReplayId = number;
/** Names a picture that is open in an editor. */
export type EditorId = number;

export interface ExportRequest {
  format: 'jpeg' | 'png' | 'webp';
  /** 1 to 100. */
  quality: number;
  keep: boolean;
}
export interface Exported {
  blob: Blob;
  width: number;
  height: number;
  metadata: 'kept' | 'stripped' | 'none';
  dropped: string[];
}

/** What the worker can do. Documents travel as bytes of JSON. */
export interface Verbs {
  open(file: FileSource): Promise<{ picture: PictureId; info: ImageInfo }>;
  close(picture: PictureId): void;
  features(picture: PictureId): Measured[];
  preview(picture: PictureId, side: number): Pixels;
  repair(picture: PictureId, name: RepairName): PictureId;
  quality(picture: PictureId): Promise<Quality>;
  textFeatures(text: Uint8Array): Uint8Array;
  sha256(file: FileSource): Promise<Uint8Array>;
  canonicalJson(document: Uint8Array): Uint8Array;
  verify(document: Uint8Array, table: Uint8Array): Uint8Array;
  declaration(json: Uint8Array): Uint8Array;
  trust(note: Uint8Array, policy: Uint8Array, verdicts: Uint8Array): Uint8Array;
  verifyLog(archive: FileSource, held: Uint8Array): Promise<Uint8Array>;
  plan(problem: Uint8Array): Uint8Array;
  explain(statement: Uint8Array, request: Uint8Array): Uint8Array;
  settle(module: WebAssembly.Module, files: [name: string, text: FileSource][], options: Uint8Array): Promise<{ replay: ReplayId; summary: Uint8Array }>;
  replayed(replay: ReplayId, what: 'statement' | 'table' | 'journal', index: number): Uint8Array;
  endReplay(replay: ReplayId): void;
  explainAgreements(module: WebAssembly.Module, document: Uint8Array, locale: Uint8Array): Promise<Uint8Array>;
  openEditor(module: WebAssembly.Module, file: FileSource): Promise<{ editor: EditorId; info: ImageInfo }>;
  endEditor(editor: EditorId): void;
  palette(editor: EditorId, count: number): Uint8Array;
  saliency(editor: EditorId): Uint8Array;
  crop(editor: EditorId, width: number, height: number): Uint8Array;
  harmony(editor: EditorId): Uint8Array;
  style(editor: EditorId): Uint8Array;
  /** `edit`: JSON. */
  export(editor: EditorId, edit: Uint8Array, request: ExportRequest): Promise<Exported>;
  /** `manifest`: the address of the document that declares the model. */
  upscale(editor: EditorId, manifest: string): Promise<{ editor: EditorId; info: ImageInfo }>;
  enhance(editor: EditorId): Uint8Array;
  editPreview(editor: EditorId, edit: Uint8Array, longest: number): Pixels;
  iscc(file: FileSource, input: IsccInput): Promise<IsccIdentity>;
  isccCall(name: Uint8Array, args: Uint8Array): Uint8Array;
  solveInstance(arrays: Record<string, Uint8Array>, options: Uint8Array): { plan: Uint8Array; answer: Uint8Array };
  checkInstance(arrays: Record<string, Uint8Array>, certificate: Uint8Array, plan: Uint8Array): Uint8Array;
}
export type VerbName = keyof Verbs;
export type VerbResult<V extends VerbName> = Awaited<ReturnType<Verbs[V]>>;

/** Sent once, before any call. */
export interface Setup {
  module: WebAssembly.Module;
  version: string;
  runtimeSrc: string;
  modelSrc: string;
}

export type ToWorker =
  | { setup: Setup }
  | { call: number; verb: VerbName; args: unknown[] }
  | { cancel: number };

export type FromWorker =
  | { call: number; value: unknown }
  | { call: number; done: number; total: number }
  /** After a fatal error the core is of no more use: the page ends this worker and starts another at the next call. */
  | { call: number; error: ErrorRecord; fatal: boolean }
  | { failed: ErrorRecord };
