// Knuth and Plass's own paragraph, with their widths (Monotype's, 1/18 em): its lines and adjustment ratios at 390 and at 500 units are those that
// the paper prints ("Breaking Paragraphs into Lines", figures 3 and 5; Digital Typography, pages 81 and 82).
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/layout/line_break.hpp"

using namespace colophon;
using namespace colophon::layout;

namespace {

constexpr std::string_view kFrogKing =
    "In olden times when wish~ing still helped one, there lived a king whose daugh~ters were all beau~ti~ful; and the young~est was so beau~ti~ful "
    "that the sun it~self, which has seen so much, was aston~ished when~ever it shone in her face. Close by the king's castle lay a great dark "
    "for~est, and un~der an old lime-tree in the for~est was a well, and when the day was very warm, the king's child went out into the for~est "
    "and sat down by the side of the cool foun~tain; and when she was bored she took a golden ball, and threw it up on high and caught it; and "
    "this ball was her favor~ite play~thing.";

int letter_width(char c) {
  constexpr std::array<int, 26> kLower{9, 10, 8, 10, 8, 6, 9, 10, 5, 6, 10, 5, 15, 10, 9, 10, 10, 7, 7, 7, 10, 9, 13, 10, 10, 8};
  if (c >= 'a' && c <= 'z') return kLower[static_cast<std::size_t>(c - 'a')];
  if (c == 'C') return 13;
  return c == 'I' || c == '-' ? 6 : 5;
}

Item box(std::int32_t width) { return {.kind = Item::Kind::box, .width = width}; }
Item glue(std::int32_t width, std::int32_t stretch, std::int32_t shrink) {
  return {.kind = Item::Kind::glue, .width = width, .stretch = stretch, .shrink = shrink};
}
Item penalty(std::int32_t cost, std::int32_t width = 0, bool flagged = false) {
  return {.kind = Item::Kind::penalty, .width = width, .penalty = cost, .flagged = flagged};
}

/// Items as the paper builds them, and for each the text that it stands for.
struct Paragraph {
  std::vector<Item> items;
  std::vector<std::string> texts;
  void add(Item item, std::string text = {}) {
    items.push_back(item);
    texts.push_back(std::move(text));
  }
};

Paragraph frog_king() {
  Paragraph p;
  p.add(box(18));  // The indent of one em.
  std::string word;
  int width = 0;
  const auto flush = [&] {
    if (!word.empty()) p.add(box(width), word);
    word.clear();
    width = 0;
  };
  char last = 0;
  for (const char c : kFrogKing) {
    if (c == ' ') {
      flush();
      p.add(last == ',' ? glue(6, 4, 2) : last == ';' ? glue(6, 4, 1) : last == '.' ? glue(8, 6, 1) : glue(6, 3, 2), " ");
    } else if (c == '~') {
      flush();
      p.add(penalty(50, 6, true));
    } else {
      word += c;
      width += letter_width(c);
      if (c == '-') {
        flush();
        p.add(penalty(50, 0, true));
      }
    }
    last = c;
  }
  flush();
  p.add(penalty(kForbidden));
  p.add(glue(0, 1'000'000, 0));
  p.add(penalty(kForced, 0, true));
  return p;
}

struct Set {
  std::vector<std::string> lines;
  std::vector<double> ratios;
  double demerits;
};

Set set(const Paragraph& p, std::int64_t width, BreakOptions options = {}) {
  const std::array widths{width};
  options.widths = widths;
  const auto candidates = candidates_of(p.items);
  REQUIRE(candidates);
  const std::array tolerances{1.0, 2.0};
  const Breaks breaks = break_candidates(*candidates, options, tolerances);
  Set set{{}, {}, breaks.demerits};
  std::size_t item = 0;
  for (const BrokenLine& line : breaks.lines) {
    const std::size_t end = (*candidates)[line.candidate].tag;
    while (item < end && p.items[item].kind != Item::Kind::box) ++item;
    std::string text;
    for (; item < end; ++item) text += p.texts[item];
    if (p.items[end].kind == Item::Kind::penalty && p.items[end].width > 0) text += "-";
    set.lines.push_back(text);
    set.ratios.push_back(std::round(line.ratio * 1000) / 1000);
  }
  return set;
}

}  // namespace

