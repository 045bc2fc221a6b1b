#include "english_tokens.hpp"

#include <algorithm>

namespace colophon::proofread {
namespace {

class Tokeniser {
 public:
  explicit Tokeniser(std::u16string_view text) : text_(text) {}

  EnglishTokens run() {
    while (at_ < text_.size()) {
      if (line_starts_) skip_line_marks();
      if (at_ >= text_.size()) break;
      one();
    }
    return std::move(out_);
  }

 private:
  char16_t peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : u'\0'; }

  /// "# ", "> ", "| ", "- " and an image alone on its line: docs/formats/manuscript.md.
  void skip_line_marks() {
    line_starts_ = false;
    std::size_t i = at_;
    while (i < text_.size() && (text_[i] == u'#' || text_[i] == u'>' || text_[i] == u'|' || is_blank(text_[i]))) ++i;
    if (i > at_ && i < text_.size() && is_blank(text_[i - 1])) at_ = i;
    if (peek() == u'!' && peek(1) == u'[') {
      while (at_ < text_.size() && text_[at_] != u'\n') ++at_;
    }
  }

  void add(Token::Type type, std::size_t begin, std::size_t end) {
    Token token;
    token.begin = static_cast<std::uint32_t>(begin);
    token.end = static_cast<std::uint32_t>(end);
    token.type = type;
    token.space_before = space_;
    token.starts_sentence = sentence_starts_ && (type == Token::Type::word || type == Token::Type::number || type == Token::Type::opaque);
    if (type == Token::Type::word || type == Token::Type::number || type == Token::Type::opaque) sentence_starts_ = false;
    token.hyphen_before = begin > 0 && (text_[begin - 1] == u'-' || text_[begin - 1] == u'\u2010' || text_[begin - 1] == u'\u2011');
    token.hyphen_after = end + 1 < text_.size() && (text_[end] == u'-' || text_[end] == u'\u2010' || text_[end] == u'\u2011') && is_letter(text_[end + 1]);
    if (type == Token::Type::punctuation) token.mark = text_[begin];
    space_ = false;
    out_.tokens.push_back(token);
  }

  void one() {
    const char16_t c = peek();
    if (c == u'\n' || c == u'\r' || c == u'\u2028' || c == u'\u2029') {
      sentence_starts_ = true;
      add(Token::Type::line_end, at_, at_ + 1);
      ++at_;
      space_ = false;
      line_starts_ = true;
      return;
    }
    if (is_blank(c)) {
      space_ = true;
      ++at_;
      return;
    }
    if (c == u'*' || c == u'_' || c == u'\u00ad' || c == u'\u200b' || c == u'\u200d' || c == u'\u2060' || c == u'\ufeff') {  // emphasis, and what cannot be seen
      ++at_;
      return;
    }
    if (c == u'`') return code();
    if (c == u'{') return ruby();
    if (c == u'<' && (is_letter(peek(1)) || peek(1) == u'/' || peek(1) == u'!')) return tag();
    if (is_letter(c) || is_digit(c) || (c >= 0xd800 && c < 0xe000)) return run_of_letters();
    const bool terminal = c == u'.' || c == u'!' || c == u'?' || c == u'\u2026';
    add(Token::Type::punctuation, at_, at_ + 1);
    if (terminal && !abbreviation()) sentence_starts_ = true;
    ++at_;
  }

  /// Whether the full stop that was just added ends an abbreviation rather than a sentence.
  bool abbreviation() const {
    const auto& tokens = out_.tokens;
    if (tokens.size() < 2 || tokens.back().mark != u'.' || tokens.back().space_before) return false;
    const Token& before = tokens[tokens.size() - 2];
    if (before.type != Token::Type::word) return before.type == Token::Type::number && peek(1) != u' ';
    static constexpr std::string_view kShort[] = {"mr",  "mrs", "ms",  "dr",  "st",   "prof", "vs",  "etc", "eg",  "ie",  "no",   "vol", "fig", "jr",
                                                  "sr",  "rev", "gen", "col", "capt", "lt",   "sgt", "hon", "inc", "ltd", "co",   "corp", "dept", "est",
                                                  "approx", "cf", "al", "ed", "eds", "pp", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "ave", "blvd", "rd", "mt", "ft", "op", "ca", "viz", "resp"};
    const std::string_view word = out_.word(before);
    return word.size() == 1 || std::ranges::find(kShort, word) != std::end(kShort);
  }

