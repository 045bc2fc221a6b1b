#include "text/keywords.hpp"

#include <algorithm>
#include <limits>

#include "text/stop_words.hpp"

namespace colophon::text {
namespace {

constexpr std::uint32_t npos = Vocabulary::npos;

struct Pair {
  std::uint32_t first, second, count = 0;
};

/// How often two words stand side by side, for words that are candidates.
class Pairs {
 public:
  Pairs() : slots_(1u << 12) {}
  void add(std::uint32_t first, std::uint32_t second) {
    std::size_t slot = place(first, second);
    for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
      Pair& pair = pairs_[slots_[slot] - 1];
      if (pair.first == first && pair.second == second) {
        ++pair.count;
        return;
      }
    }
    pairs_.push_back({first, second, 1});
    slots_[slot] = static_cast<std::uint32_t>(pairs_.size());
    if (2 * pairs_.size() > slots_.size()) grow();
  }
  std::vector<Pair>& all() { return pairs_; }

 private:
  std::size_t place(std::uint32_t first, std::uint32_t second) const {
    const std::uint64_t hash = (first * 0x9E3779B97F4A7C15u ^ second) * 0xC2B2AE3D27D4EB4Fu;
    return static_cast<std::size_t>(hash >> 24) & (slots_.size() - 1);
  }
  void grow() {
    slots_.assign(slots_.size() * 2, 0);
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      std::size_t slot = place(pairs_[i].first, pairs_[i].second);
      while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = static_cast<std::uint32_t>(i + 1);
    }
  }

  std::vector<Pair> pairs_;
  std::vector<std::uint32_t> slots_;
};

struct Candidate {
  std::u16string text;
  std::int64_t score, count;
};

// Most of what is written inside a sentence is a name where it has a capital letter.
bool is_name(const Vocabulary::Entry& entry) { return entry.inner > 0 && entry.capital * 10 >= entry.inner * 7; }

/// What one use of a word weighs; 0: no candidate.
std::int64_t english_weight(const Vocabulary::Entry& entry) {
  if (entry.stop || entry.digits || entry.length < 3) return 0;
  if (entry.adverb) return 0;
  if (is_name(entry)) return 24;
  return entry.familiar ? 8 : 20;
}

std::int64_t chinese_weight(std::u16string_view word, const Vocabulary::Entry& entry) {
  if (entry.stop || entry.digits || entry.length < 2 || entry.kind == WordClass::function || entry.kind == WordClass::conjunction || entry.kind == WordClass::adverb) return 0;
  // What the model made of two or three characters is seldom a name where one of them is grammar.
  if (entry.cost == 0 && word.size() <= 3) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (is_chinese_stop_word(word.substr(i, 1))) return 0;
    }
  }
  // Of all words of the dictionary's corpus, every 400th is as frequent as one that weighs nothing: exp(-6).
  constexpr std::int64_t kUnit = 1 << 20;
  const std::int64_t cost = entry.cost != 0 ? entry.cost : 14 * kUnit;
  const std::int64_t weight = std::max<std::int64_t>(0, (cost - 6 * kUnit) * 12 / kUnit);
  const bool names_something = entry.kind == WordClass::noun || entry.kind == WordClass::person || entry.kind == WordClass::place || entry.cost == 0;
  return names_something ? weight : weight * 2 / 3;
}

// "extractions" counts as "extraction" where both are written.
std::uint32_t singular(const Vocabulary& vocabulary, std::uint32_t number) {
  std::u16string_view word = vocabulary.word(number);
  if (word.ends_with(u"'s")) word.remove_suffix(2);
  if (word.size() != vocabulary.word(number).size()) {
    if (const std::uint32_t base = vocabulary.find(word); base != npos) return base;
    return number;
  }
  if (word.size() < 4 || !word.ends_with(u's') || word.ends_with(u"ss")) return number;
  if (const std::uint32_t base = vocabulary.find(word.substr(0, word.size() - 1)); base != npos) return base;
  if (word.ends_with(u"ies")) {
    std::u16string stem(word.substr(0, word.size() - 3));
    stem += u'y';
    if (const std::uint32_t base = vocabulary.find(stem); base != npos) return base;
  }
  if (word.ends_with(u"es")) {
    if (const std::uint32_t base = vocabulary.find(word.substr(0, word.size() - 2)); base != npos) return base;
  }
  return number;
}

