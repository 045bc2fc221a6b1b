#include "colophon/layout/font.hpp"

#include <bit>
#include <limits>

#include "colophon/base/limits.hpp"
#include "layout/characters.hpp"

namespace colophon::layout {
namespace {

constexpr std::int32_t kUnlisted = std::numeric_limits<std::int32_t>::min();
constexpr std::uint64_t kNoPair = ~0ull;

std::uint64_t pair_key(char32_t left, char32_t right) noexcept { return static_cast<std::uint64_t>(left) << 21 | right; }
std::size_t pair_place(std::uint64_t key, std::size_t size) noexcept { return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15ull) >> 32) & (size - 1); }

std::unexpected<Error> wrong(const char* detail) { return fail(Errc::invalid_argument, "font", detail); }

bool is_length(std::int32_t value) noexcept { return value >= -limits::kLengthUnitsMax && value <= limits::kLengthUnitsMax; }

}  // namespace

Result<Font> Font::load(std::span<const std::int32_t> table) {
  if (table.size() < 2) return wrong("A table of widths begins with its em and the number of its styles.");
  Font font;
  font.em_ = table[0];
  if (font.em_ < 8 || font.em_ > 1 << 20) return wrong("The em must be 8 to 1,048,576 units.");
  if (table[1] < 1 || table[1] > static_cast<std::int32_t>(limits::kFontStylesMax)) return wrong("A font has 1 to 8 styles.");
  std::span<const std::int32_t> rest = table.subspan(2);
  for (std::int32_t i = 0; i < table[1]; ++i) {
    if (rest.size() < 3) return wrong("The table of widths ends early.");
    Style style;
    style.em = font.em_;
    style.other = rest[0];
    const std::int32_t advances = rest[1], pairs = rest[2];
    rest = rest.subspan(3);
    if (advances < 0 || pairs < 0 || static_cast<std::size_t>(advances) > limits::kFontEntriesMax || static_cast<std::size_t>(pairs) > limits::kFontEntriesMax) {
      return fail(Errc::limit_exceeded, "font", "A style has at most 400,000 widths and as many kerning pairs.");
    }
    if (rest.size() < static_cast<std::size_t>(advances) * 2 + static_cast<std::size_t>(pairs) * 3) return wrong("The table of widths ends early.");
    if (!is_length(style.other) || style.other < 0) return wrong("A width is outside its range.");
    style.pages.resize(kPages);
    style.advances.assign(256, kUnlisted);
    for (std::int32_t n = 0; n < advances; ++n, rest = rest.subspan(2)) {
      if (rest[0] < 0 || rest[0] > 0x10ffff || rest[1] < 0 || !is_length(rest[1])) return wrong("A width, or the character that it is of, is outside its range.");
      std::uint16_t& page = style.pages[static_cast<std::size_t>(rest[0]) >> 8];
      if (page == 0) {
        page = static_cast<std::uint16_t>(style.advances.size() / 256);
        style.advances.resize(style.advances.size() + 256, kUnlisted);
      }
      style.advances[static_cast<std::size_t>(page) * 256 + (static_cast<std::size_t>(rest[0]) & 255)] = rest[1];
    }
    if (pairs > 0) style.pairs.assign(std::bit_ceil(static_cast<std::size_t>(pairs) * 2), {kNoPair, 0});
    for (std::int32_t n = 0; n < pairs; ++n, rest = rest.subspan(3)) {
      if (rest[0] < 0 || rest[0] > 0x10ffff || rest[1] < 0 || rest[1] > 0x10ffff || !is_length(rest[2])) return wrong("A kerning pair is outside its range.");
      const std::uint64_t key = pair_key(static_cast<char32_t>(rest[0]), static_cast<char32_t>(rest[1]));
      std::size_t place = pair_place(key, style.pairs.size());
      while (style.pairs[place].key != kNoPair && style.pairs[place].key != key) place = (place + 1) & (style.pairs.size() - 1);
      style.pairs[place] = {key, rest[2]};
    }
    for (char32_t c = 0; c < kDirect; ++c) style.direct[c] = listed(style, c);
    font.styles_.push_back(std::move(style));
  }
  if (!rest.empty()) return wrong("The table of widths is longer than it says.");
  return font;
}

std::int32_t Font::listed(const Style& of, char32_t c) noexcept {
  const std::size_t page = c < 0x110000 ? of.pages[c >> 8] : 0;
  const std::int32_t advance = of.advances[page * 256 + (c & 255)];
  if (page != 0 && advance != kUnlisted) return advance;
  return is_wide(c) ? of.em : of.other;
}

std::int32_t Font::paired(const Style& of, char32_t left, char32_t right) noexcept {
  const std::uint64_t key = pair_key(left, right);
  for (std::size_t place = pair_place(key, of.pairs.size());; place = (place + 1) & (of.pairs.size() - 1)) {
    if (of.pairs[place].key == key) return of.pairs[place].adjustment;
    if (of.pairs[place].key == kNoPair) return 0;
  }
}

}  // namespace colophon::layout
