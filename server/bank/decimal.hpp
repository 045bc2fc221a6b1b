#pragma once
// Numbers as XML Schema writes them, exact.
#include <optional>
#include <string_view>

#include "bank/xml.hpp"
#include "colophon/base/money.hpp"

namespace colophon::bank {

inline constexpr int kDecimalPlaces = 5;   ///< ISO 20022's amounts have at most 5 places.

/// An xs:decimal of at most 18 digits and 5 places that count, times 10^5; nothing where it is none. "+1.50", "007" and ".5" are decimals.
std::optional<int128> parse_decimal(std::string_view text);
/// A decimal of parse_decimal as people write it, without zeros at its end.
std::string format_decimal(int128 value);

struct Amount { std::int64_t minor = 0; Currency currency; };
/// An element with an amount and Ccy, in minor units. Error: invalid_amount, unknown_currency, negative_amount; the field is empty.
Result<Amount> read_amount(XmlElement element);

}  // namespace colophon::bank
