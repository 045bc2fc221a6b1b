// Proofreading English by a small dictionary: what is marked and what is not, and dictionaries that are none.
#include <catch2/catch_test_macros.hpp>
#include <chrono>

#include "colophon/proofread/proofreader.hpp"
#include "support/proofread_small.hpp"

using namespace colophon;
using proofread::Proofreader;

namespace {

std::unique_ptr<Proofreader> sample() { return std::move(*Proofreader::load(tests::sample_english())); }

/// "rule[what stands there>first fix] ...".
std::string marks_of(const Proofreader& reader, std::u16string_view text, proofread::Reading reading = {}) {
  std::string out;
  const auto latin = [](std::u16string_view units) {
    std::string bytes;
    for (const char16_t c : units) bytes += c < 0x80 ? static_cast<char>(c) : '?';
    return bytes;
  };
  const auto marks = reader.read(text, reading);
  for (const proofread::Mark& mark : *marks) {
    out += (out.empty() ? "" : " ") + mark.rule + "[" + latin(text.substr(mark.begin, mark.end - mark.begin)) + (mark.fixes.empty() ? "" : ">" + latin(mark.fixes[0])) + "]";
  }
  return out;
}

}  // namespace

TEST_CASE("English: what is marked, and the first correction") {
  const auto reader = sample();
  struct Row { const char* name; const char16_t* text; const char* marks; };
  const Row rows[] = {
      {"nothing", u"", ""},
      {"what is right", u"He went and she had the book.", ""},
      {"a listed misspelling", u"We recieve it.", "en.spelling[recieve>receive]"},
      {"one letter too many", u"The appple was well.", "en.spelling[appple>apple]"},
      {"capitals stay", u"WE RECIEVE IT.", "en.spelling[RECIEVE>RECEIVE]"},
      {"a capitalised unknown word within a sentence is a name", u"She went and Zorblax went.", ""},
      {"a possessive is read off its word", u"The book's apple was London's.", ""},
      {"a possessive with a curly apostrophe", u"The book\u2019s apple", ""},
      {"British spelling", u"The colour was well.", ""},
      {"two nouns written together", u"The roadmaps went.", ""},
      {"numbers, addresses and code are no words", u"He had 3,000 at www.example.org and x_y1 and `foo barr`.", ""},
      {"roman numerals", u"The book xiv and XIV.", ""},
      {"a handle", u"She said @zorblax went.", ""},
      {"of for have", u"He could of done it.", "en.have[of>have]"},
      {"subject and verb", u"He go and they was.", "en.agree[go>goes] en.agree[was>were]"},
      {"in the middle of a sentence the rule does not hold", u"That he go.", ""},
      {"another word is meant", u"The cake was a desert.", "en.homophone[desert>dessert]"},
      {"what speaks for the word as it is", u"The cake of the desert had sand.", ""},
      {"a before a vowel", u"He had a apple.", "en.article[a>an]"},
      {"an hour, a universe", u"He had an hour and a universe.", ""},
      {"an before a consonant", u"He had an book.", "en.article[an>a]"},
      {"a word twice", u"The the book.", "en.repeated[The the>The]"},
      {"had had", u"He had had the book.", ""},
      {"two spaces", u"The  book.", "en.spaces[  > ]"},
      {"a space before a comma", u"The book , and it.", "en.space_before[ ,>,]"},
      {"no space after a comma", u"The book,and it.", "en.space_missing[,>, ]"},
      {"a bracket that is not closed", u"The (book and it.", "en.unpaired[(>]"},
      {"brackets in pairs", u"The (book [and it]).", ""},
      {"a small letter after a full stop", u"He had the book. she went.", "en.capital[she>She]"},
      {"an abbreviation ends no sentence", u"He said etc. and went.", ""},
      {"marks of a manuscript are no punctuation", u"## The book\n> *The* **book**", ""},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(marks_of(*reader, row.text) == row.marks);
  }
}

