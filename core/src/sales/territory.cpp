#include "colophon/sales/territory.hpp"

namespace colophon::sales {
namespace {

// The codes that ISO 3166-1 has assigned (2024), three characters each.
constexpr std::string_view kCodes =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI "
    "CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ "
    "GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS "
    "LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG "
    "PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK "
    "TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

}  // namespace

std::optional<std::string_view> read_territory(std::string_view text) {
  if (text.size() > 3 && text.size() <= 6 && text[2] == '-') text = text.substr(0, 2);  // ISO 3166-2
  if (text.size() != 2) return std::nullopt;
  char code[2];
  for (std::size_t i = 0; i < 2; ++i) code[i] = text[i] >= 'a' && text[i] <= 'z' ? static_cast<char>(text[i] - 32) : text[i];
  if (code[0] == 'U' && code[1] == 'K') code[0] = 'G', code[1] = 'B';
  for (std::size_t at = 0; at < kCodes.size(); at += 3)
    if (kCodes[at] == code[0] && kCodes[at + 1] == code[1]) return kCodes.substr(at, 2);
  return std::nullopt;
}

}  // namespace colophon::sales
