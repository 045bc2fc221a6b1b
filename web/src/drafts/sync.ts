// Drafts that their maker chose to keep with the site as well, so that other devices have them. Off until somebody turns it on, and then for that
// person alone. Nothing is ever overwritten that was not seen: where two devices changed one draft, both states stay, each as a draft.
import { ColophonError } from '../sdk/errors.js';
import type { Colophon } from '../sdk/types.js';
import { uuidV7 } from '../sdk/uuid.js';
import { draftFile, readDraft } from './file.js';
import type { DraftRecord, DraftStore } from './store.js';
import { isOn, turn, type Choice } from './sync_choice.js';
import { thumbnailOfFile } from './thumbnail.js';

/** What the site says of a draft that it keeps. */
interface Remote { id: string; revision: number; name: string; updated_at: string }

export interface Site { colophon: Colophon; server: string }
export interface SyncHost {
  site: Site;
  store: DraftStore;
  space: string;
  /** The draft that is open here. */
  open(): string | undefined;
  /** What is open goes on as another draft: the one of this id is now what another device made of it. */
  leave(id: string): void;
  /** Something in the store changed. */
  changed(): void;
  said(state: SyncState): void;
}
export type SyncState = { state: 'off' } | { state: 'busy' } | { state: 'done'; at: number } | { state: 'waiting' } | { state: 'failed'; thrown: unknown };

const pauseMs = 3_000;
const isCode = (thrown: unknown, ...codes: string[]): boolean => thrown instanceof ColophonError && codes.includes(thrown.code);

export class Sync {
  private running: Promise<void> | undefined;
  private again = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  private party: string | undefined;
  private readonly choice: Choice;
  private readonly onLine = (): void => void this.run();
  private readonly onSight = (): void => { if (document.visibilityState === 'visible') void this.run(); };

  constructor(private readonly host: SyncHost) {
    this.choice = { server: host.site.server, space: host.space };
    addEventListener('online', this.onLine);
    document.addEventListener('visibilitychange', this.onSight);
  }
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    removeEventListener('online', this.onLine);
    document.removeEventListener('visibilitychange', this.onSight);
  }

  get on(): boolean { return isOn(this.choice) !== undefined; }

  /** Off: what the site has stays there until it is deleted, and nothing more is sent. */
  async turn(on: boolean): Promise<void> {
    if (!on) {
      turn(this.choice, undefined);
      return this.host.said({ state: 'off' });
    }
    try {
      this.party = (await this.host.site.colophon.request<{ party: string }>('GET', '/v1/session')).party;
      turn(this.choice, { party: this.party, removed: [] });
    } catch (thrown) {
      return this.host.said({ state: 'failed', thrown });
    }
    await this.run();
  }

  /** After a change: soon, and once for several. */
  soon(): void {
    clearTimeout(this.timer);
    if (this.on) this.timer = setTimeout(() => void this.run(), pauseMs);
  }
  removed(draft: DraftRecord): void {
    const chosen = isOn(this.choice);
    if (!chosen || !draft.synced) return;
    turn(this.choice, { ...chosen, removed: [...chosen.removed, draft.id] });
    void this.run();
  }
  /** A deletion was taken back. */
  restored({ id }: DraftRecord): void {
    const chosen = isOn(this.choice);
    if (chosen) turn(this.choice, { ...chosen, removed: chosen.removed.filter((one) => one !== id) });
    this.soon();
  }

  /** Both ways, once; a call while it runs has it run again. */
  run(): Promise<void> {
    if (!this.on || this.stopped) return Promise.resolve();
    this.again = this.running !== undefined;
    return (this.running ??= this.all().finally(() => {
      this.running = undefined;
      if (this.again) void this.run();
    }));
  }

  private async all(): Promise<void> {
    this.host.said({ state: 'busy' });
    try {
      const chosen = isOn(this.choice)!;
      this.party ??= (await this.ask<{ party: string }>('GET', '/v1/session')).party;
      // Somebody else is signed in: this was not their choice.
      if (this.party !== chosen.party) return this.host.said({ state: 'off' });
      for (const id of chosen.removed) await this.ask('POST', `/v1/drafts/${id}/delete`, {});
      if (chosen.removed.length > 0) turn(this.choice, { ...chosen, removed: isOn(this.choice)!.removed.filter((id) => !chosen.removed.includes(id)) });
      const { drafts } = await this.ask<{ drafts: Remote[] }>('GET', '/v1/drafts');
      const there = new Map(drafts.map((draft) => [draft.id, draft])), here = await this.host.store.list(this.host.space);
      for (const draft of here) await this.meet(draft, there.get(draft.id));
      for (const remote of drafts) if (!here.some(({ id }) => id === remote.id) && !isOn(this.choice)?.removed.includes(remote.id)) await this.pull(remote);
      this.host.said({ state: 'done', at: Date.now() });
    } catch (thrown) {
      if (this.stopped) return;
      this.host.said(isCode(thrown, 'unavailable') ? { state: 'waiting' } : { state: 'failed', thrown });
    }
  }

  private async meet(draft: DraftRecord, remote: Remote | undefined): Promise<void> {
    const { synced } = draft, dirty = synced?.updated !== draft.updated;
    if (synced && synced.party !== this.party) return;
    if (!remote) {
      // Deleted on another device: what was not changed here since goes as well.
      if (!synced || dirty || draft.id === this.host.open()) return this.push(draft, 0);
      await this.host.store.remove(draft.id);
      return this.host.changed();
    }
    if (synced?.revision === remote.revision) return dirty ? this.push(draft, remote.revision) : undefined;
    if (!dirty && draft.id !== this.host.open()) return this.pull(remote);
    await this.part(draft, remote);
  }

  /** Both have changed it: ours goes on as a draft of its own. */
  private async part(draft: DraftRecord, remote: Remote): Promise<void> {
    if (draft.id === this.host.open()) this.host.leave(draft.id);
    else await this.host.store.put({ ...draft, id: uuidV7(), synced: undefined }, await this.host.store.file(draft.id));
    await this.pull(remote);
    this.again = true;
  }

  private async push(draft: DraftRecord, seen: number): Promise<void> {
    const file = await this.host.store.file(draft.id);
    if (!file) return;
    const content = await draftFile({ name: draft.name, type: draft.type, file, history: draft.history, fields: draft.fields, cover: draft.cover });
    const query = new URLSearchParams({ revision: String(seen), name: (draft.fields?.title || draft.name).slice(0, 70) });
    try {
      const { revision } = await this.ask<Remote>('PUT', `/v1/drafts/${draft.id}?${query}`, content);
      await this.host.store.mark(draft.id, { party: this.party!, revision, updated: draft.updated });
    } catch (thrown) {
      // Another device was faster: the next round meets what it made.
      if (!isCode(thrown, 'conflict')) throw thrown;
      this.again = true;
    }
  }

  private async pull({ id, revision, updated_at: time }: Remote): Promise<void> {
    const document = await this.ask<unknown>('GET', `/v1/drafts/${id}`);
    const found = await readDraft(new File([JSON.stringify(document)], 'draft.json'));
    // Of a newer Colophon: it stays where it is.
    if (!found) return;
    const { file, ...snapshot } = found, updated = Date.parse(time), thumbnail = found.type === 'image' ? await thumbnailOfFile(file) : undefined;
    await this.host.store.put({ ...snapshot, id, space: this.host.space, updated, thumbnail, registered: undefined, synced: { party: this.party!, revision, updated } }, file);
    this.host.changed();
  }

  private ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.host.site.colophon.request<T>(method, path, body);
  }
}
