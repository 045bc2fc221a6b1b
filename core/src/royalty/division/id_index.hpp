#pragma once
// Ids as dense numbers: an open-addressing table from id to the order in which it was first seen.
#include <cstdint>
#include <limits>
#include <vector>

#include "colophon/base/id.hpp"

namespace colophon::royalty {

class IdIndex {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  /// The number of an id, or kNone.
  std::uint32_t find(const Id& id) const {
    if (slots_.empty()) return kNone;
    for (std::size_t at = std::hash<Id>()(id) & mask();; at = (at + 1) & mask()) {
      if (slots_[at] == kNone || ids_[slots_[at]] == id) return slots_[at];
    }
  }

  /// The number of an id, a new one where it was not seen before.
  std::uint32_t intern(const Id& id) {
    if (2 * (ids_.size() + 1) > slots_.size()) grow();
    std::size_t at = std::hash<Id>()(id) & mask();
    for (; slots_[at] != kNone; at = (at + 1) & mask()) {
      if (ids_[slots_[at]] == id) return slots_[at];
    }
    slots_[at] = static_cast<std::uint32_t>(ids_.size());
    ids_.push_back(id);
    return slots_[at];
  }

  const std::vector<Id>& ids() const { return ids_; }
  std::size_t size() const { return ids_.size(); }

 private:
  std::size_t mask() const { return slots_.size() - 1; }
  void grow() {
    slots_.assign(slots_.empty() ? 16 : 2 * slots_.size(), kNone);
    for (std::uint32_t number = 0; number < ids_.size(); ++number) {
      std::size_t at = std::hash<Id>()(ids_[number]) & mask();
      while (slots_[at] != kNone) at = (at + 1) & mask();
      slots_[at] = number;
    }
  }

  std::vector<Id> ids_;
  std::vector<std::uint32_t> slots_;
};

}  // namespace colophon::royalty
