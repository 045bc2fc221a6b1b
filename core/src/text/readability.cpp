#include "colophon/text/readability.hpp"

#include <cmath>

// Doubles by the four operations and the square root only, which IEEE 754 rounds in one way on every target.
namespace colophon::text {
namespace {

std::int64_t milli(double value) { return static_cast<std::int64_t>(std::floor(value * 1000 + 0.5)); }

// Flesch 1948, table of the seven grades.
std::string_view ease(double score) {
  constexpr struct { double least; std::string_view meaning; } kGrades[] = {
      {90, "very_easy"}, {80, "easy"}, {70, "fairly_easy"}, {60, "standard"}, {50, "fairly_difficult"}, {30, "difficult"}};
  for (const auto& grade : kGrades) {
    if (score >= grade.least) return grade.meaning;
  }
  return "very_difficult";
}

}  // namespace

std::vector<Readability> english_readability(const EnglishCounts& counts) {
  if (counts.words == 0 || counts.sentences == 0) return {};
  const auto words = static_cast<double>(counts.words), sentences = static_cast<double>(counts.sentences);
  const double sentence = words / sentences, syllables = static_cast<double>(counts.syllables) / words, letters = static_cast<double>(counts.letters) / words;
  std::vector<Readability> all;
  const auto grade = [&](std::string_view name, double value) { all.push_back({name, milli(value), "grade"}); };
  const double reading_ease = 206.835 - 1.015 * sentence - 84.6 * syllables;
  all.push_back({"flesch_reading_ease", milli(reading_ease), ease(reading_ease)});
  grade("flesch_kincaid_grade", 0.39 * sentence + 11.8 * syllables - 15.59);
  grade("gunning_fog", 0.4 * (sentence + 100 * static_cast<double>(counts.complex) / words));
  if (counts.sentences >= 30) grade("smog", 3.1291 + 1.0430 * std::sqrt(30 * static_cast<double>(counts.polysyllables) / sentences));
  grade("coleman_liau", 0.0588 * 100 * letters - 0.296 * 100 * sentences / words - 15.8);
  grade("automated_readability_index", 4.71 * letters + 0.5 * sentence - 21.43);
  if (counts.has_familiar_list) {
    const double unfamiliar = 100 * static_cast<double>(counts.unfamiliar) / words;
    all.push_back({"dale_chall", milli(0.1579 * unfamiliar + 0.0496 * sentence + (unfamiliar > 5 ? 3.6365 : 0)), "dale_chall"});
  }
  return all;
}

std::vector<Readability> chinese_readability(const ChineseCounts& counts) {
  if (counts.characters == 0 || counts.clauses == 0 || counts.sentences == 0) return {};
  const auto characters = static_cast<double>(counts.characters);
  const double clause = characters / static_cast<double>(counts.clauses);
  std::vector<Readability> all;
  all.push_back({"xu_2021_characters_per_clause", milli(clause), "higher_is_harder"});
  if (counts.has_dictionary) {
    const double function = static_cast<double>(counts.adverbs_and_conjunctions) / static_cast<double>(counts.sentences);
    all.push_back({"xu_2021_adverbs_and_conjunctions_per_sentence", milli(function), "higher_is_harder"});
    all.push_back({"xu_2021", milli(0.5 * (clause + function)), "higher_is_harder"});
    all.push_back({"common_characters_percent", milli(100 * static_cast<double>(counts.common_characters) / characters), "lower_is_harder"});
  }
  return all;
}

}  // namespace colophon::text
