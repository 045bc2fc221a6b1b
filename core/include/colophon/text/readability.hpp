#pragma once
// Formulas of readability. Each has its source and its limits; docs/explanation/reading.md says what none of them knows.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace colophon::text {

/// What the formulas for English are made of.
struct EnglishCounts {
  std::int64_t words = 0, sentences = 0;
  std::int64_t letters = 0;         ///< Letters and digits of the words.
  std::int64_t syllables = 0;
  std::int64_t polysyllables = 0;   ///< Words of three syllables and more.
  std::int64_t complex = 0;         ///< As Gunning has them: three syllables without the endings -es, -ed and -ing, no names.
  std::int64_t unfamiliar = 0;      ///< Words that are on no list of familiar words.
  bool has_familiar_list = false;
};
/// And those for Chinese.
struct ChineseCounts {
  std::int64_t characters = 0;      ///< Han characters.
  std::int64_t common_characters = 0;
  std::int64_t clauses = 0;         ///< Parts between marks of punctuation.
  std::int64_t sentences = 0;
  std::int64_t adverbs_and_conjunctions = 0;
  bool has_dictionary = false;
};

struct Readability {
  std::string_view name;     ///< "flesch_reading_ease", ...
  std::int64_t value_milli;
  std::string_view meaning;  ///< A key that the locales translate: "very_easy" to "very_difficult" for the reading ease, "grade" for school years in the USA, ...
};

/// Empty where there is no word. SMOG only from 30 sentences on, as McLaughlin demands.
///   Flesch reading ease (Flesch 1948); Flesch-Kincaid grade (Kincaid et al. 1975); Gunning fog (Gunning 1952); SMOG (McLaughlin 1969);
///   Coleman-Liau (Coleman and Liau 1975); automated readability index (Smith and Senter 1967); Dale-Chall (1948; the list of 1995) where there is a list.
std::vector<Readability> english_readability(const EnglishCounts& counts);
/// Xu, Yao and Chen (2021), made for annual reports: characters a clause, adverbs and conjunctions a sentence, and the mean of the two. Beside it,
/// as a measure and no formula, the part of the characters that are among the 3,500 common ones.
std::vector<Readability> chinese_readability(const ChineseCounts& counts);

/// Of an English word in lower case, by rules of spelling; at least 1 where there is a letter.
int syllables(std::u16string_view word);

}  // namespace colophon::text
