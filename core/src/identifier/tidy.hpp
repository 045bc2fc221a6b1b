#pragma once
// What every identifier's reader does first: takes away how people set it, and says what stands in it that cannot.
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::identifier {

inline bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) noexcept { return c >= 'A' && c <= 'Z'; }

/// The text in capitals, without spaces, hyphens, dots, and without `label` in front ("ISRC: …", "ISRC …"). What is left is letters and
/// digits. Errors: missing_field where nothing is left, invalid_argument.
Result<std::string> tidy(std::string_view text, std::string_view label, std::string_view field);

/// True where the text has this shape: 'n' a digit, 'a' a letter, 'c' either.
bool has_shape(std::string_view text, std::string_view shape) noexcept;

inline std::unexpected<Error> refuse(std::string_view field, std::string detail) {
  return fail(Errc::invalid_argument, std::string(field), std::move(detail));
}

/// "ends in 3 where its check digit would be 1": the middle of an error.
std::string expected_check(std::string_view found, std::string_view expected);

}  // namespace colophon::identifier
