#include "colophon/merkle/tile.hpp"

#include <algorithm>
#include <bit>

#include "colophon/base/limits.hpp"
#include "colophon/base/money.hpp"

namespace colophon::merkle {
namespace {

constexpr std::size_t kEntryBytesMax = 0xFFFF;

std::unexpected<Error> no_path(std::string_view field) {
  return fail(Errc::invalid_argument, std::string(field), "A tile's path is tile/LEVEL/INDEX or tile/entries/INDEX, as C2SP tlog-tiles writes it.");
}

// "067", "x001/x234/067": three digits an element, an x before all but the last.
std::string index_path(std::uint64_t index) {
  std::string path;
  bool last = true;
  do {
    const std::string digits = to_decimal(uint128{index % 1000});
    path = (last ? "" : "x") + std::string(3 - digits.size(), '0') + digits + (last ? "" : "/") + path;
    last = false;
    index /= 1000;
  } while (index > 0);
  return path;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The text before the next slash, which is taken too.
std::string_view take_element(std::string_view& path) {
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view element = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return element;
}

// A number without leading zeros, at most `max`.
Result<std::uint64_t> small_number(std::string_view text, std::uint64_t max, std::string_view field) {
  if (!all_digits(text) || text.size() > 3) return no_path(field);
  const Result<uint128> value = parse_uint128(text, field);
  if (!value || *value > max) return no_path(field);
  return static_cast<std::uint64_t>(*value);
}

}  // namespace

std::string tile_path(const Tile& tile) {
  std::string path = tile.entries ? "tile/entries/" : "tile/" + to_decimal(uint128{tile.level}) + "/";
  path += index_path(tile.index);
  if (tile.width < kTileWidth) path += ".p/" + to_decimal(uint128{tile.width});
  return path;
}

Result<Tile> parse_tile_path(std::string_view path, std::string_view field) {
  const std::string_view whole = path;
  if (!path.starts_with("tile/")) return no_path(field);
  path.remove_prefix(5);
  Tile tile;
  const std::string_view level = take_element(path);
  tile.entries = level == "entries";
  if (!tile.entries) {
    const auto number = small_number(level, 63, field);
    if (!number) return std::unexpected(number.error());
    tile.level = static_cast<std::uint32_t>(*number);
  }
  for (bool more = true; more;) {
    std::string_view element = take_element(path);
    more = element.starts_with('x');
    if (more) element.remove_prefix(1);
    const bool partial = !more && element.ends_with(".p");
    if (partial) element.remove_suffix(2);
    if (element.size() != 3 || !all_digits(element)) return no_path(field);
    const auto digits = static_cast<std::uint64_t>((element[0] - '0') * 100 + (element[1] - '0') * 10 + (element[2] - '0'));
    if (tile.index > (~std::uint64_t{0} - digits) / 1000) return no_path(field);
    tile.index = tile.index * 1000 + digits;
    if (!partial) continue;
    const auto width = small_number(take_element(path), kTileWidth - 1, field);
    if (!width) return std::unexpected(width.error());
    tile.width = static_cast<std::uint32_t>(*width);
  }
  // Written again it must be the same: no x000 in front, no width of 0, nothing after it.
  if (tile.width == 0 || tile_path(tile) != whole) return no_path(field);
  return tile;
}

std::uint64_t tile_width(std::uint64_t size, std::uint32_t level, std::uint64_t index) {
  if (level >= kTileLevels) return 0;
  const std::uint64_t hashes = size >> (8 * level);
  if (index > hashes / kTileWidth) return 0;
  return std::min(kTileWidth, hashes - index * kTileWidth);
}

void for_each_tile(std::uint64_t size, const std::function<void(const Tile&)>& visit) {
  const std::uint64_t full = size / kTileWidth;
  for (std::uint64_t bundle = 0; bundle < full; ++bundle) {
    visit({true, 0, bundle});
    // A tile that is complete may complete one of the level above, as a digit that overflows.
    std::uint64_t complete = bundle + 1;
    std::uint32_t level = 0;
    do {
      visit({false, level++, complete - 1});
    } while (complete % kTileWidth == 0 && (complete /= kTileWidth) > 0);
  }
  for (std::uint32_t level = 0; level < kTileLevels && (size >> (8 * level)) > 0; ++level) {
    const auto width = static_cast<std::uint32_t>((size >> (8 * level)) % kTileWidth);
    if (width == 0) continue;
    const std::uint64_t index = (size >> (8 * level)) / kTileWidth;
    if (level == 0) visit({true, 0, index, width});
    visit({false, level, index, width});
  }
}

Result<Bytes> entry_bundle(std::span<const ByteView> entries) {
  Bytes bundle;
  for (const ByteView entry : entries) {
    if (entry.size() > kEntryBytesMax) return fail(Errc::limit_exceeded, "entry", "An entry of a tiled log has at most 65,535 bytes.");
    bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8));
    bundle.push_back(static_cast<std::uint8_t>(entry.size() & 0xFF));
    bundle.insert(bundle.end(), entry.begin(), entry.end());
  }
  return bundle;
}

