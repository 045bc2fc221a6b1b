// A page of the plan for a channel: what to show, and reports that name the decision that showed it.
import type { Http } from './http.js';
import type { Tracker } from './tracker.js';
import type { ColophonPage, PageOptions } from './types.js';

const kSeenMs = 1_000;

export async function openPage(http: Http, tracker: Tracker, channel: string, { limit, signal }: PageOptions): Promise<ColophonPage> {
  const query = limit === undefined ? '' : `?limit=${limit}`;
  const told = await http.json<Pick<ColophonPage, 'decision' | 'plan' | 'channel' | 'name' | 'works'>>('GET', `/v1/channels/${encodeURIComponent(channel)}/works${query}`, undefined, signal ? { signal } : {});
  const track: ColophonPage['track'] = (type, work, options) => tracker.track([{ type, work, decision: told.decision }], options);
  return {
    ...told, track,
    seen: (element, work) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const observer = new IntersectionObserver(([entry]) => {
        clearTimeout(timer);
        if (entry!.isIntersecting) {
          timer = setTimeout(() => {
            observer.disconnect();
            track('view', work).catch(() => undefined);
          }, kSeenMs);
        }
      }, { threshold: 0.5 });
      observer.observe(element);
      return () => {
        clearTimeout(timer);
        observer.disconnect();
      };
    },
  };
}
