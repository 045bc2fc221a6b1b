#include "text/book_words.hpp"

#include <algorithm>

#include "text/breaks.hpp"
#include "text/characters.hpp"
#include "text/stop_words.hpp"
#include "text/utf16.hpp"

namespace colophon::text {
namespace {

bool is_line_end(char16_t c) noexcept { return c == u'\n' || c == u'\r' || c == 0x2028 || c == 0x2029; }
bool is_space(char16_t c) noexcept { return c == u' ' || c == u'\t' || is_line_end(c) || c == 0xA0 || c == 0x3000; }
bool is_han(char32_t c) noexcept { return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x2E80 && kind_of(c) == Kind::han); }

// A manuscript's marks (docs/formats/manuscript.md) become spaces, so that every place stays where it is.
void blank_line_marks(std::u16string& text, std::size_t begin, std::size_t end) {
  const std::u16string_view line = std::u16string_view(text).substr(begin, end - begin);
  std::size_t blanks = 0;
  if (line.starts_with(u"![") || line == u"***") blanks = line.size();
  else if (line.starts_with(u"> ") || line.starts_with(u"| ")) blanks = 1;
  else {
    while (blanks < 3 && blanks < line.size() && line[blanks] == u'#') ++blanks;
    if (blanks == line.size() || line[blanks] != u' ') blanks = 0;
  }
  std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(begin), blanks, u' ');
}

// {base|reading}: the reading is said beside the base and is no part of the text.
void blank_ruby(std::u16string& text, std::size_t begin, std::size_t end) {
  std::size_t open = end, bar = end;
  for (std::size_t i = begin; i < end; ++i) {
    if (text[i] == u'{') {
      open = i;
      bar = end;
    } else if (text[i] == u'|' && open < i) {
      if (bar == end) bar = i;
    } else if (text[i] == u'}') {
      if (open < bar && bar < end) {
        text[open] = u' ';
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(bar), text.begin() + static_cast<std::ptrdiff_t>(i + 1), u' ');
      }
      open = bar = end;
    }
  }
}

// Inside quotation marks or not. One that was forgotten does not swallow the book: its paragraph ends it.
class Quotations {
 public:
  /// Whether `c` is a mark that opens or closes.
  bool take(char16_t c, char16_t before, char16_t after) noexcept {
    switch (c) {
      case u'"': straight_ = !straight_; return true;
      case u'“': case u'「': case u'『': case u'«': ++depth_; return true;
      case u'”': case u'」': case u'』': case u'»': depth_ -= depth_ > 0; return true;
      // The same sign is an apostrophe: it opens at the beginning of a word, and closes at the end of one.
      case u'‘': single_ = !is_letter(before); return single_;
      case u'’': {
        const bool closes = single_ && !is_letter(after);
        single_ = single_ && !closes;
        return closes;
      }
      default: return false;
    }
  }
  void end_paragraph() noexcept { straight_ = single_ = false, depth_ = 0; }
  bool inside() const noexcept { return straight_ || single_ || depth_ > 0; }

 private:
  static bool is_letter(char16_t c) noexcept { return kind_of(c) == Kind::letter; }

  bool straight_ = false, single_ = false;
  int depth_ = 0;
};

bool parts_clauses(char32_t c) noexcept {
  return c == U'，' || c == U'。' || c == U'！' || c == U'？' || c == U'；' || c == U'：' || c == U'…' || c == U'—' || c == U',' || c == U'.' || c == U'!' || c == U'?' || c == U';' || c == U':';
}

// Characters, clauses, paragraphs and what is quoted, in one pass.
void count_characters(BookChapter& chapter, bool traditional, const ReadingTools& tools) {
  const std::u16string& text = chapter.text;
  Quotations quotations;
  std::int64_t clause_letters = 0, line_letters = 0;
  const auto end_clause = [&] {
    chapter.clauses += clause_letters > 0;
    clause_letters = 0;
  };
  const auto end_line = [&] {
    end_clause();
    chapter.paragraphs += line_letters > 0;
    chapter.short_lines += line_letters > 0 && line_letters <= 40;
    line_letters = 0;
    quotations.end_paragraph();
  };
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const char16_t unit = text[at], before = at > 0 ? text[at - 1] : u' ', after = at + 1 < text.size() ? text[at + 1] : u' ';
    at += point.units;
    if (is_space(unit)) {
      if (is_line_end(unit)) end_line();
      continue;
    }
    ++chapter.characters;
    if (quotations.take(unit, before, after)) continue;
    const bool han = is_han(point.value);
    if (!han && kind_of(point.value) != Kind::letter) {
      if (parts_clauses(point.value)) end_clause();
      continue;
    }
    ++chapter.letters;
    ++clause_letters;
    ++line_letters;
    chapter.quoted += quotations.inside();
    if (!han) continue;
    ++chapter.han;
    if (tools.chinese != nullptr && point.units == 1) chapter.common_han += tools.chinese->is_common(traditional ? tools.chinese->simplified(unit) : unit);
  }
  end_line();
}

