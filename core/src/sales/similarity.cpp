#include <algorithm>
#include <utility>

#include "colophon/sales/matching.hpp"
#include "colophon/sales/normal.hpp"

namespace colophon::sales {
namespace {

constexpr int kMilli = 1'000, kBareMilli = 930, kContainedMilli = 850, kTitleMilli = 600, kArtistMilli = 400, kAloneMilli = 800;
constexpr std::size_t kTextPointsMax = 200;   // Of a title or name, so that its trigrams are counted in a byte.
constexpr int kScoreMin = 400;

std::vector<std::uint64_t> trigrams_of(std::u32string_view text) {
  std::vector<std::uint64_t> trigrams;
  if (text.empty()) return trigrams;
  text = text.substr(0, kTextPointsMax);
  std::uint64_t window = std::uint64_t{U' '} << 21 | U' ';
  const auto add = [&](char32_t c) {
    window = (window << 21 | c) & ((std::uint64_t{1} << 63) - 1);
    trigrams.push_back(window);
  };
  for (const char32_t c : text) add(c);
  add(U' ');
  std::ranges::sort(trigrams);
  trigrams.erase(std::ranges::unique(trigrams).begin(), trigrams.end());
  return trigrams;
}

std::size_t shared_of(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  std::size_t i = 0, j = 0, shared = 0;
  while (i < a.size() && j < b.size()) {
    if (a[i] == b[j]) ++shared, ++i, ++j;
    else if (a[i] < b[j]) ++i;
    else ++j;
  }
  return shared;
}

int dice(std::size_t shared, std::size_t a, std::size_t b) { return a + b == 0 ? 0 : static_cast<int>(2 * shared * kMilli / (a + b)); }

}  // namespace

SimilarityIndex::SimilarityIndex(std::span<const TitledWork> works) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> pairs;
  const auto add_title = [&](std::uint32_t work, const Trigrams& trigrams, bool whole, bool bare) {
    const auto index = static_cast<std::uint32_t>(titles_.size());
    for (const auto trigram : trigrams) pairs.emplace_back(trigram, index);
    titles_.push_back({work, whole, bare});
    sizes_.push_back(static_cast<std::uint8_t>(trigrams.size()));
  };
  works_.reserve(works.size());
  for (const auto& work : works) {
    const auto normal = normal_text(work.title), bare = normal_text(without_additions(work.title));
    const auto index = static_cast<std::uint32_t>(works_.size());
    const bool same = bare == normal || bare.empty();
    add_title(index, trigrams_of(normal), true, same);
    if (!same) add_title(index, trigrams_of(bare), false, true);
    const auto name = trigrams_of(normal_text(work.artist));
    works_.push_back({work.work, static_cast<std::uint32_t>(names_.size()), static_cast<std::uint32_t>(name.size())});
    names_.insert(names_.end(), name.begin(), name.end());
  }
  std::ranges::sort(pairs);
  posted_.reserve(pairs.size());
  for (const auto& [trigram, index] : pairs) {
    if (postings_.empty() || postings_.back().trigram != trigram) postings_.push_back({trigram, static_cast<std::uint32_t>(posted_.size()), 0});
    posted_.push_back(index);
    postings_.back().end = static_cast<std::uint32_t>(posted_.size());
  }
}

/// Counts what every title shares with the query. Lists are taken from the shortest on. A title that is alike enough shares a quarter of the
/// query's trigrams (Dice >= 2/5 needs shared >= (a + b)/5 and b >= shared), so it is in one of the lists before the last quarter: the lists
/// after them, which are by far the longest, count but find no new title.
void SimilarityIndex::count_shared(std::span<const std::uint64_t> query, Scratch& scratch) const {
  scratch.touched.clear();
  std::vector<std::span<const std::uint32_t>> lists;
  for (const auto trigram : query) {
    const auto found = std::ranges::lower_bound(postings_, trigram, {}, &Posting::trigram);
    if (found != postings_.end() && found->trigram == trigram) lists.push_back(std::span(posted_).subspan(found->begin, found->end - found->begin));
  }
  const std::size_t needed = (query.size() + 3) / 4;
  if (query.empty() || lists.size() < needed) return;
  std::ranges::sort(lists, {}, [](const auto& list) { return list.size(); });
  const std::size_t finding = lists.size() - needed + 1;
  for (std::size_t i = 0; i < finding; ++i)
    for (const auto title : lists[i])
      if (scratch.shared[title]++ == 0) scratch.touched.push_back(title);
  for (std::size_t i = finding; i < lists.size(); ++i)
    for (const auto title : lists[i]) scratch.shared[title] += scratch.shared[title] != 0;
}

/// Keeps the works whose titles are alike enough, each with its best score.
void SimilarityIndex::add_titles(std::size_t query_size, bool whole, bool bare, Scratch& scratch) const {
  for (const auto index : scratch.touched) {
    const int alike = dice(std::exchange(scratch.shared[index], std::uint8_t{0}), query_size, sizes_[index]);
    if (alike < kScoreMin) continue;
    const auto& title = titles_[index];
    const int score = whole && title.whole ? alike : bare && title.bare ? alike * kBareMilli / kMilli : 0;
    if (score >= kScoreMin) scratch.titles.emplace_back(title.work, score);
  }
}

std::vector<Suggestion> SimilarityIndex::find(std::string_view title, std::string_view artist, std::size_t count_max, int score_min_milli, Scratch& scratch) const {
  score_min_milli = std::max(score_min_milli, kScoreMin);
  scratch.shared.resize(titles_.size());
  scratch.titles.clear();
  const auto normal = normal_text(title), bare_normal = normal_text(without_additions(title));
  const auto whole = trigrams_of(normal), name = trigrams_of(normal_text(artist));
  const bool same = bare_normal == normal || bare_normal.empty();
  count_shared(whole, scratch);
  add_titles(whole.size(), true, same, scratch);
  if (!same) {
    const auto bare = trigrams_of(bare_normal);
    count_shared(bare, scratch);
    add_titles(bare.size(), false, true, scratch);
  }
  // A work may be there by its whole title and by its bare one: the better comes first.
  std::ranges::sort(scratch.titles, [](const auto& a, const auto& b) { return a.first != b.first ? a.first < b.first : a.second > b.second; });
  std::vector<Suggestion> found;
  for (std::size_t i = 0; i < scratch.titles.size(); ++i) {
    const auto [index, alike] = scratch.titles[i];
    if (i > 0 && scratch.titles[i - 1].first == index) continue;
    const auto& work = works_[index];
    const auto work_name = std::span(names_).subspan(work.name_begin, work.name_size);
    int score = alike * kAloneMilli / kMilli;
    if (!name.empty() && !work_name.empty()) {
      if (alike * kTitleMilli / kMilli + kArtistMilli < score_min_milli) continue;
      const auto shared = shared_of(name, work_name);
      const int contained = static_cast<int>(shared * kContainedMilli / std::min(name.size(), work_name.size()));
      score = (alike * kTitleMilli + std::max(dice(shared, name.size(), work_name.size()), contained) * kArtistMilli) / kMilli;
    }
    if (score >= score_min_milli) found.push_back({work.work, score});
  }
  const auto better = [](const Suggestion& a, const Suggestion& b) { return a.score_milli != b.score_milli ? a.score_milli > b.score_milli : a.work < b.work; };
  const auto kept = std::min(count_max, found.size());
  std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(kept), better);
  found.resize(kept);
  return found;
}

}  // namespace colophon::sales
