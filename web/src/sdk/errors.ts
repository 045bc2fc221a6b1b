// The errors of core (core/include/colophon/base/error.hpp), of the server and of the loader: one set of codes.

/** In the order of their numbers: the ABI's status is an index into this list. Append-only. */
export const errorCodes = [
  'ok', 'invalid_argument', 'invalid_json', 'unknown_field', 'missing_field', 'invalid_amount', 'negative_amount',
  'currency_mismatch', 'unknown_currency', 'invalid_shares', 'overflow', 'limit_exceeded', 'not_an_image', 'image_truncated',
  'image_too_large', 'image_too_small', 'image_corrupt', 'invalid_encoding', 'invalid_id', 'unknown_format', 'does_not_hold',
  'unknown_work', 'unknown_party', 'unknown_model', 'model_mismatch', 'infeasible', 'out_of_memory', 'cancelled', 'not_found',
  'unauthorized', 'forbidden', 'idempotency_conflict', 'conflict', 'length_required', 'unsupported_media_type',
  'too_many_requests', 'storage_full', 'unavailable', 'internal', 'abi_mismatch',
] as const;

export type ColophonErrorCode = Exclude<(typeof errorCodes)[number], 'ok'>;

/** What travels between the worker, the server and the page. */
export interface ErrorRecord {
  code: ColophonErrorCode;
  /** The input as its writer knows it ("lines[3].amount"), or empty. */
  field: string;
  /** One English sentence: what was wrong and what to do. */
  detail: string;
  /** The HTTP status where a server answered. */
  status?: number;
}

export class ColophonError extends Error implements ErrorRecord {
  readonly code: ColophonErrorCode;
  readonly field: string;
  readonly detail: string;
  declare readonly status?: number;
  /** What a server that is busy, or not that far yet, asked to wait. */
  declare readonly retryAfterMs?: number;

  constructor(
    record: { code: ColophonErrorCode; detail: string; field?: string; status?: number; retryAfterMs?: number },
    options?: ErrorOptions,
  ) {
    super(`${record.code}: ${record.detail}${record.field ? ` (${record.field})` : ''}`, options);
    this.name = 'ColophonError';
    this.code = record.code;
    this.field = record.field ?? '';
    this.detail = record.detail;
    if (record.status !== undefined) this.status = record.status;
    if (record.retryAfterMs !== undefined) this.retryAfterMs = record.retryAfterMs;
  }

  toRecord(): ErrorRecord {
    const { code, field, detail, status } = this;
    return status === undefined ? { code, field, detail } : { code, field, detail, status };
  }
}

/** Whatever was thrown, as an error with a code. */
export function asColophonError(thrown: unknown): ColophonError {
  if (thrown instanceof ColophonError) return thrown;
  // @colophon/words and a page may have a copy of this class each: an error is known by what it says.
  const record = thrown as Partial<ErrorRecord> | null;
  if (thrown instanceof Error && typeof record?.detail === 'string' && errorCodes.includes(record.code as ColophonErrorCode)) return new ColophonError(record as ErrorRecord, { cause: thrown });
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new ColophonError({ code: 'internal', detail }, { cause: thrown });
}

export const cancelled = (reason?: unknown): ColophonError =>
  new ColophonError({ code: 'cancelled', detail: 'The call was cancelled.' }, { cause: reason });
