// A work that is open in the studio. A picture is its file and the steps that were taken from there; a text is what stands in its field.
import { ColophonError } from '../sdk/errors.js';
import type { Colophon, ProgressOptions, Quality, RepairName, TextFeatures } from '../sdk/types.js';
import type { Edit, ExportOptions, Exported, PictureEditor } from '../picture/types.js';
import { History, type HistoryRecord } from './history.js';
import { openVersion, type Version } from './version.js';

export type WorkKind = 'photo' | 'drawing' | 'painting' | 'text';
const textBytesMax = 8 << 20;
/** Files of states that were left, for undoing at once; older ones are made again from their steps. */
const filesMax = 6;

/** An edit starts from the picture before it: of several in a row only the last is a step. */
export type Step = { repair: RepairName } | { edit: Edit } | { enlarge: 2 };
const editOf = (step: Step | undefined): Edit | undefined => (step && 'edit' in step ? step.edit : undefined);
const beforeEdit = (steps: readonly Step[]): readonly Step[] => (editOf(steps.at(-1)) ? steps.slice(0, -1) : steps);
/** Of a JPEG: no eye sees the difference, and the file is half of what 100 gives. */
const fileQuality = 95;

export interface State { kind: WorkKind; steps: Step[] }

export class ImageWork {
  readonly type = 'image';
  private readonly history: History<State>;
  private readonly files = new Map<string, Blob>();
  /** Open on the picture before its edit: sliders and crops ask it many times. */
  private editing: { blob: Blob; editor: Promise<PictureEditor> } | undefined;
  private disposed = false;

  private constructor(private readonly colophon: Colophon, readonly name: string, readonly original: Version, private version: Version, history: History<State>) {
    this.history = history;
  }

  static async open(colophon: Colophon, file: Blob, name: string, signal: AbortSignal, record?: HistoryRecord<State>): Promise<ImageWork> {
    const original = await openVersion(colophon, file, signal);
    const work = new ImageWork(colophon, name, original, original, new History<State>({ kind: 'photo', steps: [] }, record));
    try {
      await work.settle(signal);
    } catch (thrown) {
      work.dispose();
      throw thrown;
    }
    return work;
  }

  get current(): Version { return this.version; }
  get state(): State { return this.history.present; }
  get kind(): WorkKind { return this.state.kind; }
  get changed(): boolean { return this.state.steps.length > 0; }
  get canUndo(): boolean { return this.history.canUndo; }
  get canRedo(): boolean { return this.history.canRedo; }
  get repairs(): RepairName[] { return this.state.steps.flatMap((step) => ('repair' in step ? step.repair : [])); }
  get edit(): Edit { return editOf(this.state.steps.at(-1)) ?? {}; }
  /** The repairs that core advises for the present version and that were not applied yet. */
  get advised(): RepairName[] {
    const names = this.current.features.map((feature) => feature.repair).filter((name) => name !== '');
    return [...new Set(names)].filter((name) => !this.repairs.includes(name));
  }
  get blob(): Blob { return this.version.blob; }
  get mediaType(): string { return this.version.mediaType; }
  get measured(): Record<string, unknown> { return { features: this.version.features }; }
  record(): HistoryRecord<State> { return this.history.toRecord(); }

  declare(kind: WorkKind): void {
    this.history.do({ ...this.state, kind });
  }
  async apply(step: Step, signal: AbortSignal, onProgress?: ProgressOptions['onProgress']): Promise<void> {
    const { steps } = this.state, edit = editOf(step), before = edit && editOf(steps.at(-1)) ? steps.slice(0, -1) : steps;
    const after = edit && Object.keys(edit).length === 0 ? before : [...before, step];
    if (JSON.stringify(after) === JSON.stringify(steps)) return;
    this.history.do({ ...this.state, steps: after });
    try {
      await this.settle(signal, onProgress);
    } catch (thrown) {
      this.history.drop();
      throw thrown;
    }
  }
  async undo(signal: AbortSignal): Promise<boolean> {
    if (!this.history.undo()) return false;
    await this.settle(signal);
    return true;
  }
  async redo(signal: AbortSignal): Promise<boolean> {
    if (!this.history.redo()) return false;
    await this.settle(signal);
    return true;
  }

  /** The score that the picture would have after a step, computed from the file that it would be. The work stays as it is. */
  async tried(step: Step, signal: AbortSignal): Promise<Quality> {
    const edit = editOf(step), before = edit ? beforeEdit(this.state.steps) : this.state.steps;
    const trial = await openVersion(this.colophon, await this.made(step, await this.fileOf(before, signal), signal, undefined), signal);
    try {
      return await trial.score(signal, () => undefined);
    } finally {
      trial.dispose();
    }
  }
  /** An editor of the picture before its present edit. It belongs to the work. */
  async editor(signal: AbortSignal): Promise<PictureEditor> {
    return this.editorOf(await this.fileOf(beforeEdit(this.state.steps), signal));
  }
  /** The picture as it is now, as another file. */
  async exported(options: ExportOptions, signal: AbortSignal): Promise<Exported> {
    return (await this.editor(signal)).export(this.edit, { ...options, metadataOf: this.original.blob }, { signal });
  }

