#pragma once
// Identifiers as sales reports write them, brought to one spelling by colophon/identifier; what is none is nothing, not an error.
#include <optional>
#include <string>
#include <string_view>

namespace colophon::sales {

/// Nothing, or a word that reports write for it: "-", "N/A", "null", "none", "unknown", "0".
bool is_absent(std::string_view text);

/// "US-RC1-76-07839", "usrc17607839" -> "USRC17607839".
std::optional<std::string> read_isrc(std::string_view text);

/// "T-034.524.680-1" -> "T0345246801". Nothing also where the check digit is wrong.
std::optional<std::string> read_iswc(std::string_view text);

/// A UPC or EAN of 8, 12 or 13 digits, or 14 with a leading zero, and 11: a UPC whose zero a spreadsheet has dropped -> 13 digits. Nothing also
/// where the check digit is wrong.
std::optional<std::string> read_upc(std::string_view text);

}  // namespace colophon::sales
