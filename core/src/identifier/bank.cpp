#include "colophon/identifier/bank.hpp"

#include <algorithm>
#include <array>

#include "identifier/tidy.hpp"

namespace colophon::identifier {
namespace {

// ISO 3166-1 alpha-2, officially assigned.
constexpr std::string_view kCountries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM "
    "CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY "
    "HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF "
    "MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE "
    "RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ "
    "VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

// EPC409-09: the European Economic Area, and the countries that joined the schemes one by one.
constexpr std::string_view kSepa =
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA";

// SWIFT's IBAN registry: the national account number of each country as runs of digits (n), capital letters (a), or both (c).
struct National { std::string_view country, runs; };
constexpr std::array kNational = std::to_array<National>({
    {"AD", "8n12c"}, {"AE", "19n"}, {"AL", "8n16c"}, {"AT", "16n"}, {"AZ", "4a20c"}, {"BA", "16n"}, {"BE", "12n"}, {"BG", "4a6n8c"},
    {"BH", "4a14c"}, {"BI", "23n"}, {"BR", "23n1a1c"}, {"BY", "4c4n16c"}, {"CH", "5n12c"}, {"CR", "18n"}, {"CY", "8n16c"}, {"CZ", "20n"},
    {"DE", "18n"}, {"DJ", "23n"}, {"DK", "14n"}, {"DO", "4c20n"}, {"EE", "16n"}, {"EG", "25n"}, {"ES", "20n"}, {"FI", "14n"},
    {"FK", "2a12n"}, {"FO", "14n"}, {"FR", "10n11c2n"}, {"GB", "4a14n"}, {"GE", "2a16n"}, {"GI", "4a15c"}, {"GL", "14n"}, {"GR", "7n16c"},
    {"GT", "24c"}, {"HN", "4a20n"}, {"HR", "17n"}, {"HU", "24n"}, {"IE", "4a14n"}, {"IL", "19n"}, {"IQ", "4a15n"}, {"IS", "22n"},
    {"IT", "1a10n12c"}, {"JO", "4a4n18c"}, {"KW", "4a22c"}, {"KZ", "3n13c"}, {"LB", "4n20c"}, {"LC", "4a24c"}, {"LI", "5n12c"}, {"LT", "16n"},
    {"LU", "3n13c"}, {"LV", "4a13c"}, {"LY", "21n"}, {"MC", "10n11c2n"}, {"MD", "20c"}, {"ME", "18n"}, {"MK", "3n10c2n"}, {"MN", "16n"},
    {"MR", "23n"}, {"MT", "4a5n18c"}, {"MU", "4a19n3a"}, {"NI", "4a20n"}, {"NL", "4a10n"}, {"NO", "11n"}, {"OM", "3n16c"}, {"PK", "4a16c"},
    {"PL", "24n"}, {"PS", "4a21c"}, {"PT", "21n"}, {"QA", "4a21c"}, {"RO", "4a16c"}, {"RS", "18n"}, {"RU", "14n15c"}, {"SA", "2n18c"},
    {"SC", "4a20n3a"}, {"SD", "14n"}, {"SE", "20n"}, {"SI", "15n"}, {"SK", "20n"}, {"SM", "1a10n12c"}, {"SO", "19n"}, {"ST", "21n"},
    {"SV", "4a20n"}, {"TL", "19n"}, {"TN", "20n"}, {"TR", "6n16c"}, {"UA", "6n19c"}, {"VA", "18n"}, {"VG", "4a16n"}, {"XK", "16n"},
    {"YE", "4a4n18c"}});
static_assert(kNational.size() == 89);
static_assert(std::ranges::is_sorted(kNational, {}, &National::country));

bool lists(std::string_view codes, std::string_view code) noexcept {
  for (std::size_t i = 0; i < codes.size(); i += 3) {
    if (codes.substr(i, 2) == code) return true;
  }
  return false;
}

// "4a14n" as a shape of 18 characters.
std::string shape_of(std::string_view runs) {
  std::string shape;
  std::size_t count = 0;
  for (const char c : runs) {
    if (is_digit(c)) {
      count = count * 10 + static_cast<std::size_t>(c - '0');
    } else {
      shape.append(count, c);
      count = 0;
    }
  }
  return shape;
}

std::string in_words(char kind) { return kind == 'n' ? "a digit" : kind == 'a' ? "a letter" : "a letter or digit"; }

/// The two digits that make the whole of (body || digits) 1 modulo 97.
std::string check_digits(const std::string& body) {
  const auto check = 98 - mod_97(body + "00");
  return {static_cast<char>('0' + check / 10), static_cast<char>('0' + check % 10)};
}

}  // namespace

std::uint32_t mod_97(std::string_view text) noexcept {
  std::uint32_t rest = 0;
  for (const char c : text) {
    rest = is_digit(c) ? rest * 10 + static_cast<std::uint32_t>(c - '0') : rest * 100 + static_cast<std::uint32_t>(c - 'A' + 10);
    rest %= 97;
  }
  return rest;
}

bool in_sepa(std::string_view country) noexcept { return country.size() == 2 && lists(kSepa, country); }

Result<std::string> iban(std::string_view text, std::string_view field) {
  auto code = tidy(text, "IBAN", field);
  if (!code) return code;
  const auto national = std::ranges::find(kNational, std::string_view(*code).substr(0, 2), &National::country);
  if (national == kNational.end()) {
    return refuse(field, "It does not begin with the two letters of a country that has IBANs; where the bank's country has none, this payee cannot be paid by IBAN.");
  }
  const std::string shape = shape_of(national->runs);
  if (code->size() != shape.size() + 4) {
    return refuse(field, "An IBAN of " + std::string(national->country) + " has " + std::to_string(shape.size() + 4) + " characters, this has " + std::to_string(code->size()) + ".");
  }
  const std::string found = code->substr(2, 2), body = code->substr(4);
  if (!has_shape(found, "nn")) return refuse(field, "Its third and fourth characters are check digits, and these are not digits.");
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (has_shape(body.substr(i, 1), shape.substr(i, 1))) continue;
    return refuse(field, "Character " + std::to_string(i + 5) + " of an IBAN of " + std::string(national->country) + " is " + in_words(shape[i]) + ".");
  }
  // ISO 7064 leaves 02 to 98: 00, 01 and 99 would give the right remainder too.
  const std::string expected = check_digits(body + code->substr(0, 2));
  if (found != expected) return refuse(field, expected_check(found, expected));
  return code;
}

