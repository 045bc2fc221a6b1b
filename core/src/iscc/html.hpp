#pragma once
#include <string>
#include <string_view>

namespace colophon::iscc {

/// The text of an HTML document as a reader sees it; `html` is UTF-8. One pass, no recursion.
std::string text_of_html(std::string_view html);
/// Markdown as HTML that text_of_html takes: its marks are gone, what is code is escaped.
std::string html_of_markdown(std::string_view markdown);

}  // namespace colophon::iscc
