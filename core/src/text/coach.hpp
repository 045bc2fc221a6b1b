#pragma once
// The features of a text: a value, where those of published books lie, and what to do outside.
#include "text/book_words.hpp"

namespace colophon::text {

/// `read` are the measures of these chapters. `verse`: nothing is advised.
std::vector<TextFeature> coach(std::span<const BookChapter> chapters, std::span<const ChapterReading> read, Speech speech, bool verse, const Vocabulary& vocabulary);

}  // namespace colophon::text