TEST_CASE("Knuth and Plass, 390 units: their twelve lines and their ratios", "[layout]") {
  const Set narrow = set(frog_king(), 390);
  CHECK(narrow.lines == std::vector<std::string>{
      "In olden times when wishing still helped one,", "there lived a king whose daughters were all beau-", "tiful; and the youngest was so beautiful that the",
      "sun itself, which has seen so much, was aston-", "ished whenever it shone in her face. Close by the", "king's castle lay a great dark forest, and under an",
      "old lime-tree in the forest was a well, and when", "the day was very warm, the king's child went out", "into the forest and sat down by the side of the",
      "cool fountain; and when she was bored she took a", "golden ball, and threw it up on high and caught", "it; and this ball was her favorite plaything."});
  CHECK(std::vector<double>(narrow.ratios.begin(), narrow.ratios.end() - 1) ==
        std::vector<double>{0.857, 0.0, 0.28, 1.0, 0.067, -0.278, 0.536, -0.167, 0.7, -0.176, 0.357});
}

TEST_CASE("Knuth and Plass, 500 units: their ten lines without a hyphen, and their ratios", "[layout]") {
  const Set wide = set(frog_king(), 500);
  CHECK(wide.lines == std::vector<std::string>{
      "In olden times when wishing still helped one, there lived a", "king whose daughters were all beautiful; and the youngest was",
      "so beautiful that the sun itself, which has seen so much, was", "astonished whenever it shone in her face. Close by the king's",
      "castle lay a great dark forest, and under an old lime-tree in the", "forest was a well, and when the day was very warm, the king's",
      "child went out into the forest and sat down by the side of the", "cool fountain; and when she was bored she took a golden ball,",
      "and threw it up on high and caught it; and this ball was her", "favorite plaything."});
  CHECK(std::vector<double>(wide.ratios.begin(), wide.ratios.end() - 1) == std::vector<double>{0.774, 0.179, 0.629, 0.545, 0.0, 0.079, 0.282, 0.294, 0.575});
}

