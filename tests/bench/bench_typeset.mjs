// What setting a text takes: 100,000 words of English beside hypher (hyphens) and tex-linebreak (lines with hyphens), and a Chinese book of 300,000
// characters in lines and pages, which has no peer. In WebAssembly and natively; the same texts, patterns and measures for all.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { englishHyphenation } from '../../web/words/data/make_hyphenation.mjs';
import { root } from '../support/core.mjs';
import { hypher, madeText, measure, monotype, openTypesetter, shakespeare, texBreak } from '../support/typeset.mjs';

const width = 480, rounds = 5;
const folder = mkdtempSync(join(tmpdir(), 'typeset-'));
const native = join(root, 'build/native/bin/typeset_native');

/** The least CPU time of several runs, after one that warms up. */
function milliseconds(work) {
  let least = Infinity;
  for (let i = 0; i <= rounds; ++i) {
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    if (i > 0) least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
const line = (name, ours, peer, theirs) => console.log(`${name}: ${ours.toFixed(1)} CPU-ms; PEER ${peer} ${theirs.toFixed(1)} CPU-ms; ratio ${(theirs / ours).toFixed(2)}`);
const alone = (name, ours) => console.log(`${name}: ${ours.toFixed(1)} CPU-ms; no peer`);

/** Paragraphs with 100,000 words together. */
function english() {
  const paragraphs = [];
  let words = 0;
  const source = (shakespeare() ?? []).filter((speech) => speech.length > 200);
  for (let i = 0; words < 100_000; ++i) {
    const paragraph = source.length > 0 ? source[i % source.length] : madeText(i, 100);
    paragraphs.push(paragraph);
    words += paragraph.split(/\s+/).length;
  }
  return paragraphs;
}
/** Poems of the Tang as prose paragraphs, 300,000 characters. */
function chinese() {
  const path = join(root, '../shared/data/chinese-poetry'), paragraphs = [];
  const files = existsSync(path) ? readdirSync(path).filter((name) => name.startsWith('poet.')).sort() : [];
  let size = 0;
  for (const file of files) {
    for (const { paragraphs: lines } of JSON.parse(readFileSync(join(path, file), 'utf8'))) {
      const paragraph = lines.join('');
      if (paragraph.length === 0 || size >= 300_000) continue;
      paragraphs.push(paragraph);
      size += paragraph.length;
    }
  }
  while (size < 300_000) {
    paragraphs.push('从前有一个国王，他的女儿们都很美丽；“最小的”那一个（才十二岁），连见多识广的太阳看见了，也要惊叹：好一位公主！'.repeat(3));
    size += paragraphs.at(-1).length;
  }
  return paragraphs;
}
function natively(paragraphs, font, layout, measureWidth, script) {
  if (!existsSync(native)) return undefined;
  const paths = ['patterns', 'table', 'text'].map((name) => join(folder, name));
  writeFileSync(paths[0], englishHyphenation());
  writeFileSync(paths[1], new Uint8Array(layout.packFont(font).buffer));
  writeFileSync(paths[2], Buffer.from(paragraphs.join('\n'), 'utf16le'));
  const [hyphens, lines, pages, , count] = execFileSync(native, [...paths, String(measureWidth), String(script)], { encoding: 'utf8' }).trim().split(' ').map(Number);
  return { hyphens, lines, pages, count };
}

const { typesetter, layout } = await openTypesetter();
const paragraphs = english(), whole = paragraphs.join('\n');
const options = { ...layout.paragraphDefaults, width };
const font = typesetter.openFont(monotype);

const hyphens = milliseconds(() => typesetter.hyphenate(whole));
const hyphensOfPeer = milliseconds(() => hypher.hyphenateText(whole));
const inNative = natively(paragraphs, monotype, layout, width, 0);
line('hyphens of 100,000 words', hyphens, 'hypher', hyphensOfPeer);
if (inNative) line('hyphens of 100,000 words, natively', inNative.hyphens, 'hypher', hyphensOfPeer);

let lines = 0;
const breaking = milliseconds(() => { lines = 0; for (const paragraph of paragraphs) lines += typesetter.paragraph(font, paragraph, options).lines; });
const breakingOfPeer = milliseconds(() => { for (const paragraph of paragraphs) texBreak.layoutText(paragraph, width, measure, (word) => hypher.hyphenate(word)); });
line('lines of 100,000 words with hyphens', breaking, 'tex-linebreak', breakingOfPeer);
if (inNative) {
  line('lines of 100,000 words with hyphens, natively', inNative.lines, 'tex-linebreak', breakingOfPeer);
  if (inNative.count !== lines) throw new Error(`${inNative.count} lines natively, ${lines} in WebAssembly`);
}

const book = chinese(), hanFont = { em: 1000, styles: [{ other: 500, advances: [] }] };
const han = typesetter.openFont(hanFont), hanOptions = { ...options, script: 'simplified', width: 24_000, indent: 2000 };
const outline = { ...hanOptions, placed: false };
let pages = 0;
const bookTime = milliseconds(() => {
  const blocks = book.map((paragraph) => ({ lines: typesetter.paragraph(han, paragraph, outline).lines, lineHeight: 10 }));
  pages = typesetter.pages(blocks, { height: 280 }).pages;
});
alone(`a Chinese book of 300,000 characters in ${pages} pages`, bookTime);
const bookNative = natively(book, hanFont, layout, 24_000, 1);
if (bookNative) alone('the same book, natively', bookNative.lines + bookNative.pages);
const longest = book.reduce((a, b) => (a.length > b.length ? a : b));
alone(`one changed paragraph of ${longest.length} characters`, milliseconds(() => typesetter.paragraph(han, longest, hanOptions)));
if (!inNative) console.log('build/native/bin/typeset_native is not built: ./dev bench builds it');
if (!process.env.KEEP) rmSync(folder, { recursive: true });
