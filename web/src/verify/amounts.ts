// Money for people: exact decimals from micros (10^-6 of the minor unit) and from minor units. Integers all the way.

const kWithoutMinor = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '));
const kThousandths = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** The exponent of ISO 4217: 0, 2 or 3. */
export const exponent = (currency: string): number => (kWithoutMinor.has(currency) ? 0 : kThousandths.has(currency) ? 3 : 2);

function decimal(value: bigint, places: number, placesMin: number, locale: string): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places), rest = places === 0 ? '' : digits.slice(-places);
  const trimmed = rest.slice(0, placesMin) + rest.slice(placesMin).replace(/0+$/, '');
  const point = new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.';
  return `${value < 0n ? '−' : ''}${new Intl.NumberFormat(locale).format(BigInt(whole))}${trimmed === '' ? '' : point + trimmed}`;
}

/** "18.90 EUR", and every further digit that is not zero: "0.0042173 EUR". */
export function fromMicros(micros: string | bigint, currency: string, locale: string): string {
  const places = exponent(currency);
  return `${decimal(BigInt(micros), places + 6, places, locale)} ${currency}`;
}
export function fromMinor(minor: string | bigint, currency: string, locale: string): string {
  const places = exponent(currency);
  return `${decimal(BigInt(minor), places, places, locale)} ${currency}`;
}
/** Rounded down to minor units, for tables in which the exact digits would hide the size. */
export function fromMicrosShort(micros: string | bigint, currency: string, locale: string): string {
  const value = BigInt(micros), negative = value < 0n;
  const minor = (negative ? -value : value) / 1_000_000n;
  return fromMinor(negative ? -minor : minor, currency, locale);
}
/** For plots only: a float of the major unit. */
export const toNumber = (micros: string, currency: string): number => Number(micros) / 10 ** (6 + exponent(currency));
export const whole = (digits: string | number, locale: string): string => new Intl.NumberFormat(locale).format(BigInt(digits));
