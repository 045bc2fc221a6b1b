#pragma once
// Sums by text: an open-addressing table whose keys point into text that outlives it.
#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "colophon/base/money.hpp"

namespace colophon::royalty {

class TextSums {
 public:
  int128& operator[](std::string_view key) {
    if (2 * (entries_.size() + 1) > slots_.size()) grow();
    const std::uint64_t hash = hash_of(key);
    std::size_t at = hash & (slots_.size() - 1);
    for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
      Entry& entry = entries_[slots_[at] - 1];
      if (entry.hash == hash && entry.key == key) return entry.sum;
    }
    entries_.push_back({key, hash, 0});
    slots_[at] = static_cast<std::uint32_t>(entries_.size());
    return entries_.back().sum;
  }

  template <class Visit>
  void for_each_sorted(Visit&& visit) {
    std::ranges::sort(entries_, {}, &Entry::key);
    for (const Entry& entry : entries_) visit(entry.key, entry.sum);
    slots_.clear();  // The table no longer finds them.
    entries_.clear();
  }

 private:
  struct Entry {
    std::string_view key;
    std::uint64_t hash;
    int128 sum;
  };
  static std::uint64_t hash_of(std::string_view key) {
    // FNV-1a; the keys of one journal share prefixes, and every byte counts.
    std::uint64_t hash = 0xCBF29CE484222325ull;
    for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    return hash ^ hash >> 29;
  }
  void grow() {
    slots_.assign(slots_.empty() ? 64 : 2 * slots_.size(), 0);
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
      std::size_t at = entries_[i].hash & (slots_.size() - 1);
      while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = i + 1;
    }
  }
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;
};

}  // namespace colophon::royalty
