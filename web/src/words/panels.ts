// The tabs beside the text, in their order. Each is one line; one that is not there for this book or this site is not shown, and the code of
// those that are opened now and then comes with their first use.
import { bookPanel } from './panels/book.js';
import { exportPanel } from './panels/export.js';
import { outlinePanel } from './panels/outline.js';
import { proofreadPanel } from './panels/proofread.js';
import type { Panel } from './host.js';

export const panels: readonly Panel[] = [
  proofreadPanel,
  outlinePanel,
  { name: 'reading', there: (host) => host.tools.reader !== undefined, make: async (host) => new (await import('./panels/reading.js')).ReadingView(host) },
  { name: 'pages', there: (host) => host.tools.has('typeset'), make: async (host) => new (await import('./panels/pages.js')).PagesView(host) },
  { name: 'ideas', there: () => true, make: async (host) => (await import('./panels/ideas.js')).Ideas.open(host) },
  { name: 'versions', there: () => true, make: async (host) => new (await import('./panels/versions.js')).VersionsView(host) },
  bookPanel,
  exportPanel,
  { name: 'prove', there: (host) => host.canRegister(), make: async (host) => (await import('./panels/prove.js')).prove(host) },
];
