#pragma once
// A paragraph as a row of clusters: pieces that no line parts, each with what may be taken from it, and what lies between it and the next.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "colophon/layout/paragraph.hpp"
#include "layout/characters.hpp"

namespace colophon::layout {

/// What is between a cluster and the next, on one line.
enum class Gap : std::uint8_t {
  none,       ///< Nothing, and nothing may come.
  word,       ///< A word space.
  western,    ///< Between Han and Latin.
  character,  ///< Nothing, but it may be spaced where a line must be filled.
};

enum class Break : std::uint8_t {
  none,
  plain,
  hyphen,    ///< A hyphen is added.
  explicit_, ///< After a hyphen or dash of the text.
  forced,    ///< A new line in the paragraph.
};

/// In which order blank is taken away: CLREQ, "Procedures for Inter-Character Spacing Reduction".
enum Reduction : std::uint8_t { kWordSpaces, kInterpuncts, kBrackets, kCommas, kWesternGaps, kStops, kReductions };

struct Cluster {
  std::uint32_t begin = 0, end = 0;
  std::int32_t advance = 0;          ///< Of its cell along the line.
  std::int32_t glyph = 0;            ///< Of what is drawn in it.
  std::int32_t lead = 0, trail = 0;  ///< Blank within the cell that goes at the start or at the end of a line, or where it must be shorter.
  std::int32_t hang_start = 0, hang_end = 0;  ///< What hangs outside the measure at the start and at the end of a line.
  std::int32_t gap = 0, gap_stretch = 0, gap_shrink = 0;
  std::int32_t ruby = -1;            ///< Index into `Clusters::readings`.
  Class kind = Class::latin;
  Reduction reduction = kReductions; ///< Where its own blank is taken away; kReductions: never.
  Gap gap_kind = Gap::none;
  Break break_after = Break::none;
  std::uint8_t style = 0;
  bool rotated = false, combined = false, upright = false;
  bool latin_begin = false, latin_end = false;  ///< A letter or digit is there, to which Chinese keeps its distance.
};

struct Reading {
  std::uint32_t begin = 0, end = 0;  ///< Of the readings.
  std::int32_t advance = 0;
};

struct Clusters {
  std::vector<Cluster> row;
  std::vector<Reading> readings;
};

/// What all that deals with one paragraph needs.
struct Setting {
  std::u16string_view text;
  std::span<const Span> spans;
  std::u16string_view readings;
  const Font& font;
  const Hyphenation* hyphenation;  ///< Null in the pass without hyphens.
  const ParagraphOptions& options;

  bool chinese() const noexcept { return options.script != Script::western; }
};

Clusters make_clusters(const Setting& setting);

}  // namespace colophon::layout
