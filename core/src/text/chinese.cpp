#include "colophon/text/chinese.hpp"

#include <algorithm>
#include <array>

#include "text/characters.hpp"
#include "text/utf16.hpp"

namespace colophon::text {
namespace {

constexpr std::uint16_t kMissing = 0xFFFF;
// What the model holds impossible; the sums of a block stay far below what 64 bits hold.
constexpr std::int64_t kImpossible = std::int64_t{1} << 40;

bool is_latin_or_digit(char16_t c) noexcept { return (c >= u'0' && c <= u'9') || (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z'); }
bool is_han(char32_t c) noexcept { return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x2E80 && kind_of(c) == Kind::han); }

struct Block {
  std::size_t end;
  bool has_han;
};

// As far as Han characters, Latin letters and digits go: "T恤" and "卡拉OK" are words.
Block block_at(std::u16string_view text, std::size_t at) noexcept {
  Block block{at, false};
  while (block.end < text.size()) {
    const CodePoint point = code_point_at(text, block.end);
    const bool han = is_han(point.value);
    if (!han && !(point.units == 1 && is_latin_or_digit(static_cast<char16_t>(point.value)))) break;
    block.has_han |= han;
    block.end += point.units;
  }
  return block;
}

void append(Ends& ends, const Ends& more, std::size_t offset) {
  for (const std::uint32_t end : more) ends.push_back(static_cast<std::uint32_t>(offset + end));
}

}  // namespace

std::uint32_t ChineseDictionary::child(std::uint32_t node, char16_t unit) const noexcept {
  if (node == 0) return root_[unit];
  std::uint32_t low = first_child_[node], count = first_child_[node + 1] - low;
  // By halves without a branch on the comparison: which way it goes is not to be guessed.
  while (count > 1) {
    const std::uint32_t half = count / 2;
    low = labels_[low + half] <= unit ? low + half : low;
    count -= half;
  }
  return count == 1 && labels_[low] == unit ? low : kNone;
}

ChineseDictionary::Word ChineseDictionary::find(std::u16string_view word) const noexcept {
  std::uint32_t node = 0;
  for (const char16_t unit : word) {
    node = child(node, unit);
    if (node == kNone) return {};
  }
  return values_[node] == 0 ? Word{} : Word{costs_[values_[node] - 1u], static_cast<WordClass>(kinds_[node])};
}

char16_t ChineseDictionary::simplified(char16_t c) const noexcept { return simplified_[c]; }

bool ChineseDictionary::is_common(char16_t c) const noexcept {
  const auto place = static_cast<std::size_t>(c - 0x4E00);
  return c >= 0x4E00 && c < 0xA000 && (common_[place / 8] >> (place % 8) & 1) != 0;
}

// From the back: of each place the cheapest way to the end of the block, and where its first word ends. The longer word wins where two cost the same.
void ChineseDictionary::path(std::u16string_view block, std::uint32_t at, std::vector<Step>& steps, Ends& ends) const {
  steps.resize(block.size() + 1);
  steps[block.size()] = {0, 0};
  for (std::size_t i = block.size(); i-- > 0;) {
    if (i > 0 && is_low_surrogate(block[i]) && is_high_surrogate(block[i - 1])) continue;
    const std::uint32_t single = code_point_at(block, i).units;
    // A character that is no word is taken for one that was seen once.
    Step best{std::int64_t{total_cost_} + steps[i + single].cost, static_cast<std::uint32_t>(i + single)};
    std::uint32_t node = 0;
    for (std::size_t j = i; j < block.size(); ++j) {
      node = child(node, block[j]);
      if (node == kNone) break;
      if (values_[node] == 0) continue;
      const std::int64_t cost = std::int64_t{costs_[values_[node] - 1u]} + steps[j + 1].cost;
      if (cost <= best.cost || j + 1 == i + single) best = {cost, static_cast<std::uint32_t>(j + 1)};
    }
    steps[i] = best;
  }
  // Single characters side by side may be a word that is not in the dictionary.
  std::size_t singles = 0;
  const auto end_singles = [&](std::size_t end) {
    if (singles < end) part_unknown(block.substr(singles, end - singles), at + static_cast<std::uint32_t>(singles), ends);
  };
  for (std::size_t i = 0; i < block.size();) {
    const std::size_t end = steps[i].end;
    if (end - i > code_point_at(block, i).units) {
      end_singles(i);
      ends.push_back(at + static_cast<std::uint32_t>(end));
      singles = end;
    }
    i = end;
  }
  end_singles(block.size());
}

void ChineseDictionary::part_unknown(std::u16string_view text, std::uint32_t at, Ends& ends) const {
  enum class Way { latin, modelled, alone };
  const bool known = find(text).cost != 0;
  // A character that the model does not know stands by itself.
  const auto way_of = [&](CodePoint point) {
    if (point.units == 2) return Way::alone;
    const auto unit = static_cast<char16_t>(point.value);
    return is_latin_or_digit(unit) ? Way::latin : known || emission_of_[unit] == 0 ? Way::alone : Way::modelled;
  };
  for (std::size_t i = 0; i < text.size();) {
    const Way way = way_of(code_point_at(text, i));
    std::size_t end = i + code_point_at(text, i).units;
    while (way != Way::alone && end < text.size() && way_of(code_point_at(text, end)) == way) ++end;
    if (way == Way::modelled) part_by_model(text.substr(i, end - i), at + static_cast<std::uint32_t>(i), ends);
    else ends.push_back(at + static_cast<std::uint32_t>(end));
    i = end;
  }
}

// Viterbi's algorithm over begin, end, middle and single; a later state wins where two cost the same, in the order B, E, M, S.
void ChineseDictionary::part_by_model(std::u16string_view han, std::uint32_t at, Ends& ends) const {
  enum : std::size_t { kBegin, kEnd, kMiddle, kSingle };
  // Which may come before which.
  constexpr std::size_t kBefore[kStates][2] = {{kEnd, kSingle}, {kBegin, kMiddle}, {kBegin, kMiddle}, {kEnd, kSingle}};
  if (han.size() == 1) {
    ends.push_back(at + 1);
    return;
  }
  std::vector<std::array<std::uint8_t, kStates>> from;
  std::array<std::int64_t, kStates> costs{};
  const auto weigh = [](std::uint32_t value) { return value == kMissing ? kImpossible : std::int64_t{value}; };
  for (std::size_t i = 0; i < han.size(); ++i) {
    const std::size_t emitted = 4 * (emission_of_[han[i]] - std::size_t{1});
    std::array<std::int64_t, kStates> next{};
    std::array<std::uint8_t, kStates> previous{};
    for (std::size_t state = 0; state < kStates; ++state) {
      if (i == 0) {
        next[state] = weigh(start_[state]);
      } else {
        const std::size_t a = kBefore[state][0], b = kBefore[state][1];
        const std::int64_t by_a = costs[a] + weigh(transition_[a][state]), by_b = costs[b] + weigh(transition_[b][state]);
        next[state] = by_b <= by_a ? by_b : by_a;
        previous[state] = static_cast<std::uint8_t>(by_b <= by_a ? b : a);
      }
      next[state] = std::min(next[state] + weigh(emission_[emitted + state]), kImpossible * 2);
    }
    costs = next;
    from.push_back(previous);
  }
  std::vector<std::uint32_t> parted;
  std::size_t state = costs[kSingle] <= costs[kEnd] ? kSingle : kEnd;
  for (std::size_t i = han.size(); i-- > 0;) {
    if (state == kEnd || state == kSingle) parted.push_back(at + static_cast<std::uint32_t>(i + 1));
    state = from[i][state];
  }
  ends.insert(ends.end(), parted.rbegin(), parted.rend());
}

Ends ChineseDictionary::word_ends(std::u16string_view text, bool traditional) const {
  Ends ends;
  ends.reserve(text.size() * 2 / 3 + 1);
  std::u16string copy;
  std::u16string_view looked = text;
  if (traditional) {
    copy.resize(text.size());
    std::ranges::transform(text, copy.begin(), [&](char16_t c) { return simplified_[c]; });
    looked = copy;
  }
  std::vector<Step> steps;
  std::size_t other = 0;
  const auto end_other = [&](std::size_t end) {
    if (other < end) append(ends, text::word_ends(text.substr(other, end - other)), other);
  };
  for (std::size_t at = 0; at < looked.size();) {
    const Block block = block_at(looked, at);
    if (block.has_han) {
      end_other(at);
      path(looked.substr(at, block.end - at), static_cast<std::uint32_t>(at), steps, ends);
      other = block.end;
    }
    at = std::max(block.end, at + 1);
  }
  end_other(text.size());
  return ends;
}

}  // namespace colophon::text
