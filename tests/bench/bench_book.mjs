// Books as files, beside what a web developer or a writer would take: a Word document of 300,000 characters beside mammoth, two versions of the book beside git's
// differences of words, and the conversion of its text beside opencc-js on the same text without marks.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpusBook, fileOf, withoutCorpora, zipOf } from '../support/books.mjs';
import { importSource } from '../support/core.mjs';

if (withoutCorpora) {
  console.log(`book: skipped, ${withoutCorpora}`);
  process.exit(0);
}
const { compareBooks, convertBook, exportEpub, findInBook, importBook, loadConverter, replaceAll } = await importSource('../words/books');
const mammoth = createRequire(import.meta.url)('mammoth');
const rounds = 5;

/** The least CPU time of several runs, after one that warms up. */
async function milliseconds(work) {
  let least = Infinity;
  for (let i = 0; i <= rounds; ++i) {
    const begin = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(begin);
    if (i > 0) least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
/** The same of a program, from its own account of it. */
function programMilliseconds(file, ...commandLine) {
  let least = Infinity;
  for (let i = 0; i < rounds; ++i) {
    const answer = execFileSync('bash', ['-c', `TIMEFORMAT='%U %S'; { time "$@" >/dev/null || [ $? = 1 ]; } 2>&1`, 'bash', file, ...commandLine], { encoding: 'utf8' });
    least = Math.min(least, answer.trim().split(/\s+/).slice(-2).reduce((sum, seconds) => sum + Number(seconds) * 1000, 0));
  }
  return least;
}
const line = (name, ours, peer, theirs) => console.log(`${name}: ${ours.toFixed(1)} CPU-ms; PEER ${peer} ${theirs.toFixed(1)} CPU-ms; ratio ${(theirs / ours).toFixed(2)}`);
const alone = (name, ours) => console.log(`${name}: ${ours.toFixed(1)} CPU-ms`);

const book = corpusBook(), escape = (text) => text.replace(/[&<]/g, (one) => `&#${one.charCodeAt(0)};`);
const paragraph = (text, style) => `<w:p><w:pPr>${style ? `<w:pStyle w:val="${style}"/>` : ''}</w:pPr><w:r><w:t>${escape(text)}</w:t></w:r></w:p>`;
const body = book.chapters.map(({ title, text }) => paragraph(title, 'Heading1') + text.split('\n').map((words) => paragraph(words)).join('')).join('');
const docx = zipOf({
  '[Content_Types].xml': '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  '_rels/.rels': '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
  'word/styles.xml': '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
  'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
});
line('book-import-docx-300k', await milliseconds(() => importBook(fileOf(docx, 'a.docx'))), 'mammoth convertToHtml', await milliseconds(() => mammoth.convertToHtml({ buffer: docx })));

let seed = 1;
const next = (limit) => { seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0; return (seed >>> 8) % limit; };
const edited = { ...book, chapters: book.chapters.map((chapter) => ({ ...chapter, text: chapter.text.split('\n').map((words) => (next(20) === 0 ? `${words.slice(0, 3)}改${words.slice(4)}` : words)).join('\n') })) };
const folder = mkdtempSync(join(tmpdir(), 'colophon-bench-')), text = ({ chapters }) => chapters.map((chapter) => chapter.text).join('\n');
writeFileSync(join(folder, 'before.txt'), text(book));
writeFileSync(join(folder, 'after.txt'), text(edited));
const compared = await milliseconds(() => compareBooks(book, edited));
line('book-compare-300k', compared, 'git diff --word-diff of characters', programMilliseconds('git', 'diff', '--no-index', '--word-diff=porcelain', '--word-diff-regex=.', join(folder, 'before.txt'), join(folder, 'after.txt')));
rmSync(folder, { recursive: true });

const simplified = await convertBook(book, 't', 'cn'), opencc = await loadConverter('cn', 'twp'), whole = text(simplified);
line('book-convert-300k', await milliseconds(() => convertBook(simplified, 'cn', 'twp')), 'opencc-js without marks', await milliseconds(() => opencc(whole)));
alone('book-export-epub-300k', await milliseconds(() => exportEpub(book)));
const epub = await exportEpub(book);
alone('book-import-epub-300k', await milliseconds(() => importBook(epub)));
alone('book-find-300k', await milliseconds(() => findInBook(book, { text: '明月' })));
alone('book-replace-300k', await milliseconds(() => replaceAll(book, { text: '明月' }, '新月')));
