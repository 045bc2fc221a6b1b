// Follows a job by server-sent events to its end.
import { ColophonError } from '@colophon/sdk';
import { get } from '../site/api.js';

export interface Job {
  job: string; kind: string; state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'; done: number; total: number; message: string; created_at: string;
  result: Record<string, unknown> | null; error: { code: string; detail: string; field: string } | null;
}
export const ended = (job: Job): boolean => job.state !== 'queued' && job.state !== 'running';

/** Calls `onChange` at every change. Resolves with the job once it has ended; rejects where the stream fails or the signal aborts. */
export function follow(id: string, signal: AbortSignal, onChange: (job: Job) => void): Promise<Job> {
  return new Promise((resolve, reject) => {
    const source = new EventSource(`/v1/jobs/${id}/events`);
    const close = (): void => { source.close(); signal.removeEventListener('abort', abort); };
    const abort = (): void => { close(); reject(signal.reason); };
    signal.addEventListener('abort', abort, { once: true });
    const read = (event: MessageEvent<string>): Job => JSON.parse(event.data) as Job;
    source.addEventListener('progress', (event) => onChange(read(event as MessageEvent<string>)));
    source.addEventListener('end', (event) => {
      close();
      const job = read(event as MessageEvent<string>);
      onChange(job);
      resolve(job);
    });
    source.addEventListener('error', () => {
      // The browser connects again by itself unless the server refused: then one question tells how it stands.
      if (source.readyState !== EventSource.CLOSED) return;
      close();
      get<Job>(`/v1/jobs/${id}`).then((job) => {
        if (ended(job)) return resolve(job);
        reject(new ColophonError({ code: 'unavailable', field: '', detail: 'The progress of the job cannot be followed: reload the page.' }));
      }, reject);
    });
  });
}

/** The error of a job that failed, as one to show. */
export function failureOf(job: Job): ColophonError | undefined {
  if (job.state === 'done') return undefined;
  if (job.state === 'cancelled') return new ColophonError({ code: 'cancelled', field: '', detail: 'The job was cancelled.' });
  return new ColophonError({ code: (job.error?.code ?? 'internal') as ColophonError['code'], field: job.error?.field ?? '', detail: job.error?.detail ?? '' });
}
