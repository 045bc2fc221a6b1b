// What can be wrong with a book's file: each problem has a code, the field, and what to do in the languages of the pages.
import { ColophonError, type ColophonErrorCode, type ErrorRecord } from '../sdk/errors.js';

interface Problem { code: ColophonErrorCode; field: string; en: string; zh: string }
const problem = (code: ColophonErrorCode, field: string, en: string, zh: string): Problem => ({ code, field, en, zh });

const problems = {
  fileTooLarge: problem('limit_exceeded', 'file', 'The file has {size} MB; a book’s file may have {limit} MB. Split it, or make its pictures smaller.',
    '文件为 {size} MB，书稿文件最多 {limit} MB。请拆分文件，或缩小其中的图片。'),
  fileEmpty: problem('invalid_argument', 'file', 'The file is empty. Choose the file that holds the manuscript.', '文件是空的，请选择书稿所在的文件。'),
  unreadable: problem('not_found', 'file', 'The file could not be read: it was moved, changed or is on a device that is gone. Choose it again.', '无法读取文件：它可能已被移动、修改，或所在设备已断开。请重新选择。'),
  notABook: problem('unknown_format', 'file', 'This is {what}, not a manuscript. Save it as DOCX, EPUB, Markdown or plain text and choose that.',
    '这是{whatChinese}，不是书稿。请另存为 DOCX、EPUB、Markdown 或纯文本后再选择。'),
  oldWord: problem('unknown_format', 'file', 'This is a Word file of before 2007, or one under a password. Open it in Word or LibreOffice and save it as DOCX without a password.',
    '这是 2007 年以前的 Word 文件，或设有密码。请在 Word 或 LibreOffice 中打开，另存为不带密码的 DOCX。'),
  wrongExtension: problem('unknown_format', 'file', 'The name ends in {extension}, but what is in the file is plain text. Rename it to .txt or .md and choose it again.',
    '文件名以 {extension} 结尾，内容却是纯文本。请改名为 .txt 或 .md 后重新选择。'),
  plainZip: problem('unknown_format', 'file', 'This is a ZIP archive with neither a Word document nor an EPUB book in it. Unpack it and choose the manuscript itself.',
    '这个 ZIP 压缩包里没有 Word 文档，也没有 EPUB 图书。请解压后选择书稿本身。'),
  zipTruncated: problem('unknown_format', 'file', 'The file ends before its table of contents: it was not copied or downloaded whole. Copy it again.', '文件不完整，缺少末尾的目录，复制或下载时中断了。请重新复制。'),
  zipCorrupt: problem('unknown_format', 'file', 'The archive contradicts itself at “{part}”. Save the book again in the program that made it.', '压缩包在“{part}”处自相矛盾。请在原来的程序中重新保存。'),
  zipBomb: problem('limit_exceeded', 'file', '“{part}” would unpack to far more than a book needs ({size} MB; the limit is {limit} MB). The file was not opened; take it from where it was made.',
    '“{part}”解压后远超一本书的需要（{size} MB，上限 {limit} MB）。文件没有被打开，请从原处重新获取。'),
  zipEncrypted: problem('forbidden', 'file', '“{part}” is encrypted, by a password or by a shop’s protection. Choose the book without it.', '“{part}”已加密（密码或书店的版权保护）。请选择未加密的文件。'),
  zipMethod: problem('unknown_format', 'file', '“{part}” is packed in a way that books do not use. Save the book again in the program that made it.', '“{part}”的压缩方式不是图书所用的。请在原来的程序中重新保存。'),
  pathOutside: problem('invalid_argument', 'file', 'The archive names a path outside of itself, “{part}”. Such a file is not opened; take it from where it was made.',
    '压缩包里有指向包外的路径“{part}”，因此没有打开。请从原处重新获取。'),
  tooManyParts: problem('limit_exceeded', 'file', 'The archive has more than {limit} files. A book has fewer; export it again.', '压缩包内的文件超过 {limit} 个，请重新导出。'),
  partMissing: problem('missing_field', 'file', 'The book lacks “{part}”, without which it cannot be read. Export it again in the program that made it.', '书中缺少必需的“{part}”。请在原来的程序中重新导出。'),
  xmlBroken: problem('unknown_format', 'file', '“{part}” is not well formed: {what}. Save the book again in the program that made it.', '“{part}”格式有误，无法读取。请在原来的程序中重新保存。'),
  xmlEntities: problem('invalid_argument', 'file', '“{part}” declares entities, which could read other files or grow without end. Such a file is not opened; take it from where it was made.',
    '“{part}”中声明了实体，可能读取别的文件或无限膨胀，因此没有打开。请从原处重新获取。'),
  xmlTooDeep: problem('limit_exceeded', 'file', '“{part}” nests or repeats more than a text does. Save the book again in the program that made it.', '“{part}”的嵌套或数量超出正常文本。请在原来的程序中重新保存。'),
  notText: problem('invalid_encoding', 'file', 'The text is in none of UTF-8, UTF-16, GB18030, Big5 and Windows-1252. Save it as UTF-8 and choose it again.',
    '文本不是 UTF-8、UTF-16、GB18030、Big5 或 Windows-1252 编码。请另存为 UTF-8 后重新选择。'),
  textTooLong: problem('limit_exceeded', 'file', 'The text has more than {limit} characters. Split the book into volumes.', '全文超过 {limit} 个字符，请分成几卷。'),
  tooManyChapters: problem('limit_exceeded', 'chapters', 'There would be {count} chapters; a book has at most {limit}. Split it into volumes, or mark fewer headings.',
    '将有 {count} 章，一本书最多 {limit} 章。请分成几卷，或减少标题。'),
  tooManyImages: problem('limit_exceeded', 'images', 'There would be {count} pictures; a book has at most {limit}. Leave some out.', '将有 {count} 张图片，一本书最多 {limit} 张。请减少图片。'),
  noText: problem('invalid_argument', 'file', 'There is no text in the file. Choose the file that holds the manuscript.', '文件里没有文字，请选择书稿所在的文件。'),
  imageUnknown: problem('not_an_image', 'images[{name}]', 'The picture “{name}” is no JPEG, PNG, WebP or SVG. Put it in again, or leave it out.', '图片“{name}”不是 JPEG、PNG、WebP 或 SVG。请重新插入或删去。'),
  imageWebp: problem('invalid_argument', 'images[{name}]', 'The picture “{name}” is a WebP, which not every reader of EPUB shows, and it cannot be converted here. Save it as PNG or JPEG.',
    '图片“{name}”是 WebP，并非所有 EPUB 阅读器都能显示，此处又无法转换。请另存为 PNG 或 JPEG。'),
  imageName: problem('invalid_argument', 'images[{name}].name', 'Two pictures are called “{name}”, or the name holds a folder. Rename one of them.', '有两张图片同名“{name}”，或名称中带有文件夹。请改名。'),
  chapterIds: problem('invalid_argument', 'chapters[{index}].id', 'Two chapters have the id “{id}”. Give each an id of its own.', '有两章的编号同为“{id}”，请使各章编号不同。'),
  checkUrl: problem('invalid_argument', 'proof.checkUrl', 'The address of the check is no http or https address. Take it from the registration.', '核验地址不是 http 或 https 地址，请使用登记时给出的地址。'),
  checkUrlLong: problem('limit_exceeded', 'proof.checkUrl', 'The address of the check has more than {limit} bytes, which no QR code holds legibly. Use a shorter one.', '核验地址超过 {limit} 字节，二维码难以辨认。请使用较短的地址。'),
  date: problem('invalid_argument', '{name}', 'This is no time in ISO 8601, as 2026-12-01T08:00:00Z.', '不是 ISO 8601 时间，应形如 2026-12-01T08:00:00Z。'),
  pattern: problem('invalid_argument', 'query.text', 'This is no regular expression: {what}. Mend it, or search for it as plain text.', '正则表达式有误：{what}。请修正，或按普通文本查找。'),
  patternSlow: problem('invalid_argument', 'query.text', 'The expression repeats a group that itself repeats, which can take for ever. Write it without a repetition in a repetition.',
    '表达式在重复之中又有重复，可能永远算不完。请改写，去掉嵌套的重复。'),
  queryEmpty: problem('missing_field', 'query.text', 'There is nothing to search for. Write a word.', '没有要查找的内容，请输入。'),
  queryLong: problem('limit_exceeded', 'query.text', 'The search has more than {limit} characters. Search for less.', '查找内容超过 {limit} 个字符，请缩短。'),
  searchTime: problem('limit_exceeded', 'query.text', 'The search took more than {limit} ms and was stopped. Nothing was changed; write a simpler expression.', '查找超过 {limit} 毫秒，已停止，没有任何改动。请简化表达式。'),
  matchGone: problem('conflict', 'match', 'The text has changed since it was found there. Search again.', '自查找之后文本已改变，请重新查找。'),
  variant: problem('invalid_argument', '{name}', '“{value}” is none of the kinds of Chinese that are converted: cn, tw, twp, hk, t. Choose one of them.', '“{value}”不是可转换的中文：cn、tw、twp、hk、t。请选择其一。'),
} as const satisfies Record<string, Problem>;

