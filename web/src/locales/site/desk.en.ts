// The desk of those who run a platform.
export const deskEn = {
  title: 'Desk',
  login: {
    title: 'Sign in to the desk', user: 'Name', password: 'Password', submit: 'Sign in',
    sample: 'Accounts of this sample', sampleText: 'Three people, because nobody approves a settlement that they made.',
    use: (role: string) => `Sign in as ${role}`,
  },
  roles: { operator: 'Operator', finance: 'Finance', approver: 'Approver' } as Record<string, string>,
  signedIn: (user: string, role: string) => (user === role.toLowerCase() ? `Signed in: ${role}` : `Signed in: ${user}, ${role}`), logout: 'Sign out',
  tabs: { catalogue: 'Catalogue', jobs: 'Jobs', plan: 'Plan', settlements: 'Settlements', payouts: 'Payouts', agreements: 'Agreements', log: 'Log' },
  tabsLabel: 'Desk', loading: 'Loading', reload: 'Reload', close: 'Close', or: ' or ', onlyRole: (role: string) => `Only the role ${role} may do this.`,
  catalogue: {
    lead: 'V = average over all scored works of quality × coverage × expected revenue. It ranks; it is never paid.',
    value: 'Value V', scored: 'Scored works', notScored: 'Not scored', channels: 'Channels',
    filter: 'Filter by title or creator', kind: 'Kind', all: 'All kinds',
    kinds: { photo: 'Photograph', drawing: 'Drawing', painting: 'Painting', text: 'Text', recording: 'Recording' } as Record<string, string>,
    columns: { title: 'Work', Q: 'Quality Q', S: 'Coverage S', R: 'Revenue R', V: 'Value V' },
    hints: { Q: 'technical photo quality (synthetic labels), 1 to 10', S: 'channels that show it', R: 'expected revenue over all channels', V: 'its part of V' },
    unscored: 'no score', of: (shown: string, all: string) => `${shown} of ${all}`,
    empty: 'No work is registered yet. Import a catalogue with “colophon import”, or register a work in the studio.',
    none: 'No work matches the filter.', count: (count: string) => `${count} works`,
    plots: {
      value: 'Value by work', valueText: (top: string, share: string) => `The ten best works carry ${share} of the value; first is “${top}”.`,
      quality: 'Distribution of quality', qualityText: (mean: string) => `Mean quality of the scored works: ${mean}.`,
      scatter: 'Quality and revenue', scatterText: 'Each point is a scored work.', works: 'works', rank: 'rank', Q: 'Q', R: 'R', V: 'V',
    },
  },
  jobs: {
    empty: 'No job has run yet. Scores, plans and settlements appear here.',
    kinds: { score: 'Score a photograph', plan: 'Make a plan', settle: 'Settle a period', preview: 'Preview a settlement', forecast: 'Forecast earnings' } as Record<string, string>,
    states: { queued: 'waiting', running: 'running', done: 'done', failed: 'failed', cancelled: 'cancelled' } as Record<string, string>,
    columns: { job: 'Job', state: 'State', progress: 'Progress', made: 'Made' }, cancel: 'Cancel', cancelLabel: (name: string) => `Cancel: ${name}`,
  },
  plan: {
    lead: 'Which work is shown on which channel, and how far this plan can be from the best one at most.',
    value: 'Worth of the plan', bound: 'No plan is worth more than', gap: 'Gap to the bound', made: (time: string, who: string) => `Made ${time} by ${who}`,
    units: 'quality × expected revenue, in the plan’s own units',
    ranked: 'Ranked by quality', notRanked: 'Quality does not rank', rank: 'Rank by quality', make: 'Make a new plan', making: 'Making a plan',
    budget: 'Budget', spent: 'Spent', price: 'Price of the limit', priceText: 'what one more unit of budget would be worth',
    shown: (count: string) => `${count} works shown`, more: (count: string) => `and ${count} more`,
    empty: 'There is no plan yet. Make the first one.', document: 'Download the plan', verify: 'Verify it in this browser',
    used: (percent: string) => `${percent} of the budget is spent`,
  },
  log: {
    lead: 'Registrations, plans and settlements, in one order that cannot be rewritten without being seen. It holds salted fingerprints only.',
    size: 'Entries', root: 'Root', origin: 'Origin', key: 'Key', note: 'The signed checkpoint', download: 'Download the checkpoint',
    empty: 'The log has no checkpoint yet. It appears with the first registration.',
    notTime: 'The log proves order. It does not prove time: for that a witness would have to sign as well.',
  },
};
export type DeskMessages = typeof deskEn;
