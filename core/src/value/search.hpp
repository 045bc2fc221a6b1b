#pragma once
// Local search: what makes small problems good.
#include <functional>

#include "value/working_set.hpp"

namespace colophon::value {

struct Effort {
  std::size_t work = 4'000'000;       ///< Cells and states that are looked at, more or less: about 10 ns each.
  double gain_enough = 1e300;          ///< With this gain the search ends.
  std::uint64_t seed = 1;
  std::function<bool()> go_on;         ///< False: stop with what there is.
};

/// Raises the value of a plan that keeps every limit, and keeps them.
void improve(WorkingSet& working, const Effort& effort);

}  // namespace colophon::value
