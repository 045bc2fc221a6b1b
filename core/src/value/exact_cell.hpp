#pragma once
// One item of a dense instance at exact prices, one channel an item. The CPU's pass and the CUDA kernel compile this same function. C++20, nothing of the standard library.
#include "value/decide_cell.hpp"

namespace colophon::value {

/// Worth nothing under any price, and with room below for the sums that are made with it.
inline constexpr std::int64_t kWorthNever = INT64_MIN / 2;

/// In units of 2^-bits, the group's price included.
struct ExactChoice {
  std::int64_t best = kWorthNever, second = kWorthNever;
  std::uint32_t taken = 0;            ///< Of cells that are worth the same the first; only where best > 0 is it taken.
  /// What the cheapest change of mind costs.
  COLOPHON_HOST_DEVICE std::int64_t change() const { return best > 0 ? best - (second > 0 ? second : 0) : -best; }
};

/// `price` and `budget` by channel; `group_price` is 0 where there are no floors.
COLOPHON_HOST_DEVICE ExactChoice exact_choice(const std::uint16_t* value, const std::uint16_t* cost, std::uint32_t channels, const std::int64_t* price,
                                              const std::int64_t* budget, int bits, std::int64_t group_price) {
  ExactChoice choice;
  for (std::uint32_t c = 0; c < channels; ++c) {
    const std::int64_t worth = (static_cast<std::int64_t>(value[c]) << bits) - price[c] * cost[c];
    const std::int64_t fitting = cost[c] <= budget[c] ? worth : kWorthNever;
    const bool better = fitting > choice.best;
    const std::int64_t lesser = better ? choice.best : fitting;
    choice.second = lesser > choice.second ? lesser : choice.second;
    choice.best = better ? fitting : choice.best;
    choice.taken = better ? c : choice.taken;
  }
  choice.best += group_price;
  choice.second += group_price;
  return choice;
}

}  // namespace colophon::value
