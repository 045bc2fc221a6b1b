// The shortest way from one sequence to another: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the variant of linear space.

/** [begin, end) of the first sequence became [begin, end) of the second. */
export interface Hunk { beginBefore: number; endBefore: number; beginAfter: number; endAfter: number }

/** Beyond this many differences on one stretch the shortest way is not looked for further: a good one is taken. */
const kCostMax = 512;

class Comparison {
  readonly removed: Uint8Array;
  readonly added: Uint8Array;
  private readonly forward: Int32Array;
  private readonly backward: Int32Array;
  private readonly offset: number;

  constructor(private readonly before: Int32Array, private readonly after: Int32Array) {
    [this.removed, this.added] = [new Uint8Array(before.length + 1), new Uint8Array(after.length + 1)];
    this.offset = after.length + 1;
    [this.forward, this.backward] = [new Int32Array(before.length + after.length + 3), new Int32Array(before.length + after.length + 3)];
  }

  run(): void {
    const open = [[0, this.before.length, 0, this.after.length]];
    while (open.length > 0) {
      let [low, high, begin, end] = open.pop() as [number, number, number, number];
      while (low < high && begin < end && this.before[low] === this.after[begin]) { low++; begin++; }
      while (low < high && begin < end && this.before[high - 1] === this.after[end - 1]) { high--; end--; }
      if (low === high) this.added.fill(1, begin, end);
      else if (begin === end) this.removed.fill(1, low, high);
      else {
        const [x, y] = this.middle(low, high, begin, end);
        open.push([low, x, begin, y], [x, high, y, end]);
      }
    }
  }

  /** A point on a shortest way, met from both ends. Diagonals are x - y. */
  private middle(low: number, high: number, begin: number, end: number): [number, number] {
    const { before, after, forward, backward, offset } = this;
    const least = low - end, most = high - begin, from = low - begin, to = high - end, odd = ((from - to) & 1) !== 0;
    let forwardLeast = from, forwardMost = from, backwardLeast = to, backwardMost = to;
    forward[offset + from] = low;
    backward[offset + to] = high;
    for (let cost = 1; ; cost++) {
      if (forwardLeast > least) forward[offset + --forwardLeast - 1] = -1;
      else forwardLeast++;
      if (forwardMost < most) forward[offset + ++forwardMost + 1] = -1;
      else forwardMost--;
      for (let d = forwardMost; d >= forwardLeast; d -= 2) {
        const down = forward[offset + d - 1]!, across = forward[offset + d + 1]!;
        let x = down < across ? across : down + 1, y = x - d;
        while (x < high && y < end && before[x] === after[y]) { x++; y++; }
        forward[offset + d] = x;
        if (odd && backwardLeast <= d && d <= backwardMost && backward[offset + d]! <= x) return [x, y];
      }
      if (backwardLeast > least) backward[offset + --backwardLeast - 1] = 0x7fffffff;
      else backwardLeast++;
      if (backwardMost < most) backward[offset + ++backwardMost + 1] = 0x7fffffff;
      else backwardMost--;
      for (let d = backwardMost; d >= backwardLeast; d -= 2) {
        const up = backward[offset + d - 1]!, back = backward[offset + d + 1]!;
        let x = up < back ? up : back - 1, y = x - d;
        while (x > low && y > begin && before[x - 1] === after[y - 1]) { x--; y--; }
        backward[offset + d] = x;
        if (!odd && forwardLeast <= d && d <= forwardMost && x <= forward[offset + d]!) return [x, y];
      }
      if (cost >= kCostMax) return this.furthest(low, high, begin, end, forwardLeast, forwardMost);
    }
  }
  /** The point that came furthest from the beginning. */
  private furthest(low: number, high: number, begin: number, end: number, least: number, most: number): [number, number] {
    let best: [number, number] = [low, begin], sum = -1;
    for (let d = most; d >= least; d -= 2) {
      const x = Math.min(this.forward[this.offset + d]!, high), y = x - d;
      if (y < begin || y > end || x < low || x + y <= sum) continue;
      [best, sum] = [[x, y], x + y];
    }
    // A point at a corner parts nothing: then the halves do.
    const parts = !(best[0] === low && best[1] === begin) && !(best[0] === high && best[1] === end);
    return parts ? best : [(low + high) >> 1, (begin + end) >> 1];
  }
}

/** Where two sequences of numbers differ, in order. */
export function diff(before: Int32Array, after: Int32Array): Hunk[] {
  const comparison = new Comparison(before, after), hunks: Hunk[] = [];
  comparison.run();
  let x = 0, y = 0;
  while (x < before.length || y < after.length) {
    if (comparison.removed[x] === 0 && comparison.added[y] === 0) { x++; y++; continue; }
    const [beginBefore, beginAfter] = [x, y];
    while (comparison.removed[x] === 1) x++;
    while (comparison.added[y] === 1) y++;
    hunks.push({ beginBefore, endBefore: x, beginAfter, endAfter: y });
  }
  return hunks;
}

/** Gives equal texts equal numbers. */
export class Numbering {
  private readonly numbers = new Map<string, number>();
  of(texts: readonly string[]): Int32Array {
    return Int32Array.from(texts, (text) => {
      const known = this.numbers.get(text);
      if (known !== undefined) return known;
      this.numbers.set(text, this.numbers.size);
      return this.numbers.size - 1;
    });
  }
}
