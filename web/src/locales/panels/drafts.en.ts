export const draftsEn = {
  title: 'Drafts on this device',
  hint: 'They are kept in this browser only. Save one as a file to take it elsewhere.',
  open: 'Open', save: 'Save as a file', remove: 'Delete', undo: 'Undo',
  removed: (name: string) => `The draft ${name} was deleted.`,
  registered: 'registered',
  changes: (count: number) => (count === 1 ? '1 change' : `${count} changes`),
  saving: 'Keeping the draft …',
  kept: (time: string) => `Draft kept on this device, ${time}`,
  saveOpen: 'Save the draft as a file',
  copy: 'This draft is open in another tab. You have a copy: both are kept, each for itself.',
  elsewhere: 'The draft is open in another tab; a copy was opened.',
  full: 'This browser has no room left: the draft is not kept. Save it as a file now, or delete older drafts. What is open stays open.',
  blocked: 'This browser keeps no drafts here (a private window, or storage is blocked). Save the draft as a file before you leave.',
  failed: 'The draft could not be kept. Save it as a file before you leave.',
};
export type DraftsMessages = typeof draftsEn;
