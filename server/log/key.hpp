#pragma once
// An Ed25519 key (libsodium) in a file of its own, readable by its owner only: a log's, or a witness's.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"
#include "colophon/merkle/checkpoint.hpp"

namespace colophon::tlog {

class SigningKey {
 public:
  /// Reads the key, or makes it (mode 0600, whole or not at all) where `may_make` and there is no file.
  /// Errors: unavailable (cannot be read or written, or readable by others), does_not_hold (not a key file of that type).
  static Result<SigningKey> load(const std::string& file, std::string_view name, bool may_make, merkle::KeyType type = merkle::KeyType::ed25519);
  ~SigningKey();
  SigningKey(const SigningKey&) = default;
  SigningKey& operator=(const SigningKey&) = default;

  const std::string& verifier_key() const { return verifier_key_; }
  const std::string& name() const { return name_; }
  /// A log's signature of a checkpoint's text.
  merkle::NoteSignature sign(std::string_view checkpoint_text) const;
  /// A witness's cosignature of a checkpoint's text at that time, in seconds since 1970.
  merkle::NoteSignature cosign(std::string_view checkpoint_text, std::uint64_t time) const;
  /// Whether the note holds a valid signature of this key over its text.
  bool has_signed(const merkle::SignedCheckpoint& note) const;

 private:
  SigningKey() = default;
  Bytes signature_of(std::string_view message) const;
  std::string name_, verifier_key_;
  std::uint32_t key_hash_ = 0;
  std::array<std::uint8_t, 32> public_{};
  std::array<std::uint8_t, 64> secret_{};
};

/// Whether `signature` is one by that public key over the message.
bool signature_holds(ByteView public_key, std::string_view message, ByteView signature);

}  // namespace colophon::tlog
