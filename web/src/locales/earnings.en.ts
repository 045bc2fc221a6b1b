// What <colophon-earnings> says.
export const earningsEn = {
  loading: 'Loading your earnings', again: 'Try again', currency: 'Currency',
  title: (name: string) => (name === '' ? 'My earnings' : `My earnings: ${name}`),
  emptyTitle: 'Nothing was earned yet', empty: 'Your statements appear here once a period with income of yours has been settled.',
  balances: {
    balance: { name: 'Balance', text: 'goes into the next payout' }, payout: { name: 'On its way', text: 'settled, and not yet confirmed by the bank' }, back: { name: 'Sent back', text: 'the bank did not pay it; it returns to the balance with the next settlement' },
    reserve: { name: 'In reserve', text: 'held back against returns, released later' },
    held: { name: 'Held', text: 'until a dispute is decided' }, advance: { name: 'Still to recoup', text: 'of advances that you were paid' },
  },
  history: 'Month by month',
  chart: (months: string, total: string, text: string) => `Earnings of ${months} settled months, ${total} in all. ${text}`,
  forecast: {
    title: 'This month, and those before', none: 'A forecast appears once the month under way has events.',
    text: (soFar: string, low: string, high: string, pace: string) => `Earned so far: ${soFar}. The month may end between ${low} and ${high}; at this pace it is ${pace}.`,
    how: (through: string, passed: string, days: string, months: number) => `Counted through ${through}, ${passed} of ${days} days. ${months === 0 ? 'The range goes from nothing more to this month’s pace; it becomes better with earlier months.' : `For the days that are left, the range takes the slowest and the best daily average of the last ${months === 1 ? 'month' : `${months} months`} and of this one.`} It is arithmetic, not a promise: revenue that is still to come and disputes change it.`,
  },
  months: { title: 'Settled months', none: 'No month was settled yet.', noneOf: (period: string) => `There is no statement of ${period} yet.`, month: 'Month', earned: 'Earned', recouped: 'Recouped', kept: 'Held, reserved', paid: 'Paid out', bank: 'Bank', tax: (amount: string) => `(tax ${amount})`, open: 'Statement', openLabel: (period: string) => `Open the statement of ${period}` },
  states: { due: 'due', sent: 'sent to the bank', paid: 'paid', returned: 'returned', rejected: 'rejected' },
  statement: {
    title: (period: string) => `Statement of ${period}`, loading: 'Loading', balance: 'How the payout came about', then: 'amount', lines: (count: number) => (count === 1 ? 'One line' : `${count} lines, the largest first`), noLines: 'Nothing was earned in this month.', more: 'Show more',
    fee: 'Fee', why: 'Why this much?', whyLabel: (title: string) => `Why this much: ${title}`,
    kinds: { sale: 'Sale', ad: 'Advertising', tip: 'Tip', licence: 'Licence', brand: 'Brand deal', subscription: 'Subscription' } as Record<string, string>, uses: { stream: 'stream', download: 'download', sync: 'film and video', vinyl: 'vinyl', cd: 'CD' } as Record<string, string>,
    less: { recouped: (amount: string) => `recoups ${amount}`, reserved: (amount: string) => `reserve ${amount}`, held: (amount: string) => `held ${amount}` },
    verify: 'Verify in this browser', verifyText: 'The same core that settled computes it again on your machine: your lines, the tables of their pools, and the log’s signature.', verifying: 'Recomputing',
    holds: (checks: number, tables: number) => `All ${checks} checks hold, with ${tables === 1 ? 'one pool table' : `${tables} pool tables`}.`,
    json: 'Save the proof (JSON)', csv: 'Save as CSV', page: 'Save for printing',
  },
};
export type EarningsMessages = typeof earningsEn;
