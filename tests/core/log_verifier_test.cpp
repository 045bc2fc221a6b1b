// A whole log from its files: ours as an archive, Tessera's from disk, and what each change of it does.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>

#include "colophon/merkle/log_verifier.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::merkle;
using namespace colophon::tests;

namespace {

constexpr std::string_view kOrigin = "example.com/log";

std::string note_of(std::uint64_t size, const Hash& root, std::string_view origin = kOrigin) {
  const NoteSignature signature{std::string(origin), 7, Bytes(64, 9)};
  return signed_note(checkpoint_text({std::string(origin), size, root}), {&signature, 1});
}

struct File { std::string name; std::string data; };

std::string text_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

/// The files of a log of `size` entries of 32 bytes, with checkpoints of earlier sizes.
std::vector<File> files_of(std::uint64_t size, const std::vector<std::uint64_t>& earlier = {}, std::uint64_t seed = 0) {
  std::vector<Hash> entries, leaves;
  for (std::uint64_t i = 0; i < size; ++i) {
    entries.push_back(sha256(std::to_string(seed) + " entry " + std::to_string(i)));
    leaves.push_back(leaf_hash(entries.back()));
  }
  std::vector<File> files{{"checkpoint", note_of(size, root(leaves))}};
  for (const std::uint64_t old : earlier) files.push_back({"checkpoints/" + std::to_string(old), note_of(old, root(std::span(leaves).first(old)))});
  TileEdge edge;
  std::map<Tile, Bytes> tiles;
  const auto keep = [&](const Tile& tile, std::span<const Hash> hashes) { tiles[tile] = hash_tile(hashes); };
  for (const Hash& leaf : leaves) edge.append(leaf, keep);
  edge.partial_tiles(keep);
  for_each_tile(size, [&](const Tile& tile) {
    if (!tile.entries) return files.push_back({tile_path(tile), text_of(tiles.at(tile))});
    std::vector<ByteView> views;
    for (std::uint64_t i = 0; i < tile.width; ++i) views.emplace_back(entries[tile.index * 256 + i]);
    files.push_back({tile_path(tile), text_of(entry_bundle(views).value())});
  });
  return files;
}

Result<Report> verified(const std::vector<File>& files, std::string_view held = {}) {
  auto verifier = LogVerifier::start(held);
  if (!verifier) return std::unexpected(verifier.error());
  for (const File& file : files)
    if (auto taken = verifier->file(file.name, as_bytes(file.data)); !taken) return std::unexpected(taken.error());
  return verifier->finish();
}
std::string archive_of(const std::vector<File>& files) {
  std::string archive;
  for (const File& file : files) archive += tar_file(file.name, as_bytes(file.data));
  return archive + tar_end();
}
Result<Report> verified_archive(std::string_view archive, std::size_t piece_bytes = 1 << 20) {
  auto verifier = LogArchiveVerifier::start({}).value();
  for (std::size_t at = 0; at < archive.size(); at += piece_bytes)
    if (auto taken = verifier->update(as_bytes(archive.substr(at, piece_bytes))); !taken) return std::unexpected(taken.error());
  return verifier->finish();
}

/// The checks that do not hold, in their order.
std::string broken(const Result<Report>& report) {
  REQUIRE(report);
  std::string names;
  for (const Check& check : report->checks)
    if (!check.holds) names += (names.empty() ? "" : " ") + check.name;
  return names;
}
File& named(std::vector<File>& files, std::string_view name) {
  const auto found = std::ranges::find(files, name, &File::name);
  REQUIRE(found != files.end());
  return *found;
}

}  // namespace

TEST_CASE("A log of any size holds, with every earlier checkpoint") {
  for (const std::uint64_t size : {0u, 1u, 2u, 255u, 256u, 257u, 1'000u, 70'000u}) {
    INFO(size);
    std::vector<std::uint64_t> earlier;
    for (std::uint64_t old = 0; old < size; old = old * 2 + 1) earlier.push_back(old);
    const auto report = verified(files_of(size, earlier));
    CHECK(broken(report).empty());
    CHECK(report->kind == "log");
    CHECK(*Json(report->facts).find("entries")->string() == std::to_string(size));
    CHECK(report->checks.size() == (earlier.empty() ? 4u : 5u));
    CHECK(report->signed_text.starts_with("example.com/log\n" + std::to_string(size) + "\n"));
  }
}

