#pragma once
// Written by make_segment_tables.py from Debian's unicode-data 15.1 (Unicode License v3, NOTICE). Not to be edited.
#include <cstdint>

namespace colophon::text::tables {

enum class Grapheme : std::uint8_t { other, cr, lf, control, extend, zwj, regional_indicator, prepend, spacingmark, l, v, t, lv, lvt };
enum class Word : std::uint8_t { other, cr, lf, newline, extend, zwj, regional_indicator, format, katakana, hebrew_letter, aletter, single_quote, double_quote, midnumlet, midletter, midnum, numeric, extendnumlet, wsegspace };
enum class Sentence : std::uint8_t { other, cr, lf, sep, extend, format, sp, lower, upper, oletter, numeric, aterm, scontinue, sterm, close };
enum class Conjunct : std::uint8_t { none, linker, consonant, extend };

/// What the rules ask of a code point.
struct Breaks {
  Grapheme grapheme;
  Word word;
  Sentence sentence;
  Conjunct conjunct;
  bool pictographic;
};

inline constexpr char32_t kSegmentEnd = 0x32400;
inline constexpr int kSegmentShift = 5;
extern const std::uint16_t kSegmentIndex[6432];
extern const std::uint8_t kSegmentBlock[17184];
extern const Breaks kSegmentBreaks[56];

}  // namespace colophon::text::tables
