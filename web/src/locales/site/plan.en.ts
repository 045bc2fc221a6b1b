// The desk's plan page: what an operator asks of a plan.
export const planEn = {
  unit: (currency: string, ranked: boolean) => (ranked ? `${currency} × quality` : currency),
  nav: 'Parts of this page',
  maker: {
    title: 'Make a plan', floor: 'Every creator at least', floorHelp: 'Showings; fewer where a creator’s works allow no more.', each: 'Channels a work', eachAll: 'no limit',
    stance: 'An uncertain quality counts', stances: { expected: 'as expected', careful: 'carefully (less)', optimistic: 'optimistically (more)', draw: 'as drawn by lot' } as Record<string, string>,
    explore: 'Works to try', explores: { none: 'none', draw: 'drawn by lot (Thompson)', optimistic: 'the promising (upper bound)' } as Record<string, string>, part: 'Part of each page',
    keep: 'Keep yesterday’s showings where a change brings too little', preview: 'Preview', previewing: 'Trying the plan out; nothing is stored',
    previewed: (changes: string) => `${changes} showings would change against the current plan. Nothing was stored.`,
    log: 'What the log of pages says of it', logHelp: 'Likes a page: what the pages brought, and what the proposed plan would have brought on them (doubly robust, 95% interval).',
    pages: 'Pages', now: 'Brought', proposed: 'Would bring', effective: 'Pages that count', few: 'too few pages to say',
  },
  whatIf: {
    title: 'What if', lead: 'Move a limit. What no plan can exceed follows at once from the prices; the best plan found under the new limits comes a moment later. Nothing is stored.',
    floors: 'Floors of all creators', reset: 'Back to the plan’s limits', atMost: 'No plan brings more than', atOnce: 'at once, from the prices', found: 'The best plan found brings', change: 'Change', solving: 'solving', changes: 'Showings that change',
  },
  prices: {
    title: 'The price of every limit', lead: 'What one more unit of a limit would bring, and between which limits that price holds (within a tenth of itself).',
    columns: { limit: 'Limit', at: 'Set at', used: 'Used', price: 'Price', range: 'The price holds' },
    budget: (channel: string) => `Budget of ${channel}`, floor: (creator: string) => `Floor of ${creator}`, cap: (kind: string, channel: string) => `${kind} on ${channel}, at most`,
    range: (from: string, to: string) => `from ${from} to ${to}`, open: (from: string) => `from ${from} up`, free: 'not binding', nameless: 'a creator without a name',
    floors: (count: string) => `${count} floors of creators`,
  },
  frontier: {
    title: 'What fairness costs', text: (floors: string, cost: string) => `Floors of ${floors} showings in all, as in this plan, cost ${cost} of the value.`, limit: (floors: string) => `At ${floors} showings no plan keeps every floor.`,
    none: 'This plan promises no creator a showing. Make one with “Every creator at least 1” to see what that costs.', x: 'showings promised', y: 'cost',
  },
  why: {
    title: 'Why a work is shown, or not', work: 'Work', ask: 'Title or id', help: 'Choose a work, or press one in a channel below.',
    columns: { channel: 'Channel', verdict: 'Verdict', value: 'Brings', paid: 'Costs', bonus: 'Floor pays', worth: 'Worth', margin: 'To flip' },
    verdicts: { shown: 'shown', too_dear: 'too dear', better_elsewhere: 'better elsewhere', never_fits: 'never fits the budget', left_over: 'no room left', capped: 'its kind is capped' } as Record<string, string>,
    falls: (by: string) => `until its value falls by ${by}`, rises: (by: string) => `if its value rose by ${by}`, never: 'no value would do', best: (channel: string) => `It is worth most on ${channel}`, second: (channel: string) => `, then on ${channel}`, unknown: 'No work has this title.',
  },
  report: {
    title: 'What each channel brought', lead: 'Pages that were served from the plan, and what the audience did on them.', none: 'No page was served yet. Sites ask for one with GET /v1/channels/{id}/works or colophon.page().',
    columns: { channel: 'Channel', pages: 'Pages', showings: 'Showings', explored: 'of them to learn' }, events: { view: 'Views', play: 'Plays', read: 'Reads', like: 'Likes', comment: 'Comments', share: 'Shares', complete: 'Completed' } as Record<string, string>,
  },
  relaxation: 'What would help', infeasible: 'No plan keeps every limit', channels: 'What is shown where', whyLabel: (title: string) => `Why “${title}”?`,
};
export type PlanMessages = typeof planEn;
