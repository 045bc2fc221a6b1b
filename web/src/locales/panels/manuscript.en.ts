// What <colophon-manuscript> says. The source of the messages' types: every other locale has the same keys.
export const manuscriptEn = {
  code: 'en',
  name: 'Colophon manuscript',
  untitled: 'Untitled book',
  chapter: (number: string) => `Chapter ${number}`,
  words: (count: string) => `${count} words`,
  start: {
    title: 'Write a book, or open one', hint: 'Everything stays in this browser until you register or export it.',
    hintFiles: (kinds: string) => `Drop a file here: ${kinds}.`, allKinds: 'Word (DOCX), EPUB, Markdown, plain text or a saved draft',
    choose: 'Open a file', begin: 'Begin a new book', language: 'Language of the new book', opening: 'Opening the file',
    needed: 'This form needs a text: write or open one.',
  },
  languages: { en: 'English', 'zh-Hans': 'Chinese, simplified', 'zh-Hant': 'Chinese, traditional' } as Record<string, string>,
  chapters: {
    label: 'Chapters', add: 'Add a chapter', total: (chapters: string, words: string) => `${chapters} · ${words} words`, count: (count: number, text: string) => (count === 1 ? '1 chapter' : `${text} chapters`),
    remove: (title: string) => `Delete “${title}”`, move: 'Alt and the arrow keys move a chapter; so does dragging it.', moved: (title: string, place: string, all: string) => `“${title}” is now ${place} of ${all}.`,
    removed: (title: string) => `“${title}” was deleted.`, title: 'Title of the chapter', show: 'Show the chapters', hide: 'Hide the chapters', last: 'A book has at least one chapter.',
  },
  text: { label: (title: string) => `Text of “${title}”`, hint: 'Write here.' },
  tools: { undo: 'Undo', redo: 'Redo', find: 'Find', close: 'Close the book', label: 'Writing' },
  done: {
    undone: (what: string) => `Taken back: ${what}`, redone: (what: string) => `Done again: ${what}`,
    acts: { text: 'writing', add: 'a new chapter', remove: 'deleting a chapter', move: 'moving a chapter', rename: 'a chapter’s title', split: 'parting a chapter', replace: 'replacing', restore: 'restoring a version', details: 'the book’s details', convert: 'converting' } as Record<string, string>,
  },
  marks: {
    none: 'Nothing is marked here.', next: 'Next mark', previous: 'Previous mark', fix: (text: string) => `Change to “${text}”`, remove: 'Delete it', ignore: 'Ignore this rule', learn: 'Add to the dictionary', at: (at: string, all: string) => `${at} of ${all}`,
    keys: 'F8 goes to the next mark, Shift and F8 to the previous, Ctrl and . takes the first correction.', fixed: (text: string) => `Changed to “${text}”.`, ignored: 'That rule is off for this book.', learnt: (word: string) => `“${word}” is in this book’s dictionary.`,
    kinds: { spelling: 'Spelling', confusion: 'Confused words', grammar: 'Grammar', repetition: 'Repetition', punctuation: 'Punctuation', spacing: 'Spacing', style: 'Style' } as Record<string, string>,
  },
  find: {
    label: 'Find and replace', find: 'Find', replace: 'Replace with', where: 'Where', here: 'This chapter', everywhere: 'The whole book', matchCase: 'Match case', wholeWord: 'Whole word', pattern: 'Regular expression',
    next: 'Next', previous: 'Previous', replaceOne: 'Replace', replaceAll: 'Replace all', close: 'Close', none: 'Not found.', at: (at: string, all: string) => `${at} of ${all}`, more: (all: string) => `${all} found`,
    replaced: (count: string) => `${count} replaced. Undo takes it back.`,
  },
  panels: { label: 'Tools', outline: 'Outline', proofread: 'Proofread', reading: 'Reading', pages: 'Pages', ideas: 'Prompts', versions: 'Versions', book: 'Book', export: 'Export', prove: 'Prove' } as Record<string, string>,
  outline: { empty: 'Chapters and their headings (lines that begin with # ) stand here.', here: 'here' },
  proofread: {
    title: 'Proofreading', reading: 'Reading …', count: (count: number, text: string) => (count === 1 ? 'One mark in this chapter' : `${text} marks in this chapter`), none: 'Nothing is marked in this chapter.', failed: 'Proofreading is not there. You can go on writing.', more: (count: string) => `and ${count} more: they are shown as these are dealt with`,
    off: 'Rules that are off', on: 'Turn on again', dictionary: 'Dictionary of this book', add: 'Add a word', forget: (word: string) => `Remove “${word}” from the dictionary`, word: 'Word', rules: 'Found by rules and word lists, not by AI.', language: 'No proofreading for this language.',
  },
  versions: {
    title: 'Versions', hint: 'A version is a copy of the whole book under a name, kept on this device with the draft.', name: 'Name of the version', keep: 'Keep a version', restore: 'Restore', compare: 'Compare', remove: 'Delete', restored: (name: string) => `“${name}” is restored. Undo takes it back.`, kept: (name: string) => `“${name}” is kept.`,
    blocked: 'This browser keeps nothing here, so there are no versions.', defaultName: (time: string) => `Version of ${time}`, none: 'No version yet.',
    differences: (name: string) => `From “${name}” to now`, same: 'Nothing has changed.', added: 'new', removed: 'deleted', changed: 'changed', moved: 'moved', renamed: 'renamed', close: 'Close the comparison', paragraphs: (count: number, text: string) => (count === 1 ? 'One paragraph differs' : `${text} paragraphs differ`), before: 'Before', after: 'Now', more: (count: string) => `and ${count} more`,
  },
  book: {
    title: 'Title', subtitle: 'Subtitle', language: 'Language', direction: 'Lines run', directions: { horizontal: 'across the page', vertical: 'down the page, from the right' } as Record<string, string>,
    names: 'Who made it', name: (number: string) => `Name ${number}`, role: (number: string) => `Part of name ${number}`, roles: { author: 'Author', translator: 'Translator', editor: 'Editor', illustrator: 'Illustrator', publisher: 'Publisher' } as Record<string, string>, addName: 'Add a name', removeName: (name: string) => `Remove ${name}`,
    edition: 'Edition', licence: 'Licence', licenceHint: 'Empty: all rights reserved.', ai: 'AI involvement', aiNote: 'What was used, and for what', aiHint: 'You declare it. It stands in the registration and on the colophon page.',
    cover: 'Cover', chooseCover: 'Choose a picture', removeCover: 'Remove the cover', coverAlt: 'The cover of this book', makeCover: 'Make a cover', coverMade: 'The cover is in the book.', useCover: 'Use this cover',
    convert: 'Convert the text to', convertNow: 'Convert', variants: { cn: 'Simplified', t: 'Traditional', tw: 'Traditional, Taiwan', twp: 'Traditional, Taiwan’s words', hk: 'Traditional, Hong Kong' } as Record<string, string>, converted: 'The book is converted. Undo takes it back.',
  },
  export: {
    changed: 'The text was changed since its registration: the colophon page says that this text is not registered. Register it again under Prove.', 
    title: 'Take it with you', save: 'Save', epub: 'EPUB 3', epubHint: 'For e-readers and shops, with a table of contents and a colophon page.', print: 'For printing', printHint: 'One HTML file with set page sizes: open it and print, or save as PDF.', templates: { a5: 'A5', k32: '32开 130 × 184', k16: '16开 184 × 260', trade: '6 × 9 in' } as Record<string, string>, markdown: 'Markdown', markdownHint: 'One file with all marks.',
    draft: 'Save the draft', draftHint: 'All of it, to go on somewhere else.', text: 'Plain text', textHint: 'One file, UTF-8.', working: 'Making the file', done: 'The file is made.',
  },
  prove: {
    file: (name: string) => `What is registered: the whole book as ${name}`, plain: 'plain text', passages: 'Side by side', yours: 'In this book', theirs: 'In the other work', common: (count: number, text: string) => (count === 1 ? 'One passage in common' : `${text} passages in common`), none: 'No passage of ten words or more stands in both.',
    closed: 'The other work’s text is not open to you; only its fingerprint was compared.', compareFile: 'Compare with a file', compareHint: 'A text that you have, a draft or a book: it stays here.', compareTitle: 'Passages in common',
    still: (time: string) => `This text was registered on ${time}.`, publish: 'Publish this registration', publishHint: 'The QR code on the colophon page opens its check: title, text, time, fingerprint and shares are then open to everybody.', published: 'It is public, and anybody can check it:',
  },
  pages: { size: 'Size of the page', fit: 'As the window allows', open: 'Open both pages', hint: 'The chapter in set pages: whole paragraphs are broken at once, and words divided where their language divides them. Arrow keys turn the pages.' },
  ideas: {
    title: 'Prompts', rules: 'Made by rules from words of your book, not by AI.', rulesNote: 'Prompts made by rules of Colophon.', modelUsed: (name: string) => `Text written by ${name}.`, genre: 'Genre', genres: { novel: 'Novel', mystery: 'Mystery', fantasy: 'Fantasy', poem: 'Poem', essay: 'Essay', children: 'Children’s book' } as Record<string, string>, another: 'Others', insert: 'Put it at the caret', inserted: 'It stands in the text.',
    model: 'Ask the site’s text model', modelNote: (name: string) => `Text model of this site: ${name}. What it writes is generated by AI; the book declares it.`, declared: 'The declaration of AI involvement now says so.', ask: 'Ask', question: 'What do you want from it?', working: 'Writing …',
  },
};
export type ManuscriptMessages = typeof manuscriptEn;
