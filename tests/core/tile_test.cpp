// Tiles: paths, bundles, the edge of a growing tree, and proofs out of tiles.
#include <catch2/catch_test_macros.hpp>

#include <map>
#include <string>

#include "colophon/merkle/log_verifier.hpp"
#include "colophon/merkle/tile.hpp"

using namespace colophon;
using namespace colophon::merkle;

namespace {

Hash leaf_of(std::uint64_t i) { return leaf_hash(as_bytes("entry " + std::to_string(i))); }

std::vector<Hash> leaves_of(std::uint64_t count) {
  std::vector<Hash> leaves;
  for (std::uint64_t i = 0; i < count; ++i) leaves.push_back(leaf_of(i));
  return leaves;
}

/// All hash tiles of a tree, straight from the definition: MTH(D[(n * 256 + i) * 256^l : (n * 256 + i + 1) * 256^l]).
std::map<Tile, Bytes> tiles_by_definition(const std::vector<Hash>& leaves) {
  std::map<Tile, Bytes> tiles;
  std::uint64_t span = 1;
  for (std::uint32_t level = 0; span <= leaves.size(); ++level, span *= 256) {
    std::vector<Hash> hashes;
    for (std::uint64_t at = 0; at + span <= leaves.size(); at += span) hashes.push_back(root(std::span(leaves).subspan(at, span)));
    for (std::size_t at = 0; at < hashes.size(); at += 256) {
      const auto width = std::min<std::size_t>(256, hashes.size() - at);
      tiles[{false, level, at / 256, static_cast<std::uint32_t>(width)}] = hash_tile(std::span(hashes).subspan(at, width));
    }
  }
  return tiles;
}

}  // namespace

TEST_CASE("The path of a tile is C2SP's, and only that spelling is read") {
  const struct { Tile tile; const char* path; } rows[] = {
      {{false, 0, 0}, "tile/0/000"},
      {{false, 0, 0, 1}, "tile/0/000.p/1"},
      {{false, 2, 999, 255}, "tile/2/999.p/255"},
      {{false, 1, 1000}, "tile/1/x001/000"},
      {{false, 0, 1'234'067}, "tile/0/x001/x234/067"},  // The example of the specification.
      {{true, 0, 1'234'067, 8}, "tile/entries/x001/x234/067.p/8"},
      {{false, 63, ~std::uint64_t{0}}, "tile/63/x018/x446/x744/x073/x709/x551/615"},
  };
  for (const auto& row : rows) {
    CHECK(tile_path(row.tile) == row.path);
    const auto parsed = parse_tile_path(row.path);
    REQUIRE(parsed);
    CHECK(*parsed == row.tile);
  }
  for (const char* bad : {"", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/0/x000/000",
                          "tile/0/x001", "tile/0/x001/", "tile/0/001/000", "tile/0/000/", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
                          "tile/0/000.p/1/", "tile/0/000.p/1/000", "tile/entry/000", "tile/entries/x00a/000", "tile/0/x018/x446/x744/x073/x709/x551/616", "/tile/0/000", "tile/0/000 "}) {
    INFO(bad);
    CHECK_FALSE(parse_tile_path(bad));
  }
}

