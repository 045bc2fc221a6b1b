#pragma once
// Fonts and paragraphs that tests of layout share: an em of 1,000 units, Western characters of 500, the word space of 250.
#include <array>
#include <string>
#include <vector>

#include "colophon/layout/paragraph.hpp"
#include "shared.hpp"

namespace colophon::layout::test {

inline Font font() {
  const std::array<std::int32_t, 9> table{1000, 1, 500, 2, 0, U' ', 250, 0x2014, 1000};
  return *Font::load(table);
}

inline Hyphenation english() {
  const std::string bytes = tests::read_file(tests::fixtures() / "layout/hyphenation-en-us.bin");
  return *Hyphenation::load(std::as_bytes(std::span(bytes)));
}

inline ParagraphOptions chinese(std::int32_t ems) {
  ParagraphOptions options;
  options.width = ems * 1000;
  options.script = Script::simplified;
  return options;
}

/// The text of each line.
inline std::vector<std::u16string> lines_of(std::u16string_view text, const Paragraph& paragraph) {
  std::vector<std::u16string> lines;
  for (const Line& line : paragraph.lines) lines.emplace_back(text.substr(line.begin, line.end - line.begin));
  return lines;
}

/// Where each run of a line begins.
inline std::vector<std::int32_t> places_of(const Paragraph& paragraph, std::size_t line = 0) {
  std::vector<std::int32_t> places;
  for (std::uint32_t i = paragraph.lines.at(line).run_begin; i < paragraph.lines[line].run_end; ++i) places.push_back(paragraph.runs[i].x);
  return places;
}

}  // namespace colophon::layout::test
