#include "identifier/tidy.hpp"

namespace colophon::identifier {
namespace {

constexpr std::size_t kWrittenBytesMax = 100;  // The longest is an IBAN in groups with its label.

std::string hexadecimal(std::uint8_t byte) {
  constexpr char digits[] = "0123456789ABCDEF";
  return {digits[byte >> 4], digits[byte & 15]};
}

}  // namespace

Result<std::string> tidy(std::string_view text, std::string_view label, std::string_view field) {
  if (text.size() > kWrittenBytesMax) return refuse(field, "It is longer than any such identifier.");
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    // Only what is set apart is a label: BICICIAB is a bank of Abidjan.
    if ((c == ' ' || c == ':') && !label.empty() && out == label) {
      out.clear();
      continue;
    }
    if (c == ' ' || c == '-' || c == '.') continue;
    const char capital = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (!is_digit(capital) && !is_letter(capital)) {
      return refuse(field, "Its byte " + std::to_string(i + 1) + " (hexadecimal " + hexadecimal(static_cast<std::uint8_t>(c)) +
                               ") is neither a letter A to Z, nor a digit, nor a space, hyphen or dot.");
    }
    out += capital;
  }
  if (out.empty()) return fail(Errc::missing_field, std::string(field), "It is empty.");
  return out;
}

bool has_shape(std::string_view text, std::string_view shape) noexcept {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (shape[i] != 'a' && is_digit(text[i])) continue;
    if (shape[i] != 'n' && is_letter(text[i])) continue;
    return false;
  }
  return true;
}

std::string expected_check(std::string_view found, std::string_view expected) {
  return std::string("The check ") + (expected.size() == 1 ? "digit is " : "digits are ") + std::string(found) + " where " + std::string(expected) +
         " would be right: something in it was mistyped.";
}

}  // namespace colophon::identifier
