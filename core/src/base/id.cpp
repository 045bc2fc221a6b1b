#include "colophon/base/id.hpp"

#include <algorithm>

#include "colophon/base/encoding.hpp"
#include "colophon/hash/sha256.hpp"

namespace colophon {
namespace {

constexpr std::int64_t kMsPerDay = 86'400'000;
constexpr std::uint64_t kUuidTimeMsMax = (std::uint64_t{1} << 48) - 1;

constexpr bool is_hyphen_at(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

void set_version(Id& id, std::uint8_t version) {
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0F) | version << 4);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3F) | 0x80);  // The variant of RFC 9562 section 4.1.
}

// Days from 1970-01-01 to the first of a month in the proleptic Gregorian calendar. Years are counted from March, so that
// the leap day is the last of its year.
constexpr std::int64_t days_to_month(int year, int month) {
  const std::int64_t march_year = month <= 2 ? year - 1 : year;
  const std::int64_t era = march_year / 400, year_of_era = march_year % 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}
static_assert(days_to_month(1970, 1) == 0);
static_assert(days_to_month(2000, 3) == 11'017);

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string Id::to_string() const {
  std::string text = to_hex(bytes);
  for (const std::size_t at : {8, 13, 18, 23}) text.insert(at, 1, '-');
  return text;
}

Result<Id> Id::parse(std::string_view text, std::string_view field) {
  const auto refuse = [&] {
    return fail(Errc::invalid_id, std::string(field), "Write a UUID as 36 characters: lower-case hexadecimal digits and hyphens.");
  };
  if (text.size() != 36) return refuse();
  std::string digits;
  digits.reserve(32);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_hyphen_at(i)) digits += text[i];
    else if (text[i] != '-') return refuse();
  }
  const Result<Bytes> bytes = from_hex(digits, field);
  if (!bytes) return refuse();
  Id id;
  std::copy(bytes->begin(), bytes->end(), id.bytes.begin());
  return id;
}

Id uuid_v7(std::uint64_t unix_ms, std::span<const std::uint8_t, 10> random) {
  Id id;
  const std::uint64_t time = unix_ms & kUuidTimeMsMax;
  for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(time >> (40 - 8 * i));
  std::copy(random.begin(), random.end(), id.bytes.begin() + 6);
  set_version(id, 7);
  return id;
}

Id uuid_from_name(std::string_view domain, std::string_view name) {
  const Hash hash = Sha256().update(domain).update_u8(0).update(name).finish();
  Id id;
  std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
  set_version(id, 8);
  return id;
}

Result<std::uint64_t> uuid_v7_time_ms(const Id& id) {
  if (id.bytes[6] >> 4 != 7 || id.bytes[8] >> 6 != 2) {
    return fail(Errc::invalid_id, "id", "This id must be a UUIDv7: its month comes from the time inside it.");
  }
  std::uint64_t time = 0;
  for (std::size_t i = 0; i < 6; ++i) time = time << 8 | id.bytes[i];
  return time;
}

std::string Period::to_string() const {
  std::string text(7, '-');
  for (int i = 3, rest = year; i >= 0; --i, rest /= 10) text[static_cast<std::size_t>(i)] = static_cast<char>('0' + rest % 10);
  text[5] = static_cast<char>('0' + month / 10);
  text[6] = static_cast<char>('0' + month % 10);
  return text;
}

Result<Period> Period::parse(std::string_view text, std::string_view field) {
  const auto refuse = [&] {
    return fail(Errc::invalid_argument, std::string(field), "Write a period as YYYY-MM, from 1970-01 to 9999-12.");
  };
  if (text.size() != 7 || text[4] != '-') return refuse();
  for (const std::size_t i : {0, 1, 2, 3, 5, 6}) {
    if (!is_digit(text[i])) return refuse();
  }
  const auto number = [&](std::size_t from, std::size_t to) {
    int value = 0;
    for (std::size_t i = from; i < to; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  const Period period{number(0, 4), number(5, 7)};
  if (period.year < 1970 || period.month < 1 || period.month > 12) return refuse();
  return period;
}

Period Period::of_unix_ms(std::uint64_t unix_ms) {
  const auto days = static_cast<std::int64_t>(unix_ms / kMsPerDay);
  // A first guess from the mean length of a year is at most one month off; the loops correct it.
  Period period{1970 + static_cast<int>(days * 400 / 146'097), 1};
  while (days_to_month(period.year, 1) > days) --period.year;
  while (days_to_month(period.year + 1, 1) <= days) ++period.year;
  while (period.month < 12 && days_to_month(period.year, period.month + 1) <= days) ++period.month;
  return period;
}

std::uint64_t Period::begin_unix_ms() const { return static_cast<std::uint64_t>(days_to_month(year, month) * kMsPerDay); }

std::uint64_t Period::end_unix_ms() const {
  return (month == 12 ? Period{year + 1, 1} : Period{year, month + 1}).begin_unix_ms();
}

}  // namespace colophon
