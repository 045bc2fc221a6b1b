// Passages that stand in two texts: found by short pieces of one in the other, made as long as they are the same.

export interface Passage { a: number; b: number; length: number }
const passagesMax = 200, candidatesMax = 24;
/** How long a passage must be to be one: of Han characters, and of letters with the spaces between them. */
const leastHan = 10, leastLetters = 48;

/** White space and punctuation are no difference: the letters that count, in lower case, and where each stands. */
function lettersOf(text: string): { letters: string; at: Uint32Array } {
  const pieces: string[] = [], at = new Uint32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; ++i) {
    const unit = text[i]!;
    if (!/[\p{L}\p{N}\p{Cs}]/u.test(unit)) continue;
    const lower = unit.toLowerCase();
    pieces.push(lower.length === 1 ? lower : unit);
    at[count++] = i;
  }
  return { letters: pieces.join(''), at: at.subarray(0, count) };
}

/** The longest first; none lies within another. `pause` lets the page go on between pieces of work. */
export async function passagesOf(a: string, b: string, pause: () => Promise<void>): Promise<Passage[]> {
  const one = lettersOf(a), other = lettersOf(b), han = (one.letters.match(/\p{Script=Han}/gu)?.length ?? 0) > one.letters.length / 2;
  const least = han ? leastHan : leastLetters, index = new Map<string, number[]>();
  for (let i = 0; i + least <= other.letters.length; i += 1) {
    const key = other.letters.slice(i, i + least), places = index.get(key);
    if (!places) index.set(key, [i]);
    else if (places.length < candidatesMax) places.push(i);
    if (i % 50_000 === 49_999) await pause();
  }
  const found: Passage[] = [];
  for (let i = 0; i + least <= one.letters.length;) {
    let best = 0, place = -1;
    for (const j of index.get(one.letters.slice(i, i + least)) ?? []) {
      let length = least;
      while (i + length < one.letters.length && one.letters.charCodeAt(i + length) === other.letters.charCodeAt(j + length)) ++length;
      if (length > best) [best, place] = [length, j];
    }
    if (best > 0) found.push({ a: one.at[i]!, b: other.at[place]!, length: one.at[i + best - 1]! - one.at[i]! + 1 });
    i += Math.max(best, 1);
    if (i % 50_000 === 0) await pause();
  }
  return found.sort((x, y) => y.length - x.length).slice(0, passagesMax);
}
