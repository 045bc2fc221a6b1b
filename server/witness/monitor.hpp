#pragma once
// A monitor: follows a tiled log from outside, recomputes its whole tree, and keeps what shows that it did not keep its word.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "colophon/base/json.hpp"
#include "colophon/merkle/log_verifier.hpp"
#include "colophon/merkle/policy.hpp"

namespace colophon::witness {

/// What a monitor remembers: the last checkpoint that it verified, the right edge of its tree, and the roots that it has seen.
struct Memory {
  std::string note;                               ///< Empty at the beginning.
  merkle::TileEdge edge;
  std::map<std::uint64_t, Hash> roots;            ///< By size; the newest kRootsKeptMax.
};
inline constexpr std::size_t kRootsKeptMax = 10'000;
std::string memory_text(const Memory& memory);    ///< Canonical JSON, for a file.
Result<Memory> parse_memory(std::string_view text);

/// One look at the log.
struct Sighting {
  bool grew = false;
  std::uint64_t old_size = 0, size = 0;
  std::vector<std::string> signed_by;
  std::vector<std::pair<std::string, std::string>> seen_by;   ///< Witnesses and their times.
  std::vector<std::string> compared;              ///< Witnesses whose own checkpoint was compared with the log's.
};
/// The log broke its word: what it did, and the file that shows it.
struct Alarm { std::string what; Json evidence; };

class Monitor {
 public:
  /// "checkpoint", "tile/..." of the log; an error where there is no answer.
  using Fetch = std::function<Result<std::string>(const std::string& path)>;
  /// The checkpoint that a witness holds of the log; not_found where it has none.
  using FetchFromWitness = std::function<Result<std::string>(const merkle::Policy::Witness& witness, const std::string& origin_hash)>;
  using Progress = std::function<Result<void>(std::uint64_t done, std::uint64_t total)>;

  Monitor(merkle::Policy policy, Memory memory, Fetch fetch, FetchFromWitness from_witness = {}, Progress progress = {});

  /// Fetches the checkpoint and everything that is new under it: signatures, quorum, extension, every entry bundle and every tile; then compares with
  /// the witnesses. Errors: unavailable (no answer) and does_not_hold, for which alarm() says more.
  Result<Sighting> look();
  const std::optional<Alarm>& alarm() const { return alarm_; }
  const Memory& memory() const { return memory_; }

 private:
  std::unexpected<Error> raise(std::string what, Json evidence);
  Result<void> check_signatures(const merkle::SignedCheckpoint& note, const std::string& text, Sighting& sighting);
  Result<merkle::TileEdge> extended(const merkle::SignedCheckpoint& note, const std::string& text);
  Result<std::string> fetch_tile(const merkle::Tile& tile);
  Result<void> read_bundle(merkle::TileEdge& edge, const merkle::Tile& tile, const std::string& text);
  Result<void> check_tiles(const std::vector<std::pair<merkle::Tile, Bytes>>& tiles, const std::string& text);
  Result<void> compare_with_witnesses(const merkle::SignedCheckpoint& note, const std::string& text, Sighting& sighting);
  Json conflict(const std::string& older, const std::string& newer) const;

  merkle::Policy policy_;
  Memory memory_;
  Fetch fetch_;
  FetchFromWitness from_witness_;
  Progress progress_;
  std::optional<Alarm> alarm_;
  std::vector<std::pair<merkle::Tile, Bytes>> new_tiles_;   ///< Computed from the new entries; the log must serve the same.
};

}  // namespace colophon::witness
