#pragma once
// Parallel work for core, which has no threads of its own: the caller passes in what runs it.
#include <cstddef>
#include <functional>

namespace colophon {

/// Runs tasks. No result of core depends on how many run at once or in which order.
class Executor {
 public:
  virtual ~Executor() = default;
  /// Calls task(0) to task(count - 1), each once, in any order and possibly at the same time, and returns when all have returned.
  virtual void run(std::size_t count, const std::function<void(std::size_t)>& task) = 0;
};

/// One after the other, on the caller's thread.
class SerialExecutor final : public Executor {
 public:
  void run(std::size_t count, const std::function<void(std::size_t)>& task) override {
    for (std::size_t i = 0; i < count; ++i) task(i);
  }
};

}  // namespace colophon
