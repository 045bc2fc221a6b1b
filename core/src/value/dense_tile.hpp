#pragma once
// The sieve's fast path: dense, one channel an item, no caps, both columns uint16 or both float32.
#include "value/decide_cell.hpp"
#include "value/open_set.hpp"

namespace colophon::value {

bool dense_tiles_do(const Instance& instance);

/// A box's prices as the pass reads them.
struct TilePrices {
  std::vector<ChannelPrice> channel;
  std::vector<GroupPrice> group;     ///< At least one: where there are no floors, of price 0.
};
TilePrices tile_prices(const Instance& instance, const Box& box);

/// Decides the items from `begin` to `end`: adds what they use to `used`, lists the undecided ones, gives the value of what is taken.
std::int64_t decide_tiles(const Instance& instance, const Box& box, std::size_t begin, std::size_t end, std::vector<std::int64_t>& used,
                          std::vector<std::uint32_t>& undecided);

}  // namespace colophon::value
