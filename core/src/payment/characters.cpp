#include "colophon/payment/characters.hpp"

#include <array>

#include "colophon/base/encoding.hpp"

namespace colophon::payment {
namespace {

constexpr std::string_view kAllowed = "/-?:().,'+ ";
constexpr char kNone = '#';  // Not one of the allowed, so it can mark what has no conversion.

bool is_allowed(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kAllowed.find(c) != kAllowed.npos;
}

// One character each, from the first code point on.
struct Block { char32_t first; std::string_view latin; };
constexpr std::array kBlocks = std::to_array<Block>({
    {0x20, " .'...+'().+,-./"},   // ! " # $ % & * have no place of their own
    {0x3A, ":,(.)?."},            // ; < = > @
    {0x5B, "(/).-'"},             // [ \ ] ^ _ `
    {0x7B, "(/)."},               // { | } ~
    {0xA1, "...../...a'...-..23'u.-,1o'...?"},
    {0xC0, "AAAAAAACEEEEIIIIDNOOOOO.OUUUUYTsaaaaaaaceeeeiiiidnooooo.ouuuuyty"},
    {0x100, "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs"},
    {0x180, "###############A################Oo#############Uu############################AaIiOoUuUuUuUuUu#AaAa####GgKkOoOo##j###Gg##NnAa####"},
    {0x200, "AaAaEeEeIiIiOoOoRrRrUuUuSsTt##Hh######AaEeOoOoOoOoYy"},
    {0x1E00, "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv"
             "WwWwWwWwWwXxXxYyZzZzZzhtwy####S#AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy"},
});

// Letters of more than one Latin one, small; capitals have the first as a capital. Greek by ELOT 743, Cyrillic as Bulgaria writes it.
struct Letter { char32_t small, capital; std::string_view latin; };
constexpr std::array kLetters = std::to_array<Letter>({
    {U'α', U'Α', "a"}, {U'β', U'Β', "v"}, {U'γ', U'Γ', "g"}, {U'δ', U'Δ', "d"}, {U'ε', U'Ε', "e"}, {U'ζ', U'Ζ', "z"}, {U'η', U'Η', "i"},
    {U'θ', U'Θ', "th"}, {U'ι', U'Ι', "i"}, {U'κ', U'Κ', "k"}, {U'λ', U'Λ', "l"}, {U'μ', U'Μ', "m"}, {U'ν', U'Ν', "n"}, {U'ξ', U'Ξ', "x"},
    {U'ο', U'Ο', "o"}, {U'π', U'Π', "p"}, {U'ρ', U'Ρ', "r"}, {U'σ', U'Σ', "s"}, {U'ς', U'Σ', "s"}, {U'τ', U'Τ', "t"}, {U'υ', U'Υ', "y"},
    {U'φ', U'Φ', "f"}, {U'χ', U'Χ', "ch"}, {U'ψ', U'Ψ', "ps"}, {U'ω', U'Ω', "o"}, {U'ά', U'Ά', "a"}, {U'έ', U'Έ', "e"}, {U'ή', U'Ή', "i"},
    {U'ί', U'Ί', "i"}, {U'ό', U'Ό', "o"}, {U'ύ', U'Ύ', "y"}, {U'ώ', U'Ώ', "o"}, {U'ϊ', U'Ϊ', "i"}, {U'ϋ', U'Ϋ', "y"}, {U'ΐ', U'ΐ', "i"}, {U'ΰ', U'ΰ', "y"},
    {U'а', U'А', "a"}, {U'б', U'Б', "b"}, {U'в', U'В', "v"}, {U'г', U'Г', "g"}, {U'д', U'Д', "d"}, {U'е', U'Е', "e"}, {U'ж', U'Ж', "zh"},
    {U'з', U'З', "z"}, {U'и', U'И', "i"}, {U'й', U'Й', "y"}, {U'к', U'К', "k"}, {U'л', U'Л', "l"}, {U'м', U'М', "m"}, {U'н', U'Н', "n"},
    {U'о', U'О', "o"}, {U'п', U'П', "p"}, {U'р', U'Р', "r"}, {U'с', U'С', "s"}, {U'т', U'Т', "t"}, {U'у', U'У', "u"}, {U'ф', U'Ф', "f"},
    {U'х', U'Х', "h"}, {U'ц', U'Ц', "ts"}, {U'ч', U'Ч', "ch"}, {U'ш', U'Ш', "sh"}, {U'щ', U'Щ', "sht"}, {U'ъ', U'Ъ', "a"}, {U'ь', U'Ь', "y"},
    {U'ю', U'Ю', "yu"}, {U'я', U'Я', "ya"}, {U'ѐ', U'Ѐ', "e"}, {U'ѝ', U'Ѝ', "i"}, {U'ы', U'Ы', "y"}, {U'э', U'Э', "e"}, {U'ё', U'Ё', "e"},
    {U'ђ', U'Ђ', "d"}, {U'ј', U'Ј', "j"}, {U'љ', U'Љ', "lj"}, {U'њ', U'Њ', "nj"}, {U'ћ', U'Ћ', "c"}, {U'џ', U'Џ', "dz"}, {U'ѓ', U'Ѓ', "gj"},
    {U'ѕ', U'Ѕ', "dz"}, {U'ќ', U'Ќ', "kj"}, {U'і', U'І', "i"}, {U'ї', U'Ї', "i"}, {U'є', U'Є', "e"}, {U'ґ', U'Ґ', "g"}, {U'ў', U'Ў', "u"}});

/// What stands for this character, empty where it is dropped; false where it has no conversion.
bool convert(char32_t c, std::string& out) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // Full-width forms.
  if (c < 0x80 && is_allowed(static_cast<char>(c))) return out += static_cast<char>(c), true;
  if (c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000) return out += ' ', true;
  if ((c >= 0x300 && c <= 0x36F) || c == 0xAD || c == 0x200B || c == 0x200C || c == 0x200D || c == 0xFEFF) return true;  // Marks and what has no width.
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30FB) return out += '-', true;
  if ((c >= 0x2018 && c <= 0x201F) || c == 0x2BC || c == 0x2032 || c == 0x2039 || c == 0x203A) return out += '\'', true;
  if (c == 0x2026) return out += "...", true;
  if (c == 0x20AC) return out += "EUR", true;
  if (c == 0x18F || c == 0x259) return out += c == 0x18F ? 'A' : 'a', true;  // Azerbaijan's schwa.
  for (const Block& block : kBlocks) {
    if (c < block.first || c - block.first >= block.latin.size()) continue;
    const char latin = block.latin[c - block.first];
    return latin == kNone ? false : (out += latin, true);
  }
  for (const Letter& letter : kLetters) {
    if (c != letter.small && c != letter.capital) continue;
    const std::size_t first = out.size();
    out += letter.latin;
    if (c != letter.small) out[first] = static_cast<char>(out[first] - 'a' + 'A');
    return true;
  }
  return false;
}

