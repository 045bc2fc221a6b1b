#pragma once
// The transparency log over a store: sequencing, signed checkpoints, proofs and receipts (docs/formats/receipt.md).
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"
#include "colophon/base/id.hpp"
#include "colophon/base/json.hpp"
#include "colophon/hash/sha256.hpp"
#include "store/store.hpp"

namespace colophon::tlog {

/// Where the log's Ed25519 key lies: beside the store, "colophon.db" -> "colophon.db.log-key", mode 0600.
std::string key_file_of(std::string_view store_file);

/// A verified inclusion proof of one leaf in the tree of the given size.
struct Inclusion { std::uint64_t index = 0, size = 0; Hash leaf{}; std::vector<Hash> proof; };

/// The log. May be used by many threads at once, and by several processes on one store: a checkpoint is stored by
/// compare-and-swap, so the log cannot fork; who was slower reads the other's entries and goes on from there.
class Log {
 public:
  /// Opens the log and makes the key file where there is none and nothing was ever signed. Reads all entries once and checks
  /// that they have the root of the latest checkpoint, and that this key signed it. `origin` is the log's name, one word such
  /// as "localhost/colophon"; it is stored at the first start and must be the same afterwards.
  /// Errors: does_not_hold (entries and checkpoint contradict each other), unavailable (key file), and those of the store.
  static Result<std::unique_ptr<Log>> open(store::Store& store, const std::string& key_file, const std::string& origin = "localhost/colophon");
  ~Log();

  /// Gives every pending entry its index and signs one checkpoint over all. Returns the number of entries that it sequenced.
  Result<std::uint64_t> sequence_now();
  /// The latest signed note. Error: not_found while nothing was ever sequenced.
  Result<std::string> checkpoint();
  /// Entries under the latest checkpoint.
  std::uint64_t size() const;
  /// The verifier key as C2SP signed-note writes it. Public.
  const std::string& log_key() const;

  /// `size` 0 means the latest. Errors: invalid_argument ("index" or "size" beyond the log).
  Result<Inclusion> inclusion(std::uint64_t index, std::uint64_t size = 0);
  Result<std::vector<Hash>> consistency(std::uint64_t from, std::uint64_t to);

  /// The "colophon/receipt/1" of the newest entry of that kind and subject ("work", "settlement", "plan").
  /// Error: not_found while it is not under a checkpoint, or where its payload was erased.
  Result<JsonObject> receipt_for(std::string_view kind, const Id& subject);

 private:
  struct State;
  explicit Log(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// What a work's commitment holds (docs/formats/receipt.md). `draft.id` must be set; the salt is new.
store::LogEntryDraft work_entry(const store::Store& store, const store::WorkDraft& draft, store::UnixMs registered_at);

}  // namespace colophon::tlog
