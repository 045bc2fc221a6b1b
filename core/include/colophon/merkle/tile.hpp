#pragma once
// Tiles: how a log serves its tree and its entries as files that never change (C2SP tlog-tiles v0.1.0).
// A tile of level L holds 256 consecutive hashes of subtrees of 256^L leaves; an entry bundle holds the 256 entries of a tile of level 0.
// Only the last tile of a level is narrower.
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/merkle/tree.hpp"

namespace colophon::merkle {

inline constexpr std::uint64_t kTileWidth = 256;
inline constexpr std::size_t kTileLevels = 8;          ///< 256^8 leaves are more than a size can count.

struct Tile {
  bool entries = false;                                ///< An entry bundle; its level is 0.
  std::uint32_t level = 0;                             ///< 0 to 63 in a path; above 7 nothing can be there.
  std::uint64_t index = 0;
  std::uint32_t width = kTileWidth;                    ///< 1 to 256; below 256 it is a partial tile.
  friend auto operator<=>(const Tile&, const Tile&) = default;
};

/// "tile/0/x001/x234/067", "tile/entries/000.p/15".
std::string tile_path(const Tile& tile);
/// Only the one spelling that tile_path gives. Error: invalid_argument.
Result<Tile> parse_tile_path(std::string_view path, std::string_view field = "path");

/// The width of that tile in a tree of `size` leaves: 256, less for the last one of its level, 0 where there is none.
std::uint64_t tile_width(std::uint64_t size, std::uint32_t level, std::uint64_t index);
/// Every tile and bundle of a tree of that size, each after those that it is computed from: bundle 0, tile 0/0, bundle 1, ...
void for_each_tile(std::uint64_t size, const std::function<void(const Tile&)>& visit);

/// Entries with their lengths as big-endian uint16. Error: limit_exceeded (an entry of more than 65,535 bytes).
Result<Bytes> entry_bundle(std::span<const ByteView> entries);
/// Views into `bundle`. Error: does_not_hold where it has not exactly `width` entries.
Result<std::vector<ByteView>> parse_entry_bundle(ByteView bundle, std::uint64_t width, std::string_view field);
Bytes hash_tile(std::span<const Hash> hashes);
/// Error: does_not_hold where it has not exactly `width` hashes.
Result<std::vector<Hash>> parse_hash_tile(ByteView tile, std::uint64_t width, std::string_view field);

/// Proofs out of tiles: what a client of a tiled log computes. It believes the tiles; who wants more checks the proofs against a
/// signed checkpoint, as every proof is checked.
class TiledTree {
 public:
  using Fetch = std::function<Result<Bytes>(const Tile&)>;
  TiledTree(std::uint64_t size, Fetch fetch) : size_(size), fetch_(std::move(fetch)) {}

  std::uint64_t size() const { return size_; }
  Result<Hash> root();
  Result<Hash> leaf(std::uint64_t index);                                ///< Error: invalid_argument ("index").
  Result<std::vector<Hash>> inclusion(std::uint64_t index);              ///< Error: invalid_argument ("index").
  Result<std::vector<Hash>> consistency(std::uint64_t old_size);         ///< Error: invalid_argument ("old_size").

 private:
  Result<const std::vector<Hash>*> hashes(std::uint32_t level, std::uint64_t index);
  Result<Hash> subtree(const LeafRange& range);
  Result<std::vector<Hash>> subtrees(const std::vector<LeafRange>& ranges);

  std::uint64_t size_;
  Fetch fetch_;
  std::map<Tile, std::vector<Hash>> read_;             ///< What one proof needs is a few tiles a level.
};

}  // namespace colophon::merkle
