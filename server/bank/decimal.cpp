#include "bank/decimal.hpp"

#include <limits>

namespace colophon::bank {
namespace {

constexpr int128 kScale = 100'000;

}  // namespace

std::optional<int128> parse_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  int128 value = 0;
  int digits = 0, counted = 0, places = -1;   // counted: digits from the first that is not 0.
  int zeros = 0;                              // At the end of the places: they change nothing.
  for (const char c : text) {
    if (c == '.' && places < 0) {
      places = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    ++digits;
    if (places >= 0) {
      ++places;
      zeros = c == '0' ? zeros + 1 : 0;
    }
    if (value != 0 || c != '0') ++counted;
    if (counted > 18 + zeros || counted > 36) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (digits == 0) return std::nullopt;
  places = places < 0 ? 0 : places - zeros;
  for (; zeros > 0; --zeros) value /= 10;
  if (places > kDecimalPlaces) return std::nullopt;
  for (; places < kDecimalPlaces; ++places) value *= 10;
  return negative ? -value : value;
}

std::string format_decimal(int128 value) {
  std::string digits = to_decimal(value < 0 ? -value : value);
  if (digits.size() <= kDecimalPlaces) digits.insert(0, kDecimalPlaces + 1 - digits.size(), '0');
  digits.insert(digits.size() - kDecimalPlaces, 1, '.');
  while (digits.ends_with('0')) digits.pop_back();
  if (digits.ends_with('.')) digits.pop_back();
  return value < 0 ? "-" + digits : digits;
}

Result<Amount> read_amount(XmlElement element) {
  const auto currency = Currency::parse(element.currency(), "");
  if (!currency) {
    return fail(Errc::unknown_currency, "", element.currency().empty() ? "The amount has no currency." : "The currency of the amount is none of ISO 4217 that can be paid in.");
  }
  const auto value = parse_decimal(element.text());
  if (!value) return fail(Errc::invalid_amount, "", "The amount is no decimal of at most 18 digits and 5 places.");
  if (*value < 0) return fail(Errc::negative_amount, "", "The amount is negative.");
  int128 unit = kScale;
  for (int i = 0; i < currency->exponent; ++i) unit /= 10;
  if (*value % unit != 0) {
    return fail(Errc::invalid_amount, "", "The amount " + format_decimal(*value) + " has more places than " + std::string(currency->name()) + " has: " + std::to_string(currency->exponent) + ".");
  }
  const int128 minor = *value / unit;
  if (minor > std::numeric_limits<std::int64_t>::max()) return fail(Errc::overflow, "", "The amount does not fit its integer.");
  return Amount{static_cast<std::int64_t>(minor), *currency};
}

}  // namespace colophon::bank
