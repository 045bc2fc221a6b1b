#pragma once
// Calendar days (UTC, proleptic Gregorian): what agreements, rates and usage are dated by.
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "colophon/base/id.hpp"

namespace colophon {

struct Date {
  std::int32_t days = 0;                  ///< Since 1970-01-01.
  friend auto operator<=>(const Date&, const Date&) = default;
  std::string to_string() const;          ///< "2026-10-31"
  /// "YYYY-MM-DD", a day that exists, from 1970-01-01 to 9999-12-31. Error: invalid_argument.
  static Result<Date> parse(std::string_view text, std::string_view field = "date");
  static Date of_unix_ms(std::uint64_t unix_ms) { return {static_cast<std::int32_t>(unix_ms / 86'400'000)}; }
  Period period() const { return Period::of_unix_ms(static_cast<std::uint64_t>(days) * 86'400'000); }
  std::uint64_t begin_unix_ms() const { return static_cast<std::uint64_t>(days) * 86'400'000; }
};

inline Date first_day(const Period& period) { return Date::of_unix_ms(period.begin_unix_ms()); }
inline Date day_after(const Period& period) { return Date::of_unix_ms(period.end_unix_ms()); }   ///< The first day that is not in it.
inline Date last_day(const Period& period) { return {day_after(period).days - 1}; }
/// `months` later (>= 0).
Period months_after(const Period& period, int months);

/// "YYYY-MM-DDThh:mm:ssZ" as milliseconds since 1970. Error: invalid_argument.
Result<std::uint64_t> parse_time_utc(std::string_view text, std::string_view field);
std::string format_time_utc(std::uint64_t unix_ms);

}  // namespace colophon
