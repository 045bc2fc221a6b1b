// What is said of small books whose every count can be done by hand.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "colophon/text/reading.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::text;

namespace {

Reading read(const std::vector<std::u16string_view>& chapters, std::string_view language, const ReadingTools& tools = {}) { return read_book(chapters, language, tools).value(); }

ChineseDictionary small_dictionary() {
  const std::string file = tests::read_file(tests::fixtures() / "words/small.words");
  return ChineseDictionary::parse({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()}).value();
}

std::u16string_view in(std::u16string_view text, const Span& span) { return text.substr(span.begin, span.end - span.begin); }

std::map<std::string, TextFeature> features(const Reading& reading) {
  std::map<std::string, TextFeature> by_name;
  for (const TextFeature& feature : reading.features) by_name.emplace(feature.name, feature);
  return by_name;
}

}  // namespace

TEST_CASE("Words, sentences and paragraphs are counted as a reader counts them") {
  const ChapterReading chapter = read({u"Mr. Smith paid $3.50, didn't he?\n\n\"Go!\" she said. J. Brown went.\n"}, "en").chapters[0];
  CHECK(chapter.words == 12);
  CHECK(chapter.sentences == 3);  // Mr. and J. end none, and "Go!" she said. is one.
  CHECK(chapter.paragraphs == 2);
  CHECK(chapter.sentence_mean_milli == 4'000);
  CHECK(chapter.seconds == 3);  // 12 of 250 words a minute.
}

TEST_CASE("In Chinese sentences are measured in characters") {
  const ChineseDictionary dictionary = small_dictionary();
  const Reading reading = read({u"我来到北京清华大学。他爱喝茶，我买了T恤！"}, "zh-Hans", {&dictionary, nullptr});
  CHECK(reading.chapters[0].words == 11);
  CHECK(reading.chapters[0].sentences == 2);
  CHECK(reading.chapters[0].sentence_mean_milli == 8'500);  // 9 and 8: T恤 is read as one.
  CHECK(reading.characters == 21);
  CHECK(reading.readability[0].value_milli == 5'667);  // 17 Han characters in three clauses.
  // Without the dictionary each character is a word.
  CHECK(read({u"我来到北京"}, "zh-Hans").words == 5);
}

TEST_CASE("Dialogue is what stands in quotation marks of either kind") {
  struct Row { std::u16string_view text; std::int64_t milli; };
  const Row rows[] = {
      {u"ab \"cd\" ef", 333},      {u"ab “cd” ef", 333},          {u"甲「乙」丙", 333},        {u"甲『乙』“丙”丁", 500},
      {u"ab ‘cd’ ef", 333},        {u"it’s the boys’ ab", 0},     // An apostrophe opens nothing.
      {u"‘it’s ab’ cd", 714},      {u"“ab ‘cd’ ef”", 1'000},      {u"ab \"cd\nef gh", 250},    // A mark that was forgotten ends with its paragraph.
      {u"」ab", 0},                {u"", 0},
  };
  for (const Row& row : rows) CHECK(read({row.text}, "en").chapters[0].dialogue_milli == row.milli);
}

TEST_CASE("The marks of a manuscript are no words, and every place stays where it was") {
  const std::u16string_view text = u"## The Return\n> Quoted words.\n***\n![a picture](p.png)\n| Verse here\n{漢|かん}\nEnd.";
  const ChapterReading chapter = read({text}, "en").chapters[0];
  CHECK(chapter.words == 8);  // The Return, Quoted words, Verse here, 漢, End.
  CHECK(chapter.paragraphs == 5);
  CHECK(chapter.units == static_cast<std::int64_t>(text.size()));
}

TEST_CASE("A long sentence is marked where it stands") {
  std::u16string text = u"Short one. ";
  for (int i = 0; i < 40; ++i) text += u"So ";
  text += u"long. Short again.";
  const ChapterReading chapter = read({text}, "en").chapters[0];
  REQUIRE(chapter.long_sentences.size() == 1);  // 41 words.
  CHECK(chapter.long_sentences[0].begin == 11);
  CHECK(in(text, chapter.long_sentences[0]).ends_with(u"long."));
}

TEST_CASE("A phrase that comes back soon is told once with its number, grammar alone is not") {
  const std::u16string_view text = u"The old iron gate stood open. He passed the old iron gate, and out of the yard; out of the street. The old iron gate closed.";
  const ChapterReading chapter = read({text}, "en").chapters[0];
  REQUIRE(chapter.repetitions.size() == 1);
  CHECK(chapter.repetitions[0].count == 3);
  CHECK(chapter.repetitions[0].phrase == u"the old iron gate");
  CHECK(in(text, chapter.repetitions[0]) == u"The old iron gate");
  CHECK(chapter.repetitions[0].begin == 99);
  const ChineseDictionary dictionary = small_dictionary();
  const ChapterReading chinese = read({u"他来到北京清华大学。后来他来到北京清华大学喝茶。"}, "zh-Hans", {&dictionary, nullptr}).chapters[0];
  REQUIRE(chinese.repetitions.size() == 1);
  CHECK(chinese.repetitions[0].phrase == u"他来到北京清华大学");
}

TEST_CASE("Keywords are names and phrases before familiar words, and a plural is its word") {
  const FamiliarWords familiar = FamiliarWords::parse("apple\ntree\nhouse\n").value();
  std::u16string text;
  for (int i = 0; i < 4; ++i) text += u"We saw Elinor by the apple tree. Orchids, an orchid and the credit union near the house. ";
  const Reading reading = read({text}, "en", {nullptr, &familiar});
  std::map<std::u16string, std::int64_t> counts;
  for (const Keyword& keyword : reading.keywords) counts[keyword.text] = keyword.count;
  CHECK(reading.keywords[0].weight_milli == 1'000);
  CHECK(counts.at(u"Elinor") == 4);
  CHECK(counts.at(u"orchid") == 8);
  CHECK(counts.at(u"credit union") == 4);
  CHECK(counts.count(u"orchids") == 0);
  CHECK(counts.count(u"the") == 0);
}

TEST_CASE("Themes are the parts of the written lists, of which words a chapter is made") {
  const Reading reading = read({u"The king and the queen; the soldier with his sword, the battle and the army."}, "en");
  REQUIRE(reading.themes.size() == 2);
  CHECK(reading.themes[0].name == "war");
  CHECK(reading.themes[0].share_milli == 667);
  CHECK(reading.themes[1].name == "power");
}

TEST_CASE("A feature outside its usual range says what to do, verse is left alone") {
  std::u16string even, verse;
  for (int i = 0; i < 60; ++i) even += u"The very same old dog ran quickly over there. ";
  const auto found = features(read({even}, "en"));
  CHECK(found.at("sentence_variation").value_milli == 0);
  CHECK(found.at("sentence_variation").advice == Advice::raise);
  CHECK(found.at("distinct_words").advice == Advice::raise);
  CHECK(found.at("adverbs").value_milli == 111'111);  // One of nine words.
  CHECK(found.at("adverbs").advice == Advice::lower);
  CHECK(found.count("chapter_variation") == 0);  // Of one chapter there is none.
  for (const TextFeature& feature : read({std::u16string_view(even).substr(0, 9 * 46)}, "en").features) CHECK(feature.advice == Advice::none);  // Nine sentences.
  for (int i = 0; i < 20; ++i) verse += u"床前明月光，疑是地上霜。\n";
  const Reading poem = read({verse}, "zh-Hans");
  CHECK(poem.verse);
  for (const TextFeature& feature : poem.features) CHECK(feature.advice == Advice::none);
}

TEST_CASE("The language is found out where none is given; of others there are counts") {
  CHECK(read({u"It was the best of times, it was the worst of times."}, "").language.tag == "en");
  const Reading french = read({u"C'était le meilleur et le pire des temps. Vraiment."}, "fr");
  CHECK(french.sentences == 2);
  CHECK(french.keywords.empty());
  CHECK(french.features.empty());
}

TEST_CASE("Empty, broken and hostile chapters are read like any other") {
  const ChineseDictionary dictionary = small_dictionary();
  const std::u16string broken{0xDC00, u'a', 0xD800, u'\n', 0x202E, u'北', 0xD83D};
  for (const std::string_view language : {"", "en", "zh-Hans", "zh-Hant", "xx"}) {
    const Reading reading = read({u"", broken, u"{|}{{||}}", u"\n\n\n", u"######"}, language, {&dictionary, nullptr});
    CHECK(reading.chapters.size() == 5);
    CHECK(reading.chapters[0].words == 0);
  }
  CHECK(read({}, "").words == 0);
  const std::u16string one_word(300'000, u'a'), marks(300'000, u'"'), braces(300'000, u'{');
  CHECK(read({one_word, marks, braces}, "en").chapters.size() == 3);
  const std::vector<std::u16string_view> many(kBookChaptersMax + 1);
  CHECK(read_book(many, "", {}).error().code == Errc::limit_exceeded);
  const std::u16string large(kBookUnitsMax + 1, u'a');
  CHECK(read_book(std::vector<std::u16string_view>{large}, "", {}).error().code == Errc::limit_exceeded);
}

TEST_CASE("A list of familiar words knows their endings") {
  const FamiliarWords list = FamiliarWords::parse("stop\nlove\nbig\nhappy\nwalk\n\n").value();
  CHECK(list.size() == 5);
  for (const std::u16string_view word : {u"stop", u"stops", u"stopped", u"loved", u"loving", u"bigger", u"happier", u"happily", u"walk's", u"walked"}) CHECK(list.has(word));
  CHECK_FALSE(list.has(u"unhappy"));
  CHECK(FamiliarWords::parse("\xFF").error().code == Errc::invalid_encoding);
  CHECK(FamiliarWords::parse(std::string(100'001, 'a')).error().code == Errc::limit_exceeded);
}

TEST_CASE("The first acts of Coriolanus are about Marcius and Rome") {
  const auto path = tests::shared("data/tiny-shakespeare/input.txt");
  if (!path) SKIP("needs ../shared/data/tiny-shakespeare");
  const std::string bytes = tests::read_file(*path).substr(0, 40'000);
  const std::u16string text(bytes.begin(), bytes.end());
  const Reading reading = read({text}, "");
  CHECK(reading.language.tag == "en");
  std::vector<std::u16string> first;
  for (std::size_t i = 0; i < 6; ++i) first.push_back(reading.keywords[i].text);
  CHECK(std::ranges::find(first, u"Marcius") != first.end());
  CHECK(std::ranges::find(first, u"Rome") != first.end());
  CHECK(reading.themes[0].name == "war");
}
