#pragma once
// Numbers as sales reports write them, read exactly: other decimal points, thousands separators, currency signs, brackets for minus, exponents.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/money.hpp"

namespace colophon::sales {

struct NumberFormat {
  char decimal = '.';                 ///< '.' or ','
  char group = '\0';                  ///< ',' '.' ' ' or '\''; NUL: none. A space stands for no-break spaces too.
  std::vector<std::string> strip = {};   ///< Texts that may stand before or after the digits: "$", "EUR".
  friend bool operator==(const NumberFormat&, const NumberFormat&) = default;
};

/// mantissa * 10^exponent, without trailing zeros in the mantissa.
struct ExactDecimal {
  int128 mantissa = 0;
  int exponent = 0;
};

/// Reads "1,234.50", "(0.12)", "12-", "+3", "1.2E-5", "$4". A group must be of three digits (or of two before one of three, as in India), so
/// that "1,5" is never taken for 15. Nothing where the text is no such number, or one of more than 38 digits or an exponent beyond 40.
std::optional<ExactDecimal> read_number(std::string_view text, const NumberFormat& format);

/// The product; nothing where it does not fit.
std::optional<ExactDecimal> multiply(const ExactDecimal& a, const ExactDecimal& b);

/// What becomes of decimal places beyond the 12th.
enum class ExcessPlaces : bool { refuse, round };

struct AmountOfDecimal {
  ExactAmount amount = 0;
  bool rounded = false;               ///< Half to even, at the 12th place.
};
/// Errors: invalid_amount (more than 12 places, where they are refused), overflow.
Result<AmountOfDecimal> to_amount(const ExactDecimal& decimal, ExcessPlaces excess, std::string_view field);

/// A whole number. Errors: invalid_amount (a fraction), overflow.
Result<std::int64_t> to_units(const ExactDecimal& decimal, std::string_view field);
/// The whole number below or at it. Error: overflow.
Result<std::int64_t> to_units_down(const ExactDecimal& decimal, std::string_view field);

}  // namespace colophon::sales
