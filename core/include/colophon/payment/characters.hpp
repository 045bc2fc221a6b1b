#pragma once
// The characters that a payment may carry. Every bank of SEPA takes 75 of them: a to z, A to Z, 0 to 9, space and / - ? : ( ) . , ' +
// (EPC132-08, chapter 1.4). Letters with diacritics, Greek and Cyrillic have conversions that banks recommend (EPC217-08) and use when they
// compare a payee's name; Chinese, Arabic and others have none, and the payee has to say how its bank writes its name.
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::payment {

/// True where every character is one of the 75.
bool is_sepa_text(std::string_view text) noexcept;

/// The text in those characters: diacritics are dropped ("é" e, "ß" s, "Ø" O), Greek and Cyrillic letters are written in Latin ("θ" th, "щ" sht),
/// full-width forms become plain ones, punctuation becomes the nearest that is allowed ("&" +, "_" -, "@" .), runs of white space one space.
/// Errors: invalid_encoding (not UTF-8), invalid_argument for a character without a conversion, naming its place and code point.
Result<std::string> to_sepa_text(std::string_view text, std::string_view field);

}  // namespace colophon::payment
