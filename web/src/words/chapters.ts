// Where a book's chapters begin: by its headings, or by lines that are headings though nothing marks them. And which language a text is in.
import { bookLimits, type BookLanguage, type Chapter } from './book.js';
import { commonSimplified, commonTraditional } from './encoding.js';
import { parseInlines, plainText, writeText, type Block, type Inline } from './marks.js';
import { BookError, type Notes } from './problems.js';

/** A heading as its document has it, 1 to 9; its place among the chapters is found here. */
export interface SourceHeading { kind: 'heading'; level: number; inlines: Inline[] }
export type SourceBlock = Exclude<Block, { kind: 'heading' }> | SourceHeading;

const numberChinese = '[0-9０-９零〇○一二三四五六七八九十百千万萬两兩廿卅]+';
const chapterChinese = new RegExp(`^(?:正文\\s*)?第\\s*${numberChinese}\\s*[章回节節折話话幕](?:[\\s:：、.．·—]|$|(?=[^，。！？…]{1,30}$))[^。！？]{0,40}$`, 'u');
const volumeChinese = new RegExp(`^第\\s*${numberChinese}\\s*[卷部集篇册冊](?:[\\s:：、.．·—]|$|(?=[^，。！？…]{1,30}$))[^。！？]{0,40}$`, 'u');
const namedChinese = /^(?:序[章言幕]?|自序|楔子|引[子言]|前言|尾[声聲]|后记|後記|跋|附[录錄]|番外[^。！？]{0,20}|大结局|大結局)$/u;
const numberEnglish = '(?:[0-9]{1,4}|[ivxlcdm]{1,8}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twenty|thirty|forty|fifty)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)';
const chapterEnglish = new RegExp(`^(?:chapter|scene|canto|letter)\\s+${numberEnglish}\\b(?:\\s*[.:–—-]\\s*.{0,80}|\\s*|\\s+\\S.{0,60}[^.!?])$`, 'i');
const volumeEnglish = new RegExp(`^(?:part|book|volume|act)\\s+${numberEnglish}\\b(?:\\s*[.:–—-]\\s*.{0,80}|\\s*)$`, 'i');
const namedEnglish = /^(?:prologue|epilogue|preface|foreword|introduction|afterword|acknowledge?ments|appendix(?: [a-z0-9]{1,3})?)\.?$/i;

/** 1 a volume, 2 a chapter, 0 neither. */
export function headingRank(line: string): 0 | 1 | 2 {
  const text = line.trim();
  if (text.length === 0 || text.length > 100) return 0;
  if (volumeChinese.test(text) || volumeEnglish.test(text)) return 1;
  return chapterChinese.test(text) || chapterEnglish.test(text) || namedChinese.test(text) || namedEnglish.test(text) ? 2 : 0;
}

const textOfHeading = (block: SourceHeading): string => plainText(block.inlines).trim();

/** Paragraphs that read as headings become headings. A run of them that all come again is the book's own table of contents, and goes. */
function markByWords(blocks: readonly SourceBlock[], notes: Notes): SourceBlock[] {
  const marked = blocks.map((block): SourceBlock => {
    const rank = block.kind === 'paragraph' ? headingRank(plainText(block.inlines)) : 0;
    return rank > 0 && block.kind === 'paragraph' ? { kind: 'heading', level: rank, inlines: block.inlines } : block;
  });
  const times = new Map<string, number>();
  for (const block of marked) if (block.kind === 'heading') times.set(textOfHeading(block), (times.get(textOfHeading(block)) ?? 0) + 1);
  const begin = marked.findIndex(({ kind }) => kind === 'heading');
  let end = begin;
  while (end >= 0 && end < marked.length && ['heading', 'empty'].includes(marked[end]!.kind)) end++;
  // The last heading of the run may be the first chapter itself.
  const run = marked.slice(begin, end).filter((block): block is SourceHeading => block.kind === 'heading');
  const again = run.filter((block) => times.get(textOfHeading(block))! > 1).length;
  if (begin < 0 || again < 3 || again < run.length - 1) return marked;
  const lastAgain = textOfHeading(run.at(-1)!) === textOfHeading(run[0]!) ? run.length - 1 : run.length;
  notes.add('contents', lastAgain);
  let left = lastAgain;
  return marked.filter((block, at) => at < begin || at >= end || block.kind !== 'heading' || left-- <= 0);
}

