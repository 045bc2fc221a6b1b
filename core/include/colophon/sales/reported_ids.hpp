#pragma once
// Identifiers as sales reports write them, brought to one spelling: ISRC (ISO 3901), ISWC (ISO 15707) and GTIN (UPC, EAN, ICPN). Private to sales
// until core has these for all of its rooms.
#include <optional>
#include <string>
#include <string_view>

namespace colophon::sales {

/// Nothing, or a word that reports write for it: "-", "N/A", "null", "none", "unknown", "0".
bool is_absent(std::string_view text);

/// "US-RC1-76-07839", "usrc17607839" -> "USRC17607839". Nothing where it is none.
std::optional<std::string> read_isrc(std::string_view text);

/// "T-034.524.680-1" -> "T0345246801"; the check digit is (10 - (1 + sum i*d_i) mod 10) mod 10. Nothing where it is none or the digit is wrong.
std::optional<std::string> read_iswc(std::string_view text);

/// 8, or 11 to 14 digits with a right GS1 check digit -> 13 digits (14 where the first is not 0). Eleven: a UPC whose leading 0 a
/// spreadsheet has dropped.
std::optional<std::string> read_upc(std::string_view text);

}  // namespace colophon::sales
