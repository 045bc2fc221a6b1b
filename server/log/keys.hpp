#pragma once
// The keys of a log over its life. While a key is being replaced, old and new sign every checkpoint side by side, so that nobody who knows
// only one of them is left behind; the log itself holds an entry of each change.
#include <optional>
#include <string>
#include <vector>

#include "log/key.hpp"
#include "store/store.hpp"

namespace colophon::tlog {

class Keys {
 public:
  /// Key 1 lies in `key_file`, key N in `key_file`.N. Makes the first where nothing was ever signed.
  /// Errors: unavailable (a file of a signing key is missing), does_not_hold (a file is not the key that the store names).
  static Result<Keys> open(store::Store& store, const std::string& key_file, const std::string& origin, bool may_make);

  /// Takes in what another process (`colophon log`) changed.
  Result<void> refresh(store::Store& store);

  /// The oldest key that signs: the one that readers have known longest.
  const SigningKey& primary() const { return signing_.front(); }
  const std::vector<store::LogKeyRow>& rows() const { return rows_; }
  /// A note of all signing keys.
  std::string sign_note(std::string_view text) const;
  /// Whether a key of this log, signing or retired, has signed the note.
  bool has_signed(const merkle::SignedCheckpoint& note) const;

  /// A new key beside those that sign: its file, its row and its entry in the log. Returns its verifier key.
  Result<std::string> add(store::Store& store);
  /// The key signs no more. Errors: not_found, conflict (it is the last one, or retired already).
  Result<void> retire(store::Store& store, const std::string& verifier_key, bool compromised);

 private:
  Keys(std::string file, std::string origin) : file_(std::move(file)), origin_(std::move(origin)) {}
  std::string file_of(std::int64_t number) const;
  Result<void> load(std::vector<store::LogKeyRow> rows);

  std::string file_, origin_;
  std::vector<store::LogKeyRow> rows_;
  std::vector<SigningKey> signing_;
};

/// The subject of the log's entries about a key: an id from its text.
Id log_key_subject(const std::string& verifier_key);

}  // namespace colophon::tlog
