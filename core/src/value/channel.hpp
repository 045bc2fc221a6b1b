#pragma once
// One channel of a plan: without limits across channels the plan is one knapsack a channel.
#include <cstdint>
#include <vector>

#include "colophon/base/money.hpp"
#include "colophon/value/plan.hpp"

namespace colophon::value {

/// A work that may be shown on the channel (its value is above 0).
struct Item {
  std::int64_t value;
  std::int64_t cost;
  std::uint32_t work;  ///< Its row.
};

/// The items of channel `channel`, the most value per cost first, ties by work id.
std::vector<Item> items_by_ratio(const Problem& problem, std::size_t channel);

/// Which items to show within `budget`, which each of them fits alone: greedy by ratio, filled, then improved by exchanges. Worth at
/// least half of the best choice.
std::vector<std::uint8_t> choose(const std::vector<Item>& items, std::int64_t budget);

/// The price (of 2^-32) whose bound is the lowest: the ratio of the first item that greedy cannot take, rounded down or up.
/// Error: overflow.
Result<std::int64_t> best_price_q32(const Problem& problem, std::size_t channel, const std::vector<Item>& items);

}  // namespace colophon::value
