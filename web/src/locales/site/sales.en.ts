// The desk's page of sales reports.
const lines = (count: string): string => `${count} ${count === '1' ? 'line' : 'lines'}`;
const units = (count: string): string => `${count} ${count === '1' ? 'unit' : 'units'}`;

export const salesEn = {
  lead: 'What services and distributors report becomes revenue lines. A line without a work waits in suspense: nothing is paid on a guess.',
  suspense: 'In suspense', matchedAll: 'Every line has a work.', keys: (count: string, keys: string) => `${lines(count)}, ${keys === '1' ? 'one work or title' : `${keys} works or titles`}`,
  states: { open: 'Open', postponed: 'Put aside', rejected: 'Not ours', matched: 'Matched' } as Record<string, string>,
  bring: {
    title: 'Bring a report in', choose: 'Choose a file', drop: 'or drop it here: CSV or TSV of any service, DDEX DSR, also packed with gzip',
    reading: 'Reading', tooLarge: 'A file of more than 48 MB comes in by the command line: colophon import sales.',
    dsr: (profile: string, sender: string) => `DDEX DSR, ${profile}, from ${sender}. It needs no mapping.`,
    mapping: 'Mapping', guessed: 'New, guessed from the header', another: 'Choose another file', part: (rows: string) => `Shown from the first ${rows} rows of the file; importing reads all of it.`,
    lacking: (fields: string) => `Say where these come from, and the preview appears: ${fields}.`,
    import: 'Import', importing: 'Importing', imported: (count: string, matched: string) => `Imported: ${lines(count)}, ${matched} with a work.`,
    again: 'This file was imported before; nothing changed.', sameContent: 'Import it although another file has the same lines',
    onlyWriters: 'Only operator and finance may do this.', save: 'Keep the mapping as', saveButton: 'Keep', saved: (name: string) => `Kept as @${name}.`,
  },
  editor: {
    title: 'How its columns become revenue lines', source: 'Service', json: 'The mapping as JSON', jsonApply: 'Take this', jsonBad: 'This is not JSON.',
    column: 'Column', none: 'not in the file', constant: 'a fixed value', value: 'Value', format: 'Form of the date', product: 'product of columns: see the JSON', meanings: 'Meanings',
    meaningsHint: 'report’s text = ours; next one', table: 'The table', separator: 'Separator', decimal: 'Decimal point', group: 'Thousands', skip: 'Lines before the header', encoding: 'Encoding',
    separators: { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as Record<string, string>, noGroup: 'none', space: 'space', required: 'needed',
    fields: {
      date: 'Date of use', kind: 'Kind of money', amount: 'Amount', currency: 'Currency', units: 'Units', use: 'Use', territory: 'Territory', source: 'Service, by line', side: 'Side of the rights',
      isrc: 'ISRC', iswc: 'ISWC', upc: 'UPC or EAN', proprietary: 'Service’s own id', title: 'Title', artist: 'Artist', original: 'Id of the sale',
    } as Record<string, string>,
    kinds: { ad: 'advertising', subscription: 'subscription', tip: 'tip', licence: 'licence', brand: 'brand deal', sale: 'sale of a copy' } as Record<string, string>,
  },
  preview: {
    title: 'What it becomes', lines: (count: string, rows: string) => `${count} revenue ${count === '1' ? 'line' : 'lines'} of ${rows} ${rows === '1' ? 'row' : 'rows'}`, used: (first: string, last: string) => `used ${first} to ${last}`,
    sum: (used: string, count: string) => `${units(used)} in ${lines(count)}`, returns: (count: string, amount: string) => `${count} ${count === '1' ? 'return' : 'returns'} among them: ${amount}`, unmatched: (amount: string, count: string) => `without a work: ${amount === '' ? 'all of it' : `${amount} in ${lines(count)}`}`,
    refused: (count: string) => (count === '1' ? 'The file would be refused:' : `The file would be refused; ${count} errors:`), more: 'and more',
    findings: 'Look at', times: (count: string, row: string) => `${count}×, first in row ${row}`,
    columns: { row: 'Row', date: 'Date', kind: 'Kind', use: 'Use', territory: 'Where', units: 'Units', amount: 'Amount', title: 'Title', work: 'Work' }, open: 'open', empty: 'No row of the file becomes a line.',
    own: 'The file’s own rows',
    codes: {
      isrc: 'not an ISRC', iswc: 'not an ISWC, or its check digit is wrong', upc: 'not a UPC or EAN, or its check digit is wrong', territory: 'not a country: counted as “somewhere”',
      use: 'not in plain words: turned into them', source: 'not a service’s name: turned into one', sign: 'units and amount have different signs', zero: 'neither units nor money',
      rounded: 'more than 12 decimal places: rounded', long: 'a very long text was cut', no_lines: 'no revenue line at all', totals: 'the summary and its lines differ', value: 'not among the standard’s values',
      missing: 'a text is missing', alias: 'a person matched it to another work than its code names',
    } as Record<string, string>,
  },
  queue: {
    title: 'The queue', lead: 'The largest amounts first. What you confirm holds for every line of the same thing, also in files to come.',
    find: 'Title, artist or identifier', state: 'State', currency: 'Currency', any: 'any', suggest: 'Look for suggestions', suggesting: 'Comparing titles', suggested: (keys: string, found: string) => `${found} of ${keys} have a work like them.`,
    empty: 'Nothing is waiting here.', this: 'This is it', thisLabel: (work: string, title: string) => `This is it: the work ${work} for ${title}`, reject: 'Not ours', postpone: 'Later', reopen: 'Open again', other: 'Another work',
    noSuggestion: 'No work is like it.', reason: { isrc: 'same ISRC', iswc: 'same ISWC', upc: 'same UPC', id: 'same id', title: 'title and name alike:' } as Record<string, string>,
    search: 'Find a work by its title', searchButton: 'Find', nothingLike: 'No work has a title like this.', lines: (count: string, used: string) => `${lines(count)}, ${units(used)}`,
    untitled: 'without a title', more: 'Show more', matchedTo: (work: string, who: string) => `${work}, by ${who}`, byIdentifier: 'its identifier',
  },
  posting: {
    title: 'Post to revenue', lead: 'What is posted is what the next settlement divides. Each line counts once. A line without a work waits in suspense in the books, and goes to its owner when you match and post again.',
    until: 'Up to the month', all: 'all', show: 'Show what would be posted', nothing: 'Nothing is left to post.', post: 'Post', posted: (count: string) => `Posted: ${count} ${count === '1' ? 'line' : 'lines'} of revenue.`,
    period: 'Counts in', groups: { sales: 'To works', suspense: 'Into suspense', resolved: 'Out of suspense', reversed: 'Taken back' }, lines,
    waiting: (count: string) => `${count} ${count === '1' ? 'return waits' : 'returns wait'}: no sale is there to take back.`,
  },
  files: {
    title: 'Reports that came in', empty: 'No report was imported yet.', columns: { name: 'File', source: 'Service', used: 'Used', money: 'Money', lines: 'Lines', posted: 'Posted', by: 'Imported by' },
    withdraw: 'Withdraw', withdrawLabel: (name: string) => `Withdraw ${name}`, confirm: (name: string) => `Withdraw ${name} with all its lines? Nothing of it was posted.`,
    report: 'Lines of the month', download: 'Download CSV',
  },
};
export type SalesMessages = typeof salesEn;
