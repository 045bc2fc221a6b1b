#pragma once
// The break properties of one code point.
#include <cstddef>

#include "text/segment_tables.hpp"

namespace colophon::text {

inline tables::Breaks breaks_of(char32_t c) noexcept {
  using namespace tables;
  if (c >= 0xAC00 && c <= 0xD7A3) {
    return {(c - 0xAC00) % 28 == 0 ? Grapheme::lv : Grapheme::lvt, Word::aletter, Sentence::oletter, Conjunct::none, false};
  }
  if (c < kSegmentEnd) return kSegmentBreaks[kSegmentBlock[static_cast<std::size_t>(kSegmentIndex[c >> kSegmentShift]) << kSegmentShift | (c & ((1u << kSegmentShift) - 1))]];
  // Tags and variation selectors; the rest of their plane has no glyph either.
  if ((c >= 0xE0020 && c <= 0xE007F) || (c >= 0xE0100 && c <= 0xE01EF)) return {Grapheme::extend, Word::extend, Sentence::extend, Conjunct::none, false};
  if (c == 0xE0001) return {Grapheme::control, Word::format, Sentence::format, Conjunct::none, false};
  return {c >= 0xE0000 && c <= 0xE0FFF ? Grapheme::control : Grapheme::other, Word::other, Sentence::other, Conjunct::none, false};
}

}  // namespace colophon::text
