#pragma once
// Proofreading English: spelling, then the rules over words, then what punctuation and spacing show.
#include <memory>
#include <set>

#include "colophon/proofread/proofreader.hpp"
#include "english_rules.hpp"

namespace colophon::proofread {

class English final : public Proofreader {
 public:
  English(EnglishLexicon lexicon, EnglishRules rules) : lexicon_(std::move(lexicon)), rules_(std::move(rules)) {}

  Language language() const noexcept override { return Language::english; }
  std::size_t words() const noexcept override { return lexicon_.size(); }
  Result<void> set_personal_words(std::u16string_view lines) override;
  Result<std::vector<Mark>> read(std::u16string_view text, Reading reading) const override;
  Result<std::vector<Name>> names(std::u16string_view text) const override;

 private:
  void look_up(EnglishTokens& text) const;
  void spell(const EnglishTokens& text, std::u16string_view source, std::vector<Mark>& marks) const;
  bool is_personal(std::string_view lower) const { return personal_.find(lower) != personal_.end(); }
  bool is_known(const EnglishTokens& text, const Token& token) const;

  EnglishLexicon lexicon_;
  EnglishRules rules_;
  std::set<std::string, std::less<>> personal_;
};

/// "a apple", "an house".
void mark_articles(const EnglishTokens& text, const EnglishLexicon& lexicon, std::u16string_view source, std::vector<Mark>& marks);
/// "the the".
void mark_repeated_words(const EnglishTokens& text, std::u16string_view source, std::vector<Mark>& marks);
/// Spaces, marks of punctuation, pairs of brackets and quotation marks, capitals after a full stop.
void mark_punctuation(const EnglishTokens& text, const EnglishLexicon& lexicon, std::u16string_view source, Reading reading, std::vector<Mark>& marks);
/// Leaves of marks that meet the one that begins first, or the one of the rules where one of them is about spelling; in order.
void settle(std::vector<Mark>& marks);

}  // namespace colophon::proofread
