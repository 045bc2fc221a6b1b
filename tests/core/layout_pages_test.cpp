#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <vector>

#include "colophon/layout/pages.hpp"

using namespace colophon;
using namespace colophon::layout;

namespace {
Pages set(std::vector<Block> blocks, PageTemplate page) {
  auto pages = set_pages(blocks, page);
  REQUIRE(pages);
  return *pages;
}
/// Lines of each page.
std::vector<std::uint32_t> lines_of(const Pages& pages) {
  std::vector<std::uint32_t> lines(pages.pages);
  for (const Placed& placed : pages.placed) lines[placed.page] += placed.lines;
  return lines;
}
constexpr Block text(std::int32_t lines) { return {.lines = lines, .line_height = 10}; }
constexpr PageTemplate kTen{.height = 100};
using Lines = std::vector<std::uint32_t>;
}  // namespace

TEST_CASE("a page holds as many lines as its height has room for", "[layout]") {
  CHECK(lines_of(set({text(30)}, kTen)) == Lines{10, 10, 10});
  CHECK(lines_of(set({text(10), text(10)}, {.height = 109})) == Lines{10, 10});
  CHECK(set({}, kTen).pages == 0);
}

TEST_CASE("no page begins with the last line of a paragraph: another line joins it", "[layout]") {
  CHECK(lines_of(set({text(11)}, kTen)) == Lines{9, 2});
  CHECK(lines_of(set({text(11)}, {.height = 100, .widows = 1})) == Lines{10, 1});
}

TEST_CASE("no page ends with the first line of a paragraph: it goes to the next page", "[layout]") {
  CHECK(lines_of(set({text(9), text(5)}, kTen)) == Lines{9, 5});
  // Three lines can be parted neither after the first nor before the last.
  CHECK(lines_of(set({text(8), text(3)}, kTen)) == Lines{8, 3});
}

TEST_CASE("a heading stays with two lines of what it heads", "[layout]") {
  const Block heading{.lines = 1, .line_height = 10, .flags = Block::keep_with_next};
  CHECK(lines_of(set({text(9), heading, text(5)}, kTen)) == Lines{9, 6});
  CHECK(lines_of(set({text(8), heading, text(5)}, kTen)) == Lines{8, 6});
  CHECK(lines_of(set({text(7), heading, text(5)}, kTen)) == Lines{10, 3});
  // Two headings in a row stay together.
  CHECK(lines_of(set({text(7), heading, heading, text(5)}, kTen)) == Lines{7, 7});
}

TEST_CASE("a break between scenes begins no page and ends none", "[layout]") {
  const Block ornament{.lines = 1, .line_height = 10, .flags = Block::keep_with_next | Block::keep_with_previous};
  const Lines lines = lines_of(set({text(10), ornament, text(5)}, kTen));
  CHECK(lines == Lines{8, 8});
}

TEST_CASE("what is whole is not parted; what is higher than a page has one of its own", "[layout]") {
  const Block stanza{.lines = 4, .line_height = 10, .flags = Block::whole}, image{.lines = 1, .line_height = 170, .flags = Block::whole};
  CHECK(lines_of(set({text(7), stanza, text(3)}, kTen)) == Lines{7, 7});
  const Pages pages = set({text(5), image, text(5)}, kTen);
  CHECK(lines_of(pages) == Lines{5, 1, 5});
  CHECK(pages.overfull == 1);
}

TEST_CASE("a chapter begins a page, or a right-hand page after an empty left-hand one", "[layout]") {
  CHECK(lines_of(set({text(3), {.lines = 3, .line_height = 10, .flags = Block::new_page}}, kTen)) == Lines{3, 3});
  CHECK(lines_of(set({text(3), {.lines = 3, .line_height = 10, .flags = Block::new_recto}}, kTen)) == Lines{3, 0, 3});
}

TEST_CASE("between blocks the larger space counts, and none at the top of a page", "[layout]") {
  const Pages pages = set({{.lines = 2, .line_height = 10, .after = 5}, {.lines = 2, .line_height = 10, .before = 12}, {.lines = 5, .line_height = 10, .before = 60}}, kTen);
  REQUIRE(pages.placed.size() == 3);
  CHECK(pages.placed[1].y == 32);
  CHECK(pages.placed[2].page == 1);
  CHECK(pages.placed[2].y == 0);
  // On a grid of lines, 32 becomes 40.
  PageTemplate grid = kTen;
  grid.grid = 10;
  CHECK(set({{.lines = 2, .line_height = 10, .after = 5}, {.lines = 2, .line_height = 10, .before = 12}}, grid).placed[1].y == 40);
}

TEST_CASE("every line is on one page, in order, within it; what is before a change stays as it was", "[layout]") {
  std::mt19937 random(3);
  for (int round = 0; round < 500; ++round) {
    std::vector<Block> blocks;
    for (std::size_t n = 1 + random() % 40; n > 0; --n) {
      blocks.push_back({.lines = static_cast<std::int32_t>(random() % 9), .line_height = 10, .before = static_cast<std::int32_t>(random() % 12), .after = static_cast<std::int32_t>(random() % 12),
                        .flags = random() % 4 == 0 ? static_cast<std::uint32_t>(random() % 32) : 0u});
    }
    const PageTemplate page{.height = static_cast<std::int32_t>(20 + random() % 200)};
    const Pages pages = set(blocks, page);
    std::size_t block = 0;
    std::uint32_t line = 0, before = 0;
    for (const Placed& placed : pages.placed) {
      while (line == static_cast<std::uint32_t>(blocks[block].lines)) ++block, line = 0;
      CHECK(placed.block == block);
      CHECK(placed.first_line == line);
      CHECK(placed.page >= before);
      CHECK((pages.overfull > 0 || placed.y + static_cast<std::int32_t>(placed.lines) * 10 <= page.height));
      before = placed.page;
      line += placed.lines;
    }
    auto changed = blocks;
    changed.push_back(text(3));
    const Pages longer = set(changed, page);
    for (const Placed& placed : longer.placed) {
      if (placed.page + 1 >= pages.pages) break;
      const auto same = [&](const Placed& p) { return p.page == placed.page && p.block == placed.block && p.first_line == placed.first_line && p.y == placed.y; };
      CHECK(std::ranges::any_of(pages.placed, same));
    }
  }
}

TEST_CASE("templates and blocks outside their ranges are named", "[layout]") {
  CHECK(set_pages({}, {}).error().field == "template");
  CHECK(set_pages({}, {.height = 100, .orphans = -1}).error().field == "template");
  const std::array negative{Block{.lines = -1, .line_height = 10}}, many{Block{.lines = 1 << 30, .line_height = 10}};
  CHECK(set_pages(negative, kTen).error().field == "blocks");
  CHECK(set_pages(many, kTen).error().code == Errc::limit_exceeded);
}
