// No benchmark by itself: what setting a text takes natively, for bench_typeset.mjs.
//   typeset_native PATTERNS TABLE TEXT WIDTH SCRIPT     TABLE int32, TEXT UTF-16, a paragraph a line; SCRIPT 0 to 2
// prints the least CPU milliseconds of several runs for hyphens and for lines, and how many hyphens and lines there were.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

#include "colophon/layout/pages.hpp"
#include "colophon/layout/paragraph.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::layout;

namespace {
double milliseconds() { return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

template <class Work>
double least(Work work) {
  double best = 1e9;
  for (int i = 0; i < 7; ++i) {
    const double begin = milliseconds();
    work();
    best = std::min(best, milliseconds() - begin);
  }
  return best;
}
}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  const std::string patterns = tests::read_file(argv[1]), table = tests::read_file(argv[2]), bytes = tests::read_file(argv[3]);
  std::u16string text(bytes.size() / 2, u'\0');
  std::memcpy(text.data(), bytes.data(), text.size() * 2);
  std::vector<std::int32_t> widths(table.size() / 4);
  std::memcpy(widths.data(), table.data(), widths.size() * 4);
  const auto hyphenation = Hyphenation::load(std::as_bytes(std::span(patterns)));
  const auto font = Font::load(widths);
  if (!hyphenation || !font) return 1;
  std::vector<std::u16string_view> paragraphs;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(u'\n', begin), text.size());
    paragraphs.push_back(std::u16string_view(text).substr(begin, end - begin));
    begin = end + 1;
  }
  ParagraphOptions options;
  options.width = std::atoi(argv[4]);
  options.script = static_cast<Script>(std::atoi(argv[5]));
  // A whole Chinese book goes into pages, of which only those that are looked at need more than their lines.
  if (options.script != Script::western) options.indent = 2 * font->em(), options.placed = false;
  std::size_t hyphens = 0, lines = 0, pages = 0;
  const double hyphen_time = least([&] {
    hyphens = 0;
    for (const auto paragraph : paragraphs) hyphens += hyphenation->divide_text(paragraph).size();
  });
  std::vector<Block> blocks;
  const double line_time = least([&] {
    lines = 0;
    blocks.clear();
    for (const auto paragraph : paragraphs) {
      const auto set = set_paragraph(paragraph, {}, {}, *font, &*hyphenation, options);
      lines += set->lines.size();
      blocks.push_back({.lines = static_cast<std::int32_t>(set->lines.size()), .line_height = 10});
    }
  });
  const double page_time = least([&] { pages = set_pages(blocks, {.height = 280})->pages; });
  std::printf("%.3f %.3f %.3f %zu %zu %zu\n", hyphen_time, line_time, page_time, hyphens, lines, pages);
}
