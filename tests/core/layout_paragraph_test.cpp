#include <catch2/catch_test_macros.hpp>
#include <random>

#include "layout_support.hpp"

using namespace colophon;
using namespace colophon::layout;
using test::lines_of;
using test::places_of;

namespace {
constexpr std::u16string_view kText = u"In olden times when wishing still helped one, there lived a king whose daughters were all beautiful; and the youngest was so beautiful that the sun "
                                      u"itself, which has seen so much, was astonished whenever it shone in her face.";

Paragraph set(std::u16string_view text, const ParagraphOptions& options, const Hyphenation* hyphenation = nullptr, std::span<const Span> spans = {}) {
  auto paragraph = set_paragraph(text, spans, {}, test::font(), hyphenation, options);
  REQUIRE(paragraph);
  return *paragraph;
}
ParagraphOptions western(std::int32_t width) {
  ParagraphOptions options;
  options.width = width;
  return options;
}
}  // namespace

TEST_CASE("justified lines end at the measure, the last keeps its spaces", "[layout]") {
  const Paragraph p = set(kText, western(20'000));
  REQUIRE(p.lines.size() > 4);
  for (std::size_t i = 0; i + 1 < p.lines.size(); ++i) {
    CHECK(p.lines[i].width == 20'000);
    const Run& last = p.runs[p.lines[i].run_end - 1];
    CHECK(last.x + last.advance == 20'000);
  }
  CHECK((p.lines.back().flags & Line::last) != 0);
  const Line& end = p.lines.back();
  for (std::uint32_t r = end.run_begin + 1; r < end.run_end; ++r) CHECK(p.runs[r].x - p.runs[r - 1].x - p.runs[r - 1].advance == 250);
}

TEST_CASE("a hyphen that the patterns allow is added, and takes part in the measure", "[layout]") {
  const Hyphenation english = test::english();
  const Paragraph p = set(kText, western(6'000), &english);
  int hyphens = 0;
  for (const Line& line : p.lines) {
    if (!(line.flags & Line::hyphenated)) continue;
    ++hyphens;
    CHECK((p.runs[line.run_end - 1].flags & Run::hyphen) != 0);
    // The hyphen itself, 500, ends the line.
    const Run& last = p.runs[line.run_end - 1];
    CHECK(last.x + last.advance + 500 == 6'000);
  }
  CHECK(hyphens > 0);
  CHECK(p.overfull == 0);
}

TEST_CASE("what an apostrophe leaves of a word does not go to the next line by itself", "[layout]") {
  const Hyphenation english = test::english();
  const Paragraph p = set(u"xx dimm\u2019d dimm\u2019d dimm\u2019d", western(4'000), &english);
  for (const Line& line : p.lines) CHECK((line.flags & Line::hyphenated) == 0);
  CHECK((set(u"xxxxxxx companion\u2019s", western(6'500), &english).lines[0].flags & Line::hyphenated) != 0);
}

TEST_CASE("a soft hyphen shows only where its line ends", "[layout]") {
  const std::u16string_view text = u"beau\u00adtiful";
  const Paragraph one = set(text, western(20'000));
  REQUIRE(one.runs.size() == 1);
  CHECK(one.runs[0].advance == 9 * 500);
  const Paragraph two = set(text, western(3'000));
  REQUIRE(two.lines.size() == 2);
  CHECK((two.lines[0].flags & Line::hyphenated) != 0);
  CHECK(two.lines[1].begin == 5);
}

TEST_CASE("ragged, centred and flush right lines keep their spaces and fit", "[layout]") {
  for (const Alignment alignment : {Alignment::start, Alignment::centre, Alignment::end}) {
    ParagraphOptions options = western(15'000);
    options.alignment = alignment;
    const Paragraph p = set(kText, options);
    for (const Line& line : p.lines) {
      CHECK(line.width <= 15'000);
      if (alignment == Alignment::start) CHECK(line.x == 0);
      if (alignment == Alignment::centre) CHECK(line.x == (15'000 - line.width) / 2);
      if (alignment == Alignment::end) CHECK(line.x + line.width == 15'000);
      for (std::uint32_t r = line.run_begin + 1; r < line.run_end; ++r) CHECK(p.runs[r].x - p.runs[r - 1].x - p.runs[r - 1].advance == 250);
    }
  }
}

TEST_CASE("a hanging indent moves every line but the first; a new line in a paragraph ends a line", "[layout]") {
  ParagraphOptions options = western(15'000);
  options.indent = -2'000;
  const Paragraph p = set(kText, options);
  CHECK(p.lines[0].x == 0);
  CHECK(p.lines[1].x == 2'000);
  CHECK(lines_of(u"one two\nthree\r\nfour", set(u"one two\nthree\r\nfour", western(30'000))) == std::vector<std::u16string>{u"one two", u"three", u"four"});
}

TEST_CASE("Western punctuation hangs where that is wanted: the letters then end at the measure", "[layout]") {
  bool hung = false;
  for (std::int32_t width = 16'000; width < 24'000; width += 500) {
    ParagraphOptions options = western(width);
    options.hanging = true;
    const Paragraph p = set(kText, options);
    for (std::size_t i = 0; i + 1 < p.lines.size(); ++i) {
      const Run& last = p.runs[p.lines[i].run_end - 1];
      const std::int32_t hangs = last.x + last.advance - width;
      const char16_t c = kText[p.lines[i].end - 1];
      CHECK(hangs == (c == u',' ? 350 : c == u';' ? 200 : 0));
      hung = hung || hangs > 0;
    }
  }
  CHECK(hung);
}

TEST_CASE("kerning pairs and styles take part", "[layout]") {
  const std::array<std::int32_t, 15> table{1000, 2, 500, 1, 1, u' ', 250, u'A', u'V', -100, 700, 1, 0, u' ', 300};
  const Font font = *Font::load(table);
  ParagraphOptions options = western(50'000);
  CHECK(set_paragraph(u"AV", {}, {}, font, nullptr, options)->runs[0].advance == 900);
  const std::array spans{Span{.begin = 3, .end = 5, .style = 1}};
  const auto p = set_paragraph(u"AV AV", spans, {}, font, nullptr, options);
  REQUIRE(p->runs.size() == 2);
  CHECK(p->runs[1].x == 1'150);
  CHECK(p->runs[1].advance == 1'400);
  CHECK(p->runs[1].style == 1);
}

TEST_CASE("the lines of a paragraph are the same without what is on them", "[layout]") {
  const Hyphenation english = test::english();
  for (const std::int32_t width : {3'000, 6'000, 15'000, 20'000}) {
    ParagraphOptions options = western(width);
    const Paragraph whole = set(kText, options, &english);
    options.placed = false;
    const Paragraph outline = set(kText, options, &english);
    CHECK(outline.runs.empty());
    CHECK(outline.overfull == whole.overfull);
    REQUIRE(outline.lines.size() == whole.lines.size());
    for (std::size_t i = 0; i < whole.lines.size(); ++i) {
      CHECK(outline.lines[i].end == whole.lines[i].end);
      CHECK((outline.lines[i].flags & Line::hyphenated) == (whole.lines[i].flags & Line::hyphenated));
    }
  }
}

TEST_CASE("what cannot be set is overfull, not refused", "[layout]") {
  const Paragraph p = set(u"a honorificabilitudinitatibus b", western(3'000));
  CHECK(p.overfull == 1);
  CHECK(p.lines.size() == 3);
  CHECK(set(kText, western(1)).lines.size() > 10);
  CHECK(set(u"", western(100)).lines.empty());
  CHECK(set(u" \u3000 ", western(100)).lines.empty());
}

TEST_CASE("options and spans outside their ranges are named", "[layout]") {
  const auto error = [](const ParagraphOptions& options, std::span<const Span> spans = {}) {
    const auto p = set_paragraph(u"one two", spans, {}, test::font(), nullptr, options);
    return p ? std::string("none") : p.error().field;
  };
  ParagraphOptions options = western(0);
  CHECK(error(options) == "width");
  options = western(1000);
  options.script = static_cast<Script>(7);
  CHECK(error(options) == "options");
  options = western(1000);
  const std::array outside{Span{.begin = 3, .end = 99}};
  const std::array backwards{Span{.begin = 3, .end = 5}, Span{.begin = 4, .end = 6}};
  const std::array unread{Span{.begin = 0, .end = 3, .kind = Span::Kind::ruby, .reading_end = 4}};
  CHECK(error(options, outside) == "spans");
  CHECK(error(options, backwards) == "spans");
  CHECK(error(options, unread) == "spans");
  const std::u16string large((1 << 20) + 1, u'a');
  CHECK(set_paragraph(large, {}, {}, test::font(), nullptr, options).error().code == Errc::limit_exceeded);
  const std::array<std::int32_t, 2> short_table{1000, 1};
  CHECK(Font::load(short_table).error().field == "font");
  const std::array<std::int32_t, 5> lying{1000, 1, 500, 9, 0};
  CHECK(Font::load(lying).error().field == "font");
}

TEST_CASE("any text is set whole: lone surrogates, controls, directions, marks without a base, in every script and direction", "[layout]") {
  std::mt19937 random(11);
  const std::u16string_view units = u"ab .,-'\u00ad\u200b\u200d\u0301\u202e\ufe0f一二，。「」（）“”‘’——……·～／￥％\u3000\n\u2028AZ09é";
  const Hyphenation english = test::english();
  for (int round = 0; round < 3'000; ++round) {
    std::u16string text;
    for (std::size_t n = random() % 60; n > 0; --n) text += random() % 9 == 0 ? static_cast<char16_t>(0xd800 + random() % 0x800) : random() % 20 == 0 ? static_cast<char16_t>(random()) : units[random() % units.size()];
    ParagraphOptions options = western(static_cast<std::int32_t>(1 + random() % 12'000));
    options.script = static_cast<Script>(random() % 3);
    options.alignment = static_cast<Alignment>(random() % 4);
    options.rules = static_cast<LineRules>(random() % 4);
    options.marks = static_cast<MarkWidths>(random() % 2);
    options.vertical = random() % 2;
    options.hanging = random() % 2;
    options.indent = static_cast<std::int32_t>(random() % 5'000) - 2'000;
    std::vector<Span> spans;
    if (text.size() > 8) {
      spans.push_back({.begin = 1, .end = 4, .style = 1});
      spans.push_back({.begin = 2, .end = 6, .kind = Span::Kind::ruby, .reading_begin = 0, .reading_end = static_cast<std::uint32_t>(1 + random() % 6)});
    }
    const auto p = set_paragraph(text, spans, u"a b c ", test::font(), random() % 2 ? &english : nullptr, options);
    REQUIRE(p);
    std::uint32_t end = 0;
    for (const Line& line : p->lines) {
      CHECK(line.begin >= end);
      CHECK(line.end > line.begin);
      end = line.end;
      std::uint32_t run_end = line.begin;
      for (std::uint32_t r = line.run_begin; r < line.run_end; ++r) {
        CHECK(p->runs[r].begin >= run_end);
        run_end = p->runs[r].end;
      }
      CHECK(run_end <= line.end);
    }
    CHECK(end <= text.size());
  }
}
