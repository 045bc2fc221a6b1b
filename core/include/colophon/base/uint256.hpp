#pragma once
// Unsigned integers of 256 bits: amounts of tokens as a contract holds them. Only what claims need.
#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon {

struct Uint256 {
  std::array<std::uint64_t, 4> words{};  ///< The least significant first.

  Uint256() = default;
  constexpr Uint256(std::uint64_t value) : words{value, 0, 0, 0} {}
  /// 0|[1-9][0-9]*. Errors: invalid_amount, overflow.
  static Result<Uint256> parse(std::string_view text, std::string_view field);
  std::string to_decimal() const;
  /// Big-endian, as the ABI of contracts encodes it.
  std::array<std::uint8_t, 32> bytes() const;
  bool is_zero() const { return *this == Uint256{}; }

  /// this * factor + addend. False where that does not fit; the value is then not to be used.
  bool multiply_add(std::uint64_t factor, std::uint64_t addend);
  /// this + other. False where that does not fit.
  bool add(const Uint256& other);

  friend bool operator==(const Uint256&, const Uint256&) = default;
};

}  // namespace colophon
