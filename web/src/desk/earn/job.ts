// A job that the page waits for: what it is doing, how far it is, and a way to end it.
import { h, put } from '../../element/dom.js';
import { post } from '../../site/api.js';
import type { Desk } from '../context.js';
import { failureOf, follow, type Job } from '../follow.js';

/** Starts a job and shows it in `place` until it ends; undefined where it was cancelled. Throws what the job failed with. */
export async function runJob(desk: Desk, place: Element, label: string, start: () => Promise<{ job: string }>): Promise<Job | undefined> {
  const { earn: { job: words } } = desk, bar = h('progress', { max: '1', 'aria-label': label }), doing = h('span', { class: 'soft small' }, words.starting);
  const cancel = h('button', { type: 'button', class: 'slim', disabled: true }, words.cancel);
  put(place, h('div', { class: 'note stack job', role: 'status' },
    h('div', { class: 'row' }, h('span', { class: 'spin', 'aria-hidden': 'true' }), h('strong', null, label), doing, cancel), bar));
  try {
    const { job } = await start();
    cancel.disabled = false;
    cancel.addEventListener('click', () => {
      cancel.disabled = true;
      doing.textContent = words.cancelling;
      post(`/v1/jobs/${job}/cancel`).catch(() => { cancel.disabled = false; });
    });
    const end = await follow(job, desk.signal, (now) => {
      if (now.total > 0) bar.value = now.done / now.total;
      if (now.state === 'running' && !cancel.disabled) doing.textContent = words.steps[now.message] ?? now.message;
    });
    if (end.state === 'cancelled') {
      put(place, h('p', { class: 'note' }, words.cancelled));
      return undefined;
    }
    const failure = failureOf(end);
    if (failure) throw failure;
    put(place);
    return end;
  } catch (thrown) {
    put(place);
    throw thrown;
  }
}
