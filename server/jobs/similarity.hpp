#pragma once
// Which works are near to given content: the store's codes in an index in memory that reads on where it stopped.
#include <array>
#include <memory>
#include <shared_mutex>
#include <vector>

#include "colophon/iscc/code_index.hpp"
#include "jobs/progress.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

struct SimilarWork {
  Id work;
  iscc::Relation relation = iscc::Relation::unrelated;
  std::vector<store::NearWork> units;    ///< Each unit that was compared and is near, with its distance.
};
struct SimilarityOptions {
  std::uint32_t distance_max = iscc::kEditedDistance;  ///< Bits of 64, for every unit.
  std::size_t limit = 20;
  Id except;                             ///< This work is not looked for.
};

/// One for a store; any number of threads may ask at once. Content units (text, image, audio, video, mixed), Data- and Instance-Codes are compared,
/// titles are not.
class Similarity {
 public:
  explicit Similarity(store::Store& store) : store_(store) {}
  /// Nearest first: by relation, then by distance, then by when they were registered.
  Result<std::vector<SimilarWork>> find(const store::ContentIdentity& identity, const SimilarityOptions& options = {});
  /// Reads what was registered since the last time. find() does it by itself.
  Result<void> catch_up();
  /// As find(), among what the last catch_up() has read: for many in a row.
  Result<std::vector<SimilarWork>> search(const store::ContentIdentity& identity, const SimilarityOptions& options = {}) const;
  std::size_t memory_bytes() const;

 private:
  store::Store& store_;
  mutable std::shared_mutex mutex_;
  std::array<iscc::CodeIndex, iscc::kUnitKinds> indexes_;
};

/// For works that were registered since the last call: finds the earlier works that each is near to (within 8 bits), writes that down, and holds the later one where
/// it is the same content (registry::hold_near_works). Gives how many works it has looked at.
Result<std::uint64_t> find_near_works(store::Store& store, Similarity& similarity, const Progress& progress = {});

}  // namespace colophon::jobs
