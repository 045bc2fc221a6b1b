#pragma once
// The pass over a whole instance that leaves its open part.
#include <functional>

#include "value/open_set.hpp"

namespace colophon::value {

class Accelerated;

/// How a pass reads the cells.
struct Reading {
  const CellSet* shown = nullptr;   ///< A plan to stay near:
  double bonus = 0;                 ///< its cells count so much more than they are worth.
  bool values = true;               ///< False: every value counts as 0, when only the limits are asked about.
  const std::function<void(std::size_t, std::size_t)>* passed = nullptr;   ///< Told which items a task has read, on the task's thread.
  void has_passed(std::size_t begin, std::size_t end) const {
    if (passed != nullptr && *passed) (*passed)(begin, end);
  }
};

/// The open set of all items. What is decided is summed in integers, so that the answer does not depend on the order, nor on `accelerated`, which may be null.
OpenSet sieve(const Instance& instance, const RowMap& rows, const Box& box, const Reading& reading, Executor& executor, Accelerated* accelerated = nullptr);

/// The open set of about `count` items, one drawn from each of as many stretches of the catalogue, with the limits scaled down to them.
/// The draw depends on nothing but the instance's size.
OpenSet sample(const Instance& instance, const RowMap& rows, const Box& box, const Reading& reading, std::size_t count);

}  // namespace colophon::value
