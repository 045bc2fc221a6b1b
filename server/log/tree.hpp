#pragma once
// The log's Merkle tree over its stored tiles: in memory lie only its right edge (at most 8 tiles) and the tiles that were read lately, so a log
// of any length opens at once and costs a few megabytes. The hashing itself is core's.
#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "colophon/merkle/log_verifier.hpp"
#include "colophon/merkle/tile.hpp"
#include "store/store.hpp"

namespace colophon::tlog {

/// May be used by many threads at once.
class Tree {
 public:
  explicit Tree(store::Store& store) : store_(store) {}

  /// Takes in the entries of the store up to `size`, from the size that it has, where they give that root. Tiles that the store lacks, or that
  /// are damaged, are computed from the entries and kept. Error: does_not_hold (entries are missing or give another root; nothing changes).
  Result<void> catch_up(std::uint64_t size, const Hash& root);
  std::uint64_t size() const;
  Hash root() const;

  /// The tree with these leaves after its own, and the tiles that they complete. The tree itself stays as it is.
  struct Growth { merkle::TileEdge edge; std::vector<store::LogTileRow> tiles; };
  Growth grown(std::span<const Hash> leaf_hashes) const;
  /// Becomes that; its tiles must be in the store. Nothing happens where the tree has grown otherwise.
  void take(const Growth& growth, std::uint64_t old_size);

  /// Errors: invalid_argument ("index", "size", "from", "to" beyond the tree) and those of the store.
  Result<Hash> leaf(std::uint64_t index);
  Result<Hash> root_at(std::uint64_t size);
  Result<std::vector<Hash>> inclusion(std::uint64_t index, std::uint64_t size);
  Result<std::vector<Hash>> consistency(std::uint64_t from, std::uint64_t to);
  /// The bytes of a hash tile, also of one that has grown since. Error: not_found where the tree has none of that width.
  Result<Bytes> tile(const merkle::Tile& tile);

 private:
  Result<merkle::TileEdge> edge_from_tiles(std::uint64_t size);
  Result<std::vector<store::LogTileRow>> append_entries(merkle::TileEdge& edge, std::uint64_t size);
  merkle::TiledTree tiled(std::uint64_t size);

  store::Store& store_;
  std::mutex growing_;                     ///< One catching up at a time.
  mutable std::mutex mutex_;               ///< Guards what follows; never held while the store reads.
  merkle::TileEdge edge_;
  std::map<std::pair<std::uint32_t, std::uint64_t>, Bytes> cache_;   ///< Complete tiles by level and index.
};

}  // namespace colophon::tlog
