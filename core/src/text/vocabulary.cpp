#include <algorithm>

#include "text/book_words.hpp"
#include "text/characters.hpp"
#include "text/stop_words.hpp"
#include "text/utf16.hpp"

namespace colophon::text {
namespace {

std::uint32_t hash_of(std::u16string_view word) noexcept {
  std::uint32_t hash = 2166136261u;
  for (const char16_t unit : word) hash = (hash ^ unit) * 16777619u;
  return hash ^ hash >> 15;
}

char16_t lowered(char16_t c) noexcept {
  if (c == u'’') return u'\'';
  return c < 0x80 ? static_cast<char16_t>(c >= u'A' && c <= u'Z' ? c + 32 : c) : static_cast<char16_t>(folded(c));
}

}  // namespace

std::uint32_t Vocabulary::find(std::u16string_view word) const {
  for (std::size_t slot = hash_of(word) & (slots_.size() - 1);; slot = (slot + 1) & (slots_.size() - 1)) {
    if (slots_[slot] == 0) return npos;
    const std::uint32_t number = slots_[slot] - 1;
    if (this->word(number) == word) return number;
  }
}

std::uint32_t Vocabulary::number_of(std::u16string_view word) {
  lowered_.resize(word.size());
  for (std::size_t i = 0; i < word.size(); ++i) lowered_[i] = lowered(word[i]);
  std::size_t slot = hash_of(lowered_) & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    if (this->word(slots_[slot] - 1) != lowered_) continue;
    // "MARCIUS" above a speech is shown as it is written within one.
    const std::size_t shown = entries_[slots_[slot] - 1].shown;
    if (word.size() > 1 && pool_[shown + 1] >= u'A' && pool_[shown + 1] <= u'Z' && word[1] == lowered_[1]) std::ranges::copy(word, pool_.begin() + static_cast<std::ptrdiff_t>(shown));
    return slots_[slot] - 1;
  }
  Entry entry;
  entry.begin = static_cast<std::uint32_t>(pool_.size());
  entry.length = entry.shown_length = static_cast<std::uint32_t>(word.size());
  pool_ += lowered_;
  entry.shown = static_cast<std::uint32_t>(pool_.size());
  pool_ += word;
  describe(entry, lowered_);
  entries_.push_back(entry);
  const auto number = static_cast<std::uint32_t>(entries_.size() - 1);
  slots_[slot] = number + 1;
  if (2 * entries_.size() > slots_.size()) grow();
  return number;
}

void Vocabulary::describe(Entry& entry, std::u16string_view word) {
  entry.digits = word[0] >= u'0' && word[0] <= u'9';
  if (speech_ == Speech::english) {
    entry.stop = is_english_stop_word(word);
    entry.adverb = is_ly_adverb(word);
    entry.familiar = tools_.familiar != nullptr && tools_.familiar->has(word);
  } else if (speech_ == Speech::chinese) {
    std::u16string simplified(word);
    if (traditional_ && tools_.chinese != nullptr) {
      for (char16_t& c : simplified) c = tools_.chinese->simplified(c);
    }
    entry.stop = is_chinese_stop_word(simplified) || is_english_stop_word(word);
    if (tools_.chinese == nullptr) return;
    const ChineseDictionary::Word found = tools_.chinese->find(simplified);
    entry.cost = found.cost;
    entry.kind = found.kind;
  }
}

void Vocabulary::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    std::size_t slot = hash_of(word(static_cast<std::uint32_t>(i))) & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

}  // namespace colophon::text
