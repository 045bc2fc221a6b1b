// What the parts of the manuscript know of each other.
import type { Messages } from '../element/texts.js';
import type { ManuscriptMessages } from '../locales/panels/manuscript.en.js';
import type { Colophon } from '../sdk/types.js';
import type { Book, KeptProof } from './book.js';
import type { Checker } from './checker.js';
import type { ActName, Manuscript } from './manuscript.js';
import type { BookVersion } from '../drafts/books.js';
import type { TextModel } from './text_model.js';
import type { WordsTools } from './tools_client.js';
import type { ProofreadOptions, Range } from './tools.js';

/** Words that are right in this book, and rules that its writer turned off. */
export interface Rulings { dictionary: readonly string[]; ignoredRules: readonly string[] }

/** Versions of the book that is open; undefined where this browser keeps nothing. */
export interface Versions {
  list(): Promise<BookVersion[]>;
  keep(name: string): Promise<BookVersion>;
  remove(id: string): Promise<void>;
}

export interface PanelHost {
  /** The element: fields lie in its light DOM. */
  readonly element: HTMLElement;
  readonly manuscript: Manuscript;
  readonly checker: Checker;
  readonly tools: WordsTools;
  /** Ends with the book. */
  readonly signal: AbortSignal;
  messages(): Messages;
  words(): ManuscriptMessages;
  /** The chapter that is open. */
  readonly open: string;
  readonly selection: Range;
  goTo(chapter: string, range?: Range, focus?: boolean): void;
  /** Writes at the caret, as the writer would. */
  insert(text: string): void;
  act(name: ActName, after: Book, to?: string): void;
  rulings(): Rulings;
  rule(rulings: Rulings): void;
  proofreadOptions(): ProofreadOptions;
  versions(): Versions | undefined;
  saveDraft(): Promise<void>;
  /** Of the last registration; setting it keeps it with the draft. */
  proof: KeptProof | undefined;
  /** Whatever text model the site has. */
  readonly model: TextModel | undefined;
  colophon(): Colophon;
  canRegister(): boolean;
  /** The bytes of a registered work, where this session may read them. */
  content(work: string, signal: AbortSignal): Promise<Blob | undefined>;
  emit(name: string, detail: Record<string, unknown>): void;
  announce(text: string): void;
}

/** What a tab shows. */
export interface PanelView {
  readonly element: HTMLElement;
  /** The book, its marks or the connection have changed, and the panel is seen. */
  update?(): void;
  /** Without it the panel is made anew in another language. */
  localise?(): void;
  dispose?(): void;
}
export interface Panel {
  readonly name: string;
  /** Whether this book, on this site, has it. */
  there(host: PanelHost): boolean;
  make(host: PanelHost): PanelView | Promise<PanelView>;
}
