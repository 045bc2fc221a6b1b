// The marks of a chapter's text as blocks and inlines, and back; docs/formats/manuscript.md has the rules. Reading and writing take time linear in the text.

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'ruby'; base: string; reading: string }
  | { kind: 'emphasis' | 'strong'; inlines: Inline[] };

export type Block =
  | { kind: 'paragraph' | 'quote' | 'verse'; inlines: Inline[] }
  | { kind: 'heading'; level: 1 | 2 | 3; inlines: Inline[] }
  | { kind: 'image'; description: string; name: string }
  | { kind: 'break' | 'empty' };

type Frame = { kind: 'root' | 'emphasis' | 'strong' | 'both'; inlines: Inline[] };
const widths = { root: 0, emphasis: 1, strong: 2, both: 3 } as const;

const escapable = String.raw`\\*{}|#>!`;
const rubyForm = new RegExp(String.raw`\{((?:\\[${escapable}]|[^{}|\\]|\\(?![${escapable}]))+)\|((?:\\[${escapable}]|[^{}|\\]|\\(?![${escapable}]))+)\}`, 'y');
const escapeForm = new RegExp(String.raw`\\([${escapable}])`, 'g');
const unescapeMarks = (text: string): string => text.replace(escapeForm, '$1');
const escapeMarks = (text: string): string => text.replace(/[\\*{}|]/g, '\\$&');

const space = /\s/;

function pushText(inlines: Inline[], text: string): void {
  const last = inlines.at(-1);
  if (last?.kind === 'text') last.text += text;
  else if (text !== '') inlines.push({ kind: 'text', text });
}
function pushAll(inlines: Inline[], more: readonly Inline[]): void {
  for (const one of more) {
    if (one.kind === 'text') pushText(inlines, one.text);
    else inlines.push(one);
  }
}

/** What is open while a line is read: at most an emphasis and a strong one, so nothing is gone through twice. */
class Builder {
  private readonly frames: Frame[] = [{ kind: 'root', inlines: [] }];

  private get top(): Frame { return this.frames.at(-1)!; }
  private isOpen(kind: 'emphasis' | 'strong'): boolean { return this.frames.some((frame) => frame.kind === kind || frame.kind === 'both'); }

  text(text: string): void { pushText(this.top.inlines, text); }
  ruby(base: string, reading: string): void { this.top.inlines.push({ kind: 'ruby', base, reading }); }

  /** The innermost mark was none: it stands as it was written. */
  private demote(): void {
    const frame = this.frames.pop()!;
    pushText(this.top.inlines, '*'.repeat(widths[frame.kind]));
    pushAll(this.top.inlines, frame.inlines);
  }
  /** Closes the innermost mark with at most `width` asterisks; says how many it took. */
  private close(width: number): number {
    const { kind, inlines } = this.frames.pop()!;
    if (kind !== 'both') {
      this.top.inlines.push({ kind: kind as 'emphasis' | 'strong', inlines });
      return widths[kind];
    }
    const inner = width === 1 ? 'emphasis' : 'strong', outer = inner === 'strong' ? 'emphasis' : 'strong';
    if (width === 3) this.top.inlines.push({ kind: 'strong', inlines: [{ kind: 'emphasis', inlines }] });
    else this.frames.push({ kind: outer, inlines: [{ kind: inner, inlines }] });
    return width;
  }
  run(length: number, canOpen: boolean, canClose: boolean): void {
    let left = length > 3 ? 0 : length;
    while (left > 0 && canClose && this.frames.length > 1 && this.top.inlines.length > 0) {
      const width = widths[this.top.kind];
      if (width === 3 || width <= left && (left === 3 || width === left)) left -= this.close(left);
      else if (left < 3 && this.frames.some(({ kind }) => widths[kind] === left)) this.demote();
      else break;
    }
    if (left > 0 && canOpen && !(left !== 2 && this.isOpen('emphasis')) && !(left !== 1 && this.isOpen('strong'))) {
      this.frames.push({ kind: left === 3 ? 'both' : left === 2 ? 'strong' : 'emphasis', inlines: [] });
      left = 0;
    }
    this.text('*'.repeat(length > 3 ? length : left));
  }
  end(): Inline[] {
    while (this.frames.length > 1) this.demote();
    return this.top.inlines;
  }
}

