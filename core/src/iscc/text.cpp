#include "colophon/iscc/text.hpp"

#include "colophon/text/unicode.hpp"

namespace colophon::iscc {
namespace {

using text::is_control;
using text::is_white_space;

bool ends_line(char32_t c) noexcept {
  return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

std::u32string_view stripped(std::u32string_view text) {
  while (!text.empty() && is_white_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_white_space(text.back())) text.remove_suffix(1);
  return text;
}

// The next line, taken off; a carriage return and a line feed are one break.
std::u32string_view take_line(std::u32string_view& rest) {
  std::size_t end = 0;
  while (end < rest.size() && !ends_line(rest[end])) ++end;
  const std::u32string_view line = rest.substr(0, end);
  if (end < rest.size()) end += rest.substr(end).starts_with(U"\r\n") ? 2 : 1;
  rest.remove_prefix(end);
  return line;
}

}  // namespace

std::u32string text_collapse(std::u32string_view text) {
  std::u32string kept = text::lowered(text::nfd(text));
  std::erase_if(kept, [](char32_t c) { return is_white_space(c) || is_control(c) || text::is_mark(c) || text::is_punctuation(c); });
  return text::nfkc(kept);
}

std::u32string text_clean(std::u32string_view text) {
  std::u32string normal = text::nfkc(text);
  std::erase_if(normal, [](char32_t c) { return is_control(c) && !ends_line(c); });
  std::u32string out;
  bool first = true, empty_before = false;
  for (std::u32string_view rest = normal; !rest.empty();) {
    std::u32string_view line = take_line(rest);
    const bool empty = stripped(line).empty();
    if (empty && empty_before) continue;
    if (!first) out += U'\n';
    if (!empty) out += line;
    first = false;
    empty_before = empty;
  }
  return std::u32string(stripped(out));
}

std::u32string text_remove_newlines(std::u32string_view text) {
  std::u32string out;
  bool gap = false;
  for (const char32_t c : text) {
    if (is_white_space(c)) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += U' ';
    gap = false;
    out += c;
  }
  return out;
}

std::u32string text_trim(std::u32string_view text, std::size_t utf8_bytes_max) {
  std::size_t bytes = 0, end = 0;
  for (; end < text.size(); ++end) {
    const char32_t c = text[end];
    bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (bytes > utf8_bytes_max) break;
  }
  return std::u32string(stripped(text.substr(0, end)));
}

}  // namespace colophon::iscc
