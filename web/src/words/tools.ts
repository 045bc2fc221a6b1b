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

/**
 * A feature of the Coach: its value, where the chapters of published books lie (docs/explanation/reading.md names them), and what to do outside. `name` is one of
 * sentence_words, sentence_characters, sentence_variation, long_sentences, paragraph_words, paragraph_characters, dialogue, distinct_words, adverbs, de, idioms,
 * repetitions, chapter_variation; the last of parts are 0 to 1, of adverbs to repetitions a number in a thousand words or characters.
 */
export interface TextFeature { name: string; value: number; low: number; high: number; advice: 'none' | 'raise' | 'lower' }
export interface ChapterReading {
  /** UTF-16 units. */
  units: number;
  /** Without white space. */
  characters: number;
  words: number;
  sentences: number;
  paragraphs: number;
  /** Of the chapter's letters or characters, those within quotation marks: 0 to 1. */
  dialogue: number;
  /** Of a reader of 250 English words or 400 Chinese characters a minute. */
  minutes: number;
  /** In words; of a Chinese book in characters. */
  meanSentence: number;
  /** The standard deviation. */
  sentenceDeviation: number;
  longSentences: Range[];
  /** A phrase that comes back soon: how often, and where it stands last. */
  repetitions: (Range & { phrase: string; count: number })[];
}
export interface Reading {
  /** BCP 47, as found out; "und" where nothing tells. */
  language: string;
  /** 0 to 1; under 0.2 it is little more than a guess. */
  confidence: number;
  /** Short lines: nothing is advised, as the usual ranges are of prose. */
  verse: boolean;
  words: number;
  characters: number;
  sentences: number;
  /** Formulas by name; `meaning` is very_easy to very_difficult, grade (a school year in the USA), dale_chall, higher_is_harder or lower_is_harder. */
  readability: { name: string; value: number; meaning: string }[];
  /** The first weighs 1. */
  keywords: { text: string; weight: number; count: number }[];
  /** Shares of the words that speak of a theme: by written lists. */
  themes: { name: string; share: number }[];
  features: TextFeature[];
  chapters: ChapterReading[];
}
export interface Reader {
  /** `language` empty: found out. */
  read(chapters: readonly string[], language: string): Promise<Reading>;
  /** Boundaries of words, in order, the text's length the last. */
  words(text: string, language: string): Promise<Uint32Array>;
}
