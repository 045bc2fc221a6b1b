#include "colophon/sales/number.hpp"

#include <array>
#include <limits>

#include "colophon/base/limits.hpp"

namespace colophon::sales {
namespace {

constexpr int kDigitsMax = 38, kExponentMax = 40;
constexpr int128 kInt128Max = static_cast<int128>(~uint128{0} >> 1);

constexpr std::array<uint128, kDigitsMax + 1> kPowers = [] {
  std::array<uint128, kDigitsMax + 1> powers{};
  uint128 power = 1;
  for (auto& one : powers) {
    one = power;
    power *= 10;  // The last product is not used.
  }
  return powers;
}();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// White space at both ends, no-break spaces (U+00A0, U+202F) with it.
std::string_view trimmed(std::string_view text) {
  for (;;) {
    if (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    else if (text.starts_with("\xC2\xA0")) text.remove_prefix(2);
    else if (text.starts_with("\xE2\x80\xAF")) text.remove_prefix(3);
    else if (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    else if (text.ends_with("\xC2\xA0")) text.remove_suffix(2);
    else if (text.ends_with("\xE2\x80\xAF")) text.remove_suffix(3);
    else return text;
  }
}

bool take_minus(std::string_view& text) {
  for (const std::string_view sign : {"-", "\xE2\x88\x92"}) {  // The second is U+2212.
    if (!text.starts_with(sign)) continue;
    text.remove_prefix(sign.size());
    return true;
  }
  return false;
}

std::size_t group_bytes(std::string_view text, char group) {
  if (group == '\0' || text.empty()) return 0;
  if (text[0] == group) return 1;
  if (group == ' ' && text.starts_with("\xC2\xA0")) return 2;
  if (group == ' ' && text.starts_with("\xE2\x80\xAF")) return 3;
  if (group == '\'' && text.starts_with("\xE2\x80\x99")) return 3;  // U+2019
  return 0;
}

struct Digits {
  uint128 value = 0;
  int count = 0;
  bool fits = true;
  void add(char digit) {
    if (value > (static_cast<uint128>(kInt128Max) - 9) / 10) fits = false;
    else value = value * 10 + static_cast<unsigned>(digit - '0');
    ++count;
  }
};

/// The digits before the decimal point, with groups where the format has them. False where a group has the wrong size.
bool take_whole(std::string_view& text, char group, Digits& digits) {
  std::vector<int> runs;
  int run = 0;
  while (!text.empty()) {
    if (is_digit(text[0])) {
      digits.add(text[0]);
      ++run;
      text.remove_prefix(1);
      continue;
    }
    const auto bytes = group_bytes(text, group);
    if (bytes == 0 || run == 0 || bytes >= text.size() || !is_digit(text[bytes])) break;
    runs.push_back(run);
    run = 0;
    text.remove_prefix(bytes);
  }
  if (runs.empty()) return true;
  if (run != 3 || runs.front() > 3) return false;
  for (std::size_t i = 1; i < runs.size(); ++i)
    if (runs[i] != 3 && runs[i] != 2) return false;
  return true;
}

std::optional<int> take_exponent(std::string_view& text) {
  if (text.empty() || (text[0] != 'e' && text[0] != 'E')) return 0;
  text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  int value = 0, count = 0;
  for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1), ++count)
    if ((value = value * 10 + (text[0] - '0')) > kExponentMax) return std::nullopt;
  if (count == 0) return std::nullopt;
  return negative ? -value : value;
}

void strip_ends(std::string_view& text, const std::vector<std::string>& strip) {
  for (const auto& affix : strip) {
    if (affix.empty()) continue;
    if (text.starts_with(affix)) text.remove_prefix(affix.size());
    else if (text.ends_with(affix)) text.remove_suffix(affix.size());
    text = trimmed(text);
  }
}

std::unexpected<Error> too_large(std::string_view field) { return fail(Errc::overflow, std::string(field), "The number is too large."); }

/// floor(value / 10^places), and whether anything was cut off.
int128 shifted_down(int128 value, int places, bool& exact) {
  if (places > kDigitsMax) {
    exact = value == 0;
    return value < 0 ? -1 : 0;
  }
  const auto power = static_cast<int128>(kPowers[static_cast<std::size_t>(places)]);
  int128 quotient = value / power;
  exact = value % power == 0;
  if (value % power < 0) --quotient;
  return quotient;
}

std::optional<int128> shifted_up(int128 value, int places) {
  if (value == 0) return 0;
  if (places > kDigitsMax) return std::nullopt;
  const uint128 power = kPowers[static_cast<std::size_t>(places)];
  const uint128 magnitude = value < 0 ? uint128{0} - static_cast<uint128>(value) : static_cast<uint128>(value);
  if (magnitude > static_cast<uint128>(kInt128Max) / power) return std::nullopt;
  const auto product = static_cast<int128>(magnitude * power);
  return value < 0 ? -product : product;
}

ExactDecimal without_zeros(int128 mantissa, int exponent) {
  if (mantissa == 0) return {};
  while (mantissa % 10 == 0) mantissa /= 10, ++exponent;
  return {mantissa, exponent};
}

}  // namespace

std::optional<ExactDecimal> read_number(std::string_view text, const NumberFormat& format) {
  text = trimmed(text);
  strip_ends(text, format.strip);
  bool negative = text.size() >= 2 && text.starts_with('(') && text.ends_with(')');
  if (negative) {
    text = trimmed(text.substr(1, text.size() - 2));
    strip_ends(text, format.strip);
  } else if (take_minus(text)) {
    negative = true;
  } else if (text.starts_with('+')) {
    text.remove_prefix(1);
  } else if (text.size() >= 2 && text.ends_with('-')) {
    negative = true;
    text.remove_suffix(1);
  }
  text = trimmed(text);
  strip_ends(text, format.strip);  // "-$3" as well as "$-3"
  Digits digits;
  if (!take_whole(text, format.group, digits)) return std::nullopt;
  int places = 0;
  if (text.starts_with(format.decimal)) {
    text.remove_prefix(1);
    for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1), ++places) digits.add(text[0]);
  }
  const auto exponent = take_exponent(text);
  if (!exponent || !text.empty() || digits.count == 0 || !digits.fits) return std::nullopt;
  const auto value = static_cast<int128>(digits.value);
  return without_zeros(negative ? -value : value, *exponent - places);
}

