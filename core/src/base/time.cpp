#include "colophon/base/time.hpp"

#include <algorithm>

#include "colophon/base/id.hpp"

namespace colophon {
namespace {

constexpr std::string_view kPattern = "dddd-dd-ddTdd:dd:ddZ";
constexpr std::uint64_t kSecondsPerDay = 86'400;

std::string two_digits(std::uint64_t value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

}  // namespace

std::string format_utc(std::uint64_t unix_seconds) {
  unix_seconds = std::min(unix_seconds, kUnixSecondsMax);
  const Period month = Period::of_unix_ms(unix_seconds * 1000);
  const std::uint64_t in_month = unix_seconds - month.begin_unix_ms() / 1000;
  return month.to_string() + "-" + two_digits(in_month / kSecondsPerDay + 1) + "T" + two_digits(in_month / 3'600 % 24) + ":" +
         two_digits(in_month / 60 % 60) + ":" + two_digits(in_month % 60) + "Z";
}

Result<std::uint64_t> parse_utc(std::string_view text, std::string_view field) {
  const auto refuse = [&] { return fail(Errc::invalid_argument, std::string(field), "Write a time in UTC as 2026-10-01T00:00:00Z."); };
  if (text.size() != kPattern.size()) return refuse();
  for (std::size_t i = 0; i < kPattern.size(); ++i) {
    if (kPattern[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != kPattern[i]) return refuse();
  }
  const auto number = [&](std::size_t at) { return static_cast<std::uint64_t>((text[at] - '0') * 10 + (text[at + 1] - '0')); };
  const Result<Period> month = Period::parse(text.substr(0, 7), field);
  if (!month) return refuse();
  const std::uint64_t day = number(8), hour = number(11), minute = number(14), second = number(17);
  const std::uint64_t days = (month->end_unix_ms() - month->begin_unix_ms()) / 1000 / kSecondsPerDay;
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 60) return refuse();
  return month->begin_unix_ms() / 1000 + (day - 1) * kSecondsPerDay + hour * 3'600 + minute * 60 + std::min<std::uint64_t>(second, 59);
}

}  // namespace colophon
