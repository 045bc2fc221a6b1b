// Proofreading Chinese by a small dictionary: what is marked and what is not, and dictionaries that are none.
#include <catch2/catch_test_macros.hpp>
#include <chrono>

#include "colophon/proofread/proofreader.hpp"
#include "support/proofread_small_chinese.hpp"

using namespace colophon;
using proofread::Proofreader;

namespace {

std::unique_ptr<Proofreader> sample() { return std::move(*Proofreader::load(tests::sample_chinese())); }

/// "rule[begin,end)fix ...".
std::u16string marks_of(const Proofreader& reader, std::u16string_view text, proofread::Reading reading = {}) {
  std::u16string out;
  const auto marks = reader.read(text, reading);
  for (const proofread::Mark& mark : *marks) {
    if (!out.empty()) out += u' ';
    out += std::u16string(mark.rule.begin() + 3, mark.rule.end()) + u"[" + std::u16string(text.substr(mark.begin, mark.end - mark.begin)) + (mark.fixes.empty() ? u"" : u">" + mark.fixes[0]) + u"]";
  }
  return out;
}

}  // namespace

TEST_CASE("Chinese: what is marked, and the first correction") {
  const auto reader = sample();
  REQUIRE(reader->language() == proofread::Language::chinese);
  struct Row { const char* name; const char16_t* text; const char16_t* marks; };
  const Row rows[] = {
      {"nothing", u"", u""},
      {"what is right", u"我们已经完成了任务。", u""},
      {"a listed wrong form", u"我己经完成了任务。", u"word[己经>已经]"},
      {"a wrong form across two words is none", u"我自己经常说。", u""},
      {"a likelier word, one similar character away", u"我在防碍工作。", u"similar[防碍>妨碍]"},
      {"a wrong character in a phrase", u"我们再接再励。", u"idiom[再接再励>再接再厉]"},
      {"的 for 地", u"他高兴的跳了起来。", u"de[的>地]"},
      {"的 before a noun is right", u"高兴的学生", u""},
      {"在 for 再 at the end of a clause", u"在见！", u"zai[在>再]"},
      {"在 for 再 in the middle is left", u"在见我", u""},
      {"a rule that asks for what is not before it", u"很地学生", u""},
      {"traditional characters get traditional corrections", u"我們在說後在見。", u"zai[在>再]"},
      {"a character twice", u"我们的的任务", u"repeated[的的>的]"},
      {"half-width punctuation", u"他很好,我说.", u"halfwidth[,>，] halfwidth[.>。]"},
      {"a decimal point, a clock and an address are left", u"他说3.5，10:30，a.b", u""},
      {"doubled marks", u"好！！很好，，说。。", u"doubled[！！>！] doubled[，，>，] doubled[。。>。]"},
      {"a question and an exclamation may stand together", u"好？！", u""},
      {"an ellipsis has six dots", u"我…他...好。。。", u"ellipsis[…>……] ellipsis[...>……] ellipsis[。。。>……]"},
      {"full-width digits", u"他说１２", u"fullwidth[１２>12]"},
      {"a space before a mark", u"很好 ，他说", u"space[ >]"},
      {"a space on one side of a Latin word", u"他说 abc好", u"han_latin[ abc> abc ]"},
      {"a quotation without its end", u"他说：“好。", u"pair[“]"},
      {"an end without its quotation", u"好。”", u"pair[”>]"},
      {"the next paragraph goes on with the quotation", u"“好。\n“很好。”", u""},
      {"quotations within quotations", u"“他说“好”。”", u"nested[“>‘] nested[”>’]"},
      {"a mark at the head of a line", u"好。\n，很好。", u"line_head[，>]"},
      {"a zero among Han digits", u"二0二", u"zero[0>〇]"},
      {"a lone surrogate and what is beyond the basic plane break nothing", u"我\xd800己经\xd83d\xde00好", u"word[己经>已经]"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(marks_of(*reader, row.text) == row.marks);
  }
  CHECK(marks_of(*reader, u"他说：“好。", {.quotation_goes_on = true}) == u"");
}

TEST_CASE("Chinese: words of the book are right, and names are learnt") {
  const auto reader = sample();
  REQUIRE(marks_of(*reader, u"我在防碍工作。") == u"similar[防碍>妨碍]");
  REQUIRE(reader->set_personal_words(u"防碍\n小明"));
  CHECK(marks_of(*reader, u"我在防碍工作。") == u"");
  REQUIRE(reader->set_personal_words(u""));
  CHECK(marks_of(*reader, u"我在防碍工作。") == u"similar[防碍>妨碍]");
  const auto names = reader->names(u"小明说。小明好。我在小明。");
  REQUIRE(names);
  REQUIRE(names->size() == 1);
  CHECK((*names)[0].text == u"小明");
  CHECK((*names)[0].count == 3);
}

TEST_CASE("Chinese: dictionaries that are none are refused, at every length and with every bit turned") {
  const std::vector<std::byte> right = tests::sample_chinese();
  for (std::size_t size = 0; size < right.size(); ++size) REQUIRE_FALSE(Proofreader::load(std::span(right).first(size)));
  std::vector<std::byte> longer = right;
  longer.push_back(std::byte{});
  REQUIRE_FALSE(Proofreader::load(longer));
  for (std::size_t at = 0; at < right.size(); ++at) {
    std::vector<std::byte> turned = right;
    turned[at] ^= std::byte{0x85};
    if (const auto loaded = Proofreader::load(turned)) REQUIRE((*loaded)->read(u"我自己经常在防碍工作，再接再励。高兴的跳了起来", {}));
  }
  for (const char* lines : {"x\n", "w\tzh.word\t\t己\t已\n", "w\tzh.word\t\t己经\t已\n", "r\tzh.de\t<none> [的]\t地\n", "r\tzh.de\t的\t地\n", "r\tzh.de\t[的] [的]\t地\n", "g\t0\n"})
    CHECK_FALSE(Proofreader::load(tests::small_chinese({{u"我", 60, 'r'}}, lines)));
}

TEST_CASE("Chinese: time grows with the text") {
  const auto reader = sample();
  for (const char16_t unit : {u'在', u'己', u'“', u'，', u' ', u'a', u'…', u'\xd800'}) {
    const std::u16string text(200'000, unit);
    const auto begin = std::chrono::steady_clock::now();
    REQUIRE(reader->read(text, {}));
    REQUIRE(reader->names(text));
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
  }
  CHECK_FALSE(reader->read(std::u16string(proofread::kTextUnitsMax + 1, u'我'), {}));
}
