// The rules of CLREQ (Requirements for Chinese Text Layout, W3C) that are built, each by the name of its section. An em has 1,000 units.
#include <catch2/catch_test_macros.hpp>

#include "layout_support.hpp"

using namespace colophon;
using namespace colophon::layout;
using test::chinese;
using test::lines_of;
using test::places_of;
using Lines = std::vector<std::u16string>;
using Places = std::vector<std::int32_t>;

namespace {
Paragraph set(std::u16string_view text, const ParagraphOptions& options, std::span<const Span> spans = {}, std::u16string_view readings = {}) {
  const Font font = test::font();
  auto paragraph = set_paragraph(text, spans, readings, font, nullptr, options);
  REQUIRE(paragraph);
  return *paragraph;
}
Lines broken(std::u16string_view text, const ParagraphOptions& options) { return lines_of(text, set(text, options)); }
}  // namespace

TEST_CASE("CLREQ, First-line Indents: two ems before the first line, none before the others, none typed", "[layout][clreq]") {
  ParagraphOptions options = chinese(6);
  options.indent = 2000;
  const Paragraph p = set(u"一二三四五六七八九十", options);
  REQUIRE(p.lines.size() == 2);
  CHECK(places_of(p, 0) == Places{2000, 3000, 4000, 5000});
  CHECK(places_of(p, 1) == Places{0, 1000, 2000, 3000, 4000, 5000});
  CHECK(places_of(set(u"\u3000\u3000一二三四五六七八九十", options), 0) == Places{2000, 3000, 4000, 5000});
}

TEST_CASE("CLREQ, Compression of punctuation marks at line start: an opening bracket begins at the edge, also after an indent", "[layout][clreq]") {
  ParagraphOptions options = chinese(8);
  CHECK(places_of(set(u"「一二」三四", options)) == Places{-500, 500, 1500, 2500, 3500, 4500});
  options.indent = 2000;
  CHECK(places_of(set(u"「一二」三四", options)) == Places{1500, 2500, 3500, 4500, 5500, 6500});
  options.marks = MarkWidths::full;
  CHECK(places_of(set(u"「一二」三四", options)) == Places{2000, 3000, 4000, 5000, 6000, 7000});
}

TEST_CASE("CLREQ, Compression of punctuation marks at line end (GB/T 15834, 5.1.10): a mark there takes half an em", "[layout][clreq]") {
  // Five Han and a mark are five and a half ems.
  ParagraphOptions options = chinese(5);
  options.width = 5500;
  const Paragraph p = set(u"一二三四五，六七八九十。", options);
  CHECK(lines_of(u"一二三四五，六七八九十。", p) == Lines{u"一二三四五，", u"六七八九十。"});
  CHECK(p.lines[0].width == 5500);
  CHECK(places_of(p, 0) == Places{0, 1000, 2000, 3000, 4000, 5000});
}

TEST_CASE("CLREQ, Adjustment of adjacent punctuation marks: two of them, one a bracket, take one and a half ems", "[layout][clreq]") {
  const ParagraphOptions options = chinese(20);
  CHECK(places_of(set(u"一。」二", options)) == Places{0, 1000, 1500, 2500});      // A stop gives its blank.
  CHECK(places_of(set(u"一」「二", options)) == Places{0, 1000, 1500, 2500});      // Of a blank em between brackets half is left.
  CHECK(places_of(set(u"一「『二", options)) == Places{0, 1000, 1500, 2500});      // The second opens at once.
  CHECK(places_of(set(u"一』」二", options)) == Places{0, 1000, 1500, 2500});
  CHECK(places_of(set(u"一：「二", options)) == Places{0, 1000, 1500, 2500});
  CHECK(places_of(set(u"一！？二", options)) == Places{0, 1000, 2000, 3000});      // No bracket, nothing goes.
  ParagraphOptions full = options;
  full.marks = MarkWidths::full;
  CHECK(places_of(set(u"一。」二", full)) == Places{0, 1000, 2000, 3000});
}

