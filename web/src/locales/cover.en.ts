// What the panel of covers and <colophon-cover> say.
export const coverEn = {
  panel: 'Cover',
  empty: {
    title: 'No picture yet', text: 'From a picture Colophon takes its colours and where the eye goes in it, and composes a dozen covers with your title.',
    drop: 'Drop a picture', choose: 'Choose a picture', colours: 'Make one from colours alone',
  },
  another: 'Another picture', again: 'Try again',
  reading: 'Looking at the picture', composing: 'Composing covers',
  fields: { title: 'Title', subtitle: 'Subtitle', author: 'Author' },
  needsTitle: 'Write a title: a cover needs one.',
  ratio: 'Shape', ratios: { book: 'Book', square: 'Square', wide: 'Wide', story: 'Story' }, proportions: { book: '2 : 3', square: '1 : 1', wide: '16 : 9', story: '9 : 16' },
  colours: 'Colours', palettes: { ink: 'Ink', clay: 'Clay', moss: 'Moss', plum: 'Plum', sea: 'Sea', night: 'Night' }, pattern: 'Another pattern',
  covers: 'Covers, the best first',
  how: 'Ordered by fixed rules: contrast, balance, how well the title reads when small, and how much of the motif, of what draws the eye, stays in sight. Taste is yours.',
  cover: (place: number, layout: string, scheme: string) => `${place}. ${layout}, ${scheme}`,
  layouts: {
    window: 'Window', horizon: 'Horizon', sky: 'Sky', plate: 'Plate', poster: 'Poster', ground: 'Ground', arch: 'Arch', moon: 'Moon', classic: 'Classic', type: 'Type', bands: 'Bands', band: 'Band',
    corner: 'Corner', column: 'Column',
  } as Record<string, string>,
  schemes: { light: 'light', dark: 'dark', bold: 'strong colour', second: 'second colour' } as Record<string, string>,
  preview: (layout: string, title: string) => `The chosen cover, ${layout}: ${title}`,
  thumbnail: 'As a thumbnail',
  measured: 'What was measured',
  joint: ', ',
  /** "7.1 : 1" */
  ratioOf: (ratio: string) => `${ratio}\u00a0:\u00a01`,
  /** From the best to the weakest. */
  measures: {
    contrast: [(ratio: string) => `strong contrast (${ratio})`, (ratio: string) => `good contrast (${ratio})`, (ratio: string) => `contrast for large letters only (${ratio})`],
    balance: ['well balanced', 'a little off balance', 'heavy on one side'],
    thumbnail: ['reads well when small', 'readable when small', 'hard to read when small', 'unreadable when small'],
    free: ['all of the motif in sight', 'most of the motif in sight', 'part of the motif hidden', 'much of the motif hidden'],
  },
  ready: (count: number, best: string) => `${count} covers. The first: ${best}.`,
  save: {
    title: 'Save it', size: 'Size of the PNG', pixels: (width: string, height: string) => `${width} × ${height} pixels`, png: 'Save PNG', svg: 'Save SVG', working: 'Drawing the cover', cancel: 'Cancel', cancelled: 'Cancelled. Nothing was saved.',
    saved: (name: string) => `Saved: ${name}`, failed: 'The cover was not saved.',
    soft: 'The picture has fewer pixels than this cover: it will look soft.',
  },
  tooLong: 'This is too long for every layout, even in the smallest letters. Shorten it.',
  stem: 'cover',
};
export type CoverMessages = typeof coverEn;
