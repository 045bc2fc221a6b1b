#include "colophon/sales/reported_ids.hpp"

#include <algorithm>
#include <array>

#include "colophon/identifier/industry.hpp"

namespace colophon::sales {
namespace {

std::optional<std::string> found(Result<std::string> code) { return code ? std::optional(std::move(*code)) : std::nullopt; }

}  // namespace

bool is_absent(std::string_view text) {
  constexpr std::array<std::string_view, 9> kWords{"", "-", "--", "0", "N/A", "NA", "NULL", "NONE", "UNKNOWN"};
  std::string upper(text);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return std::ranges::contains(kWords, upper);
}

std::optional<std::string> read_isrc(std::string_view text) { return found(identifier::isrc(text)); }

std::optional<std::string> read_iswc(std::string_view text) { return found(identifier::iswc(text)); }

std::optional<std::string> read_upc(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c != ' ' && c != '-') digits += c;
  // Leading zeros change no check digit: an EAN-8 and a UPC that lost its zero become longer codes of the same thing.
  if (digits.size() == 8 || digits.size() == 11) digits.insert(0, digits.size() == 8 ? 5 : 1, '0');
  auto upc = found(identifier::upc_or_ean(digits));
  if (upc && std::ranges::all_of(*upc, [](char c) { return c == '0'; })) return std::nullopt;
  return upc;
}

}  // namespace colophon::sales