TEST_CASE("CLREQ, Prohibition Rules for Line Start and Line End: what each of the four sets keeps from the edges", "[layout][clreq]") {
  // Marks stay whole, so that a measure of four ems is full with four characters.
  const auto rules = [](LineRules which, std::u16string_view text) {
    ParagraphOptions options = chinese(4);
    options.rules = which;
    options.marks = MarkWidths::full;
    return broken(text, options);
  };
  for (const std::u16string mark : {u"，", u"。", u"、", u"；", u"：", u"！", u"？", u"」", u"）", u"》", u"～", u"·"}) {
    const std::u16string text = u"一二三四" + mark + u"五六七";
    CHECK(rules(LineRules::basic, text)[0] == u"一二三");
    CHECK(rules(LineRules::basic, text)[1].starts_with(u"四" + mark));
    CHECK(rules(LineRules::none, text)[0] == u"一二三四");
  }
  for (const std::u16string mark : {u"「", u"（", u"《"}) {
    const std::u16string text = u"一二三" + mark + u"四五六七";
    CHECK(rules(LineRules::basic, text)[0] == u"一二三");
    CHECK(rules(LineRules::none, text)[0] == u"一二三" + mark);
  }
  CHECK(rules(LineRules::basic, u"一二三／四五六七")[0] == u"一二三／");
  CHECK(rules(LineRules::gb, u"一二三／四五六七")[0] == u"一二三");
  for (const std::u16string mark : {u"——", u"……"}) {
    const std::u16string text = u"一二三四" + mark + u"五六七八";
    CHECK(rules(LineRules::gb, text)[0] == u"一二三四");
    CHECK(rules(LineRules::strict, text)[0] == u"一二三");
  }
}

TEST_CASE("CLREQ, Prohibition Rules for Unbreakable Marks: a dash and an ellipsis are two ems and stay whole", "[layout][clreq]") {
  for (const std::u16string mark : {u"——", u"……"}) {
    const std::u16string text = u"一二三" + mark + u"四五六";
    const Paragraph p = set(text, chinese(4));
    CHECK(lines_of(text, p)[0] == u"一二三");
    CHECK(lines_of(text, p)[1].starts_with(mark));
  }
  CHECK(places_of(set(u"一——二", chinese(8))) == Places{0, 1000, 3000});
  CHECK(places_of(set(u"一\u2e3a二", chinese(8))).back() == 3000);
}

TEST_CASE("CLREQ, Digits and their Prefix and Suffix: they stay with their number", "[layout][clreq]") {
  CHECK(broken(u"一二三50％四", chinese(4))[0] == u"一二三");
  CHECK(broken(u"一二三￥50四", chinese(4))[0] == u"一二三");
}

TEST_CASE("CLREQ, Mixed Text Composition in Horizontal Writing Mode: a quarter em between Han and Latin, not at marks nor at the edges", "[layout][clreq]") {
  const ParagraphOptions options = chinese(20);
  CHECK(places_of(set(u"用SDK写", options)) == Places{0, 1250, 3000});
  CHECK(places_of(set(u"用 SDK 写", options)) == Places{0, 1250, 3000});  // A typed space is the same quarter.
  CHECK(places_of(set(u"SDK，写", options)) == Places{0, 1500, 2500});
  CHECK(places_of(set(u"（SDK）", options)) == Places{-500, 500, 2000});
  CHECK(places_of(set(u"一2年", options)) == Places{0, 1250, 2000});
}

TEST_CASE("CLREQ, Handling Western Text: a word is not parted, and its quotation marks are its own", "[layout][clreq]") {
  CHECK(broken(u"一二三word四", chinese(4)) == Lines{u"一二三", u"word四"});
  // “Hello” between Western words is Western: its marks have no em of their own.
  CHECK(places_of(set(u"say “Hello” now", chinese(20))).size() == 3);
  CHECK(places_of(set(u"他说“好”。", chinese(20))) == Places{0, 1000, 2500, 3000, 4000, 4500});
  CHECK(set(u"它’s", chinese(20)).runs.size() > 0);
}

