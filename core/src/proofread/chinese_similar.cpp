// Wrong characters that no list has: a word stands one similar character away from the text, and explains it far better than what stands there.
#include <algorithm>
#include <array>

#include "chinese.hpp"

namespace colophon::proofread {
using zh::ChineseLexicon;
using zh::kNat;
using zh::Token;
namespace {

/// How much better than the text a word of so many characters must explain it, in nats.
constexpr std::array<int, 5> kGainMin = {0, 0, 6, 6, 5};
/// Rarer words of so many characters are not offered.
constexpr std::array<int, 5> kCostMax = {0, 0, 14 * kNat, 16 * kNat, 18 * kNat};
constexpr int kCheapest = 5 * kNat;
/// Of one run of Han.
constexpr std::size_t kOfRunMax = 64;
/// New words are made with these all the time, so that two characters of which one is among them say little.
constexpr std::u16string_view kProductive = u"我你他她它谁的地得了着过们一不所者值期数率量点性化家员人上下里中大小老新多好来去到出起开在是有为以与和及之其该各每某本此这那哪名款版";
constexpr int kProductiveMore = 2 * kNat;
/// And so are compounds: four characters that are no phrase, a word with one character behind it.
constexpr int kCompoundMore = 3 * kNat;

struct Found {
  std::size_t begin = 0, end = 0;
  int gain = 0;
  std::int32_t word = 0;
};

}  // namespace

void Chinese::find_similar(const zh::Page& page, const zh::Costs& costs, std::size_t first_mark, std::vector<Mark>& marks) const {
  const std::size_t size = costs.before.size() - 1;
  if (size < 2) return;
  const std::u16string_view text = std::u16string_view(page.text).substr(costs.begin, size);
  const std::int32_t whole = costs.before[size];
  std::vector<Found> found;
  for (std::size_t begin = 0; begin + 2 <= size; ++begin) {
    for (std::size_t units = 2; units <= std::min<std::size_t>(4, size - begin); ++units) {
      const std::int32_t here = whole - costs.before[begin] - costs.behind[begin + units];
      const int least = kGainMin[units] * kNat;
      if (here - kCheapest < least) continue;
      const std::u16string_view window = text.substr(begin, units);
      std::uint64_t hash = 0;
      for (std::size_t i = 0; i < units; ++i) hash += ChineseLexicon::share(window[i], i);
      std::array<char16_t, 4> changed{};
      std::ranges::copy(window, changed.begin());
      Found best{begin, begin + units, 0, ChineseLexicon::kNone};
      for (std::size_t place = 0; place < units; ++place) {
        for (const zh::Similar& similar : lexicon_.similar(window[place])) {
          changed[place] = similar.character;
          const std::uint64_t other = hash - ChineseLexicon::share(window[place], place) + ChineseLexicon::share(similar.character, place);
          const std::int32_t word = lexicon_.find(other, {changed.data(), units});
          if (word == ChineseLexicon::kNone || lexicon_.is_wrong(word) || lexicon_.cost(word) > kCostMax[units] || lexicon_.tag(word) == 'N') continue;
          int gain = here - lexicon_.cost(word) - similar.weight * kNat;
          if (units == 4 && !std::string_view("ilz").contains(lexicon_.tag(word))) gain -= kCompoundMore;
          if (units == 3 && place == 2 && lexicon_.find(window.substr(0, 2)) != ChineseLexicon::kNone) gain -= kCompoundMore;
          if (units == 2 && (kProductive.contains(window[0]) || kProductive.contains(window[1]))) gain -= kProductiveMore;
          if (gain > best.gain) best.gain = gain, best.word = word;
        }
        changed[place] = window[place];
      }
      if (best.word != ChineseLexicon::kNone && best.gain >= least) found.push_back(best);
    }
  }
  if (found.empty()) return;
  std::ranges::stable_sort(found, [](const Found& a, const Found& b) { return a.gain > b.gain; });
  std::vector<Found> kept;
  for (const Found& each : found) {
    const bool meets = std::ranges::any_of(kept, [&](const Found& other) { return each.begin < other.end && other.begin < each.end; });
    const bool marked = std::ranges::any_of(marks.begin() + static_cast<std::ptrdiff_t>(first_mark), marks.end(), [&](const Mark& mark) { return costs.begin + each.begin < mark.end && mark.begin < costs.begin + each.end; });
    if (!meets && !marked && kept.size() < kOfRunMax) kept.push_back(each);
  }
  for (const Found& each : kept) {
    const auto begin = static_cast<std::uint32_t>(costs.begin + each.begin), end = static_cast<std::uint32_t>(costs.begin + each.end);
    marks.push_back({begin, end, Kind::confusion, end - begin == 4 ? "zh.idiom" : "zh.similar", {fitted(page, begin, lexicon_.word(each.word))}});
  }
}

}  // namespace colophon::proofread
