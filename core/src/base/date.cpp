#include "colophon/base/date.hpp"

namespace colophon {
namespace {

void put(std::string& text, int value, std::size_t width) {
  const std::size_t begin = text.size();
  text.append(width, '0');
  for (std::size_t i = begin + width; i > begin; value /= 10) text[--i] = static_cast<char>('0' + value % 10);
}

/// The digits of text[from, from + count) as a number, or -1.
int number(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::string Date::to_string() const {
  const Period month = period();
  std::string text = month.to_string() + "-";
  put(text, days - first_day(month).days + 1, 2);
  return text;
}

Result<Date> Date::parse(std::string_view text, std::string_view field) {
  const auto month = Period::parse(text.substr(0, 7));
  const int day = number(text, 8, 2);
  if (month && text.size() == 10 && text[7] == '-' && day >= 1) {
    const Date date{first_day(*month).days + day - 1};
    if (date < day_after(*month)) return date;
  }
  return fail(Errc::invalid_argument, std::string(field), "Write a day that exists as YYYY-MM-DD, from 1970-01-01 to 9999-12-31.");
}

Period months_after(const Period& period, int months) {
  const int count = period.year * 12 + period.month - 1 + months;
  return {count / 12, count % 12 + 1};
}

Result<std::uint64_t> parse_time_utc(std::string_view text, std::string_view field) {
  const auto day = Date::parse(text.substr(0, 10));
  const int hour = number(text, 11, 2), minute = number(text, 14, 2), second = number(text, 17, 2);
  const bool form = text.size() == 20 && text[10] == 'T' && text[13] == ':' && text[16] == ':' && text[19] == 'Z';
  if (!day || !form || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return fail(Errc::invalid_argument, std::string(field), "Write a time in UTC as YYYY-MM-DDThh:mm:ssZ.");
  }
  return day->begin_unix_ms() + static_cast<std::uint64_t>(hour * 3600 + minute * 60 + second) * 1000;
}

std::string format_time_utc(std::uint64_t unix_ms) {
  std::string text = Date::of_unix_ms(unix_ms).to_string() + "T";
  const int seconds = static_cast<int>(unix_ms % 86'400'000 / 1000);
  put(text, seconds / 3600, 2);
  text += ':';
  put(text, seconds / 60 % 60, 2);
  text += ':';
  put(text, seconds % 60, 2);
  return text += 'Z';
}

}  // namespace colophon
