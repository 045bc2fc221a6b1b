#include "colophon/base/uint256.hpp"

#include <algorithm>

#include "colophon/base/money.hpp"

namespace colophon {
namespace {

constexpr std::uint64_t kTenTo18 = 1'000'000'000'000'000'000;

// Divides by 10^18 in place and returns the remainder.
std::uint64_t divide_by_ten_to_18(Uint256& value) {
  uint128 rest = 0;
  for (std::size_t i = 4; i-- > 0;) {
    const uint128 part = rest << 64 | value.words[i];
    value.words[i] = static_cast<std::uint64_t>(part / kTenTo18);
    rest = part % kTenTo18;
  }
  return static_cast<std::uint64_t>(rest);
}

}  // namespace

bool Uint256::multiply_add(std::uint64_t factor, std::uint64_t addend) {
  uint128 carry = addend;
  for (std::uint64_t& word : words) {
    carry += uint128{word} * factor;
    word = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  return carry == 0;
}

bool Uint256::add(const Uint256& other) {
  uint128 carry = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    carry += uint128{words[i]} + other.words[i];
    words[i] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  return carry == 0;
}

Result<Uint256> Uint256::parse(std::string_view text, std::string_view field) {
  const bool whole = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }) && (text.size() == 1 || text[0] != '0');
  if (!whole) return fail(Errc::invalid_amount, std::string(field), "Write a whole number of at least 0 in decimal digits, without leading zeros.");
  Uint256 value;
  for (const char digit : text) {
    if (!value.multiply_add(10, static_cast<std::uint64_t>(digit - '0'))) {
      return fail(Errc::overflow, std::string(field), "The number does not fit 256 bits.");
    }
  }
  return value;
}

std::string Uint256::to_decimal() const {
  Uint256 rest = *this;
  std::string digits;
  while (true) {
    const std::string low = colophon::to_decimal(uint128{divide_by_ten_to_18(rest)});
    digits.insert(0, low);
    if (rest.is_zero()) return digits;
    digits.insert(0, 18 - low.size(), '0');
  }
}

std::array<std::uint8_t, 32> Uint256::bytes() const {
  std::array<std::uint8_t, 32> out;
  for (std::size_t i = 0; i < 32; ++i) out[i] = static_cast<std::uint8_t>(words[3 - i / 8] >> (56 - 8 * (i % 8)));
  return out;
}

}  // namespace colophon