TEST_CASE("English: a quotation that the next paragraph carries on is not unpaired") {
  const auto reader = sample();
  CHECK(marks_of(*reader, u"\u201cThe book") == "en.unpaired[?>]");
  CHECK(marks_of(*reader, u"\u201cThe book", {.quotation_goes_on = true}).empty());
  CHECK(marks_of(*reader, u"\u201cThe book\n\u201cThe apple.\u201d").empty());
}

TEST_CASE("English: personal words are right, and those of the last call alone") {
  const auto reader = sample();
  REQUIRE(reader->set_personal_words(u"zorbing\nFlumph").has_value());
  CHECK(marks_of(*reader, u"The zorbing and flumph\u2019s book").empty());
  REQUIRE(reader->set_personal_words(u"").has_value());
  CHECK(marks_of(*reader, u"The zorbing").starts_with("en.spelling[zorbing"));
}

TEST_CASE("English: names are capitalised words that no dictionary has and that come back") {
  const auto names = sample()->names(u"He said Gandolph went. Gandolph went and Gandolph\u2019s book. London and London. Once Uponn.");
  REQUIRE(names->size() == 1);
  CHECK(names->at(0).text == u"Gandolph");
  CHECK(names->at(0).count == 3);
}

TEST_CASE("English: a lone surrogate, other scripts and hostile texts are read, in linear time") {
  const auto reader = sample();
  CHECK(marks_of(*reader, std::u16string(u"The ") + char16_t{0xd800} + u" book \u4e2d\u6587 \u0645\u0631\u062d\u0628\u0627").empty());
  const std::size_t units = 1u << 20;
  for (const char16_t c : {u'a', u'(', u'[', u'"', u'{', u'<', u'`', u'.', u'-', u' ', u'\u201c', char16_t{0xdc00}}) {
    const auto begin = std::chrono::steady_clock::now();
    REQUIRE(reader->read(std::u16string(units, c), {}).has_value());
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));  // A square would take hours.
  }
  std::u16string nested(units, u'(');
  nested += std::u16string(units, u']');
  CHECK(reader->read(nested, {}).has_value());
  CHECK(reader->read(std::u16string(proofread::kTextUnitsMax + 1, u' '), {}).error().field == "text");
}

TEST_CASE("A dictionary that is none says what is wrong with it") {
  const auto error = [](std::vector<std::byte> bytes) {
    const auto loaded = Proofreader::load(bytes);
    return loaded ? Error{Errc::ok, "", ""} : loaded.error();
  };
  const auto rules_error = [&](std::string_view rules) { return error(tests::small_english({{"a", std::uint16_t{0}}}, rules)); };
  CHECK(error({}).code == Errc::unknown_format);
  CHECK(error(std::vector<std::byte>(100)).code == Errc::unknown_format);
  const std::vector<std::byte> whole = tests::sample_english();
  for (std::size_t size = 4; size < whole.size(); size += 7) {
    INFO(size);
    CHECK(error({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}).code != Errc::ok);
  }
  std::vector<std::byte> version = whole;
  version[4] = std::byte{2};
  CHECK(error(version).code == Errc::unknown_format);
  CHECK(error(tests::small_english({{"", std::uint16_t{0}}}, "")).code == Errc::invalid_argument);
  CHECK(rules_error("stray line\n").detail.contains("rule 1"));
  CHECK(rules_error("= confusion\nx: [a\n").code == Errc::invalid_argument);
  CHECK(rules_error("= confusion\nx: [<nonsense>]\n").code == Errc::invalid_argument);
  CHECK(rules_error("= confusion\nx: [@nobody]\n").code == Errc::invalid_argument);
  CHECK(rules_error("= confusion\nx: a b\n").detail.contains("marks nothing"));
  CHECK(rules_error("@x = @x\n= confusion\nx: [@x]\n").code == Errc::invalid_argument);
  CHECK(rules_error("= confusion\nx: a? b? c? d? e? f? g? h? [i] => j\n").code == Errc::invalid_argument);
  CHECK(rules_error("= nowhere\n").code == Errc::invalid_argument);
}