TEST_CASE("A tree of 70,000 leaves has the tiles that the specification counts") {
  std::map<std::pair<bool, std::uint32_t>, std::vector<std::uint32_t>> widths;
  for_each_tile(70'000, [&](const Tile& tile) {
    auto& list = widths[{tile.entries, tile.level}];
    CHECK(tile.index == list.size());
    CHECK(tile.width == tile_width(70'000, tile.level, tile.index));
    list.push_back(tile.width);
  });
  CHECK(widths.size() == 4);
  CHECK(widths[{true, 0}].size() == 274);
  CHECK(widths[{false, 0}].size() == 274);
  CHECK(widths[{false, 0}].back() == 112);
  CHECK(widths[{false, 1}] == std::vector<std::uint32_t>{256, 17});
  CHECK(widths[{false, 2}] == std::vector<std::uint32_t>{1});
  CHECK(tile_width(70'000, 0, 274) == 0);
  CHECK(tile_width(70'000, 3, 0) == 0);
  CHECK(tile_width(256, 1, 0) == 1);
  for_each_tile(0, [](const Tile&) { FAIL("an empty log has no tiles"); });
}

TEST_CASE("A bundle is entries after their lengths, and what has not exactly as many is refused") {
  const std::string one = "one", nothing, three(300, 'x');
  const ByteView entries[] = {as_bytes(one), as_bytes(nothing), as_bytes(three)};
  const Bytes bundle = entry_bundle(entries).value();
  CHECK(to_hex(std::span(bundle).first(9)) == "00036f6e65000001" "2c");
  const auto read = parse_entry_bundle(bundle, 3, "bundle").value();
  REQUIRE(read.size() == 3);
  CHECK(read[1].empty());
  CHECK(read[2].size() == 300);
  CHECK_FALSE(parse_entry_bundle(bundle, 2, "bundle"));
  CHECK_FALSE(parse_entry_bundle(bundle, 4, "bundle"));
  CHECK_FALSE(parse_entry_bundle(std::span(bundle).first(bundle.size() - 1), 3, "bundle"));
  CHECK_FALSE(parse_entry_bundle(std::span(bundle).first(6), 2, "bundle"));  // Half a length.
  const std::string long_entry(65'536, 'x');
  const ByteView too_long[] = {as_bytes(long_entry)};
  CHECK(entry_bundle(too_long).error().code == Errc::limit_exceeded);
}

TEST_CASE("The edge of a growing tree gives every tile and every root, across the borders of two levels") {
  const auto leaves = leaves_of(66'100);
  const auto expected = tiles_by_definition(leaves);
  std::map<Tile, Bytes> given;
  const auto keep = [&](const Tile& tile, std::span<const Hash> hashes) { CHECK(given.emplace(tile, hash_tile(hashes)).second); };
  TileEdge edge;
  Frontier frontier;
  for (const Hash& leaf : leaves) {
    edge.append(leaf, keep);
    frontier.append(leaf);
    const std::uint64_t size = edge.size();
    if (size < 600 || size % 4'096 < 2 || size > 65'500) REQUIRE(edge.root() == frontier.root());
  }
  edge.partial_tiles(keep);
  CHECK(given == expected);
  const auto again = TileEdge::restore(edge.size(), edge.levels());
  REQUIRE(again);
  CHECK(again->root() == edge.root());
  CHECK_FALSE(TileEdge::restore(edge.size() + 1, edge.levels()));
}

TEST_CASE("Proofs out of tiles are those out of leaves") {
  const auto leaves = leaves_of(1'000);
  for (const std::uint64_t size : {1u, 2u, 3u, 255u, 256u, 257u, 511u, 513u, 768u, 1'000u}) {
    const auto tree = std::span(leaves).first(size);
    const auto tiles = tiles_by_definition({tree.begin(), tree.end()});
    TiledTree tiled(size, [&](const Tile& tile) -> Result<Bytes> {
      INFO(tile_path(tile));
      REQUIRE(tiles.contains(tile));
      return tiles.at(tile);
    });
    CHECK(tiled.root().value() == root(tree));
    for (std::uint64_t index = 0; index < size; index += index % 7 + 1) {
      INFO(size << " " << index);
      CHECK(tiled.leaf(index).value() == leaves[index]);
      CHECK(tiled.inclusion(index).value() == inclusion_proof(tree, index).value());
      CHECK(tiled.consistency(index + 1).value() == consistency_proof(tree, index + 1).value());
    }
    CHECK(tiled.inclusion(size).error().field == "index");
    CHECK(tiled.consistency(0).error().field == "old_size");
    CHECK(tiled.consistency(size + 1).error().field == "old_size");
  }
  TiledTree short_tile(300, [](const Tile&) -> Result<Bytes> { return Bytes(31); });
  CHECK(short_tile.root().error().code == Errc::does_not_hold);
  TiledTree none(300, [](const Tile&) -> Result<Bytes> { return fail(Errc::not_found, "tile", "There is none."); });
  CHECK(none.inclusion(7).error().code == Errc::not_found);
}

TEST_CASE("Consistency holds between every pair of 200 sizes, and no proof serves another pair") {
  const auto leaves = leaves_of(200);
  std::vector<Hash> roots;
  for (std::uint64_t size = 0; size <= 200; ++size) roots.push_back(root(std::span(leaves).first(size)));
  std::size_t good = 0, crossed = 0;
  for (std::uint64_t older = 1; older <= 200; ++older) {
    for (std::uint64_t newer = older; newer <= 200; ++newer) {
      const auto proof = consistency_proof(std::span(leaves).first(newer), older).value();
      REQUIRE(verify_consistency(older, newer, proof, roots[older], roots[newer]));
      ++good;
      if (older == newer) continue;
      // The same proof for a neighbour's roots, and one step short.
      REQUIRE_FALSE(verify_consistency(older, newer, proof, roots[older - 1], roots[newer]));
      REQUIRE_FALSE(verify_consistency(older, newer, proof, roots[older], roots[newer - 1]));
      REQUIRE_FALSE(verify_consistency(older, newer, std::span(proof).first(proof.size() - 1), roots[older], roots[newer]));
      ++crossed;
    }
  }
  CHECK(good == 20'100);
  CHECK(crossed == 19'900);
}
