#pragma once
// Calendar dates as sales reports write them: days of the proleptic Gregorian calendar, without a time or a zone.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"
#include "colophon/base/id.hpp"

namespace colophon::sales {

struct Date {
  int year = 0;                       ///< 1970 to 2999; 0: no date.
  int month = 1;                      ///< 1 to 12
  int day = 1;                        ///< 1 to days_in_month()
  friend auto operator<=>(const Date&, const Date&) = default;
  bool is_set() const { return year != 0; }
  std::string to_string() const;      ///< "2026-10-31"
  Period period() const { return {year, month}; }
  std::uint64_t noon_unix_ms() const; ///< 12:00 UTC of that day, in milliseconds since 1970.
  /// Only "2026-10-31". Error: invalid_argument.
  static Result<Date> parse(std::string_view text, std::string_view field = "date");
  static Date of_unix_ms(std::uint64_t unix_ms);
};

int days_in_month(int year, int month);

/// How a report writes its dates: runs of these letters stand for numbers, everything else for itself.
///   YYYY year   YY year of 2000 to 2099   MM, M month   MMM "Oct"   MMMM "October"   DD, D day   Q quarter   * whatever follows (at the end)
/// A date without a day is the last day of its month, quarter or year: by then the money that is reported for it has been earned.
class DateFormat {
 public:
  /// Error: invalid_argument (no year, a part twice, a day without a month, "*" before the end, another run of these letters).
  static Result<DateFormat> parse(std::string_view pattern, std::string_view field);
  /// Nothing where the text is not of the form, or names a day that there is not.
  std::optional<Date> read(std::string_view text) const;
  const std::string& pattern() const { return pattern_; }

 private:
  enum class Part : std::uint8_t { literal, year4, year2, month2, month1, month_short, month_long, day2, day1, quarter, rest };
  struct Token { Part part; char literal; };
  std::string pattern_;
  std::vector<Token> tokens_;
};

}  // namespace colophon::sales
