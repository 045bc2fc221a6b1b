#include <array>
#include <cstring>
#include <string>

#include "colophon/layout/pages.hpp"
#include "colophon/layout/paragraph.hpp"
#include "targets.hpp"

namespace colophon::fuzz {
namespace {

/// Eight bytes of options, eight of spans, then the text in UTF-16, the first half of it again as readings.
struct Input {
  layout::ParagraphOptions options;
  std::vector<layout::Span> spans;
  std::u16string text, readings;
};

Input read(ByteView input) {
  Input in;
  std::array<std::uint8_t, 16> head{};
  std::memcpy(head.data(), input.data(), std::min(head.size(), input.size()));
  in.options.width = 1 + head[0] * 100;
  in.options.indent = static_cast<std::int8_t>(head[1]) * 40;
  in.options.script = static_cast<layout::Script>(head[2] % 3);
  in.options.alignment = static_cast<layout::Alignment>(head[3] % 4);
  in.options.rules = static_cast<layout::LineRules>(head[4] % 4);
  in.options.marks = static_cast<layout::MarkWidths>(head[5] % 2);
  in.options.vertical = head[6] & 1;
  in.options.hanging = head[6] & 2;
  in.options.placed = !(head[6] & 4);
  in.options.pretolerance_milli = head[7] * 10 - 100;
  if (input.size() > head.size()) {
    const ByteView bytes = input.subspan(head.size());
    in.text.resize(std::min<std::size_t>(bytes.size() / 2, 2'000));
    if (!in.text.empty()) std::memcpy(in.text.data(), bytes.data(), in.text.size() * 2);
    in.readings = in.text.substr(0, in.text.size() / 2);
  }
  if (head[8] != 0) in.spans.push_back({.begin = head[9], .end = head[9] + head[10], .style = head[8] % 3u});
  if (head[11] != 0) in.spans.push_back({.begin = head[12], .end = head[12] + head[13], .kind = layout::Span::Kind::ruby, .reading_begin = head[14], .reading_end = head[14] + head[15]});
  return in;
}

}  // namespace

void run_typeset(ByteView input) {
  const Input in = read(input);
  const std::array<std::int32_t, 14> table{1000, 2, 500, 1, 1, ' ', 250, 'A', 'V', -80, 600, 0, 0, 0};
  const auto font = layout::Font::load(std::span(table).first(13));
  expect(font.has_value(), "the font is one");
  const auto set = layout::set_paragraph(in.text, in.spans, in.readings, *font, nullptr, in.options);
  if (!set) {
    expect(!set.error().field.empty(), "a refusal names what was wrong");
    return;
  }
  std::uint32_t end = 0;
  for (const layout::Line& line : set->lines) {
    expect(line.begin >= end && line.end > line.begin && line.end <= in.text.size(), "lines follow each other within the text");
    end = line.end;
    if (!in.options.placed) continue;
    expect(line.run_begin < line.run_end && line.run_end <= set->runs.size(), "a line has runs");
    expect((line.flags & layout::Line::overfull) != 0 || line.width <= in.options.width, "what is wider than its measure is said to be");
    std::uint32_t at = line.begin;
    for (std::uint32_t r = line.run_begin; r < line.run_end; ++r) {
      expect(set->runs[r].begin >= at && set->runs[r].end <= line.end, "runs follow each other within their line");
      at = set->runs[r].end;
    }
  }
  std::vector<layout::Block> blocks;
  for (const std::uint8_t byte : input.first(std::min<std::size_t>(input.size(), 60))) {
    blocks.push_back({.lines = byte % 13, .line_height = 10, .before = byte % 7, .flags = static_cast<std::uint32_t>(byte >> 3)});
  }
  const auto pages = layout::set_pages(blocks, {.height = 5 + static_cast<std::int32_t>(input.size() % 90)});
  expect(pages.has_value(), "blocks are laid into pages");
  std::uint32_t page = 0;
  for (const layout::Placed& placed : pages->placed) {
    expect(placed.page >= page && placed.page < pages->pages && placed.lines > 0, "pieces follow each other");
    page = placed.page;
  }
}

}  // namespace colophon::fuzz
