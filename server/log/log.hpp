#pragma once
// The transparency log over a store: sequencing, signed checkpoints, proofs and receipts (docs/formats/receipt.md), tiles (docs/formats/log.md).
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"
#include "colophon/base/id.hpp"
#include "colophon/base/json.hpp"
#include "colophon/hash/sha256.hpp"
#include "colophon/merkle/policy.hpp"
#include "colophon/merkle/proof_file.hpp"
#include "colophon/merkle/tile.hpp"
#include "store/store.hpp"

namespace colophon::tlog {

/// Where the log's Ed25519 key lies: beside the store, "colophon.db" -> "colophon.db.log-key", mode 0600.
std::string key_file_of(std::string_view store_file);
/// Where the head of the log lies, the compare-and-swap register: "colophon.db.log-key" -> "colophon.db.log-head".
std::string head_file_of(std::string_view key_file);

/// A verified inclusion proof of one leaf in the tree of the given size.
struct Inclusion { std::uint64_t index = 0, size = 0; Hash leaf{}; std::vector<Hash> proof; };

/// The log. May be used by many threads at once, and by several processes on one store: a checkpoint is written into the head file by
/// compare-and-swap before anybody sees it, so the log cannot fork; who was slower reads the other's entries and goes on from there, and
/// what a process that died had signed is finished by the next one, exactly as it was signed.
class Log {
 public:
  /// Opens the log and makes the key file where there is none and nothing was ever signed. Checks that the entries have the root of the
  /// latest checkpoint, that a key of this log signed it, and that the store is not older than the head. `origin` is the log's name, one word
  /// such as "localhost/colophon"; it is stored at the first start and must be the same afterwards. `witnesses`: where it has a quorum, a
  /// checkpoint is published only once enough of them have cosigned it.
  /// Errors: does_not_hold (entries, head and checkpoint contradict each other), unavailable (key file), and those of the store.
  static Result<std::unique_ptr<Log>> open(store::Store& store, const std::string& key_file, const std::string& origin = "localhost/colophon",
                                           merkle::Policy witnesses = {});
  ~Log();

  /// Gives every pending entry its index and signs one checkpoint over all. Returns the number of entries that it sequenced.
  Result<std::uint64_t> sequence_now();
  /// The latest signed note that is published, with the cosignatures that it has. Error: not_found while there is none.
  Result<std::string> checkpoint();
  /// Entries under the latest published checkpoint.
  std::uint64_t size() const;
  const std::string& origin() const;
  /// The verifier key as C2SP signed-note writes it. Public. While a key is replaced: the older one.
  std::string log_key() const;
  /// All keys that this log has had.
  std::vector<store::LogKeyRow> keys() const;
  /// Error: unavailable where the clock stands well before the latest checkpoint: what is registered now would claim to be older.
  Result<void> check_clock() const;

  /// `size` 0 means the latest. Errors: invalid_argument ("index" or "size" beyond the log).
  Result<Inclusion> inclusion(std::uint64_t index, std::uint64_t size = 0);
  Result<std::vector<Hash>> consistency(std::uint64_t from, std::uint64_t to);
  /// The bytes of a tile or entry bundle. Error: not_found.
  Result<Bytes> tile(const merkle::Tile& tile);

  /// The "colophon/receipt/1" of the newest entry of that kind and subject ("work", "settlement", "plan", ...), under a checkpoint that a witness
  /// has cosigned where there is one. Error: not_found while it is not under a published checkpoint, or where its payload was erased.
  Result<JsonObject> receipt_for(std::string_view kind, const Id& subject);
  /// The "colophon/consistency/1" from the checkpoint of that size to the latest. Error: not_found (no checkpoint has that size).
  Result<JsonObject> consistency_file(std::uint64_t from_size);
  /// The whole log as an archive (docs/formats/log.md), a piece at a time, until there is no more or `piece` returns false.
  Result<void> export_archive(const std::function<bool(std::string_view piece)>& piece);

  // ---- For those who ask witnesses (log/cosigner.hpp)
  /// The latest signed checkpoint, published or not. Error: not_found.
  Result<std::string> latest_note();
  /// Keeps a witness's line on the checkpoint of that size; the caller has checked it.
  Result<void> add_cosignature(std::uint64_t size, const std::string& witness, const std::string& line);

 private:
  struct State;
  explicit Log(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// What a work's commitment holds (docs/formats/receipt.md). `draft.id` must be set; the salt is new.
store::LogEntryDraft work_entry(const store::Store& store, const store::WorkDraft& draft, store::UnixMs registered_at);

}  // namespace colophon::tlog
