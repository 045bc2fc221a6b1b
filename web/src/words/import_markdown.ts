// Markdown (CommonMark's blocks and inlines as far as a manuscript has them), and what exportMarkdown writes, whole.
import type { Book, BookName, Chapter } from './book.js';
import { checkChapterCount, splitChapters, type SourceBlock } from './chapters.js';
import { cleanLine } from './clean.js';
import type { ImportContext, Imported } from './import_context.js';
import { parseInlines, writeText, type Block, type Inline } from './marks.js';
import { readXml, textOf } from './xml.js';

export const kManuscript = 'colophon/manuscript/1';
const roles = ['author', 'translator', 'editor', 'illustrator', 'publisher'];

/** `key: value` lines between `---`; a value is JSON, or else the words themselves. */
function frontMatter(lines: string[]): Map<string, unknown> {
  const found = new Map<string, unknown>();
  if (lines[0]?.trim() !== '---') return found;
  const end = lines.findIndex((line, at) => at > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  if (end < 0 || end > 200) return found;
  for (const line of lines.splice(0, end + 1)) {
    const pair = /^([A-Za-z][\w-]{0,40}):\s*(.*)$/.exec(line);
    if (!pair) continue;
    try {
      found.set(pair[1]!.toLowerCase(), JSON.parse(pair[2]!));
    } catch {
      found.set(pair[1]!.toLowerCase(), pair[2]!.trim().replace(/^'(.*)'$/, '$1'));
    }
  }
  return found;
}

const words = (value: unknown): string => (typeof value === 'string' ? cleanLine(value) : '');
function metadata(found: Map<string, unknown>): Partial<Book> {
  const names = Array.isArray(found.get('names')) ? (found.get('names') as Partial<BookName>[]).filter((one) => words(one?.name) !== '')
    .map((one): BookName => ({ name: words(one.name), role: roles.includes(one.role!) ? one.role! : 'author' })) : [];
  const author = found.get('author') ?? found.get('authors');
  for (const name of Array.isArray(author) ? author : [author]) if (words(name) !== '') names.push({ name: words(name), role: 'author' });
  const ai = found.get('ai') as { level?: unknown; note?: unknown } | undefined;
  const language = words(found.get('language') ?? found.get('lang'));
  const level = ['none', 'assisted', 'generated'].find((one) => one === ai?.level) as Book['ai']['level'] | undefined;
  return {
    title: words(found.get('title')), subtitle: words(found.get('subtitle')), names, edition: words(found.get('edition')), licence: words(found.get('licence') ?? found.get('license')),
    ...(language !== '' && { language }), ...(found.get('direction') === 'vertical' && { direction: 'vertical' as const }),
    ...(level && { ai: { level, note: words(ai?.note) } }),
  };
}

const escapeMark = (text: string): string => text.replace(/[\\*{}|#>!]/g, '\\$&');
const inlineForm = new RegExp([
  /\\([!-/:-@[-`{-~])/, /(`{1,8})(?!`)(.{0,300}?[^`])\2(?!`)/, /(!?)\[((?:[^[\]\\]|\\.){0,2000})\]\((?:<([^<>\n]{0,2000})>|([^\s()]{0,2000}))(?:\s+"[^"]{0,500}")?\)/,
  /<((?:https?|mailto):[^<>\s]{1,2000})>/, /<ruby>(.{1,200}?)<\/ruby>/, /<\/?[A-Za-z][^<>]{0,500}>/, /&#?\w{1,16};/, /(_{1,3})/,
].map(({ source }) => source).join('|'), 'g');

/** A line of Markdown in the marks of a chapter. */
function inlinesOf(line: string, context: ImportContext): Inline[] {
  const marked = line.replace(inlineForm, (whole, escaped, _ticks, code, bang, label, _address, _bare, link, ruby, underscores, at: number) => {
    if (escaped !== undefined) return escapeMark(escaped as string);
    if (code !== undefined) return escapeMark((code as string).trim());
    if (label !== undefined) {
      context.notes.add(bang === '!' ? 'images' : 'links');
      return (label as string).replace(/\\([!-/:-@[-`{-~])/g, (_, one: string) => escapeMark(one));
    }
    if (link !== undefined) return escapeMark(link as string);
    if (ruby !== undefined) return rubyOf(ruby as string);
    if (underscores !== undefined) {
      const outer = (one: string | undefined): boolean => one === undefined || !/[\p{L}\p{N}_]/u.test(one);
      const open = outer(line[at - 1]), close = outer(line[at + (underscores as string).length]);
      return open || close ? '*'.repeat((underscores as string).length) : whole;
    }
    if (whole.startsWith('&')) return escapeMark(entity(whole));
    return '';
  });
  return parseInlines(marked);
}
const entity = (text: string): string => {
  if (!/^[^<]*&#?\w{1,16};/.test(text)) return text;
  try {
    return textOf(readXml(`<a>${text}</a>`, { part: 'text' }));
  } catch {
    return text;
  }
};
function rubyOf(inner: string): string {
  const pairs = [...inner.replace(/<\/?(?:rb|rp)>|<rp>[^<]*<\/rp>/g, '').matchAll(/([^<]+)<rt>([^<]+)(?:<\/rt>|$)/g)];
  return pairs.map(([, base, reading]) => `{${escapeMark(base!)}|${escapeMark(reading!)}}`).join('');
}

const isHan = (text: string | undefined): boolean => text !== undefined && /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u.test(text);
/** Lines of one paragraph: Chinese needs no space where they meet. */
const joinLines = (before: string, line: string): string => (isHan(before.at(-1)) && isHan(line[0]) ? before + line : `${before} ${line}`);

/** Without the spaces that Markdown does not count; an ideographic space is text. */
const bare = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/g, '');

interface OwnHeading { kind: 'own'; id: string | undefined; title: string }

class MarkdownReader {
  readonly blocks: (SourceBlock | OwnHeading)[] = [];
  private paragraph = '';
  private quote = false;

  constructor(private readonly lines: readonly string[], private readonly own: boolean, private readonly context: ImportContext) {}

  private flush(): void {
    if (this.paragraph === '') return;
    for (const line of this.paragraph.split('\n')) {
      if (line === '&nbsp;') this.blocks.push(this.quote ? { kind: 'quote', inlines: [] } : { kind: 'empty' });
      else this.blocks.push({ kind: this.quote ? 'quote' : 'paragraph', inlines: inlinesOf(line, this.context) });
    }
    [this.paragraph, this.quote] = ['', false];
  }
  private heading(level: number, text: string): void {
    this.flush();
    const id = /(?:^|\s)\{#([\w.:-]{1,128})\}\s*$/.exec(text), words = id ? text.slice(0, id.index) : text.replace(/\s#+\s*$/, '');
    const inlines = inlinesOf(bare(words), this.context);
    if (this.own && level === 1) this.blocks.push({ kind: 'own', id: id?.[1], title: inlines.map((one) => ('text' in one ? one.text : '')).join('') });
    else this.blocks.push({ kind: 'heading', level: this.own ? level - 1 : level, inlines });
  }

  read(): (SourceBlock | OwnHeading)[] {
    for (let at = 0; at < this.lines.length; at++) {
      const line = this.lines[at]!.replace(/[ \t]+$/, '');
      const fence = /^\s{0,3}(```+|~~~+)/.exec(line);
      if (fence) at = this.code(at, fence[1]!);
      else this.line(line, this.lines[at]!);
    }
    this.flush();
    return this.blocks;
  }
  private code(begin: number, fence: string): number {
    this.flush();
    this.context.notes.add('code');
    let at = begin + 1;
    for (; at < this.lines.length && !this.lines[at]!.trim().startsWith(fence); at++) {
      const text = this.lines[at]!;
      this.blocks.push(text === '' ? { kind: 'empty' } : { kind: 'paragraph', inlines: [{ kind: 'text', text }] });
    }
    return at;
  }

  private line(line: string, whole: string): void {
    const heading = /^ {0,3}(#{1,6})(?: +(.*)|$)/.exec(line), verse = /^\|(?: (.*))?$/.exec(line);
    const quote = /^ {0,3}> ?(.*)$/.exec(line), image = /^!\[((?:[^\]\\]|\\.)*)\]\(([^()\s]+)(?:\s+"[^"]*")?\)$/.exec(bare(line));
    if (line === '') this.flush();
    else if (heading) this.heading(heading[1]!.length, heading[2] ?? '');
    else if (/^(?:=+|-+)$/.test(line) && this.paragraph !== '' && !this.quote) {
      const text = this.paragraph;
      this.paragraph = '';
      this.heading(line.startsWith('=') ? 1 : 2, text);
    } else if (/^ {0,3}(?:\*\s*){3,}$|^ {0,3}(?:-\s*){3,}$|^ {0,3}(?:_\s*){3,}$/.test(line)) {
      this.flush();
      this.blocks.push({ kind: 'break' });
    } else if (verse) {
      this.flush();
      this.blocks.push({ kind: 'verse', inlines: inlinesOf(verse[1] ?? '', this.context) });
    } else if (image) {
      this.flush();
      this.context.notes.add('images');
      this.blocks.push({ kind: 'image', description: entity(image[1]!.replace(/\\([!-/:-@[-`{-~])/g, '$1')), name: imageName(image[2]!) });
    } else if (quote) this.quoted(quote[1]!);
    else this.prose(line, whole);
  }
  private quoted(text: string): void {
    if (!this.quote) this.flush();
    if (bare(text) === '') return this.flush();
    this.paragraph = this.quote && this.paragraph !== '' ? joinLines(this.paragraph, bare(text)) : bare(text);
    this.quote = true;
  }
  private prose(line: string, whole: string): void {
    const item = /^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+(.*)$/.exec(line);
    let text = bare(line);
    if (item) {
      this.flush();
      this.context.notes.add('lists');
      text = `${/^[ \t]*\d/.test(line) ? `${/\d+/.exec(line)![0]}\\.` : '•'} ${item[1]!}`;
    }
    const hard = / {2}$/.test(whole) || /(?:^|[^\\])(?:\\\\)*\\$/.test(whole);
    if (hard) text = text.replace(/\\$/, '');
    this.paragraph = this.paragraph === '' ? text : this.paragraph.endsWith('\n') ? this.paragraph + text : joinLines(this.paragraph, text);
    if (hard) this.paragraph += '\n';
  }
}
const imageName = (address: string): string => {
  const last = address.split(/[/\\]/).at(-1)!.replace(/[?#].*$/, '');
  try {
    return decodeURIComponent(last).replace(/[()/\\]/g, '_') || 'image';
  } catch {
    return last.replace(/[()]/g, '_') || 'image';
  }
};

function ownChapters(blocks: readonly (SourceBlock | OwnHeading)[], newId: () => string): Chapter[] {
  const chapters: { id: string; title: string; blocks: Block[] }[] = [], ids = new Set<string>();
  for (const block of blocks) {
    if (block.kind === 'own') {
      const id = block.id !== undefined && !ids.has(block.id) ? block.id : newId();
      ids.add(id);
      chapters.push({ id, title: block.title, blocks: [] });
    } else {
      if (chapters.length === 0) chapters.push({ id: newId(), title: '', blocks: [] });
      chapters.at(-1)!.blocks.push(block.kind === 'heading' ? { ...block, level: Math.min(3, Math.max(1, block.level)) as 1 | 2 | 3 } : block);
    }
  }
  checkChapterCount(chapters.length);
  return chapters.map(({ id, title, blocks: own }) => ({ id, title, text: writeText(own) }));
}

function withoutComments(text: string): string {
  let kept = '', at = 0;
  for (let begin = text.indexOf('<!--'); begin >= 0; begin = text.indexOf('<!--', at)) {
    const end = text.indexOf('-->', begin + 4);
    if (end < 0) break;
    kept += text.slice(at, begin);
    at = end + 3;
  }
  return kept + text.slice(at);
}

export async function importMarkdown(text: string, context: ImportContext): Promise<Imported> {
  const lines = withoutComments(text).split('\n'), found = frontMatter(lines);
  const own = found.get('format') === kManuscript;
  const blocks = new MarkdownReader(lines, own, context).read();
  await context.step(0.7);
  const known = metadata(found);
  if (own && blocks.some(({ kind }) => kind === 'own')) return { ...known, chapters: ownChapters(blocks, context.newId) };
  const { title, chapters } = splitChapters(blocks as SourceBlock[], context.newId, context.notes);
  return { ...known, title: known.title || title, chapters };
}
