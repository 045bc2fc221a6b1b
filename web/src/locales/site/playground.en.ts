// The page that tries the calls of the SDK.
export const playgroundEn = {
  title: 'Try the SDK',
  lead: 'Choose a work and a call. The code is what you would write with @colophon/sdk; its result is computed here, in your browser. Nothing is sent anywhere.',
  work: 'The work', own: 'Your own file', drop: 'or drop it here', text: 'Your own text', use: 'Use this text', chosen: (name: string) => `Chosen: ${name}`,
  call: 'The call',
  calls: {
    features: 'Six measures of a picture, with the usual range of each', quality: 'Technical photo quality (synthetic labels), as a distribution', palette: 'The colours of a picture, the largest share first',
    crop: 'The best crop in a ratio', iscc: 'The content code of a file (ISO 24138)', text: 'What can be counted in a text',
  },
  arguments: { count: 'How many colours (1 to 32)', ratio: 'Width to height', name: 'Title (optional)' } as Record<string, string>,
  wrong: { count: 'A whole number from 1 to 32.' } as Record<string, string>,
  code: 'The code', result: 'The result', working: 'Computing', time: (ms: string) => `${ms} ms in your browser`,
  first: 'The first call also fetches the core; the first score also the model.',
  copy: 'Copy', copied: 'Copied', copyCode: 'Copy the code', copyResult: 'Copy the result',
  needs: { picture: 'This call takes a picture: choose one.', text: 'This call takes a text: choose one.' },
  more: 'All entries with their types: docs/reference. How a site embeds the elements: docs/how-to/embed.md.',
};
export type PlaygroundMessages = typeof playgroundEn;
