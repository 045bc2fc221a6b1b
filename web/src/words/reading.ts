// The reader of texts, over the core: what is loaded is loaded when a language first asks for it.
import { encodeText, parseBytes } from '../sdk/loader.js';
import type { WordsCore, WordsHandle } from '../sdk/words-core.js';
import type { ChapterReading, Range, Reader, Reading, TextFeature } from './tools.js';

/** Where a module and the files of data/ come from. */
export interface ReadingSource {
  core(): Promise<WordsCore>;
  data(name: string): Promise<Uint8Array>;
}
export type SegmentKind = 'grapheme' | 'word' | 'sentence';
const segmentKinds: Record<SegmentKind, number> = { grapheme: 0, word: 1, sentence: 2 };
const none = new Uint8Array();

/** As the core gives it: docs/formats/abi.md. */
interface ChapterRecord {
  units: number; characters: number; words: number; sentences: number; paragraphs: number; dialogue_milli: number; seconds: number;
  sentence_mean_milli: number; sentence_deviation_milli: number; long_sentences: Range[]; repetitions: ChapterReading['repetitions'];
}
interface ReadingRecord {
  language: string; confidence_ppm: number; verse: boolean; words: number; characters: number; sentences: number;
  readability: { name: string; value_milli: number; meaning: string }[];
  keywords: { text: string; weight_milli: number; count: number }[];
  themes: { name: string; share_milli: number }[];
  features: { name: string; value_milli: number; low_milli: number; high_milli: number; advice: TextFeature['advice'] }[];
  chapters: ChapterRecord[];
}

const isChinese = (language: string): boolean => /^zh\b/.test(language);
const isTraditional = (language: string): boolean => /Hant|-(TW|HK|MO)\b/.test(language);
/** Parts of a whole come in thousandths; numbers in a thousand words come in millionths of a word. */
const featureOf = ({ name, value_milli, low_milli, high_milli, advice }: ReadingRecord['features'][number]): TextFeature =>
  ({ name, value: value_milli / 1000, low: low_milli / 1000, high: high_milli / 1000, advice });

export class WordsReader implements Reader {
  private readonly handles = new Map<string, Promise<WordsHandle>>();

  constructor(private readonly source: ReadingSource) {}

  async read(chapters: readonly string[], language: string): Promise<Reading> {
    const core = await this.source.core(), text = chapters.join('');
    const tag = language || (await this.language(text)).tag;
    const handle = await this.handle(isChinese(tag) ? 'zh' : 'en');
    const lengths = new Int32Array(chapters.map((chapter) => chapter.length));
    return readingOf(parseBytes<ReadingRecord>(core.call('reader_read', handle, text, new Uint8Array(lengths.buffer), encodeText(tag))));
  }
  async words(text: string, language: string): Promise<Uint32Array> {
    if (!isChinese(language)) return this.segments(text, 'word');
    const core = await this.source.core(), handle = await this.handle('zh');
    return ends(core.call('reader_words', handle, text, Number(isTraditional(language))));
  }
  /** Ends of graphemes, words or sentences by Unicode's annex 29. */
  async segments(text: string, kind: SegmentKind): Promise<Uint32Array> {
    return ends((await this.source.core()).call('text_segments', text, segmentKinds[kind]));
  }
  async language(text: string): Promise<{ tag: string; confidence: number }> {
    const { tag, confidence_ppm } = parseBytes<{ tag: string; confidence_ppm: number }>((await this.source.core()).call('text_language', text));
    return { tag, confidence: confidence_ppm / 1_000_000 };
  }

  private handle(kind: 'en' | 'zh'): Promise<WordsHandle> {
    const found = this.handles.get(kind) ?? this.open(kind);
    this.handles.set(kind, found);
    // The file may be there at the next try.
    found.catch(() => this.handles.delete(kind));
    return found;
  }
  private async open(kind: 'en' | 'zh'): Promise<WordsHandle> {
    const core = await this.source.core();
    const dictionary = kind === 'zh' ? await unpacked(await this.source.data('reading-zh.words.gz')) : none;
    const familiar = kind === 'en' ? await this.source.data('reading-en.txt') : none;
    return core.open('reader_open', dictionary, familiar).handle;
  }
}

/** A server may have unpacked it on the way. */
async function unpacked(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A copy of its own, which begins where a number may. */
const ends = (bytes: Uint8Array): Uint32Array => new Uint32Array(bytes.buffer);

function readingOf(record: ReadingRecord): Reading {
  return {
    language: record.language, confidence: record.confidence_ppm / 1_000_000, verse: record.verse,
    words: record.words, characters: record.characters, sentences: record.sentences,
    readability: record.readability.map(({ name, value_milli, meaning }) => ({ name, value: value_milli / 1000, meaning })),
    keywords: record.keywords.map(({ text, weight_milli, count }) => ({ text, weight: weight_milli / 1000, count })),
    themes: record.themes.map(({ name, share_milli }) => ({ name, share: share_milli / 1000 })),
    features: record.features.map(featureOf),
    chapters: record.chapters.map((chapter) => ({
      units: chapter.units, characters: chapter.characters, words: chapter.words, sentences: chapter.sentences, paragraphs: chapter.paragraphs,
      dialogue: chapter.dialogue_milli / 1000, minutes: chapter.seconds / 60,
      meanSentence: chapter.sentence_mean_milli / 1000, sentenceDeviation: chapter.sentence_deviation_milli / 1000,
      longSentences: chapter.long_sentences, repetitions: chapter.repetitions,
    })),
  };
}
