// The page that a writer's book is looked at in, for a place of a given width.
import type { BookLanguage, Direction } from './book.js';
import type { PageStyle } from './typeset.js';

const chineseFamily = '"Songti SC", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", SimSun, serif';
const traditionalFamily = '"Songti TC", "Noto Serif CJK TC", "Noto Serif TC", "Source Han Serif TC", PMingLiU, serif';
const westernFamily = '"Iowan Old Style", Palatino, Georgia, "DejaVu Serif", serif';

/** 2 : 3, as most novels; text in the size that fits some thirty Han or sixty letters, where the place allows it. */
export function pageStyle(language: BookLanguage, direction: Direction, widthPx: number): PageStyle {
  const width = Math.round(Math.min(460, Math.max(220, widthPx))), scale = width / 420, chinese = /^zh\b/i.test(language);
  const round = (length: number): number => Math.round(length * scale);
  const sizePx = Math.max(chinese ? 12 : 11, Math.round(scale * (chinese ? 16 : 14) * 2) / 2);
  return {
    width, height: Math.round(width * 1.5), margins: { top: round(48), bottom: round(54), inner: round(40), outer: round(48) },
    family: !chinese ? westernFamily : /hant|tw|hk|mo/i.test(language) ? traditionalFamily : chineseFamily,
    sizePx, linePx: Math.round(sizePx * (chinese ? 1.75 : 1.5)), language, direction, hanging: false,
  };
}
