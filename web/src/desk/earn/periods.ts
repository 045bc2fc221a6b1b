// A period with its settlement, where it has one.
import type { PeriodRow, Settlement } from './types.js';

export interface PeriodOf { row: PeriodRow; settlement: Settlement | undefined }

export const stateOf = ({ row, settlement }: PeriodOf): 'open' | 'draft' | 'approved' => settlement?.state ?? (row.state === 'closed' ? 'approved' : 'open');

export const monthName = (locale: string, period: string): string =>
  new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${period}-01T00:00:00Z`));