std::optional<ExactDecimal> multiply(const ExactDecimal& a, const ExactDecimal& b) {
  int128 product = 0;
  if (__builtin_mul_overflow(a.mantissa, b.mantissa, &product)) return std::nullopt;
  return without_zeros(product, a.exponent + b.exponent);
}

Result<AmountOfDecimal> to_amount(const ExactDecimal& decimal, ExcessPlaces excess, std::string_view field) {
  const int shift = decimal.exponent + limits::kDecimalPlacesMax;
  if (shift >= 0) {
    const auto amount = shifted_up(decimal.mantissa, shift);
    if (!amount) return too_large(field);
    return AmountOfDecimal{*amount, false};
  }
  if (excess == ExcessPlaces::refuse)
    return fail(Errc::invalid_amount, std::string(field), "The amount has more than 12 decimal places. Where its sender writes such amounts, let the mapping round them: \"excess_places\": \"round\".");
  bool exact = false;
  int128 amount = shifted_down(decimal.mantissa, -shift, exact);
  if (-shift <= kDigitsMax) {
    const auto power = kPowers[static_cast<std::size_t>(-shift)];
    const auto rest = static_cast<uint128>(decimal.mantissa - amount * static_cast<int128>(power));
    if (rest > power / 2 || (rest == power / 2 && amount % 2 != 0)) ++amount;
  } else {
    amount = 0;
  }
  return AmountOfDecimal{amount, true};
}

Result<std::int64_t> to_units(const ExactDecimal& decimal, std::string_view field) {
  if (decimal.exponent < 0)
    return fail(Errc::invalid_amount, std::string(field), "The units are not a whole number. Where their sender counts in parts, let the mapping round them down: \"fraction\": \"down\".");
  return to_units_down(decimal, field);
}

Result<std::int64_t> to_units_down(const ExactDecimal& decimal, std::string_view field) {
  bool exact = true;
  const auto value = decimal.exponent >= 0 ? shifted_up(decimal.mantissa, decimal.exponent) : std::optional(shifted_down(decimal.mantissa, -decimal.exponent, exact));
  if (!value || *value > std::numeric_limits<std::int64_t>::max() || *value < std::numeric_limits<std::int64_t>::min()) return too_large(field);
  return static_cast<std::int64_t>(*value);
}

}  // namespace colophon::sales
