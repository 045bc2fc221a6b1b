#include "colophon/text/features.hpp"

#include <algorithm>
#include <vector>

#include "colophon/base/encoding.hpp"
#include "colophon/base/limits.hpp"
#include "text/characters.hpp"

namespace colophon::text {
namespace {

// The code point at the front of well-formed UTF-8, which is taken off.
char32_t take(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  const char32_t lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t c = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) c = c << 6 | (byte(i) & 0x3F);
  text.remove_prefix(length);
  return c;
}

char32_t peek(std::string_view text) { return text.empty() ? 0 : take(text); }

bool is_line_end(char32_t c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }
bool is_wide_stop(char32_t c) { return c == U'。' || c == U'！' || c == U'？' || c == U'．' || c == U'｡' || c == U'…'; }
bool is_apostrophe(char32_t c) { return c == '\'' || c == U'’'; }

// Inside quotation marks or not. A quotation ends with its line at the latest: one that was forgotten does not swallow the book.
class Quotation {
 public:
  bool is_mark(char32_t c) const { return c == '"' || opens(c) || closes(c); }
  void mark(char32_t c) {
    if (c == '"') straight_ = !straight_;
    else if (opens(c)) ++depth_;
    else if (depth_ > 0) --depth_;
  }
  void end_line() { straight_ = false; depth_ = 0; }
  bool inside() const { return straight_ || depth_ > 0; }

 private:
  static bool opens(char32_t c) { return c == U'“' || c == U'「' || c == U'『' || c == U'«'; }
  static bool closes(char32_t c) { return c == U'”' || c == U'」' || c == U'』' || c == U'»'; }

  bool straight_ = false;
  int depth_ = 0;
};

class Counter {
 public:
  explicit Counter(std::string_view text) : rest_(text) { words_text_.reserve(text.size()); }
  TextFeatures run();

 private:
  struct Word { std::uint32_t begin, length; };  ///< Of words_text_: offsets, as the text may move while it grows.

  void visible(char32_t c, Kind kind);
  void letter(char32_t c);
  void end_word();
  void end_sentence();
  void append(char32_t c);
  bool stops(char32_t c) const;
  std::int64_t distinct_words();
  std::string_view language() const;

  std::string_view rest_;
  TextFeatures counts_;
  Quotation quotation_;
  std::u32string words_text_;
  std::vector<Word> words_;
  std::int64_t latin_ = 0, kana_ = 0, letters_ = 0, quoted_ = 0, sentence_words_ = 0;
  bool in_word_ = false, line_has_text_ = false;
};

void Counter::append(char32_t c) { words_text_.push_back(folded(c)); ++words_.back().length; }

void Counter::letter(char32_t c) {
  if (!in_word_) {
    words_.push_back({static_cast<std::uint32_t>(words_text_.size()), 0});
    ++sentence_words_;
    in_word_ = true;
  }
  append(c);
}

void Counter::end_word() { in_word_ = false; }

void Counter::end_sentence() {
  if (sentence_words_ == 0) return;  // "?!" and "..." end one sentence, not three.
  ++counts_.sentences;
  counts_.sentence_words_max = std::max(counts_.sentence_words_max, sentence_words_);
  sentence_words_ = 0;
}

// A full stop within "3.14" or "example.org" ends nothing: a letter follows it at once.
bool Counter::stops(char32_t c) const {
  if (is_wide_stop(c)) return true;
  if (c == '!' || c == '?') return true;
  if (c != '.') return false;
  const char32_t next = peek(rest_);
  return next == 0 || kind_of(next) != Kind::letter;
}

void Counter::visible(char32_t c, Kind kind) {
  ++counts_.characters;
  line_has_text_ = true;
  if (quotation_.is_mark(c)) {
    quotation_.mark(c);
    end_word();
    return;
  }
  if (quotation_.inside()) ++quoted_;
  if (kind == Kind::mark) {
    if (in_word_) append(c);
    return;
  }
  if (kind == Kind::letter) {
    latin_ += is_latin(c);
    kana_ += is_kana(c);
    ++letters_;
    letter(c);
    return;
  }
  // "don't" is one word: an apostrophe between two letters belongs to it.
  if (is_apostrophe(c) && in_word_ && kind_of(peek(rest_)) == Kind::letter) {
    append('\'');
    return;
  }
  end_word();
  if (kind == Kind::han) {
    ++counts_.han_characters;
    letter(c);
    end_word();
  } else if (stops(c)) {
    end_sentence();
  }
}

TextFeatures Counter::run() {
  while (!rest_.empty()) {
    const char32_t c = take(rest_);
    const Kind kind = kind_of(c);
    if (kind != Kind::space && kind != Kind::control) {
      visible(c, kind);
      continue;
    }
    // A soft hyphen or a joiner does not part a word.
    if (kind == Kind::space) end_word();
    if (is_line_end(c)) {
      quotation_.end_line();
      counts_.lines += line_has_text_;
      line_has_text_ = false;
    }
  }
  counts_.lines += line_has_text_;
  end_sentence();
  counts_.words = static_cast<std::int64_t>(words_.size());
  if (counts_.words > 0) {
    counts_.sentence_words_mean_milli = (counts_.words * 1'000 + counts_.sentences / 2) / counts_.sentences;
    counts_.distinct_words_milli = (distinct_words() * 1'000 + counts_.words / 2) / counts_.words;
  }
  if (counts_.characters > 0) counts_.dialogue_milli = (quoted_ * 1'000 + counts_.characters / 2) / counts_.characters;
  counts_.language = language();
  return counts_;
}

std::int64_t Counter::distinct_words() {
  const std::u32string_view all = words_text_;
  const auto view = [&](const Word& word) { return all.substr(word.begin, word.length); };
  std::sort(words_.begin(), words_.end(), [&](const Word& a, const Word& b) { return view(a) < view(b); });
  std::int64_t distinct = 0;
  for (std::size_t i = 0; i < words_.size(); ++i) distinct += i == 0 || view(words_[i]) != view(words_[i - 1]);
  return distinct;
}

// By script alone: Chinese where Han is at least half of what can be read and hardly any kana stands between; "en" stands for every
// Latin script.
std::string_view Counter::language() const {
  const std::int64_t readable = letters_ + counts_.han_characters;
  if (readable == 0) return "other";
  if (2 * counts_.han_characters >= readable && 10 * kana_ < counts_.han_characters) return "zh";
  return 2 * latin_ >= readable ? "en" : "other";
}

}  // namespace

Result<TextFeatures> features(std::string_view utf8) {
  if (utf8.size() > limits::kTextBytesMax) {
    return fail(Errc::limit_exceeded, "text", "A text may have " + std::to_string(limits::kTextBytesMax >> 20) + " MiB: send it in parts.");
  }
  if (!is_utf8(utf8)) return fail(Errc::invalid_encoding, "text", "The text is not UTF-8: save it as UTF-8.");
  return Counter(utf8).run();
}

}  // namespace colophon::text
