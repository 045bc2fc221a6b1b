// Shares as exact fractions: what the page adds up is what the server adds up (docs/formats/statement.md, "What is divided").

/** The largest denominator that core accepts (limits::kShareDenominatorMax). */
export const shareDenominatorMax = 1_000_000n;

export interface Fraction { n: bigint; d: bigint }

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

export function fraction(n: bigint, d: bigint): Fraction {
  const by = gcd(n < 0n ? -n : n, d) || 1n;
  return { n: n / by, d: d / by };
}

/** "1/2", "50%", "12.5 %", "0.5", "1", also with full-width digits and signs; undefined where it is not a share above 0 and at most 1. */
export function parseShare(text: string): Fraction | undefined {
  const plain = text.normalize('NFKC').replace(/\s+/g, '');
  let value: Fraction | undefined;
  const ratio = /^(\d{1,9})\/(\d{1,9})$/.exec(plain);
  const decimal = /^(\d{1,9})(?:\.(\d{1,9}))?(%?)$/.exec(plain);
  if (ratio) {
    const d = BigInt(ratio[2]!);
    if (d > 0n) value = fraction(BigInt(ratio[1]!), d);
  } else if (decimal) {
    const places = decimal[2] ?? '';
    value = fraction(BigInt(decimal[1]! + places), 10n ** BigInt(places.length) * (decimal[3] ? 100n : 1n));
  }
  return value && value.n > 0n && value.n <= value.d && value.d <= shareDenominatorMax ? value : undefined;
}

export const add = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
/** Below, equal to or above 1: the difference to 1. */
export const overOne = (a: Fraction): Fraction => fraction(a.n - a.d, a.d);
export const format = (a: Fraction): string => (a.d === 1n ? `${a.n}` : `${a.n}/${a.d}`);
/** As the interface wants it: always with a denominator. */
export const canonical = (a: Fraction): string => `${a.n}/${a.d}`;
