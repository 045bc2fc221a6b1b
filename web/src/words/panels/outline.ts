// The book at a glance: its chapters and the headings in them.
import { h, put } from '../../element/dom.js';
import { integer } from '../../element/texts.js';
import type { Chapter } from '../book.js';
import type { Panel, PanelHost, PanelView } from '../host.js';

interface Heading { level: number; text: string; begin: number }
const headingsMax = 2000;

export function headingsOf(text: string): Heading[] {
  return [...text.matchAll(/^(#{1,3}) +(\S.*)$/gm)].slice(0, headingsMax).map((match) => ({ level: match[1]!.length, text: match[2]!.trim(), begin: match.index }));
}

class Outline implements PanelView {
  readonly element = h('div', { class: 'report', part: 'outline' });
  private readonly list = h('ol', { class: 'outline' });
  private readonly found = new Map<string, { text: string; headings: Heading[] }>();
  private shown = '';

  constructor(private readonly host: PanelHost) {
    this.list.addEventListener('click', (event) => {
      const { chapter, begin } = (event.target as Element).closest('button')?.dataset ?? {};
      if (chapter !== undefined) this.host.goTo(chapter, begin === undefined ? undefined : { begin: Number(begin), end: Number(begin) }, true);
    });
    put(this.element, h('p', { class: 'hint' }, host.words().outline.empty), this.list);
  }
  update(): void {
    const { chapters } = this.host.manuscript.book, words = this.host.words();
    const parts = chapters.map((chapter) => ({ chapter, headings: this.headings(chapter) }));
    const key = JSON.stringify([this.host.open, parts.map(({ chapter, headings }) => [chapter.id, chapter.title, headings.map(({ text, level }) => [text, level])])]);
    // Places move with every key; what is read does not.
    if (key === this.shown) {
      const buttons = this.list.querySelectorAll<HTMLElement>('[data-begin]'), places = parts.flatMap(({ headings }) => headings);
      buttons.forEach((button, index) => { button.dataset['begin'] = String(places[index]?.begin ?? 0); });
      return;
    }
    this.shown = key;
    put(this.list, ...parts.map(({ chapter, headings }, index) => h('li', null,
      h('button', { type: 'button', class: 'quiet', 'data-chapter': chapter.id, 'aria-current': chapter.id === this.host.open ? 'true' : undefined }, chapter.title.trim() || words.chapter(integer(words.code, index + 1))),
      headings.length > 0 && h('ol', null, ...headings.map((heading) => h('li', { class: `level-${heading.level}` },
        h('button', { type: 'button', class: 'quiet', 'data-chapter': chapter.id, 'data-begin': heading.begin }, heading.text)))))));
  }
  private headings(chapter: Chapter): Heading[] {
    const kept = this.found.get(chapter.id);
    if (kept?.text === chapter.text) return kept.headings;
    const headings = headingsOf(chapter.text);
    this.found.set(chapter.id, { text: chapter.text, headings });
    return headings;
  }
}
export const outlinePanel: Panel = { name: 'outline', there: () => true, make: (host) => new Outline(host) };
