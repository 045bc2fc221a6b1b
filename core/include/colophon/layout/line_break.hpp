#pragma once
// Breaking a paragraph into lines as a whole: D. E. Knuth and M. F. Plass, "Breaking Paragraphs into Lines", Software: Practice and Experience 11
// (1981), 1119-1184. Widths are integers of the caller's unit; ratios and demerits are float64, made with the four operations alone and in one
// order, so that they are the same bits on every target.
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon::layout {

/// A box, a glue or a penalty as in the paper, page 1123 and on.
struct Item {
  enum class Kind : std::int32_t { box = 0, glue = 1, penalty = 2 };
  Kind kind = Kind::box;
  std::int32_t width = 0;     ///< Of a penalty: what is added where the line ends there (a hyphen).
  std::int32_t stretch = 0;   ///< Of a glue.
  std::int32_t shrink = 0;    ///< Of a glue; at least 0.
  std::int32_t penalty = 0;   ///< At least kForbidden: never here; at most kForced: always here.
  bool flagged = false;       ///< Two lines in a row that end at such penalties cost `double_hyphen_demerits`.
};
inline constexpr std::int32_t kForbidden = 1'000, kForced = -1'000;

/// A place where a line may end, with the sums of all that is before it: what the items, or a text, come to.
struct Candidate {
  double end_width = 0, end_stretch = 0, end_shrink = 0;        ///< Up to the end of a line that ends here, a hyphen included.
  double start_width = 0, start_stretch = 0, start_shrink = 0;  ///< Up to the start of the line that begins here, what is dropped included.
  std::int32_t penalty = 0;
  bool flagged = false;
  std::uint32_t tag = 0;  ///< The caller's.
};

struct BreakOptions {
  /// The measure of each line; the last holds for all that follow. At least one.
  std::span<const std::int64_t> widths = {};
  /// Stretch of every line beside its glue: ragged margins.
  double line_stretch = 0;
  /// Added in the last pass alone, where nothing else helps.
  double emergency_stretch = 0;
  double double_hyphen_demerits = 0;    ///< Two hyphens in a row.
  double adjacent_demerits = 0;         ///< A tight line beside a loose one.
  double final_hyphen_demerits = 0;     ///< A hyphen at the end of the last line but one.
  /// A last line that is shorter than this costs `short_last_demerits`.
  std::int64_t last_width_min = 0;
  double short_last_demerits = 0;
};

/// How tight and loose a line is (page 1128, classes 0 to 3 of page 1155).
enum class Fitness : std::uint8_t { tight, normal, loose, very_loose };

struct BrokenLine {
  std::uint32_t candidate = 0;  ///< Where the line ends, as an index into the candidates.
  double ratio = 0;             ///< The adjustment ratio r of page 1126; below -1 where the line is overfull.
  bool overfull = false;
};
struct Breaks {
  std::vector<BrokenLine> lines;
  double demerits = 0;
  std::uint32_t overfull = 0;
};

/// What stands for a ratio that a line without any stretch would have.
inline constexpr double kRatioMax = 10'000;
/// Of an overfull line, beside which everything else is good.
inline constexpr double kOverfullDemerits = 1e16;

/// One pass: the breaks with the fewest demerits among those whose lines have ratios of -1 to `tolerance`, or nothing where there are none. The last
/// candidate must be forced. With `last_resort` there always are some: a line that cannot be made narrow enough is overfull.
bool break_pass(std::span<const Candidate> candidates, const BreakOptions& options, double tolerance, bool last_resort, Breaks& breaks);

/// The candidates of items, in their order; `tag` is the index of the item. Items that do not end with a forced penalty get one.
/// Errors: limit_exceeded, invalid_argument (a shrink below 0, a width beyond the limit).
Result<std::vector<Candidate>> candidates_of(std::span<const Item> items);

/// Passes with rising tolerances until one succeeds; then the last resort, with any ratio.
Breaks break_candidates(std::span<const Candidate> candidates, const BreakOptions& options, std::span<const double> tolerances);

/// The demerits of one line (page 1128), without what neighbouring lines add.
double line_demerits(double ratio, std::int32_t penalty) noexcept;

}  // namespace colophon::layout
