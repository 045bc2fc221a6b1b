// What all pages of Colophon's own site say, and the first page.
export const siteEn = {
  code: 'en',
  nav: { studio: 'Studio', write: 'Write', rights: 'Rights', earnings: 'My earnings', desk: 'Desk', verify: 'Verify', label: 'Pages' },
  skip: 'Skip to the content',
  language: '中文', languageLabel: 'Switch to Chinese',
  theme: { auto: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' },
  simulated: 'The audience of this sample is simulated. The works and their makers are real.',
  foot: { version: (text: string) => `Colophon ${text}`, key: 'Log key', api: 'HTTP interface', playground: 'Try the SDK', offline: 'The server does not answer.' },
  titles: { studio: 'Colophon: make it, prove it, be paid', write: 'Write · Colophon', rights: 'Rights · Colophon', earnings: 'My earnings · Colophon', desk: 'Desk · Colophon', verify: 'Verify · Colophon', playground: 'Try the SDK · Colophon' },
  hero: {
    title: 'The last page of a work says who made it.',
    lead: 'Colophon lets creators see what is technically wrong with a picture and mend it, prove that a work is theirs, and compute again every cent that it earned. All of it in their own browser.',
    loop: ['Create', 'Prove', 'Spread', 'Earn', 'Learn'],
    loopLabel: 'The loop that Colophon closes',
  },
  write: {
    title: 'From a manuscript to a book.', lead: 'Chapters, proofreading while you write, versions, pages, and a proof of who made it. All of it in your own browser.',
    samples: 'Nothing at hand? Take one of these:', tang: 'Tang poems', english: 'An English text with mistakes', chinese: 'A Chinese text with mistakes',
    embed: 'On your own site',
  },
  samples: { title: 'Nothing at hand? Take one of these:', open: (name: string) => `Open “${name}”` },
  three: [
    ['One coach, no black box', 'The score that a platform ranks by is the score that you see while you work, with its spread, its reasons and a repair where one helps.'],
    ['Nothing leaves by itself', 'Decoding, measuring and scoring run on your machine. Only what you register is sent, before it at most a fingerprint to look for near works; a log entry holds a salted fingerprint, never the work.'],
    ['Do not trust, compute', 'Receipts, plans and royalty statements are checked by the same core that made them, bit for bit, on this page and without asking us.'],
  ],
  embed: {
    title: 'On your own site',
    text: 'One script and one tag. Your backend keeps the API key and gives the page a token for fifteen minutes; no key reaches a browser.',
    copy: 'Copy', copied: 'Copied',
    more: 'Attributes, events, colours and the two lines for your proxy are in docs/how-to/embed.md.',
  },
  earnings: {
    title: 'My earnings', lead: 'What you earned, why it is this much, and a check that needs nobody’s word. This is how a creator sees it inside your site.',
    as: 'Look at it as', choose: 'Choose a person', sampleNote: 'In this sample you may look at it as anybody. On a real site everybody sees only their own.',
    elsewhere: 'Your platform shows your earnings on its own pages: it embeds <colophon-earnings> and signs you in there. This server has no page of its own for them.',
    empty: 'Nobody is in this sample yet. Import a settlement bundle with “colophon import bundle examples/settlement”.',
  },
  errorTitle: 'That did not work.',
};
export type SiteMessages = typeof siteEn;
