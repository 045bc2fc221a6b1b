#pragma once
// Where a text may be parted: grapheme clusters, words and sentences of Unicode standard annex 29, revision 43 (Unicode 15.1), by its default rules.
// Texts are UTF-16 as browsers hold them; a lone surrogate is one character without properties.
#include <cstdint>
#include <string_view>
#include <vector>

namespace colophon::text {

/// Ends of the segments in UTF-16 code units, ascending; the last is the length of the text, and an empty text has none.
/// Linear in the text, whatever stands in it.
using Ends = std::vector<std::uint32_t>;

/// Extended grapheme clusters: what a reader takes for one character.
Ends grapheme_ends(std::u16string_view text);
/// Words, and what stands between them: white space, each mark of punctuation. A Han character is a segment of its own: chinese.hpp knows words of it.
Ends word_ends(std::u16string_view text);
/// Sentences with the white space that follows them; a paragraph's end ends a sentence.
Ends sentence_ends(std::u16string_view text);

}  // namespace colophon::text
