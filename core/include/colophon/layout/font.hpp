#pragma once
// The widths that a text is set with. They come from the caller (a browser's canvas measures them), as integers of any unit that divides the em finely:
// lengths of layout are all in that unit.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon::layout {

/// Advance widths, and kerning where there is any, of up to eight styles (upright, italic, bold ...) of one size. Immutable after loading.
class Font {
 public:
  /// `table`: em, number of styles, and for each: the advance of what is not listed, n, m, n times (code point, advance), m times (left, right,
  /// adjustment). A wide character (Han, kana, full-width) that is not listed has the advance of one em.
  /// Errors: invalid_argument (`field` is "font"), limit_exceeded.
  static Result<Font> load(std::span<const std::int32_t> table);

  std::int32_t em() const noexcept { return em_; }
  std::uint32_t styles() const noexcept { return static_cast<std::uint32_t>(styles_.size()); }
  /// A style that is not there is the first.
  std::int32_t advance(std::uint32_t index, char32_t c) const noexcept {
    const Style& of = style(index);
    return c < kDirect ? of.direct[c] : listed(of, c);
  }
  std::int32_t kerning(std::uint32_t index, char32_t left, char32_t right) const noexcept {
    const Style& of = style(index);
    return of.pairs.empty() ? 0 : paired(of, left, right);
  }

 private:
  static constexpr std::size_t kPages = 0x1100, kDirect = 0x180;
  struct Pair {
    std::uint64_t key;
    std::int32_t adjustment;
  };
  struct Style {
    std::int32_t em = 0, other = 0;
    std::array<std::int32_t, kDirect> direct{};  // The advances of most letters of most texts.
    std::vector<std::uint16_t> pages;     // Of each 256 code points: which block of `advances`, or 0.
    std::vector<std::int32_t> advances;
    std::vector<Pair> pairs;              // A hash table with open addressing; its size is a power of two.
  };
  static std::int32_t listed(const Style& style, char32_t c) noexcept;
  static std::int32_t paired(const Style& style, char32_t left, char32_t right) noexcept;
  const Style& style(std::uint32_t index) const noexcept { return styles_[index < styles_.size() ? index : 0]; }

  std::int32_t em_ = 0;
  std::vector<Style> styles_;
};

}  // namespace colophon::layout
