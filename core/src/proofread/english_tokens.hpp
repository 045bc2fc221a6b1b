#pragma once
// An English text as the rules read it: words, numbers and single marks of punctuation, in order, by paragraphs.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "english_lexicon.hpp"

namespace colophon::proofread {

struct Token {
  enum class Type : std::uint8_t { word, number, punctuation, opaque, line_end };  ///< opaque: an address, code or a word in letters beyond Latin-1.
  std::uint32_t begin = 0, end = 0;     ///< UTF-16 units of the text.
  std::uint32_t lower_at = 0;           ///< Of a word: in EnglishTokens::lower, straight apostrophes, Latin-1.
  std::uint16_t lower_size = 0;
  Type type = Type::word;
  Case written = Case::lower;
  bool space_before = false;
  bool starts_sentence = false;
  bool hyphen_before = false, hyphen_after = false;
  std::int32_t stem = EnglishLexicon::kNone;  ///< Its entry, with its possessive ending taken off.
  std::uint32_t senses = 0;
  std::uint32_t vocabulary = 0;               ///< Which word of the rules it is; 0: none.
  char16_t mark = 0;                          ///< Of punctuation: itself.
};

struct EnglishTokens {
  std::vector<Token> tokens;
  std::string lower;

  std::string_view word(const Token& token) const noexcept { return std::string_view(lower).substr(token.lower_at, token.lower_size); }
};

/// Splits, without looking anything up. The marks of a manuscript (headings, emphasis, ruby, images) are no part of its words.
EnglishTokens tokenised(std::u16string_view text);

constexpr bool is_apostrophe(char16_t c) noexcept { return c == u'\'' || c == u'\u2019'; }
constexpr bool is_digit(char16_t c) noexcept { return c >= u'0' && c <= u'9'; }
constexpr bool is_blank(char16_t c) noexcept { return c == u' ' || c == u'\t' || c == u'\u00a0' || c == u'\u3000' || (c >= u'\u2000' && c <= u'\u200a') || c == u'\u202f'; }
constexpr bool is_han(char16_t c) noexcept { return (c >= u'\u4e00' && c <= u'\u9fff') || (c >= u'\u3400' && c <= u'\u4dbf') || c == u'\u3007'; }
/// A letter of any script that is written with letters, as far as a proofreader must know: whatever is no ASCII, no space and no punctuation.
constexpr bool is_letter(char16_t c) noexcept {
  if (c < 0x100) return is_latin_letter(c);
  return c < 0x2000 || (c >= 0x2c00 && c < 0x2e00) || (c >= 0xa000 && c < 0xd800) || (c >= 0xf900 && c < 0xfe00);
}

}  // namespace colophon::proofread
