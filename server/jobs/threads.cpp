#include "jobs/threads.hpp"

#include <algorithm>

namespace colophon::jobs {

Threads::Threads(unsigned width) {
  for (unsigned i = 1; i < width; ++i) threads_.emplace_back([this] { work(); });
}

Threads::~Threads() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  begun_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

unsigned Threads::all() { return std::max(1u, std::thread::hardware_concurrency()); }

void Threads::take_tasks() {
  for (;;) {
    std::size_t mine = 0;
    {
      const std::lock_guard lock(mutex_);
      if (next_ == count_) return;
      mine = next_++;
    }
    (*task_)(mine);
  }
}

void Threads::work() {
  std::uint64_t seen = 0;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      begun_.wait(lock, [&] { return stopping_ || round_ != seen; });
      if (stopping_) return;
      seen = round_;
      ++busy_;
    }
    take_tasks();
    {
      const std::lock_guard lock(mutex_);
      --busy_;
    }
    ended_.notify_all();
  }
}

void Threads::run(std::size_t count, const std::function<void(std::size_t)>& task) {
  if (threads_.empty() || count < 2) {
    for (std::size_t i = 0; i < count; ++i) task(i);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    task_ = &task;
    count_ = count;
    next_ = 0;
    ++round_;
  }
  begun_.notify_all();
  take_tasks();
  // A thread that comes to this round late finds no task left; those that took one are counted.
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [&] { return busy_ == 0; });
  task_ = nullptr;
}

}  // namespace colophon::jobs
