#pragma once
// How ISO 24138 prepares text. Texts are sequences of code points; colophon/text/unicode.hpp converts.
#include <cstddef>
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::iscc {

/// For a similarity hash: decomposed, in lower case, without white space, controls, marks and punctuation, recomposed (NFKC).
std::u32string text_collapse(std::u32string_view text);
/// For display: NFKC, without controls other than line breaks, no two empty lines after each other, no white space around it.
std::u32string text_clean(std::u32string_view text);
/// One line with single spaces.
std::u32string text_remove_newlines(std::u32string_view text);
/// No more bytes of UTF-8 than that, cut between code points, then without white space around it.
std::u32string text_trim(std::u32string_view text, std::size_t utf8_bytes_max);

/// What a file of text is written in.
enum class Markup { plain, html, markdown };

/// The text that a reader sees: docs/explanation/identity.md has the rules. Constant depth whatever the nesting. Errors: invalid_encoding,
/// limit_exceeded (limits::kTextBytesMax).
Result<std::string> plain_text(std::string_view utf8, Markup markup);

}  // namespace colophon::iscc
