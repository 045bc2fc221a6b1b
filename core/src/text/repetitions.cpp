#include <algorithm>

#include "text/measures.hpp"

namespace colophon::text {
namespace {

constexpr std::size_t kPhraseWords = 3, kNear = 250;

// Where each row of three words stood last: open addressing, the newest place wins.
class Places {
 public:
  explicit Places(std::size_t words) {
    std::size_t size = 64;
    while (size < 2 * words) size *= 2;
    slots_.resize(size);
  }
  /// The place before, or npos; from now on it is `place`.
  std::size_t exchange(const BookWord* three, std::size_t place, std::span<const BookWord> words) {
    std::uint64_t hash = three[0].number * 0x9E3779B97F4A7C15u;
    hash = (hash ^ three[1].number) * 0xC2B2AE3D27D4EB4Fu;
    hash = (hash ^ three[2].number) * 0x165667B19E3779F9u;
    for (std::size_t slot = static_cast<std::size_t>(hash >> 20) & (slots_.size() - 1);; slot = (slot + 1) & (slots_.size() - 1)) {
      if (slots_[slot] == 0) {
        slots_[slot] = static_cast<std::uint32_t>(place + 1);
        return npos;
      }
      const std::size_t old = slots_[slot] - 1;
      if (words[old].number == three[0].number && words[old + 1].number == three[1].number && words[old + 2].number == three[2].number) {
        slots_[slot] = static_cast<std::uint32_t>(place + 1);
        return old;
      }
    }
  }
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  std::vector<std::uint32_t> slots_;
};

// How many words from both places on are the same, without a mark of punctuation between them and without meeting each other.
std::size_t same_from(std::span<const BookWord> words, std::size_t old, std::size_t now) {
  std::size_t length = 0;
  while (now + length < words.size() && old + length < now && words[old + length].number == words[now + length].number &&
         (length == 0 || (!words[old + length].first && !words[now + length].first))) {
    ++length;
  }
  return length;
}

// Grammar alone comes back everywhere: "out of the". Of three words two must say something, of more one.
bool says_something(std::span<const BookWord> phrase, Speech speech, const Vocabulary& vocabulary) {
  std::size_t said = 0, units = 0;
  for (const BookWord& word : phrase) {
    const Vocabulary::Entry& entry = vocabulary[word.number];
    said += !entry.stop && !entry.digits;
    units += entry.length;
  }
  if (speech == Speech::chinese) return said >= 1 && units >= 5 && (said >= 2 || units >= 6);
  return said >= (phrase.size() > kPhraseWords ? 1u : 2u);
}

}  // namespace

std::vector<Repetition> repetitions(const BookChapter& chapter, Speech speech, const Vocabulary& vocabulary) {
  const std::span<const BookWord> words = chapter.words;
  std::vector<Repetition> found;
  if (speech == Speech::other || words.size() < 2 * kPhraseWords) return found;
  Places places(words.size());
  // What was found of a phrase before is known by its first word's place at that time.
  std::vector<std::uint32_t> known(words.size());
  for (std::size_t i = 0; i + kPhraseWords <= words.size(); ++i) {
    if (words[i + 1].first || words[i + 2].first) continue;
    const std::size_t old = places.exchange(&words[i], i, words);
    if (old == Places::npos || i - old > kNear) continue;
    const std::size_t length = same_from(words, old, i);
    if (length < kPhraseWords) continue;
    // Its words from here on have their places; the next phrase begins behind it.
    const std::size_t last = i + length - 1;
    for (std::size_t j = i + 1; j <= last && j + kPhraseWords <= words.size(); ++j) {
      if (!words[j + 1].first && !words[j + 2].first) places.exchange(&words[j], j, words);
    }
    const std::size_t begin = i;
    i = last;
    if (!says_something(words.subspan(begin, length), speech, vocabulary)) continue;
    const Span span{words[begin].begin, words[last].end};
    const std::u16string_view phrase = std::u16string_view(chapter.text).substr(span.begin, span.end - span.begin);
    // The same phrase once more, or a longer or shorter one of the same beginning.
    if (known[old] != 0 && found[known[old] - 1].phrase.size() == phrase.size()) {
      Repetition& before = found[known[old] - 1];
      ++before.count;
      before.begin = span.begin;
      before.end = span.end;
      known[begin] = known[old];
    } else {
      found.push_back({{span.begin, span.end}, std::u16string(phrase), 2});
      known[begin] = static_cast<std::uint32_t>(found.size());
    }
  }
  if (found.size() > kRepetitionsMax) {
    std::ranges::stable_sort(found, [](const Repetition& a, const Repetition& b) { return a.phrase.size() * static_cast<std::size_t>(a.count) > b.phrase.size() * static_cast<std::size_t>(b.count); });
    found.resize(kRepetitionsMax);
    std::ranges::sort(found, {}, [](const Repetition& each) { return each.begin; });
  }
  return found;
}

}  // namespace colophon::text
