#pragma once
// Money as integers. A balance is in *micros*: 10^-6 of the currency's minor unit. No floating point.
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon {

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

inline constexpr std::int64_t kMicrosPerMinor = 1'000'000;

/// An ISO 4217 currency. `exponent` is the number of decimal places of its minor unit: 0, 2 or 3.
struct Currency {
  char code[4] = "";
  int exponent = 2;
  std::string_view name() const { return code; }
  friend bool operator==(const Currency& a, const Currency& b) { return a.name() == b.name(); }
  static Result<Currency> parse(std::string_view code, std::string_view field = "currency");
};

/// An amount on the grid of micros of a currency that the context names.
using Micros = std::int64_t;

/// An exact amount in units of 10^-12 of the currency's *major* unit: what an incoming line is summed in.
using ExactAmount = int128;

/// Reads "9.99", "0.003271845", "-1": at most 12 decimal places, no exponent, no plus sign, no grouping,
/// no leading zeros but one. Errors: invalid_amount, overflow.
Result<ExactAmount> parse_exact(std::string_view text, std::string_view field = "amount");
std::string format_exact(ExactAmount amount);

/// Rounds towards negative infinity to the grid; `residue` (>= 0, less than one micro) is what was left, exactly.
struct Rounded { Micros micros; ExactAmount residue; };
Result<Rounded> to_micros(ExactAmount amount, const Currency& currency);

/// "18901.08" for 1890108 minor units of EUR; "12" for 12 of JPY.
std::string format_minor(std::int64_t minor, const Currency& currency);
/// The micros as an exact decimal of the major unit, without trailing zeros beyond the minor unit: "0.01234567".
std::string format_micros(Micros micros, const Currency& currency);

/// Integers as they stand in JSON strings: -?(0|[1-9][0-9]*). Errors: invalid_amount, overflow.
Result<std::int64_t> parse_int64(std::string_view text, std::string_view field);
Result<uint128> parse_uint128(std::string_view text, std::string_view field);
std::string to_decimal(int128 value);
std::string to_decimal(uint128 value);

/// A share: an exact rational in [0, 1], denominator 1 to 10^6, kept in lowest terms.
struct Share {
  std::uint32_t numerator = 0;
  std::uint32_t denominator = 1;
  friend bool operator==(const Share&, const Share&) = default;
  std::string to_string() const;  ///< "1/3", "0/1", "1/1"
  /// Reads "1/3", "1", "0", "0.25", "25%". Error: invalid_shares.
  static Result<Share> parse(std::string_view text, std::string_view field = "share");
};

}  // namespace colophon
