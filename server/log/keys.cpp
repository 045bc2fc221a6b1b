#include "log/keys.hpp"

#include <algorithm>

#include "colophon/base/json.hpp"
#include "colophon/base/time.hpp"
#include "store/try.hpp"

namespace colophon::tlog {
namespace {

store::LogEntryDraft key_entry(const store::Store& store, const std::string& origin, const char* action, const std::string& verifier_key) {
  const auto now = static_cast<std::uint64_t>(store.now() / 1000);
  const JsonObject payload{{"origin", origin}, {"action", action}, {"key", verifier_key}, {"made_at", format_utc(now)}};
  return {"log-key", log_key_subject(verifier_key), store.new_salt(), canonical_json(payload)};
}

bool same_keys(const std::vector<store::LogKeyRow>& a, const std::vector<store::LogKeyRow>& b) {
  return std::ranges::equal(a, b, [](const auto& one, const auto& other) { return one.number == other.number && one.state == other.state; });
}

}  // namespace

Id log_key_subject(const std::string& verifier_key) { return uuid_from_name("colophon/log-key", verifier_key); }

std::string Keys::file_of(std::int64_t number) const { return number == 1 ? file_ : file_ + "." + std::to_string(number); }

Result<Keys> Keys::open(store::Store& store, const std::string& key_file, const std::string& origin, bool may_make) {
  Keys keys(key_file, origin);
  auto rows = COLOPHON_TRY(store.log_keys());
  if (rows.empty()) {
    const SigningKey first = COLOPHON_TRY(SigningKey::load(key_file, origin, may_make));
    COLOPHON_TRY(store.put_log_key({1, first.verifier_key(), store::LogKeyState::signing, store.now(), 0}));
    rows = COLOPHON_TRY(store.log_keys());
  }
  COLOPHON_TRY(keys.load(std::move(rows)));
  return keys;
}

Result<void> Keys::refresh(store::Store& store) {
  auto rows = COLOPHON_TRY(store.log_keys());
  return same_keys(rows, rows_) ? Result<void>() : load(std::move(rows));
}

Result<void> Keys::load(std::vector<store::LogKeyRow> rows) {
  std::vector<SigningKey> signing;
  for (const store::LogKeyRow& row : rows) {
    if (row.state != store::LogKeyState::signing) continue;
    // Never made here: a new key beside an old log would only make notes that nobody can check.
    signing.push_back(COLOPHON_TRY(SigningKey::load(file_of(row.number), origin_, false)));
    if (signing.back().verifier_key() != row.verifier_key) {
      return fail(Errc::does_not_hold, "log key", "The key file " + file_of(row.number) + " is not the key that signed this log: restore it from its copy.");
    }
  }
  if (signing.empty()) return fail(Errc::does_not_hold, "log key", "The store names no key that signs.");
  rows_ = std::move(rows);
  signing_ = std::move(signing);
  return {};
}

std::string Keys::sign_note(std::string_view text) const {
  std::vector<merkle::NoteSignature> signatures;
  for (const SigningKey& key : signing_) signatures.push_back(key.sign(text));
  return merkle::signed_note(text, signatures);
}

bool Keys::has_signed(const merkle::SignedCheckpoint& note) const {
  return std::ranges::any_of(rows_, [&](const store::LogKeyRow& row) {
    const auto key = merkle::parse_verifier_key(row.verifier_key);
    if (!key || row.state == store::LogKeyState::compromised) return false;
    return std::ranges::any_of(note.signatures, [&](const merkle::NoteSignature& signature) {
      return signature.name == key->name && signature.key_hash == key->key_hash && signature_holds(key->public_key, note.signed_text, signature.signature);
    });
  });
}

Result<std::string> Keys::add(store::Store& store) {
  const std::int64_t number = rows_.back().number + 1;
  // A file that was made and whose row was never written is taken up again.
  const SigningKey key = COLOPHON_TRY(SigningKey::load(file_of(number), origin_, true));
  COLOPHON_TRY(store.atomically([&]() -> Result<void> {
    COLOPHON_TRY(store.put_log_key({number, key.verifier_key(), store::LogKeyState::signing, store.now(), 0}));
    return store.append_log_entry(key_entry(store, origin_, "add", key.verifier_key()));
  }));
  COLOPHON_TRY(refresh(store));
  return key.verifier_key();
}

Result<void> Keys::retire(store::Store& store, const std::string& verifier_key, bool compromised) {
  const auto found = std::ranges::find(rows_, verifier_key, &store::LogKeyRow::verifier_key);
  if (found == rows_.end()) return fail(Errc::not_found, "key", "The log has no key of this text: \"colophon log keys\" lists them.");
  if (found->state != store::LogKeyState::signing) return fail(Errc::conflict, "key", "This key signs no more: it was retired before.");
  if (signing_.size() == 1) return fail(Errc::conflict, "key", "This is the only key that signs: add another first (\"colophon log add-key\").");
  store::LogKeyRow row = *found;
  row.state = compromised ? store::LogKeyState::compromised : store::LogKeyState::retired;
  row.retired_at = store.now();
  COLOPHON_TRY(store.atomically([&]() -> Result<void> {
    COLOPHON_TRY(store.put_log_key(row));
    return store.append_log_entry(key_entry(store, origin_, "retire", verifier_key));
  }));
  return refresh(store);
}

}  // namespace colophon::tlog
