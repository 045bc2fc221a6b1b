#include "text/coach.hpp"

#include <algorithm>

#include "text/measures.hpp"

namespace colophon::text {
namespace {

/// 10th and 90th percentile, by tests/bench/text_ranges.cpp: in English of 269 chapters of Jane Austen's six novels, in Chinese of 47 stories and memoirs of
/// Lu Xun (docs/explanation/reading.md). Nothing is advised where a value that is low, or high, does a reader no harm.
struct Usual {
  std::string_view name;
  std::int64_t low_milli, high_milli;
  bool raise, lower;
};
constexpr Usual kEnglish[] = {
    {"sentence_words", 17824, 33161, false, true},
    {"sentence_variation", 657, 961, true, false},
    {"long_sentences", 65, 303, false, true},
    {"paragraph_words", 47406, 129783, false, true},
    {"dialogue", 62, 688, false, false},
    {"distinct_words", 709, 738, true, false},
    {"adverbs", 9445, 16404, false, true},
    {"repetitions", 0, 2455, false, true},
    {"chapter_variation", 217, 467, false, true},
};
constexpr Usual kChinese[] = {
    {"sentence_characters", 17393, 30439, false, true},
    {"sentence_variation", 614, 863, true, false},
    {"long_sentences", 0, 12, false, true},
    {"paragraph_characters", 42522, 99962, false, true},
    {"dialogue", 33, 483, false, false},
    {"distinct_words", 751, 813, true, false},
    {"de", 31599, 48255, false, true},
    {"idioms", 2120, 6809, false, true},
    {"repetitions", 344, 2984, false, true},
    {"chapter_variation", 297, 912, false, true},
};

struct Totals {
  std::int64_t sentences = 0, size = 0, long_sentences = 0, paragraphs = 0, letters = 0, quoted = 0, repetitions = 0, marked = 0;
  double squares = 0;
  std::int64_t chapters = 0, chapter_sum = 0;
  double chapter_squares = 0;
};

Totals add_up(std::span<const BookChapter> chapters, std::span<const ChapterReading> read, Speech speech, const Vocabulary& vocabulary) {
  Totals all;
  const std::int64_t limit = speech == Speech::chinese ? kLongSentenceCharacters : kLongSentenceWords;
  for (std::size_t i = 0; i < chapters.size(); ++i) {
    std::int64_t size = 0;
    for (const BookSentence& sentence : chapters[i].sentences) {
      size += sentence.size;
      all.squares += static_cast<double>(sentence.size) * static_cast<double>(sentence.size);
      all.long_sentences += sentence.size > limit;
    }
    all.sentences += read[i].sentences;
    all.size += size;
    all.paragraphs += read[i].paragraphs;
    all.letters += chapters[i].letters;
    all.quoted += chapters[i].quoted;
    for (const Repetition& repetition : read[i].repetitions) all.repetitions += repetition.count - 1;
    if (size == 0) continue;
    ++all.chapters;
    all.chapter_sum += size;
    all.chapter_squares += static_cast<double>(size) * static_cast<double>(size);
  }
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const Vocabulary::Entry& entry = vocabulary[i];
    if (speech == Speech::english ? entry.adverb : entry.kind == WordClass::idiom && entry.length >= 4) all.marked += entry.count;
  }
  return all;
}

std::int64_t part(std::int64_t some, std::int64_t all, std::int64_t times) { return all == 0 ? 0 : (some * times + all / 2) / all; }
// The deviation as a part of the mean.
std::int64_t variation(const Spread& spread) { return part(spread.deviation_milli, spread.mean_milli, 1000); }

}  // namespace

std::vector<TextFeature> coach(std::span<const BookChapter> chapters, std::span<const ChapterReading> read, Speech speech, bool verse, const Vocabulary& vocabulary) {
  const Totals all = add_up(chapters, read, speech, vocabulary);
  if (speech == Speech::other || all.sentences == 0) return {};
  const Spread sentences = spread_of(all.sentences, all.size, all.squares), lengths = spread_of(all.chapters, all.chapter_sum, all.chapter_squares);
  std::int64_t distinct = 0, words = 0;
  for (const BookChapter& chapter : chapters) {
    const auto count = static_cast<std::int64_t>(chapter.words.size());
    distinct += distinct_milli(chapter.words, vocabulary.size()) * count;
    words += count;
  }
  const std::uint32_t de = vocabulary.find(u"的");
  const auto value_of = [&](std::string_view name) -> std::int64_t {
    if (name == "sentence_words" || name == "sentence_characters") return sentences.mean_milli;
    if (name == "sentence_variation") return variation(sentences);
    if (name == "long_sentences") return part(all.long_sentences, all.sentences, 1000);
    if (name == "paragraph_words" || name == "paragraph_characters") return part(all.size, all.paragraphs, 1000);
    if (name == "dialogue") return part(all.quoted, all.letters, 1000);
    if (name == "distinct_words") return part(distinct, words, 1);
    if (name == "adverbs" || name == "idioms") return part(all.marked, all.size, 1'000'000);
    if (name == "de") return part(de == Vocabulary::npos ? 0 : vocabulary[de].count, all.size, 1'000'000);
    if (name == "repetitions") return part(all.repetitions, all.size, 1'000'000);
    return variation(lengths);
  };
  // Of a few sentences every value is an accident.
  const bool advises = !verse && all.sentences >= kAdvisedSentencesMin;
  std::vector<TextFeature> features;
  for (const Usual& usual : speech == Speech::english ? std::span<const Usual>(kEnglish) : std::span<const Usual>(kChinese)) {
    if (usual.name == "chapter_variation" && all.chapters < 3) continue;
    TextFeature feature{usual.name, value_of(usual.name), usual.low_milli, usual.high_milli, Advice::none};
    if (advises && usual.raise && feature.value_milli < usual.low_milli) feature.advice = Advice::raise;
    if (advises && usual.lower && feature.value_milli > usual.high_milli) feature.advice = Advice::lower;
    features.push_back(feature);
  }
  return features;
}

}  // namespace colophon::text
