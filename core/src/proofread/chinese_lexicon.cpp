#include "chinese_lexicon.hpp"

#include <algorithm>

namespace colophon::proofread::zh {
namespace {

std::unexpected<Error> bad(std::string detail) { return fail(Errc::invalid_argument, "dictionary", std::move(detail)); }

std::uint64_t mixed(std::uint64_t hash) noexcept {
  hash ^= hash >> 31;
  hash *= 0x9fb21c651e98df25u;
  return hash ^ hash >> 28;
}

}  // namespace

Result<ChineseLexicon> ChineseLexicon::parse(const Columns& columns) {
  ChineseLexicon lexicon;
  const std::size_t count = columns.shared.size();
  if (count > kWordsMax || columns.added.size() != count || columns.costs.size() != count || columns.tags.size() != count) return bad("its columns of words differ in length");
  lexicon.starts_.reserve(count + 1);
  lexicon.costs_.reserve(count);
  lexicon.tags_.reserve(count);
  std::u16string word;
  std::size_t unit = 0;
  for (std::size_t at = 0; at < count; ++at) {
    const std::size_t same = std::to_integer<std::size_t>(columns.shared[at]), more = std::to_integer<std::size_t>(columns.added[at]);
    if (same > word.size() || more == 0 || same + more > kWordUnitsMax || (unit + more) * 2 > columns.units.size()) return bad("a word of it is longer than its letters");
    word.resize(same);
    for (std::size_t i = 0; i < more; ++i, ++unit)
      word += static_cast<char16_t>(std::to_integer<unsigned>(columns.units[unit * 2]) | std::to_integer<unsigned>(columns.units[unit * 2 + 1]) << 8);
    lexicon.pool_ += word;
    lexicon.starts_.push_back(static_cast<std::uint32_t>(lexicon.pool_.size()));
    lexicon.costs_.push_back(std::to_integer<int>(columns.costs[at]));
    lexicon.tags_.push_back(static_cast<char>(columns.tags[at]));
  }
  if (unit * 2 != columns.units.size()) return bad("it has letters that belong to no word");
  lexicon.words_ = count;
  lexicon.rebuild(count);
  return lexicon;
}

void ChineseLexicon::rebuild(std::size_t entries) {
  std::size_t size = 16;
  while (size < entries * 2) size *= 2;
  slots_.assign(size, 0);
  for (std::size_t at = 0; at + 1 < starts_.size(); ++at) insert(static_cast<std::int32_t>(at));
}

void ChineseLexicon::insert(std::int32_t at) {
  const std::u16string_view text = word(at);
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < text.size(); ++i) hash += share(text[i], i);
  std::size_t slot = mixed(hash) & (slots_.size() - 1);
  while (slots_[slot] != 0) {
    if (word(static_cast<std::int32_t>(slots_[slot] - 1)) == text) return;
    slot = (slot + 1) & (slots_.size() - 1);
  }
  slots_[slot] = static_cast<std::uint32_t>(at) + 1;
  longest_[text[0]] = std::max(longest_[text[0]], static_cast<std::uint8_t>(text.size()));
}

std::int32_t ChineseLexicon::find(std::u16string_view text) const noexcept {
  if (text.size() > kWordUnitsMax) return kNone;
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < text.size(); ++i) hash += share(text[i], i);
  return find(hash, text);
}

std::int32_t ChineseLexicon::find(std::uint64_t hash, std::u16string_view text) const noexcept {
  for (std::size_t slot = mixed(hash) & (slots_.size() - 1); slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    const auto at = static_cast<std::int32_t>(slots_[slot] - 1);
    if (word(at) == text) return at;
  }
  return kNone;
}

void ChineseLexicon::add_similar(std::u16string_view group, std::int8_t weight) {
  for (const char16_t from : group)
    for (const char16_t to : group)
      if (from != to) pairs_.push_back({from, {to, weight}});
}

void ChineseLexicon::add_wrong_form(WrongForm form) { forms_.push_back(std::move(form)); }

void ChineseLexicon::add_simplified(std::u16string_view pairs) {
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) simplified_[pairs[i]] = pairs[i + 1];
}

void ChineseLexicon::add_traditional(std::u16string_view pairs) {
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) traditional_[pairs[i]] = pairs[i + 1];
}

void ChineseLexicon::settle() {
  std::ranges::sort(pairs_, [](const Pair& a, const Pair& b) {
    return a.from != b.from ? a.from < b.from : a.to.character != b.to.character ? a.to.character < b.to.character : a.to.weight < b.to.weight;
  });
  const auto same = std::ranges::unique(pairs_, [](const Pair& a, const Pair& b) { return a.from == b.from && a.to.character == b.to.character; });
  pairs_.erase(same.begin(), same.end());
  std::size_t next = 0;
  for (std::size_t c = 0; c < 0x10000; ++c) {
    similar_at_[c] = static_cast<std::uint32_t>(similar_.size());
    for (; next < pairs_.size() && pairs_[next].from == c; ++next) similar_.push_back(pairs_[next].to);
  }
  similar_at_[0x10000] = static_cast<std::uint32_t>(similar_.size());
  pairs_ = {};

  // A wrong form costs a little more than what is meant, so that a text is cut there only where nothing else explains it better; a forced one costs less than its pieces.
  std::vector<int> costs;
  for (const WrongForm& form : forms_) {
    const int meant = best_cost(form.right, false), pieces = best_cost(form.wrong, false);
    int cost = meant + 4 * kNat;
    if (form.rule == "zh.idiom") cost = std::min(meant + kNat, pieces - 2 * kNat);
    if (form.forced) cost = std::min(meant + kNat, pieces - 2 * kNat);
    costs.push_back(std::max(cost, kNat));
  }
  for (std::size_t i = 0; i < forms_.size(); ++i) {
    pool_ += forms_[i].wrong;
    starts_.push_back(static_cast<std::uint32_t>(pool_.size()));
    costs_.push_back(costs[i]);
    const std::int32_t right = find(forms_[i].right);
    tags_.push_back(right == kNone ? 'l' : tags_[right]);
  }
  rebuild(words_ + forms_.size());
}

int ChineseLexicon::best_cost(std::u16string_view text, bool with_wrong_forms) const {
  std::vector<int> best(text.size() + 1, 1 << 28);
  best[0] = 0;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    best[begin + 1] = std::min(best[begin + 1], best[begin] + kUnknownCost);
    for (std::size_t end = begin + 1; end <= text.size(); ++end) {
      const std::int32_t at = find(text.substr(begin, end - begin));
      if (at != kNone && (with_wrong_forms || !is_wrong(at))) best[end] = std::min(best[end], best[begin] + costs_[at]);
    }
  }
  return best.back();
}

std::span<const Similar> ChineseLexicon::similar(char16_t character) const noexcept {
  return std::span(similar_).subspan(similar_at_[character], similar_at_[character + 1u] - similar_at_[character]);
}

}  // namespace colophon::proofread::zh
