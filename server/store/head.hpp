#pragma once
// The head of the log in a file of its own: a tiny compare-and-swap register. What was signed is written here before anybody sees it, so two
// processes cannot sign two histories, and a store that was restored from an old copy is found out before anything is signed on it.
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "store/types.hpp"

namespace colophon::store {

class Db;

class LogHead {
 public:
  /// Opens (and makes) the file. Errors: unavailable, internal.
  static Result<std::unique_ptr<LogHead>> open(const std::string& file);
  ~LogHead();

  /// The latest checkpoint that was signed; nothing in a new file.
  Result<std::optional<CheckpointRow>> read();
  /// Stores `next` where the head is of `old_size` (0: where there is none), durably. Error: conflict (it is not; nothing is changed).
  Result<void> swap(std::uint64_t old_size, const CheckpointRow& next);

 private:
  explicit LogHead(std::unique_ptr<Db> db);
  std::mutex mutex_;
  std::unique_ptr<Db> db_;
};

}  // namespace colophon::store
