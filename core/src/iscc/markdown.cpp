#include <algorithm>
#include <array>

#include "iscc/html.hpp"

namespace colophon::iscc {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_punctuation(char c) { return c > ' ' && static_cast<unsigned char>(c) < 0x7F && !is_letter_or_digit(c); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// Nothing but these characters, and at least one of them.
bool consists_of(std::string_view text, std::string_view characters) { return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos; }

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '<') out += "&lt;";
    else if (c == '&') out += "&amp;";
    else out += c;
  }
}

// The spans of one line or paragraph: links, images, code, emphasis, escapes (CommonMark 0.31, chapter 6, as far as it changes what is read).
class Spans {
 public:
  Spans(std::string_view text, std::string& out) : text_(text), out_(out) {}

  void run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size() && is_punctuation(text_[at_ + 1])) {
        append_escaped(out_, text_.substr(at_ + 1, 1));
        at_ += 2;
      } else if (c == '`') {
        code();
      } else if (c == '!' && text_.substr(at_ + 1, 1) == "[") {
        ++at_;                       // An image is read as its description.
      } else if (c == '[') {
        ++at_;
        ++open_;
      } else if (c == ']' && open_ > 0) {
        --open_;
        ++at_;
        skip_target();
      } else if (c == '<' && autolink()) {
      } else if (c == '*' || c == '~' || (c == '_' && !inside_word())) {
        ++at_;
      } else {
        out_ += c == '|' ? ' ' : c;   // A bar parts the cells of a table.
        ++at_;
      }
    }
  }

 private:
  void code() {
    const std::size_t end_of_mark = std::min(text_.find_first_not_of('`', at_), text_.size());
    const std::string_view mark = text_.substr(at_, end_of_mark - at_);
    at_ = end_of_mark;
    if (mark.size() >= unclosed_.size() || unclosed_[mark.size()]) return;
    // A run of another length ends nothing. In vain each length is looked for once: a line of backticks costs no square of its length.
    for (std::size_t close = end_of_mark; (close = text_.find(mark, close)) != std::string_view::npos;) {
      const std::size_t after = std::min(text_.find_first_not_of('`', close), text_.size());
      if (after - close == mark.size()) {
        append_escaped(out_, text_.substr(end_of_mark, close - end_of_mark));
        at_ = after;
        return;
      }
      close = after;
    }
    unclosed_[mark.size()] = true;
  }

  // "(address "title")" or "[label]" behind the text of a link.
  void skip_target() {
    if (at_ >= text_.size() || (text_[at_] != '(' && text_[at_] != '[')) return;
    const char open = text_[at_], close = open == '(' ? ')' : ']';
    int depth = 0;
    for (std::size_t i = at_; i < text_.size() && i < at_ + kTargetMax && budget_ > 0; ++i, --budget_) {
      if (text_[i] == '\\') ++i;
      else if (text_[i] == open) ++depth;
      else if (text_[i] == close && --depth == 0) {
        at_ = i + 1;
        return;
      }
    }
  }

  // "<https://example.org>" and "<name@example.org>": what stands between is what is read.
  bool autolink() {
    const std::size_t end = text_.substr(at_, std::min(kTargetMax, budget_)).find('>');
    budget_ -= std::min({end, kTargetMax, budget_});
    if (end == std::string_view::npos) return false;
    const std::string_view inner = text_.substr(at_ + 1, end - 1);
    if (inner.find_first_of(" \t<\"'=") != std::string_view::npos) return false;
    const std::size_t colon = inner.find(':');
    const bool address = colon != std::string_view::npos && colon >= 2 && std::ranges::all_of(inner.substr(0, colon), is_letter_or_digit);
    if (!address && inner.find('@') == std::string_view::npos) return false;
    append_escaped(out_, inner);
    at_ += end + 1;
    return true;
  }

  bool inside_word() const {
    return at_ > 0 && at_ + 1 < text_.size() && is_letter_or_digit(text_[at_ - 1]) && is_letter_or_digit(text_[at_ + 1]);
  }

  static constexpr std::size_t kTargetMax = 4'096;
  std::string_view text_;
  std::string& out_;
  std::size_t at_ = 0, open_ = 0;
  std::size_t budget_ = 16 * text_.size() + kTargetMax;   ///< What may be looked at more than once: brackets that nothing closes.
  std::array<bool, 64> unclosed_{};                       ///< By length: runs of backticks that nothing closes.
};

// The marks that begin a line: quotation, list, heading; what is left is its text.
std::string_view without_line_marks(std::string_view line) {
  for (;;) {
    line = trimmed(line);
    if (line.starts_with('>')) {
      line.remove_prefix(1);
      continue;
    }
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    if (line.size() > 1 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && (line[1] == ' ' || line[1] == '\t')) {
      line.remove_prefix(2);
      continue;
    }
    if (digits > 0 && digits <= 9 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ') {
      line.remove_prefix(digits + 2);
      continue;
    }
    break;
  }
  const std::size_t hashes = std::min(line.find_first_not_of('#'), line.size());
  if (hashes >= 1 && hashes <= 6 && (hashes == line.size() || line[hashes] == ' ')) {
    line = trimmed(line.substr(hashes));
    const std::size_t last = line.find_last_not_of('#');
    if (last == std::string_view::npos) return {};
    if (last + 1 < line.size() && line[last] == ' ') line = trimmed(line.substr(0, last));
  }
  for (const std::string_view box : {"[ ] ", "[x] ", "[X] "}) {
    if (line.starts_with(box)) line.remove_prefix(box.size());
  }
  return line;
}

// Lines that only give shape: underlines of headings, breaks, the second line of a table, the addresses of links.
bool is_shape(std::string_view line) {
  if (consists_of(line, "=") || consists_of(line, "-") || consists_of(line, "|-: \t")) return true;
  if (line.size() >= 3 && (consists_of(line, "* ") || consists_of(line, "_ "))) return true;
  const std::size_t close = line.find("]:");
  return line.starts_with('[') && close != std::string_view::npos && close > 1 && line.substr(0, close).find(']') == std::string_view::npos;
}

// The mark of a fence, "```" or "~~~" or longer, or nothing.
std::string_view fence(std::string_view line) {
  line = trimmed(line);
  if (!line.starts_with("```") && !line.starts_with("~~~")) return {};
  return line.substr(0, std::min(line.find_first_not_of(line[0]), line.size()));
}

}  // namespace

std::string html_of_markdown(std::string_view markdown) {
  std::string out;
  out.reserve(markdown.size());
  std::string_view open_fence;
  while (!markdown.empty()) {
    const std::size_t end = std::min(markdown.find('\n'), markdown.size());
    const std::string_view line = markdown.substr(0, end);
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
    const std::string_view mark = fence(line);
    if (!open_fence.empty()) {
      if (mark.size() >= open_fence.size() && mark[0] == open_fence[0] && mark.size() == trimmed(line).size()) open_fence = {};
      else append_escaped(out, line);
    } else if (!mark.empty()) {
      open_fence = mark;
    } else if (const std::string_view text = without_line_marks(line); !is_shape(text)) {
      Spans(text, out).run();
    }
    out += '\n';
  }
  return out;
}

}  // namespace colophon::iscc
