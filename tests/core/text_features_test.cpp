// Counting in texts: Latin, Han, mixed, and what is not text.
#include <catch2/catch_test_macros.hpp>

#include "colophon/base/limits.hpp"
#include "colophon/text/features.hpp"
#include "shared.hpp"

using namespace colophon;
using text::features;

TEST_CASE("Characters, words, sentences and lines") {
  struct Row { const char* name; const char* text; std::int64_t characters, han, words, sentences, lines; };
  const Row rows[] = {
      {"nothing", "", 0, 0, 0, 0, 0},
      {"white space only", " \n\t\xE3\x80\x80\n", 0, 0, 0, 0, 0},
      {"one word without an end is a sentence", "Hello", 5, 0, 1, 1, 1},
      {"two sentences", "It rains. We stay!", 15, 0, 4, 2, 1},
      {"three marks end one sentence", "What?! No... yes", 14, 0, 3, 3, 1},
      {"marks alone are no sentence", "... ?! —", 6, 0, 0, 0, 1},
      {"a decimal point and a domain end nothing", "Pi is 3.14 at example.org today.", 27, 0, 8, 1, 1},
      {"an apostrophe between letters parts no word", "Don't say ‘tis rock’n’roll", 23, 0, 4, 1, 1},
      {"a hyphen parts words", "well-known", 10, 0, 2, 1, 1},
      {"numbers are words", "3 apples, 12 pears", 15, 0, 4, 1, 1},
      {"Han: each character is a word", "床前明月光，疑是地上霜。", 12, 10, 10, 1, 1},
      {"full-width marks", "你好！你是谁？我。", 9, 6, 6, 3, 1},
      {"a poem of four lines", "白日依山尽\n黄河入海流\n\n欲穷千里目\r\n更上一层楼。", 21, 20, 20, 1, 4},
      {"mixed", "我爱 C++23 和 Rust。", 13, 3, 6, 1, 1},
      {"accents as combining marks", "cafe\xCC\x81 noir", 9, 0, 2, 1, 1},
      {"a soft hyphen parts nothing", "super\xC2\xADman", 8, 0, 1, 1, 1},
      {"kana are letters, Han are counted one by one", "東京タワー", 5, 2, 3, 1, 1},
      {"a rare Han character beyond the basic plane", "𠮷野", 2, 2, 2, 1, 1},
      {"an emoji is a character and no word", "ok 👍", 3, 0, 1, 1, 1},
      {"a control character is none", "a\x01" "b", 2, 0, 1, 1, 1},
      {"an ellipsis of one code point", "So… what", 7, 0, 2, 2, 1},
      {"an abbreviation ends a sentence: by rule", "Mr. Fox", 6, 0, 2, 2, 1},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    const auto counts = features(row.text);
    REQUIRE(counts);
    CHECK(counts->characters == row.characters);
    CHECK(counts->han_characters == row.han);
    CHECK(counts->words == row.words);
    CHECK(counts->sentences == row.sentences);
    CHECK(counts->lines == row.lines);
  }
}

TEST_CASE("Sentence length: mean and longest") {
  const auto counts = features("One. Two three. Four five six seven.");
  REQUIRE(counts);
  CHECK(counts->sentence_words_mean_milli == 2'333);
  CHECK(counts->sentence_words_max == 4);
  CHECK(features("")->sentence_words_mean_milli == 0);
}

TEST_CASE("Distinct words, without regard to capitals") {
  CHECK(features("the cat and the dog")->distinct_words_milli == 800);
  CHECK(features("The the THE thE")->distinct_words_milli == 250);
  CHECK(features("ÉTÉ été Été ДОМ дом ΑΒΓ αβγ")->distinct_words_milli == 429);  // 3 of 7
  CHECK(features("人人人人")->distinct_words_milli == 250);
  CHECK(features("a ab abc")->distinct_words_milli == 1'000);
  CHECK(features("!")->distinct_words_milli == 0);
}

TEST_CASE("Dialogue is what stands between quotation marks") {
  struct Row { const char* name; const char* text; std::int64_t milli; };
  const Row rows[] = {
      {"none", "abcdefgh", 0},
      {"straight: 2 of 8 characters", "\"ab\" cdef", 250},
      {"curly", "“ab” cdef", 250},
      {"corner brackets", "「你好」他说的", 286},  // 2 of 7
      {"one in the other counts once", "「a『bc』d」", 500},  // abcd of 8
      {"guillemets", "«ab»cdef", 250},
      {"a quotation that is never closed ends with its line", "\"ab\ncdefg", 250},
      {"the same with curly marks", "“ab\ncdefg", 250},
      {"a closing mark alone opens nothing", "ab” cdefg", 0},
      {"an apostrophe is no quotation mark", "it's o'clock", 0},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(features(row.text)->dialogue_milli == row.milli);
  }
}

TEST_CASE("The language is guessed from the script") {
  struct Row { const char *text, *language; };
  for (const Row& row : {Row{"The quick brown fox", "en"}, {"Où est l'été?", "en"}, {"春眠不觉晓", "zh"}, {"我爱你 ok", "zh"}, {"Привет, мир", "other"},
                         {"東京タワーへ行きました", "other"}, {"한국어 문장", "other"}, {"", "other"}, {"12345 !!", "other"}, {"ＡＢＣ", "en"}}) {
    INFO(row.text);
    CHECK(features(row.text)->language == row.language);
  }
}

TEST_CASE("What is not UTF-8 is refused") {
  for (const std::string& bad : {std::string("\xFF"), std::string("abc\xC3"), std::string("\xC0\x80"), std::string("\xED\xA0\x80"), std::string("\xF5\x80\x80\x80"),
                                 std::string("\xE4\xB8")}) {
    const auto counts = features(bad);
    REQUIRE_FALSE(counts);
    CHECK(counts.error().code == Errc::invalid_encoding);
    CHECK(counts.error().field == "text");
  }
}

TEST_CASE("A text over the limit is refused, one at the limit is counted in good time") {
  CHECK(features(std::string(limits::kTextBytesMax + 1, 'a')).error().code == Errc::limit_exceeded);
  std::string words;
  while (words.size() + 8 <= limits::kTextBytesMax) words += "a b c d ";
  const auto counts = features(words);
  REQUIRE(counts);
  CHECK(counts->words == static_cast<std::int64_t>(words.size() / 2));
  CHECK(counts->distinct_words_milli == 0);  // 4 of 4 million
}

TEST_CASE("The poems of the sample catalogue are Chinese, and every line is counted") {
  int poems = 0;
  for (const auto& entry : std::filesystem::directory_iterator(tests::source_dir() / "examples" / "catalogue" / "poems")) {
    if (entry.path().extension() != ".txt") continue;
    const auto counts = features(tests::read_file(entry.path()));
    INFO(entry.path().string());
    REQUIRE(counts);
    CHECK(counts->language == "zh");
    CHECK(counts->han_characters >= 20);
    CHECK(counts->words == counts->han_characters);
    CHECK(counts->sentences >= 1);
    CHECK(counts->distinct_words_milli > 500);
    ++poems;
  }
  CHECK(poems >= 30);
}