struct Weighed {
  std::vector<std::uint32_t> base;     ///< The number that each word counts for.
  std::vector<std::int64_t> weight, count;
};

Weighed weigh(Speech speech, const Vocabulary& vocabulary) {
  Weighed all;
  const std::size_t size = vocabulary.size();
  all.base.resize(size);
  all.weight.resize(size);
  all.count.resize(size);
  for (std::uint32_t i = 0; i < size; ++i) {
    all.base[i] = speech == Speech::english && !vocabulary[i].stop ? singular(vocabulary, i) : i;
    all.weight[i] = speech == Speech::english ? english_weight(vocabulary[i]) : chinese_weight(vocabulary.word(i), vocabulary[i]);
    all.count[all.base[i]] += vocabulary[i].count;
  }
  return all;
}

// Side by side in one sentence, no mark between them.
std::vector<Pair> pairs_of(std::span<const BookChapter> chapters, const Weighed& weighed) {
  Pairs pairs;
  for (const BookChapter& chapter : chapters) {
    for (std::size_t i = 1; i < chapter.words.size(); ++i) {
      const BookWord& word = chapter.words[i];
      if (word.first || weighed.weight[word.number] == 0 || weighed.weight[chapter.words[i - 1].number] == 0) continue;
      pairs.add(chapter.words[i - 1].number, word.number);
    }
  }
  return std::move(pairs.all());
}

}  // namespace

std::vector<Keyword> keywords(std::span<const BookChapter> chapters, Speech speech, const Vocabulary& vocabulary, const ReadingTools& tools) {
  if (speech == Speech::other || (speech == Speech::chinese && tools.chinese == nullptr)) return {};
  Weighed weighed = weigh(speech, vocabulary);
  std::size_t words = 0;
  for (const BookChapter& chapter : chapters) words += chapter.words.size();
  // In a book what is written twice is an accident.
  const std::int64_t least = words < 300 ? 1 : words < 2'000 ? 2 : words < 50'000 ? 3 : 5;

  std::vector<Candidate> candidates;
  for (const Pair& pair : pairs_of(chapters, weighed)) {
    const std::uint32_t a = weighed.base[pair.first], b = weighed.base[pair.second];
    // A phrase is one where its words are seldom apart.
    const std::int64_t rarer = std::min(weighed.count[a], weighed.count[b]), count = pair.count;
    if (count < std::max<std::int64_t>(2, least) || count * 2 < rarer) continue;
    std::u16string text(vocabulary.shown(pair.first));
    if (speech == Speech::english) text += u' ';
    text += vocabulary.shown(pair.second);
    candidates.push_back({std::move(text), count * (weighed.weight[pair.first] + weighed.weight[pair.second]) * 3 / 4, count});
    // Not less than nothing: a word may belong to several phrases.
    weighed.count[a] = std::max<std::int64_t>(0, weighed.count[a] - count);
    weighed.count[b] = std::max<std::int64_t>(0, weighed.count[b] - count);
  }
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    if (weighed.base[i] != i || weighed.weight[i] == 0 || weighed.count[i] < least) continue;
    const bool name = speech == Speech::english && is_name(vocabulary[i]);
    candidates.push_back({std::u16string(name || speech == Speech::chinese ? vocabulary.shown(i) : vocabulary.word(i)), weighed.count[i] * weighed.weight[i], weighed.count[i]});
  }
  std::ranges::stable_sort(candidates, [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  if (candidates.size() > kKeywordsMax) candidates.resize(kKeywordsMax);
  std::vector<Keyword> found;
  for (Candidate& each : candidates) {
    found.push_back({std::move(each.text), (each.score * 1000 + candidates[0].score / 2) / candidates[0].score, each.count});
  }
  return found;
}

}  // namespace colophon::text
