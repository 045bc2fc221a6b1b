#pragma once
// Chinese parted into words: the path of the greatest probability through the words that a dictionary has (each weighed by its frequency), and a
// hidden Markov model of four states for what no dictionary has, as names are. The method, the dictionary and the model are those of jieba;
// docs/formats/chinese-dictionary.md has the bytes, docs/explanation/reading.md how well the two agree.
#include <cstdint>
#include <string_view>
#include <vector>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"
#include "colophon/text/segments.hpp"

namespace colophon::text {

/// Of a dictionary's bytes, and of what it says of itself.
inline constexpr std::size_t kDictionaryBytesMax = 16u << 20;
inline constexpr std::size_t kDictionaryNodesMax = 2'000'000;
inline constexpr std::size_t kDictionaryWordUnitsMax = 16;

/// What a word is, as the dictionary has it: one class a word, whatever its sentence.
enum class WordClass : std::uint8_t { other, noun, person, place, verb, adjective, adverb, conjunction, function, idiom, time };

class ChineseDictionary {
 public:
  struct Word {
    std::uint32_t cost = 0;  ///< Minus the natural logarithm of its part of all words, times 2^20; 0: there is no such word.
    WordClass kind = WordClass::other;
  };

  /// Errors: unknown_format (no dictionary of this version), does_not_hold (its columns contradict one another), limit_exceeded.
  static Result<ChineseDictionary> parse(ByteView bytes);

  /// Ends of the words in UTF-16 code units, ascending, the last the length of the text. What holds no Han character is parted as text::word_ends does.
  /// `traditional`: the text is looked up in its simplified form, character by character.
  Ends word_ends(std::u16string_view text, bool traditional) const;
  /// In simplified form.
  Word find(std::u16string_view word) const noexcept;
  /// The simplified form of a character, or itself.
  char16_t simplified(char16_t c) const noexcept;
  /// Among the 3,500 characters of level 1 of the Table of General Standard Chinese Characters (2013), in simplified form.
  bool is_common(char16_t c) const noexcept;
  /// The cost of a word that was seen once.
  std::uint32_t rarest() const noexcept { return total_cost_; }

 private:
  static constexpr std::uint32_t kNone = 0;  ///< The root is nobody's child.
  static constexpr std::size_t kStates = 4;  ///< Of the model: begin, end, middle, single.
  struct Step { std::int64_t cost; std::uint32_t end; };

  std::uint32_t child(std::uint32_t node, char16_t unit) const noexcept;
  void path(std::u16string_view block, std::uint32_t at, std::vector<Step>& steps, Ends& ends) const;
  void part_unknown(std::u16string_view text, std::uint32_t at, Ends& ends) const;
  void part_by_model(std::u16string_view han, std::uint32_t at, Ends& ends) const;
  bool read_columns(ByteView bytes);
  bool is_tree() const;

  std::uint32_t total_cost_ = 0;
  std::vector<std::uint32_t> first_child_;  ///< Of each node; its last child is before the first of the next node.
  std::vector<char16_t> labels_;
  std::vector<std::uint16_t> values_;       ///< 0, or one more than the place of its cost.
  std::vector<std::uint8_t> kinds_;
  std::vector<std::uint32_t> costs_;
  std::vector<std::uint32_t> root_;         ///< The root's child by its unit.
  std::uint16_t start_[kStates] = {}, transition_[kStates][kStates] = {};
  std::vector<std::uint16_t> emission_;     ///< Four a character.
  std::vector<std::uint16_t> emission_of_;  ///< By unit: one more than the character's number.
  std::vector<char16_t> simplified_;        ///< By unit.
  std::vector<std::uint8_t> common_;
};

}  // namespace colophon::text
