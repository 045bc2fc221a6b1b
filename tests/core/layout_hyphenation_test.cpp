// Liang's hyphenation with TeX's American patterns. The divisions are those that TeX gives (The TeXbook, appendix H, and F. M. Liang's thesis); that ten
// thousand words are divided as hypher divides them is in tests/parity/layout.test.mjs.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "layout_support.hpp"

using namespace colophon;
using namespace colophon::layout;

namespace {
std::u16string divided(const Hyphenation& hyphenation, std::u16string_view word) {
  std::vector<std::uint32_t> places;
  hyphenation.divide(word, places);
  std::u16string out;
  for (std::size_t i = 0, next = 0; i < word.size(); ++i) {
    if (next < places.size() && places[next] == i) out += u'-', ++next;
    out += word[i];
  }
  return out;
}
std::string file(std::initializer_list<int> bytes) {
  std::string made = "CLPHYPH1";
  for (const int byte : bytes) made += static_cast<char>(byte);
  return made;
}
}  // namespace

TEST_CASE("words are divided as TeX divides them", "[layout]") {
  const Hyphenation english = test::english();
  for (const std::u16string_view word : {u"hy-phen-ation", u"con-cate-na-tion", u"su-per-cal-ifrag-ilis-tic-ex-pi-ali-do-cious", u"al-go-rithm", u"beau-ti-ful", u"daugh-ters",
                                         u"as-ton-ished", u"when-ever", u"type-set-ting", u"project", u"ta-ble", u"as-so-ciate", u"phil-an-thropic"}) {
    std::u16string whole(word);
    std::erase(whole, u'-');
    CHECK(divided(english, whole) == word);
  }
}

TEST_CASE("case does not matter, apostrophes part no pattern, letters of others neither", "[layout]") {
  const Hyphenation english = test::english();
  CHECK(divided(english, u"HYPHENATION") == u"HY-PHEN-ATION");
  CHECK(divided(english, u"Beautiful") == u"Beau-ti-ful");
  CHECK(divided(english, u"daughters'") == u"daugh-ters'");
  CHECK(divided(english, u"naïvely") == u"naïvely");
  CHECK(divided(english, u"排版") == u"排版");
}

TEST_CASE("two letters stay before a hyphen and three after it, or as many as are wanted", "[layout]") {
  const Hyphenation english = test::english();
  CHECK(english.left_min() == 2);
  CHECK(english.right_min() == 3);
  CHECK(divided(english, u"about") == u"about");  // Not a-bout.
  CHECK(divided(english.with_minimums(5, 5), u"hyphenation") == u"hyphen-ation");
  CHECK(divided(english.with_minimums(3, 3), u"table") == u"table");  // For exceptions too.
}

TEST_CASE("a soft hyphen says where a word is divided, so that no pattern does", "[layout]") {
  const Hyphenation english = test::english();
  CHECK(divided(english, u"hyphen\u00adation") == u"hyphen\u00adation");
  CHECK(english.divide_text(u"hyphen\u00adation").empty());
}

TEST_CASE("never before a combining mark, nor within a surrogate pair", "[layout]") {
  const Hyphenation english = test::english();
  for (const std::u16string_view word : {u"hy\u0301phenation", u"hyphe\u0301nation\u0301s", u"hyp\U0001F600henation"}) {
    std::vector<std::uint32_t> places;
    english.divide(word, places);
    for (const std::uint32_t place : places) {
      CHECK(word[place] != 0x301);
      CHECK((word[place] & 0xfc00) != 0xdc00);
    }
  }
}

TEST_CASE("in a text every word is divided by itself", "[layout]") {
  const Hyphenation english = test::english();
  CHECK(english.divide_text(u"(beautiful) \u201cdaughters\u201d, the king's") == std::vector<std::uint32_t>{5, 7, 18});
  CHECK(english.divide_text(u"") == std::vector<std::uint32_t>{});
  const std::u16string lone(1, static_cast<char16_t>(0xd800));
  CHECK(english.divide_text(lone + u"beautiful" + lone) == std::vector<std::uint32_t>{5, 7});
  CHECK(english.divide_text(std::u16string(100'000, u'a')).empty());
}

TEST_CASE("a hyphenation file that is none is refused", "[layout]") {
  const auto code = [](const std::string& bytes) {
    const auto loaded = Hyphenation::load(std::as_bytes(std::span(bytes)));
    return loaded ? Errc::ok : loaded.error().code;
  };
  CHECK(code("") == Errc::unknown_format);
  CHECK(code("CLPHYPH2") == Errc::unknown_format);
  CHECK(code(file({})) == Errc::invalid_argument);
  // Minimums, an alphabet of the edge and "a", one node: "a" with the value 1 before it.
  CHECK(code(file({2, 3, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, '.', 0, 'a', 0, 2, 0x41, 0x01})) == Errc::ok);
  CHECK(code(file({0, 3, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, '.', 0, 'a', 0, 2, 0x41, 0x01})) == Errc::invalid_argument);
  CHECK(code(file({2, 3, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, '.', 0, 'a', 0, 3, 0x41, 0x01})) == Errc::invalid_argument);       // Letter 3 of 2.
  CHECK(code(file({2, 3, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, '.', 0, 'a', 0, 2, 0xc1, 0x01})) == Errc::invalid_argument);       // Children that are not there.
  CHECK(code(file({2, 3, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, '.', 0, 'a', 0, 2, 0x41, 0x21})) == Errc::invalid_argument);       // A value after a second letter.
  CHECK(code(file({2, 3, 2, 0, 2, 0, 0, 0, 0, 0, 0, 0, '.', 0, 'a', 0, 2, 0x40, 2, 0x40})) == Errc::invalid_argument);    // A node after the last.
  CHECK(code(file({2, 3, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, '.', 0, 'A', 0, 2, 0x40})) == Errc::invalid_argument);             // A capital.
  CHECK(code(file({2, 3, 2, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, '.', 0, 'a', 0})) == Errc::limit_exceeded);
  CHECK(code(file({2, 3, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, '.', 0, 'a', 0, 2, 0x41, 0x01, 0})) == Errc::invalid_argument);    // A byte too many.
  CHECK(code(file({2, 3, 2, 0, 1, 0, 0, 0, 1, 0, 0, 0, '.', 0, 'a', 0, 2, 0x40, 2, 1, 'a', 0, 'b', 0, 2})) == Errc::invalid_argument);  // An exception's hyphen at its end.
}
