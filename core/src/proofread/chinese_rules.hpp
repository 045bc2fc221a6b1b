#pragma once
// Rules over the words around a character that is commonly mistaken: docs/formats/proofreading-chinese.md describes their lines.
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chinese_lexicon.hpp"
#include "colophon/proofread/mark.hpp"

namespace colophon::proofread::zh {

struct Token {
  std::uint32_t begin = 0, end = 0;
  /// Of a word, its part of speech in jieba's letters, N a name of a person, w a verb that is as well a noun, g unknown; '.' punctuation, 'x' letters, '0' digits, '\n' an end of line.
  char tag = 'g';
};

class ChineseRules {
 public:
  static constexpr std::size_t kRulesMax = 5'000, kElementsMax = 12, kListWordsMax = 20'000;

  /// "d" lines name lists, "r" lines are rules. Error: invalid_argument with field "dictionary".
  Result<void> add_list(std::string_view name, std::u16string_view words);
  Result<void> add_rule(std::string_view id, std::u16string_view pattern, std::u16string_view fixes);

  /// `text` in simplified characters. Marks have fixes as the rules have them.
  void match(std::u16string_view text, std::span<const Token> tokens, std::size_t at, std::vector<Mark>& marks) const;
  bool is_anchor(char16_t first) const { return anchors_.contains(first); }

 private:
  struct Element {
    enum class Type : std::uint8_t { words, list, tags, any, edge };
    Type type = Type::words;
    bool negated = false, optional = false;
    std::vector<std::u16string> words;  ///< Ascending.
    std::size_t list = 0;
    std::string tags;
  };
  struct Rule {
    std::string id;
    Kind kind = Kind::confusion;
    std::vector<Element> before;  ///< The nearest first.
    std::vector<Element> after;
    std::vector<std::u16string> marked, fixes;
  };
  static constexpr std::size_t kWordTokensMax = 4;
  Result<Element> element(std::u16string_view text) const;
  bool contains(const Element& element, std::u16string_view word) const;
  bool forward(const Rule& rule, std::size_t element, std::u16string_view text, std::span<const Token> tokens, std::size_t at) const;
  bool backward(const Rule& rule, std::size_t element, std::u16string_view text, std::span<const Token> tokens, std::size_t end) const;

  std::map<std::string, std::size_t, std::less<>> names_;
  std::vector<std::vector<std::u16string>> lists_;
  std::vector<Rule> rules_;
  std::map<char16_t, std::vector<std::uint32_t>> anchors_;
};

}  // namespace colophon::proofread::zh
