// Amounts that the server sends as decimals, for people. No number is made of them: nothing is lost.
import { exponent } from '../../verify/amounts.js';

/** "1210.00327184" as the reader writes it, with what it counts: "1,210.00327184 EUR". */
export function decimalText(amount: string, currency: string, locale: string): string {
  const negative = amount.startsWith('-'), [whole = '0', places = ''] = (negative ? amount.slice(1) : amount).split('.');
  const point = new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.';
  const text = `${negative ? '−' : ''}${new Intl.NumberFormat(locale).format(BigInt(whole))}${places === '' ? '' : point + places}`;
  return currency === '' ? text : `${text} ${currency}`;
}
/** Without the digits below the minor unit, for headlines. */
export function cut(amount: string, currency: string): string {
  const [whole = '0', places = ''] = amount.split('.'), kept = exponent(currency);
  return kept === 0 ? whole : `${whole}.${places.slice(0, kept).padEnd(kept, '0')}`;
}
/** "1/10" as "10%", where that is exact. */
export function shareText(share: string, locale: string): string {
  const [n, d] = share.split('/').map(Number);
  if (!n || !d || (n * 100_000) % d !== 0) return share;
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 3 }).format(n / d);
}
export const isZero = (amount: string): boolean => !/[1-9]/.test(amount);
/** "+3.20", "−1.00", "0.00". */
export const signedText = (amount: string, currency: string, locale: string): string =>
  `${amount.startsWith('-') || isZero(amount) ? '' : '+'}${decimalText(amount, currency, locale)}`;
