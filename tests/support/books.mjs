// Books for tests: a Tang poem book, a Shakespeare chapter book and a 300,000-character book of the Tang corpus, from ../shared/data where it is, and small ones from
// the example catalogue; and the archives of bad files, written by hand.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateRawSync, crc32 } from 'node:zlib';
import { root } from './core.mjs';

const data = join(dirname(root), 'shared/data');
export const hasCorpora = existsSync(join(data, 'chinese-poetry/poet.tang.0.json')) && existsSync(join(data, 'tiny-shakespeare/input.txt'));
/** For `{ skip }` of a test: the reason, or false. */
export const withoutCorpora = hasCorpora ? false : 'the corpora are not on this machine (../shared/data)';

const base = { subtitle: '', direction: 'horizontal', edition: '', licence: '', ai: { level: 'none', note: '' }, images: [], cover: undefined, names: [] };
export const bookOf = (book) => ({ ...base, title: 'A Book', language: 'en', ...book, chapters: book.chapters ?? [{ id: 'one', title: 'One', text: 'A line.' }] });

export const proof = {
  iscc: 'ISCC:KACYPXW445FTYNJ3CYSXHAFJMA2HUWULUNRFE3BLHRSCXYH2M5AEGQY', work: '01931b6c-7f3a-7c11-8a2b-3c4d5e6f7a8b',
  checkUrl: 'https://colophon.example/verify?work=01931b6c-7f3a-7c11-8a2b-3c4d5e6f7a8b&at=1', registeredAt: '2026-12-01T08:00:00Z',
};

/** The smallest PNG that a decoder takes: one pixel, grey. */
export const pixelPng = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');
export const drawingSvg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 80"><rect width="60" height="80" fill="#246"/><circle cx="30" cy="40" r="18" fill="#fc8"/></svg>';
export const png = (name) => ({ name, type: 'image/png', data: new Blob([pixelPng], { type: 'image/png' }) });
export const svg = (name) => ({ name, type: 'image/svg+xml', data: new Blob([drawingSvg], { type: 'image/svg+xml' }) });

const readJson = (name) => JSON.parse(readFileSync(join(data, 'chinese-poetry', name), 'utf8'));

/** Poems of the Tang, a chapter each, in verse and in columns. */
export function tangBook(count = 40) {
  return bookOf({
    title: '唐詩選', subtitle: '四十首', language: 'zh-Hant', direction: 'vertical', edition: '第一版', licence: 'CC0-1.0',
    names: [{ name: '李白', role: 'author' }, { name: '杜甫', role: 'author' }, { name: '蘅塘退士', role: 'editor' }], cover: svg('封面.svg'),
    chapters: readJson('tang300.json').slice(0, count).map(({ title, author, paragraphs }, at) => ({ id: `poem-${at + 1}`, title, text: [author, '', ...paragraphs.map((line) => `| ${line}`)].join('\n') })),
  });
}

/** The beginning of Coriolanus as tiny-shakespeare has it: speakers in strong, speeches in verse. */
export function shakespeareBook(chapters = 5) {
  const speeches = readFileSync(join(data, 'tiny-shakespeare/input.txt'), 'utf8').split('\n\n').slice(0, chapters * 20);
  return bookOf({
    title: 'The Tragedy of Coriolanus', subtitle: 'The first speeches', edition: 'First edition', licence: 'CC0-1.0',
    names: [{ name: 'William Shakespeare', role: 'author' }, { name: 'Colophon Press', role: 'publisher' }],
    chapters: Array.from({ length: chapters }, (_, at) => ({
      id: `scene-${at + 1}`, title: `Scene ${at + 1}`,
      text: speeches.slice(at * 20, at * 20 + 20).map((speech) => speech.split('\n').map((line, row) => (row === 0 ? `**${line}**` : `| ${line}`)).join('\n')).join('\n\n'),
    })),
  });
}

/** About `characters` of the Tang corpus: a chapter for every twenty poems. */
export function corpusBook(characters = 300_000) {
  const chapters = [];
  let units = 0, lines = [];
  for (const name of ['poet.tang.0.json', 'poet.tang.1000.json', 'poet.tang.2000.json', 'poet.tang.3000.json', 'poet.tang.4000.json']) {
    for (const { title, author, paragraphs } of readJson(name)) {
      if (units >= characters) break;
      const poem = [`## ${title}`, author, ...paragraphs];
      lines.push(...poem);
      units += poem.join('\n').length;
      if (lines.length >= 120) {
        chapters.push({ id: `c${chapters.length + 1}`, title: `第${chapters.length + 1}卷`, text: lines.join('\n') });
        lines = [];
      }
    }
  }
  if (lines.length > 0) chapters.push({ id: `c${chapters.length + 1}`, title: `第${chapters.length + 1}卷`, text: lines.join('\n') });
  return bookOf({ title: '全唐詩', language: 'zh-Hant', names: [{ name: '曹寅', role: 'editor' }], chapters });
}