interface Levels { title: SourceHeading | undefined; chapter: number[] }
function chooseLevels(headings: readonly SourceHeading[], blocks: readonly SourceBlock[]): Levels {
  const levels = [...new Set(headings.map(({ level }) => level))].sort((a, b) => a - b);
  const at = (level: number | undefined): SourceHeading[] => headings.filter((heading) => heading.level === level);
  let title: SourceHeading | undefined;
  const first = at(levels[0]);
  if (first.length === 1 && levels.length > 1 && headingRank(textOfHeading(first[0]!)) === 0 && blocks.find(({ kind }) => kind !== 'empty') === first[0]) {
    title = first[0];
    levels.shift();
  }
  const share = (level: number | undefined, rank: number): number => at(level).filter((heading) => headingRank(textOfHeading(heading)) === rank).length / Math.max(1, at(level).length);
  const volumes = levels.length > 1 && share(levels[1], 2) > 0.5 && share(levels[0], 2) < 0.5;
  return { title, chapter: levels.slice(0, volumes ? 2 : 1) };
}

const trimEmpty = (blocks: Block[]): Block[] => {
  const begin = blocks.findIndex(({ kind }) => kind !== 'empty');
  let end = blocks.length;
  while (end > 0 && blocks[end - 1]!.kind === 'empty') end--;
  return begin < 0 ? [] : blocks.slice(begin, end);
};
const clampLevel = (level: number): 1 | 2 | 3 => Math.min(3, Math.max(1, level)) as 1 | 2 | 3;

/** The blocks of a document as chapters; a heading before all others that stands alone on its level is the book's title. */
export function splitChapters(source: readonly SourceBlock[], newId: () => string, notes: Notes, byWords = false): { title: string; chapters: Chapter[] } {
  const hasHeadings = source.some(({ kind }) => kind === 'heading');
  const blocks = hasHeadings && !byWords ? source : markByWords(source, notes);
  const headings = blocks.filter((block): block is SourceHeading => block.kind === 'heading');
  const { title, chapter: levels } = chooseLevels(headings, blocks);
  const chapters: { title: string; blocks: Block[] }[] = [{ title: '', blocks: [] }];
  for (const block of blocks) {
    if (block === title) continue;
    if (block.kind !== 'heading') chapters.at(-1)!.blocks.push(block);
    else if (levels.includes(block.level)) chapters.push({ title: textOfHeading(block), blocks: [] });
    else chapters.at(-1)!.blocks.push({ ...block, level: clampLevel(block.level - levels.at(-1)!) });
  }
  if (trimEmpty(chapters[0]!.blocks).length === 0 && chapters.length > 1) chapters.shift();
  if (headings.length === 0) notes.add('noChapters');
  else notes.add(hasHeadings && !byWords ? 'chaptersByHeadings' : 'chaptersByWords', chapters.length);
  checkChapterCount(chapters.length);
  return { title: title ? textOfHeading(title) : '', chapters: chapters.map((chapter) => ({ id: newId(), title: chapter.title, text: writeText(trimEmpty(chapter.blocks)) })) };
}

export function checkChapterCount(count: number): void {
  if (count > bookLimits.chaptersMax) throw new BookError('tooManyChapters', { count, limit: bookLimits.chaptersMax });
}
export function checkTextLength(units: number): void {
  if (units > bookLimits.textUnitsMax) throw new BookError('textTooLong', { limit: bookLimits.textUnitsMax });
}

/** A line of plain text as it is meant: nothing in it is a mark. */
export const literal = (text: string): Inline[] => (text === '' ? [] : [{ kind: 'text', text }]);
export const marked = (text: string): Inline[] => parseInlines(text);

const onlySimplified = new Set([...commonSimplified].filter((character) => '这个们来为国说时会对发后经么学现当没动还进样开从实军无与长机关点业将两间问应战头体见产话内门儿东声员论处义几条气题尔别变总电数报结务场计资许统区队决马书则听却达强难权设记类据边张该规万觉术领确传师观让识带导争运'.includes(character)));
const onlyTraditional = new Set(commonTraditional);

/** By its letters; a text of neither Chinese nor Japanese is taken for English, the tools' other language. */
export function guessLanguage(text: string): BookLanguage {
  const sample = text.slice(0, 200_000);
  let han = 0, letters = 0, kana = 0, simplified = 0, traditional = 0;
  for (const character of sample) {
    if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)) kana++;
    else if (/\p{Script=Han}/u.test(character)) {
      han++;
      if (onlySimplified.has(character)) simplified++;
      else if (onlyTraditional.has(character)) traditional++;
    } else if (/\p{L}/u.test(character)) letters++;
  }
  if (kana * 5 > han && kana > 0) return 'ja';
  if (han * 4 <= letters || han === 0) return 'en';
  return traditional > simplified ? 'zh-Hant' : 'zh-Hans';
}
