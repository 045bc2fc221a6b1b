#pragma once
// Where words of a language may be divided: F. M. Liang, "Word Hy-phen-a-tion by Com-put-er" (Stanford, 1983), the method of TeX. The patterns
// come from outside as bytes: docs/formats/hyphenation.md.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon::layout {

/// The patterns and exceptions of one language. Immutable after loading, so that several threads may share one.
class Hyphenation {
 public:
  /// Errors: unknown_format (another kind of file), invalid_argument (a file that contradicts itself; `field` is "patterns"), limit_exceeded.
  static Result<Hyphenation> load(std::span<const std::byte> bytes);

  /// The fewest units that stay before and after a hyphen. The file says what its language wants.
  int left_min() const noexcept { return left_min_; }
  int right_min() const noexcept { return right_min_; }
  Hyphenation with_minimums(int left, int right) const;

  /// Appends the places of one word, ascending: an index i stands for a hyphen before unit i. A word is given without what surrounds it; units that
  /// the language does not have (digits, apostrophes, letters of another) match no pattern and part nothing by themselves. A word with a soft
  /// hyphen (U+00AD) is divided only there, as its writer wanted: no places come out. Case does not matter. Never before a combining mark.
  void divide(std::u16string_view word, std::vector<std::uint32_t>& places) const;

  /// The places of every word of a text, ascending, as indices into the text. A word is a run of letters, marks, soft hyphens and of apostrophes
  /// between letters, of at least `units_min` units.
  std::vector<std::uint32_t> divide_text(std::u16string_view text, std::size_t units_min = 5) const;

 private:
  // A double array (J.-I. Aoe, 1989): the child of state s by letter c is at base + c, and is one only where `parent` says s.
  struct Cell {
    std::uint32_t parent = kFree;
    std::uint32_t base = 0;
    std::uint32_t points = 0;  // The first of `points_`.
    std::uint32_t count = 0;
  };
  struct Point {
    std::uint8_t at, value;
  };
  struct Exception {
    std::u16string word;
    std::vector<std::uint8_t> places;
  };
  static constexpr std::uint32_t kFree = 0xffffffff;
  static constexpr std::size_t kDirect = 0x250;

  struct Reader;
  struct Builder;
  std::uint32_t letter(char16_t unit) const noexcept;

  int left_min_ = 2, right_min_ = 3;
  std::array<std::uint8_t, kDirect> direct_{};                    // Letter of a unit, folded to lower case; 0 is none.
  std::vector<std::pair<char16_t, std::uint8_t>> others_;         // The same beyond `direct_`, sorted.
  std::vector<Cell> cells_;
  std::vector<Point> points_;
  std::vector<Exception> exceptions_;                             // Sorted by word.
};

/// The lower case of one unit where that is one unit and plain (Latin, Greek, Cyrillic, Armenian); every other unit is itself.
char16_t lowered_unit(char16_t unit) noexcept;
/// A letter or a mark of an alphabet that is written with spaces between its words.
bool is_alphabetic(char16_t unit) noexcept;

}  // namespace colophon::layout
