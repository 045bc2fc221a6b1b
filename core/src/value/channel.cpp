#include "value/channel.hpp"

#include <algorithm>
#include <limits>

#include "value/certificate.hpp"

namespace colophon::value {
namespace {

// What of the items' order is looked at for exchanges: this many on each side of the first item that does not fit. Far from it an
// exchange costs more than it brings.
constexpr std::size_t kExchangeReach = 128;
constexpr int kExchangeRoundsMax = 64;

int compare_ratio(const Item& a, const Item& b) {
  const int128 left = static_cast<int128>(a.value) * b.cost, right = static_cast<int128>(b.value) * a.cost;
  return left < right ? -1 : left > right ? 1 : 0;
}

struct Choice {
  std::vector<std::uint8_t> shown;
  std::int64_t left = 0;  ///< Of the budget.
  int128 value = 0;

  void show(const std::vector<Item>& items, std::size_t i) { shown[i] = 1; left -= items[i].cost; value += items[i].value; }
  void hide(const std::vector<Item>& items, std::size_t i) { shown[i] = 0; left += items[i].cost; value -= items[i].value; }
  void fill(const std::vector<Item>& items, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (shown[i] == 0 && items[i].cost <= left) show(items, i);
    }
  }
};

// The first item that greedy cannot take, or the number of items.
std::size_t critical_item(const std::vector<Item>& items, std::int64_t budget) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].cost > budget) return i;
    budget -= items[i].cost;
  }
  return items.size();
}

// One shown item out, one hidden item in, where that is worth more and fits: the best such exchange among those near the critical
// item, then whatever fits in addition. Repeated while it helps; each round raises the value, so it ends.
void improve(const std::vector<Item>& items, std::size_t critical, Choice& choice) {
  const std::size_t begin = critical > kExchangeReach ? critical - kExchangeReach : 0;
  const std::size_t end = std::min(items.size(), critical + kExchangeReach);
  for (int round = 0; round < kExchangeRoundsMax; ++round) {
    std::int64_t best_gain = 0;
    std::size_t best_out = 0, best_in = 0;
    for (std::size_t out = begin; out < end; ++out) {
      if (choice.shown[out] == 0) continue;
      for (std::size_t in = begin; in < end; ++in) {
        if (choice.shown[in] != 0 || items[in].cost - items[out].cost > choice.left) continue;
        const std::int64_t gain = items[in].value - items[out].value;
        if (gain > best_gain) { best_gain = gain; best_out = out; best_in = in; }
      }
    }
    if (best_gain == 0) break;
    choice.hide(items, best_out);
    choice.show(items, best_in);
    choice.fill(items, begin, end);
  }
  choice.fill(items, 0, items.size());
}

Choice greedy(const std::vector<Item>& items, std::int64_t budget, std::size_t first) {
  Choice choice{std::vector<std::uint8_t>(items.size()), budget, 0};
  if (first < items.size() && items[first].cost <= budget) choice.show(items, first);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (choice.shown[i] != 0) continue;
    if (items[i].cost > choice.left) break;
    choice.show(items, i);
  }
  choice.fill(items, 0, items.size());
  return choice;
}

}  // namespace

std::vector<Item> items_by_ratio(const Problem& problem, std::size_t channel) {
  const std::size_t channels = problem.channels.size();
  std::vector<Item> items;
  for (std::size_t i = 0; i < problem.works.size(); ++i) {
    const std::size_t cell = i * channels + channel;
    if (problem.value[cell] > 0) items.push_back({problem.value[cell], problem.cost[cell], static_cast<std::uint32_t>(i)});
  }
  std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
    const int order = compare_ratio(a, b);
    return order != 0 ? order > 0 : problem.works[a.work] < problem.works[b.work];
  });
  return items;
}

std::vector<std::uint8_t> choose(const std::vector<Item>& items, std::int64_t budget) {
  const std::size_t critical = critical_item(items, budget);
  Choice best = greedy(items, budget, items.size());
  if (critical == items.size()) return best.shown;
  improve(items, critical, best);
  // Beginning with the item that just did not fit guards against one dear item that is worth more than many cheap ones: the better of
  // the two is never under half of the best plan.
  Choice other = greedy(items, budget, critical);
  improve(items, critical, other);
  return other.value > best.value ? other.shown : best.shown;
}

Result<std::int64_t> best_price_q32(const Problem& problem, std::size_t channel, const std::vector<Item>& items) {
  const std::size_t critical = critical_item(items, problem.budget[channel]);
  if (critical == items.size()) return 0;
  // The largest price that the format holds is still a valid price, only a worse one.
  constexpr int128 kMax = std::numeric_limits<std::int64_t>::max();
  const int128 exact = (static_cast<int128>(items[critical].value) << 32) / items[critical].cost;
  const std::int64_t down = static_cast<std::int64_t>(std::min(exact, kMax));
  const std::int64_t up = static_cast<std::int64_t>(std::min(exact + 1, kMax));
  const auto below = dual_value_q32(problem, channel, down), above = dual_value_q32(problem, channel, up);
  if (!below) return std::unexpected(below.error());
  if (!above) return std::unexpected(above.error());
  return *above < *below ? up : down;
}

}  // namespace colophon::value
