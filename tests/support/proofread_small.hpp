#pragma once
// A dictionary of English as docs/formats/proofreading.md lays it out, small enough to be written out in a test.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace colophon::tests {

using SmallWords = std::vector<std::pair<std::string, std::uint16_t>>;  ///< Latin-1, and the bits of what a word is.

inline std::vector<std::byte> small_english(SmallWords words, std::string_view rules) {
  std::ranges::sort(words, {}, [](const auto& word) { return std::vector<unsigned char>(word.first.begin(), word.first.end()); });
  std::string packed, before;
  for (const auto& [word, senses] : words) {
    std::size_t shared = 0;
    while (shared < std::min(before.size(), word.size()) && before[shared] == word[shared]) ++shared;
    packed += static_cast<char>(shared);
    packed += static_cast<char>(word.size() - shared);
    packed += word.substr(shared);
    packed += static_cast<char>(senses & 0xff);
    packed += static_cast<char>(senses >> 8);
    before = word;
  }
  std::string file = "CLPE";
  for (const std::size_t value : {std::size_t{1}, words.size(), packed.size(), rules.size()}) {
    for (int byte = 0; byte < 4; ++byte) file += static_cast<char>(value >> 8 * byte & 0xff);
  }
  file += packed;
  file += rules;
  std::vector<std::byte> bytes(file.size());
  std::ranges::transform(file, bytes.begin(), [](char c) { return static_cast<std::byte>(c); });
  return bytes;
}

/// A few words and a rule of each section.
inline std::vector<std::byte> sample_english() {
  enum : std::uint16_t { noun = 1, plural = 2, verb = 4, verb_s = 8, past = 16, adjective = 128, name = 1024, function = 16384, often = 3u << 11 };
  return small_english({{"a", function}, {"an", function}, {"and", function}, {"at", function}, {"etc", function}, {"met", past}, {"apple", noun | often}, {"apples", plural}, {"book", noun | often}, {"books", plural}, {"cake", noun}, {"color", noun}, {"could", function},
                        {"desert", noun}, {"dessert", noun}, {"done", adjective}, {"goes", verb_s}, {"go", verb}, {"had", function}, {"have", function}, {"he", function}, {"hour", noun}, {"house", noun},
                        {"house's", noun}, {"it", function}, {"London", noun | name}, {"naturally", 256}, {"of", function}, {"receive", verb | often}, {"said", past}, {"sand", noun}, {"she", function}, {"that", function},
                        {"the", function}, {"they", function}, {"was", function}, {"we", function}, {"well", 256}, {"went", past}, {"were", function}, {"wheel", noun}, {"road", noun | often}, {"map", noun | often}, {"maps", plural | often}, {"universe", noun}},
                       "@modal = could|would\n= verbs\ngo went gone\n= nouns\nchild children\n= confusion\nhave: @modal [of] done|<pp> => have\n= grammar\nagree: ^|and he|she [go] => {1 s}\n"
                       "= forms\nmany was were\n= grammar\nagree: they [was] => {1 many}\n= topics\ndesert = dessert : cake ! sand\n= misspellings\nrecieve = receive\n");
}

}  // namespace colophon::tests