/// Takes one code point off well-formed UTF-8.
char32_t take(std::string_view& text) {
  const auto first = static_cast<std::uint8_t>(text[0]);
  const std::size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t c = bytes == 1 ? first : first & (0x7F >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) c = c << 6 | (static_cast<std::uint8_t>(text[i]) & 0x3F);
  text.remove_prefix(bytes);
  return c;
}

std::string code_point(char32_t c) {
  const std::array<std::uint8_t, 3> bytes = {static_cast<std::uint8_t>(c >> 16), static_cast<std::uint8_t>(c >> 8), static_cast<std::uint8_t>(c)};
  std::string hex = to_hex(bytes);
  hex.erase(0, c > 0xFFFFF ? 0 : c > 0xFFFF ? 1 : 2);
  for (char& digit : hex) digit = digit >= 'a' ? static_cast<char>(digit - 'a' + 'A') : digit;
  return "U+" + hex;
}

}  // namespace

bool is_sepa_text(std::string_view text) noexcept {
  for (const char c : text) {
    if (!is_allowed(c)) return false;
  }
  return true;
}

Result<std::string> to_sepa_text(std::string_view text, std::string_view field) {
  if (!is_utf8(text)) return fail(Errc::invalid_encoding, std::string(field), "The text is not UTF-8.");
  std::string converted;
  for (std::size_t place = 1; !text.empty(); ++place) {
    const char32_t c = take(text);
    if (convert(c, converted)) continue;
    return fail(Errc::invalid_argument, std::string(field),
                "Character " + std::to_string(place) + " (" + code_point(c) +
                    ") has no Latin form that banks agree on. Ask the payee how its bank writes this in Latin letters, and enter that.");
  }
  std::string out;
  for (const char c : converted) {
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace colophon::payment
