// Who chose to keep drafts with a site, on this device: nothing is asked of the server until somebody did.

export interface Choice { server: string; space: string }
export interface Chosen {
  party: string;
  /** Drafts that were deleted here and that the site does not know of yet. */
  removed: string[];
}

const item = 'colophon-drafts-with-site';
const keyOf = ({ server, space }: Choice): string => `${server} ${space}`;
/** Where a browser keeps nothing the choice lasts as long as the page. */
let unkept: Record<string, Chosen> | undefined;

function all(): Record<string, Chosen> {
  try {
    return unkept ?? (JSON.parse(localStorage.getItem(item) ?? '{}') as Record<string, Chosen>);
  } catch {
    return {};
  }
}

export const isOn = (choice: Choice): Chosen | undefined => all()[keyOf(choice)];

export function turn(choice: Choice, chosen: Chosen | undefined): void {
  const { [keyOf(choice)]: _, ...others } = all(), next = chosen ? { ...others, [keyOf(choice)]: chosen } : others;
  try {
    localStorage.setItem(item, JSON.stringify(next));
  } catch {
    unkept = next;
  }
}
