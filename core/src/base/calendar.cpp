#include "colophon/base/calendar.hpp"

namespace colophon {
namespace {

/// The number that these characters write in decimal digits, or -1.
int number(std::string_view text) noexcept {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return text.empty() ? -1 : value;
}

bool is_leap(int year) noexcept { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_of_month(int year, int month) noexcept {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

void append(std::string& out, std::uint64_t value, int width) {
  std::string digits(static_cast<std::size_t>(width), '0');
  for (auto at = digits.rbegin(); at != digits.rend(); ++at, value /= 10) *at = static_cast<char>('0' + value % 10);
  out += digits;
}

/// "14:35:51", with 24:00:00 for the end of a day.
bool is_time(std::string_view text) noexcept {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return false;
  const int hour = number(text.substr(0, 2)), minute = number(text.substr(3, 2)), second = number(text.substr(6, 2));
  if (hour == 24) return minute == 0 && second == 0;
  return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
}

bool is_offset(std::string_view text) noexcept {
  if (text.empty() || text == "Z") return true;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
  const int hours = number(text.substr(1, 2)), minutes = number(text.substr(4, 2));
  return (hours >= 0 && hours < 14 && minutes >= 0 && minutes < 60) || (hours == 14 && minutes == 0);
}

}  // namespace

bool is_date(std::string_view text) noexcept {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const int year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
  return year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= days_of_month(year, month);
}

std::string utc_date_time(std::uint64_t unix_ms) {
  std::uint64_t seconds = unix_ms / 1000, days = seconds / 86'400;
  seconds %= 86'400;
  int year = 1970, month = 1;
  // In steps of 400 years, which all have the same length, so that a distant moment takes no longer.
  constexpr std::uint64_t kDaysOf400Years = 146'097;
  year += static_cast<int>(days / kDaysOf400Years) * 400;
  days %= kDaysOf400Years;
  for (; days >= (is_leap(year) ? 366u : 365u); ++year) days -= is_leap(year) ? 366 : 365;
  for (; days >= static_cast<std::uint64_t>(days_of_month(year, month)); ++month) days -= static_cast<std::uint64_t>(days_of_month(year, month));
  std::string out;
  append(out, static_cast<std::uint64_t>(year), 4);
  append(out += '-', static_cast<std::uint64_t>(month), 2);
  append(out += '-', days + 1, 2);
  append(out += 'T', seconds / 3600, 2);
  append(out += ':', seconds / 60 % 60, 2);
  append(out += ':', seconds % 60, 2);
  return out += 'Z';
}

std::string_view date_of_date_time(std::string_view text) noexcept {
  if (text.size() < 19 || text[10] != 'T' || !is_date(text.substr(0, 10)) || !is_time(text.substr(11, 8))) return {};
  std::string_view rest = text.substr(19);
  if (rest.starts_with('.')) {
    std::size_t digits = 1;
    while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') ++digits;
    if (digits == 1) return {};
    rest.remove_prefix(digits);
  }
  return is_offset(rest) ? text.substr(0, 10) : std::string_view();
}

}  // namespace colophon
