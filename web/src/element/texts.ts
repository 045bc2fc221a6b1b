// Which language the studio speaks, and how it writes numbers and errors in it.
import { asColophonError, type ErrorRecord } from '../sdk/errors.js';
import { en, type Messages } from '../locales/en.js';
import { zhCN } from '../locales/zh-CN.js';

export type { Messages };

/** The first of the wishes that there is a locale for; every kind of Chinese reads zh-CN until it has its own. */
export function pickMessages(wishes: readonly (string | null | undefined)[]): Messages {
  for (const wish of wishes) {
    if (!wish) continue;
    if (/^zh\b/i.test(wish)) return zhCN;
    if (/^en\b/i.test(wish)) return en;
  }
  return en;
}

export const decimal = (locale: string, value: number, places: number): string =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places }).format(value);

export const integer = (locale: string, value: number): string => new Intl.NumberFormat(locale).format(value);

/** An error as its reader should see it: what to do, the field, and core's own sentence where it says more. */
export interface Told { code: string; message: string; field: string; detail: string }
/** Pages have the SDK twice at times (their own copy, and a bundled one): an error is known by what it says, not by its class. */
const isRecord = (thrown: unknown): thrown is ErrorRecord => {
  const error = thrown as Partial<ErrorRecord> | null;
  return typeof error?.code === 'string' && typeof error.detail === 'string';
};
export function tell(messages: Messages, thrown: unknown): Told {
  const error = isRecord(thrown) ? thrown : asColophonError(thrown);
  // A file that the site did not publish is its operator's to mend; without a connection it is nobody's.
  const ofFile = /Src$/.test(error.field) && ['unavailable', 'invalid_argument'].includes(error.code) && globalThis.navigator?.onLine !== false;
  const known = (ofFile && messages.error.files[error.field]) || messages.error.codes[error.code];
  // English readers get the exact sentence; others the translation, with the exact sentence beneath it.
  const exact = messages.code === 'en' && (error.code !== 'unavailable' || ofFile) && error.detail !== '';
  return {
    code: error.code,
    message: exact || !known ? error.detail : known,
    field: error.field,
    detail: exact || !known ? '' : error.detail,
  };
}
