#include "colophon/base/decimal.hpp"

#include <algorithm>
#include <bit>
#include <compare>
#include <cstdint>
#include <vector>

namespace colophon {
namespace {

// Whole numbers of any size: digits of 32 bits, the lowest first, none of them zero at the top.
class Whole {
 public:
  explicit Whole(std::uint64_t value = 0) {
    for (; value > 0; value >>= 32) digits_.push_back(static_cast<std::uint32_t>(value));
  }
  bool is_zero() const { return digits_.empty(); }
  std::size_t bits() const { return digits_.empty() ? 0 : 32 * digits_.size() - static_cast<std::size_t>(std::countl_zero(digits_.back())); }

  void multiply(std::uint32_t factor, std::uint32_t add = 0) {
    std::uint64_t carry = add;
    for (std::uint32_t& digit : digits_) {
      carry += std::uint64_t{digit} * factor;
      digit = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry > 0) digits_.push_back(static_cast<std::uint32_t>(carry));
  }
  void multiply_by_power_of_ten(int exponent) {
    for (; exponent >= 9; exponent -= 9) multiply(1'000'000'000);
    for (; exponent > 0; --exponent) multiply(10);
  }
  void shift_left(std::size_t count) {
    if (is_zero()) return;
    if (const std::uint32_t odd = count % 32; odd != 0) multiply(std::uint32_t{1} << odd);
    std::vector<std::uint32_t> shifted(count / 32 + digits_.size());
    std::ranges::copy(digits_, shifted.begin() + static_cast<std::ptrdiff_t>(count / 32));
    digits_ = std::move(shifted);
  }
  Whole plus(const Whole& other) const {
    Whole sum;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < std::max(digits_.size(), other.digits_.size()) || carry > 0; ++i) {
      carry += std::uint64_t{i < digits_.size() ? digits_[i] : 0} + (i < other.digits_.size() ? other.digits_[i] : 0);
      sum.digits_.push_back(static_cast<std::uint32_t>(carry));
      carry >>= 32;
    }
    return sum;
  }
  /// `other` is at most as large.
  void subtract(const Whole& other) {
    std::int64_t borrow = 0;
    for (std::size_t i = 0; i < digits_.size(); ++i) {
      const std::int64_t digit = std::int64_t{digits_[i]} - (i < other.digits_.size() ? other.digits_[i] : 0) + borrow;
      digits_[i] = static_cast<std::uint32_t>(digit);
      borrow = digit >> 32;
    }
    while (!digits_.empty() && digits_.back() == 0) digits_.pop_back();
  }
  std::strong_ordering operator<=>(const Whole& other) const {
    if (digits_.size() != other.digits_.size()) return digits_.size() <=> other.digits_.size();
    for (std::size_t i = digits_.size(); i-- > 0;) {
      if (digits_[i] != other.digits_[i]) return digits_[i] <=> other.digits_[i];
    }
    return std::strong_ordering::equal;
  }
  bool operator==(const Whole&) const = default;
  /// The quotient, which must fit 64 bits; *this becomes the remainder.
  std::uint64_t divide(const Whole& divisor) {
    std::uint64_t quotient = 0;
    const std::size_t steps = bits() >= divisor.bits() ? bits() - divisor.bits() + 1 : 0;
    for (std::size_t step = steps; step-- > 0;) {
      Whole part = divisor;
      part.shift_left(step);
      quotient <<= 1;
      if (*this >= part) {
        subtract(part);
        quotient |= 1;
      }
    }
    return quotient;
  }

