// The book that is open and all that was done to it: undo goes back over texts, chapters and whole replacements alike.
import type { Book, Chapter } from './book.js';
import type { Edit } from './lines.js';

/** What else than writing was done, so that undoing can say it. */
export type ActName = 'add' | 'remove' | 'move' | 'rename' | 'split' | 'replace' | 'restore' | 'details' | 'convert';
type Act =
  | { kind: 'text'; chapter: string; at: number; removed: string; inserted: string; when: number }
  | { kind: 'book'; name: ActName; before: Book; after: Book; from: string; to: string; when: number };
/** Where the writer should be after a step. */
export interface Place { chapter: string; begin: number; end: number }
export interface Undone { name: ActName | 'text'; place: Place; edit: Edit | undefined }

const actsMax = 500;
/** Of texts that undoing needs, in UTF-16 units: beyond it the oldest acts go. */
const unitsMax = 24 * 2 ** 20;
/** Writing without such a pause is one act. */
const pauseMs = 1000;
/** Written in one go, it is still undone in pieces that a reader can follow. */
const runMax = 400;

export class Manuscript {
  private acts: Act[] = [];
  /** How many of the acts are done; those behind can be redone. */
  private done = 0;
  private units = 0;

  constructor(private state: Book, private readonly onChange: () => void = () => undefined) {}

  get book(): Book { return this.state; }
  get canUndo(): boolean { return this.done > 0; }
  get canRedo(): boolean { return this.done < this.acts.length; }
  chapter(id: string): Chapter | undefined { return this.state.chapters.find((chapter) => chapter.id === id); }
  index(id: string): number { return this.state.chapters.findIndex((chapter) => chapter.id === id); }
  /** UTF-16 units of all chapters. */
  get length(): number { return this.state.chapters.reduce((sum, { text }) => sum + text.length, 0); }

  /** A change of one chapter's text. What is written without a pause is undone at once. */
  write(chapter: string, edit: Edit, now: number): void {
    this.setText(chapter, edit);
    const last = this.done === this.acts.length ? this.acts.at(-1) : undefined;
    if (last?.kind === 'text' && last.chapter === chapter && now - last.when < pauseMs && joined(last, edit)) {
      last.when = now;
      this.units += edit.removed.length + edit.inserted.length;
    } else this.push({ kind: 'text', chapter, ...edit, when: now });
    this.onChange();
  }
  /** Anything else: a whole other state of the book. `from` and `to`: the chapters that are open before and after. */
  act(name: ActName, after: Book, from: string, to: string, now: number): void {
    const before = this.state, last = this.done === this.acts.length ? this.acts.at(-1) : undefined;
    this.state = after;
    // Details and names are typed: one act, not one a letter.
    if (last?.kind === 'book' && last.name === name && (name === 'details' || name === 'rename') && last.to === to && now - last.when < pauseMs) {
      last.after = after;
      last.when = now;
    } else this.push({ kind: 'book', name, before, after, from, to, when: now });
    this.onChange();
  }

  undo(): Undone | undefined {
    if (!this.canUndo) return undefined;
    const act = this.acts[--this.done]!;
    return this.stepped(act, act.kind === 'book' ? act.before : undefined, { at: act.kind === 'text' ? act.at : 0, removed: act.kind === 'text' ? act.inserted : '', inserted: act.kind === 'text' ? act.removed : '' }, act.kind === 'book' ? act.from : act.chapter);
  }
  redo(): Undone | undefined {
    if (!this.canRedo) return undefined;
    const act = this.acts[this.done++]!;
    return this.stepped(act, act.kind === 'book' ? act.after : undefined, { at: act.kind === 'text' ? act.at : 0, removed: act.kind === 'text' ? act.removed : '', inserted: act.kind === 'text' ? act.inserted : '' }, act.kind === 'book' ? act.to : act.chapter);
  }
  /** Writing after this begins an act of its own. */
  pause(): void {
    const last = this.acts.at(-1);
    if (last) last.when = -Infinity;
  }

  private stepped(act: Act, book: Book | undefined, edit: Edit, chapter: string): Undone {
    this.pause();
    if (book) this.state = book;
    else this.setText(chapter, edit);
    this.onChange();
    return { name: act.kind === 'text' ? 'text' : act.name, edit: book ? undefined : edit, place: { chapter, begin: edit.at, end: edit.at + edit.inserted.length } };
  }
  private setText(id: string, { at, removed, inserted }: Edit): void {
    this.state = { ...this.state, chapters: this.state.chapters.map((chapter) => (chapter.id === id ? { ...chapter, text: chapter.text.slice(0, at) + inserted + chapter.text.slice(at + removed.length) } : chapter)) };
  }
  private push(act: Act): void {
    for (const gone of this.acts.splice(this.done)) this.units -= sizeOf(gone);
    this.acts.push(act);
    this.units += sizeOf(act);
    while (this.acts.length > 1 && (this.acts.length > actsMax || this.units > unitsMax)) this.units -= sizeOf(this.acts.shift()!);
    this.done = this.acts.length;
  }
}

/** Strings are shared between states: what an act costs is what it changed. */
function sizeOf(act: Act): number {
  if (act.kind === 'text') return act.removed.length + act.inserted.length;
  const kept = new Set(act.after.chapters.map(({ text }) => text));
  return act.before.chapters.reduce((sum, { text }) => sum + (kept.has(text) ? 0 : text.length), 64);
}

/** Puts the edit into the act where it goes on from it: letters behind letters, or what is deleted beside what was. */
function joined(act: Act & { kind: 'text' }, { at, removed, inserted }: Edit): boolean {
  if (act.inserted.length + inserted.length > runMax || act.removed.length + removed.length > runMax) return false;
  const end = act.at + act.inserted.length;
  if (removed === '' && at === end) {
    act.inserted += inserted;
    return true;
  }
  if (inserted !== '') return false;
  if (at + removed.length === end && removed.length <= act.inserted.length) {
    act.inserted = act.inserted.slice(0, act.inserted.length - removed.length);
    return true;
  }
  if (act.inserted !== '') return false;
  if (at === act.at) act.removed += removed;
  else if (at + removed.length === act.at) Object.assign(act, { at, removed: removed + act.removed });
  else return false;
  return true;
}

// ---- States of a book, made from another

export const withChapters = (book: Book, chapters: Chapter[]): Book => ({ ...book, chapters });
export function moveChapter(book: Book, from: number, to: number): Book {
  const chapters = [...book.chapters], [moved] = chapters.splice(from, 1);
  chapters.splice(to, 0, moved!);
  return withChapters(book, chapters);
}
export const renameChapter = (book: Book, id: string, title: string): Book =>
  withChapters(book, book.chapters.map((chapter) => (chapter.id === id ? { ...chapter, title } : chapter)));
/** The whole book as plain text: what is registered, and what a form sends. */
export const plainText = (book: Book): string =>
  [...(book.title ? [book.title, ''] : []), ...book.chapters.flatMap(({ title, text }) => [...(title ? [title, ''] : []), text, ''])].join('\n').trimEnd() + '\n';
