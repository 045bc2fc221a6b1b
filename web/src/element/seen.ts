// When an element is in sight of its reader and the page is quiet.

interface Network { saveData?: boolean }

/** Calls `act` once then; gives the way to call it off. Never where the reader asked to save data. */
export function whenSeen(element: Element, act: () => void): () => void {
  if ((navigator as { connection?: Network }).connection?.saveData) return () => undefined;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    // Not every browser says when it is idle.
    const soon = globalThis.requestIdleCallback as typeof requestIdleCallback | undefined;
    quiet = setTimeout(() => (soon ? soon(act, { timeout: 1000 }) : act()));
  });
  observer.observe(element);
  return () => {
    observer.disconnect();
    clearTimeout(quiet);
  };
}
