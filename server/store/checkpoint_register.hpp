#pragma once
// The latest checkpoint of each log in a file of its own: a tiny compare-and-swap register. A log writes its head here before anybody sees it,
// so two processes cannot sign two histories, and a store that was restored from an old copy is found out before anything is signed on
// it. A witness keeps here what it has cosigned.
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "store/types.hpp"

namespace colophon::store {

class Db;

class CheckpointRegister {
 public:
  /// Opens (and makes) the file. Errors: unavailable, internal.
  static Result<std::unique_ptr<CheckpointRegister>> open(const std::string& file);
  ~CheckpointRegister();

  /// The latest checkpoint of that log; nothing where there is none.
  Result<std::optional<CheckpointRow>> read(std::string_view origin);
  /// Stores `next`, durably, where the latest is of `old_size` (0: also where there is none). Error: conflict (it is not; nothing is changed).
  Result<void> swap(std::string_view origin, std::uint64_t old_size, const CheckpointRow& next);

 private:
  explicit CheckpointRegister(std::unique_ptr<Db> db);
  std::mutex mutex_;
  std::unique_ptr<Db> db_;
};

}  // namespace colophon::store