  void code() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != u'`' && text_[end] != u'\n') ++end;
    if (end < text_.size() && text_[end] == u'`') {
      add(Token::Type::opaque, at_, end + 1);
      at_ = end + 1;
    } else {
      ++at_;
    }
  }
  /// {base|reading}: the base is read, its reading is not.
  void ruby() {
    std::size_t bar = at_ + 1;
    while (bar < text_.size() && bar - at_ < 64 && text_[bar] != u'|' && text_[bar] != u'}' && text_[bar] != u'\n') ++bar;
    std::size_t end = bar;
    while (end < text_.size() && end - bar < 128 && text_[end] != u'}' && text_[end] != u'\n') ++end;
    if (bar < text_.size() && text_[bar] == u'|' && end < text_.size() && text_[end] == u'}') {
      add(Token::Type::opaque, at_, end + 1);
      at_ = end + 1;
    } else {
      add(Token::Type::punctuation, at_, at_ + 1);
      ++at_;
    }
  }
  void tag() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && end - at_ < 400 && text_[end] != u'>' && text_[end] != u'<' && text_[end] != u'\n') ++end;
    if (end < text_.size() && text_[end] == u'>') {
      add(Token::Type::opaque, at_, end + 1);
      at_ = end + 1;
    } else {
      add(Token::Type::punctuation, at_, at_ + 1);
      ++at_;
    }
  }

  /// A word, a number, or an address: what holds on to its end decides.
  void run_of_letters() {
    std::size_t end = at_;
    bool letters = false, digits = false, foreign = false;
    while (end < text_.size()) {
      const char16_t c = text_[end];
      if (is_letter(c)) {
        letters = true;
        foreign |= c > 0xff;
      } else if (is_digit(c)) {
        digits = true;
      } else if (c >= 0xd800 && c < 0xe000) {
        foreign = true;
      } else if (is_apostrophe(c) && end > at_ && end + 1 < text_.size() && is_letter(text_[end + 1])) {
      } else if ((c == u'.' || c == u',') && digits && !letters && end + 1 < text_.size() && is_digit(text_[end + 1])) {
      } else if (c == u'\u00ad') {
      } else {
        break;
      }
      ++end;
    }
    // "example.org/a", "name@host", "C:\\x", "and/or" is none.
    if (end < text_.size() && letters && !foreign && (text_[end] == u'@' || text_[end] == u'\\' || text_[end] == u'_' ||
                                          (text_[end] == u':' && end + 2 < text_.size() && text_[end + 1] == u'/' && text_[end + 2] == u'/') ||
                                          (text_[end] == u'.' && end + 1 < text_.size() && (dotted_file(end))))) {
      while (end < text_.size() && !is_blank(text_[end]) && text_[end] != u'\n' && text_[end] != u')' && text_[end] != u']' && text_[end] != u'>' && text_[end] != u'"' && text_[end] < 0x2000) ++end;
      while (end > at_ + 1 && (text_[end - 1] == u'.' || text_[end - 1] == u',' || text_[end - 1] == u';' || text_[end - 1] == u':' || text_[end - 1] == u'?' || text_[end - 1] == u'!')) --end;
      add(Token::Type::opaque, at_, end);
      at_ = end;
      return;
    }
    const std::size_t begin = at_;
    at_ = end;
    if (foreign || (letters && digits)) return add(Token::Type::opaque, begin, end);
    if (!letters) return add(Token::Type::number, begin, end);
    add(Token::Type::word, begin, end);
    fill_word(out_.tokens.back());
  }
  /// A full stop between letters of which the next is in lower case or a digit: a file's name or a site's.
  bool dotted_file(std::size_t dot) const {
    if (text_.substr(at_, dot - at_) == u"www") return is_letter(text_[dot + 1]);
    std::size_t i = dot + 1;
    while (i < text_.size() && i - dot < 7 && ((text_[i] >= u'a' && text_[i] <= u'z') || is_digit(text_[i]))) ++i;
    if (i == dot + 1) return false;
    const std::size_t length = i - dot - 1;
    // "e.g", "i.e", "a.m": single letters between stops are no address.
    if (dot >= 1 && dot - at_ == 1 && length == 1) return false;
    // "the end.the next": a missing space is for a rule to find, which knows the words; endings of files and sites are short.
    return length <= 4;
  }

  void fill_word(Token& token) {
    token.lower_at = static_cast<std::uint32_t>(out_.lower.size());
    std::string written;
    for (std::size_t i = token.begin; i < token.end; ++i) {
      const char16_t c = text_[i];
      if (c == u'\u00ad') continue;
      written.push_back(is_apostrophe(c) ? '\'' : static_cast<char>(c));
    }
    token.written = case_of(written);
    out_.lower += lowered(written);
    token.lower_size = static_cast<std::uint16_t>(std::min<std::size_t>(written.size(), 0xffff));
  }

  std::u16string_view text_;
  std::size_t at_ = 0;
  bool line_starts_ = true, space_ = false, sentence_starts_ = true;
  EnglishTokens out_;
};

}  // namespace

EnglishTokens tokenised(std::u16string_view text) { return Tokeniser(text).run(); }

}  // namespace colophon::proofread
