#pragma once
// What can be measured in a text. Integers only, equal on every target.
#include <cstdint>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::text {

struct TextFeatures {
  std::int64_t characters = 0;              ///< Code points without white space and controls.
  std::int64_t han_characters = 0;
  std::int64_t words = 0;                   ///< Runs of letters and digits outside Han (an apostrophe between letters parts none); each Han character counts as one.
  std::int64_t sentences = 0;               ///< Ended by . ! ? … or their full-width forms, not by a full stop before a letter ("3.14"); at least 1 where there is a word.
  std::int64_t lines = 0;                   ///< Lines with something on them.
  std::int64_t sentence_words_mean_milli = 0;
  std::int64_t sentence_words_max = 0;
  std::int64_t distinct_words_milli = 0;    ///< Distinct words (or Han characters) per thousand.
  std::int64_t dialogue_milli = 0;          ///< Characters inside "" “” «» 「」 『』 per thousand of the characters; a quotation ends with its line.
  std::string_view language;                ///< "zh", "en" (any Latin script) or "other": by script alone.
};

/// Errors: invalid_encoding (not UTF-8), limit_exceeded.
Result<TextFeatures> features(std::string_view utf8);

}  // namespace colophon::text
