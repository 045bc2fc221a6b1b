// Unicode's own test files for annex 29, whole, and what they do not try.
#include <catch2/catch_test_macros.hpp>

#include <sstream>
#include <string>

#include "colophon/text/segments.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::text;

namespace {

void append(std::u16string& text, char32_t c) {
  if (c < 0x10000) {
    text += static_cast<char16_t>(c);
    return;
  }
  text += static_cast<char16_t>(0xD7C0 + (c >> 10));
  text += static_cast<char16_t>(0xDC00 + (c & 0x3FF));
}

struct Case {
  std::u16string text;
  Ends ends;
};

// "÷ 0061 × 0308 ÷ # ...": code points between signs that say whether the text parts there.
Case parse(const std::string& line) {
  Case parsed;
  std::istringstream in(line.substr(0, line.find('#')));
  for (std::string word; in >> word;) {
    if (word == "÷") {
      if (!parsed.text.empty()) parsed.ends.push_back(static_cast<std::uint32_t>(parsed.text.size()));
    } else if (word != "×") {
      append(parsed.text, static_cast<char32_t>(std::stoul(word, nullptr, 16)));
    }
  }
  return parsed;
}

}  // namespace

TEST_CASE("All cases of Unicode's break tests part where Unicode says") {
  struct Row { const char* file; Ends (*function)(std::u16string_view); std::size_t least; };
  const Row rows[] = {{"GraphemeBreakTest.txt", grapheme_ends, 600}, {"WordBreakTest.txt", word_ends, 1800}, {"SentenceBreakTest.txt", sentence_ends, 500}};
  for (const Row& row : rows) {
    const std::filesystem::path path = std::filesystem::path("/usr/share/unicode/auxiliary") / row.file;
    if (!std::filesystem::exists(path)) SKIP("needs Debian's unicode-data");
    std::istringstream in(tests::read_file(path));
    std::size_t cases = 0;
    for (std::string line; std::getline(in, line);) {
      if (line.empty() || line[0] == '#') continue;
      const Case wanted = parse(line);
      INFO(row.file << ": " << line);
      CHECK(row.function(wanted.text) == wanted.ends);
      ++cases;
    }
    CHECK(cases >= row.least);
  }
}

TEST_CASE("An empty text has no segments, and lone surrogates break nothing") {
  for (const auto function : {grapheme_ends, word_ends, sentence_ends}) {
    CHECK(function(u"").empty());
    const std::u16string broken{u'a', 0xD800, u'b', 0xDC00, 0xDC00, 0xD83D};
    const Ends ends = function(broken);
    REQUIRE(!ends.empty());
    CHECK(ends.back() == broken.size());
  }
  // As one character that no property is known of: what extends extends it.
  CHECK(grapheme_ends(std::u16string{u'a', 0xD800, u'\u0301'}) == Ends{1, 3});
}

TEST_CASE("A contraction, a price and a name with a stop stay whole") {
  CHECK(word_ends(u"don't pay $3.14") == Ends{5, 6, 9, 10, 11, 15});
  CHECK(sentence_ends(u"He said so. Then: \"Go!\" She went.") == Ends{12, 24, 33});
  CHECK(sentence_ends(u"他说：「走！」她走了。") == Ends{7, 11});
}

TEST_CASE("A million marks that belong to what is before them take no million squared") {
  std::u16string marks(1'000'000, u'\u0301');
  marks.insert(0, u"a'");
  CHECK(word_ends(marks).back() == marks.size());
  CHECK(sentence_ends(u"a." + marks).back() == marks.size() + 2);
  CHECK(grapheme_ends(marks).size() == 2);
}
