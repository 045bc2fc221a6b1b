#include <algorithm>

#include "colophon/text/reading.hpp"
#include "colophon/text/unicode.hpp"

namespace colophon::text {
namespace {

constexpr std::size_t kListBytesMax = 100'000;

}  // namespace

Result<FamiliarWords> FamiliarWords::parse(std::string_view utf8) {
  if (utf8.size() > kListBytesMax) return fail(Errc::limit_exceeded, "familiar", "A list of familiar words may have 100,000 bytes.");
  const auto text = decode_utf8(utf8, "familiar");
  if (!text) return std::unexpected(text.error());
  FamiliarWords list;
  std::u16string word;
  for (const char32_t c : *text) {
    if (c != U'\n') {
      if (c < 0x10000) word += static_cast<char16_t>(c);
      continue;
    }
    if (!word.empty()) list.words_.push_back(std::move(word));
    word.clear();
  }
  if (!word.empty()) list.words_.push_back(std::move(word));
  std::ranges::sort(list.words_);
  return list;
}

bool FamiliarWords::listed(std::u16string_view word) const { return std::ranges::binary_search(words_, word); }

// The endings that Dale and Chall allow: -s, -es, -ies, -d, -ed, -ied, -ing, -er, -est, -'s, -ly; with the consonant doubled or the e dropped.
bool FamiliarWords::has(std::u16string_view word) const {
  if (listed(word)) return true;
  if (word.empty() || std::u16string_view(u"sdgrty'").find(word.back()) == std::u16string_view::npos) return false;
  struct Ending { std::u16string_view cut, put; };
  constexpr Ending kEndings[] = {{u"'s", u""}, {u"s'", u""}, {u"s", u""},   {u"es", u""},  {u"ies", u"y"}, {u"d", u""},   {u"ed", u""},  {u"ied", u"y"}, {u"ing", u""},
                                 {u"ing", u"e"}, {u"er", u""}, {u"r", u""}, {u"ier", u"y"}, {u"est", u""}, {u"st", u""}, {u"iest", u"y"}, {u"ly", u""}, {u"ily", u"y"}};
  for (const Ending& ending : kEndings) {
    if (word.size() < ending.cut.size() + 2 || !word.ends_with(ending.cut)) continue;
    std::u16string stem(word.substr(0, word.size() - ending.cut.size()));
    stem += ending.put;
    if (listed(stem)) return true;
    // "stopped", "bigger".
    if (ending.put.empty() && stem.size() > 3 && stem.back() == stem[stem.size() - 2] && listed(std::u16string_view(stem).substr(0, stem.size() - 1))) return true;
  }
  return false;
}

}  // namespace colophon::text
