#pragma once
// The pass over a whole instance that leaves its open part.
#include "value/open_set.hpp"

namespace colophon::value {

/// A plan to stay near: its cells count `bonus` more than they are worth.
struct Kept {
  const CellSet* shown = nullptr;
  double bonus = 0;
};

/// The open set of all items. What is decided is summed in integers, so that the answer does not depend on the order.
OpenSet sieve(const Instance& instance, const RowMap& rows, const Box& box, const Kept& kept, Executor& executor);

/// The open set of about `count` items, one drawn from each of as many stretches of the catalogue, with the limits scaled down to them.
/// The draw depends on nothing but the instance's size.
OpenSet sample(const Instance& instance, const RowMap& rows, const Box& box, const Kept& kept, std::size_t count);

}  // namespace colophon::value
