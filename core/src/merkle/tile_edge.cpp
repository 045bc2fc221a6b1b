#include "colophon/merkle/log_verifier.hpp"

namespace colophon::merkle {

Result<TileEdge> TileEdge::restore(std::uint64_t size, Levels levels) {
  for (std::uint32_t level = 0; level < kTileLevels; ++level) {
    if (levels[level].size() != (size >> (8 * level)) % kTileWidth) {
      return fail(Errc::invalid_argument, "levels", "The hashes of the right edge are not those of a tree of this size.");
    }
  }
  TileEdge edge;
  edge.size_ = size;
  edge.levels_ = std::move(levels);
  return edge;
}

void TileEdge::append(const Hash& leaf_hash, const Completed& completed) {
  ++size_;
  Hash hash = leaf_hash;
  for (std::uint32_t level = 0; level < kTileLevels; ++level) {
    std::vector<Hash>& hashes = levels_[level];
    hashes.push_back(hash);
    if (hashes.size() < kTileWidth) return;
    if (completed) completed({false, level, (size_ >> (8 * (level + 1))) - 1}, hashes);
    hash = merkle::root(hashes);
    hashes.clear();
  }
}

// A level's hashes and the root of all that is below them make the leaves of one RFC 6962 tree: the splits are the same.
Hash TileEdge::root() const {
  std::optional<Hash> below;
  for (const std::vector<Hash>& hashes : levels_) {
    if (hashes.empty()) continue;
    std::vector<Hash> leaves = hashes;
    if (below) leaves.push_back(*below);
    below = merkle::root(leaves);
  }
  return below.value_or(merkle::root({}));
}

void TileEdge::partial_tiles(const Completed& visit) const {
  for (std::uint32_t level = 0; level < kTileLevels; ++level) {
    if (levels_[level].empty()) continue;
    visit({false, level, (size_ >> (8 * level)) / kTileWidth, static_cast<std::uint32_t>(levels_[level].size())}, levels_[level]);
  }
}

}  // namespace colophon::merkle
