#pragma once
// Texts of reports as words that Colophon keeps. Private to sales.
#include <string>
#include <string_view>

namespace colophon::sales {

/// White space at both ends dropped.
std::string_view trim(std::string_view text);
/// "Premium Stream" -> "premium-stream": letters and digits of ASCII in lower case, one hyphen for whatever lies between; at most 32.
std::string words_of(std::string_view text);
bool are_words(std::string_view text);
/// A service's name in lower case, at most 64 bytes: what is no letter, digit, '-', '_' or '.' becomes one space; empty where nothing is left.
std::string source_of(std::string_view text);
/// At most `bytes_max` bytes, cut between characters.
std::string_view cut(std::string_view text, std::size_t bytes_max);

}  // namespace colophon::sales
