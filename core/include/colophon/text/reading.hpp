#pragma once
// What is said of a book to the one who writes it: lengths, pace, dialogue, repetitions, keywords, themes, readability and the Coach's features.
// Integers only, equal on every target. Ranges are [begin, end) in UTF-16 code units of the chapter as it was given.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"
#include "colophon/text/chinese.hpp"
#include "colophon/text/language.hpp"
#include "colophon/text/readability.hpp"

namespace colophon::text {

inline constexpr std::size_t kBookUnitsMax = 8u << 20;
inline constexpr std::size_t kBookChaptersMax = 10'000;
inline constexpr std::size_t kKeywordsMax = 30;
inline constexpr std::size_t kRepetitionsMax = 100;      ///< Of one chapter; the longest stay.
inline constexpr std::size_t kLongSentencesMax = 200;    ///< Of one chapter, from its beginning.
inline constexpr std::int64_t kAdvisedSentencesMin = 10; ///< Of fewer sentences nothing is advised.
inline constexpr std::int64_t kLongSentenceWords = 40;   ///< A longer one in English is marked,
inline constexpr std::int64_t kLongSentenceCharacters = 100;  ///< and in Chinese.

/// English words that are familiar to readers of the fourth grade, or none.
class FamiliarWords {
 public:
  /// One word a line, in lower case. Errors: limit_exceeded (over 100,000 bytes), invalid_encoding.
  static Result<FamiliarWords> parse(std::string_view utf8);
  /// Also where an ending was added to a word of the list.
  bool has(std::u16string_view word) const;
  bool empty() const { return words_.empty(); }
  std::size_t size() const { return words_.size(); }

 private:
  bool listed(std::u16string_view word) const;
  std::vector<std::u16string> words_;
};

struct Span { std::uint32_t begin, end; };
struct Repetition : Span {
  std::u16string phrase;
  std::int64_t count;  ///< How often it stands near itself; begin and end are those of the last.
};

struct ChapterReading {
  std::int64_t units = 0;              ///< UTF-16 code units.
  std::int64_t characters = 0;         ///< Without white space.
  std::int64_t words = 0;              ///< In Chinese by the dictionary; without one, each character.
  std::int64_t sentences = 0, paragraphs = 0;
  std::int64_t dialogue_milli = 0;     ///< Of the letters and characters, those within "" “” ‘’ «» 「」 『』; a quotation ends with its paragraph at the latest.
  std::int64_t seconds = 0;            ///< Of a reader of 250 English words or 400 Chinese characters a minute.
  std::int64_t sentence_mean_milli = 0;      ///< Words a sentence; in Chinese characters, as of everything that is called a size here.
  std::int64_t sentence_deviation_milli = 0; ///< The standard deviation.
  std::vector<Span> long_sentences;
  std::vector<Repetition> repetitions;
};

struct Keyword {
  std::u16string text;
  std::int64_t weight_milli;  ///< 1,000 for the first.
  std::int64_t count;
};
struct Theme {
  std::string_view name;      ///< "love", "nature", ...: docs/explanation/reading.md says by which words.
  std::int64_t share_milli;   ///< Of all words that speak of a theme.
};
enum class Advice : std::uint8_t { none, raise, lower };
struct TextFeature {
  std::string_view name;
  std::int64_t value_milli, low_milli, high_milli;  ///< The usual range: 10th to 90th percentile of the chapters of named books.
  Advice advice = Advice::none;
};

struct Reading {
  Language language;
  bool verse = false;  ///< Short lines: the ranges, which are of prose, say nothing then, and nothing is advised.
  std::int64_t words = 0, characters = 0, sentences = 0;
  std::vector<Readability> readability;
  std::vector<Keyword> keywords;
  std::vector<Theme> themes;
  std::vector<TextFeature> features;
  std::vector<ChapterReading> chapters;
};

struct ReadingTools {
  const ChineseDictionary* chinese = nullptr;
  const FamiliarWords* familiar = nullptr;
};

/// `chapters`: texts of docs/formats/manuscript.md; its marks are no words. `language`: a BCP 47 tag, or empty to find it out. Keywords, themes, readability
/// and features are of English and Chinese (of which keywords need the dictionary); of other languages there are the counts.
/// Error: limit_exceeded.
Result<Reading> read_book(std::span<const std::u16string_view> chapters, std::string_view language, const ReadingTools& tools);

}  // namespace colophon::text
