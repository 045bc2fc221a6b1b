// Proofreading in the worker: a dictionary a language, loaded at its first text; what was read once is not read again while its line stays as it is.
import type { WordsCore, WordsHandle } from '../sdk/words-core.js';
import { wordsProofEn } from '../locales/panels/words_proof.en.js';
import { wordsProofZhCN } from '../locales/panels/words_proof.zh-CN.js';
import type { Mark, ProofreadOptions } from './tools.js';
import type { ToolContext } from './worker_tools.js';

/** What the core says of a mark: all but its reason. */
type Found = Omit<Mark, 'reason'>;
type Language = 'en' | 'zh';
/** Lines that are kept with their marks. */
const keptMax = 20_000;
const decoder = new TextDecoder();
const json = <T>(bytes: Uint8Array): T => JSON.parse(decoder.decode(bytes)) as T;
/** A paragraph that opens with one carries on the quotation of the one before it. */
const opensQuotation = (line: string | undefined): boolean => line !== undefined && /^\s*["“‘「『]/.test(line);

class Book {
  private kept = new Map<string, Found[]>();
  private words = '';

  constructor(private readonly core: WordsCore, private readonly handle: WordsHandle) {}

  learn(words: readonly string[]): void {
    const lines = words.join('\n');
    if (lines === this.words) return;
    this.core.call('proofreader_words', this.handle, lines);
    this.words = lines;
    this.kept.clear();
  }
  line(text: string, goesOn: boolean): Found[] {
    const key = `${goesOn ? '"' : ' '}${text}`, known = this.kept.get(key);
    if (known) return known;
    const found = json<Found[]>(this.core.call('proofreader_read', this.handle, text, goesOn ? 1 : 0));
    if (this.kept.size >= keptMax) this.kept.clear();
    this.kept.set(key, found);
    return found;
  }
  names(text: string): string[] {
    return json<{ text: string; count: number }[]>(this.core.call('proofreader_names', this.handle, text)).map((name) => name.text);
  }
}

const locales = { en: wordsProofEn, 'zh-CN': wordsProofZhCN };
/** Why something is marked, in the reader's language. */
export function reasonOf(found: Found, text: string, locale: ProofreadOptions['locale']): string {
  const { rules, kinds } = locales[locale];
  const template = rules[found.rule] ?? (found.fixes[0] ? kinds[found.kind] : kinds[found.kind].includes('{fix}') ? kinds.punctuation : kinds[found.kind]);
  return template.replaceAll('{text}', text).replaceAll('{fix}', found.fixes[0] || text);
}

/** What a worker gives the page: the same calls as Proofreader of tools.ts. */
export async function proofreadTool({ core, data }: ToolContext) {
  const loaded = await core(), books = new Map<Language, Promise<Book>>();
  const book = (language: ProofreadOptions['language']): Promise<Book> => {
    const wanted: Language = language === 'en' ? 'en' : 'zh';
    const made = books.get(wanted) ?? data(`proofread-${wanted}.bin`).then((bytes) => new Book(loaded, loaded.open('proofreader_open', bytes).handle));
    books.set(wanted, made);
    // The file or the network may be back at the next call.
    made.catch(() => books.delete(wanted));
    return made;
  };
  return {
    async marks(text: string, options: ProofreadOptions): Promise<Mark[]> {
      const reader = await book(options.language), off = new Set(options.ignoredRules), marks: Mark[] = [];
      reader.learn(options.words);
      const lines = text.split('\n');
      let start = 0;
      for (const [index, line] of lines.entries()) {
        if (line !== '') {
          for (const found of reader.line(line, opensQuotation(lines[index + 1]))) {
            if (off.has(found.rule)) continue;
            marks.push({ ...found, begin: start + found.begin, end: start + found.end, reason: reasonOf(found, line.slice(found.begin, found.end), options.locale) });
          }
        }
        start += line.length + 1;
      }
      return marks;
    },
    async names(text: string, language: ProofreadOptions['language']): Promise<string[]> {
      return (await book(language)).names(text);
    },
  };
}
