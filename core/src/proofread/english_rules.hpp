#pragma once
// Rules over neighbouring words, read from the lines that docs/formats/proofreading.md describes, and the forms of irregular words.
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "colophon/proofread/mark.hpp"
#include "english_tokens.hpp"

namespace colophon::proofread {

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};
template <class T>
using WordMap = std::unordered_map<std::string, T, StringHash, std::equal_to<>>;

/// Forms of verbs and nouns: those of the list, else by the rules of spelling where the dictionary has the result.
class EnglishForms {
 public:
  void add_verb(std::string_view base, std::string_view past, std::string_view participle);
  void add_noun(std::string_view singular, std::string_view plural);
  /// "object he": "him".
  void add_form(std::string_view name_and_word, std::string_view form);

  /// Empty where no such form is known. All in lower case.
  /// The form called `name`: of the list, or "base", "pp", "past", "ing", "s", "many" (of verbs), "plural", "singular" (of nouns), "adverb"; another name is that
  /// of a regular verb, which takes the ending of `word`.
  std::string form(std::string_view name, std::string_view word, const EnglishLexicon& lexicon) const;
  std::string base(std::string_view verb, const EnglishLexicon& lexicon) const;
  std::string participle(std::string_view verb, const EnglishLexicon& lexicon) const;
  std::string past(std::string_view verb, const EnglishLexicon& lexicon) const;
  std::string with_ing(std::string_view verb, const EnglishLexicon& lexicon) const;
  std::string with_s(std::string_view verb, const EnglishLexicon& lexicon) const;
  std::string plural(std::string_view noun, const EnglishLexicon& lexicon) const;
  std::string singular(std::string_view noun, const EnglishLexicon& lexicon) const;

 private:
  WordMap<std::string> forms_, bases_, pasts_, participles_, plurals_, singulars_;
};

class EnglishRules {
 public:
  static constexpr std::size_t kRulesMax = 20'000, kElementsMax = 12, kWordsMax = 60'000;

  /// Error: invalid_argument with field "dictionary" and the line.
  static Result<EnglishRules> parse(std::string_view lines);

  const EnglishForms& forms() const noexcept { return forms_; }
  /// What a common misspelling stands for, the likeliest first; empty where it is none.
  const std::vector<std::string>& misspelling(std::string_view lower) const noexcept;
  /// The number of a word that rules name, or 0.
  std::uint32_t vocabulary(std::string_view lower) const noexcept;

  /// The marks of the rules that hold at `at`.
  void match(const EnglishTokens& text, std::size_t at, const EnglishLexicon& lexicon, std::u16string_view source, std::vector<Mark>& marks) const;

 private:
  struct Element {
    std::vector<std::uint32_t> words, other_words;  ///< Ascending. A word that is among the other ones does not fit.
    std::uint32_t senses = 0, other_senses = 0;
    bool negated = false, sentence_start = false, end = false;
  };
  struct Rule {
    std::string id;
    Kind kind = Kind::confusion;
    std::vector<Element> elements;
    std::vector<std::string> fixes;
    std::uint8_t mark_begin = 0, mark_end = 0;  ///< Elements.
  };
  struct Anchor {
    std::uint32_t rule;
    std::uint8_t element;
  };
  /// A word that another is meant by where others stand near it.
  struct Topic {
    std::string right;
    std::vector<std::uint32_t> near, others;  ///< Ascending: what speaks for it, and what speaks for the word as it is.
  };
  friend class EnglishRuleParser;

  bool holds(const Rule& rule, const EnglishTokens& text, std::size_t first, std::vector<std::size_t>& places) const;
  std::u16string filled(std::string_view fix, const EnglishTokens& text, std::span<const std::size_t> marked, const EnglishLexicon& lexicon, std::u16string_view source) const;

  void match_topics(const EnglishTokens& text, std::size_t at, std::u16string_view source, std::vector<Mark>& marks) const;

  std::vector<Rule> rules_;
  std::unordered_map<std::uint32_t, std::vector<Topic>> topics_;  ///< By word.
  WordMap<std::uint32_t> words_;
  std::vector<std::vector<Anchor>> anchors_;  ///< By word.
  WordMap<std::vector<std::string>> misspellings_;
  EnglishForms forms_;
};

/// `fix` as the marked words were written: capitalised or in capitals, with the apostrophes of the text.
std::u16string as_written(std::string_view fix, Case written, bool curly);

}  // namespace colophon::proofread
