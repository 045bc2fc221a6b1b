#pragma once
// Threads for core's passes.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "colophon/base/executor.hpp"

namespace colophon::jobs {

/// Runs tasks on `width` threads, the caller's among them. One run at a time.
class Threads final : public Executor {
 public:
  explicit Threads(unsigned width);
  ~Threads() override;
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  void run(std::size_t count, const std::function<void(std::size_t)>& task) override;

  /// As many as the machine has processors, 1 at least.
  static unsigned all();

 private:
  void work();
  void take_tasks();

  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable begun_, ended_;
  const std::function<void(std::size_t)>* task_ = nullptr;
  std::size_t count_ = 0, next_ = 0, busy_ = 0;
  std::uint64_t round_ = 0;
  bool stopping_ = false;
};

}  // namespace colophon::jobs
