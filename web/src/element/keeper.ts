// What the studio knows of drafts before the code that keeps them has come: drafts/drafts.ts.
import type { Drafts } from '../drafts/drafts.js';
import { h } from './dom.js';
import type { HistoryRecord } from './history.js';
import type { CoverBrief } from '../cover/types.js';
import type { Fields } from './fields.js';
import type { Messages } from './texts.js';
import type { Colophon } from '../sdk/types.js';
import type { OpenWork, State } from './work.js';

/** All that it takes to open a work again as it was left. */
export interface Snapshot {
  name: string;
  type: 'image' | 'text';
  /** As it came in; for a text, as it is written now. */
  file: Blob;
  history: HistoryRecord<State> | undefined;
  fields: Fields | undefined;
  cover: CoverBrief | undefined;
}

export interface KeeperHost {
  /** Its attribute `drafts`: "off", or whose drafts these are where several people use one browser. */
  element: HTMLElement;
  messages(): Messages;
  work(): OpenWork | undefined;
  fields(): Fields;
  cover(): CoverBrief | undefined;
  restore(draft: Snapshot): Promise<void>;
  /** Where there is a server and somebody who gives tokens. */
  site(): { colophon: Colophon; server: string } | undefined;
  emit(name: string, detail: Record<string, unknown>): void;
  announce(text: string): void;
}

export class Keeper {
  readonly list = h('div');
  readonly status = h('div');
  private drafts: Drafts | undefined;
  private loading: Promise<void> | undefined;
  private moved = false;

  constructor(private readonly host: KeeperHost) {}

  start(): Promise<void> {
    if (this.host.element.getAttribute('drafts') === 'off') return Promise.resolve();
    return (this.loading ??= import('../drafts/drafts.js').then(async ({ Drafts }) => {
      const drafts = new Drafts(this.host, this);
      await drafts.start();
      this.drafts = drafts;
      // What was said of the connection while they opened their store.
      if (this.moved) drafts.meetSite();
      if (this.host.work()) drafts.begin();
    }).catch(() => { this.loading = undefined; }));
  }
  stop(): void {
    this.drafts?.stop();
    this.drafts = this.loading = undefined;
  }
  localise(): void { this.drafts?.show(); }
  /** The connection is another. */
  meetSite(): void {
    this.moved = true;
    this.drafts?.meetSite();
  }
  begin(): void { this.drafts?.begin(); }
  changed(): void { this.drafts?.changed(); }
  end(): void { this.drafts?.end(); }

  /** Whether that file was a draft's: then it is opened as what it holds. */
  async takes(file: File): Promise<boolean> {
    if (!/\.json$/i.test(file.name)) return false;
    await this.start();
    return (await this.drafts?.takes(file)) ?? false;
  }

  snapshot(): Snapshot | undefined {
    const work = this.host.work();
    if (!work) return undefined;
    const image = work.type === 'image';
    return { name: work.name, type: work.type, file: image ? work.original.blob : work.blob, history: image ? work.record() : undefined, fields: this.host.fields(), cover: this.host.cover() };
  }
}
