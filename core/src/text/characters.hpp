#pragma once
// What a code point is to a reader, as far as counting needs it. By ranges of blocks (Unicode 15.1), not by a full property table: that
// would be larger than all the rest of the text code.
#include <cstdint>

namespace colophon::text {

enum class Kind : std::uint8_t { space, control, mark, letter, han, other };

/// `mark`: a combining mark, part of the letter before it. `letter`: letters and digits outside Han. `other`: punctuation and symbols.
Kind kind_of(char32_t c);
bool is_latin(char32_t c);
bool is_kana(char32_t c);
/// Lower case for Latin-1, Greek and Cyrillic capitals, otherwise the code point itself.
char32_t folded(char32_t c);

}  // namespace colophon::text
