// What <colophon-badge> says before the core is there. What the checks are called stands in site/verify.en.ts.
export const badgeEn = {
  registered: 'Registered', fails: 'Does not hold',
  open: 'Registered: check the receipt in this browser',
  title: 'The receipt of this work', close: 'Close', again: 'Try again',
  working: 'Checking the receipt in this browser',
  holds: 'Holds', holdsText: (count: number) => `All ${count} checks hold. They were made on your device.`,
  failsTitle: 'Does not hold', failsText: 'Do not rely on this mark:',
  unreachable: 'The receipt could not be checked', unreachableText: 'No answer, so nothing is known: neither that it holds nor that it does not. Check your connection and try again.',
  closed: 'The receipt is not public', closedText: 'The server gives it only to those who may see the work. Whoever runs this page can publish the file and name it with receipt="…".',
  unset: 'The mark is not set up', unsetText: 'It needs receipt="…", or work="…" and server="…".',
  verify: 'Check the file yourself', save: 'Save the receipt',
  whose: 'Whose log this is was not checked: the page names neither a log-key nor a server.',
  key: { page: 'The log’s key is the one that this page names.', server: (host: string) => `The log’s key is the one that ${host} publishes.` },
  work: 'Work', who: 'Registered for', party: (id: string, share: string) => `party ${id}, share ${share}`,
  /** By the name of the check; the others have the words of /verify. Whether content was changed shows at its place in the log only, and the visitor has named no key. */
  names: {
    commitment: 'The content has the form of a registered work', inclusion: 'Exactly this content is in the log at this place', 'known-key': 'It is the log that this page names',
    document: 'The file is a receipt of a registered work', work: 'The receipt is of this very work',
  } as Record<string, string>,
  remedies: {
    document: 'The file was cut off or changed, or is another one. Ask the owner of this page for the receipt as the log gave it.',
    work: 'It belongs to another work. Ask the owner of this page to name the right receipt.',
    commitment: 'What stands in the file has not the form of a registered work. Ask for the receipt as the log gave it.',
    inclusion: 'The title, the shares or the fingerprint were changed after registration, or the proof was damaged. Ask for the receipt as the log gave it.',
    checkpoint: 'The signed state of the log is damaged. Ask for the receipt as the log gave it.',
    signature: 'Nobody vouches for this state of the log. Ask for the receipt as the log gave it.',
    'known-key': 'Another log has signed it. Trust it only if you know that key from elsewhere; else ask the owner of this page.',
  } as Record<string, string>,
};
export type BadgeMessages = typeof badgeEn;
