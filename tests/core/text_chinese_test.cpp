// Chinese words: what jieba says of the sentences of its README and of others, with a dictionary of what they need (tests/fixtures/words/sentences.txt,
// made by web/words/data/make_chinese.py). tests/web/reading.test.mjs compares whole books.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>

#include "colophon/text/chinese.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::text;

namespace {

std::string bytes() { return tests::read_file(tests::fixtures() / "words/small.words"); }
Result<ChineseDictionary> parse(const std::string& file) { return ChineseDictionary::parse({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()}); }

/// The words with a slash between them.
std::u16string parted(const ChineseDictionary& dictionary, std::u16string_view text, bool traditional = false) {
  std::u16string joined;
  std::uint32_t begin = 0;
  for (const std::uint32_t end : dictionary.word_ends(text, traditional)) {
    if (begin > 0) joined += u'/';
    joined += text.substr(begin, end - begin);
    begin = end;
  }
  return joined;
}

}  // namespace

TEST_CASE("Words are jieba's, those that no dictionary has included") {
  const ChineseDictionary dictionary = parse(bytes()).value();
  const std::u16string_view rows[] = {
      u"我/来到/北京/清华大学",
      u"他/来到/了/网易/杭研/大厦",  // 杭研 is a word by the model alone.
      u"小明/硕士/毕业/于/中国科学院/计算所/，/后/在/日本京都大学/深造",
      u"工信处/女干事/每月/经过/下属/科室/都/要/亲口/交代/24/口/交换机/等/技术性/器件/的/安装/工作",
      u"我/买/了/一件/T恤/，/去/唱/卡拉/OK/。",
      u"床前/明月光/，/疑是/地上/霜/。",
      u"「/你/去/哪儿/？/」/她/问/。/「/去/北京/。/」/他/说/，/然后/笑/了/。",
      u"孔乙己/是/站/着/喝酒/而/穿/长衫/的/唯一/的/人/。/孔乙己/一到/店/，/所有/喝酒/的/人/便/都/看着/他/笑/。",
  };
  for (const std::u16string_view row : rows) {
    std::u16string text(row);
    std::erase(text, u'/');
    CHECK(parted(dictionary, text) == row);
  }
}

TEST_CASE("A traditional text is looked up in simplified form and keeps its own places") {
  const ChineseDictionary dictionary = parse(bytes()).value();
  CHECK(parted(dictionary, u"我來到北京清華大學", true) == u"我/來到/北京/清華大學");
  CHECK(parted(dictionary, u"他來到了網易杭研大廈", true) == u"他/來到/了/網易/杭研/大廈");
  // 乾 is a simplified character too, in this name: it stays itself.
  CHECK(parted(dictionary, u"乾隆皇帝愛喝茶", true) == u"乾隆皇帝/愛/喝茶");
  CHECK(dictionary.simplified(u'學') == u'学');
  CHECK(dictionary.simplified(u'学') == u'学');
}

TEST_CASE("What is not Chinese is parted as Unicode says") {
  const ChineseDictionary dictionary = parse(bytes()).value();
  CHECK(parted(dictionary, u"don't 喝茶 3.14!") == u"don't/ /喝茶/ /3.14/!");
  CHECK(dictionary.word_ends(u"", false).empty());
  CHECK(parted(dictionary, u"𠮷喝茶") == u"𠮷/喝茶");
  const std::u16string broken{0xDC00, u'喝', u'茶', 0xD840, u'喝'};
  CHECK(dictionary.word_ends(broken, true) == Ends{1, 3, 4, 5});
}

TEST_CASE("The dictionary knows the class of a word and which characters are common") {
  const ChineseDictionary dictionary = parse(bytes()).value();
  CHECK(dictionary.find(u"北京").kind == WordClass::place);
  CHECK(dictionary.find(u"喝茶").cost > dictionary.find(u"我").cost);
  CHECK(dictionary.find(u"北").cost != 0);
  CHECK(dictionary.find(u"没有这个词").cost == 0);
  CHECK(dictionary.is_common(u'我'));
  CHECK_FALSE(dictionary.is_common(u'厼'));
  CHECK_FALSE(dictionary.is_common(u'a'));
}

TEST_CASE("A dictionary that is cut short, of another version or changed is refused or harmless") {
  const std::string good = bytes();
  CHECK(parse("").error().code == Errc::unknown_format);
  CHECK(parse("CLPZHW").error().code == Errc::unknown_format);
  std::string other = good;
  other[7] = 2;
  CHECK(parse(other).error().code == Errc::unknown_format);
  for (std::size_t size = 32; size < good.size(); size += 7) CHECK(parse(good.substr(0, size)).error().code == Errc::does_not_hold);
  CHECK(parse(good + '\0').error().code == Errc::does_not_hold);
  std::string large = good;
  large[10] = 0x7F;  // 8 million nodes
  CHECK(parse(large).error().code == Errc::limit_exceeded);
  std::uint32_t state = 7;
  for (int round = 0; round < 4'000; ++round) {
    std::string changed = good;
    for (int n = 0; n <= round % 3; ++n) {
      state = state * 1664525 + 1013904223;
      changed[8 + (state >> 8) % (changed.size() - 8)] = static_cast<char>(state >> 3);
    }
    const auto parsed = parse(changed);
    if (!parsed) continue;
    const std::u16string text = u"小明硕士毕业于中国科学院计算所，我买了一件T恤，去唱卡拉OK。";
    const Ends ends = parsed->word_ends(text, true);
    REQUIRE(ends.back() == text.size());
    REQUIRE(std::ranges::is_sorted(ends));
  }
}