/** A book of the catalogue's own poems, on every machine. */
export function sampleBook() {
  const poem = (name) => readFileSync(join(root, 'examples/catalogue/poems', `${name}.txt`), 'utf8').trim().split('\n');
  return bookOf({
    title: '名花集', language: 'zh-Hant', names: [{ name: '李白', role: 'author' }],
    chapters: ['li-bai-1', 'li-bai-2', 'du-fu-1', 'wang-wei-1'].map((name) => {
      const [title, author, ...lines] = poem(name);
      return { id: name, title, text: [author, ...lines.map((line) => (line === '' ? '' : `| ${line}`))].join('\n') };
    }),
  });
}

/** One book with all that the marks can say, in both languages, with names and texts that try to break out of every file. */
export function everythingBook(direction = 'horizontal') {
  return bookOf({
    title: 'Everything & <more> “全部”', subtitle: 'A book of all marks', language: 'zh-Hans', direction, edition: '第 2 版', licence: 'CC-BY-4.0',
    names: [{ name: 'Colophon Press', role: 'publisher' }, { name: '王小明', role: 'author' }, { name: 'Ada <Okafor>', role: 'translator' }, { name: 'E. Editor', role: 'editor' }, { name: 'I. Llustrator', role: 'illustrator' }],
    ai: { level: 'assisted', note: 'Spelling; 插图草稿' }, cover: png('封面 1.png'), images: [png('a pixel.png'), svg('图.svg'), png('unused_1.png')],
    chapters: [
      { id: 'c1', title: '第一章 *星* & <b>', text: ['　　段落一，有*重点*和**粗体**，也有***两者***，*重点里有**粗体**的*，**反之*亦*然**。', '', '', '{汉字|hàn zì}与{東京|とうきょう}。', '# 小节', '## 更小', '### 最小', '> 引文一', '> 引文二', '>', '> 三', '***', '| 床前明月光', '|', '| 疑是*地*上霜', '![一个 "像素"](a pixel.png)', '![a drawing & more](图.svg)', '![gone](missing.png)', 'Two  spaces, a\ttab, 3 \\* 4 = 12, {x}, a|b, \\# no heading, <script>alert(1)</script> &amp;'].join('\n') },
      { id: 'Chapter two/../x', title: '', text: '\\# not a heading\n\\> not a quotation\n\\| not a verse\n\\*** no break\n\\![no](image)\n back\\slash \n' },
      { id: 'c3', title: 'ends', text: '' },
    ],
  });
}

/** Texts that files and readers trip over. */
export const hostileTexts = ['lone \ud800 and \udc00 halves', 'abc\u202edesrever\u202c', '\0\u0001\u000b\u001f\u007f\uffff\ufffe', ']]>]]&gt;<!-- --><![CDATA[', '<!DOCTYPE x [<!ENTITY a "b">]>&a;', '\u2028line\u2029separators\u0085', '*'.repeat(2000), '{'.repeat(2000), '{a|'.repeat(2000), '\\'.repeat(2001), '# ', '#', '> ', '| ', '![](..)', '![x](../../etc/passwd)', '𝒳'.repeat(50), 'e\u0301'.repeat(100), '\u0300'.repeat(500)];

/** A ZIP archive of the given files, written anew so that what is wrong in it can be chosen. */
export function zipOf(files, { flags = 0, lie, names = {}, comment = '' } = {}) {
  const pieces = [], directory = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const bytes = Buffer.from(content), packed = deflateRawSync(bytes), name = Buffer.from(names[path] ?? path);
    const head = Buffer.alloc(30), entry = Buffer.alloc(46);
    head.writeUInt32LE(0x04034b50, 0);
    entry.writeUInt32LE(0x02014b50, 0);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(lie?.[path] ?? bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    fields.copy(head, 4);
    fields.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    pieces.push(head, name, packed);
    directory.push(entry, name);
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22), size = directory.reduce((sum, { length }) => sum + length, 0), count = Object.keys(files).length;
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...pieces, ...directory, end, Buffer.from(comment)]);
}
/** Milliseconds of CPU that this process has used: what a limit is held to on a machine that does other things as well. */
export const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
export const fileOf = (bytes, name) => new File([bytes], name);