export type BookProblem = keyof typeof problems;
export const bookProblems = Object.keys(problems) as BookProblem[];
export type Values = Record<string, string | number>;

const fill = (text: string, values: Values): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? shown(values[name]!) : whole));
/** Names come from files: a page shows a short line of them, with nothing that turns its direction. */
const shown = (value: string | number): string => {
  const clean = String(value).replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu, '\ufffd');
  return clean.length > 120 ? `${clean.slice(0, 117)}…` : clean;
};

/** A ColophonError that also knows which problem it is, so that it can be told in every language. */
export class BookError extends ColophonError {
  constructor(readonly reason: BookProblem, readonly values: Values = {}, options?: ErrorOptions) {
    const { code, field, en } = problems[reason];
    super({ code, field: fill(field, values), detail: fill(en, values) }, options);
  }
  override toRecord(): ErrorRecord & { reason: BookProblem; values: Values } { return { ...super.toRecord(), reason: this.reason, values: this.values }; }
}

/** What to say of it: in the reader's language where the problem is known, as it stands otherwise. */
export function tellBook(locale: string, thrown: unknown): { message: string; field: string } | undefined {
  const { reason, values, field } = (thrown ?? {}) as { reason?: BookProblem; values?: Values; field?: string };
  if (reason === undefined || !Object.hasOwn(problems, reason)) return undefined;
  return { message: fill(/^zh\b/i.test(locale) ? problems[reason].zh : problems[reason].en, values ?? {}), field: field ?? '' };
}

