// One draft, one tab: two that write into one would each lose what the other did.

export interface Held {
  id: string;
  free(): void;
}

/** Keeps the draft's lock until free(); false where another tab has it. Without the Web Locks API there is no telling. */
export function holdDraft(held: Held): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((answer) => {
    void navigator.locks.request(`colophon-draft-${held.id}`, { ifAvailable: true }, (lock) => {
      if (!lock) return answer(false);
      return new Promise<void>((free) => {
        held.free = free;
        answer(true);
      });
    }).catch(() => answer(true));
  });
}
