#include "log/tree.hpp"

#include <algorithm>

#include "store/try.hpp"

namespace colophon::tlog {
namespace {

constexpr std::uint64_t kEntriesPerReadMax = 65'536;
constexpr std::size_t kTilesCachedMax = 2'048;   // 16 MB.

store::LogTileRow row_of(const merkle::Tile& tile, std::span<const Hash> hashes) { return {tile.level, tile.index, merkle::hash_tile(hashes)}; }

}  // namespace

std::uint64_t Tree::size() const {
  std::lock_guard lock(mutex_);
  return edge_.size();
}

Hash Tree::root() const {
  std::lock_guard lock(mutex_);
  return edge_.root();
}

Result<void> Tree::catch_up(std::uint64_t size, const Hash& root) {
  std::lock_guard one(growing_);
  merkle::TileEdge edge;
  {
    std::lock_guard lock(mutex_);
    if (edge_.size() >= size) return {};
    edge = edge_;
  }
  const auto holds = [&] { return edge.size() == size && edge.root() == root; };
  // At the start nearly all of it lies in tiles; later there are a few new entries.
  if (edge.size() == 0) {
    auto stored = edge_from_tiles(size);
    if (!stored && stored.error().code != Errc::not_found) return std::unexpected(stored.error());
    if (stored && stored->root() == root) edge = std::move(*stored);
  }
  if (!holds()) {
    const auto tiles = COLOPHON_TRY(append_entries(edge, size));
    if (!holds()) return fail(Errc::does_not_hold, "log", "the entries have another root.");
    COLOPHON_TRY(store_.put_log_tiles(tiles));
  }
  std::lock_guard lock(mutex_);
  if (edge_.size() < size) edge_ = std::move(edge);
  return {};
}

/// What is not in complete tiles: for each level the hashes of the complete tiles below it, on the lowest the entries themselves.
Result<merkle::TileEdge> Tree::edge_from_tiles(std::uint64_t size) {
  merkle::TileEdge::Levels levels;
  for (std::uint32_t level = 0; level < merkle::kTileLevels; ++level) {
    const std::uint64_t count = size >> (8 * level), first = count / merkle::kTileWidth * merkle::kTileWidth;
    if (level == 0) {
      for (const Hash& entry : COLOPHON_TRY(store_.log_entries(first, count))) levels[0].push_back(merkle::leaf_hash(entry));
      continue;
    }
    for (std::uint64_t i = first; i < count; ++i) {
      const auto bytes = COLOPHON_TRY(store_.log_tile(level - 1, i));
      if (!bytes) return fail(Errc::not_found, "log", "a tile is not stored");
      levels[level].push_back(merkle::root(COLOPHON_TRY(merkle::parse_hash_tile(*bytes, merkle::kTileWidth, "log"))));
    }
  }
  auto edge = merkle::TileEdge::restore(size, std::move(levels));
  if (!edge) return fail(Errc::does_not_hold, "log", "entries are missing.");
  return edge;
}

Result<std::vector<store::LogTileRow>> Tree::append_entries(merkle::TileEdge& edge, std::uint64_t size) {
  std::vector<store::LogTileRow> tiles;
  while (edge.size() < size) {
    const std::uint64_t from = edge.size();
    const auto entries = COLOPHON_TRY(store_.log_entries(from, std::min(size, from + kEntriesPerReadMax)));
    if (entries.empty()) return fail(Errc::does_not_hold, "log", "entries are missing.");
    for (const Hash& entry : entries) {
      edge.append(merkle::leaf_hash(entry), [&](const merkle::Tile& tile, std::span<const Hash> hashes) { tiles.push_back(row_of(tile, hashes)); });
    }
  }
  return tiles;
}

Tree::Growth Tree::grown(std::span<const Hash> leaf_hashes) const {
  Growth growth;
  {
    std::lock_guard lock(mutex_);
    growth.edge = edge_;
  }
  for (const Hash& leaf : leaf_hashes) {
    growth.edge.append(leaf, [&](const merkle::Tile& tile, std::span<const Hash> hashes) { growth.tiles.push_back(row_of(tile, hashes)); });
  }
  return growth;
}

void Tree::take(const Growth& growth, std::uint64_t old_size) {
  std::lock_guard lock(mutex_);
  if (edge_.size() != old_size) return;
  edge_ = growth.edge;
}

Result<Bytes> Tree::tile(const merkle::Tile& tile) {
  const auto key = std::pair(tile.level, tile.index);
  Bytes bytes;
  {
    std::lock_guard lock(mutex_);
    const std::uint64_t width = merkle::tile_width(edge_.size(), tile.level, tile.index);
    if (tile.width == 0 || width < tile.width) return fail(Errc::not_found, "tile", "The log has no tile of this place and width yet.");
    if (width < merkle::kTileWidth) return merkle::hash_tile(std::span(edge_.levels()[tile.level]).first(tile.width));
    if (const auto found = cache_.find(key); found != cache_.end()) bytes = found->second;
  }
  if (bytes.empty()) {
    auto stored = COLOPHON_TRY(store_.log_tile(tile.level, tile.index));
    if (!stored) return fail(Errc::internal, "log", "a complete tile of the log is not stored");
    bytes = std::move(*stored);
    std::lock_guard lock(mutex_);
    if (cache_.size() >= kTilesCachedMax) cache_.clear();
    cache_.emplace(key, bytes);
  }
  bytes.resize(tile.width * sizeof(Hash));
  return bytes;
}

merkle::TiledTree Tree::tiled(std::uint64_t size) {
  return {size, [this](const merkle::Tile& wanted) { return tile(wanted); }};
}

Result<Hash> Tree::leaf(std::uint64_t index) { return tiled(size()).leaf(index); }

Result<Hash> Tree::root_at(std::uint64_t size) {
  if (size > this->size()) return fail(Errc::invalid_argument, "size", "The log has " + std::to_string(this->size()) + " entries.");
  return tiled(size).root();
}

Result<std::vector<Hash>> Tree::inclusion(std::uint64_t index, std::uint64_t size) {
  if (size > this->size()) return fail(Errc::invalid_argument, "size", "The log has " + std::to_string(this->size()) + " entries.");
  if (index >= size) return fail(Errc::invalid_argument, "index", "It must be below the tree's size, " + std::to_string(size) + ".");
  return tiled(size).inclusion(index);
}

Result<std::vector<Hash>> Tree::consistency(std::uint64_t from, std::uint64_t to) {
  if (to > size()) return fail(Errc::invalid_argument, "to", "The log has " + std::to_string(size()) + " entries.");
  if (from == 0 || from > to) return fail(Errc::invalid_argument, "from", "It must be from 1 up to 'to'.");
  return tiled(to).consistency(from);
}

}  // namespace colophon::tlog
