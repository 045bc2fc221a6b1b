#include "colophon/sales/date.hpp"

#include <array>

namespace colophon::sales {
namespace {

constexpr int kYearMin = 1970, kYearMax = 2999;
constexpr std::array<std::string_view, 12> kMonths{"january", "february", "march",     "april",   "may",      "june",
                                                   "july",    "august",   "september", "october", "november", "december"};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

/// Days since 1970-01-01. The algorithm counts years from March, so that the leap day is the last of its year.
std::int64_t day_number(const Date& date) {
  const int year = date.year - (date.month <= 2 ? 1 : 0);
  const int month = (date.month + 9) % 12;
  const std::int64_t y = year;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * month + 2) / 5 + date.day - 1 - 719'468;
}

/// `digits_max` digits at the most, `digits_min` at the least.
std::optional<int> take_number(std::string_view& text, std::size_t digits_min, std::size_t digits_max) {
  int value = 0;
  std::size_t count = 0;
  for (; count < digits_max && count < text.size() && text[count] >= '0' && text[count] <= '9'; ++count) value = value * 10 + (text[count] - '0');
  if (count < digits_min) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

std::optional<int> take_month_name(std::string_view& text, bool whole) {
  for (std::size_t m = 0; m < kMonths.size(); ++m) {
    const auto name = kMonths[m].substr(0, whole ? kMonths[m].size() : 3);
    if (text.size() < name.size()) continue;
    bool same = true;
    for (std::size_t i = 0; i < name.size(); ++i) same &= (text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i]) == name[i];
    if (!same) continue;
    text.remove_prefix(name.size());
    return static_cast<int>(m) + 1;
  }
  return std::nullopt;
}

bool exists(const Date& date) {
  return date.year >= kYearMin && date.year <= kYearMax && date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

std::string two_digits(int value) { return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)}; }

}  // namespace

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::string Date::to_string() const { return std::to_string(year) + "-" + two_digits(month) + "-" + two_digits(day); }

std::uint64_t Date::noon_unix_ms() const { return (static_cast<std::uint64_t>(day_number(*this)) * 24 + 12) * 3'600'000; }

Result<Date> Date::parse(std::string_view text, std::string_view field) {
  std::string_view rest = text;
  Date date;
  const auto year = take_number(rest, 4, 4);
  const bool first = rest.starts_with('-');
  if (first) rest.remove_prefix(1);
  const auto month = take_number(rest, 2, 2);
  const bool second = rest.starts_with('-');
  if (second) rest.remove_prefix(1);
  const auto day = take_number(rest, 2, 2);
  if (year && month && day && first && second && rest.empty()) {
    date = {*year, *month, *day};
    if (exists(date)) return date;
  }
  return fail(Errc::invalid_argument, std::string(field), "Write a day of the calendar as \"2026-10-31\".");
}

Date Date::of_unix_ms(std::uint64_t unix_ms) {
  const Period period = Period::of_unix_ms(unix_ms);
  const auto days = (unix_ms - period.begin_unix_ms()) / 86'400'000;
  return {period.year, period.month, static_cast<int>(days) + 1};
}

Result<DateFormat> DateFormat::parse(std::string_view pattern, std::string_view field) {
  const auto refuse = [&](const char* why) { return fail(Errc::invalid_argument, std::string(field), why); };
  DateFormat format;
  format.pattern_ = pattern;
  bool year = false, month = false, day = false, quarter = false;
  while (!pattern.empty()) {
    const char letter = pattern[0];
    std::size_t run = 1;
    while (run < pattern.size() && pattern[run] == letter) ++run;
    const auto take = [&](Part part, bool& there) {
      const bool twice = there;
      there = true;
      format.tokens_.push_back({part, letter});
      pattern.remove_prefix(run);
      return !twice;
    };
    bool once = true;
    if (letter == 'Y' && (run == 4 || run == 2)) once = take(run == 4 ? Part::year4 : Part::year2, year);
    else if (letter == 'M' && run <= 4) once = take(run == 4 ? Part::month_long : run == 3 ? Part::month_short : run == 2 ? Part::month2 : Part::month1, month);
    else if (letter == 'D' && run <= 2) once = take(run == 2 ? Part::day2 : Part::day1, day);
    else if (letter == 'Q' && run == 1) once = take(Part::quarter, quarter);
    else if (letter == 'Y' || letter == 'M' || letter == 'D' || letter == 'Q') return refuse("The letters of a date's form are YYYY, YY, MMMM, MMM, MM, M, DD, D and Q.");
    else if (letter == '*') {
      if (pattern.size() != 1) return refuse("A star stands for whatever follows the date: it may only be the last character.");
      format.tokens_.push_back({Part::rest, letter});
      pattern = {};
    } else {
      format.tokens_.push_back({Part::literal, letter});
      pattern.remove_prefix(1);
    }
    if (!once) return refuse("A date's form has each of year, month, day and quarter once.");
  }
  if (!year) return refuse("A date's form needs the year: YYYY or YY.");
  if (day && !month) return refuse("A date's form with a day needs the month too.");
  if (quarter && month) return refuse("A date's form has either a month or a quarter.");
  return format;
}

std::optional<Date> DateFormat::read(std::string_view text) const {
  Date date;
  date.month = 0;
  date.day = 0;
  for (const Token& token : tokens_) {
    std::optional<int> value;
    switch (token.part) {
      case Part::literal:
        if (!text.starts_with(token.literal)) return std::nullopt;
        text.remove_prefix(1);
        continue;
      case Part::rest: text = {}; continue;
      case Part::year4: value = take_number(text, 4, 4); break;
      case Part::year2: value = take_number(text, 2, 2); break;
      case Part::month2: case Part::day2: value = take_number(text, 2, 2); break;
      case Part::month1: case Part::day1: value = take_number(text, 1, 2); break;
      case Part::month_short: value = take_month_name(text, false); break;
      case Part::month_long: value = take_month_name(text, true); break;
      case Part::quarter: value = take_number(text, 1, 1); break;
    }
    if (!value) return std::nullopt;
    switch (token.part) {
      case Part::year4: date.year = *value; break;
      case Part::year2: date.year = 2000 + *value; break;
      case Part::day2: case Part::day1: if ((date.day = *value) == 0) return std::nullopt; break;
      case Part::quarter: if (*value < 1 || *value > 4) return std::nullopt; date.month = *value * 3; break;
      default: if ((date.month = *value) == 0) return std::nullopt; break;
    }
  }
  if (!text.empty() || date.year < kYearMin || date.month > 12) return std::nullopt;
  if (date.month == 0) date.month = 12;
  if (date.day == 0) date.day = days_in_month(date.year, date.month);
  return exists(date) ? std::optional(date) : std::nullopt;
}

}  // namespace colophon::sales