void collect_words(BookChapter& chapter, Speech speech, bool traditional, const ReadingTools& tools, Vocabulary& vocabulary) {
  const std::u16string_view text = chapter.text;
  const Ends ends = speech == Speech::chinese && tools.chinese != nullptr ? tools.chinese->word_ends(text, traditional) : word_ends(text);
  std::uint32_t begin = 0;
  bool first = true;
  for (const std::uint32_t end : ends) {
    const CodePoint point = code_point_at(text, begin);
    if (is_han(point.value) || kind_of(point.value) == Kind::letter) {
      const std::u16string_view word = text.substr(begin, end - begin);
      // A run of letters that no mark interrupts may be as long as the book; it is no word.
      if (word.size() <= 255) {
        const std::uint32_t number = vocabulary.number_of(word);
        ++vocabulary[number].count;
        chapter.words.push_back({begin, end, number, first, false});
        first = false;
      }
    } else if (!is_space(text[begin]) || is_line_end(text[begin])) {
      first = true;
    }
    begin = end;
  }
}

bool goes_on(std::u16string_view text, std::uint32_t sentence_end, const BookWord& last, const Vocabulary& vocabulary) {
  // "Mr. Darcy" and "J. Austen"; a lower case letter goes on too: "Go!" she said.
  const std::u16string_view word = vocabulary.word(last.number);
  if (last.end < text.size() && text[last.end] == u'.' && (is_abbreviation(word) || (word.size() == 1 && word != u"i" && word[0] >= u'a' && word[0] <= u'z'))) return true;
  return sentence_end < text.size() && breaks_of(code_point_at(text, sentence_end).value).sentence == tables::Sentence::lower;
}

void collect_sentences(BookChapter& chapter, Speech speech, Vocabulary& vocabulary) {
  const std::u16string_view text = chapter.text;
  std::size_t next = 0;
  std::size_t first = 0;
  for (const std::uint32_t end : sentence_ends(text)) {
    while (next < chapter.words.size() && chapter.words[next].begin < end) ++next;
    if (next == first) continue;
    const bool paragraph_ends = end > 0 && is_line_end(text[end - 1]);
    if (!paragraph_ends && end < text.size() && goes_on(text, end, chapter.words[next - 1], vocabulary)) continue;
    BookSentence sentence{chapter.words[first].begin, end, 0};
    while (sentence.end > sentence.begin && is_space(text[sentence.end - 1])) --sentence.end;
    for (std::size_t i = first; i < next; ++i) {
      const BookWord& word = chapter.words[i];
      const bool han = speech == Speech::chinese && is_han(code_point_at(text, word.begin).value);
      sentence.size += han ? word.end - word.begin : 1;
      Vocabulary::Entry& entry = vocabulary[word.number];
      if (i == first) continue;
      ++entry.inner;
      entry.capital += breaks_of(text[word.begin]).sentence == tables::Sentence::upper;
    }
    chapter.words[first].opens = true;
    chapter.sentences.push_back(sentence);
    first = next;
  }
}

}  // namespace

BookChapter scan_chapter(std::u16string_view text, Speech speech, bool traditional, const ReadingTools& tools, Vocabulary& vocabulary) {
  BookChapter chapter;
  chapter.text = text;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && !is_line_end(text[end])) ++end;
    blank_line_marks(chapter.text, begin, end);
    blank_ruby(chapter.text, begin, end);
    begin = end + 1;
  }
  chapter.words.reserve(text.size() / 5);
  count_characters(chapter, traditional, tools);
  collect_words(chapter, speech, traditional, tools, vocabulary);
  collect_sentences(chapter, speech, vocabulary);
  return chapter;
}

}  // namespace colophon::text
