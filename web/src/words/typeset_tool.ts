// Setting chapters in the worker: a ChapterSetter for the style that is looked at, and its pages one by one. remotePages is the page's side of it.
import type { ToolMaker } from './worker_tools.js';
import { Typesetter } from './layout.js';
import { TextMeasure } from './measure.js';
import { ChapterSetter, type ChapterText, type ImageSize, type PageItem, type PageSource, type PageStyle, type SetChapter } from './typeset.js';

/** How a chapter of one book is set. */
export interface SetRequest { style: PageStyle; chapter: ChapterText; images: readonly (readonly [string, ImageSize])[] }
export interface TypesetTool {
  /** `set` names what was set, until the next. */
  set(request: SetRequest): { set: number; pages: number };
  page(set: number, index: number): PageItem[];
}

export const typesetTool: ToolMaker = async ({ core, data }) => {
  const typesetter = new Typesetter(await core());
  typesetter.loadHyphenation(await data('hyphenation-en-us.bin'));
  let setter: ChapterSetter | undefined, key = '', shown: SetChapter | undefined, count = 0;
  return {
    set({ style, chapter, images }) {
      const wanted = JSON.stringify([style, images]);
      if (setter === undefined || wanted !== key) {
        setter?.end();
        setter = new ChapterSetter(typesetter, new TextMeasure(style.language), style, new Map(images));
        key = wanted;
      }
      shown = setter.set(chapter);
      return { set: ++count, pages: shown.pages };
    },
    page: (set, index) => (set === count ? shown?.page(index) ?? [] : []),
  } satisfies TypesetTool;
};

/** The same tool as the page calls it. */
export type RemoteTypeset = { [K in keyof TypesetTool]: (...args: Parameters<TypesetTool[K]>) => Promise<ReturnType<TypesetTool[K]>> };
export const remotePages = (tool: RemoteTypeset, style: PageStyle, images: ReadonlyMap<string, ImageSize> = new Map()): PageSource => ({
  style,
  async set(chapter) {
    const { set, pages } = await tool.set({ style, chapter, images: [...images] });
    return { pages, page: (index) => tool.page(set, index) };
  },
});
