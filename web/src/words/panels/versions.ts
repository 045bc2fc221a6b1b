// Versions: copies of the book under names; compared with what is written now, and restored.
import type { BookVersion } from '../../drafts/books.js';
import { h, put } from '../../element/dom.js';
import { alertBox, waiting } from '../../element/parts.js';
import { integer } from '../../element/texts.js';
import type { ChapterChange, ParagraphChange, Piece } from '../compare.js';
import type { PanelHost, PanelView } from '../host.js';
import { lightInput } from '../light.js';

const shownMax = 60;
const tags = { same: 'span', removed: 'del', added: 'ins' } as const;
const changesMax = 200;
const piecesOf = (change: ParagraphChange): readonly Piece[] => (change.kind === 'changed' ? change.pieces : [change]);
const changed = ({ kind, moved, titleBefore, titleAfter }: ChapterChange): boolean => kind !== 'same' || moved || titleBefore !== titleAfter;

export class VersionsView implements PanelView {
  readonly element = h('div', { class: 'report', part: 'versions' });
  private readonly list = h('ol', { class: 'versions-list' });
  private readonly compared = h('div', { class: 'stack', tabindex: '-1' });
  private readonly problem = h('div');
  private readonly name: ReturnType<typeof lightInput>;

  constructor(private readonly host: PanelHost) {
    const { versions } = host.words();
    this.name = lightInput(host.element, versions.name, '', () => undefined, 120);
    this.name.field.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !event.isComposing && event.keyCode !== 229) void this.keep(); });
    put(this.element, h('h3', null, versions.title), h('p', { class: 'hint' }, versions.hint), this.name.element,
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'slim', part: 'keep-version', onclick: () => void this.keep() }, versions.keep)), this.problem, this.list, this.compared);
    void this.show();
  }
  dispose(): void { this.name.field.remove(); }

  private async show(): Promise<void> {
    const { versions: words, words: count, code } = this.host.words(), versions = this.host.versions();
    if (!versions) return put(this.problem, h('p', { class: 'note' }, words.blocked));
    const found = await versions.list();
    const when = new Intl.DateTimeFormat(code, { dateStyle: 'medium', timeStyle: 'short' });
    put(this.list, found.length === 0 && h('li', { class: 'small soft' }, words.none), ...found.map((version) => h('li', null,
      h('div', null, h('b', null, version.name), h('p', { class: 'small soft' }, `${when.format(version.made)} · ${count(integer(code, version.words))}`)),
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'slim', 'aria-label': `${words.compare}: ${version.name}`, onclick: () => void this.compare(version) }, words.compare),
        h('button', { type: 'button', class: 'slim', 'aria-label': `${words.restore}: ${version.name}`, onclick: () => void this.restore(version) }, words.restore),
        h('button', { type: 'button', class: 'quiet slim', 'aria-label': `${words.remove}: ${version.name}`, onclick: () => void this.attempt(async () => { await versions.remove(version.id); await this.show(); }) }, words.remove)))));
  }
  private async attempt(act: () => Promise<unknown>): Promise<void> {
    put(this.problem);
    try {
      await act();
    } catch (thrown) {
      put(this.problem, alertBox(this.host.messages(), thrown));
    }
  }
  private keep(): Promise<void> {
    const { versions: words, code } = this.host.words(), name = this.name.field.value.trim() || words.defaultName(new Intl.DateTimeFormat(code, { dateStyle: 'medium', timeStyle: 'short' }).format(Date.now()));
    return this.attempt(async () => {
      await this.host.versions()?.keep(name);
      this.name.field.value = '';
      await this.show();
      this.host.announce(words.kept(name));
    });
  }
  private restore(version: BookVersion): Promise<void> {
    return this.attempt(async () => {
      this.host.act('restore', version.book);
      this.host.announce(this.host.words().versions.restored(version.name));
    });
  }

  private async compare(version: BookVersion): Promise<void> {
    const { versions: words } = this.host.words();
    put(this.compared, waiting(this.host.messages().opening));
    await this.attempt(async () => {
      const { compareBooks } = await import('../compare.js'), found = compareBooks(version.book, this.host.manuscript.book).chapters.filter(changed);
      const shown = found.slice(0, shownMax);
      put(this.compared, h('h4', { tabindex: '-1' }, words.differences(version.name)),
        found.length === 0 && h('p', { class: 'small' }, words.same), ...shown.map((one) => this.difference(one)),
        found.length > shownMax && h('p', { class: 'small soft' }, words.more(integer(this.host.words().code, found.length - shownMax))),
        h('div', { class: 'row' }, h('button', { type: 'button', class: 'quiet slim', onclick: () => put(this.compared) }, words.close)));
      this.compared.querySelector<HTMLElement>('h4')?.focus();
    });
  }
  private difference({ kind, moved, after, titleBefore, titleAfter, paragraphs }: ChapterChange): HTMLElement {
    const { versions: words, code, chapter: nameOf } = this.host.words(), { book } = this.host.manuscript, chapter = after === undefined ? undefined : book.chapters[after];
    const states = [kind === 'added' || kind === 'removed' ? words[kind] : paragraphs.length > 0 && words.changed, moved && words.moved, kind === 'changed' && titleBefore !== titleAfter && words.renamed, kind === 'changed' && paragraphs.length > 0 && words.paragraphs(paragraphs.length, integer(code, paragraphs.length))];
    return h('details', { class: 'difference' },
      h('summary', null, h('b', null, (titleAfter ?? titleBefore)?.trim() || nameOf(after === undefined ? '' : integer(code, after + 1))), ' ', h('span', { class: 'small soft' }, states.filter(Boolean).join(' · '))),
      ...paragraphs.slice(0, changesMax).map((change) => h('div', { class: 'change', lang: book.language },
        h('p', null, ...piecesOf(change).map((piece) => h(tags[piece.kind], null, piece.text))),
        chapter && 'after' in change && h('button', { type: 'button', class: 'quiet slim', 'aria-label': nameOf(integer(code, after! + 1)), onclick: () => this.goToLine(chapter.id, change.after) }, '→'))),
      paragraphs.length > changesMax && h('p', { class: 'small soft' }, words.more(integer(code, paragraphs.length - changesMax))));
  }
  private goToLine(chapter: string, line: number): void {
    const lines = this.host.manuscript.chapter(chapter)?.text.split('\n') ?? [], begin = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
    this.host.goTo(chapter, { begin, end: begin + (lines[line]?.length ?? 0) }, true);
  }
}