  /** Makes the present version that of the present steps. */
  private async settle(signal: AbortSignal, onProgress?: ProgressOptions['onProgress']): Promise<void> {
    const blob = await this.fileOf(this.state.steps, signal, onProgress);
    if (blob === this.version.blob) return;
    const next = blob === this.original.blob ? this.original : await openVersion(this.colophon, blob, signal);
    if (this.disposed) return next.dispose();
    if (this.version !== this.original) this.version.dispose();
    this.version = next;
  }

  private async fileOf(steps: readonly Step[], signal: AbortSignal, onProgress?: ProgressOptions['onProgress']): Promise<Blob> {
    const last = steps.at(-1);
    if (!last) return this.original.blob;
    const key = JSON.stringify(steps), kept = this.files.get(key);
    if (kept) return kept;
    const made = await this.made(last, await this.fileOf(steps.slice(0, -1), signal), signal, onProgress);
    this.files.set(key, made);
    for (const old of this.files.keys()) if (this.files.size > filesMax && old !== key) this.files.delete(old);
    return made;
  }
  private async made(step: Step, before: Blob, signal: AbortSignal, onProgress: ProgressOptions['onProgress']): Promise<Blob> {
    const file: ExportOptions = { format: this.original.mediaType === 'image/png' ? 'png' : 'jpeg', quality: fileQuality };
    if ('edit' in step) return (await (await this.editorOf(before)).export(step.edit, file, { signal })).blob;
    if ('enlarge' in step) {
      const enlarged = await (await this.editorOf(before)).upscale({ signal, ...(onProgress && { onProgress }) });
      try {
        return (await enlarged.export({}, file, { signal })).blob;
      } finally {
        enlarged.dispose();
      }
    }
    const from = [this.version, this.original].find((version) => version.blob === before) ?? await openVersion(this.colophon, before, signal);
    try {
      // The repair's own file has no colour profile, and without it other colours.
      return (await (await this.editorOf(before)).describe(await from.repaired(step.repair, signal), 'strip', { signal })).blob;
    } finally {
      if (from !== this.version && from !== this.original) from.dispose();
    }
  }
  private editorOf(blob: Blob): Promise<PictureEditor> {
    if (this.editing?.blob === blob) return this.editing.editor;
    this.endEditing();
    const editor = import('../picture/index.js').then(({ openEditor }) => openEditor(this.colophon, blob));
    const editing = (this.editing = { blob, editor });
    editor.catch(() => { if (this.editing === editing) this.editing = undefined; });
    return editor;
  }
  private endEditing(): void {
    void this.editing?.editor.then((editor) => editor.dispose(), () => undefined);
    this.editing = undefined;
  }

  dispose(): void {
    this.disposed = true;
    this.endEditing();
    if (this.version !== this.original) this.version.dispose();
    this.original.dispose();
  }
}

export class TextWork {
  readonly type = 'text';
  readonly kind: WorkKind = 'text';
  readonly mediaType = 'text/plain';
  readonly changed = false;
  private made: { text: string; blob: Blob } | undefined;

  private constructor(private readonly colophon: Colophon, readonly name: string, private words: string, private counts: TextFeatures, file: Blob | undefined) {
    if (file) this.made = { text: words, blob: file };
  }

  static async open(colophon: Colophon, text: string, name: string, signal: AbortSignal, file?: Blob): Promise<TextWork> {
    return new TextWork(colophon, name, text, await colophon.text(text, { signal }), file);
  }
  get text(): string { return this.words; }
  get features(): TextFeatures { return this.counts; }
  /** While nobody writes, the bytes of the file that was opened. */
  get blob(): Blob {
    if (this.made?.text !== this.words) this.made = { text: this.words, blob: new Blob([this.words], { type: this.mediaType }) };
    return this.made.blob;
  }
  get measured(): Record<string, unknown> { return { ...this.counts }; }
  /** The text as it stands now; count() brings its counts. */
  write(text: string): void {
    this.words = text;
  }
  async count(signal: AbortSignal): Promise<void> {
    const text = this.words, counts = await this.colophon.text(text, { signal });
    if (this.words === text) this.counts = counts;
  }
  dispose(): void { /* Text holds nothing in the worker. */ }
}

export type OpenWork = ImageWork | TextWork;

const textual = (file: Blob, name: string): boolean => file.type.startsWith('text/') || (file.type === '' && /\.(txt|md|markdown)$/i.test(name));

/** Text by its type or name; whatever else goes to core, which knows a picture by its bytes. */
export async function openWork(colophon: Colophon, file: Blob, name: string, signal: AbortSignal, record?: HistoryRecord<State>): Promise<OpenWork> {
  if (!textual(file, name)) return ImageWork.open(colophon, file, name, signal, record);
  if (file.size > textBytesMax) throw new ColophonError({ code: 'limit_exceeded', field: name, detail: 'A text has at most 8 MB.' });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new ColophonError({ code: 'invalid_encoding', field: name, detail: 'The text is not UTF-8: save it as UTF-8 and choose it again.' });
  }
  return TextWork.open(colophon, text, name, signal, file);
}
