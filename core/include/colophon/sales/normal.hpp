#pragma once
// Titles and names so that two spellings of one thing come close: what is compared, never what is shown.
#include <string>
#include <string_view>

namespace colophon::sales {

/// Words of letters and digits with one space between: lower case, Latin and Greek letters without their marks, full-width forms narrow, "&" and
/// "+" as "and", apostrophes dropped, all else a space. Empty for text that is not UTF-8. "Don\u2019t Stop (Remix)" -> "dont stop remix".
std::u32string normal_text(std::string_view text);
std::string to_text(std::u32string_view normal);   ///< As UTF-8.

/// A title before its brackets, a dash between spaces, or "feat": "Home - Live 2004" -> "Home". The whole where it begins with one.
std::string_view without_additions(std::string_view title);

}  // namespace colophon::sales
