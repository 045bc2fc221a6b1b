#pragma once
// Unicode 14.0 as far as fingerprints need it: normalisation, lower case, categories. Code points that were assigned later count as
// unassigned, so that a text keeps its code when Unicode grows. Texts are sequences of code points.
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::text {

inline constexpr std::string_view kUnicodeVersion = "14.0";

/// Error: invalid_encoding with that field.
Result<std::u32string> decode_utf8(std::string_view utf8, std::string_view field);
std::string encode_utf8(std::u32string_view text);

bool is_control(char32_t c) noexcept;       ///< General category C: controls, formats, surrogates, private use, unassigned.
bool is_mark(char32_t c) noexcept;          ///< General category M.
bool is_punctuation(char32_t c) noexcept;   ///< General category P.
bool is_white_space(char32_t c) noexcept;   ///< Category Zs, or bidirectional class WS, B or S.

/// Normalisation forms D and KC (Unicode standard annex 15).
std::u32string nfd(std::u32string_view text);
std::u32string nfkc(std::u32string_view text);
/// The full lower case that holds in every language (Unicode standard, section 3.13), the final sigma included.
std::u32string lowered(std::u32string_view text);

}  // namespace colophon::text
