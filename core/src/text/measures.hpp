#pragma once
// What is measured of one chapter.
#include "text/book_words.hpp"

namespace colophon::text {

ChapterReading measure_chapter(const BookChapter& chapter, Speech speech, const Vocabulary& vocabulary);

/// Phrases of three words and more that come back soon: within 250 words.
std::vector<Repetition> repetitions(const BookChapter& chapter, Speech speech, const Vocabulary& vocabulary);

/// Of 100 words in a row, how many are distinct, on average over all such rows (the moving average type-token ratio of Covington and McFall 2010), in
/// thousandths; of fewer words, of all. Text length does not move it.
std::int64_t distinct_milli(std::span<const BookWord> words, std::size_t vocabulary_size);

/// The mean of sizes and their standard deviation, in thousandths.
struct Spread { std::int64_t mean_milli = 0, deviation_milli = 0; };
Spread spread_of(std::int64_t count, std::int64_t sum, double sum_of_squares);

}  // namespace colophon::text