Result<std::string> bic(std::string_view text, std::string_view field) {
  auto code = tidy(text, "BIC", field);
  if (!code) return code;
  if (code->size() != 8 && code->size() != 11) return refuse(field, "A BIC has 8 or 11 characters, this has " + std::to_string(code->size()) + ".");
  if (!has_shape(*code, std::string_view("ccccaaccccc").substr(0, code->size()))) {
    return refuse(field, "A BIC is four letters or digits, the two letters of a country, and then letters or digits, as in COBADEFF.");
  }
  if (const auto of = code->substr(4, 2); !lists(kCountries, of) && of != "XK") {
    return refuse(field, "Its fifth and sixth letters, " + of + ", are no country.");
  }
  if (code->ends_with("XXX") && code->size() == 11) code->resize(8);
  return code;
}

Result<std::string> lei(std::string_view text, std::string_view field) {
  auto code = tidy(text, "LEI", field);
  if (!code) return code;
  if (code->size() != 20) return refuse(field, "An LEI has 20 characters, this has " + std::to_string(code->size()) + ".");
  if (!has_shape(*code, "ccccccccccccccccccnn")) return refuse(field, "The last two characters of an LEI are check digits, and these are not digits.");
  const std::string found = code->substr(18), expected = check_digits(code->substr(0, 18));
  if (found != expected) return refuse(field, expected_check(found, expected));
  return code;
}

Result<std::string> country(std::string_view text, std::string_view field) {
  auto code = tidy(text, "", field);
  if (!code) return code;
  if (code->size() != 2 || !lists(kCountries, *code)) {
    return refuse(field, *code == "UK" ? "The United Kingdom's code is GB." : "Write the two letters of ISO 3166-1 for a country, as in DE.");
  }
  return code;
}

}  // namespace colophon::identifier
