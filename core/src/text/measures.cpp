#include "text/measures.hpp"

#include <algorithm>
#include <cmath>

namespace colophon::text {
namespace {

constexpr std::int64_t kWordsPerMinute = 250, kCharactersPerMinute = 400;

}  // namespace

Spread spread_of(std::int64_t count, std::int64_t sum, double sum_of_squares) {
  if (count == 0) return {};
  const double n = static_cast<double>(count), mean = static_cast<double>(sum) / n;
  // The square root is rounded in one way on every target.
  const double variance = std::max(0.0, sum_of_squares / n - mean * mean);
  return {static_cast<std::int64_t>(std::floor(mean * 1000 + 0.5)), static_cast<std::int64_t>(std::floor(std::sqrt(variance) * 1000 + 0.5))};
}

ChapterReading measure_chapter(const BookChapter& chapter, Speech speech, const Vocabulary& vocabulary) {
  ChapterReading reading;
  reading.units = static_cast<std::int64_t>(chapter.text.size());
  reading.characters = chapter.characters;
  reading.words = static_cast<std::int64_t>(chapter.words.size());
  reading.sentences = static_cast<std::int64_t>(chapter.sentences.size());
  reading.paragraphs = chapter.paragraphs;
  if (chapter.letters > 0) reading.dialogue_milli = (chapter.quoted * 1000 + chapter.letters / 2) / chapter.letters;
  // What is not Chinese in a Chinese text is read by words.
  std::int64_t sum = 0;
  double squares = 0;
  const std::int64_t limit = speech == Speech::chinese ? kLongSentenceCharacters : kLongSentenceWords;
  for (const BookSentence& sentence : chapter.sentences) {
    sum += sentence.size;
    squares += static_cast<double>(sentence.size) * static_cast<double>(sentence.size);
    if (sentence.size > limit && reading.long_sentences.size() < kLongSentencesMax) reading.long_sentences.push_back({sentence.begin, sentence.end});
  }
  const Spread spread = spread_of(reading.sentences, sum, squares);
  reading.sentence_mean_milli = spread.mean_milli;
  reading.sentence_deviation_milli = spread.deviation_milli;
  const std::int64_t a_minute = speech == Speech::chinese ? kCharactersPerMinute : kWordsPerMinute;
  reading.seconds = (sum * 60 + a_minute / 2) / a_minute;
  reading.repetitions = repetitions(chapter, speech, vocabulary);
  return reading;
}

std::int64_t distinct_milli(std::span<const BookWord> words, std::size_t vocabulary_size) {
  constexpr std::size_t kWindow = 100;
  if (words.empty()) return 0;
  std::vector<std::uint16_t> within(vocabulary_size);
  std::int64_t distinct = 0, sum = 0, windows = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    distinct += within[words[i].number]++ == 0;
    if (i >= kWindow) distinct -= --within[words[i - kWindow].number] == 0;
    if (i + 1 >= kWindow) {
      sum += distinct;
      ++windows;
    }
  }
  if (windows == 0) return distinct * 1000 / static_cast<std::int64_t>(words.size());
  return (sum * 1000 / static_cast<std::int64_t>(kWindow) + windows / 2) / windows;
}

}  // namespace colophon::text
