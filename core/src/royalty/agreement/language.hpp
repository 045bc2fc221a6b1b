#pragma once
// Sentences in two languages. A sentence is a template with places {0}, {1}, ... that are filled with text.
#include <initializer_list>
#include <string>
#include <string_view>

#include "colophon/base/money.hpp"

namespace colophon::royalty {

struct Sentence { std::string_view en, zh; };

class Language {
 public:
  /// "zh-CN" (or "zh") is Chinese, everything else English.
  explicit Language(std::string_view locale) : chinese_(locale.starts_with("zh")) {}
  bool chinese() const { return chinese_; }
  std::string operator()(const Sentence& sentence, std::initializer_list<std::string_view> parts = {}) const;
  /// "15%" where that is exact with at most two places, else "1/3".
  std::string share(const Share& share) const;
  template <class Items>
  std::string join(const Items& items) const {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "" : chinese_ ? "、" : ", ") + std::string(item);
    return text;
  }

 private:
  bool chinese_;
};

}  // namespace colophon::royalty
