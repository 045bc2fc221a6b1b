// What the tools of core say of a text, as the pages use it. Ranges are [begin, end) in UTF-16 code units of the text that was given.

export interface Range { begin: number; end: number }

/** Something that a proofreader would mark. */
export interface Mark extends Range {
  /** Which rule, stable: what a reader ignores is kept by this name. */
  rule: string;
  kind: 'spelling' | 'confusion' | 'grammar' | 'repetition' | 'punctuation' | 'spacing' | 'style';
  /** In the language of the reader: what is wrong and why. */
  reason: string;
  /** The best first; none where there is nothing to offer. */
  fixes: string[];
}
export interface ProofreadOptions {
  language: 'en' | 'zh-Hans' | 'zh-Hant';
  /** The language of the reasons. */
  locale: 'en' | 'zh-CN';
  /** Rules that the writer turned off. */
  ignoredRules: readonly string[];
  /** Words that are right in this book: the personal dictionary, and names that were learnt. */
  words: readonly string[];
}
export interface Proofreader {
  marks(text: string, options: ProofreadOptions): Promise<Mark[]>;
  /** Names that the book uses as its own: capitalised or recurring words that no dictionary has. */
  names(text: string, language: ProofreadOptions['language']): Promise<string[]>;
}

/** A feature of the Coach: its value, where most published texts of the language and genre lie, and what to do outside. */
export interface TextFeature { name: string; value: number; low: number; high: number; advice: 'none' | 'raise' | 'lower' }
export interface ChapterReading {
  units: number;
  words: number;
  sentences: number;
  paragraphs: number;
  /** Of the chapter's letters or characters, those within quotation marks: 0 to 1. */
  dialogue: number;
  /** Of a reader of 250 English words or 400 Chinese characters a minute. */
  minutes: number;
  meanSentence: number;
  longSentences: Range[];
  repetitions: (Range & { phrase: string; count: number })[];
}
export interface Reading {
  language: string;
  words: number;
  characters: number;
  sentences: number;
  readability: { name: string; value: number; meaning: string }[];
  keywords: { text: string; weight: number; count: number }[];
  themes: { name: string; share: number }[];
  features: TextFeature[];
  chapters: ChapterReading[];
}
export interface Reader {
  read(chapters: readonly string[], language: string): Promise<Reading>;
  /** Boundaries of words, in order, the text's length the last. */
  words(text: string, language: string): Promise<Uint32Array>;
}
