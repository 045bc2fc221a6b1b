// The pages' calls to the server that served them: cookie of the desk, idempotency keys, problem documents as errors.
import { ColophonError, errorCodes, type ColophonErrorCode } from '@colophon/sdk';

export interface SiteFacts {
  sample: boolean; simulated_audience: boolean; rank_by_quality: boolean; log_key: string; log_keys: string[]; version: string; locales: string[];
  /** The accounts of the sample's desk; only where the server runs the sample. */
  demo_accounts?: { user: string; password: string; role: string }[];
}

async function failure(response: Response): Promise<ColophonError> {
  const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string; title?: string; field?: string };
  const known = errorCodes.includes(problem.code as ColophonErrorCode);
  return new ColophonError({
    code: known ? (problem.code as ColophonErrorCode) : response.status === 401 ? 'unauthorized' : response.status === 404 ? 'not_found' : 'unavailable',
    status: response.status, field: problem.field ?? '', detail: problem.detail ?? problem.title ?? `The server answered ${response.status}.`,
  });
}

async function send(method: string, path: string, body: string | undefined, type = 'application/json', signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = type;
  if (method !== 'GET') headers['idempotency-key'] = crypto.randomUUID();
  let response: Response;
  try {
    response = await fetch(path, { method, headers, credentials: 'same-origin', body: body ?? null, signal: signal ?? null });
  } catch (cause) {
    throw new ColophonError({ code: 'unavailable', field: '', detail: 'The server did not answer: check the connection and try again.' }, { cause });
  }
  if (!response.ok) throw await failure(response);
  return response;
}

export const get = async <T>(path: string): Promise<T> => (await send('GET', path, undefined)).json() as Promise<T>;
export const getText = async (path: string): Promise<string> => (await send('GET', path, undefined)).text();
async function write<T>(method: string, path: string, body: string, type?: string, signal?: AbortSignal): Promise<T> {
  const text = await (await send(method, path, body, type, signal)).text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
export const post = <T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> => write('POST', path, JSON.stringify(body), undefined, signal);
export const replace = <T>(path: string, body: unknown): Promise<T> => write('PUT', path, JSON.stringify(body));
export const postXml = <T>(path: string, text: string): Promise<T> => write('POST', path, text, 'application/xml');