 private:
  std::vector<std::uint32_t> digits_;
};

constexpr int kFractionBits = 52, kExponentMin = -1074;

// The digits of the shortest decimal in the interval that reads back as the number, nearest to it, and where its point stands: 0.d1d2... x
// 10^point (Steele and White, "How to print floating-point numbers accurately", PLDI 1990, free format).
struct Digits {
  std::string digits;
  int point;
};

Digits shortest_digits(std::uint64_t fraction, int exponent, bool narrow_below) {
  const bool even = (fraction & 1) == 0;
  // number = r / s; half the gap to the neighbour above is above / s, below it below / s.
  Whole r(fraction), s(1), above(1), below(1);
  const int scale = narrow_below ? 2 : 1;
  r.shift_left(static_cast<std::size_t>(scale + std::max(exponent, 0)));
  s.shift_left(static_cast<std::size_t>(scale + std::max(-exponent, 0)));
  above.shift_left(static_cast<std::size_t>(scale - 1 + std::max(exponent, 0)));
  below.shift_left(static_cast<std::size_t>(std::max(exponent, 0)));

  // An estimate of the decimal exponent that is at most one too low: log10(2) is 0.30103 at most.
  const int bits = static_cast<int>(std::bit_width(fraction)) + exponent;
  int point = static_cast<int>((static_cast<std::int64_t>(bits - 1) * 30103 - (bits < 1 ? 99'999 : 0)) / 100'000);
  if (point >= 0) {
    s.multiply_by_power_of_ten(point);
  } else {
    for (Whole* whole : {&r, &above, &below}) whole->multiply_by_power_of_ten(-point);
  }
  const auto reaches = [&](const Whole& sum) { return even ? sum >= s : sum > s; };
  while (reaches(r.plus(above))) {
    s.multiply(10);
    ++point;
  }

  Digits result{{}, point};
  for (;;) {
    for (Whole* whole : {&r, &above, &below}) whole->multiply(10);
    const std::uint64_t digit = r.divide(s);
    const bool low = even ? r <= below : r < below, high = reaches(r.plus(above));
    if (!low && !high) {
      result.digits += static_cast<char>('0' + digit);
      continue;
    }
    const auto middle = r.plus(r) <=> s;
    const bool up = low && high ? middle > 0 || (middle == 0 && digit % 2 != 0) : high;
    result.digits += static_cast<char>('0' + digit + (up ? 1 : 0));
    return result;
  }
}

}  // namespace

std::string shortest_decimal(double number) {
  const auto bits = std::bit_cast<std::uint64_t>(number);
  const std::uint64_t low = bits & ((std::uint64_t{1} << kFractionBits) - 1);
  const int biased = static_cast<int>(bits >> kFractionBits & 0x7FF);
  if (biased == 0 && low == 0) return "0";
  if (biased == 0x7FF) return "null";   // JSON has neither infinity nor not-a-number.
  const std::uint64_t fraction = biased == 0 ? low : low | std::uint64_t{1} << kFractionBits;
  const auto [digits, point] = shortest_digits(fraction, std::max(biased, 1) - 1 + kExponentMin, low == 0 && biased > 1);

  // ECMAScript, Number::toString: n is the place of the point.
  const int count = static_cast<int>(digits.size());
  std::string text = bits >> 63 ? "-" : "";
  if (point > 21 || point < -5) {
    text += digits[0];
    if (count > 1) text += "." + digits.substr(1);
    text += point > 0 ? "e+" : "e-";
    return text + std::to_string(point > 0 ? point - 1 : 1 - point);
  }
  if (point <= 0) return text + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (count <= point) return text + digits + std::string(static_cast<std::size_t>(point - count), '0');
  return text + digits.substr(0, static_cast<std::size_t>(point)) + "." + digits.substr(static_cast<std::size_t>(point));
}

std::optional<double> nearest_double(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  // Further digits can only break a tie, and one that is not zero does it as well as all of them.
  constexpr int kDigitsMax = 800;
  Whole digits;
  int kept = 0;
  std::int64_t exponent = 0;
  bool fraction = false, rest = false;
  std::size_t at = 0;
  for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
    if (text[at] == '.') {
      fraction = true;
      continue;
    }
    const auto digit = static_cast<std::uint32_t>(text[at] - '0');
    if (kept < kDigitsMax) {
      if (digits.is_zero()) digits = Whole(digit);
      else digits.multiply(10, digit);
      kept += digits.is_zero() ? 0 : 1;
      exponent -= fraction ? 1 : 0;
    } else {
      rest = rest || digit != 0;
      exponent += fraction ? 0 : 1;
    }
  }
  if (at < text.size()) {
    std::string_view power = text.substr(at + 1);
    const bool down = power.starts_with('-');
    if (down || power.starts_with('+')) power.remove_prefix(1);
    std::int64_t value = 0;
    for (const char c : power) value = std::min<std::int64_t>(value * 10 + (c - '0'), 1'000'000);
    exponent += down ? -value : value;
  }
  const double zero = negative ? -0.0 : 0.0;
  if (digits.is_zero()) return zero;
  if (rest) {
    digits.multiply(10, 1);
    --exponent;
  }
  const std::int64_t magnitude = static_cast<std::int64_t>(kept) + (rest ? 1 : 0) + exponent;
  if (magnitude > 310) return std::nullopt;
  if (magnitude < -330) return zero;

  Whole divisor(1);
  (exponent >= 0 ? digits : divisor).multiply_by_power_of_ten(static_cast<int>(exponent >= 0 ? exponent : -exponent));
  // Scaled so that the quotient has 54 or 55 bits: 53 of the result and the ones that round it; fewer where the result is subnormal.
  int binary = static_cast<int>(digits.bits()) - static_cast<int>(divisor.bits()) - 54;
  binary = std::max(binary, kExponentMin - 1);
  if (binary >= 0) divisor.shift_left(static_cast<std::size_t>(binary));
  else digits.shift_left(static_cast<std::size_t>(-binary));
  std::uint64_t quotient = digits.divide(divisor);
  bool inexact = !digits.is_zero();
  int drop = std::max(static_cast<int>(std::bit_width(quotient)) - 53, kExponentMin - binary);
  drop = std::max(drop, 0);
  binary += drop;
  if (drop > 0) {
    const std::uint64_t dropped = quotient & ((std::uint64_t{1} << drop) - 1), half = std::uint64_t{1} << (drop - 1);
    quotient >>= drop;
    if (dropped > half || (dropped == half && (inexact || (quotient & 1) != 0))) ++quotient;
  }
  if (quotient >> 53 != 0) {
    quotient >>= 1;
    ++binary;
  }
  if (quotient == 0) return zero;
  std::uint64_t bits = quotient;
  if (quotient >> kFractionBits != 0) {
    const int biased = binary - kExponentMin + 1;
    if (biased >= 0x7FF) return std::nullopt;
    bits = (quotient & ((std::uint64_t{1} << kFractionBits) - 1)) | static_cast<std::uint64_t>(biased) << kFractionBits;
  }
  return std::bit_cast<double>(bits | (negative ? std::uint64_t{1} << 63 : 0));
}

}  // namespace colophon