const notes = {
  encoding: ['Read as {name}, which the bytes themselves say.', '按 {name} 编码读取，由字节本身确定。'],
  encodingGuessed: ['Read as {name}, found out by how often its characters are used. If it looks wrong, save the file as UTF-8 and open it again.', '按 {name} 编码读取，由用字频率推断。如有乱码，请把文件另存为 UTF-8 后重新打开。'],
  replaced: ['{count} characters could not be read and were replaced by �.', '有 {count} 个字符无法读取，已用 � 代替。'],
  directionOverrides: ['{count} characters that turn the direction of writing around were taken out: they make a text look other than it is.', '已去除 {count} 个强行改变书写方向的字符，它们会使文字看起来与实际不同。'],
  controls: ['{count} control characters were taken out.', '已去除 {count} 个控制字符。'],
  footnotes: ['{count} footnotes were left out.', '有 {count} 条脚注未导入。'],
  comments: ['{count} comments were left out.', '有 {count} 条批注未导入。'],
  deletions: ['{count} tracked deletions were left out, insertions were taken.', '有 {count} 处修订中的删除未导入，插入已接受。'],
  tables: ['{count} tables became paragraphs, a row each.', '有 {count} 个表格已改为段落，每行一段。'],
  lists: ['{count} items of lists became paragraphs.', '有 {count} 个列表项已改为段落。'],
  links: ['The addresses of {count} links were left out, their words were kept.', '有 {count} 个链接只保留文字，未保留地址。'],
  images: ['{count} pictures could not be taken along: not JPEG, PNG, WebP or SVG, not in the file, or with scripts in them.', '有 {count} 张图片未能导入：不是 JPEG、PNG、WebP、SVG，或不在文件内，或含有脚本。'],
  formulas: ['{count} formulas became the words that they are made of.', '有 {count} 个公式只保留了其中的文字。'],
  media: ['{count} sounds, films or embedded objects were left out.', '有 {count} 个音频、视频或嵌入对象未导入。'],
  code: ['{count} passages of code became paragraphs.', '有 {count} 段代码已改为段落。'],
  contents: ['A table of contents of {count} lines was left out: the book makes its own.', '已略去 {count} 行的目录，书会自行生成。'],
  chaptersByHeadings: ['{count} chapters, found by the headings.', '按标题分为 {count} 章。'],
  chaptersByContents: ['{count} chapters, found by the table of contents.', '按目录分为 {count} 章。'],
  chaptersByWords: ['{count} chapters, found by lines such as “Chapter 1” or “第一章”.', '按“第一章”之类的行分为 {count} 章。'],
  noChapters: ['No chapters were found: the text is one.', '没有找到章节，全文作为一章。'],
  malformed: ['{count} parts were not well formed and were read as far as they go.', '有 {count} 个部分格式不规范，已尽量读取。'],
  fileIsDocx: ['The file is a Word document, whatever its name says.', '文件实为 Word 文档，与文件名不符。'],
  fileIsEpub: ['The file is an EPUB book, whatever its name says.', '文件实为 EPUB 图书，与文件名不符。'],
  unwrapped: ['Lines that a program had broken at a width were joined to paragraphs.', '已把按宽度折断的行合并成段落。'],
} as const;
export type NoteKind = keyof typeof notes;
export interface ImportNote { kind: NoteKind; count: number; name: string }
export const tellNote = (locale: string, { kind, count, name }: ImportNote): string => fill(notes[kind][/^zh\b/i.test(locale) ? 1 : 0], { count, name });

/** Gathers notes of an import: one of a kind. */
export class Notes {
  private readonly found = new Map<NoteKind, ImportNote>();
  add(kind: NoteKind, count = 1, name = ''): void {
    const before = this.found.get(kind);
    if (count !== 0) this.found.set(kind, { kind, count: (before?.count ?? 0) + count, name: name || (before?.name ?? '') });
  }
  get list(): ImportNote[] { return [...this.found.values()]; }
}
