#pragma once
// What a book is about, by its words.
#include "text/book_words.hpp"

namespace colophon::text {

/// The words, and the phrases of two or three, that stand here more often than in other texts: their number times what their background says of them (term
/// frequency against a background). In Chinese the background is the dictionary's frequency, in English whether a word is familiar to every reader.
std::vector<Keyword> keywords(std::span<const BookChapter> chapters, Speech speech, const Vocabulary& vocabulary, const ReadingTools& tools);

/// By written lists of words, a theme each; of a chapter or a book, those that have a word, the largest share first.
std::vector<Theme> themes(Speech speech, bool traditional, const Vocabulary& vocabulary, const ReadingTools& tools);

}  // namespace colophon::text
