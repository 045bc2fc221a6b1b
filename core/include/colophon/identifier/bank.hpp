#pragma once
// The identifiers of accounts, banks, companies and countries. Each function takes what people write (spaces, hyphens, small letters) and
// gives the normal form. Errors: invalid_argument, with what is wrong and which check digits were expected; never the identifier itself,
// since an account number is personal.
#include <cstdint>
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::identifier {

/// Account (ISO 13616): country, two check digits (ISO 7064 MOD 97-10), then the national number, whose length and kinds of characters
/// are checked by the table of SWIFT's IBAN registry (89 countries): "DE89370400440532013000".
Result<std::string> iban(std::string_view text, std::string_view field = "iban");
/// Bank (ISO 9362): 8 characters, or 11 with the branch, as written; "XXX", the head office, is dropped: "COBADEFF".
Result<std::string> bic(std::string_view text, std::string_view field = "bic");
/// Legal entity (ISO 17442): 18 letters or digits and two check digits (ISO 7064 MOD 97-10): "5493001KJTIIGC8Y1R12".
Result<std::string> lei(std::string_view text, std::string_view field = "lei");
/// Country (ISO 3166-1 alpha-2, the 249 that are officially assigned): "DE".
Result<std::string> country(std::string_view text, std::string_view field = "country");

/// Whether payments in euro to accounts of this country (of a normal IBAN: its first two letters) go by SEPA credit transfer: the
/// geographical scope of the EPC's schemes as of 2025 (EPC409-09). Territories bank with the IBAN of their country.
bool in_sepa(std::string_view country) noexcept;

/// The remainder modulo 97 of a text of digits and capital letters (A = 10 … Z = 35), read as one number: 1 where its check digits are right.
std::uint32_t mod_97(std::string_view text) noexcept;

}  // namespace colophon::identifier
