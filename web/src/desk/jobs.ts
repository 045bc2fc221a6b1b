// Jobs, live.
import { h, put } from '../element/dom.js';
import { get, post } from '../site/api.js';
import { asMessage } from '../site/errors.js';
import { badge, empty, loaded, time, type Desk, type View } from './context.js';
import { ended, failureOf, follow, type Job } from './follow.js';

/** The server keeps few places for streams, and other people want some. */
const kFollowed = 4;
const kAskAgainMs = 4_000;

function row(desk: Desk, first: Job, live: boolean): HTMLElement {
  const { messages: { jobs: words } } = desk, element = h('tr');
  const show = (job: Job): void => {
    const name = words.kinds[job.kind] ?? job.kind, failure = ended(job) && job.state !== 'done' ? failureOf(job) : undefined;
    const bar = h('progress', { max: '1', 'aria-label': name });
    if (job.total > 0 || ended(job)) bar.value = job.state === 'done' ? 1 : job.total > 0 ? job.done / job.total : 0;
    put(element, h('th', { scope: 'row' }, h('strong', null, name), h('span', { class: 'soft tiny mono' }, ` ${job.job.slice(-12)}`)),
      h('td', null, badge(job.state, words.states[job.state] ?? job.state)),
      h('td', { class: 'progress' }, bar, h('span', { class: 'soft tiny', lang: 'en' }, failure && job.state === 'failed' ? `${failure.code}: ${failure.detail}` : job.message)),
      h('td', { class: 'soft small' }, time(desk, job.created_at)),
      h('td', { class: 'num' }, !ended(job) && desk.me.role === 'operator' && h('button', { type: 'button', class: 'slim', 'aria-label': words.cancelLabel(name), onclick: () => {
        void post(`/v1/jobs/${job.job}/cancel`).catch((thrown: unknown) => { element.after(h('tr', null, h('td', { colspan: '5' }, asMessage(desk.locale, thrown)))); });
      } }, words.cancel)));
  };
  show(first);
  if (live) void follow(first.job, desk.signal, show).catch(() => undefined);
  return element;
}

export const jobsView: View = (desk) => loaded(desk, () => get<{ jobs: Job[] }>('/v1/jobs?limit=100'), ({ jobs }) => {
  const { messages: { jobs: words, tabs } } = desk, { columns } = words;
  const body = h('tbody'), known = new Set<string>(), place = h('div', { class: 'card' });
  const add = (list: readonly Job[]): void => {
    let followed = 0;
    const fresh = list.filter((job) => !known.has(job.job));
    for (const job of fresh) known.add(job.job);
    body.prepend(...fresh.map((job) => row(desk, job, !ended(job) && followed++ < kFollowed)));
    if (known.size === 0) return put(place, empty(words.empty));
    if (!body.isConnected) {
      put(place, h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': tabs.jobs }, h('table', null,
        h('thead', null, h('tr', null, ...[columns.job, columns.state, columns.progress, columns.made].map((name) => h('th', { scope: 'col' }, name)), h('th', null, h('span', { class: 'vh' }, words.cancel)))), body)));
    }
  };
  add(jobs);
  // Jobs that somebody else starts appear by themselves.
  const timer = setInterval(() => { if (!document.hidden) void get<{ jobs: Job[] }>('/v1/jobs?limit=20').then((answer) => add(answer.jobs), () => undefined); }, kAskAgainMs);
  desk.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  return place;
});
