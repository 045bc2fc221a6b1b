#pragma once
// Words that carry the grammar and not the subject, and what else is known of words one by one. Lists of our own.
#include <string_view>

namespace colophon::text {

/// In lower case, with ' as the apostrophe. Older forms ("thou", "hath") are among them.
bool is_english_stop_word(std::u16string_view word);
/// In simplified form.
bool is_chinese_stop_word(std::u16string_view word);
/// Of "Mr." and the like, without the full stop, in lower case: a sentence goes on behind it.
bool is_abbreviation(std::u16string_view word);
/// An adverb by its ending -ly; not "family", "only" and what else ends so.
bool is_ly_adverb(std::u16string_view word);

}  // namespace colophon::text