export function parseInlines(line: string): Inline[] {
  if (!/[\\*{]/.test(line)) return line === '' ? [] : [{ kind: 'text', text: line }];
  const builder = new Builder();
  const stop = /[\\*{]/g;
  let at = 0;
  while (at < line.length) {
    stop.lastIndex = at;
    const next = stop.exec(line)?.index ?? line.length;
    builder.text(line.slice(at, next));
    at = next;
    const mark = line[at];
    if (mark === '\\') {
      const escaped = at + 1 < line.length && '\\*{}|#>!'.includes(line[at + 1]!);
      builder.text(escaped ? line[at + 1]! : '\\');
      at += escaped ? 2 : 1;
    } else if (mark === '{') {
      rubyForm.lastIndex = at;
      const found = rubyForm.exec(line);
      if (found) builder.ruby(unescapeMarks(found[1]!), unescapeMarks(found[2]!));
      else builder.text('{');
      at += found ? found[0].length : 1;
    } else if (mark === '*') {
      let end = at;
      while (line[end] === '*') end++;
      builder.run(end - at, end < line.length && !space.test(line[end]!), at > 0 && !space.test(line[at - 1]!));
      at = end;
    }
  }
  return builder.end();
}

export function parseLine(line: string): Block {
  if (line === '') return { kind: 'empty' };
  if (line === '***') return { kind: 'break' };
  const heading = /^(#{1,3}) (.+)$/u.exec(line);
  if (heading) return { kind: 'heading', level: heading[1]!.length as 1 | 2 | 3, inlines: parseInlines(heading[2]!) };
  const marked = /^([>|])(?: |$)/.exec(line);
  if (marked) return { kind: marked[1] === '>' ? 'quote' : 'verse', inlines: parseInlines(line.slice(2)) };
  const image = /^!\[([^\]]*)\]\(([^()/\\]+)\)$/.exec(line);
  if (image) return { kind: 'image', description: image[1]!, name: image[2]! };
  return { kind: 'paragraph', inlines: parseInlines(line) };
}

/** The blocks of a chapter, one for each line. */
export const parseText = (text: string): Block[] => text.split('\n').map(parseLine);

/** The text without marks: what is read aloud, counted and searched for. A ruby's reading is left out. */
export const plainText = (inlines: readonly Inline[]): string =>
  inlines.map((one) => (one.kind === 'text' ? one.text : one.kind === 'ruby' ? one.base : plainText(one.inlines))).join('');

const writeRaw = (inlines: readonly Inline[], escape: (text: string) => string): string => inlines.map((one) => {
  if (one.kind === 'text') return escape(one.text);
  if (one.kind === 'ruby') return `{${escapeMarks(one.base)}|${escapeMarks(one.reading)}}`;
  const mark = one.kind === 'strong' ? '**' : '*';
  return `${mark}${writeRaw(one.inlines, escape)}${mark}`;
}).join('');

const withoutEmphasis = (inlines: readonly Inline[]): Inline[] => {
  const flat: Inline[] = [];
  for (const one of inlines) {
    if ('inlines' in one) pushAll(flat, withoutEmphasis(one.inlines));
    else pushAll(flat, [one]);
  }
  return flat;
};

type Leaf = { inline: Exclude<Inline, { inlines: Inline[] }>; emphasis: boolean; strong: boolean };
function leavesOf(inlines: readonly Inline[], emphasis: boolean, strong: boolean, leaves: Leaf[]): Leaf[] {
  for (const one of inlines) {
    if ('inlines' in one) leavesOf(one.inlines, emphasis || one.kind === 'emphasis', strong || one.kind === 'strong', leaves);
    else leaves.push({ inline: one, emphasis, strong });
  }
  return leaves;
}
const oneLine = (text: string): string => text.replace(/[\n\r]+/g, ' ');

/** Leaves within the marks that are open, the longer of two marks around the shorter. */
function nest(leaves: readonly Leaf[], begin: number, end: number, open: { emphasis: boolean; strong: boolean }): Inline[] {
  const tidy: Inline[] = [];
  for (let at = begin; at < end;) {
    const reach = (kind: 'emphasis' | 'strong'): number => {
      let to = at;
      if (!open[kind]) while (to < end && leaves[to]![kind]) to++;
      return to;
    };
    const emphasis = reach('emphasis'), strong = reach('strong'), kind = emphasis > strong ? 'emphasis' : 'strong', to = Math.max(emphasis, strong);
    if (to > at) {
      pushMarked(tidy, kind, nest(leaves, at, to, { ...open, [kind]: true }));
      at = to;
      continue;
    }
    const { inline } = leaves[at++]!;
    if (inline.kind === 'text') pushText(tidy, oneLine(inline.text));
    else if (inline.kind === 'ruby') {
      const base = oneLine(inline.base), reading = oneLine(inline.reading);
      if (base === '' || reading === '') pushText(tidy, base);
      else tidy.push({ kind: 'ruby', base, reading });
    }
  }
  return tidy;
}

/** As the marks can say it: one line, no emphasis in itself, none around spaces alone, neighbours of one kind joined. */
export function tidyInlines(inlines: readonly Inline[]): Inline[] {
  const leaves = leavesOf(inlines, false, false, []);
  return nest(leaves, 0, leaves.length, { emphasis: false, strong: false });
}
/** Spaces at the edges of an emphasis stand outside of it. */
function pushMarked(tidy: Inline[], kind: 'emphasis' | 'strong', inner: Inline[]): void {
  const first = inner[0], last = inner.at(-1);
  let before = '', after = '';
  if (first?.kind === 'text') [before, first.text] = [/^\s*/.exec(first.text)![0], first.text.trimStart()];
  if (last?.kind === 'text') [after, last.text] = [/\s*$/.exec(last.text)![0], last.text.trimEnd()];
  const kept = inner.filter((one) => one.kind !== 'text' || one.text !== '');
  pushText(tidy, before);
  if (kept.length > 0) tidy.push({ kind, inlines: kept });
  pushText(tidy, after);
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const prefixes = { paragraph: '', quote: '> ', verse: '| ', heading: '' } as const;

/** The line of a block, with as few backslashes as say it. */
export function writeBlock(block: Block): string {
  if (block.kind === 'image') return `![${block.description.replace(/[[\]\n\r]+/g, ' ').trim()}](${block.name})`;
  if (!('inlines' in block)) return block.kind === 'empty' ? '' : '***';
  const prefix = block.kind === 'heading' ? `${'#'.repeat(block.level)} ` : prefixes[block.kind];
  const inlines = tidyInlines(block.inlines);
  if (inlines.length === 0) return prefix.trim().replace(/#+/, '');
  const [only] = inlines;
  // Nearly every line: words in which nothing could be a mark.
  if (inlines.length === 1 && only!.kind === 'text' && !/[\\*{]/.test(only!.text) && (prefix !== '' || !/^[#>|!]/.test(only!.text))) return prefix + only!.text;
  const wanted = { ...block, inlines };
  for (const form of [writeRaw(inlines, (text) => text), writeRaw(inlines, escapeMarks)]) {
    for (const line of [`${prefix}${form}`, `${prefix}\\${form}`]) if (same(parseLine(line), wanted)) return line;
  }
  // Marks that touch in a way that asterisks cannot tell apart: the words stay.
  const plain = writeRaw(withoutEmphasis(inlines), escapeMarks);
  return prefix === '' && /^[#>!]/.test(plain) ? `\\${plain}` : `${prefix}${plain}`;
}

export const writeText = (blocks: readonly Block[]): string => blocks.map(writeBlock).join('\n');
/** The same text as it would be written anew: what exports and imports keep. */
export const canonicalText = (text: string): string => writeText(parseText(text));
