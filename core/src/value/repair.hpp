#pragma once
// From the cells that items take at the prices to a plan that keeps every limit.
#include "value/working_set.hpp"

namespace colophon::value {

/// Shows what an optimum in parts shows more than half of, hides what breaks budgets and caps, shows what floors still need, and fills what is left.
/// False where some limit stays broken.
bool repair(WorkingSet& working, std::span<const Share> shares);

/// Shows all that still fits, the best worth first.
void fill(WorkingSet& working);

}  // namespace colophon::value
