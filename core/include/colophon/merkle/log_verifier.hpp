#pragma once
// A whole log checked from its files, in one pass and constant memory: what "colophon log export" writes, or any C2SP tiled log's files
// in that order.
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "colophon/base/tar.hpp"
#include "colophon/merkle/report.hpp"
#include "colophon/merkle/tile.hpp"

namespace colophon::merkle {

/// The right edge of a growing tree as tiles: for each level the hashes of its last, unfinished tile. Appends a leaf at a time, knows the
/// root, and gives every tile as it is completed.
class TileEdge {
 public:
  using Completed = std::function<void(const Tile&, std::span<const Hash>)>;
  using Levels = std::array<std::vector<Hash>, kTileLevels>;

  TileEdge() = default;
  /// The edge of a tree of that size. Error: invalid_argument where a level has not as many hashes as the size asks for.
  static Result<TileEdge> restore(std::uint64_t size, Levels levels);

  void append(const Hash& leaf_hash, const Completed& completed);
  std::uint64_t size() const { return size_; }
  const Levels& levels() const { return levels_; }
  Hash root() const;
  /// The unfinished tiles, lowest level first.
  void partial_tiles(const Completed& visit) const;

 private:
  std::uint64_t size_ = 0;
  Levels levels_;
};

/// Takes the files of a log: first "checkpoint" and earlier ones ("checkpoints/SIZE"), then entry bundles in their order, and tiles anywhere
/// after the checkpoint. Report kind "log"; checks: `checkpoint` (it can be read), `root` (the entries give its root), `tiles` (every tile is
/// computed from the entries), `complete` (none is missing), `history` (each earlier checkpoint is a state of this log; only where there
/// are some), `held` (so is the one that the reader holds). Facts: "origin", "size", "root", "entries", "checkpoints".
class LogVerifier {
 public:
  /// `held`: a signed note that the reader has from elsewhere, a receipt's, or nothing. Error: as parse_signed_checkpoint.
  static Result<LogVerifier> start(std::string_view held);
  /// Error: invalid_argument (a name that a log has not, a file that comes twice or too late); what is false is found by finish().
  Result<void> file(std::string_view name, ByteView data);
  Result<Report> finish();

 private:
  LogVerifier() = default;
  Result<void> checkpoint(ByteView data);
  Result<void> earlier(std::string_view name, ByteView data);
  Result<void> entries(const Tile& tile, ByteView data);
  void compare(const Tile& tile, const Hash& hash, bool computed);
  void passed();
  void false_at(std::size_t check, std::string field, std::string detail);

  enum : std::size_t { kRoot, kTiles, kComplete, kHistory, kHeld, kCheckCount };
  std::optional<SignedCheckpoint> note_;
  std::string note_text_;
  std::optional<Checkpoint> held_;
  bool is_broken_ = false;                          ///< A bundle could not be taken apart.
  std::map<std::uint64_t, Hash> earlier_;           ///< Roots by size, of checkpoints that the entries have not reached yet.
  std::uint64_t earlier_count_ = 0;
  TileEdge edge_;
  struct Awaited { Hash hash; bool computed; };
  std::map<Tile, Awaited> awaited_;                 ///< SHA-256 of tiles that were seen in only one of the two ways.
  std::array<std::optional<Check>, kCheckCount> wrong_;   ///< The first thing that was wrong of each kind.
};

/// The same over an archive that comes in pieces.
class LogArchiveVerifier {
 public:
  static Result<std::unique_ptr<LogArchiveVerifier>> start(std::string_view held);
  Result<void> update(ByteView piece) { return reader_.update(piece); }
  Result<Report> finish();

 private:
  explicit LogArchiveVerifier(LogVerifier verifier);
  LogVerifier verifier_;
  TarReader reader_;
};

}  // namespace colophon::merkle