TEST_CASE("CLREQ, Hanging Punctuation at Line End: one pause or stop may stand outside the measure, never a row of marks", "[layout][clreq]") {
  ParagraphOptions options = chinese(5);
  options.hanging = true;
  const std::u16string_view text = u"一二三四五，六七八九十。";
  const Paragraph p = set(text, options);
  CHECK(lines_of(text, p) == Lines{u"一二三四五，", u"六七八九十。"});
  CHECK(p.lines[0].width == 5000);
  CHECK(places_of(p, 0) == Places{0, 1000, 2000, 3000, 4000, 5000});
  CHECK((p.lines[0].flags & Line::hung) != 0);
  // 。」 does not hang: the line is made shorter.
  CHECK((set(u"一二三四五。」六七八九十", options).lines[0].flags & Line::hung) == 0);
  // Traditional hangs in vertical lines alone.
  options.script = Script::traditional;
  CHECK((set(text, options).lines[0].flags & Line::hung) == 0);
  options.vertical = true;
  CHECK((set(text, options).lines[0].flags & Line::hung) != 0);
}

TEST_CASE("CLREQ, Inter-Character Spacing Reduction: brackets give before commas, commas before stops", "[layout][clreq]") {
  // Measures that need half an em less than the characters have.
  ParagraphOptions options = chinese(9);
  options.width = 8500;
  const std::u16string_view text = u"一（二）三，四。五六七八九十一二三四五六";
  const Paragraph p = set(text, options);
  // Nine ems in eight and a half: the two brackets give half an em together, each as much.
  REQUIRE(lines_of(text, p)[0] == u"一（二）三，四。五");
  CHECK(places_of(p, 0) == Places{0, 750, 1750, 2750, 3500, 4500, 5500, 6500, 7500});
  CHECK(p.lines[0].width == 8500);
  // Where brackets do not suffice, the comma gives; the stop keeps its em.
  options.width = 8700;
  const Paragraph tighter = set(u"一（二）三，abcdefgh四五六七八九十一二三四", options);
  REQUIRE(tighter.lines[0].end == 14);
  CHECK(places_of(tighter, 0) == Places{0, 500, 1500, 2500, 3000, 4000, 4700});
}

TEST_CASE("CLREQ, Inter-Character Space Expansion: word spaces, then beside Latin, then between all characters, but not within a dash", "[layout][clreq]") {
  ParagraphOptions options = chinese(7);
  const std::u16string_view text = u"一ab二三——四（五六七八九十）";
  const Paragraph p = set(text, options);
  REQUIRE(lines_of(text, p)[0] == u"一ab二三——");
  // 6,500 units in 7,000: each side of the Latin takes up to a third of an em, all gaps share the rest.
  CHECK(p.lines[0].width == 7000);
  const Places places = places_of(p, 0);
  REQUIRE(places.size() == 5);
  CHECK(places[1] - 1000 > 333);
  CHECK(places[3] - places[2] > 1000);
}

TEST_CASE("CLREQ, Handling of Widows and Orphans: the last line has more than one character", "[layout][clreq]") {
  const Lines lines = broken(u"一二三四五六七八九十一二三。", chinese(12));
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].size() >= 3);
}

TEST_CASE("CLREQ, Interlinear Annotations: a reading over each character, or one over all, and no line parts a group", "[layout][clreq]") {
  const std::u16string_view readings = u"hàn zì 漢字";
  const std::array each{Span{.begin = 1, .end = 3, .kind = Span::Kind::ruby, .reading_begin = 0, .reading_end = 6}};
  const Paragraph p = set(u"一漢字二", chinese(20), each, readings);
  REQUIRE(p.rubies.size() == 2);
  CHECK(p.rubies[0].base_begin == 1);
  CHECK(p.rubies[1].base_begin == 2);
  // "hàn" is 3 x 500 at half the size, 750, and keeps an eighth of an em: the base has its em.
  CHECK(p.rubies[0].advance == 750);
  CHECK(p.rubies[0].x == 1000 + 125);
  CHECK(places_of(p) == Places{0, 1000, 2000, 3000});
  CHECK((p.lines[0].flags & Line::has_ruby) != 0);
  const std::array group{Span{.begin = 2, .end = 5, .kind = Span::Kind::ruby, .reading_begin = 0, .reading_end = 3}};
  CHECK(lines_of(u"一二漢字典三", set(u"一二漢字典三", chinese(4), group, readings))[0] == u"一二");
  // A reading that is wider than its base spreads it.
  const std::array wide{Span{.begin = 1, .end = 2, .kind = Span::Kind::ruby, .reading_begin = 0, .reading_end = 3}};
  const Paragraph spread = set(u"一漢二", chinese(20), wide, u"zhuang1");
  CHECK(spread.rubies[0].advance == 750);
  const std::array wider{Span{.begin = 1, .end = 2, .kind = Span::Kind::ruby, .reading_begin = 0, .reading_end = 7}};
  const Paragraph wider_set = set(u"一漢二", chinese(20), wider, u"zhuang1");
  CHECK(wider_set.rubies[0].advance == 1750);
  CHECK(places_of(wider_set)[2] == 1000 + 1750 + 125);
}

