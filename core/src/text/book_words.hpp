#pragma once
// A book's words, numbered; and each chapter as its words, sentences and paragraphs, which all that is said of a book is made of.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/text/reading.hpp"

namespace colophon::text {

enum class Speech : std::uint8_t { english, chinese, other };

/// Distinct words in the order of their first use; letters in lower case, apostrophes as '.
class Vocabulary {
 public:
  struct Entry {
    std::uint32_t begin = 0, length = 0;  ///< In the pool.
    std::uint32_t count = 0;
    std::uint32_t inner = 0, capital = 0; ///< Of those that begin no sentence: all, and those that begin with a capital letter.
    std::uint32_t shown = 0, shown_length = 0;  ///< As it was first written: in the pool.
    std::uint32_t cost = 0;               ///< By the Chinese dictionary; 0 where it has no such word.
    WordClass kind = WordClass::other;
    bool stop = false, digits = false, adverb = false, familiar = false;
  };

  Vocabulary(Speech speech, bool traditional, const ReadingTools& tools) : speech_(speech), traditional_(traditional), tools_(tools) { slots_.resize(1u << 12); }

  std::uint32_t number_of(std::u16string_view word);
  Entry& operator[](std::uint32_t number) { return entries_[number]; }
  const Entry& operator[](std::uint32_t number) const { return entries_[number]; }
  std::size_t size() const { return entries_.size(); }
  /// In lower case.
  std::u16string_view word(std::uint32_t number) const { return view(entries_[number].begin, entries_[number].length); }
  /// As it was first written.
  std::u16string_view shown(std::uint32_t number) const { return view(entries_[number].shown, entries_[number].shown_length); }
  /// The number of a word in lower case, or npos.
  std::uint32_t find(std::u16string_view lowered) const;
  static constexpr std::uint32_t npos = 0xFFFFFFFF;

 private:
  std::u16string_view view(std::uint32_t begin, std::uint32_t length) const { return std::u16string_view(pool_).substr(begin, length); }
  void describe(Entry& entry, std::u16string_view lowered);
  void grow();

  Speech speech_;
  bool traditional_;
  const ReadingTools& tools_;
  std::u16string pool_, lowered_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;  ///< One more than a number, by hash.
};

struct BookWord {
  std::uint32_t begin, end;
  std::uint32_t number;   ///< In the vocabulary.
  bool first = false;     ///< A mark of punctuation, or the beginning, is before it.
  bool opens = false;     ///< It begins a sentence.
};
struct BookSentence {
  std::uint32_t begin, end;   ///< Without the white space around it.
  std::uint32_t size;         ///< Words; in Chinese characters, and words of other scripts.
};
struct BookChapter {
  std::u16string text;        ///< As long as the chapter, its marks replaced by spaces.
  std::vector<BookWord> words;
  std::vector<BookSentence> sentences;
  std::int64_t characters = 0, han = 0, common_han = 0, clauses = 0, paragraphs = 0, short_lines = 0;
  std::int64_t quoted = 0, letters = 0;  ///< Letters and Han characters within quotation marks, and all.
};

/// `units` of all chapters together are within limits.
BookChapter scan_chapter(std::u16string_view text, Speech speech, bool traditional, const ReadingTools& tools, Vocabulary& vocabulary);

}  // namespace colophon::text
