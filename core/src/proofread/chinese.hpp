#pragma once
// Proofreading Chinese: a text is cut into words, then read for wrong characters, by the rules, and for its punctuation.
#include <memory>
#include <set>

#include "chinese_lexicon.hpp"
#include "chinese_rules.hpp"
#include "colophon/proofread/proofreader.hpp"

namespace colophon::proofread {

namespace zh {

/// A text as it is read.
struct Page {
  std::u16string_view source;
  std::u16string text;  ///< In simplified characters, unit by unit.
  bool traditional = false;
  std::vector<Token> tokens;
};

/// Of each run of Han: the least costs of what lies before and behind each place.
struct Costs {
  std::size_t begin = 0;
  std::vector<std::int32_t> before, behind;
};

/// Marks of punctuation, spaces and digits.
void mark_punctuation(const Page& page, Reading reading, std::vector<Mark>& marks);
/// "我们的的任务".
void mark_repeated(const Page& page, std::vector<Mark>& marks);

}  // namespace zh

class Chinese final : public Proofreader {
 public:
  Chinese(zh::ChineseLexicon lexicon, zh::ChineseRules rules) : lexicon_(std::move(lexicon)), rules_(std::move(rules)) {}

  Language language() const noexcept override { return Language::chinese; }
  std::size_t words() const noexcept override { return lexicon_.words(); }
  Result<void> set_personal_words(std::u16string_view lines) override;
  Result<std::vector<Mark>> read(std::u16string_view text, Reading reading) const override;
  Result<std::vector<Name>> names(std::u16string_view text) const override;

 private:
  zh::Page page(std::u16string_view text, std::vector<Mark>* marks) const;
  void cut(zh::Page& page, std::size_t begin, std::size_t end, std::vector<Mark>* marks) const;
  /// `first_mark`: of the marks of this run.
  void find_similar(const zh::Page& page, const zh::Costs& costs, std::size_t first_mark, std::vector<Mark>& marks) const;
  /// As the text has it: what did not change stays, and what did is in the characters of the text.
  std::u16string fitted(const zh::Page& page, std::size_t begin, std::u16string_view right) const;

  zh::ChineseLexicon lexicon_;
  zh::ChineseRules rules_;
  std::set<std::u16string, std::less<>> personal_;
  std::size_t personal_longest_ = 0;
};

}  // namespace colophon::proofread
