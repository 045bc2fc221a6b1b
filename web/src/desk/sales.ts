// Sales: what waits in suspense, a report to bring in, the queue, and the reports that came in.
import { h, put } from '../element/dom.js';
import { get } from '../site/api.js';
import { asMessage } from '../site/errors.js';
import { loaded, type View } from './context.js';
import { words, type Match, type SalesFile, type SuspenseSum } from './sales_api.js';
import { filesView } from './sales_files.js';
import { importView } from './sales_import.js';
import { postView } from './sales_post.js';
import { queueView, suspenseFigures } from './sales_queue.js';

interface Data { suspense: { suspense: SuspenseSum[]; queue: Match[] }; files: SalesFile[] }
const load = async (): Promise<Data> => {
  const [suspense, { files }] = await Promise.all([get<Data['suspense']>('/v1/sales/suspense?limit=20'), get<{ files: SalesFile[] }>('/v1/sales/files')]);
  return { suspense, files };
};

export const salesView: View = (desk) => loaded(desk, load, (first) => {
  const figures = h('div', { class: 'suspense' }), queue = h('div'), posting = h('div'), files = h('div');
  const show = (data: Data): void => {
    put(figures, data.files.length > 0 && suspenseFigures(desk, data.suspense.suspense));
    put(queue, data.files.length > 0 && queueView(desk, data.suspense, figures));
    if (data.files.length > 0 && posting.childElementCount === 0) posting.append(postView(desk, refresh));
    put(files, filesView(desk, data.files, refresh));
  };
  // The part with the file that is being looked at stays as it is.
  const refresh = (): void => {
    load().then((data) => { if (!desk.signal.aborted) show(data); }, (thrown: unknown) => put(files, asMessage(desk.locale, thrown)));
  };
  show(first);
  return h('div', { class: 'stack wide sales' }, h('p', { class: 'lead' }, words(desk).lead), figures, importView(desk, refresh), queue, posting, files);
});
