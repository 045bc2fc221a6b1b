#include "colophon/layout/hyphenation.hpp"

#include <string>
#include <vector>

#include "targets.hpp"

void colophon::fuzz::run_hyphenation(ByteView input) {
  const auto loaded = layout::Hyphenation::load(std::as_bytes(std::span(input.data(), input.size())));
  if (!loaded) {
    expect(!loaded.error().detail.empty(), "a refusal says why");
    return;
  }
  for (const std::u16string_view word : {u"a", u"aaaaaaaaaaaa", u"hyphenation", u"Supercalifragilistic", u"d\u00e9j\u00e0", u"project", u"\xd800\xdc00\xd800"}) {
    std::vector<std::uint32_t> places;
    loaded->divide(word, places);
    std::uint32_t before = 0;
    for (const std::uint32_t place : places) {
      expect(place > before || (place == before && before == 0 && place > 0), "places ascend");
      expect(place >= static_cast<std::uint32_t>(loaded->left_min()), "enough stays before a hyphen");
      expect(place + static_cast<std::uint32_t>(loaded->right_min()) <= word.size(), "enough stays after a hyphen");
      before = place;
    }
  }
}
