#pragma once
// Local search: what makes small problems good.
#include <functional>

#include "value/working_set.hpp"

namespace colophon::value {

/// Raises the value of a plan that keeps every limit, and keeps them. `rounds`: at most so many times over all channels.
void improve(WorkingSet& working, int rounds, const std::function<bool()>& go_on);

}  // namespace colophon::value