TEST_CASE("Tessera's log of every size is verified from its files on disk") {
  const auto folder = shared("conformance/tlog/tessera/log");
  if (!folder) SKIP("needs ../shared/conformance/tlog");
  for (std::uint64_t size = 0; size <= 15; ++size) {
    INFO(size);
    std::vector<File> files{{"checkpoint", read_file(*folder / ("checkpoint." + std::to_string(size)))}};
    for (std::uint64_t old = 0; old < size; ++old) files.push_back({"checkpoints/" + std::to_string(old), read_file(*folder / ("checkpoint." + std::to_string(old)))});
    for_each_tile(size, [&](const Tile& tile) { files.push_back({tile_path(tile), read_file(*folder / tile_path(tile))}); });
    CHECK(broken(verified(files)).empty());
    TiledTree tree(size, [&](const Tile& tile) -> Result<Bytes> {
      const std::string text = read_file(*folder / tile_path(tile));
      return Bytes(text.begin(), text.end());
    });
    const auto checkpoint = parse_signed_checkpoint(files[0].data).value().checkpoint;
    CHECK(tree.root().value() == checkpoint.root);
    for (std::uint64_t index = 0; index < size; ++index) CHECK(verify_inclusion(tree.leaf(index).value(), index, size, tree.inclusion(index).value(), checkpoint.root));
  }
}

TEST_CASE("Each change of a log's files is noticed by the check that it belongs to") {
  const auto good = files_of(600, {3, 300});
  const auto flip = [](std::string& data, std::size_t at) { data[at] = static_cast<char>(data[at] ^ 1); };
  const struct { const char* why; std::function<void(std::vector<File>&)> change; const char* expected; } rows[] = {
      {"an entry", [&](auto& files) { flip(named(files, "tile/entries/001").data, 40); }, "root tiles history"},
      {"a length", [&](auto& files) { flip(named(files, "tile/entries/001").data, 0); }, "root"},
      {"a tile of leaves", [&](auto& files) { flip(named(files, "tile/0/000").data, 100); }, "tiles"},
      {"a tile of level 1", [&](auto& files) { flip(named(files, "tile/1/000.p/2").data, 63); }, "tiles"},
      {"a tile that is missing", [&](auto& files) { std::erase_if(files, [](const File& file) { return file.name == "tile/0/001"; }); }, "complete"},
      {"the last bundle is missing", [&](auto& files) { std::erase_if(files, [](const File& file) { return file.name == "tile/entries/002.p/88"; }); }, "root"},
      {"an earlier checkpoint of another history", [&](auto& files) { named(files, "checkpoints/300").data = note_of(300, sha256("other")); }, "history"},
      {"an earlier checkpoint of another log", [&](auto& files) { named(files, "checkpoints/3").data = note_of(3, root({}), "example.com/other"); }, "history"},
      {"an earlier checkpoint that is larger", [&](auto& files) { files.insert(files.begin() + 1, {"checkpoints/601", note_of(601, sha256("x"))}); }, "history"},
      {"another root", [&](auto& files) { files[0].data = note_of(600, sha256("other")); }, "root"},
  };
  for (const auto& row : rows) {
    INFO(row.why);
    auto files = good;
    row.change(files);
    const std::string names = broken(verified(files));
    CHECK(names.starts_with(std::string_view(row.expected).substr(0, std::string_view(row.expected).find(' '))));
    CHECK_FALSE(names.empty());
  }
}

