#include "colophon/sales/reported_ids.hpp"

#include <algorithm>
#include <array>

namespace colophon::sales {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// Capitals and digits alone; a leading word (`prefix`, a colon or spaces after it) is passed over.
std::string compact(std::string_view text, std::string_view prefix, std::string_view dropped) {
  std::string out;
  for (const char c : text) {
    if (dropped.contains(c)) continue;
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  if (!prefix.empty() && out.starts_with(prefix)) out.erase(0, prefix.size());
  return out;
}

}  // namespace

bool is_absent(std::string_view text) {
  constexpr std::array<std::string_view, 9> kWords{"", "-", "--", "0", "N/A", "NA", "NULL", "NONE", "UNKNOWN"};
  std::string upper(text);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return std::ranges::contains(kWords, upper);
}

std::optional<std::string> read_isrc(std::string_view text) {
  const auto isrc = compact(text, "ISRC", " -:.");
  if (isrc.size() != 12) return std::nullopt;
  for (std::size_t i = 0; i < isrc.size(); ++i) {
    const bool good = i < 2 ? is_upper(isrc[i]) : i < 5 ? is_upper(isrc[i]) || is_digit(isrc[i]) : is_digit(isrc[i]);
    if (!good) return std::nullopt;
  }
  return isrc;
}

std::optional<std::string> read_iswc(std::string_view text) {
  const auto iswc = compact(text, "ISWC", " -:.");
  if (iswc.size() != 11 || iswc[0] != 'T' || !std::ranges::all_of(std::string_view(iswc).substr(1), is_digit)) return std::nullopt;
  int sum = 1;
  for (int i = 1; i <= 9; ++i) sum += i * (iswc[static_cast<std::size_t>(i)] - '0');
  if ((10 - sum % 10) % 10 != iswc[10] - '0') return std::nullopt;
  return iswc;
}

std::optional<std::string> read_upc(std::string_view text) {
  auto upc = compact(text, "", " -");
  if ((upc.size() != 8 && (upc.size() < 11 || upc.size() > 14)) || !std::ranges::all_of(upc, is_digit)) return std::nullopt;
  int sum = 0;
  for (std::size_t i = 0; i < upc.size(); ++i) sum += (upc[upc.size() - 1 - i] - '0') * (i % 2 == 0 ? 1 : 3);
  if (sum % 10 != 0) return std::nullopt;
  if (upc.size() == 14 && upc[0] == '0') upc.erase(0, 1);
  if (upc.size() < 13) upc.insert(0, 13 - upc.size(), '0');
  if (std::ranges::all_of(upc, [](char c) { return c == '0'; })) return std::nullopt;
  return upc;
}

}  // namespace colophon::sales
