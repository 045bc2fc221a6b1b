// How long a text is, as its writer counts: a Han character or kana is one, and so is a run of letters or digits of other scripts.

const isHan = (code: number): boolean =>
  (code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0x3040 && code <= 0x30ff) || (code >= 0xd840 && code <= 0xd88d);
/** Letters and digits, near enough for a count: everything that is neither space, punctuation nor a symbol. */
const isWord = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39)
  || (code >= 0xc0 && code < 0x2000 && code !== 0xd7 && code !== 0xf7) || (code >= 0xac00 && code <= 0xd7a3);
const joins = (code: number): boolean => code === 0x27 || code === 0x2019 || code === 0x2d;

export function countWords(text: string): number {
  let count = 0, inside = false;
  for (let i = 0; i < text.length; ++i) {
    const code = text.charCodeAt(i);
    if (isHan(code)) {
      ++count;
      inside = false;
    } else if (isWord(code)) {
      if (!inside) ++count;
      inside = true;
    } else if (!(inside && joins(code) && isWord(text.charCodeAt(i + 1)))) inside = false;
  }
  return count;
}

/** Counts of texts that did not change are not made again. */
export class Counts {
  private readonly known = new Map<string, { text: string; count: number }>();
  of(id: string, text: string): number {
    const kept = this.known.get(id);
    if (kept?.text === text) return kept.count;
    const count = countWords(text);
    this.known.set(id, { text, count });
    return count;
  }
  /** The last count of it, whatever was written since. */
  last(id: string): number | undefined { return this.known.get(id)?.count; }
  clear(): void { this.known.clear(); }
}