TEST_CASE("Files that are no log are refused with their name") {
  const auto good = files_of(300);
  const struct { const char* why; std::function<void(std::vector<File>&)> change; const char* field; } rows[] = {
      {"no checkpoint", [](auto& files) { files.erase(files.begin()); }, "tile/entries/000"},
      {"a checkpoint twice", [](auto& files) { files.push_back(files[0]); }, "checkpoint"},
      {"a note that is none", [](auto& files) { files[0].data = "x"; }, "checkpoint"},
      {"a foreign file", [](auto& files) { files.push_back({"secrets.txt", ""}); }, "secrets.txt"},
      {"a path out of the folder", [](auto& files) { files.push_back({"../tile/0/000", ""}); }, "../tile/0/000"},
      {"a tile beyond the log", [](auto& files) { files.push_back({"tile/0/009", ""}); }, "tile/0/009"},
      {"a tile of another size", [](auto& files) { files.push_back({"tile/0/001.p/3", ""}); }, "tile/0/001.p/3"},
      {"bundles out of order", [](auto& files) { files.erase(files.begin() + 1); }, "tile/entries/001.p/44"},
      {"a bundle twice", [](auto& files) { files.push_back(files[1]); }, "tile/entries/000"},
      {"a checkpoint after the entries", [](auto& files) { files.push_back({"checkpoints/3", note_of(3, root({}))}); }, "checkpoints/3"},
      {"a checkpoint under another size", [](auto& files) { files.insert(files.begin() + 1, {"checkpoints/4", note_of(3, root({}))}); }, "checkpoints/4"},
  };
  for (const auto& row : rows) {
    INFO(row.why);
    auto files = good;
    row.change(files);
    const auto report = verified(files);
    REQUIRE_FALSE(report);
    CHECK(report.error().field == row.field);
  }
  CHECK_FALSE(verified({}));
}

TEST_CASE("The checkpoint that a reader holds is a state of the log, or it is not") {
  const auto files = files_of(500), other = files_of(500, {}, 1);
  std::vector<Hash> leaves;
  for (int i = 0; i < 500; ++i) leaves.push_back(leaf_hash(sha256("0 entry " + std::to_string(i))));
  for (const std::size_t size : {0u, 1u, 256u, 499u, 500u}) {
    const std::string held = note_of(size, root(std::span(leaves).first(size)));
    INFO(size);
    CHECK(broken(verified(files, held)).empty());
    CHECK(broken(verified(other, held)) == (size == 0 ? "" : "held"));
  }
  CHECK(broken(verified(files, note_of(501, sha256("x")))) == "held");
  CHECK(broken(verified(files, note_of(1, root(std::span(leaves).first(1)), "example.com/other"))) == "held");
  CHECK(verified(files, "x").error().field == "held");
}

TEST_CASE("An archive is the same log, whatever the pieces it comes in, and one that was cut is none") {
  const std::string archive = archive_of(files_of(300, {100}));
  for (const std::size_t piece : {1u, 7u, 511u, 512u, 513u, 100'000u}) CHECK(broken(verified_archive(archive, piece)).empty());
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{511}, std::size_t{512}, std::size_t{1'000}, archive.size() - 1'025}) {
    INFO(size);
    const auto report = verified_archive(archive.substr(0, size));
    REQUIRE_FALSE(report);
    CHECK(report.error().field == "archive");
  }
  // One end block is enough, as for tar itself.
  CHECK(verified_archive(archive.substr(0, archive.size() - 512)));
}

TEST_CASE("No bit of an archive's headers or data can be turned without a refusal") {
  const std::string good = archive_of(files_of(3, {2}));
  // What stands between the data and the next block belongs to nobody, and a header's sum may be written in several ways.
  std::vector<bool> is_free(good.size(), false);
  for (std::size_t at = 0; at + 1'024 < good.size();) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < 11; ++i) size = size * 8 + static_cast<std::size_t>(good[at + 124 + i] - '0');
    const std::size_t end = at + 512 + (size + 511) / 512 * 512;
    for (std::size_t i = at + 512 + size; i < end; ++i) is_free[i] = true;
    for (std::size_t i = at + 148; i < at + 156; ++i) is_free[i] = true;
    at = end;
  }
  std::string archive = good;
  for (std::size_t at = 0; at < good.size() - 1'024; ++at) {
    if (is_free[at]) continue;
    archive[at] = static_cast<char>(archive[at] ^ (1 << (at % 8)));
    const auto report = verified_archive(archive);
    INFO(at);
    // A changed signature is the caller's to find; so is one on an earlier checkpoint, of which only size and root count.
    const bool same_text = report && report->holds();
    if (same_text) {
      const bool in_signature = good.rfind("\xE2\x80\x94", at) != std::string::npos && good.rfind("ustar", at) < good.rfind("\xE2\x80\x94", at);
      CHECK(in_signature);
    }
    archive[at] = good[at];
  }
}