Result<std::vector<ByteView>> parse_entry_bundle(ByteView bundle, std::uint64_t width, std::string_view field) {
  std::vector<ByteView> entries;
  while (!bundle.empty()) {
    if (entries.size() == width) return fail(Errc::does_not_hold, std::string(field), "The bundle has more than " + to_decimal(uint128{width}) + " entries.");
    const std::size_t length = bundle.size() < 2 ? kEntryBytesMax : bundle[0] * 256u + bundle[1];
    if (bundle.size() < 2 + length) return fail(Errc::does_not_hold, std::string(field), "An entry of the bundle is longer than what is left of it.");
    entries.push_back(bundle.subspan(2, length));
    bundle = bundle.subspan(2 + length);
  }
  if (entries.size() != width) {
    return fail(Errc::does_not_hold, std::string(field), "The bundle has " + to_decimal(uint128{entries.size()}) + " entries instead of " + to_decimal(uint128{width}) + ".");
  }
  return entries;
}

Bytes hash_tile(std::span<const Hash> hashes) {
  Bytes tile;
  tile.reserve(hashes.size() * sizeof(Hash));
  for (const Hash& hash : hashes) tile.insert(tile.end(), hash.begin(), hash.end());
  return tile;
}

Result<std::vector<Hash>> parse_hash_tile(ByteView tile, std::uint64_t width, std::string_view field) {
  if (tile.size() != width * sizeof(Hash)) {
    return fail(Errc::does_not_hold, std::string(field), "The tile has " + to_decimal(uint128{tile.size()}) + " bytes instead of " + to_decimal(uint128{width * sizeof(Hash)}) + ".");
  }
  std::vector<Hash> hashes(width);
  for (std::size_t i = 0; i < hashes.size(); ++i) std::ranges::copy(tile.subspan(i * sizeof(Hash), sizeof(Hash)), hashes[i].begin());
  return hashes;
}

Result<const std::vector<Hash>*> TiledTree::hashes(std::uint32_t level, std::uint64_t index) {
  const Tile tile{false, level, index, static_cast<std::uint32_t>(tile_width(size_, level, index))};
  auto found = read_.find(tile);
  if (found == read_.end()) {
    const Result<Bytes> bytes = fetch_(tile);
    if (!bytes) return std::unexpected(bytes.error());
    Result<std::vector<Hash>> parsed = parse_hash_tile(*bytes, tile.width, tile_path(tile));
    if (!parsed) return std::unexpected(parsed.error());
    found = read_.emplace(tile, std::move(*parsed)).first;
  }
  return &found->second;
}

Result<Hash> TiledTree::subtree(const LeafRange& range) {
  const std::uint64_t leaves = range.end - range.begin;
  if (std::has_single_bit(leaves)) {
    // Complete, so it is a run of hashes inside one tile of the level below which its height lies.
    const auto height = static_cast<std::uint32_t>(std::countr_zero(leaves));
    const std::uint32_t level = height / 8;
    const std::uint64_t first = range.begin >> (8 * level), count = std::uint64_t{1} << (height % 8);
    const auto tile = hashes(level, first / kTileWidth);
    if (!tile) return std::unexpected(tile.error());
    return merkle::root(std::span(**tile).subspan(first % kTileWidth, count));
  }
  const std::uint64_t middle = split_of(range);
  const Result<Hash> left = subtree({range.begin, middle});
  if (!left) return left;
  const Result<Hash> right = subtree({middle, range.end});
  if (!right) return right;
  return node_hash(*left, *right);
}

Result<std::vector<Hash>> TiledTree::subtrees(const std::vector<LeafRange>& ranges) {
  std::vector<Hash> hashes;
  for (const LeafRange& range : ranges) {
    const Result<Hash> hash = subtree(range);
    if (!hash) return std::unexpected(hash.error());
    hashes.push_back(*hash);
  }
  return hashes;
}

Result<Hash> TiledTree::root() { return size_ == 0 ? merkle::root({}) : subtree({0, size_}); }

Result<Hash> TiledTree::leaf(std::uint64_t index) {
  if (index >= size_) return fail(Errc::invalid_argument, "index", "The index must be smaller than the size of the tree.");
  return subtree({index, index + 1});
}

Result<std::vector<Hash>> TiledTree::inclusion(std::uint64_t index) {
  if (index >= size_) return fail(Errc::invalid_argument, "index", "The index must be smaller than the size of the tree.");
  return subtrees(inclusion_steps(index, size_));
}

Result<std::vector<Hash>> TiledTree::consistency(std::uint64_t old_size) {
  if (old_size == 0 || old_size > size_) {
    return fail(Errc::invalid_argument, "old_size", "The old size must be at least 1 and at most the size of the tree.");
  }
  return subtrees(consistency_steps(old_size, size_));
}

}  // namespace colophon::merkle