TEST_CASE("a line of the paper by hand: its demerits are (1 + 100 |r|^3 + p)^2, less p^2 where the penalty is a reward", "[layout]") {
  CHECK(line_demerits(0, 0) == 1);
  CHECK(line_demerits(1, 0) == 10'201);       // (1 + 100)^2
  CHECK(line_demerits(-1, 50) == 22'801);     // (1 + 100 + 50)^2
  CHECK(line_demerits(0.5, 0) == 182.25);     // (1 + 12.5)^2
  CHECK(line_demerits(0, -10) == -99);        // 1 - 10^2
  CHECK(line_demerits(1, kForced) == 10'201);
}

TEST_CASE("two hyphens in a row are avoided where they cost", "[layout]") {
  // Boxes of 8 with hyphens of 2: a hyphen fills each line exactly; the only other way is a loose line.
  Paragraph p;
  for (int i = 0; i < 4; ++i) {
    p.add(box(8));
    p.add(penalty(0, 2, true));
    p.add(box(3));
    p.add(glue(2, 4, 1));
  }
  p.add(box(5));
  p.add(glue(0, 1'000, 0));
  p.add(penalty(kForced));
  const auto hyphens = [](const Set& s) { return std::ranges::count_if(s.lines, [](const std::string& line) { return line.ends_with('-'); }); };
  const Set free = set(p, 15), dear = set(p, 15, {.double_hyphen_demerits = 1e9});
  CHECK(hyphens(free) >= hyphens(dear));
  CHECK(dear.demerits >= free.demerits);
}

TEST_CASE("what cannot fit is overfull and said to be, and the rest is set as it should be", "[layout]") {
  Paragraph p;
  p.add(box(10)), p.add(glue(2, 1, 1)), p.add(box(100)), p.add(glue(2, 1, 1)), p.add(box(10));
  p.add(glue(0, 1'000, 0)), p.add(penalty(kForced));
  const auto candidates = candidates_of(p.items);
  const std::array<std::int64_t, 1> widths{40};
  Breaks breaks;
  CHECK_FALSE(break_pass(*candidates, {.widths = widths}, 2, false, breaks));
  breaks = break_candidates(*candidates, {.widths = widths}, std::array{1.0});
  REQUIRE(breaks.lines.size() == 3);
  CHECK(breaks.overfull == 1);
  CHECK(breaks.lines[1].overfull);
  CHECK_FALSE(breaks.lines[0].overfull);
  CHECK_FALSE(breaks.lines[2].overfull);
}

TEST_CASE("measures that differ line by line are told apart", "[layout]") {
  Paragraph p;
  for (int i = 0; i < 12; ++i) p.add(box(10)), p.add(glue(5, 3, 2));
  p.items.pop_back(), p.texts.pop_back();
  p.add(glue(0, 1'000, 0)), p.add(penalty(kForced));
  const auto candidates = candidates_of(p.items);
  const std::array<std::int64_t, 3> widths{25, 40, 55};  // Two, three and four boxes without a stretch.
  const Breaks breaks = break_candidates(*candidates, {.widths = widths}, std::array{1.0});
  REQUIRE(breaks.lines.size() == 4);
  CHECK(breaks.lines[0].ratio == 0);
  CHECK(breaks.lines[1].ratio == 0);
  CHECK(breaks.lines[2].ratio == 0);
}

TEST_CASE("no way of breaking has fewer demerits: every way is tried on small paragraphs", "[layout]") {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    Paragraph p;
    const int words = 3 + static_cast<int>(random() % 7);
    for (int i = 0; i < words; ++i) {
      p.add(box(static_cast<std::int32_t>(4 + random() % 20)));
      if (random() % 3 == 0) p.add(penalty(static_cast<std::int32_t>(random() % 80), static_cast<std::int32_t>(random() % 4), true)), p.add(box(static_cast<std::int32_t>(3 + random() % 9)));
      if (i + 1 < words) p.add(glue(6, 3, 2));
    }
    p.add(penalty(kForbidden)), p.add(glue(0, 10'000, 0)), p.add(penalty(kForced));
    const auto candidates = *candidates_of(p.items);
    const std::array<std::int64_t, 1> widths{40};
    const BreakOptions options{.widths = widths, .double_hyphen_demerits = 3'000, .adjacent_demerits = 3'000};
    const auto ratio_of = [&](int from, std::size_t to) {
      const double w = candidates[to].end_width - (from < 0 ? 0 : candidates[static_cast<std::size_t>(from)].start_width);
      const double y = candidates[to].end_stretch - (from < 0 ? 0 : candidates[static_cast<std::size_t>(from)].start_stretch);
      const double z = candidates[to].end_shrink - (from < 0 ? 0 : candidates[static_cast<std::size_t>(from)].start_shrink);
      const double over = 40 - w;
      return over == 0 ? 0 : over > 0 ? over / y : -over > z ? -2 : over / z;
    };
    const auto fitness = [](double r) { return r < -0.5 ? 0 : r <= 0.5 ? 1 : r <= 1 ? 2 : 3; };
    double best = std::numeric_limits<double>::infinity();
    const auto inner = candidates.size() - 1;
    for (std::uint32_t chosen = 0; chosen < (1u << inner); ++chosen) {
      double sum = 0;
      int from = -1, before = 1;
      bool ok = true;
      for (std::size_t b = 0; b <= inner && ok; ++b) {
        if (b < inner && !(chosen >> b & 1)) continue;
        const double r = ratio_of(from, b);
        if (!(r >= -1 && r <= 4)) ok = false;
        sum += line_demerits(r, candidates[b].penalty);
        if (from >= 0 && candidates[static_cast<std::size_t>(from)].flagged && candidates[b].flagged) sum += 3'000;
        if (std::abs(fitness(r) - before) > 1) sum += 3'000;
        before = fitness(r);
        from = static_cast<int>(b);
      }
      if (ok) best = std::min(best, sum);
    }
    Breaks breaks;
    const bool found = break_pass(candidates, options, 4, false, breaks);
    CHECK(found == std::isfinite(best));
    if (found) CHECK(std::abs(breaks.demerits - best) <= 1e-6 * best);
  }
}

TEST_CASE("items outside their ranges are refused, and none are nothing", "[layout]") {
  CHECK(candidates_of({})->empty());
  CHECK(break_candidates({}, {}, {}).lines.empty());
  const std::array bad{Item{.kind = Item::Kind::glue, .width = 5, .shrink = -1}, Item{.width = 1 << 30}};
  CHECK(candidates_of(std::span(bad).first(1)).error().code == Errc::invalid_argument);
  CHECK(candidates_of(std::span(bad).last(1)).error().code == Errc::invalid_argument);
  // Without a forced end one is added.
  const std::array one{box(10)};
  const std::array<std::int64_t, 1> widths{40};
  CHECK(break_candidates(*candidates_of(one), {.widths = widths}, std::array{1.0}).lines.size() == 1);
}
