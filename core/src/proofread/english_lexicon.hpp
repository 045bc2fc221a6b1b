#pragma once
// The words of English with what their affixes say of them, packed: a pool of bytes (Latin-1), in ascending order.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon::proofread {

/// What is known of a word, as the dictionary packs it.
namespace sense {
inline constexpr std::uint32_t noun = 1u << 0, plural = 1u << 1, verb = 1u << 2, verb_s = 1u << 3, past = 1u << 4, participle = 1u << 5, ing = 1u << 6,
                               adjective = 1u << 7, adverb = 1u << 8, comparative = 1u << 9, name = 1u << 10, frequency_shift = 11, unsuggested = 1u << 13,
                               function = 1u << 14, mass = 1u << 15;
// Not of words but of tokens: above the 16 bits of the dictionary.
inline constexpr std::uint32_t number = 1u << 16, any_word = 1u << 17, punctuation = 1u << 18, unknown = 1u << 19, capital = 1u << 20, pure_noun = 1u << 21,
                               pure_verb = 1u << 22, pure_plural = 1u << 23, pure_past = 1u << 24, pure_adjective = 1u << 25, possessive = 1u << 26;
}  // namespace sense

/// How a token of a text is written.
enum class Case : std::uint8_t { lower, capital, upper, mixed };

class EnglishLexicon {
 public:
  static constexpr std::int32_t kNone = -1;
  static constexpr std::size_t kWordBytesMax = 60;

  /// `packed`: `count` entries. Error: invalid_argument with field "dictionary".
  static Result<EnglishLexicon> parse(std::span<const std::byte> packed, std::uint32_t count);

  std::size_t size() const noexcept { return flags_.size(); }
  std::string_view word(std::size_t index) const noexcept { return std::string_view(pool_).substr(starts_[index], starts_[index + 1] - starts_[index]); }
  std::uint32_t flags(std::size_t index) const noexcept { return flags_[index]; }
  std::uint32_t frequency(std::size_t index) const noexcept { return flags_[index] >> sense::frequency_shift & 3; }
  /// Bytes that a word has in common with the one before it.
  const std::vector<std::uint8_t>& shared() const noexcept { return shared_; }

  /// The entry that is written exactly so.
  std::int32_t find(std::string_view word) const noexcept;
  /// The entry that a token stands for: as it is, or in lower case where it is capitalised, or capitalised or in lower case where it is in capitals. British
  /// spellings of American words are found too. `word` has no apostrophe-s.
  std::int32_t stem(std::string_view word, Case written) const noexcept;

 private:
  std::int32_t british(std::string_view lower) const noexcept;

  std::string pool_;
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint16_t> flags_;
  std::vector<std::uint8_t> shared_;
  std::vector<std::uint32_t> slots_;  ///< Index + 1, or 0.
};

/// Latin-1 letters.
constexpr bool is_latin_upper(unsigned c) noexcept { return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7); }
constexpr bool is_latin_lower(unsigned c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 0xdf && c <= 0xff && c != 0xf7); }
constexpr bool is_latin_letter(unsigned c) noexcept { return is_latin_upper(c) || is_latin_lower(c); }
constexpr char latin_lower(unsigned char c) noexcept { return static_cast<char>(is_latin_upper(c) ? c + 32 : c); }
constexpr char latin_upper(unsigned char c) noexcept { return static_cast<char>(is_latin_lower(c) && c != 0xdf && c != 0xff ? c - 32 : c); }

std::string lowered(std::string_view latin);
std::string capitalised(std::string_view latin);
Case case_of(std::string_view latin) noexcept;

}  // namespace colophon::proofread
