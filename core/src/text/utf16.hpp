#pragma once
// Code points of UTF-16 in both directions; a lone surrogate is one code point by itself.
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace colophon::text {

constexpr bool is_high_surrogate(char32_t c) noexcept { return (c & 0xFFFFFC00u) == 0xD800; }
constexpr bool is_low_surrogate(char32_t c) noexcept { return (c & 0xFFFFFC00u) == 0xDC00; }

struct CodePoint {
  char32_t value;
  std::uint32_t units;  ///< 1 or 2.
};

/// Of the code point that begins at `at`, which lies before the end.
inline CodePoint code_point_at(std::u16string_view text, std::size_t at) noexcept {
  const char32_t first = text[at];
  if (is_high_surrogate(first) && at + 1 < text.size() && is_low_surrogate(text[at + 1])) {
    return {0x10000 + ((first - 0xD800) << 10) + (text[at + 1] - 0xDC00u), 2};
  }
  return {first, 1};
}

}  // namespace colophon::text
