#include "colophon/base/money.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "colophon/base/limits.hpp"

namespace colophon {
namespace {

// ISO 4217's active national currencies by the exponent of their minor unit. Currencies of 4 places (CLF, UYW) and those
// without a minor unit (gold, SDR, test codes) are left out: nobody is paid in them.
constexpr std::string_view kExponent0 = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
constexpr std::string_view kExponent2 =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE "
    "CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR "
    "KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB "
    "PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY "
    "TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW";
constexpr std::string_view kExponent3 = "BHD IQD JOD KWD LYD OMR TND";

bool lists(std::string_view codes, std::string_view code) {
  for (std::size_t i = 0; i < codes.size(); i += 4) {
    if (codes.substr(i, 3) == code) return true;
  }
  return false;
}

constexpr int128 power_of_ten(int exponent) {
  int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

constexpr uint128 kUint128Max = ~uint128{0};
constexpr uint128 kInt128Max = kUint128Max >> 1;

// Takes 0|[1-9][0-9]* off the front of the text. Nothing: no such number stands there, or it does not fit 128 bits.
struct Digits { uint128 value = 0; bool overflows = false; };
std::optional<Digits> take_digits(std::string_view& text) {
  Digits digits;
  std::size_t count = 0;
  for (; count < text.size() && text[count] >= '0' && text[count] <= '9'; ++count) {
    const auto digit = static_cast<unsigned>(text[count] - '0');
    digits.overflows |= digits.value > (kUint128Max - digit) / 10;
    digits.value = digits.value * 10 + digit;
  }
  if (count == 0 || (count > 1 && text[0] == '0')) return std::nullopt;
  text.remove_prefix(count);
  return digits;
}

// A decimal without a sign: `scaled` is its value times 10^places.
struct Decimal { uint128 scaled = 0; int places = 0; bool overflows = false; };
std::optional<Decimal> take_decimal(std::string_view& text) {
  const auto whole = take_digits(text);
  if (!whole) return std::nullopt;
  Decimal decimal{whole->value, 0, whole->overflows};
  if (text.empty() || text[0] != '.') return decimal;
  text.remove_prefix(1);
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1)) {
    const auto digit = static_cast<unsigned>(text[0] - '0');
    if (++decimal.places > limits::kDecimalPlacesMax) return std::nullopt;
    decimal.overflows |= decimal.scaled > (kUint128Max - digit) / 10;
    decimal.scaled = decimal.scaled * 10 + digit;
  }
  if (decimal.places == 0) return std::nullopt;
  return decimal;
}

bool take_minus(std::string_view& text) {
  if (text.empty() || text[0] != '-') return false;
  text.remove_prefix(1);
  return true;
}

uint128 magnitude(int128 value) { return value < 0 ? uint128{0} - static_cast<uint128>(value) : static_cast<uint128>(value); }

// The digits of value / 10^places, with at least `places_min` decimal places and otherwise no trailing zeros.
std::string format_scaled(int128 value, int places, int places_min) {
  std::string digits = to_decimal(magnitude(value));
  const auto width = static_cast<std::size_t>(places);
  if (digits.size() <= width) digits.insert(0, width + 1 - digits.size(), '0');
  int shown = places;
  for (; shown > places_min && digits.back() == '0'; --shown) digits.pop_back();
  if (shown > 0) digits.insert(digits.size() - static_cast<std::size_t>(shown), 1, '.');
  return value < 0 ? "-" + digits : digits;
}

std::unexpected<Error> too_large(std::string_view field) {
  return fail(Errc::overflow, std::string(field), "The number does not fit its integer.");
}

}  // namespace

Result<Currency> Currency::parse(std::string_view code, std::string_view field) {
  const int exponent = lists(kExponent2, code) ? 2 : lists(kExponent0, code) ? 0 : lists(kExponent3, code) ? 3 : -1;
  if (exponent < 0) {
    return fail(Errc::unknown_currency, std::string(field), "Write one of ISO 4217's currency codes, in capitals: \"EUR\".");
  }
  Currency currency;
  std::copy_n(code.begin(), 3, currency.code);
  currency.exponent = exponent;
  return currency;
}

