#pragma once
// What a Log is made of. Private to server/log: log.cpp opens and sequences, receipts.cpp hands out what follows from it.
#include <atomic>
#include <mutex>
#include <optional>

#include "log/keys.hpp"
#include "log/log.hpp"
#include "log/tree.hpp"
#include "store/checkpoint_register.hpp"

namespace colophon::tlog {

/// A checkpoint as it goes out: the log's signatures and those of witnesses.
struct Published { std::uint64_t size = 0; std::string note; };

struct Log::State {
  store::Store& store;
  std::string origin;
  std::unique_ptr<store::CheckpointRegister> head;
  merkle::Policy witnesses;
  Tree tree;                       ///< Entries under the latest signed checkpoint.

  mutable std::mutex mutex;        ///< Guards what follows; held for moments.
  Keys keys;
  std::string latest_note;         ///< Signed; not yet published where witnesses are asked for.
  Published published;             ///< The latest that may be seen; empty while there is none.
  Published cosigned;              ///< The latest that a witness has cosigned and that may be seen.
  std::mutex sequencing;           ///< One sequencer a process; other processes are held off by compare-and-swap.
  std::atomic<store::UnixMs> latest_at{0};   ///< When the latest checkpoint was made.

  State(store::Store& store_, std::string origin_, std::unique_ptr<store::CheckpointRegister> head_, merkle::Policy witnesses_, Keys keys_)
      : store(store_), origin(std::move(origin_)), head(std::move(head_)), witnesses(std::move(witnesses_)), tree(store_), keys(std::move(keys_)) {}

  /// Takes in what another process (or an earlier run) has sequenced. Signs nothing on top of entries that contradict their checkpoint.
  Result<void> catch_up();
  /// Finishes what was signed and not stored, and refuses a store that is older than what was signed.
  Result<void> follow_head();
  /// True where there was something and it is under a checkpoint now; a lost race counts as nothing sequenced and more to do.
  Result<bool> sequence_batch(std::uint64_t& sequenced);
  /// Publishes the checkpoint of that size where the witnesses' quorum, if there is one, is satisfied.
  Result<void> publish(std::uint64_t size, const std::string& note);
  Result<void> restore_published();
  /// The published checkpoint that a receipt of that entry stands under. Error: not_found.
  Result<Published> published_over(std::uint64_t index);
};

}  // namespace colophon::tlog
