#include "cli/output.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>


namespace colophon::cli {
namespace {

/// Columns that a terminal gives to a text: Han, kana, Hangul and full-width forms take two.
std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t point = bytes == 1 ? first : first & (0x7F >> bytes);
    for (std::size_t k = 1; k < bytes && i + k < text.size(); ++k) point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3F);
    columns += (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) || (point >= 0xAC00 && point <= 0xD7A3) ||
                       (point >= 0xF900 && point <= 0xFAFF) || (point >= 0xFF00 && point <= 0xFF60) || point >= 0x20000 ? 2 : 1;
    i += bytes;
  }
  return columns;
}

bool stderr_is_terminal() { return isatty(STDERR_FILENO) == 1; }

std::string with_thousands(std::string digits) {
  const auto point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (auto i = point; i > first + 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

}  // namespace

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
}

void print_json(const Json& value) { print(canonical_json(value)); }

void print_error(const Error& error, bool json) {
  end_progress();
  const std::string where = error.field.empty() ? "" : error.field + ": ";
  std::fprintf(stderr, "colophon: %s%s (%s)\n", where.c_str(), error.detail.c_str(), std::string(errc_name(error.code)).c_str());
  if (json) print_json(JsonObject{{"code", errc_name(error.code)}, {"detail", error.detail}, {"field", error.field}});
}

void print_table(const std::vector<std::vector<std::string>>& rows, const std::vector<std::size_t>& right) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c == widths.size()) widths.push_back(0);
      widths[c] = std::max(widths[c], columns_of(row[c]));
    }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string space(widths[c] - columns_of(row[c]), ' ');
      line += std::ranges::contains(right, c) ? space + row[c] : row[c] + space;
      line += "  ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    print(line);
  }
}

jobs::Progress progress(std::string_view what) {
  using Clock = std::chrono::steady_clock;
  // A terminal can be written over often; a log gets a line every few seconds.
  const bool terminal = stderr_is_terminal();
  const auto every = terminal ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5'000);
  auto next = std::make_shared<Clock::time_point>(terminal ? Clock::now() : Clock::now() + every);
  return [what = std::string(what), terminal, every, next](std::int64_t done, std::int64_t total, std::string_view message) -> Result<void> {
    const auto now = Clock::now();
    if (now < *next) return {};
    *next = now + every;
    std::fprintf(stderr, terminal ? "\r\x1b[K%s: %lld of %lld, %.*s" : "%s: %lld of %lld, %.*s\n", what.c_str(), static_cast<long long>(done),
                 static_cast<long long>(total), static_cast<int>(message.size()), message.data());
    return {};
  };
}

void end_progress() {
  if (stderr_is_terminal()) std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
}

Result<void> write_file(const std::filesystem::path& path, std::string_view text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!out.flush()) return fail(Errc::unavailable, path.string(), "cannot write '" + path.string() + "'");
  return {};
}

std::string money_minor(std::int64_t minor, std::string_view currency) {
  const auto known = Currency::parse(currency);
  return known ? with_thousands(format_minor(minor, *known)) + " " + std::string(currency) : std::to_string(minor);
}

std::string money_micros(Micros micros, std::string_view currency) {
  const auto known = Currency::parse(currency);
  return known ? with_thousands(format_micros(micros, *known)) + " " + std::string(currency) : std::to_string(micros);
}

std::string percent(double fraction) {
  char text[32];
  std::snprintf(text, sizeof text, "%+.1f%%", fraction * 100);
  return text;
}

std::string fixed(double value, int places) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  return text;
}

}  // namespace colophon::cli