Result<ExactAmount> parse_exact(std::string_view text, std::string_view field) {
  const bool negative = take_minus(text);
  const auto decimal = take_decimal(text);
  if (!decimal || !text.empty()) {
    return fail(Errc::invalid_amount, std::string(field),
                "Write an amount as a plain decimal with at most 12 places: \"9.99\".");
  }
  const auto scale = static_cast<uint128>(power_of_ten(limits::kDecimalPlacesMax - decimal->places));
  if (decimal->overflows || decimal->scaled > kInt128Max / scale) return too_large(field);
  const auto amount = static_cast<int128>(decimal->scaled * scale);
  return negative ? -amount : amount;
}

std::string format_exact(ExactAmount amount) { return format_scaled(amount, limits::kDecimalPlacesMax, 0); }

Result<Rounded> to_micros(ExactAmount amount, const Currency& currency) {
  const int128 exact_per_micro = power_of_ten(limits::kDecimalPlacesMax - 6 - currency.exponent);
  int128 micros = amount / exact_per_micro;
  if (amount % exact_per_micro < 0) --micros;
  if (micros < std::numeric_limits<Micros>::min() || micros > std::numeric_limits<Micros>::max()) return too_large("amount");
  return Rounded{static_cast<Micros>(micros), amount - micros * exact_per_micro};
}

std::string format_minor(std::int64_t minor, const Currency& currency) {
  return format_scaled(minor, currency.exponent, currency.exponent);
}

std::string format_micros(Micros micros, const Currency& currency) {
  return format_scaled(micros, currency.exponent + 6, currency.exponent);
}

Result<std::int64_t> parse_int64(std::string_view text, std::string_view field) {
  const bool negative = take_minus(text);
  const auto digits = take_digits(text);
  if (!digits || !text.empty()) {
    return fail(Errc::invalid_amount, std::string(field), "Write a whole number in decimal digits, without leading zeros.");
  }
  constexpr auto kMax = static_cast<uint128>(std::numeric_limits<std::int64_t>::max());
  if (digits->overflows || digits->value > kMax + (negative ? 1 : 0)) return too_large(field);
  const auto value = static_cast<int128>(digits->value);
  return static_cast<std::int64_t>(negative ? -value : value);
}

Result<uint128> parse_uint128(std::string_view text, std::string_view field) {
  const auto digits = take_digits(text);
  if (!digits || !text.empty()) {
    return fail(Errc::invalid_amount, std::string(field),
                "Write a whole number of at least 0 in decimal digits, without leading zeros.");
  }
  if (digits->overflows) return too_large(field);
  return digits->value;
}

std::string to_decimal(uint128 value) {
  std::array<char, 39> digits;  // 2^128 has 39 digits.
  auto at = digits.end();
  do {
    *--at = static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  return std::string(at, digits.end());
}

std::string to_decimal(int128 value) { return (value < 0 ? "-" : "") + to_decimal(magnitude(value)); }

std::string Share::to_string() const {
  return to_decimal(uint128{numerator}) + "/" + to_decimal(uint128{denominator});
}

Result<Share> Share::parse(std::string_view text, std::string_view field) {
  const auto refuse = [&](const char* why) { return fail(Errc::invalid_shares, std::string(field), why); };
  constexpr const char* kForms = "Write a share between 0 and 1 as \"1/3\", \"0.25\" or \"25%\".";
  const auto first = take_decimal(text);
  if (!first || first->overflows) return refuse(kForms);
  uint128 numerator = first->scaled, denominator = static_cast<uint128>(power_of_ten(first->places));
  if (text == "%") {
    denominator *= 100;
  } else if (first->places == 0 && text.starts_with('/')) {
    text.remove_prefix(1);
    const auto second = take_digits(text);
    if (!second || second->overflows || second->value == 0 || !text.empty()) return refuse(kForms);
    denominator = second->value;
  } else if (!text.empty()) {
    return refuse(kForms);
  }
  if (numerator > denominator) return refuse("A share is at most 1.");
  uint128 divisor = denominator;
  for (uint128 rest = numerator; rest != 0;) {
    const uint128 next = divisor % rest;
    divisor = rest;
    rest = next;
  }
  if (denominator / divisor > limits::kShareDenominatorMax) {
    return refuse("The denominator of a share in lowest terms is at most 1,000,000.");
  }
  return Share{static_cast<std::uint32_t>(numerator / divisor), static_cast<std::uint32_t>(denominator / divisor)};
}

}  // namespace colophon
