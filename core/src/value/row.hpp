#pragma once
// One item's cells, read out of whatever the columns are.
#include <algorithm>

#include "colophon/value/cell_set.hpp"
#include "colophon/value/instance.hpp"

namespace colophon::value {

/// How many items a task of a pass takes. A multiple of 64, so that in a dense instance no two tasks share a word of a CellSet.
inline constexpr std::size_t kPassItems = 4'096;

/// Where there are many rows a task takes many items, since each task has a sum a row of its own. Never by the number of threads.
inline std::size_t pass_items(const Instance& instance) {
  constexpr std::size_t kRowsMany = 1'024, kTasksFew = 64;
  if (instance.rows() <= kRowsMany) return kPassItems;
  const std::size_t even = (instance.items + kTasksFew - 1) / kTasksFew;
  return std::max(kPassItems, (even + kPassItems - 1) / kPassItems * kPassItems);
}

/// The cells of an item whose cost its channel's budget could pay at all: the others can be in no plan, so no pass counts them.
struct Row {
  struct Cell { std::uint32_t channel, place; std::int64_t value, cost; };   ///< place: which of the item's cells it is.
  std::vector<Cell> cells;

  void read(const Instance& in, std::size_t item) {
    cells.clear();
    const std::size_t begin = in.cell_begin(item), end = in.cell_begin(item + 1);
    for (std::size_t k = begin; k < end; ++k) {
      const std::uint32_t channel = in.sparse() ? in.cell_channel[k] : static_cast<std::uint32_t>(k - begin);
      const std::int64_t cost = in.cost.at(k);
      if (cost <= in.budget[channel]) cells.push_back({channel, static_cast<std::uint32_t>(k - begin), in.value.at(k), cost});
    }
  }
};

}  // namespace colophon::value