TEST_CASE("CLREQ, Writing Modes: in vertical lines Han stands, Latin is turned, marks have their vertical forms", "[layout][clreq]") {
  ParagraphOptions options = chinese(20);
  options.vertical = true;
  const std::u16string_view text = u"他说“用SDK”。——《书》";
  const Paragraph p = set(text, options);
  for (const Run& run : p.runs) {
    const char16_t c = text[run.begin];
    if (c == u'S') CHECK((run.flags & Run::rotated) != 0);
    if (c == u'他') CHECK((run.flags & Run::upright) != 0);
    if (c == u'“') CHECK(run.form == 0xfe43);  // GB/T 15834, 5.2: quotation marks turn into corner brackets.
    if (c == u'”') CHECK(run.form == 0xfe44);
    if (c == u'。') CHECK(run.form == 0xfe12);
    if (c == u'《') CHECK(run.form == 0xfe3d);
    if (c == u'—') CHECK(run.form == 0xfe31);
  }
}

TEST_CASE("CLREQ, Mixed Text Composition in Vertical Writing Mode: two digits side by side in one em, more are turned", "[layout][clreq]") {
  ParagraphOptions options = chinese(20);
  options.vertical = true;
  const Paragraph p = set(u"我25岁在1997年A", options);
  REQUIRE(p.runs.size() == 7);
  CHECK((p.runs[1].flags & Run::combined) != 0);
  CHECK(p.runs[1].x == 1000);
  CHECK(p.runs[2].x == 2000);
  CHECK((p.runs[4].flags & Run::rotated) != 0);
  CHECK((p.runs[6].flags & Run::combined) != 0);  // A letter alone stands.
  options.combine_digits_max = 0;
  CHECK((set(u"我25岁", options).runs[1].flags & Run::rotated) != 0);
}

TEST_CASE("CLREQ, Punctuation Adjustment Space: traditional pauses stand in the middle of their em; the interpunct of GB has half an em", "[layout][clreq]") {
  CHECK(places_of(set(u"一·二", chinese(20)))[2] == 1500);
  ParagraphOptions options = chinese(20);
  options.script = Script::traditional;
  CHECK(places_of(set(u"一·二", options))[2] == 2000);
  // At the end of a line a mark in the middle keeps its em.
  options.width = 5500;
  CHECK(broken(u"一二三四五，六七八九十。", options)[0] != u"一二三四五，");
}

TEST_CASE("justified lines fill their measure exactly, and no line is lost", "[layout]") {
  const std::u16string text = [] {
    std::u16string t;
    for (int i = 0; i < 60; ++i) t += u"从前有一个国王，他的女儿们都很美丽；“最小的”那一个（才十二岁），连见多识广的Sun看见了，也要惊叹：好一位公主！";
    return t;
  }();
  for (const std::int32_t width : {9'500, 14'000, 21'300, 30'000}) {
    ParagraphOptions options = chinese(1);
    options.width = width;
    options.indent = 2000;
    const Paragraph p = set(text, options);
    std::u16string joined;
    for (std::size_t i = 0; i < p.lines.size(); ++i) {
      const Line& line = p.lines[i];
      joined += text.substr(line.begin, line.end - line.begin);
      if (i + 1 < p.lines.size()) CHECK(line.x + line.width == width);
      CHECK((line.flags & (Line::overfull | Line::underfull)) == 0);
      for (std::uint32_t r = line.run_begin + 1; r < line.run_end; ++r) CHECK(p.runs[r].x >= p.runs[r - 1].x);
    }
    CHECK(joined == text);
  }
}
