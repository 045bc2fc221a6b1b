#pragma once
// The identifiers of recordings, works, releases and the people behind them, as they arrive in sales reports: each function takes what
// people write (spaces, hyphens, dots, small letters, a leading "ISRC" or the like) and gives the one normal form by which two are the same.
// Errors: invalid_argument, naming what is wrong and, for a check digit, which one was expected. `field` names the input.
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::identifier {

/// Recording (ISO 3901): prefix of two letters, three letters or digits, two digits of year, five of number: "GBAYE6800023". It has no check digit.
Result<std::string> isrc(std::string_view text, std::string_view field = "isrc");
/// Musical work (ISO 15707): "T0345246801". Check digit: (10 - (1 + sum of i d_i) mod 10) mod 10 over the nine digits.
Result<std::string> iswc(std::string_view text, std::string_view field = "iswc");
/// IPI name number of an author, composer or publisher (CISAC): 11 digits, "00017798450"; leading zeros may be missing in the input.
/// Check digits: (101 - sum mod 101) mod 100 over the first nine, weights 10 to 2; 00 is taken too where the sum is a multiple of 101.
Result<std::string> ipi_name_number(std::string_view text, std::string_view field = "ipi");
/// Public identity (ISO 27729): 16 characters, the last a check character of ISO 7064 MOD 11-2: "000000012281955X". An ORCID has the same form.
Result<std::string> isni(std::string_view text, std::string_view field = "isni");
/// Release: a UPC of 12 digits or an EAN of 13 (GS1 General Specifications 7.9), in the form of 13: "0036000291452". A GTIN of 14 is taken
/// where it is one of those with a leading zero.
Result<std::string> upc_or_ean(std::string_view text, std::string_view field = "upc");

}  // namespace colophon::identifier
