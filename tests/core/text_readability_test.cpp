// The formulas against values that were worked out by hand from their papers; tests/web/reading.test.mjs compares texts with text-readability.
#include <catch2/catch_test_macros.hpp>

#include <map>
#include <string>

#include "colophon/text/readability.hpp"

using namespace colophon::text;

namespace {

std::map<std::string, std::int64_t> values(const std::vector<Readability>& all) {
  std::map<std::string, std::int64_t> by_name;
  for (const Readability& each : all) by_name[std::string(each.name)] = each.value_milli;
  return by_name;
}

}  // namespace

TEST_CASE("Each formula for English gives what its paper says") {
  // 100 words in 5 sentences, 150 syllables, 450 letters, 10 hard words: a page of an exercise book.
  const auto got = values(english_readability({100, 5, 450, 150, 12, 10, 20, true}));
  CHECK(got.at("flesch_reading_ease") == 59'635);            // 206.835 - 1.015 * 20 - 84.6 * 1.5
  CHECK(got.at("flesch_kincaid_grade") == 9'910);            // 0.39 * 20 + 11.8 * 1.5 - 15.59
  CHECK(got.at("gunning_fog") == 12'000);                    // 0.4 * (20 + 10)
  CHECK(got.at("coleman_liau") == 9'180);                    // 0.0588 * 450 - 0.296 * 5 - 15.8
  CHECK(got.at("automated_readability_index") == 9'765);     // 4.71 * 4.5 + 0.5 * 20 - 21.43
  CHECK(got.at("dale_chall") == 7'787);                      // 0.1579 * 20 + 0.0496 * 20 + 3.6365 = 7.7865
  CHECK(got.count("smog") == 0);                             // Only of 30 sentences.
  // McLaughlin's own example: 30 sentences with 49 such words; his quick rule says 7 + 3.
  CHECK(values(english_readability({600, 30, 2700, 900, 49, 40, 0, false})).at("smog") == 10'430);
}

TEST_CASE("The grades of reading ease are Flesch's") {
  struct Row { std::int64_t words, sentences, syllables; std::string_view meaning; };
  const Row rows[] = {{100, 12, 120, "very_easy"}, {100, 7, 140, "fairly_easy"}, {100, 6, 148, "standard"}, {100, 4, 190, "very_difficult"}};
  for (const Row& row : rows) CHECK(english_readability({row.words, row.sentences, 450, row.syllables, 0, 0, 0, false})[0].meaning == row.meaning);
}

TEST_CASE("The formula for Chinese is that of Xu, Yao and Chen, and needs a dictionary for its words") {
  const auto got = values(chinese_readability({1'000, 950, 100, 40, 80, true}));
  CHECK(got.at("xu_2021_characters_per_clause") == 10'000);
  CHECK(got.at("xu_2021_adverbs_and_conjunctions_per_sentence") == 2'000);
  CHECK(got.at("xu_2021") == 6'000);
  CHECK(got.at("common_characters_percent") == 95'000);
  CHECK(chinese_readability({1'000, 0, 100, 40, 0, false}).size() == 1);
}

TEST_CASE("Nothing is said of a text without words") {
  CHECK(english_readability({}).empty());
  CHECK(chinese_readability({}).empty());
}

TEST_CASE("Syllables are counted as they are spoken") {
  struct Row { std::u16string_view word; int syllables; };
  const Row rows[] = {{u"a", 1},        {u"the", 1},     {u"table", 2},      {u"loved", 1},     {u"wanted", 2},   {u"houses", 2},   {u"makes", 1},    {u"people", 2},
                      {u"beautiful", 3},{u"nation", 2},  {u"opinion", 3},    {u"lion", 2},      {u"rhythm", 2},   {u"queen", 1},    {u"quiet", 2},    {u"played", 1},
                      {u"couldn't", 2}, {u"careful", 2}, {u"engagement", 3}, {u"elizabeth", 4}, {u"various", 3},  {u"gracious", 2}, {u"idea", 3},     {u"yes", 1},
                      {u"beyond", 2},   {u"every", 2},   {u"element", 3},    {u"little", 2},    {u"society", 4},  {u"eye", 1},      {u"darcy's", 2},  {u"brr", 1}};
  for (const Row& row : rows) {
    INFO(std::string(row.word.begin(), row.word.end()));
    CHECK(syllables(row.word) == row.syllables);
  }
  CHECK(syllables(u"") == 0);
}
