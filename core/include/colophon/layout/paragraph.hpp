#pragma once
// One paragraph of a text, set in lines: where each line begins and ends, and where each piece of it is placed. English by Knuth and Plass with Liang's
// hyphens; Chinese, and what is mixed into it, by CLREQ (Requirements for Chinese Text Layout, W3C), broken as a whole by the same method.
// docs/explanation/typesetting.md names every rule. Never fails on a text: what cannot fit is overfull, and said to be.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"
#include "colophon/layout/font.hpp"
#include "colophon/layout/hyphenation.hpp"

namespace colophon::layout {

enum class Script : std::int32_t { western = 0, simplified = 1, traditional = 2 };
enum class Alignment : std::int32_t { justified = 0, start = 1, centre = 2, end = 3 };
/// How strictly marks are kept from the starts and ends of lines: the four sets of CLREQ, "Prohibition Rules for Line Start and Line End".
enum class LineRules : std::int32_t { none = 0, basic = 1, gb = 2, strict = 3 };
/// What becomes of the blank half of marks: nothing; or CLREQ, "Punctuation Width Adjustment": beside other marks and at the ends of lines it goes.
enum class MarkWidths : std::int32_t { full = 0, adjusted = 1 };

struct ParagraphOptions {
  std::int32_t width = 0;          ///< The measure, along the line. 1 to limits::kLengthUnitsMax.
  std::int32_t indent = 0;         ///< Of the first line; may be negative, then the others hang to its right.
  Script script = Script::western;
  Alignment alignment = Alignment::justified;
  LineRules rules = LineRules::gb;
  MarkWidths marks = MarkWidths::adjusted;
  bool vertical = false;
  bool hanging = false;            ///< Hanging punctuation.
  std::int32_t combine_digits_max = 2;     ///< Vertical: so many digits stand upright side by side; 0: none.
  std::int32_t ruby_milli = 500;           ///< The size of annotations, in thousandths of the text's.
  std::int32_t space_stretch_milli = 500;  ///< Of a word space, in thousandths of its width: TeX's, and the shrink too.
  std::int32_t space_shrink_milli = 333;
  std::int32_t hyphen_penalty = 50;
  std::int32_t double_hyphen_demerits = 10'000;
  std::int32_t final_hyphen_demerits = 5'000;
  std::int32_t adjacent_demerits = 10'000;
  std::int32_t pretolerance_milli = 1'000;  ///< The loosest line of the pass without hyphens; below 0: no such pass.
  std::int32_t tolerance_milli = 1'260;     ///< Of the pass with hyphens; what is looser is allowed where nothing else is left.
  std::int32_t hyphenated_units_min = 5;    ///< Shorter words stay whole.
  bool placed = true;                       ///< Else only where lines begin and end, which is all that pages are made from: no x, no width, no runs.
};

struct Span {
  enum class Kind : std::int32_t { style = 0, ruby = 1 };
  std::uint32_t begin = 0, end = 0;  ///< Of the text.
  Kind kind = Kind::style;
  std::uint32_t style = 0;
  /// Ruby: the annotation, as a range of `readings`. As many readings, parted by spaces, as the base has characters stand over one each; any other
  /// is one over the whole, which then is not parted.
  std::uint32_t reading_begin = 0, reading_end = 0;
};

/// A piece of a line that is drawn at one place.
struct Run {
  enum Flag : std::uint32_t { hyphen = 1, rotated = 2, combined = 4, upright = 8 };
  std::uint32_t begin = 0, end = 0;  ///< Of the text.
  std::int32_t x = 0;                ///< Where the glyphs begin, from the start of the measure along the line.
  std::int32_t advance = 0;          ///< What they take, without space around.
  std::uint32_t style = 0;
  std::uint32_t flags = 0;           ///< `hyphen`: drawn after it. Of vertical lines: turned clockwise, digits side by side, or upright.
  char32_t form = 0;                 ///< Vertical: the character's own vertical form, or 0.
};

struct Ruby {
  std::uint32_t line = 0;
  std::uint32_t base_begin = 0, base_end = 0;
  std::uint32_t begin = 0, end = 0;  ///< Of the readings.
  std::int32_t x = 0, advance = 0;   ///< In the size of the annotation; may begin before its base.
};

struct Line {
  enum Flag : std::uint32_t { hyphenated = 1, overfull = 2, last = 4, hung = 8, underfull = 16, has_ruby = 32 };
  std::uint32_t begin = 0, end = 0;  ///< Of the text; what is between lines (spaces) is in none.
  std::int32_t x = 0, width = 0;     ///< Where its first piece begins, and what it takes after all adjustment, without what hangs.
  std::int32_t ratio_milli = 0;      ///< How far its spaces are stretched (above 0) or shrunk.
  std::uint32_t flags = 0;
  std::uint32_t run_begin = 0, run_end = 0;
};

struct Paragraph {
  std::vector<Line> lines;
  std::vector<Run> runs;
  std::vector<Ruby> rubies;
  double demerits = 0;
  std::uint32_t overfull = 0;
};

/// `hyphenation` may be null. Spans are sorted and do not overlap others of their kind.
/// Errors: invalid_argument (an option or a span outside its range), limit_exceeded (a text beyond limits::kParagraphUnitsMax).
Result<Paragraph> set_paragraph(std::u16string_view text, std::span<const Span> spans, std::u16string_view readings, const Font& font,
                                const Hyphenation* hyphenation, const ParagraphOptions& options);

}  // namespace colophon::layout
